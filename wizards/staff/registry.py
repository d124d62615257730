"""Every sequence of the staff's side there is."""

from collections.abc import Mapping

from wizards.engine.definition import Wizard
from wizards.staff import correction, end_logins, recovery, web_access

STAFF_WIZARDS: Mapping[str, Wizard] = {
    wizard.name: wizard for wizard in (end_logins.wizard, correction.wizard, recovery.wizard, web_access.wizard)
}
