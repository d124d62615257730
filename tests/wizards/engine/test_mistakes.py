"""Is it noted where a customer came to a stop, and can nothing that they typed get into that?"""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from browser import Browser
from factories import NOW, PROFILE, account, agency, contract, hold
from sqlalchemy import select, text, update
from staffing import hire
from talking import Talk, known
from test_drawn_questions import OF_WIZARDS, contexts, names, of
from ways import at_once, log_in, pressed, run_id_of, to_104, to_605, to_613, twin
from werkzeug.datastructures import MultiDict

from infra.database import read, write
from models import DailyCount, RunRow
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
            for said in mistakes.of_form(604, opened):
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
    assert mistakes.of_form(604, question(error)) == [Mistake(604, 2, "phone", kind)]


def test_what_was_left_empty_is_told_so_whatever_the_message_says():
    assert mistakes.of_form(604, question("…", empty=True))[0].kind is Kind.EMPTY


def test_a_name_that_is_none_is_not_kept():
    assert mistakes.of_form(604, question("…", name="<b>しるし"))[0].name == ""


def test_where_nothing_is_wrong_nothing_is_noted():
    assert mistakes.of_form(604, SimpleNamespace(questions=[SimpleNamespace(errors=[])])) == []


def test_all_that_is_wrong_is_told_in_the_order_of_the_questions():
    wrong = [SimpleNamespace(errors=["…"], empty=False, name=name, number=n) for n, name in enumerate("ab", 1)]
    assert [each.name for each in mistakes.of_form(604, SimpleNamespace(questions=wrong))] == ["a", "b"]


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


def counts(app):
    """What is counted: by screen, name and kind."""
    with app.app_context(), read() as session:
        found = session.scalars(select(DailyCount).where(DailyCount.what == "mistake"))
        return {(each.screen, each.name, each.kind): each.number for each in found}


def whole(app):
    """All that the counts hold, as one text."""
    with app.app_context(), read() as session:
        return str([tuple(row) for row in session.execute(select(DailyCount.__table__))])


def at_103(app, **different):
    return Browser(app.test_client()).open("/okyakusama/registration/").send({**PROFILE, **different}, 422)


def test_every_question_that_is_wrong_counts_once_also_before_there_is_a_run(app):
    at_103(app, email="x", keyword="")
    assert counts(app) == {(103, "email", "other"): 1, (103, "keyword", "empty"): 1}
    at_103(app, email="x")
    assert counts(app) == {(103, "email", "other"): 2, (103, "keyword", "empty"): 1}
    with app.app_context(), read() as session:
        [row] = session.scalars(select(DailyCount).where(DailyCount.name == "email"))
    assert (row.day, row.what, row.portal, row.wizard) == (date(2026, 11, 24), "mistake", "okyakusama", "registration")


def test_what_is_good_counts_for_nothing(app):
    to_104(Browser(app.test_client()))
    assert counts(app) == {}


@pytest.mark.parametrize(("at", "day"), [(14 * 60 + 59, 24), (15 * 60, 25)])
def test_the_day_is_that_of_japan(app, clock, at, day):
    clock.now = NOW.replace(hour=0, minute=0) + timedelta(minutes=at)
    at_103(app, email="x")
    assert f"2026, 11, {day})" in whole(app)


def test_twenty_refusals_at_once_count_twenty(make_app, database_url):
    """Each counts several questions, half of them of another screen, and none waits for one that waits for it."""
    app = make_app(database_url)
    wrong = {"email": "x", "keyword": "", "birth-day": "99", "terms": ""}
    browser = Browser(app.test_client()).open("/okyakusama/registration/")
    action, data = pressed(browser)
    copies = [twin(browser, app) for _ in range(20)]
    sent = {**data, **PROFILE, **wrong}
    answers = at_once([lambda copy=copy: copy.client.post(action, data=sent) for copy in copies])
    assert [answer.status_code for answer in answers] == [422] * 20
    found = counts(app)
    assert set(found.values()) == {20} and len(found) == 4


def test_nothing_that_was_typed_is_in_the_counts(app):
    marked = dict.fromkeys(PROFILE, "ZQXしるし")
    at_103(app, **{**marked, "birth-era": "showa"})
    assert counts(app)
    assert "ZQX" not in whole(app) and "しるし" not in whole(app)
    assert {name for _, name, _ in counts(app)} <= set(vars(WIZARDS["registration"].first.form)) | {""}


def test_refusals_without_a_question_count_for_their_screen(app, held):
    browser = to_605(log_in(Browser(app.test_client())), held)
    browser.page.select_one("input[name=seal]")["value"] = "another"
    browser.send(status=409)
    assert counts(app) == {(605, "", "stale"): 1}


def test_a_refusal_by_the_business_counts(app, held):
    browser, other = (to_613(log_in(Browser(app.test_client())), held) for _ in range(2))
    other.send()
    browser.send(status=409)
    assert set(counts(app)) <= {(613, "", "refused"), (613, "", "stale")} and sum(counts(app).values()) == 1


def test_a_press_that_was_committed_already_is_no_refusal(app, held):
    """Twenty equal presses: one commits, and the others are led to its end."""
    browser = to_613(log_in(Browser(app.test_client())), held)
    action, data = pressed(browser)
    copies = [twin(browser, app) for _ in range(20)]
    answers = at_once([lambda copy=copy: copy.client.post(action, data=data) for copy in copies])
    assert {answer.status_code for answer in answers} == {303}
    assert counts(app) == {}


def test_what_members_mistype_is_not_counted(app):
    hire(app)
    with app.app_context():
        account_id, _ = known(app)
    talk = Talk(app, account_id).verify()
    talk.desk.open(f"{talk.path}/do/telephone/").send(status=422)
    assert talk.desk.wrong and counts(app) == {}


def test_a_page_comes_also_where_nothing_can_be_counted(app, caplog):
    with app.app_context(), write() as session:
        session.execute(text("DROP TABLE daily_counts"))
    at_103(app, email="x")
    assert "figures: OperationalError" in caplog.text and "email" not in caplog.text
