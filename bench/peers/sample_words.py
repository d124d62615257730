"""What does the longer wizard ask and say, whoever draws it? Four pages of the same eight fields, and their words."""

import secrets

from bench.peers import words

PAGES = {
    "holder": "ご契約者さまの情報",
    "insured": "被保険者さまの情報",
    "payer": "お支払いをされる方の情報",
    "contact": "ご連絡先の方の情報",
}
CONFIRM_TITLE, COMPLETE_TITLE = "入力内容の確認", "お手続きが完了しました"
PROGRESS = ("お客さま情報の入力", "入力内容の確認", "完了")
LEAD = "お手続きに必要な情報を入力し、「次へ」を押してください。"
FINE = "まだお手続きは完了しません。次の画面で内容をご確認いただけます。"
CONFIRM_LEAD = "まだお手続きは完了していません。入力内容をご確認のうえ、「この内容で申し込む」を押してください。"
CONFIRM_BUTTON = "この内容で申し込む"
THANKS = "お手続きを受け付けました。"
CONSENT = "個人情報の取扱いに同意します。"
LONG, PHONE_WRONG = "40文字以内で入力してください。", "電話番号を数字で入力してください。"
KANA_WRONG, POSTCODE_WRONG = words.KANA_WRONG, "7桁の数字で入力してください。"
PHONE, POSTCODE = r"0[0-9]{9,10}\Z", r"[0-9]{7}\Z"

TEXT = {"type": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "maxlength": "80"}
EMAIL = {**TEXT, "type": "email", "inputmode": "email", "autocomplete": "email", "maxlength": "254", "lang": "en"}
TEL = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "20"}
# What each field is called, its hint, and the attributes of its box.
FIELDS = {
    "family": ("姓", "保険証券に記載のお名前を入力してください。", TEXT),
    "given": ("名", "保険証券に記載のお名前を入力してください。", TEXT),
    "family_kana": ("セイ", "ひらがなで入力しても、自動でカタカナに変わります。", TEXT),
    "given_kana": ("メイ", "ひらがなで入力しても、自動でカタカナに変わります。", TEXT),
    "email": ("メールアドレス", "お知らせをお送りします。例：hanako@example.jp", EMAIL),
    "phone": ("電話番号", "日中にご連絡のとれる番号を入力してください。", TEL),
    "postcode": ("郵便番号", "7桁の数字で入力してください。", {**TEXT, "inputmode": "numeric"}),
    "consent": ("個人情報の取扱い", "", {}),
}
ANSWERS = {
    "family": "髙﨑", "given": "𠮷乃", "family_kana": "タカサキ", "given_kana": "ヨシノ",
    "phone": "09000000000", "postcode": "1070000", "consent": "yes",
}  # fmt: skip


def box(page, name):
    """What a field's box is called: names differ from page to page, as in one long form."""
    return f"{page}_{name}"


def attributes(page, name):
    """All attributes of a box, its own and those that every box has."""
    own = {**FIELDS[name][2], "id": box(page, name), "aria-required": "true"}
    return own if name == "consent" else {"class": "in", "aria-describedby": f"{box(page, name)}-hint", **own}


def frame(place, title):
    """What the shared part of a page shows; `place` counts pages from 0, 4 confirms, 5 is the end."""
    return words.framed(191 + place, title, PROGRESS, max(0, place - 3))


def questions(page, form):
    """The fields of a page, ready to be drawn from either peer's form."""
    names = zip(FIELDS.items(), range(1, len(FIELDS) + 1), strict=True)
    return [
        {"id": box(page, name), "number": number, "label": label, "hint": hint, "box": form[box(page, name)]}
        for (name, (label, hint, _)), number in names
    ]


def form_page(place, page, form):
    """What a page of questions shows beside its hidden fields and mistakes."""
    return {
        "questions": questions(page, form),
        "lead": LEAD,
        "fine": FINE,
        "consent": CONSENT,
        "until": words.until() if place else None,
        **frame(place, PAGES[page]),
    }


def confirm_page(answers, address):
    """What the confirm screen shows; `address` gives where a page is."""
    groups = [
        {"page": page, "title": title, "rows": rows(page, answers), "change": address(page)}
        for page, title in PAGES.items()
    ]
    said = {"lead": CONFIRM_LEAD, "button": CONFIRM_BUTTON, "until": words.until()}
    return {"groups": groups, **said, **frame(4, CONFIRM_TITLE)}


def complete_page(receipt):
    """What the last screen shows."""
    return {"receipt": receipt, "at": words.moment(), "thanks": THANKS, **frame(5, COMPLETE_TITLE)}


def new_receipt():
    """A number for the customer to name: twelve digits in groups of four."""
    digits = str(secrets.randbelow(9 * 10**11) + 10**11)
    return " ".join(digits[start : start + 4] for start in range(0, 12, 4))


def rows(page, answers):
    """A page's answers as the confirm screen reads them back."""
    read_back = {name: answers[box(page, name)] for name in FIELDS} | {"consent": "同意する"}
    return [
        {"number": number, "name": box(page, name), "label": FIELDS[name][0], "shown": shown}
        for number, (name, shown) in enumerate(read_back.items(), 1)
    ]
