"""What do both peers say and accept? The attributes of 103's boxes, its messages, and the rows of 104."""

import re
from datetime import UTC, date, datetime, timedelta

STEPS = ("お客さま情報の入力", "入力内容の確認", "メールの送信、キーワード表示")
TITLES = {103: "お客さま情報の入力、利用規約同意", 104: "入力内容の確認", 105: "メールの送信、キーワード表示"}
ERAS = (("ad", "西暦"), ("taisho", "大正"), ("showa", "昭和"), ("heisei", "平成"), ("reiwa", "令和"))
FIRST_YEARS = {"ad": 1, "taisho": 1912, "showa": 1926, "heisei": 1989, "reiwa": 2019}
KANA = re.compile(r"[ァ-ヺー ]+\Z")
KEYWORD = re.compile(r"[A-Za-z0-9]{4,16}\Z")
EMPLOYEE = re.compile(r"[0-9]{1,20}\Z")
KANA_WRONG = "カタカナで入力してください。"
KEYWORD_WRONG = "4〜16文字の半角英数字で入力してください。"
EMPLOYEE_WRONG = "数字で入力してください。"
EMAIL_WRONG = "メールアドレスの形式をご確認ください。"
DATE_WRONG = "暦にない日付です。"
MISSING = "入力してください。"

TEXT = {"class": "in", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "aria-required": "true"}
DIGITS = {"class": "in", "inputmode": "numeric", "autocomplete": "off", "aria-required": "true"}
TICK = {"aria-required": "true"}
BOXES: dict[str, dict[str, str]] = {
    "holder_family": {**TEXT, "id": "holder-family", "autocomplete": "family-name", "maxlength": "40"},
    "holder_given": {**TEXT, "id": "holder-given", "autocomplete": "given-name", "maxlength": "40"},
    "kana_family": {**TEXT, "id": "kana-family", "maxlength": "40"},
    "kana_given": {**TEXT, "id": "kana-given", "maxlength": "40"},
    "birth_year": {**DIGITS, "id": "birth-year", "maxlength": "16"},
    "birth_month": {**DIGITS, "id": "birth-month", "maxlength": "4"},
    "birth_day": {**DIGITS, "id": "birth-day", "maxlength": "4"},
    "email": {**TEXT, "id": "email", "inputmode": "email", "maxlength": "254", "aria-describedby": "email-hint"},
    "keyword": {**TEXT, "id": "keyword", "maxlength": "32", "lang": "en", "aria-describedby": "keyword-hint"},
    "employee": {**TEXT, "id": "employee", "maxlength": "40", "aria-describedby": "employee-hint"},
    "terms": {**TICK, "id": "terms"},
    "privacy": {**TICK, "id": "privacy"},
}


def frame(number):
    """What the shared part of a page of 103 to 105 shows."""
    return framed(number, TITLES[number], STEPS, number - 103)


def framed(number, title, names, here):
    """What the shared part of every page shows: its number and title, and which of the steps it is."""
    states = ["done" if place < here else "current" if place == here else "todo" for place in range(len(names))]
    steps = list(zip(names, states, range(1, len(names) + 1), strict=True))
    return {"number": number, "title": title, "steps": steps}


def born(era, year, month, day):
    """The date that four boxes say; raise ValueError where there is none."""
    return date(FIRST_YEARS[era] + int(year) - 1, int(month), int(day))


def rows(answers):
    """The answers as 104 reads them back."""
    birth = born(*(answers[f"birth_{part}"] for part in ("era", "year", "month", "day")))
    shown = [
        ("holder", "契約者氏名", f"{answers['holder_family']} {answers['holder_given']}", "holder-family"),
        ("kana", "契約者氏名カナ", f"{answers['kana_family']} {answers['kana_given']}", "kana-family"),
        ("birth", "生年月日", f"{birth.year}年{birth.month}月{birth.day}日", "birth-year"),
        ("email", "メールアドレス（ユーザーID）", answers["email"], "email"),
        ("keyword", "キーワード", answers["keyword"], "keyword"),
        ("employee", "社員番号", answers["employee"], "employee"),
        ("terms", "利用規約", "同意する", "terms"),
        ("privacy", "個人情報の取扱い", "同意する", "privacy"),
    ]
    names = ("name", "label", "shown", "control")
    return [{"number": number, **dict(zip(names, row, strict=True))} for number, row in enumerate(shown, 1)]


def until():
    """When the page ends, in words."""
    end = datetime.now(UTC) + timedelta(minutes=30)
    return f"{end.hour}時{end.minute:02}分"


def moment():
    """The time, as a receipt says it."""
    now = datetime.now(UTC)
    return f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
