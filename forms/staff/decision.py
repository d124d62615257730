"""What is a member asked who agrees, or does not, to what another asked for?"""

from collections.abc import Mapping
from typing import ClassVar

from forms.kit.fields import Choice
from forms.kit.step import StepForm
from forms.staff.reason import reason

APPROVE, REFUSE = "approve", "refuse"


class DecisionForm(StepForm):
    """Which of the two, chosen and not by the first button that a return key would press, and why."""

    button = "決定する"
    sample: ClassVar[Mapping[str, str]] = {"decision": APPROVE, "reason": "内容と本人確認の結果を確認した"}
    decision = Choice("決定", ((APPROVE, "承認する（ただちに反映します）"), (REFUSE, "差し戻す（何も変更しません）")))
    reason = reason()
