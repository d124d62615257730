"""Every wizard there is."""

from wizards import (
    activation,
    addition,
    address_change,
    forgotten,
    locked,
    password_change,
    registration,
    reset,
    unlock,
)

WIZARDS = {
    wizard.name: wizard
    for wizard in (
        registration.wizard,
        activation.wizard,
        forgotten.wizard,
        reset.wizard,
        locked.wizard,
        unlock.wizard,
        password_change.wizard,
        address_change.wizard,
        addition.wizard,
    )
}
