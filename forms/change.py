"""What is asked to change a part of a contract? 604."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit import validators
from forms.kit.address import Address, Location
from forms.kit.contract import CompanyKana, CompanyName, Day, PhoneInParts, SomebodysBirthDate, verification_notes
from forms.kit.names import Kana, Name
from forms.kit.question import NOTHING, Boxes
from forms.kit.step import FormContext, StepForm
from rules import phones
from rules.japanese import names, normalize
from rules.japanese.post.place import Place, placed

UNCHANGED = "現在のご契約の内容から変更がありません。変更される項目を入力してください。"


@dataclass(frozen=True)
class Data:
    """What a part of a contract holds, as the contract writes it; what it does not have is empty."""

    name: str = ""
    kana: str = ""
    birth: date | None = None
    phone: str = ""
    code: str = ""
    address: str = ""


@dataclass(frozen=True)
class ContractPart:
    """A part of a contract (603) as it is now, and what can be done with it today.

    `fixed` is what cannot be changed here, `items` what can, `whose` name neither. `wanted` is what the customer asked
    for last, under the receipt number `replaces`, for the `day`; else it is `now`. A new 変更日 lies between the
    `first_day` and the `last_day`. By its number the customer is `recognised` at the login, where the portal does so.
    `called` is whose part it is, "" of a thing; `contract_id` where 戻る leads.
    """

    number: str
    name: str
    title: str
    whose: str
    fixed: tuple[tuple[str, str], ...]
    insurers: tuple[tuple[str, str, str], ...]
    items: tuple[str, ...]
    company: bool
    now: Data
    wanted: Data
    first_day: date
    last_day: date
    day: date
    replaces: str | None = None
    recognised: bool = False
    called: str = ""
    contract_id: int = 0


def _asked(item: str, company: bool | None = None) -> Any:
    """Whether a question is asked: of everything where nothing is known of the part, so that a draft keeps it."""

    def where(context: FormContext) -> bool:
        part = context.about
        return part is None or (item in part.items and company in (None, part.company))

    return where


def phone_of_part(form: Any, field: Any) -> None:
    """A number that the customer can be recognised by, where this one is (screens.md section 6); else one that they can
    be called on."""
    judge = validators.phone_that_verifies if form.about and form.about.recognised else validators.phone_form
    judge(form, field)


class ChangeForm(StepForm):
    """604: the items that can be changed, as they are, the most wanted first, and from which day."""

    lead = "変更される項目を入力し、「次へ」を押してください。"
    fine = "まだお申し込みは完了しません。次の画面で内容をご確認いただけます。"
    sample: ClassVar[Mapping[str, str]] = {"phone-area": "090", "phone-exchange": "9876", "phone-line": "5432"}
    phone = PhoneInParts(
        "電話番号",
        [phone_of_part],
        hint="※日中ご連絡の取れる日本国内の連絡先を入力してください。",
        notes=[
            f"携帯電話（{phones.MOBILE_SHOWN}）または固定電話の番号です。{phones.REFUSED_SHOWN}の番号は登録できません。"
        ],
        where=_asked("phone"),
    )
    address = Address(
        "連絡先住所",
        [validators.address_form],
        hint="番地がない場合は、番地に「無番地」と入力してください。",
        where=_asked("address"),
    )
    location = Location(
        "所在地",
        [validators.address_form],
        hint="郵便番号は、住所の入力に使います。番地がない場合は、番地に「無番地」と入力してください。",
        where=_asked("location"),
    )
    name = Name("氏名", [validators.name_characters], where=_asked("name", company=False))
    company = CompanyName("名称", [validators.name_characters], where=_asked("name", company=True))
    kana = Kana("氏名カナ", [validators.kana_only], where=_asked("kana", company=False))
    company_kana = CompanyKana("名称カナ", [validators.kana_only], where=_asked("kana", company=True))
    birth = SomebodysBirthDate(
        "生年月日",
        [validators.birth_date_possible],
        hint="西暦・和暦のどちらでも入力できます。",
        where=_asked("birth", company=False),
    )
    day = Day("変更日", [validators.day_in_contract], hint="本日から保険期間の最終日までの日付です。")

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Say of the number by which the customer is recognised which kinds can be."""
        notes = verification_notes(self.context.portal) if self.about and self.about.recognised else ()
        if notes and "phone" in self:
            self["phone"].notes = notes
        super().process(formdata, *args, **kwargs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.about
        if part is not None:
            there = boxes_of(part.now, part)
            wanted_last = there if part.wanted == part.now else boxes_of(part.wanted, part)
            for question, now, last in zip(self.items, there, wanted_last, strict=True):
                held = _read(question, now)
                if question.kind == "address":
                    wanted_place = held if last == now else _read(question, last)
                    question.hold([each.data for each in (held, wanted_place) if each.data])
                question.before = str(held.shown)
                # What the contract does not hold need not be told, and what it holds cannot be taken away.
                question.required = question.before != NOTHING
                question.unchanged = _says_the_same(question, held, part.now)
                question.process_errors = [] if question.unchanged else question.process_errors

    @property
    def about(self) -> ContractPart | None:
        """The part of the contract that is asked about."""
        about: ContractPart | None = self.context.about
        return about

    @property
    def items(self) -> list[Any]:
        """The questions about the contract: all but the day."""
        return [question for question in self if question.name != "day"]

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """The part as it is, or as the customer wanted it last."""
        part: ContractPart | None = context.about
        if part is None:
            return None
        year, month, day = part.day.year, part.day.month, part.day.day
        boxes = {"day-era": "ad", "day-year": str(year), "day-month": str(month), "day-day": str(day)}
        for each in boxes_of(part.wanted, part):
            boxes |= each
        return {name: [value] for name, value in boxes.items()}

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by question; None to what stays as it is."""
        return {question.name: None if question.unchanged else question.answer for question in self}

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must change."""
        good = bool(super().validate(extra_validators))
        part = self.about
        if good and part is not None and wanted(self.answers, part) == part.now:
            self.items[0].errors, good = [UNCHANGED], False
        return good


def wanted(answers: Mapping[str, Any], part: ContractPart) -> Data:
    """What the part holds once this is applied: an item that says the same in other characters stays as it is."""
    found = {each.name: getattr(part.now, each.name) for each in fields(Data)}
    for name, answer in answers.items():
        if answer is not None and name != "day":
            found |= _written(name, answer, part.now)
    return Data(**found)


def _written(name: str, answer: Any, now: Data) -> dict[str, Any]:
    """An answer as a contract writes it."""
    if name in ("name", "company"):
        written = "　".join(answer.written)
        return {} if _same(now.name, written) else {"name": written}
    if name in ("kana", "company_kana"):
        written = "　".join(answer.written)
        return {} if _same(names.kana(now.kana), written) else {"kana": written}
    if name == "birth":
        return {} if answer == now.birth else {"birth": answer}
    if name == "phone":
        return {} if normalize.phone(now.phone) == answer else {"phone": normalize.show_phone(answer)}
    code = f"{answer.code[:3]}-{answer.code[3:]}"
    same = normalize.word(now.address) == normalize.word(answer.as_typed.line)
    moved = {} if same else {"address": answer.line}
    recoded = {} if name == "location" or normalize.postal_code(now.code) == answer.code else {"code": code}
    return moved | recoded


def _same(one: str, other: str) -> bool:
    return normalize.clean(one).replace(" ", "") == normalize.clean(other).replace(" ", "")


def boxes_of(data: Data, part: ContractPart) -> list[dict[str, str]]:
    """What a part holds, as it stands in the boxes of each question that is asked of it."""
    family, _, given = normalize.clean(data.name).partition(" ")
    family_kana, _, given_kana = names.kana(data.kana).partition(" ")
    born = data.birth
    area, exchange, line = (*normalize.show_phone(normalize.phone(data.phone)).split("-"), "", "")[:3]
    place = placed(data.code, data.address)
    spread = {**place._asdict(), "code": _hyphened(place.code)}
    del spread["told"], spread["torn"]
    of_each = {
        "name": {"name-family": family, "name-given": given},
        "company": {"company-whole": data.name},
        "kana": {"kana-family": family_kana, "kana-given": given_kana},
        "company_kana": {"company_kana-whole": names.kana(data.kana)},
        "birth": {
            "birth-era": "ad",
            "birth-year": str(born.year),
            "birth-month": str(born.month),
            "birth-day": str(born.day),
        }
        if born
        else {"birth-era": "ad"},
        "phone": {"phone-area": area, "phone-exchange": exchange, "phone-line": line},
        "address": {f"address-{name}": value for name, value in spread.items()},
        "location": {f"location-{name}": value for name, value in spread.items()},
    }
    return [of_each[name] for name in _names(part)]


def _names(part: ContractPart) -> list[str]:
    """The questions that are asked of a part, in their order."""
    named = {"name": "company", "kana": "company_kana"} if part.company else {}
    order = ("phone", "address", "location", "name", "kana", "birth")
    return [named.get(item, item) for item in order if item in part.items]


def _hyphened(code: str) -> str:
    return f"{code[:3]}-{code[3:]}" if len(code) == 7 else code


def _read(question: Any, boxes: Mapping[str, str]) -> Any:
    """The question with these boxes as its answer, and nothing beside them."""
    twin = copy(question)
    vars(twin).pop("empty", None)
    twin.process(MultiDict(boxes))
    if twin.data and twin.kind == "address":
        twin.data = twin.as_it_stands
    return twin


def _as_typed(answer: Any) -> Any:
    return answer.as_typed if isinstance(answer, Place) else answer


def _says_the_same(question: Any, held: Any, now: Data) -> bool:
    """Whether an answer changes nothing: it is what the contract holds, however that may look."""
    if question.data is None:
        return bool(question.typed == held.typed)
    return _as_typed(question.data) == held.data or not _written(question.name, question.data, now)
