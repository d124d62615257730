"""Is this one value acceptable? Each check refuses with the words of the screen; none ever acts or looks anything up."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms.validators import ValidationError

KANA = re.compile(r"[ァ-ヺー・ヽヾ ]+")
KEYWORD = re.compile(r"[A-Za-z0-9]{4,16}")
POLICY_NUMBER = re.compile(r"[A-Z]{0,3}[0-9]{6,14}")
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
EMAIL_FORM = "メールアドレスの形式をご確認ください。「@」が1つ必要です。例：hanako@example.jp"
LONGEST_NAME = 40


def length(text: str) -> int:
    """Characters as a reader counts them: a variation selector belongs to the character before it."""
    return sum(not (0xFE00 <= ord(each) <= 0xFE0F or 0xE0100 <= ord(each) <= 0xE01EF) for each in text)


def longest(most: int) -> Callable[[Any, Any], None]:
    """At most so many characters (E-03)."""

    def check(form: Any, field: Any) -> None:
        if (now := length(str(field.data))) > most:
            raise ValidationError(f"{field.label.text}は{most}文字以内で入力してください（現在{now}文字）。")

    return check


def _usable_in_name(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] == "L" or kind in ("Nd", "Nl", "Mn", "Zs") or character in "・･－―‐-.．'’&＆々〆ヶゝゞ（）()"


def name_characters(form: Any, field: Any) -> None:
    """Letters of any script, kanji, digits and a few marks (E-04); each part not too long (E-03)."""
    for part in field.data:
        wrong = "".join(dict.fromkeys(each for each in part if not _usable_in_name(each)))
        if wrong:
            raise ValidationError(
                f"{field.label.text}に使用できない文字「{wrong}」が含まれています。別の文字で入力してください。"
            )
        if (now := length(part)) > LONGEST_NAME:
            raise ValidationError(f"{field.label.text}は{LONGEST_NAME}文字以内で入力してください（現在{now}文字）。")


def kana_only(form: Any, field: Any) -> None:
    """Katakana, after hiragana and half-width kana were read as such (E-05)."""
    for part in field.data:
        if not KANA.fullmatch(part):
            raise ValidationError("カタカナまたはひらがなで入力してください。漢字や英数字は使用できません。")
        if (now := length(part)) > LONGEST_NAME:
            raise ValidationError(f"{field.label.text}は{LONGEST_NAME}文字以内で入力してください（現在{now}文字）。")


def is_email(address: str) -> bool:
    """Whether mail could be sent there: also the carriers' old forms such as `a..b@docomo.ne.jp` (row F10)."""
    local, at, domain = address.rpartition("@")
    return bool(at and len(address) <= 254 and LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain))


def is_unusual_email(address: str) -> bool:
    """A form that breaks the standards: some mail programs cannot send to it."""
    local = address.rpartition("@")[0]
    return ".." in local or local.startswith(".") or local.endswith(".")


def email_form(form: Any, field: Any) -> None:
    """E-14."""
    if not is_email(field.data):
        raise ValidationError(EMAIL_FORM)


def keyword_form(form: Any, field: Any) -> None:
    """4–16 letters and digits (screens.md section 2, 103)."""
    if not KEYWORD.fullmatch(unicodedata.normalize("NFKC", field.data).replace(" ", "")):
        raise ValidationError("キーワードは、4〜16文字の英字または数字で入力してください。")


def policy_number(form: Any, field: Any) -> None:
    """The form of a 証券番号; whether there is such a one is not said."""
    if not POLICY_NUMBER.fullmatch(field.data):
        raise ValidationError("証券番号は、保険証券に記載の英字と数字で入力してください。例：C123456789")


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
    today = form.occasion.today
    if field.data >= today:
        raise ValidationError("生年月日は今日より前の日付を入力してください。")
    if today.year - field.data.year > 120:
        raise ValidationError("生年月日の年をご確認ください。")
