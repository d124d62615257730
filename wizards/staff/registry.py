"""Every sequence of the staff's side there is."""

from collections.abc import Mapping

from wizards.engine.definition import Wizard
from wizards.staff import (
    correction,
    end_logins,
    initial_password,
    recovery,
    send_link,
    telephone,
    unlock,
    web_access,
)

STAFF_WIZARDS: Mapping[str, Wizard] = {
    wizard.name: wizard
    for wizard in (
        unlock.wizard,
        send_link.wizard,
        telephone.wizard,
        initial_password.wizard,
        end_logins.wizard,
        web_access.wizard,
        correction.wizard,
        recovery.wizard,
    )
}
