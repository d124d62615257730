"""What is asked of who forgot their ID or password? 402."""

from collections.abc import Mapping
from typing import ClassVar

from forms.kit import validators
from forms.kit.emails import Email
from forms.kit.fields import Text
from forms.kit.identity import ID_BOX, OneOfTheTwo, birth, person_or_company, policy_number
from forms.kit.step import SAMPLE_PERSON, StepForm


class ForgottenForm(OneOfTheTwo, StepForm):
    """402: the registered address and, where the company issues IDs, the ID; and who the holder is."""

    lead = (
        "ご登録の内容を入力し、「次へ」を押してください。"
        "次の画面にキーワードを表示します。手続き用のURLは、ご登録のメールアドレスにお送りします。"
    )
    sample: ClassVar[Mapping[str, str]] = {**SAMPLE_PERSON, "user_id": "KMA7482X", "email": "hanako@example.jp"}
    user_id = Text(
        "ログインID",
        where=lambda context: not context.portal.chooses_own_id,
        hint="半角英数字。「契約者さま専用ページのご案内」などに記載しています。",
        attributes=ID_BOX,
    )
    email = Email("ご登録のメールアドレス", [validators.email_form], hint="例：hanako@example.jp")
    who = person_or_company()
    birth = birth()
    number = policy_number()
