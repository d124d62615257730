"""Every wizard there is."""

from wizards import (
    activation,
    addition,
    address_change,
    application,
    cancellation,
    change,
    easy,
    first_password,
    forgotten,
    locked,
    password_change,
    photos,
    registration,
    renewal,
    reset,
    temporary,
    unlock,
    verification,
)

WIZARDS = {
    wizard.name: wizard
    for wizard in (
        application.wizard,
        registration.wizard,
        activation.wizard,
        easy.wizard,
        temporary.wizard,
        first_password.wizard,
        forgotten.wizard,
        reset.wizard,
        locked.wizard,
        unlock.wizard,
        password_change.wizard,
        address_change.wizard,
        addition.wizard,
        change.wizard,
        cancellation.wizard,
        renewal.wizard,
        photos.wizard,
        verification.wizard,
    )
}
