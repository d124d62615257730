"""Every wizard there is."""

from wizards import activation, addition, registration

WIZARDS = {wizard.name: wizard for wizard in (registration.wizard, activation.wizard, addition.wizard)}
