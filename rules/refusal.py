"""How does the business say no?"""


class Refused(Exception):
    """The business says no; the message is for the customer."""


class Enough(Refused):
    """No to what was right, since there have been enough of them: who asks guesses at nothing, and others who sit
    beside them are not to wait for it."""
