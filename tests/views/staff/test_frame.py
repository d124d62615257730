"""Do pages of staff look like no customer's, and are they valid HTML?"""

import pytest
import staffing
from htmlcheck import complaints
from staffing import RECEIPT, Desk, answers, at_work, hire

from domain.staff.members import Role

STYLE = "/static/staff."


@pytest.fixture
def desk(app):
    staffing.sent(app)
    hire(app, role=Role.SUPERVISOR)
    return at_work(app)


def test_who_is_logged_in_and_where_stands_on_top(desk):
    header = " ".join(desk.page.select_one("header").get_text().split())
    assert header == "オペレーター画面 開発環境 田中 見本（スーパーバイザー） ログアウト"


def test_in_production_nothing_is_said_of_development(app, desk):
    app.config["PRODUCTION"] = True
    assert "開発環境" not in desk.open("/staff/").response.text


def test_its_style_is_loaded_here_and_nowhere_else(app, desk):
    [style] = [link["href"] for link in desk.page.select("[rel=stylesheet]")]
    assert style.startswith(STYLE) and desk.client.get(style).status_code == 200
    for page in ("/", "/okyakusama/login", "/okyakusama/terms"):
        assert STYLE not in desk.client.get(page).text


def test_no_customer_is_led_here(app, desk):
    for page in ("/", "/okyakusama/login", "/okyakusama/screens", "/okyakusama/terms"):
        assert "/staff" not in desk.client.get(page).text


def test_every_page_is_valid_html(app, desk, tmp_path):
    stranger = Desk(app.test_client())
    pages = [("login", stranger.open("/staff/login").response.text)]
    pages.append(("refused", stranger.send(answers(app, code="0"), 422).response.text))
    for name, path, status in (
        ("home", "/staff/", 200),
        ("no number", "/staff/photos?number=x", 422),
        ("of an accident", "/staff/accidents/1", 200),
        ("photos", f"/staff/photos/{RECEIPT}", 200),
        ("problem", "/staff/photos/1", 404),
        ("trail", "/staff/audit", 200),
        ("trail, refused", "/staff/audit?since=x&customer=x&act=x", 422),
        ("nowhere", "/staff/nowhere", 404),
        ("account", "/staff/account", 200),
        ("password", "/staff/account/password", 200),
        ("a key to be", "/staff/account/passkeys", 200),
        ("codes", "/_dev/staff", 200),
    ):
        pages.append((name, desk.open(path, status).response.text))
    pages.append(("a key", desk.open("/staff/account/passkeys").send({"label": "PC"}).response.text))
    assert complaints(pages, tmp_path) == []
