"""Does a letter on paper say what the letter says, and open nothing?"""

from domain.messages.letters import Draft
from views.leaflets import mail

TEXT = """いつもありがとうございます。

まだ完了していません。
次のURLを押してください。

https://service.example/okyakusama/link/WyJdQ.secret_-1

ご利用期限：2026年4月3日10時まで

■お心当たりのない場合
削除してください。

【お問い合わせ先】
03-0000-0000
"""


def letter(text=TEXT):
    return Draft("registration", "okyakusama", "a@example.jp", "【見本】ご案内", text, "", "見本 <b@example.jp>")


def test_its_head_and_its_words_are_shown_down_to_what_is_for_others():
    shown = mail.shown(letter())
    assert (shown["sender"], shown["subject"]) == ("見本 <b@example.jp>", "【見本】ご案内")
    lines = ["".join(line) for part in shown["paragraphs"] for line in part["lines"]]
    assert lines == [
        "いつもありがとうございます。",
        "まだ完了していません。",
        "次のURLを押してください。",
        "ご利用期限：2026年4月3日10時まで",
    ]


def test_its_link_is_pointed_at_and_opens_nothing():
    (link,) = [part for part in mail.shown(letter())["paragraphs"] if part["url"]]
    assert link["url"] == "https://service.example/okyakusama/link/xxxxxxxxxxxx"
    assert link["pressed"]


def test_a_letter_without_a_link_is_shown_too():
    assert not any(part["pressed"] for part in mail.shown(letter("ご案内です。"))["paragraphs"])
