"""Does a member leave notes and keep drafts by buttons and by the script, and is nothing that they typed ever lost?"""

import json
from urllib.parse import quote

import pytest
import talking
from factories import NOW
from staffing import at_work, hire
from talking import Talk, case_now, trail
from ways import tables

from domain.staff import note_drafts
from domain.staff.note_drafts import LONGEST
from infra import rate_limits
from infra.rate_limits import Limit

WORDS = "折り返しのお電話は15時から\r\n<b>書面</b>は & 発送済み"
KEPT = WORDS.replace("\r\n", "\n")
SUZUKI = "suzuki"


@pytest.fixture
def account_id(app):
    hire(app)
    hire(app, SUZUKI)
    with app.app_context():
        return talking.known(app)[0]


@pytest.fixture
def talk(app, account_id):
    return Talk(app, account_id)


def by_itself(talk, text, **more):
    """What the script sends, and the answer."""
    form = talk.desk.page.select_one("form[data-draft]")
    return talk.desk.client.post(form["data-draft"], data={**talk.desk.standing(form), "text": text, **more})


def refused(talk):
    return talk.desk.page.select_one(".errsum p").get_text()


def test_a_note_stands_there_for_the_next_member_before_anybody_is_verified(app, account_id, talk, clock):
    assert talk.notes == [] and talk.box == "" and "引き継ぎメモはありません" in talk.desk.text
    talk.write(WORDS)
    assert talk.said == ["引き継ぎメモを残しました。"] and talk.box == ""
    clock.forward(minutes=1)
    other = Talk(app, account_id, name=SUZUKI)
    [note] = other.notes
    assert (note.who, note.text, note.own) == ("田中　見本", KEPT, False)
    assert "<b>書面" not in other.desk.response.text
    assert talk.notes[0].own


def test_a_second_press_leaves_no_second_note(talk):
    form = talk.desk.page.select_one("form[data-draft]")
    data = {**talk.desk.standing(form), "text": WORDS}
    for _ in range(2):
        assert talk.desk.client.post(form["action"], data=data).status_code == 303
    assert len(talk.open().notes) == 1


def test_by_back_another_text_is_no_second_press(talk, clock):
    """The page of before has the name of the note that was left by it."""
    before = talk.desk.page.select_one("[name=note]")["value"]
    talk.write(WORDS)
    clock.forward(minutes=1)
    talk.write("二つ目", 409, note=before)
    assert talk.box == "二つ目" and "すでに残しました" in refused(talk)
    assert [each.text for each in talk.write(talk.box).notes] == ["二つ目", KEPT]


def test_its_author_alone_takes_it_back(app, account_id, talk):
    talk.write(WORDS)
    note_id, token = talk.notes[0].id, talk.desk.page.select_one("[name=csrf_token]")["value"]
    other = Talk(app, account_id, name=SUZUKI)
    sent = {"csrf_token": other.desk.page.select_one("[name=csrf_token]")["value"]}
    assert other.desk.client.post(f"{other.path}/notes/{note_id}/withdraw", data=sent).status_code == 404
    assert (
        talk.desk.client.post(f"{talk.path}/notes/{'x' * 22}/withdraw", data={"csrf_token": token}).status_code == 404
    )
    form = talk.desk.page.select_one(".staff-note form")
    assert "取り消す" in form.button.get_text()
    talk.desk.client.post(form["action"], data=talk.desk.standing(form))
    assert talk.open().said == ["引き継ぎメモを取り消しました。"]
    [note] = talk.notes
    assert note.text == "取り消されました。" and not note.own


def test_without_a_script_the_button_keeps_a_draft_that_others_see(app, account_id, talk, clock):
    talk.write(WORDS, button="draft")
    assert talk.said == ["下書きを保存しました。"] and talk.box == KEPT and talk.notes == []
    clock.forward(minutes=1)
    other = Talk(app, account_id, name=SUZUKI)
    [begun] = other.notes
    assert (begun.who, begun.text, begun.own, other.box) == ("田中　見本さんの書きかけ", KEPT, False, "")
    talk.write("", button="draft")
    assert talk.said == ["下書きを消しました。"] and talk.box == "" and other.open().notes == []


def test_a_draft_outlives_case_and_login_and_becomes_the_note(app, account_id, talk, clock):
    answer = by_itself(talk, WORDS, turn="1")
    assert answer.json.keys() == {"version", "at"} and answer.json["at"] == "12:00"
    talk.desk.log_out()
    clock.forward(minutes=1)
    later = Talk(app, account_id)
    assert later.box == KEPT
    later.write(later.box)
    assert later.box == "" and [each.text for each in later.notes] == [KEPT]


def test_a_draft_that_another_page_changed_is_not_written_over_and_both_are_shown(talk):
    old = talk.desk.standing(talk.desk.page.select_one("form[data-draft]"))
    talk.open().write("新しい画面の続き", button="draft")
    assert talk.desk.client.post(f"{talk.path}/draft", data={**old, "text": "古い画面"}).status_code == 409
    talk.write("古い画面", 409, button="draft", **old)
    assert talk.box == "古い画面" and "別の画面でこのメモが変わった" in refused(talk)
    assert [(each.who, each.text) for each in talk.notes] == [("保存されている書きかけ", "新しい画面の続き")]
    assert "data-shut" in talk.desk.page.select_one("form[data-draft]").attrs
    talk.write(talk.box, button="draft")
    assert talk.box == "古い画面" and talk.notes == []


def test_whatever_number_a_draft_begins_with_its_page_goes_on(talk, monkeypatch):
    monkeypatch.setattr(note_drafts.secrets, "randbelow", lambda most: most - 1)
    talk.write("一", button="draft").write("一二", button="draft").write("一二三", button="draft")
    assert talk.box == "一二三"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("\n　\n", "引き継ぎメモを入力してください。"),
        ("あ" * (LONGEST + 1), "2,000文字以内で入力してください（現在2,001文字）"),
    ],
    ids=["blank", "too long"],
)
def test_what_is_refused_stands_there_again(talk, typed, said):
    talk.write(typed, 422)
    assert said in refused(talk) and talk.box == typed
    box = talk.desk.page.select_one("#note-text")
    assert box["aria-invalid"] == "true" and "errors-title" in box["aria-describedby"]
    assert talk.desk.page.title.get_text().startswith("エラー：") and talk.open().notes == []


def test_the_script_is_told_what_is_too_long(talk):
    assert by_itself(talk, "あ" * (LONGEST + 1)).status_code == 422
    assert talk.open().box == ""


def test_a_lost_token_loses_nothing_typed_and_writes_nothing(app, talk):
    for button in (None, "draft"):
        talk.write(WORDS, 400, button=button, csrf_token="lost")
        assert talk.box.splitlines() == WORDS.splitlines()
        assert "もう一度ボタンを押してください" in refused(talk)
    assert by_itself(talk, WORDS, csrf_token="lost").status_code == 400
    assert tables(app)["staff_notes"] == tables(app)["staff_drafts"] == []
    assert len(talk.write(talk.box).notes) == 1
    path = f"{talk.path}/notes/{talk.notes[0].id}/withdraw"
    assert talk.desk.client.post(path, data={"csrf_token": "lost"}).status_code == 400
    assert talk.open().notes[0].own


def test_too_often_loses_nothing_typed(talk, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "staff note", Limit("1 per hour", "9 per hour"))
    talk.write(WORDS, button="draft").write("続き", 429)
    assert talk.box == "続き" and "分ほど待って" in refused(talk)
    assert int(talk.desk.response.headers["Retry-After"]) > 0
    assert by_itself(talk, "続き").status_code == 429


def test_what_the_script_sends_is_a_sign_that_its_member_is_there(talk, clock):
    for turn in range(1, 4):
        clock.forward(minutes=14)
        assert by_itself(talk, f"{turn}", turn=turn).status_code == 200
    clock.forward(minutes=15)
    assert by_itself(talk, "4", turn=4).status_code == 303


def test_what_comes_from_no_page_of_ours_breaks_nothing(talk):
    for strange in ({"note": "x"}, {"version": "-1", "turn": "９" * 400}, {"turn": "9" * 400}, {"version": ""}):
        assert by_itself(talk, "同じ", **strange).status_code == 200, strange


def test_no_text_is_in_the_database_a_log_an_address_or_the_trail(app, talk, caplog):
    caplog.set_level("DEBUG")
    secret = "ヒミツノメモ"
    talk.write(secret, button="draft").write(f"{secret}二", 409, button="draft", version="7", note="x" * 22)
    talk.write(secret)
    by_itself(talk, f"{secret}三")
    assert len(tables(app)["staff_notes"]) == len(tables(app)["staff_drafts"]) == 1
    everything = "\n".join(row for rows in tables(app).values() for row in rows)
    for spelt in (secret, repr(secret.encode())[2:-1], json.dumps(secret)[1:-1], quote(secret), secret.encode().hex()):
        assert spelt not in everything and spelt not in caplog.text and spelt not in talk.desk.url
    assert [row for row in trail(app, "act", "reason", "about") if row[0] == "wrote note"] == [
        ("wrote note", "", talk.notes[0].id)
    ]


def test_in_a_case_that_is_over_nothing_is_kept(app, talk):
    case_now(app, talk.case_id, closed_at=NOW)
    assert by_itself(talk, WORDS).status_code == 410
    talk.write(WORDS, 410)
    assert tables(app)["staff_notes"] == tables(app)["staff_drafts"] == []


def test_nobody_else_keeps_anything_in_it(app, account_id, talk):
    desk = at_work(app, SUZUKI)
    sent = {"csrf_token": desk.page.select_one("[name=csrf_token]")["value"], "text": WORDS}
    assert {desk.client.post(f"{talk.path}/{each}", data=sent).status_code for each in ("notes", "draft")} == {404}
    assert tables(app)["staff_notes"] == tables(app)["staff_drafts"] == []
