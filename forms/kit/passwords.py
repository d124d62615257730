"""How are passwords asked for? They are checked or hashed at the door, never kept and never drawn again."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from wtforms.validators import StopValidation

from forms.kit.question import AGAIN, Boxes, Part, Question
from forms.kit.step import FormContext, StepForm
from rules import passwords
from rules.japanese import normalize
from rules.masks import Mask
from rules.passwords import PasswordRule

PASSWORD = {"type": "password", "autocapitalize": "off", "spellcheck": "false"}


class Password(Question):
    """A password that is checked, never kept."""

    mask = Mask.SECRET
    kind = "password"
    secret = True
    is_password = True
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**PASSWORD, "autocomplete": "current-password"}),)
    reader = staticmethod(normalize.password)

    @cached_property
    def empty(self) -> bool:
        return not any(self.reader(each) for each in self.typed.values())

    def to_keep(self) -> dict[str, list[str]]:
        return {}


class CurrentPassword(Password):
    """The password as it is. Whether it is `right` is tried where tries are counted, before the form is judged."""

    mask = Mask.SECRET
    right = False

    def pre_validate(self, form: StepForm) -> None:
        if form.from_run:
            raise StopValidation(None)
        super().pre_validate(form)

    def judge(self, form: StepForm) -> None:
        if not self.right:
            raise StopValidation(f"{self.label.text}が一致しません。もう一度入力してください。")


class InitialPassword(Password):
    """初回パスワード of a contract. What is kept is no part of it: a mark that it was right, which was looked up before
    the form is judged, and which a commit compares again."""

    mask = Mask.SECRET
    mark = ""
    refused = ""
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**PASSWORD, "autocomplete": "off"}),)

    def pre_validate(self, form: StepForm) -> None:
        if form.from_run:
            raise StopValidation(None if self.typed[""] else self.missing)
        super().pre_validate(form)

    def judge(self, form: StepForm) -> None:
        if not self.mark:
            raise StopValidation(self.refused)

    def to_keep(self) -> dict[str, list[str]]:
        return {str(self.name): [self.mark]} if self.mark else {}


class NewPassword(Password):
    """A password chosen by the customer, twice. Hashed at the door: what is kept is never the password itself.

    From a confirm screen the boxes come back empty: left so, the password stays, unless something it must not hold
    was changed (decision 7).
    """

    mask = Mask.SECRET
    kind = "password_twice"
    parts: ClassVar[tuple[Part, ...]] = (
        Part("", "", {**PASSWORD, "autocomplete": "new-password"}),
        Part("again", AGAIN, {**PASSWORD, "autocomplete": "new-password"}),
    )

    def __init__(self, label: str, *args: Any, watches: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.watches = tuple(watches)
        self._hash: str | None = None

    def follow(self, rule: PasswordRule) -> None:
        """Say what a portal asks of it, to the customer and, for what they let it make, to the browser. No maxlength: a
        browser would cut what is pasted, in both boxes alike, and say nothing."""
        self.hint = rule.sentence
        self.draw_with({"minlength": str(rule.minimum), "passwordrules": rule.for_browsers})

    def pre_validate(self, form: StepForm) -> None:
        earlier = (form.earlier.get(self.name) or [""])[0]
        if form.from_run:
            self._hash = self.typed[""] or None
            raise StopValidation(None if self._hash else self.missing)
        if self.empty and earlier:
            if any(not form[name].same_as(form.earlier, form.context) for name in self.watches if name in form):
                raise StopValidation(
                    "お名前・生年月日・メールアドレスを変更されたため、パスワードをもう一度入力してください。"
                )
            self._hash = earlier
            raise StopValidation(None)
        super().pre_validate(form)

    def judge(self, form: StepForm) -> None:
        message = self.wrong_with(form)
        if message:
            raise StopValidation(message)
        if normalize.password(self.typed["again"]) != self.data:
            self.wrong_parts = frozenset({"again"})
            raise StopValidation("上のパスワードと一致していません。もう一度入力してください。")
        self._hashing = form.context.hash_password

    def wrong_with(self, form: StepForm) -> str | None:
        """What is wrong with the password itself, None where nothing is."""
        portal, common = form.context.portal, form.context.common
        wrong = passwords.judge_password(portal.password.rule, self.data, form.personal(), common, portal.name)
        return wrong or form.context.unfit(self.data)

    def to_keep(self) -> dict[str, list[str]]:
        if self._hash is None:
            self._hash = self._hashing(self.data)
        return {str(self.name): [self._hash]}

    def same_as(self, kept: Boxes, context: FormContext) -> bool:
        """Whether the password typed is the one whose hash is kept."""
        hashed = (kept.get(str(self.name)) or [""])[0]
        return self._hash == hashed or bool(self.data and hashed and context.check_password(hashed, self.data))

    @property
    def answer(self) -> str | None:
        """The hash: what a commit sees."""
        return self._hash
