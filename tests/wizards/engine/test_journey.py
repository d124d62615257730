"""The engine alone: where somebody stands is worked out from their answers, and from nothing else."""

from datetime import date
from types import SimpleNamespace

import pytest

from forms.kit.fields import Choice, Text
from forms.kit.step import FormContext, StepForm
from wizards.engine.definition import (
    Complete,
    Confirm,
    Gathered,
    Input,
    Onward,
    Upload,
    Wait,
    Waited,
    WaitState,
    Wizard,
)
from wizards.engine.journey import Given, Journey, stored_data

OCCASION = FormContext(SimpleNamespace(name="somewhere"), date(2026, 11, 24))


class CoverForm(StepForm):
    cover = Choice("補償", (("basic", "基本"), ("full", "充実")))
    new_car = Choice("お車の入替", (("yes", "はい"), ("no", "いいえ")))


class CarForm(StepForm):
    plate = Text("登録番号")


class NoteForm(StepForm):
    note = Text("備考", required=False)


STEPS = (
    Input(1, "cover", "補償", CoverForm),
    Input(2, "car", "お車", CarForm, when=lambda answers: answers["new_car"] == "yes"),
    Input(3, "note", "備考", NoteForm),
    Confirm(4, "確認", button="申し込む"),
)


def wizard(**different):
    parts = {
        "name": "trip",
        "title": "旅",
        "enter": lambda visit: None,
        "steps": STEPS,
        "complete": Complete(5, "完了"),
        "commit": lambda act: None,
        "progress": ("入力", "確認", "完了"),
    }
    return Wizard(**{**parts, **different})


def open_form(form, kept, resting=None):
    return form(stored_data(kept), OCCASION, from_run=True)


def given(stored):
    return {slug: Given(boxes) for slug, boxes in stored.items()}


def walk(stored, key="run"):
    return Journey(wizard(), given(stored), open_form, key)


def slugs(stored):
    return [stop.step.slug for stop in walk(stored).stops]


SAME_CAR = {"cover": ["full"], "new_car": ["no"]}
NEW_CAR = {"cover": ["full"], "new_car": ["yes"]}
CAR = {"plate": ["品川300あ1234"]}
NOTE = {"note": [""]}


def test_a_journey_begins_at_the_first_step():
    assert slugs({}) == ["cover"]


def test_a_step_whose_condition_fails_is_left_out():
    assert slugs({"cover": SAME_CAR}) == ["cover", "note"]


def test_a_step_whose_condition_holds_comes_next():
    assert slugs({"cover": NEW_CAR}) == ["cover", "car"]


def test_a_gap_stops_the_journey():
    assert slugs({"car": CAR, "note": NOTE}) == ["cover"]


def test_an_answer_that_is_no_longer_valid_stops_the_journey():
    assert slugs({"cover": {"cover": ["gold"], "new_car": ["no"]}, "note": NOTE}) == ["cover"]


def test_an_empty_answer_to_optional_questions_is_an_answer():
    assert slugs({"cover": SAME_CAR, "note": NOTE}) == ["cover", "note", "confirm"]


def test_answers_off_the_path_are_neither_seen_nor_sealed():
    journey = walk({"cover": SAME_CAR, "car": CAR, "note": NOTE})
    assert journey.answers == {"cover": "full", "new_car": "no", "note": None}
    assert journey.seal == walk({"cover": SAME_CAR, "note": NOTE}).seal


def test_the_seal_changes_with_every_answer_on_the_path_and_with_the_run():
    seal = walk({"cover": SAME_CAR, "note": NOTE}).seal
    assert seal != walk({"cover": SAME_CAR | {"cover": ["basic"]}, "note": NOTE}).seal
    assert seal != walk({"cover": SAME_CAR, "note": {"note": ["a"]}}).seal
    assert seal != walk({"cover": SAME_CAR, "note": NOTE}, key="another run").seal


def test_before_and_after_follow_the_path_taken():
    journey = walk({"cover": NEW_CAR, "car": CAR, "note": NOTE})
    assert journey.before("note").step.slug == "car"
    assert journey.after("cover").step.slug == "car"
    assert journey.before("cover") is None
    passed_by = walk({"cover": SAME_CAR, "car": CAR, "note": NOTE})
    assert passed_by.before("note").step.slug == "cover"
    assert passed_by.stop_at("car") is None


def test_a_wizard_without_a_confirm_is_finished_by_its_last_answer():
    short = wizard(steps=STEPS[:1])
    assert Journey(short, given({"cover": SAME_CAR}), open_form).finished
    assert not Journey(short, {}, open_form).finished


def test_an_answer_is_asked_again_when_what_it_rests_on_changes():
    note = Input(3, "note", "備考", NoteForm, rests_on=("cover",))
    resting = wizard(steps=(STEPS[0], note, STEPS[3]))

    def slugs_of(cover, under):
        stored = {"cover": Given(cover), "note": Given(NOTE, under)}
        return [stop.step.slug for stop in Journey(resting, stored, open_form, "run").stops]

    journey = Journey(resting, {"cover": Given(SAME_CAR)}, open_form, "run")
    note_form = NoteForm(stored_data(NOTE), OCCASION)
    under = journey.answered(journey.stop_at("note"), NOTE, note_form).given("note").under
    assert slugs_of(SAME_CAR, under) == ["cover", "note", "confirm"]
    assert slugs_of(NEW_CAR, under) == ["cover", "note", "confirm"]
    assert slugs_of(SAME_CAR | {"cover": ["basic"]}, under) == ["cover", "note"]
    assert slugs_of(SAME_CAR, "") == ["cover", "note"]


def test_an_answer_to_something_else_is_no_mistake_yet():
    """It is shown as it stands; good as it was, it is not judged by what is asked now."""
    note = Input(3, "note", "備考", CoverForm, rests_on=("cover",))
    resting = wizard(steps=(STEPS[0], note, STEPS[3]))
    begun = Journey(resting, {"cover": Given(SAME_CAR)}, open_form, "run")
    given = begun.answered(begun.stop_at("note"), {}, CoverForm(None, OCCASION)).given("note")

    def errors_after(cover):
        journey = Journey(resting, {"cover": Given(cover), "note": given}, open_form, "run")
        return journey.stop_at("note").form.errors

    assert errors_after(SAME_CAR) and not errors_after(SAME_CAR | {"cover": ["basic"]})


def test_a_form_knows_of_the_earlier_answers_those_that_its_step_rests_on():
    """And no others: what it was judged by stands in what it rests on. What is read back rests on all."""
    agreeing = Confirm(4, "確認", button="送る", asks=NoteForm)
    resting = wizard(steps=(STEPS[0], Input(3, "note", "備考", NoteForm, rests_on=("cover",)), agreeing))
    known = {}

    def noting(form, kept, resting):
        known[form, kept is None] = dict(resting)
        return open_form(form, kept)

    journey = Journey(resting, {"cover": Given(SAME_CAR)}, noting, "run")
    assert journey.frontier.form is not None and journey.frontier.resting == {"cover": "full"}
    assert known == {(CoverForm, False): {}, (NoteForm, True): {"cover": "full"}}
    confirming = journey.answered(journey.frontier, NOTE, NoteForm(stored_data(NOTE), OCCASION)).frontier
    assert confirming.form is not None
    assert known[NoteForm, True] == confirming.resting == {"cover": "full", "new_car": "no", "note": None}


class Opened:
    """Opens forms, and says of which classes."""

    def __init__(self):
        self.kinds = []

    def __call__(self, form, kept, resting):
        self.kinds.append(form)
        return open_form(form, kept)


def found_good(judge, **stored):
    """What a journey of this judge would have stored of these answers."""
    journey = Journey(wizard(), {}, open_form, judge=judge)
    for slug, boxes in stored.items():
        stop = journey.stop_at(slug)
        journey = journey.answered(stop, boxes, open_form(stop.step.form, boxes))
    return {slug: journey.given(slug) for slug in stored}


def test_what_the_same_judge_found_good_is_not_judged_again_before_somebody_looks():
    """Row W2: still worked out from the answers alone; an answer says who found it good."""
    opened = Opened()
    journey = Journey(wizard(), found_good("today", cover=SAME_CAR, note=NOTE), opened, judge="today")
    assert journey.frontier.step.slug == "confirm"
    assert opened.kinds == [CoverForm], "the condition of car looks at the first answer, nobody at the second"
    assert journey.answers == {"cover": "full", "new_car": "no", "note": None}
    assert opened.kinds == [CoverForm, NoteForm]


@pytest.mark.parametrize("walked", [{"judge": "tomorrow"}, {"judge": "today", "anew": True}])
def test_another_judge_judges_again_and_so_does_the_same_when_told(walked):
    stored = found_good("today", cover={"cover": ["gold"], "new_car": ["no"]}, note=NOTE)
    assert Journey(wizard(), stored, open_form, judge="today").frontier.step.slug == "confirm"
    assert Journey(wizard(), stored, open_form, **walked).frontier.step.slug == "cover"


def test_another_answer_than_was_found_good_is_judged():
    stored = found_good("today", cover=SAME_CAR, note=NOTE)
    stored["cover"] = stored["cover"]._replace(boxes={**SAME_CAR, "cover": ["gold"]})
    assert Journey(wizard(), stored, open_form, judge="today").frontier.step.slug == "cover"


def taken(boxes):
    form = CoverForm(stored_data(boxes), OCCASION)
    assert form.validate()
    return form


def test_an_answer_just_taken_is_good_for_the_journey_that_it_makes():
    before = Journey(wizard(), given({"cover": NEW_CAR, "note": NOTE}), open_form, judge="today")
    journey = before.answered(before.stop_at("cover"), SAME_CAR, taken(SAME_CAR))
    assert journey.given("cover") == found_good("today", cover=SAME_CAR)["cover"]
    assert journey.frontier.step.slug == "confirm"
    assert journey.answers["new_car"] == "no"
    assert journey.passed_by == ("car",)


def test_an_answer_leaves_the_journey_that_it_was_given_on_as_it_was():
    before = Journey(wizard(), given({"cover": NEW_CAR, "note": NOTE}), open_form, judge="today")
    stops, seal = before.stops, before.seal
    before.answered(before.stop_at("cover"), SAME_CAR, taken(SAME_CAR))
    assert (before.stops, before.seal, before.passed_by) == (stops, seal, ())
    assert (before.frontier.step.slug, before.answers["new_car"]) == ("car", "yes")
    assert before.given("cover").boxes == NEW_CAR


def test_a_later_answer_goes_on_from_where_it_was_given():
    """What was passed by on the way there stays so, and no form before it is made once more."""
    opened = Opened()
    before = Journey(wizard(), found_good("today", cover=SAME_CAR), opened, judge="today")
    note = open_form(NoteForm, NOTE)
    assert note.validate()
    journey = before.answered(before.stop_at("note"), NOTE, note)
    assert [stop.step.slug for stop in journey.stops] == ["cover", "note", "confirm"]
    assert (journey.passed_by, journey.stops[1].form) == (("car",), note)
    assert opened.kinds == [CoverForm]


@pytest.mark.parametrize("name", ["stops", "passed_by", "finished", "answers", "frontier", "seal"])
def test_nobody_puts_another_path_into_a_journey(name):
    with pytest.raises(AttributeError):
        setattr(walk({"cover": NEW_CAR}), name, ())


def looked(state):
    """A look that always finds this."""
    return lambda step: Waited(state)


BELL = Wait(6, "bell", "お待ち", look=lambda watched: Waited(WaitState.PENDING), button="次へ", still="まだです。")


def waiting(*steps, state, stored=None, **different):
    made = wizard(steps=steps, **different)
    return Journey(made, given(stored or {}), open_form, "run", look=looked(state))


@pytest.mark.parametrize("state", [WaitState.PENDING, WaitState.REFUSED, WaitState.EXPIRED])
def test_what_has_not_come_is_waited_for(state):
    journey = waiting(STEPS[0], BELL, STEPS[3], state=state, stored={"cover": SAME_CAR})
    assert [stop.step.slug for stop in journey.stops] == ["cover", "bell"]
    assert journey.frontier.waited == Waited(state)
    assert not journey.finished


def test_what_has_come_is_passed_without_an_answer():
    journey = waiting(STEPS[0], BELL, STEPS[3], state=WaitState.CONFIRMED, stored={"cover": SAME_CAR})
    assert [stop.step.slug for stop in journey.stops] == ["cover", "bell", "confirm"]
    assert [stop.step.slug for stop in journey.completed] == ["cover"]
    assert journey.frontier.before["cover"] == "full"


def test_nothing_that_is_sent_passes_a_wait():
    stored = {"cover": SAME_CAR, "bell": {"state": ["confirmed"]}}
    assert waiting(STEPS[0], BELL, STEPS[3], state=WaitState.PENDING, stored=stored).frontier.step is BELL


def test_a_wait_may_begin_and_end_a_wizard():
    over = {"complete": Onward()}
    assert waiting(BELL, state=WaitState.CONFIRMED, **over).finished
    assert not waiting(BELL, state=WaitState.PENDING, **over).finished


def test_before_it_is_taken_for_good_it_is_looked_at_once_more():
    found = [Waited(WaitState.CONFIRMED), Waited(WaitState.EXPIRED)]
    journey = Journey(wizard(steps=(BELL,), complete=Onward()), {}, open_form, "run", look=lambda step: found.pop(0))
    assert journey.finished and not journey.judged_anew().finished


def test_an_answer_given_beside_a_wait_keeps_its_look():
    journey = waiting(STEPS[0], BELL, STEPS[3], state=WaitState.CONFIRMED)
    answered = journey.answered(journey.stops[0], SAME_CAR, open_form(CoverForm, SAME_CAR))
    assert answered.frontier.step is STEPS[3]


BOX = Upload(7, "box", "画像", gather=lambda watched: Gathered((), 0, 0, ""))


def putting(good, waiting=0, mark="one", steps=(BOX, STEPS[3]), stored=None):
    found = Gathered(("a picture",) * (good + waiting), good, waiting, mark)
    return Journey(wizard(steps=steps), given(stored or {}), open_form, "run", look=lambda step: found)


@pytest.mark.parametrize(("good", "waiting"), [(0, 0), (0, 1), (3, 1)])
def test_files_are_waited_for_until_one_is_good_and_none_is_looked_at(good, waiting):
    journey = putting(good, waiting)
    assert journey.frontier.step is BOX and journey.frontier.gathered == journey.gathered
    assert (journey.gathered.good, journey.gathered.waiting) == (good, waiting)


def test_what_lies_in_a_run_passes_its_screen_and_is_no_answer():
    journey = putting(2, steps=(STEPS[0], BOX, STEPS[3]), stored={"cover": SAME_CAR})
    assert [stop.step.slug for stop in journey.stops] == ["cover", "box", "confirm"]
    assert [stop.step.slug for stop in journey.completed] == ["cover"] and set(journey.answers) == {"cover", "new_car"}


def test_nothing_that_is_sent_passes_a_screen_for_files():
    assert putting(0, stored={"box": {"files": ["yes"]}}).frontier.step is BOX


def test_the_seal_covers_what_lies_in_the_run():
    seals = [putting(2, mark=mark).seal for mark in ("one", "one", "another")]
    assert seals[0] == seals[1] != seals[2]


def test_a_wizard_without_files_gathers_none():
    assert walk({"cover": SAME_CAR}).gathered is None and wizard().upload is None
    assert wizard(steps=(BOX, STEPS[3])).upload is BOX
