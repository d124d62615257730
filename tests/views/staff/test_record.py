"""Does the record say who a customer is, what they have and where they are, and is every look at it written down?"""

from datetime import timedelta

import pytest
import staffing
import talking
from browser import Browser
from factories import NOW, PASSWORD
from htmlcheck import complaints
from staffing import hire
from talking import Talk, trail
from ways import log_in, tables, to_605

from domain.staff import members
from infra.database import read
from models import StaffLogin


@pytest.fixture
def found(app):
    hire(app)
    with app.app_context():
        return talking.known(app)


@pytest.fixture
def talk(app, found):
    return Talk(app, found[0])


def parts(talk):
    """The headings of what is shown."""
    return [each.get_text() for each in talk.desk.page.select("main h2, main h3")]


def test_what_stands_in_three_columns(talk):
    assert len(talk.desk.page.select(".staff-record > .staff-record__part")) == 3
    assert {"この応対", "本人確認", "お客さま", "ご契約（1件）", "いまのお客さま"} <= set(parts(talk))
    assert "ご契約の内容は、本人確認が済むと表示されます。" in talk.desk.text
    assert "事故" not in parts(talk)


def test_its_title_names_nobody(talk):
    assert talk.verify().desk.page.title.get_text() == "お客さまの情報｜オペレーター画面"


def test_each_look_is_written_down_with_the_case(app, talk, found):
    before = len(trail(app))
    talk.open().open("?page=2")
    rows = trail(app, "act", "account_id", "case_id", "member_id")[before:]
    assert rows == [("saw record", found[0], talk.case_id, 1)] * 2


def test_a_look_with_a_mistake_is_written_down_too(app, talk):
    before = trail(app).count(("saw record",))
    talk.open().type_in("？", 422)
    assert trail(app).count(("saw record",)) == before + 2


def test_contracts_requests_accidents_and_receipts_are_there_once_the_caller_was_verified(app, found, talk):
    customer = log_in(Browser(app.test_client()), "himitsu@example.jp", PASSWORD)
    to_605(customer, 1).send()
    staffing.shelf(app)
    with app.app_context():
        staffing.photo((found[0], found[1]), 0)
        talking.add(
            talking.models.Event(
                portal="okyakusama", account_id=found[0], kind="photos sent", receipt_number=staffing.RECEIPT, at=NOW
            )
        )
    talk.verify()
    text = talk.desk.text
    assert "C987654321 新規「ひみつの保険」（火災保険）" in text and "年間98,760円（半年払）" in text
    assert "契約内容の変更（被保険者）受付中" in text.replace(" ", "") and "080-8765" not in text
    assert "事故日 2026年11月20日" in text
    links = {each["href"] for each in talk.desk.page.select("main a")}
    assert {f"/staff/accidents/{found[1]}", f"/staff/photos/{staffing.RECEIPT}"} <= links


def test_many_contracts_come_page_by_page(app, found, talk):
    with app.app_context():
        for number in range(24):
            talking.hold(found[0], talking.contract(**{**talking.HELD, "number": f"C9{number:08}"}).id)
    talk.verify()
    assert len(talk.desk.page.select(".staff-contract")) == 20 and "ご契約（25件）" in parts(talk)
    talk.desk.follow("次のページ")
    assert len(talk.desk.page.select(".staff-contract")) == 5


def test_who_has_no_account_is_shown_by_their_contract(app):
    hire(app)
    with app.app_context():
        lone, _ = talking.known(app, with_account=False)
    talk = Talk(app, lone, about="contract").verify()
    assert talk.shown["お名前"] == "秘姓 秘名 様" and "ご利用登録なし" in talk.shown["サイト"]
    assert "C987654321" in talk.desk.text
    talk.reveal("birth").open()
    assert "1951年（昭和26年）2月3日" in talk.desk.text


def test_what_asks_by_itself_gets_the_third_column_alone(app, talk):
    answer = talk.live()
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "<html" not in answer.text and "お手続き中の画面" in answer.text
    assert talk.desk.page.select_one("[data-live]")["data-live"] == f"{talk.path}/live"


def test_what_asks_by_itself_is_no_look_and_no_sign_that_somebody_is_there(app, talk, clock):
    """Of the case it is said that its page stands open."""
    before = tables(app)
    clock.forward(minutes=5)
    talk.live()
    changed = {name for name, rows in tables(app).items() if rows != before[name]}
    assert changed == {"staff_cases"}
    for _ in range(5):
        clock.forward(minutes=2)
        if clock.now - NOW < timedelta(minutes=15):
            assert talk.live().status_code == 200
    answer = talk.live()
    assert (answer.status_code, answer.location) == (303, f"/staff/login?next={talk.path}/live")


def test_the_page_itself_is_such_a_sign(app, talk, clock):
    clock.forward(minutes=5)
    talk.open()
    with app.app_context(), read() as session:
        assert session.query(StaffLogin).one().seen_at == clock.now


def test_where_the_customer_is_and_what_they_were_told_last_is_said(app, talk, clock):
    customer = to_605(log_in(Browser(app.test_client()), "himitsu@example.jp", PASSWORD), 1)
    customer.change("電話番号").send({"phone-area": "ZQX", "phone-exchange": "", "phone-line": ""}, 422)
    said = " ".join(talking.text_of(talk.live()).split())
    assert "604" in said and "「電話番号」：" in said and "（12:00）" in said and "ZQX" not in said
    assert "ログイン中の端末" in said and "ログインしていません" not in said


def test_without_a_script_there_is_a_link_that_asks_anew(talk):
    assert talk.desk.page.select_one("[data-without] a")["href"].startswith(talk.path)
    assert talk.desk.page.select_one("[data-by-itself]").has_attr("hidden")


def test_a_supervisor_may_too(app, found):
    hire(app, "sato", members.Role.SUPERVISOR)
    Talk(app, found[0], name="sato").verify()


def test_every_page_is_valid_html(app, talk, tmp_path):
    drawn = [("masked", talk.desk.response.text), ("unread", talk.type_in("?", 422).desk.response.text)]
    drawn.append(("verified", talk.open().verify().desk.response.text))
    drawn.append(("asked", talk.open("/reveal/birth").desk.response.text))
    drawn.append(("no reason", talk.reveal("birth", 422, why="").desk.response.text))
    drawn.append(("revealed", talk.reveal("birth").desk.response.text))
    drawn.append(("open", talk.desk.open("/staff/customers/account/1/open").response.text))
    assert complaints(drawn, tmp_path) == []
