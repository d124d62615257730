"""Does who is in charge see what was sent, as it was sent, and is it known that they looked?"""

from datetime import timedelta
from urllib.parse import quote

import pytest
import staffing
from browser import Browser
from factories import NOW, PASSWORD, contract
from sqlalchemy import select, update
from staffing import RECEIPT, Desk, accident, answers, at_work, hire, photo, shelf
from ways import log_in

from domain.photos.storage import Kind
from domain.photos.uploads import Told
from domain.staff.members import Role
from infra import pagination
from infra.database import read, write
from models import Accident, AuditEntry

PAGE = f"/staff/photos/{RECEIPT}"


@pytest.fixture
def of(app):
    return staffing.sent(app)


@pytest.fixture
def desk(app, of):
    hire(app)
    return at_work(app)


def facts(desk):
    rows = desk.page.select(".staff-facts > div")
    return {row.dt.get_text(): " ".join(row.dd.get_text().split()) for row in rows}


def listed(desk):
    return [" ".join(item.get_text(" ").split()) for item in desk.page.select(".staff-photos > li")]


def kinds(app):
    with app.app_context(), read() as session:
        acts = select(AuditEntry.act).where(AuditEntry.act.like("%photo%")).order_by(AuditEntry.id)
        return session.scalars(acts).all()


def test_the_page_says_what_it_is_about(desk):
    desk.open(PAGE)
    assert "1234 5678 9012" in desk.heading
    assert facts(desk) == {
        "送信したお客さま": "髙﨑 𠮷乃 様（お客さまWebサービス）",
        "送信日時": "2026年11月24日 12:00",
        "枚数": "2枚",
        "事故受付番号": "J900000001",
        "事故日": "2026年11月20日",
        "事故種別": "物損事故",
        "担当部署・担当者": "第一損害サービス課 佐藤 担当",
        "事故のご契約（現在）": "証券番号 C900000001（ご契約者 髙﨑 𠮷乃 様）",
    }
    assert "髙﨑" not in desk.page.title.text


def test_who_sent_them_stands_there_whoever_holds_the_contract_now(app, desk):
    """The accident has come to another's contract, by the next file."""
    with app.app_context():
        other = contract(number="C900000002", holder_name="鈴木　次郎", holder_kana="スズキ　ジロウ").id
        with write() as session:
            session.execute(update(Accident).values(contract_id=other))
    told = facts(desk.open(PAGE))
    assert told["送信したお客さま"] == "髙﨑 𠮷乃 様（お客さまWebサービス）"
    assert told["事故のご契約（現在）"] == "証券番号 C900000002（ご契約者 鈴木 次郎 様）"


def test_each_picture_stands_with_what_is_known_of_it(app, desk, of):
    with app.app_context():
        photo(of, 2, told=Told("a.jpg", "前から<b>", "2026-11-20T09:05:30+09:00"), doubts="dark blurred")
        photo(of, 3, told=Told("b.jpg", "", "2026-11-19T23:59:59"), doubts="small doubled")
    assert listed(desk.open(PAGE)) == [
        "1枚目を保存する 説明なし 撮影日時：不明",
        "2枚目を保存する 説明なし 撮影日時：不明",
        "3枚目を保存する 前から<b> 撮影日時：2026年11月20日 09:05 暗い可能性 ぼけ・ぶれの可能性",
        "4枚目を保存する 説明なし 撮影日時：2026年11月19日 23:59 画像が小さい ほかの画像と似ている",
    ]


def test_its_files_are_what_lies_in_the_storage(desk):
    desk.open(PAGE)
    for place, item in enumerate(desk.page.select(".staff-photos > li")):
        small, full = (desk.client.get(item.select_one(tag)[where]) for tag, where in (("img", "src"), ("a", "href")))
        assert (small.status_code, small.data) == (200, f"thumbnail {place}".encode())
        assert (full.status_code, full.data) == (200, f"copy {place}".encode())
        for answer in (small, full):
            assert answer.mimetype == "image/jpeg"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
        assert small.headers["Content-Disposition"] == "inline"
        assert full.headers["Content-Disposition"] == f"attachment; filename=20261124-789012-0{place + 1}.jpg"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_who_works_with_customers_may_look(app, of, role):
    hire(app, role=role)
    assert at_work(app).open(PAGE).page.select(".staff-photos img")


def test_who_looks_after_members_may_not(app, of):
    hire(app, role=Role.ADMINISTRATOR)
    desk = Desk(app.test_client()).open("/staff/login")
    assert desk.client.post("/staff/login", data=desk.standing(desk.form) | answers(app)).status_code == 303
    assert desk.open(PAGE, 403).heading == "権限がありません"


def test_every_look_and_every_copy_is_written_down_and_no_thumbnail(app, desk):
    desk.open(PAGE)
    desk.client.get(f"{PAGE}/picture-{RECEIPT}-1/thumbnail")
    desk.client.get(f"{PAGE}/picture-{RECEIPT}-1/copy")
    desk.open(PAGE)
    assert kinds(app) == ["saw photos", "opened photo", "saw photos"]


@pytest.mark.parametrize(
    "where",
    [
        "/staff/photos/999999999999",
        "/staff/photos/x",
        f"{PAGE}/picture-999999999999-0/copy",
        f"{PAGE}/picture-999999999999-0/thumbnail",
        f"/staff/photos/999999999999/picture-{RECEIPT}-0/copy",
        f"/staff/photos/999999999999/picture-{RECEIPT}-0/thumbnail",
    ],
)
def test_what_is_not_there_is_a_404_in_the_look_of_staff(app, desk, where):
    assert desk.open(where, 404).heading == "見つかりません"
    assert kinds(app) == []


def test_a_picture_of_another_receipt_is_not_under_this_one(app, desk, of):
    with app.app_context():
        photo(of, 0, "210987654321")
    for file in ("copy", "thumbnail"):
        desk.open(f"{PAGE}/picture-210987654321-0/{file}", 404)


def test_what_was_not_sent_cannot_be_seen(app, desk, of):
    with app.app_context():
        photo(of, 7, RECEIPT, sent_at=None)
    desk.open(f"{PAGE}/picture-{RECEIPT}-7/copy", 404)
    assert len(listed(desk.open(PAGE))) == 2


def test_a_file_that_is_gone_or_cannot_be_read_is_told_and_was_not_seen(app, desk):
    own, where = shelf(app), f"{PAGE}/picture-{RECEIPT}-0/copy"
    assert desk.open(where, 404).heading == "画像がありません"
    own.fails = True
    assert desk.open(where, 503).heading == "画像を読み出せません"
    assert desk.response.headers["Retry-After"] == "60"
    assert kinds(app) == []
    own.files[Kind.COPY, f"picture-{RECEIPT}-0"], own.fails = b"back", False
    assert desk.client.get(where).data == b"back"


def test_home_lists_what_came_last_and_leads_there(desk):
    [row] = desk.open("/staff/photos").page.select("tbody tr")
    told = [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
    assert told == ["1234 5678 9012", "2026年11月24日 12:00", "J900000001", "2枚"]
    assert desk.open(row.a["href"]).url == PAGE


def test_home_says_where_nothing_has_come(app):
    hire(app)
    assert "画像はまだ届いていません。" in at_work(app).open("/staff/photos").text


def receipts(desk):
    return [row.a.get_text() for row in desk.page.select("tbody tr")]


def caption(desk):
    return desk.page.select_one("caption").get_text()


def test_older_ones_are_on_further_pages(app, desk, of, monkeypatch):
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    with app.app_context():
        for minutes in (1, 2):
            photo(of, 0, f"20000000000{minutes}", sent_at=NOW - timedelta(minutes=minutes))
    desk.open("/staff/photos")
    assert receipts(desk) == ["1234 5678 9012", "2000 0000 0001"]
    assert caption(desk) == "新しい受付（3件のうち1〜2件目）"
    desk.open(desk.page.find("a", string="次のページ")["href"])
    assert receipts(desk) == ["2000 0000 0002"] and "2 / 2ページ" in desk.text
    assert caption(desk) == "新しい受付（3件のうち3〜3件目）"
    desk.open(desk.page.find("a", string="前のページ")["href"])
    assert receipts(desk) == ["1234 5678 9012", "2000 0000 0001"]


def test_what_came_of_an_accident_is_found_by_its_number(app, desk, of, monkeypatch):
    """Also where no letter went out: who is in charge has no address."""
    monkeypatch.setattr(pagination, "PER_PAGE", 1)
    with app.app_context(), read() as session:
        other = accident(session.get(Accident, of[1]).contract_id, "J20260041", adjuster_email="").id
        for minutes in (1, 2):
            photo((of[0], other), 0, f"20000000000{minutes}", sent_at=NOW - timedelta(minutes=minutes))
    desk.open("/staff/photos?number=ｊ2026-0041")
    assert "J20260041" in desk.heading and "J2026" not in desk.url and "J2026" not in desk.page.title.text
    assert receipts(desk) == ["2000 0000 0001"] and caption(desk) == "この事故の受付（2件のうち1〜1件目）"
    desk.open(desk.page.find("a", string="次のページ")["href"])
    assert "J20260041" in desk.heading and receipts(desk) == ["2000 0000 0002"]
    assert desk.open(desk.page.select_one("tbody a")["href"]).url == "/staff/photos/200000000002"


def test_an_accident_of_which_nothing_came_says_so(app, desk, of):
    with app.app_context(), read() as session:
        accident(session.get(Accident, of[1]).contract_id, "J20260041")
    assert "この事故の画像はまだ届いていません。" in desk.open("/staff/photos?number=J20260041").text
    desk.open("/staff/accidents/99", 404)


def test_a_receipt_comes_before_an_accident_of_the_same_number(app, desk, of):
    with app.app_context(), write() as session:
        session.execute(update(Accident).values(number=RECEIPT))
    assert desk.open(f"/staff/photos?number={RECEIPT}").url == PAGE


@pytest.mark.parametrize("typed", [RECEIPT, "1234 5678 9012", "１２３４－５６７８－９０１２"])
def test_a_receipt_is_opened_by_its_number_however_it_is_typed(desk, typed):
    assert desk.open(f"/staff/photos?number={typed}").url == PAGE


@pytest.mark.parametrize("typed", ["", "　 ", "%00"])
def test_where_nothing_was_typed_it_is_said(desk, typed):
    desk.open(f"/staff/photos?number={typed}", 422)
    assert desk.errors == ["受付番号または事故受付番号を入力してください。"]


@pytest.mark.parametrize("typed", ["x", "1.5", "999999999999", "J2026<0041"])
def test_what_nothing_has_for_its_number_is_said_and_stays_in_the_box(desk, typed):
    desk.open(f"/staff/photos?number={quote(typed)}", 422)
    assert desk.errors == ["この番号の受付も事故も見つかりません。番号をご確認のうえ、もう一度入力してください。"]
    assert desk.page.select_one("#number")["value"] == typed


def test_the_customer_is_told_that_somebody_looked_and_of_which_role_and_not_who(app, desk):
    desk.open(PAGE).open(PAGE)
    desk.client.get(f"{PAGE}/picture-{RECEIPT}-1/copy")
    browser = log_in(Browser(app.test_client()), password=PASSWORD).open("/okyakusama/history")
    [line] = [" ".join(item.get_text(" ").split()) for item in browser.page.select("main .news > li")]
    assert "当社の担当部署で、お送りいただいた画像を表示しました" in line
    assert "受付番号 1234 5678 9012" in line and "対応した者：当社のオペレーター" in line
    assert "田中" not in browser.response.text and "tanaka" not in browser.response.text
    assert "画像を表示" not in browser.open("/okyakusama/devices").text
