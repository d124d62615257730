"""Do supervisors and administrators find who did what, page by page and as a file, and is it written down that they
looked?"""

import csv
import io
import json
import re
from datetime import timedelta

import factories
import pytest
from factories import NOW
from staffing import Desk, at_work, hire
from tampering import by_sql, entries, faults, written

from domain.staff import audit_search, audit_trail
from domain.staff.audit_trail import Act, Whom
from domain.staff.members import Role
from infra.database import write

PAGE = "/staff/audit"


@pytest.fixture
def desk(app, context, clock):
    """Of an administrator, four days after what operators did."""
    written(hire(app), days=2)
    clock.forward(days=4)
    hire(app, "kanri", Role.ADMINISTRATOR)
    return at_work(app, "kanri")


def tell(**more):
    with write() as session:
        audit_trail.record(session, more.pop("act", Act.SAW_PHOTOS), 1, NOW + timedelta(days=4), **more)


def listed(desk):
    return [" ".join(row.get_text(" ").split()) for row in desk.page.select("tbody tr")]


def newest():
    return entries()[-1]


def send(desk, path, answers, button, status=200):
    form = desk.page.select_one(f"form[action^='{PAGE}/{path}']")
    data = {**desk.standing(form), **answers, **({"what": button} if button else {})}
    return desk._arrive(desk.client.post(form["action"], data=data, follow_redirects=True), status)


def exported(desk, path=PAGE, what="rows", **answers):
    form = desk.open(path).page.select_one(f"form[action^='{PAGE}/export']")
    data = {**desk.standing(form), "reason": "定期の点検", "what": what, **answers}
    # Read to its end within its own context, as a server does.
    return desk.client.post(form["action"], data=data, buffered=True)


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 200), (Role.ADMINISTRATOR, 200)])
def test_it_is_for_those_who_have_the_right(app, role, status):
    hire(app, role=role)
    desk = at_work(app)
    assert desk.client.get(PAGE).status_code == status
    assert ("監査記録" in desk.page.select_one(".staff-nav").get_text()) is (status == 200)
    for action in ("find", "check", "export"):
        token = desk.page.select_one("[name=csrf_token]")["value"]
        data = {"csrf_token": token, "day": "2026/11/24", "reason": "x"}
        answer = desk.client.post(f"{PAGE}/{action}", data=data, buffered=True)
        assert (answer.status_code == 403) is (status == 403)


def test_the_newest_stands_first_with_who_what_whom_why_and_where(app, desk):
    holder, held = factories.held(app)
    told = {"whom": Whom(holder, held, "case-1"), "second_id": 2, "screen": 714, "ticket": "T-1"}
    tell(reason="お問い合わせ", about="受付番号 1", **told)
    first, before, *_ = listed(desk.open(PAGE))
    assert first == (
        "2026年11月28日 12時00分00秒 田中 見本 tanaka・オペレーター 承認： 田中 見本 kanri・管理者 "
        f"事故の画像を表示した 髙＊ 𠮷＊ 様 お客さま番号 {holder} 証券番号 C900000001 この応対の記録 整理番号 T-1 "
        "お問い合わせ 714 受付番号 1"
    )
    assert "監査記録を表示した" in before
    assert "吉乃" not in desk.response.text and "𠮷乃" not in desk.response.text


def test_whoever_is_gone_is_still_named_by_number(app, desk):
    tell(whom=Whom(99, 98))
    assert "お客さま番号 99 契約の番号 98" in listed(desk.open(PAGE))[0]


def test_what_is_in_a_row_is_no_markup(desk):
    tell(reason="<script>alert(1)</script>", about="<b>")
    assert "<script>alert(1)</script> <b>" in listed(desk.open(PAGE))[0]


def test_what_is_asked_for_is_found_and_stays_in_the_boxes(desk):
    desk.open(f"{PAGE}?since=2026/11/24&until=令和8年11月24日&member=1&act=saw photos&customer=3&case=case1&ticket=T-1")
    assert len(listed(desk)) == 1
    page = desk.page
    boxes = ("since", "until", "customer", "case", "ticket")
    assert [page.select_one(f"#f-{name}")["value"] for name in boxes] == [
        "2026/11/24",
        "令和8年11月24日",
        "3",
        "case1",
        "T-1",
    ]
    assert [option["value"] for option in page.select("option[selected]")] == ["1", "saw photos"]
    assert desk.open(f"{PAGE}?ticket=none").page.select("main table") == []
    assert "条件に合う記録はありません" in desk.text


def test_that_it_is_read_is_a_row_of_it_with_what_was_looked_for(desk):
    desk.open(f"{PAGE}?member=1&act=saw photos&since=2026/11/24")
    row = newest()
    assert (row.act, row.member_id, row.about) == (
        "read trail",
        2,
        "開始日 2026/11/24　担当者 tanaka　操作 事故の画像を表示した",
    )
    desk.client.head(PAGE)
    assert newest().id == row.id + 1


def test_what_is_no_day_and_no_number_is_told_with_what_is_to_be_done(desk):
    before = newest().id
    desk.open(f"{PAGE}?since=11/24&customer=x&ticket=T-1", 422)
    assert [link["href"] for link in desk.page.select(".errsum a")] == ["#f-since", "#f-customer"]
    assert "西暦4桁または和暦で入力してください" in desk.page.select_one("#f-since-error").get_text()
    assert desk.page.select_one("#f-customer")["value"] == "x" and desk.page.select_one("#f-ticket")["value"] == "T-1"
    assert desk.page.select("main table") == []
    assert newest().id == before, "nothing was shown, and what was typed may be a name"


def test_it_leads_on_to_older_rows_and_back_with_what_is_asked_for(desk, monkeypatch):
    monkeypatch.setattr(audit_search, "PER_PAGE", 3)
    desk.open(f"{PAGE}?member=1&act=saw photos")
    first = listed(desk)
    second = listed(desk.follow("古い記録へ"))
    assert len(first) == len(second) == 3 and not {*first} & {*second}
    assert "新しい記録へ" not in listed(desk.follow("古い記録へ")) and len(listed(desk)) == 2
    assert listed(desk.follow("新しい記録へ")) == second and listed(desk.follow("新しい記録へ")) == first
    assert not desk.page.find("a", string="新しい記録へ")
    assert newest().about == "担当者 tanaka　操作 事故の画像を表示した"


@pytest.mark.parametrize("number", ["x", "1.5", "", "99999999999999999999"])
def test_a_page_that_begins_nowhere_is_the_first(desk, number):
    assert desk.open(f"{PAGE}?before={number}").page.select("tbody tr")


def test_a_customer_is_found_by_the_number_of_a_contract_which_no_address_names(app, desk):
    holder, held = factories.held(app)
    tell(whom=Whom(holder))
    tell(whom=Whom(None, held))
    send(desk.open(PAGE), "find", {"number": "Ｃ900000001 "}, None)
    assert desk.url == f"{PAGE}?customer={holder}&contract={held}" and len(listed(desk)) == 2
    send(desk, "find", {"number": "C99"}, None, 422)
    assert "この証券番号の契約が見つかりません" in desk.text
    assert desk.page.select_one("#f-number")["value"] == "C99" and desk.page.select("details[open]")
    assert not any("C9" in row.about for row in entries())


def test_a_day_is_checked_and_that_it_was_is_written_down(desk):
    send(desk.open(PAGE), "check", {"day": "令和8年11月24日"}, None)
    assert "2026年11月24日の記録（4行）：改ざんは見つかりません" in desk.text
    assert [(row.act, row.about) for row in entries()[-2:]] == [("checked trail", "2026-11-24"), ("read trail", "")]
    by_sql("update audit_entries set about = 'x' where id = 2")
    send(desk.open(PAGE), "check", {"day": "2026/11/24"}, None)
    assert "改ざんされています2行目：行が書き換えられたか" in desk.text and "連絡してください" in desk.text


@pytest.mark.parametrize(
    ("day", "words"), [("x", "検査する日は、「2026/11/24」"), ("2026/11/1", "2026年11月1日の記録はありません")]
)
def test_a_day_that_is_none_is_told(desk, day, words):
    send(desk.open(PAGE), "check", {"day": day}, None, 422)
    assert words in desk.text and desk.page.select_one("#f-day")["value"] == day


def test_all_that_is_asked_for_is_saved_as_a_file_and_why_is_written_down(desk):
    answer = exported(desk, f"{PAGE}?act=saw photos&until=2026/11/24")
    assert re.fullmatch(r"attachment; filename=audit-20261128-1200-trail\.csv", answer.headers["Content-Disposition"])
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    found = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["番号"] for row in found] == ["1", "2", "3", "4"]
    row = newest()
    assert (row.act, row.member_id, row.reason) == ("exported trail", 2, "定期の点検")
    assert row.about == "utf-8　終了日 2026/11/24　操作 事故の画像を表示した"
    assert faults() == {}


def test_a_file_holds_what_was_there_when_it_was_asked_for(desk):
    rows = csv.DictReader(io.StringIO(exported(desk).data.decode("utf-8-sig"), newline=""))
    assert [row["操作"] for row in rows][-1] == "監査記録を表示した", "not the row of the export itself"


def test_it_is_saved_in_the_other_encoding_too(desk):
    assert "〓" in exported(desk, encoding="cp932").data.decode("cp932")


def test_heads_are_saved_beside_it(desk):
    answer = exported(desk, f"{PAGE}?since=2026/11/25", what="heads")
    assert answer.headers["Content-Disposition"].endswith("-heads.jsonl")
    assert [json.loads(line)["day"] for line in answer.text.splitlines()] == ["2026-11-25", "2026-11-28"]
    assert newest().about == "各日の末尾のハッシュ　開始日 2026/11/25"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"reason": " "}, "保存する理由を入力してください。"),
        ({"encoding": "utf-16"}, "文字コードを選び直してください。"),
    ],
)
def test_without_a_reason_nothing_is_saved_and_nothing_typed_is_lost(desk, answers, words):
    send(desk.open(f"{PAGE}?ticket=T-1"), "export", {"reason": "点検", **answers}, "rows", 422)
    assert words in desk.text and desk.page.select_one("#f-ticket")["value"] == "T-1"
    assert newest().act == "read trail"


def test_a_file_of_what_was_not_understood_is_not_made(desk):
    form = desk.open(PAGE).page.select_one(f"form[action^='{PAGE}/export']")
    data = {**desk.standing(form), "reason": "点検"}
    assert desk.client.post(f"{PAGE}/export?since=x", data=data).status_code == 422


def test_a_form_whose_token_was_lost_is_shown_again_with_what_was_typed(app, desk):
    answer = desk.client.post(f"{PAGE}/export?ticket=T-1", data={"reason": "点検", "csrf_token": "x"})
    desk._arrive(answer, 400)
    assert desk.page.select_one("#f-reason")["value"] == "点検" and desk.page.select_one("#f-ticket")["value"] == "T-1"
    assert newest().act == "read trail"
    stranger = Desk(app.test_client())
    assert stranger.client.post(f"{PAGE}/export", data={"reason": "点検"}).location == "/staff/login"
