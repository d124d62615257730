"""How is a mail address asked for, and what becomes of a slip in it?"""

import re
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms.kit.question import AGAIN, LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules import mail_addresses
from rules.japanese import formats, mail
from rules.masks import Mask

EMAIL = {
    "type": "email",
    "inputmode": "email",
    "autocomplete": "email",
    "autocapitalize": "off",
    "spellcheck": "false",
    "maxlength": "254",
    "lang": "en",
}
UNUSUAL = (
    "このアドレスは特殊な形式のため、メールが届かない場合があります。"
    "別のメールアドレスをお持ちの場合は、そちらの入力をおすすめします。"
)


class Email(Question):
    """An e-mail address, carrier forms that break the standards included (row F10).

    Where another was perhaps meant, both stand below to choose from (E-39); the box is changed only by choosing.
    """

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", EMAIL),)
    reader = staticmethod(mail.address)

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.meant: str | None = None
        self.chosen = typed_text(formdata, self.which_name)[:LONGEST_TYPED]
        super().process(formdata, data, extra_filters)
        if self.data and self.chosen == self.meant:
            typed_before, self.data, self.meant = self.data, self.meant, None
            for part, text in self.typed.items():
                if self.reader(text) == typed_before:
                    self.typed[part] = str(self.data)
        self.typed = {part: mail.shown(text) if "xn--" in text else text for part, text in self.typed.items()}

    @property
    def which_name(self) -> str:
        """The name of the choice between what was typed and what was perhaps meant."""
        return f"{self.name}-which"

    def read(self) -> str:
        found = self.reader(self.typed[""])
        blank = mail.blank_within(self.typed[""]) and not mail_addresses.fault(found)
        self.meant = mail_addresses.meant(found) or (found if blank else None)
        return found

    @property
    def kept(self) -> bool:
        """Whether it stays as it was typed, though another was perhaps meant."""
        return bool(self.meant and self.data == self.chosen)

    @property
    def asks(self) -> bool:
        """Whether it has to be chosen yet."""
        return bool(self.meant and not self.kept)

    @property
    def options(self) -> list[Option]:
        if not self.meant or not (self.kept or self.errors):
            return []
        fixed = Option(f"{self.which_name}-meant", self.meant, f"{mail.shown(self.meant)} に直す", False)
        if self.meant == self.data or mail_addresses.fault(self.data):
            return [fixed]
        as_typed = f"{mail.shown(self.data)} のまま進む"
        return [fixed, Option(f"{self.which_name}-typed", self.data, as_typed, self.kept)]

    @property
    def around(self) -> tuple[Any, ...] | None:
        return None if self.options else super().around

    @property
    def shown(self) -> str:
        return mail.shown(self.data) if self.data else NOTHING

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), **({self.which_name: [self.chosen]} if self.kept else {})}

    @property
    def warning(self) -> str:
        return UNUSUAL if self.data and formats.is_unusual_email(self.data) else ""

    @property
    def pieces(self) -> list[str]:
        local = str(self.data or "").partition("@")[0]
        return [str(self.data or ""), local, *re.split(r"[._+-]", local)]


# Where the address is to be the user's ID: the password beside it is kept under that.
AS_USER_ID = {"autocomplete": "username"}


class EmailTwice(Email):
    """An e-mail address and the same again."""

    mask = Mask.PERSONAL
    kind = "twice"
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", EMAIL), Part("again", AGAIN, EMAIL))

    def judge(self, form: Any) -> None:
        if not self.data:
            self.wrong_parts = frozenset({""})
            raise StopValidation(self.missing)
        right = not (self.asks or mail_addresses.fault(self.data))
        if right and self.reader(self.typed["again"]) != self.data:
            self.wrong_parts = frozenset({"again"})
            raise StopValidation("上のメールアドレスと一致していません。もう一度入力してください。")
