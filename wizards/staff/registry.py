"""Every sequence of the staff's side there is."""

from collections.abc import Mapping

from wizards.engine.definition import Wizard
from wizards.staff import end_logins, initial_password, send_link, telephone, unlock

STAFF_WIZARDS: Mapping[str, Wizard] = {
    wizard.name: wizard
    for wizard in (unlock.wizard, send_link.wizard, telephone.wizard, initial_password.wizard, end_logins.wizard)
}
