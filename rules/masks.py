"""What does an operator see of a question while a customer shares their screen? Never an answer (decision 24).

Each kind of question says it for itself; one that does not cannot be made (forms/kit/question.py).
"""

from enum import StrEnum


class Mask(StrEnum):
    """How an answer is stood for, and nothing more is ever told of it than that it is there."""

    SECRET = "secret"  # noqa: S105
    PERSONAL = "personal"
    CHOSEN = "chosen"


SHOWN = {Mask.SECRET: "●●●●●●●●", Mask.PERSONAL: "入力あり", Mask.CHOSEN: "選択あり"}
