"""How does the business say no?"""


class Refused(Exception):
    """The business says no; the message is for the customer."""
