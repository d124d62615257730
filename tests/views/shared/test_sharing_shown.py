"""Is a view made of numbers and names of the program alone, and does the page say the same of it?"""

import json

import pytest
from browser import Browser
from factories import ACCESS, PROFILE, account, agency, contract, hold
from staffing import at_work, hire
from standing import begin, join, point, shown
from ways import BANK, log_in, to_104, to_108, to_109, to_613, to_722

from domain.staff.shared_screens import opened
from infra.database import read
from models import SharedScreen
from views.shared import sharing_shown
from wizards.engine.mistakes import WORDS, Kind

EMPTY, WRONG = "空欄", f"エラー：{WORDS[Kind.EMPTY]}"


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


@pytest.fixture
def desk(app, customer):
    hire(app)
    there = at_work(app)
    join(there, begin(customer))
    return there


def states(desk):
    return [state for _, state in shown(desk.open(desk.url))]


def view(app):
    with app.app_context(), read() as session:
        return opened(session.query(SharedScreen).one()).view


def test_empty_boxes_are_told_so(customer, desk):
    customer.open("/okyakusama/registration/")
    assert set(states(desk)) == {EMPTY}
    assert ("4 メールアドレス（ユーザーID）", EMPTY) in shown(desk.open(desk.url))


def test_mistakes_are_told_by_their_kind_and_what_is_right_as_filled(customer, desk):
    customer.open("/okyakusama/registration/")
    customer.send({**PROFILE, "holder-given": "☃", "email": "x", "keyword": "", "terms": ""}, 422)
    told = dict(shown(desk.open(desk.url)))
    assert told["1 契約者氏名"] == f"エラー：{WORDS[Kind.CHARACTER]}"
    assert told["2 契約者氏名カナ"] == told["3 生年月日"] == "入力あり"
    assert told["4 メールアドレス（ユーザーID）"] == f"エラー：{WORDS[Kind.OTHER]}"
    assert told["5 キーワード"] == told["7 利用規約"] == WRONG and told["6 社員番号"] == EMPTY
    assert told["8 個人情報の取扱い"] == "選択あり"


def test_what_is_read_back_is_told_as_filled(customer, desk):
    to_104(customer)
    told = dict(shown(desk.open(desk.url)))
    assert told["1 契約者氏名"] == "入力あり" and told["6 社員番号"] == EMPTY


def test_a_secret_is_dots_once_it_was_given_and_empty_before(app, customer, desk):
    to_108(customer, app)
    label = next(label for label, _ in shown(desk.open(desk.url)) if "パスワード" in label)
    assert dict(shown(desk))[label] == EMPTY
    # Typed right beside a mistake it is not drawn again, so that the box is empty.
    customer.send({**ACCESS, "password": "kaede77mado", "password-again": "kaede77mado", "email": "x"}, 422)
    assert dict(shown(desk.open(desk.url)))[label] == EMPTY
    emails = dict.fromkeys(("email", "email-again"), "yoshino.t@example.jp")
    right = {"password": "kaede77mado", "password-again": "kaede77mado", **emails}
    customer.send({**ACCESS, **right})
    assert dict(shown(desk.open(desk.url)))[label] == "●" * 8
    customer.change("パスワード")
    assert dict(shown(desk.open(desk.url)))[label] == "●" * 8


def test_a_screen_without_questions_is_told_by_its_number(customer, desk):
    customer.open("/okyakusama/terms")
    assert states(desk) == [] and "この画面に入力欄はありません" in desk.text


def test_a_refusal_is_told_and_not_its_words(app, customer, desk):
    with app.app_context():
        account(app)
    to_722(log_in(customer, password="sakura7mado")).send(status=409)
    assert customer.errors
    desk.open(desk.url)
    assert "受け付けられなかった理由が" in desk.text and not any(error in desk.text for error in customer.errors)


def test_nothing_else_is_in_the_view(app, customer, desk):
    with app.app_context():
        agency()
        holder, kept = account(app).id, contract().id
        hold(holder, kept)
    to_613(log_in(customer, password="sakura7mado"), kept, holder="タカサキ ヨシノ")
    found = view(app)
    assert set(found) == {"screen", "asked", "refused"} and found["screen"] == 613 and found["refused"] is False
    for form, name, number, state, mistake in found["asked"]:
        assert form.startswith("forms.") and name.isascii() and isinstance(number, int)
        assert state in ("empty", "filled") and mistake == ""
    text = json.dumps(found, ensure_ascii=False)
    assert not any(value in text for value in (*BANK.values(), "タカサキ") if value not in ("no", "ordinary"))


def test_the_page_says_where_the_operator_points(app, customer, desk):
    to_109(customer, app, password="kaede77mado", **{"password-again": "kaede77mado"})
    point(desk.open(desk.url))
    customer.open(customer.url)
    pointed = customer.page.select_one("[data-sharing-pointed]:not([hidden])")
    label = pointed.select_one("[data-sharing-which]").get_text()
    link = pointed.select_one("a")["href"]
    assert label.startswith("1. ") and customer.page.select_one(f"[id='{link[1:]}']")


def test_where_nothing_is_shared_nothing_is_asked(app, monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(sharing_shown, "view_of", never)
    monkeypatch.setattr(sharing_shown.screen_sharing, "of_browser", never)
    assert Browser(app.test_client()).open("/okyakusama/login").number == 102
