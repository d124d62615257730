"""Does a customer learn what was done for them by telephone, and nothing else?"""

from datetime import date

import pytest
from factories import NOW

from domain.messages import staff_letters
from models import ContractRequest

ADDRESS = "yoshino.t@example.jp"


@pytest.fixture(params=["okyakusama", "keiyakusha"])
def portal(app, context, request):
    return app.extensions["portals"][request.param]


def every(portal):
    asked = ContractRequest(receipt_number="123456789012", effective_on=date(2026, 12, 1))
    return [
        staff_letters.unlocked(portal, ADDRESS, ["ログイン", "簡単登録"], NOW),
        staff_letters.phone_asked(portal, ADDRESS, [("C900000001", asked), ("C900000002", asked)], NOW),
        staff_letters.paper_asked(portal, ADDRESS, NOW, ended=True),
        staff_letters.paper_asked(portal, ADDRESS, NOW, ended=False),
    ]


def test_all_say_when_why_and_whom_to_call(portal):
    for draft in every(portal):
        assert draft.subject.startswith(f"【{portal.short_name}】") and not draft.limit
        for words in (draft.text, draft.html):
            for said in (
                "お電話でのお申し出により",
                "2026年11月24日 12:00",
                "お心当たりのない場合",
                portal.help_desk.phone,
            ):
                assert said in words
            assert "お客さまに入力いただいた内容" not in words


def test_each_says_what_was_done(portal):
    unlocked, asked, ended, kept = every(portal)
    for words in (unlocked.text, unlocked.html):
        assert "解除した内容：ログイン" in words and "解除した内容：簡単登録" in words
    for words in (asked.text, asked.html):
        assert "証券番号：****0001" in words and "証券番号：****0002" in words and "C9000" not in words
        assert "1234 5678 9012" in words and "2026年12月1日" in words
    for form in ("text", "html"):
        assert "これまでのパスワードは、ご利用いただけません" in getattr(ended, form)
        assert "書面を作成すると、これまでのパスワードは" in getattr(kept, form)


def test_nothing_stands_apart_that_should_not(portal):
    for draft in every(portal):
        assert "\n\n\n" not in draft.text and "{" not in draft.text + draft.html
