"""Is it said in the words of the screens where a customer is?"""

from types import SimpleNamespace

from factories import NOW

from domain.staff.whereabouts import Whereabouts
from models import Event
from views.staff import live
from wizards.engine.mistakes import Kind, Mistake

NOTHING = Whereabouts([], [], [], [], [], [], [])


def run(wizard="change", screen=604, mistake=None):
    kept = live.mistakes.json.dumps(mistake) if mistake else None
    return SimpleNamespace(wizard=wizard, screen=screen, seen_at=NOW, mistake=kept, mistaken_at=NOW)


def placed(*runs):
    return live.of(NOTHING._replace(runs=runs)).places


def test_a_screen_is_told_by_its_number_and_title():
    [place] = placed(run(screen=605))
    assert (place.screen, place.screen_title, place.seen_at, place.mistake) == (605, "変更内容の確認", NOW, "")
    assert place.title == live.WIZARDS["change"].title


def test_where_no_screen_was_noted_it_is_the_first():
    [place] = placed(run(screen=None))
    assert place.screen == 604


def test_what_was_wrong_is_told_by_screen_question_and_kind():
    [place] = placed(run(mistake=Mistake(604, 5, "phone", Kind.EMPTY)))
    assert place.mistake == "画面604の5番「電話番号」：入力または選択がされていません（12:00）"
    [place] = placed(run(mistake=Mistake(604, 5, "", Kind.OTHER)))
    assert place.mistake.startswith("画面604の5番：")
    [place] = placed(run(mistake=Mistake(605, 0, "", Kind.STALE)))
    assert place.mistake.startswith("画面605：内容が変わったため")


def test_a_run_of_a_sequence_that_is_no_more_is_left_out():
    assert placed(run("gone")) == []


def test_a_receipt_is_told_by_what_was_done_and_its_number():
    done = Event(kind="photos sent", receipt_number="123456789012", at=NOW)
    [told] = live.of(NOTHING._replace(receipts=[done])).receipts
    assert (told.what, told.state, told.at) == ("事故の画像を送信しました", "123456789012", NOW)
