"""Is this one value acceptable? Each check refuses with the words of the screen; none acts or looks anything up."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms.validators import ValidationError

from rules import mail_addresses, phones
from rules.japanese import dates, formats, mail
from rules.mail_addresses import Fault
from rules.phone_verification import Mode

KEYWORD = re.compile(r"[A-Za-z0-9]{4,16}")
EMAIL_EXAMPLE = "例：hanako@example.jp"
EMAIL_BLANK = "メールアドレスの途中に空白が入っています。空白のないように入力してください。"
EMAIL_BELOW = "下の候補から選択することもできます。"
EMAIL_FAULTS = {
    Fault.NO_AT: f"メールアドレスに「@」がありません。「@」を1つ入れてください。{EMAIL_EXAMPLE}",
    Fault.MANY_AT: f"メールアドレスに「@」が2つ以上あります。「@」は1つにしてください。{EMAIL_EXAMPLE}",
    Fault.NOTHING_BEFORE: f"メールアドレスの「@」より前を入力してください。{EMAIL_EXAMPLE}",
    Fault.NOTHING_BEHIND: f"メールアドレスの「@」より後ろを入力してください。{EMAIL_EXAMPLE}",
    Fault.COMMA: "メールアドレスに「,」（カンマ）が入っています。「.」（ピリオド）をご確認ください。",
    Fault.CHARACTER: (
        "メールアドレスに使用できない文字「{wrong}」が含まれています。半角の英字・数字・記号で入力してください。"
    ),
    Fault.NO_DOT: f"メールアドレスの「@」より後ろに「.」がありません。最後までご確認ください。{EMAIL_EXAMPLE}",
    Fault.DOTS: (
        "メールアドレスの「@」より後ろの「.」の位置をご確認ください。先頭や末尾の「.」、続いた「.」は使用できません。"
    ),
    Fault.LENGTH: "メールアドレスが長すぎます。余分な文字が入っていないかご確認ください。",
    Fault.ENDING: f"メールアドレスの「@」より後ろの形式をご確認ください。{EMAIL_EXAMPLE}",
}
EMAIL_MEANT = "「@」より後ろが「{typed}」になっています。「{meant}」ではありませんか。どちらかを選択してください。"
EMAIL_DOTS = (
    "メールアドレスの「.」の位置をご確認ください。「@」より前の先頭や末尾の「.」、続いた「.」は使用できません。"
)
LONGEST_NAME = 60
LONGEST_LINE = 80
EXTENSION = re.compile(r"内線|(?<=[0-9])(?:内|EXT|X|#|P)[A-Z]*[0-9]", re.IGNORECASE)
CALL_ME = "携帯電話または固定電話の番号を入力してください。"


def length(text: str) -> int:
    """Characters as a reader counts them: what is written onto a character (a variant, a dakuten) belongs to it."""
    return sum(unicodedata.category(each) != "Mn" for each in text)


def _usable_in_name(character: str) -> bool:
    kind = unicodedata.category(character)
    return (
        kind[0] == "L"
        or kind in ("Nd", "Nl", "Mn", "Zs")
        or character in "・･゠＝=－―‐-.．'’‘‛`´′＇&＆々〆ヶゝゞ（）()"
    )


def _not_too_long(field: Any, part: str, text: str) -> None:
    if (now := length(text)) > LONGEST_NAME:
        field.wrong_parts = frozenset({part})
        raise ValidationError(f"{field.label.text}は{LONGEST_NAME}文字以内で入力してください（現在{now}文字）。")


def name_characters(form: Any, field: Any) -> None:
    """Letters of any script, kanji, digits and a few marks, with a letter among them (E-04); not too long (E-03)."""
    for part, text in field.data._asdict().items():
        wrong = "".join(dict.fromkeys(each for each in text if not _usable_in_name(each)))
        if text and not any(unicodedata.category(each)[0] == "L" for each in text):
            wrong = wrong or text
        if wrong:
            field.wrong_parts = frozenset({part})
            raise ValidationError(
                f"{field.label.text}に使用できない文字「{wrong}」が含まれています。別の文字で入力してください。"
            )
        _not_too_long(field, part, text)


def kana_only(form: Any, field: Any) -> None:
    """Katakana, after hiragana and half-width kana were read as such (E-04, E-05); not too long (E-03)."""
    for part, text in field.data._asdict().items():
        if text and not formats.KANA.fullmatch(text):
            field.wrong_parts = frozenset({part})
            wrong = "".join(dict.fromkeys(formats.NOT_KANA.findall(text))) or text
            raise ValidationError(
                f"{field.label.text}に使用できない文字「{wrong}」が含まれています。"
                "カタカナまたはひらがなで入力してください。"
            )
        _not_too_long(field, part, text)


def email_form(form: Any, field: Any) -> None:
    """E-14, E-39; odd dots only where a carrier has given out such addresses (row F10)."""
    found = mail_addresses.fault(field.data)
    if found:
        wrong = mail_addresses.unusable_as_typed(field.typed[""]) if found is Fault.CHARACTER else ""
        told = EMAIL_FAULTS[found].format(wrong=wrong)
        raise ValidationError(f"{told.removesuffix('。')}。{EMAIL_BELOW}" if field.meant else told)
    if field.asks:
        raise ValidationError(_which_is_it(field))
    if formats.is_unusual_email(field.data) and not formats.is_carriers(field.data):
        raise ValidationError(EMAIL_DOTS)


def _which_is_it(field: Any) -> str:
    if field.meant == field.data:
        return f"{EMAIL_BLANK}{EMAIL_BELOW}"
    typed, meant = (mail.shown(each).rpartition("@")[2] for each in (field.data, field.meant))
    return EMAIL_MEANT.format(typed=typed, meant=meant)


def phone_form(form: Any, field: Any) -> None:
    """E-10 to E-13, E-43: a number that a customer can be called on, without an extension."""
    kind, number = phones.phone_kind(field.data), field.data
    if phones.is_abroad(number):
        raise ValidationError(f"海外の電話番号は登録できません。日本国内の{CALL_ME}")
    if kind is phones.PhoneKind.IP:
        raise ValidationError(f"050から始まる番号は登録できません。{CALL_ME}")
    if kind is phones.PhoneKind.FREE:
        raise ValidationError(f"通話料無料の番号（0120・0800）は登録できません。{CALL_ME}")
    if kind is phones.PhoneKind.SPECIAL:
        raise ValidationError(f"{number[:4]}から始まる番号は登録できません。{CALL_ME}")
    if phones.is_nobodys(number):
        raise ValidationError(f"{number[:3]}から始まる番号は登録できません。{CALL_ME}")
    if EXTENSION.search(number):
        raise ValidationError("内線番号は登録できません。内線番号を除いて、電話番号だけを入力してください。")
    if kind is phones.PhoneKind.UNKNOWN:
        raise ValidationError(
            "電話番号は、固定電話は市外局番から10桁、携帯電話は11桁で入力してください。例：090-1234-5678"
        )


def phone_that_rings(form: Any, field: Any) -> None:
    """E-10 and E-13, but a number of any kind that somebody can be called on, where nobody is recognised by it."""
    if phones.phone_kind(field.data) not in (phones.PhoneKind.IP, phones.PhoneKind.FREE):
        phone_form(form, field)
    elif not phones.is_whole(field.data):
        raise ValidationError("050・0800から始まる番号は11桁、0120から始まる番号は10桁で入力してください。")


def phone_that_verifies(form: Any, field: Any) -> None:
    """As phone_form, and a number that its portal can recognise a customer by, where it does (screens.md section 6)."""
    phone_form(form, field)
    asked = form.context.portal.phone_verification
    if asked.mode != Mode.OFF and not phones.can_verify(field.data, asked.kinds):
        can = f"{phones.wanted(asked.kinds)}の番号を入力してください。"
        raise ValidationError(f"{phones.name_of(field.data)}は、本人認証にご利用いただけません。{can}")


def keyword_form(form: Any, field: Any) -> None:
    """4–16 letters and digits (screens.md section 2, 103)."""
    if not KEYWORD.fullmatch(field.data):
        raise ValidationError("キーワードは、4〜16文字の英字または数字で入力してください。")


def policy_number(form: Any, field: Any) -> None:
    """The form of a 証券番号; whether there is such a one is not said."""
    if not formats.POLICY_NUMBER.fullmatch(field.data):
        raise ValidationError("証券番号は、保険証券に記載の英字と数字で入力してください。例：C123456789")


def address_form(form: Any, field: Any) -> None:
    """Seven digits where a 郵便番号 is given; lines of letters, digits and a few marks (E-04), not too long (E-03). A
    part that stays as it is held is as good as it was."""
    code = field.data.code
    if code and not (code.isascii() and code.isdigit() and len(code) == 7) and not field.stays("code"):
        field.wrong_parts = frozenset({"code"})
        raise ValidationError("郵便番号は7桁の数字で入力してください。例：100-0001")
    for part in ("prefecture", "town", "street", "building"):
        if not field.stays(part):
            _address_line(field, part, getattr(field.data, part))


def _address_line(field: Any, part: str, text: str) -> None:
    wrong = "".join(dict.fromkeys(each for each in text if not _usable_in_address(each)))
    if wrong:
        field.wrong_parts = frozenset({part})
        raise ValidationError(
            f"{field.label.text}に使用できない文字「{wrong}」が含まれています。別の文字で入力してください。"
        )
    if text and unicodedata.category(text[0])[0] not in "LN" and not (part == "building" and text[0] in "#＃(（「『"):
        field.wrong_parts = frozenset({part})
        raise ValidationError(
            f"{field.label.text}の各欄は、「{text[0]}」から始めることはできません。文字または数字から入力してください。"
        )
    if (now := length(text)) > LONGEST_LINE:
        field.wrong_parts = frozenset({part})
        raise ValidationError(f"{field.label.text}は{LONGEST_LINE}文字以内で入力してください（現在{now}文字）。")


def _usable_in_address(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind in ("Mn", "Zs") or character in "-.,/&'()#・･．，、。／＆’（）「」『』＃〒～〜"


def day_in_contract(form: Any, field: Any) -> None:
    """変更日: from today to the last day of the period (604). The form's context knows both days."""
    about = form.context.about
    if field.data < about.first_day:
        from_when = "本日" if about.first_day == form.context.today else dates.show_date(about.first_day)
        raise ValidationError(f"{field.label.text}は{from_when}以降の日付を入力してください。")
    if field.data > about.last_day:
        until = dates.show_date(about.last_day)
        raise ValidationError(f"{field.label.text}は保険期間の最終日（{until}）までの日付を入力してください。")


def digits_only(fewest: int, most: int) -> Callable[[Any, Any], None]:
    """Nothing but digits, so many of them."""

    def check(form: Any, field: Any) -> None:
        if not (field.data.isascii() and field.data.isdigit()):
            raise ValidationError(f"{field.label.text}は数字で入力してください。")
        if not fewest <= len(field.data) <= most:
            many = f"{most}桁" if fewest == most else f"{most}桁以内"
            raise ValidationError(f"{field.label.text}は{many}の数字で入力してください。")

    return check


def birth_date_possible(form: Any, field: Any) -> None:
    """Before today, and not longer ago than anybody lives (E-09)."""
    today = form.context.today
    if field.data >= today:
        raise ValidationError(f"{field.label.text}は今日より前の日付を入力してください。")
    if today.year - field.data.year > 120:
        raise ValidationError("生年月日の年をご確認ください。")
