"""Does a lock always have a way out? 904, 411–413 (decision 16, row A13)."""

import factories
import pytest
from ways import BORN, OWNER, letters, to_413


@pytest.fixture
def owners(app):
    with app.app_context():
        for portal in ("okyakusama", "keiyakusha"):
            factories.owner(app, portal)


@pytest.mark.parametrize(
    ("portal", "label", "phone"),
    [("okyakusama", "ユーザーID", "0120-000-000"), ("keiyakusha", "ログインID", "03-0000-0000")],
)
def test_from_the_lock_to_the_keyword(app, browser, owners, portal, label, phone):
    for _ in range(5):
        browser.open(f"/{portal}/login").send({"user_id": OWNER[portal], "password": "Wrong1pass"}, 422)
    assert browser.number == 904
    assert f"「ロック解除の手続き」を行っていただくか、{phone}へお電話ください。" in browser.text
    assert browser.follow("ロック解除の手続き").number == 411
    assert browser.send({"user_id": OWNER[portal], **BORN}).number == 412
    assert browser.summary[label] == OWNER[portal]
    assert browser.send().number == 413
    assert [(each.kind, each.address) for each in letters(app)] == [("way_in", OWNER["okyakusama"])]
    assert "ロック解除" in letters(app)[0].subject


def test_nobody_has_to_be_locked_to_ask(app, browser, owners):
    """Whether there is a lock is nobody's business."""
    assert to_413(browser).number == 413


def test_without_a_registered_address_the_help_desk_is_named(browser):
    assert "03-0000-0000" in browser.open("/keiyakusha/locked/").text
    assert "メールアドレスのご登録がない場合" in browser.text


def test_what_is_missing_is_said(browser):
    browser.open("/okyakusama/locked/").send({}, 422)
    assert browser.errors[1:] == [
        "1. ユーザーIDを入力してください。",
        "2. 生年月日を入力してください。",
    ]
