"""What is a member asked who has the address of a customer changed that has lost the mailbox of the former one?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from forms.kit import validators
from forms.kit.emails import EMAIL, EmailTwice
from forms.kit.fields import Choice, Text
from forms.kit.question import AGAIN, Part
from forms.kit.step import StepForm
from forms.staff.reason import reason
from rules.japanese import mail, normalize
from rules.masks import Mask

KNOWN, FORGOTTEN = "known", "forgotten"
SAME = "現在ご登録のメールアドレスと同じです。新しいメールアドレスを入力してください。"
NOT_THEIRS = "このお客さまのご契約の証券番号と一致しません。お客さまに、もう一度おたずねください。"


@dataclass(frozen=True)
class Mailbox:
    """The address as it is, and what stands for the customer beside the answers of the check: a call of theirs that was
    just heard or, where the portal takes no calls, the number of one of their contracts."""

    address: str
    called: bool
    numbers: frozenset[str]

    @property
    def masked(self) -> str:
        """The address as members see it."""
        return mail.masked(self.address)


class SomebodysEmail(EmailTwice):
    """An address of who telephones, typed twice: no browser fills in the member's own."""

    mask = Mask.PERSONAL

    parts: ClassVar[tuple[Part, ...]] = tuple(
        Part(name, label, {**EMAIL, "autocomplete": "off"}) for name, label in (("", ""), ("again", AGAIN))
    )


def another(form: Any, field: Any) -> None:
    """The address as it is needs no change."""
    if form.context.about and mail.address(form.context.about.address).casefold() == field.data.casefold():
        raise ValidationError(SAME)


def of_theirs(form: Any, field: Any) -> None:
    """The number must be that of one of their contracts."""
    if form.context.about and field.data not in form.context.about.numbers:
        raise ValidationError(NOT_THEIRS)


class RecoveryForm(StepForm):
    """The new address, whether the password is known, and what else the customer knows."""

    lead = (
        "別の担当者が承認すると、新しいメールアドレスへ確認のメールを、以前のメールアドレスへお知らせをお送りします。"
        "新しいメールアドレスでの確認が済むまで、何も変わりません。"
    )
    sample: ClassVar[Mapping[str, str]] = {
        "email": "hanako.new@example.jp",
        "email-again": "hanako.new@example.jp",
        "password": KNOWN,
        "number": "C123456789",
        "reason": "以前のアドレスを解約したとのお電話",
    }
    email = SomebodysEmail("新しいメールアドレス", [validators.email_form, another])
    password = Choice(
        "お客さまのパスワード",
        (
            (KNOWN, "お客さまが覚えている（ログインして確認できる）"),
            (FORGOTTEN, "忘れている（承認の72時間後から変更できる）"),
        ),
    )
    number = Text(
        "お客さまがおっしゃった証券番号",
        [validators.policy_number, of_theirs],
        reader=normalize.code,
        where=lambda context: context.about is None or not context.about.called,
        hint="こちらからは読み上げず、お客さまに証券番号をおたずねください。",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )
    reason = reason()
