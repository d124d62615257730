"""What is a one-time link good for? It opens that and nothing else."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """REGISTRATION, RESET and UNLOCK begin a procedure, with a keyword; NEW_ADDRESS confirms an address, STOP_ADDRESS
    stops its change, APPLICATION takes an application back, and all three do so without one, as RECOVERY does, which
    changes the address of who has lost the former one and the password."""

    REGISTRATION = "registration"
    RESET = "reset"
    UNLOCK = "unlock"
    NEW_ADDRESS = "new address"
    STOP_ADDRESS = "stop address"
    APPLICATION = "application"
    RECOVERY = "recovery"


# What expires can be sent again, by one press.
SENT_AGAIN = (LinkPurpose.REGISTRATION, LinkPurpose.RESET, LinkPurpose.UNLOCK, LinkPurpose.NEW_ADDRESS)
