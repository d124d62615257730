"""Is a password set anew by link and keyword, and the user ID where it is the customer's? 404–408 (screens.md, 5)."""

import factories
import pytest
from ways import NEW, keyword_on, letters, log_in, newest_link, to_403, to_405

ADDRESS, OTHER = "yoshino.t@example.jp", {"email": "new@example.jp", "email-again": "new@example.jp"}


@pytest.fixture
def owners(app):
    with app.app_context():
        for portal in ("okyakusama", "keiyakusha"):
            factories.owner(app, portal)


def test_404_asks_for_the_keyword_of_the_screen(app, browser, owners):
    to_403(browser)
    keyword = keyword_on(browser)
    assert browser.open(newest_link(app)).number == 404
    assert "画面に表示されたキーワード" in browser.text
    browser.send({"keyword": "WRONG222"}, 422)
    assert "あと4回入力できます" in browser.errors[1]
    assert browser.send({"keyword": f" {keyword.lower()} "}).number == 405


def test_the_user_id_stands_there_and_may_stay(app, browser, owners):
    to_405(browser, app)
    assert (browser.values["email"], browser.values["email-again"]) == (ADDRESS, ADDRESS)
    assert browser.send(NEW).number == 408
    assert browser.summary["メールアドレス（ユーザーID）"] == ADDRESS
    assert NEW["password"] not in browser.response.text
    assert browser.send().number == 406
    assert browser.summary == {"ユーザーID": ADDRESS}
    assert [letter.kind for letter in letters(app)] == ["way_in", "password_changed"]
    assert browser.follow("ホームへ").number == 511


def test_another_user_id_waits_for_its_own_link(app, browser, owners):
    """Decision 15: until then the former is good, and its owner is told of both."""
    to_405(browser, app).send({**NEW, **OTHER})
    assert browser.send().number == 406
    assert browser.summary["確認をお待ちしているメールアドレス"] == "new@example.jp"
    _, *sent = letters(app)
    assert [(each.kind, each.address) for each in sent] == [
        ("password_changed", ADDRESS),
        ("address_asked", ADDRESS),
        ("confirm_address", "new@example.jp"),
    ]
    assert browser.open("/okyakusama/my-page").summary["ユーザーID"] == ADDRESS
    browser.open(newest_link(app)).send()
    assert browser.open("/okyakusama/my-page").summary["ユーザーID"] == "new@example.jp"
    assert (letters(app)[-1].kind, letters(app)[-1].address) == ("address_changed", ADDRESS)


def test_an_address_that_is_taken_tells_nobody_but_its_owner(app, browser, another_browser, owners):
    with app.app_context():
        factories.account(app, user_id="new@example.jp")
    to_405(browser, app).send({**NEW, **OTHER})
    assert browser.send().number == 406
    assert browser.summary["確認をお待ちしているメールアドレス"] == "new@example.jp"
    assert letters(app)[-1].kind == "already_registered"


def test_an_issued_id_is_not_asked_for(app, browser, owners):
    to_405(browser, app, "keiyakusha")
    assert set(browser.values) == {"version", "run", "password", "password-again"}
    browser.send(NEW).send()
    assert browser.summary == {"ログインID": "KMA7482X"}
    assert browser.follow("メニューへ").number == 504


def test_changing_the_address_asks_for_the_password_again(app, browser, owners):
    """Decision 7: it must not hold the address."""
    to_405(browser, app).send(NEW)
    browser.change("メールアドレス（ユーザーID）").send(OTHER, 422)
    assert any("パスワードをもう一度" in line for line in browser.errors)
    assert browser.send(NEW).number == 408


def test_leaving_the_boxes_empty_keeps_the_password(app, browser, owners):
    to_405(browser, app).send(NEW)
    assert browser.change("新しいパスワード").send().number == 408
    browser.send()
    assert log_in(browser, password=NEW["password"]).number == 511


def test_each_portal_has_its_own_rule(app, browser, owners):
    weak = {"password": "kaede5mado", "password-again": "kaede5mado"}
    to_405(browser, app, "keiyakusha").send(weak, 422)
    assert "英大文字・英小文字・数字をそれぞれ1文字以上" in browser.errors[1]
    assert to_405(browser, app).send(weak).number == 408


def test_the_last_login_is_the_one_before(app, browser, owners, clock):
    log_in(browser)
    clock.forward(days=1)
    to_405(browser, app).send(NEW).send()
    browser.follow("ホームへ")
    assert "前回ログイン日時：2026年11月24日 12:00" in " ".join(browser.page.header.text.split())
