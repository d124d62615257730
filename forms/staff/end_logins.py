"""What is a member asked who ends all logins of a customer?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from forms.kit.step import StepForm
from forms.staff.reason import reason


@dataclass(frozen=True)
class OpenLogins:
    """At how many browsers a customer is logged in, each named as it names itself and since when, the newest first."""

    browsers: tuple[tuple[str, str], ...]


class EndLoginsForm(StepForm):
    """A reason and nothing else."""

    lead = (
        "お客さまを、すべての端末からログアウトさせます。入力の途中だったお手続きは、ログインし直すと続きから行えます。"
    )
    sample: ClassVar[Mapping[str, str]] = {"reason": "端末を紛失したとのお電話"}
    reason = reason()
