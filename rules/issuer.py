"""What does a 保険料領収証 say of the company beside its name?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Issuer:
    """Where the company is, who signs for it, and for what the money was (但し書き); what is "" is left out."""

    address: str = ""
    representative: str = ""
    proviso: str = ""


UNSAID = Issuer()
