"""Is it noted where a customer came to a stop, and can nothing that they typed get into that?"""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from browser import Browser
from factories import NOW, PROFILE, account, agency, contract, hold
from sqlalchemy import select, update
from test_drawn_questions import OF_WIZARDS, contexts, names, of
from ways import log_in, run_id_of, to_104, to_605, to_613
from werkzeug.datastructures import MultiDict

from infra.database import read, write
from models import RunRow
from wizards.engine import mistakes
from wizards.engine.mistakes import WORDS, Kind, Mistake
from wizards.registry import WIZARDS

MARKS = [
    "しるしZQX",
    "☃ZQX",
    "ZQX@しるし.example",
    "ZQX.しるし",
    "0909ZQX",
    "9909099099",
    "1899-13-40",
    "もう一度「ZQX」",
    "使用できない文字「ZQX」",
    "ZQX" * 400,
]


def wrong(typed, form, context):
    boxes = {name: typed for name, _ in names(form(None, context))}
    opened = form(MultiDict(boxes), context)
    opened.validate()
    return opened


@pytest.mark.parametrize("form", OF_WIZARDS, ids=lambda form: form.__name__)
def test_whatever_is_typed_wrong_in_every_box_nothing_of_it_is_kept(app, form):
    """Kept is one of a few words, numbers of ours, and a name that stands in the program."""
    found = 0
    for context in contexts(form, of(app)):
        for typed in MARKS:
            opened = wrong(typed, form, context)
            said = mistakes.of_form(604, opened)
            if said:
                found += 1
                assert said.kind in WORDS and said.screen == 604
                assert opened[said.name].number == said.number and opened[said.name].errors
                kept = json.dumps(said, ensure_ascii=False)
                assert "ZQX" not in kept and "しるし" not in kept and typed[:8] not in kept
    assert found


def question(error, empty=False, name="phone"):
    asked = SimpleNamespace(errors=[error], empty=empty, name=name, number=2)
    return SimpleNamespace(questions=[SimpleNamespace(errors=[]), asked])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("お名前に使用できない文字「☃」が含まれています。別の文字で入力してください。", Kind.CHARACTER),
        ("お名前は60文字以内で入力してください（現在61文字）。", Kind.LONG),
        ("上のメールアドレスと一致していません。もう一度入力してください。", Kind.TWICE),
        ("現在のパスワードが一致しません。もう一度入力してください。", Kind.UNKNOWN),
        ("2026年2月30日は暦にない日付です。", Kind.DAY),
        ("変更日は2026年4月1日以降の日付を入力してください。", Kind.DAY),
        ("このままでよろしければ、もう一度「次へ」を押してください。", Kind.ONCE_MORE),
        ("郵便番号は7桁の数字で入力してください。例：100-0001", Kind.OTHER),
    ],
)
def test_a_message_is_told_by_its_kind(error, kind):
    assert mistakes.of_form(604, question(error)) == Mistake(604, 2, "phone", kind)


def test_what_was_left_empty_is_told_so_whatever_the_message_says():
    assert mistakes.of_form(604, question("…", empty=True)).kind is Kind.EMPTY


def test_a_name_that_is_none_is_not_kept():
    assert mistakes.of_form(604, question("…", name="<b>しるし")).name == ""


def test_where_nothing_is_wrong_nothing_is_noted():
    assert mistakes.of_form(604, SimpleNamespace(questions=[SimpleNamespace(errors=[])])) is None


def test_what_is_kept_is_read_again():
    said = Mistake(604, 2, "phone", Kind.OTHER)
    assert mistakes.read(json.dumps(said)) == said and mistakes.read(None) is None


def test_a_question_is_named_as_its_screen_names_it():
    change = WIZARDS["change"]
    assert mistakes.label_of(change, Mistake(604, 5, "phone", Kind.OTHER)) == "電話番号"
    for odd in ((999, 1, "phone"), (604, 0, ""), (604, 1, "no_such"), (605, 1, "phone"), (604, 1, "button")):
        assert mistakes.label_of(change, Mistake(*odd, Kind.OTHER)) == "", odd


def test_every_kind_has_words():
    assert set(WORDS) == set(Kind)


def row(app, run_id):
    with app.app_context(), read() as session:
        return session.scalars(select(RunRow).where(RunRow.id == run_id)).one()


@pytest.fixture
def held(app):
    with app.app_context():
        agency()
        holder, kept = account(app).id, contract().id
        hold(holder, kept)
    return kept


def test_a_mistake_is_noted_beside_the_run_and_the_next_in_its_place(app, held, clock):
    browser = to_605(log_in(Browser(app.test_client())), held).change("電話番号")
    clock.forward(seconds=90)
    browser.send({"phone-area": "ZQX", "phone-exchange": "☃", "phone-line": "1"}, 422)
    kept = row(app, run_id_of(browser))
    said = mistakes.read(kept.mistake)
    assert (said.screen, said.name, kept.screen) == (604, "phone", 604)
    assert kept.mistaken_at == NOW + timedelta(seconds=90) and "ZQX" not in kept.mistake
    browser.send({"phone-area": "", "phone-exchange": "", "phone-line": ""}, 422)
    assert mistakes.read(row(app, run_id_of(browser)).mistake).kind is Kind.EMPTY


def test_a_confirm_screen_that_is_not_agreed_to_or_was_changed_is_noted(app, held):
    browser = to_605(log_in(Browser(app.test_client())), held)
    browser.page.select_one("input[name=seal]")["value"] = "another"
    browser.send(status=409)
    assert mistakes.read(row(app, run_id_of(browser)).mistake) == Mistake(605, 0, "", Kind.STALE)


def test_a_refusal_is_noted(app, held, clock):
    browser = to_613(log_in(Browser(app.test_client())), held)
    with app.app_context(), write() as session:
        session.execute(update(RunRow).values(mistake=None))
    other = to_613(log_in(Browser(app.test_client())), held)
    other.send()
    browser.send(status=409)
    assert mistakes.read(row(app, run_id_of(browser)).mistake).kind in (Kind.REFUSED, Kind.STALE)


def test_without_a_run_there_is_nothing_to_note(app):
    Browser(app.test_client()).open("/okyakusama/registration/").send({**PROFILE, "email": "x"}, 422)
    with app.app_context(), read() as session:
        assert session.scalars(select(RunRow)).all() == []


def test_what_is_done_is_not_written_to_any_more(app, held):
    browser = to_605(log_in(Browser(app.test_client())), held)
    run_id = run_id_of(browser)
    browser.send()
    with app.app_context():
        mistakes.note(SimpleNamespace(id=run_id, version=1), [Mistake(605, 0, "", Kind.OTHER)], NOW)
    assert row(app, run_id).mistake is None


def test_the_run_says_on_which_screen_its_visitor_is_without_another_write(app):
    browser = to_104(Browser(app.test_client()))
    run_id = run_id_of(browser)
    assert row(app, run_id).screen == 104
    seen_at = row(app, run_id).seen_at
    browser.change("キーワード")
    assert (row(app, run_id).screen, row(app, run_id).seen_at) == (103, seen_at)
    browser.send()
    assert row(app, run_id).screen == 104
