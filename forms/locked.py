"""What is asked of whose login is locked? 411."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit.fields import Text
from forms.kit.identity import ADDRESS_BOX, ID_BOX, OneOfTheTwo, birth, person_or_company, policy_number
from forms.kit.step import SAMPLE_PERSON, StepForm


class LockedForm(OneOfTheTwo, StepForm):
    """411: the ID, and who the holder is."""

    lead = (
        "ご登録の内容を入力し、「次へ」を押してください。"
        "次の画面にキーワードを表示します。手続き用のURLは、ご登録のメールアドレスにお送りします。"
    )
    sample: ClassVar[Mapping[str, str]] = {**SAMPLE_PERSON, "user_id": "hanako@example.jp"}
    user_id = Text("ユーザーID", hint="半角英数字", attributes=ID_BOX)
    who = person_or_company()
    birth = birth()
    number = policy_number()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_id.label.text = self.context.portal.user_id_label
        if self.context.portal.chooses_own_id:
            self.user_id.hint = "ご登録のメールアドレスです。"
            self.user_id.draw_with(ADDRESS_BOX)
