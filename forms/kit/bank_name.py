"""How is a bank asked for, and a branch of it? By whatever they are called, and told beside the box (612)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms.kit.fields import TEXT
from forms.kit.question import LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules.japanese.banks import history, index, kinds, search, yucho, zengin
from rules.japanese.banks.index import Match, Named
from rules.japanese.banks.search import Found
from rules.japanese.dates import show_date
from rules.masks import Mask


class TextWithChoice(Question):
    """A text that may leave something to choose, which then stands below its box. A choice counts for what it was
    offered for, and for nothing that is typed later."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "maxlength": "80"}),)
    searched = False
    choice = "choice"

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.pressed = typed_text(formdata, self.choice_name)[:LONGEST_TYPED]
        self.pressed_for = typed_text(formdata, self.offer_name)[:LONGEST_TYPED]
        super().process(formdata, data, extra_filters)

    @property
    def choice_name(self) -> str:
        """The name of the choice."""
        return f"{self.name}-{self.choice}"

    @property
    def offer_name(self) -> str:
        """The name of what tells for what the choice was offered."""
        return f"{self.name}-for"

    @property
    def offer(self) -> str:
        """For what a choice is offered now."""
        return self.typed[""][:LONGEST_TYPED]

    @property
    def chosen(self) -> str:
        """What was chosen of what is offered now."""
        return self.pressed if self.pressed_for == self.offer else ""

    @property
    def told(self) -> str:
        """What was made of the text, to be read beside its box; nothing where a mistake says it."""
        return ""

    @property
    def around(self) -> tuple[Any, ...] | None:
        return super().around if self.empty else None

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), self.choice_name: [self.pressed], self.offer_name: [self.pressed_for]}


class BankName(TextWithChoice):
    """A bank by its name or code. Where several are meant, or it is not sure which, they stand below to choose from."""

    mask = Mask.PERSONAL
    kind = "search"
    searched = True
    choice = "code"
    code_digits = index.BANK_DIGITS

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.found = search.NOTHING
        super().process(formdata, data, extra_filters)

    def read(self) -> Named | None:
        return self._of(search.banks(self.typed[""]))

    def _of(self, found: Found) -> Named | None:
        """The one that is meant beyond doubt, or that was chosen. What a bank became must be chosen: the account has
        another branch or number there."""
        self.found = found
        if self._alone:
            return self._alone.named
        chosen = (each.named for each in found.matches if each.named.code == self.chosen and each.is_there)
        return next(chosen, None)

    @property
    def _alone(self) -> Match | None:
        return self.found.alone if self.found.alone and self.found.alone.is_itself else None

    def pre_validate(self, form: Any) -> None:
        """Also found where its own box is empty."""
        if self.data is None or self.process_errors:
            super().pre_validate(form)

    def judge(self, form: Any) -> None:
        if self.data is None:
            raise StopValidation(self._lacking)

    @property
    def options(self) -> list[Option]:
        if self._alone or len(self.found.matches) > search.MOST:
            return []
        chosen = self.data.code if self.data else ""
        return [self._option(each, chosen) for each in self.found.matches if each.is_there]

    def _option(self, match: Match, chosen: str) -> Option:
        code, name = match.named.code, match.named.full_name
        was = f"旧 {_full(match)}" if match.former else ""
        return Option(f"{self.choice_name}-{code}", code, f"{name}（{code}）", code == chosen, was)

    @property
    def shown(self) -> str:
        return f"{self.data.full_name}（コード {self.data.code}）" if self.data else NOTHING

    @property
    def told(self) -> str:
        if self.errors or self.process_errors or (self.empty and self.data is None):
            return ""
        if self.data is None:
            return self._lacking
        became = _became([self._alone]) if self._alone else ""
        return f"{self.data.full_name}（{self.data.code}）です。{became}"

    @property
    def _lacking(self) -> str:
        """What is to be done until one is found."""
        label, typed, matches = self.label.text, self.typed[""], self.found.matches
        if self.found.sure and matches and matches[0].former:
            return _became(matches) + _instead(matches)
        if len(matches) > search.MOST:
            return f"「{typed}」に当てはまる{label}が多数あります。名称をもう少し長く入力してください。"
        if len(matches) == 1:
            return f"「{typed}」に当てはまる{label}が1件あります。こちらでよろしければ選択してください。"
        if matches:
            return f"「{typed}」に当てはまる{label}が{len(matches)}件あります。選択してください。"
        return (
            f"「{typed}」に当てはまる{label}が見つかりません。"
            f"{label}の名称または{self.code_digits}桁のコードを入力してください。{list_is_of()}"
        )


class BranchName(BankName):
    """A branch of the bank on the same screen, which the form tells."""

    mask = Mask.PERSONAL
    code_digits = index.BRANCH_DIGITS
    bank: Named | None = None

    def read(self) -> Named | None:
        return None

    @property
    def offer(self) -> str:
        return f"{self.bank.code if self.bank else ''} {super().offer}"

    def within(self, bank: Named | None, text: str = "") -> None:
        """Find it among the branches of this bank, by what was typed or by a `text` that stood elsewhere."""
        self.bank = bank
        if bank and (text or not self.empty) and not self.process_errors:
            asked = text or self.typed[""]
            named_again = next((name for name in (bank.full_name, bank.name) if asked.startswith(name)), "")
            found = search.branches(bank.code, asked)
            if named_again and not found.matches:
                found = search.branches(bank.code, asked.removeprefix(named_again))
            self.data = self._of(found)

    def of_symbol(self, code: str) -> None:
        """Let it be the branch that the 記号 of a ゆうちょ passbook means. Raise CannotBe where there is none, or where
        another one was typed."""
        found = search.branches(yucho.CODE, code)
        if not found.matches:
            raise yucho.CannotBe(
                "branch", f"記号が示す店番「{code}」は、ゆうちょ銀行にありません。記号をご確認ください。"
            )
        if self.data and self.data.code != code:
            raise yucho.CannotBe(
                "branch", f"記号が示す店番は「{code}」です。入力された「{self.typed['']}」をご確認ください。"
            )
        if self.data is None and not self.empty and not yucho.has_symbol(self.typed[""]):
            raise yucho.CannotBe("branch", self._lacking)
        self.found, self.data = found, found.matches[0].named

    @property
    def told(self) -> str:
        return super().told if self.bank else ""

    def judge(self, form: Any) -> None:
        if self.bank is None:
            raise StopValidation(f"金融機関が決まりましたら、{self.label.text}をもう一度ご確認ください。")
        super().judge(form)


def list_is_of() -> str:
    """Of which day the list of banks is."""
    return f"金融機関の一覧は{show_date(zengin.as_of())}現在のものです。"


def _became(matches: Sequence[Match]) -> str:
    """What became of a bank that is named by a former name; nothing of one that has its name still."""
    former = matches[0].former
    if former is None:
        return ""
    was = _full(matches[0])
    if not former.now:
        return f"{was}{f'（{former.code}）' if former.code else ''}は、現在はありません。"
    codes = former.change != history.RENAMED
    now = "または".join(f"{each.named.full_name}{f'（{each.named.code}）' if codes else ''}" for each in matches)
    return f"{was}は、{former.when}{now}になりました。"


def _instead(matches: Sequence[Match]) -> str:
    if not matches[0].is_there:
        return "現在の金融機関の名称をご確認のうえ、入力してください。"
    names = [each.named.full_name for each in matches]
    whose = f"{names[0]}の" if len(names) == 1 else ""
    which = f"下の「{names[0]}」" if len(names) == 1 else "下からどちらか"
    return f"{whose}支店・口座番号をご確認のうえ、{which}を選択してください。"


def _full(match: Match) -> str:
    """By its former name, if that is how it was found."""
    former = match.former
    if former is None:
        return match.named.full_name
    return kinds.full_name(former.code or former.now[: index.BANK_DIGITS] or "9999", former.name)
