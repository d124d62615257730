"""Is there something to say at every screen, in words that can be read aloud, of messages that are really shown?"""

import re
from pathlib import Path

import pytest
from practising import NEVER_SHOWN, NUMBERS, PORTALS, SCREENS

from views.practice import counter
from views.practice.asked import Asked, Screen
from views.staff import scripts
from views.staff.scripts import CHECKS, SCRIPTS

ROOT = Path(__file__).parents[3]
ROOMS = ("forms", "rules", "domain", "wizards", "views")
SOURCE = "".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.stem != "scripts")
# What says only what is empty, or that is written down with the kind that it is one of.
SAY_NOTHING_MORE = {"Cards", "Choice", "Email", "Kana", "Name", "Password", "Switch", "Text", "Tick", "_Chosen"}
SAY_NOTHING_MORE |= {"AccountNumber", "BranchName", "CopyableAddress", "Day", "InitialPassword", "SomebodysBirthDate"}
SAY_NOTHING_MORE |= {"LoginPassword", "TextWithChoice", "as_long_as_offered", "not_pledged"}
READ_ALOUD = [(number, line) for number, script in SCRIPTS.items() for line in (*script.say, script.purpose)]
READ_ALOUD += [(number, each.say) for number, script in SCRIPTS.items() for each in script.mistakes]
READ_ALOUD += [(check, each.say) for check, entries in CHECKS.items() for each in entries]
MESSAGES = [each.message for script in SCRIPTS.values() for each in script.mistakes]
MESSAGES += [each.message for entries in CHECKS.values() for each in entries]


def test_every_screen_has_an_entry_and_no_entry_is_of_another():
    assert sorted(SCRIPTS) == NUMBERS
    assert all(script.say for script in SCRIPTS.values())


@pytest.mark.parametrize("message", [*dict.fromkeys(MESSAGES), scripts.TOO_LONG])
def test_each_message_is_one_that_the_program_says(message):
    """The parts between "…" stand in its source, also where a string is broken off at the end of a line."""
    joined = re.sub(r'"\s*f?"', "", SOURCE)
    for part in filter(None, message.split("…")):
        assert part in SOURCE or part in joined, part


def test_what_is_read_aloud_can_be_read_aloud():
    for where, line in READ_ALOUD:
        assert re.search(r"[。か]$|」$|。）$", line), (where, line)
        assert not re.search("お客様(?!情報)|クリック|タップ|不正|無効|エラー|ＵＲＬ|！", line), (where, line)
        assert len(line) <= 170, (where, line)
        assert re.search("です|ます|ません|ください|ました|ですか|ますか", line), (where, line)


def test_nobody_is_asked_for_a_secret():
    """Neither is a customer told to say one."""
    asks = re.compile(
        "(?:パスワード|キーワード|口座番号|確認コード)[^。]*(?:お知らせください|おっしゃってください|教えて)"
    )
    assert [each for each in READ_ALOUD if asks.search(each[1])] == []
    for number in (102, 103, 105, 202, 403, 413, 502, 711, 715):
        assert "おたずねし" in SCRIPTS[number].care, number


def test_the_words_for_buttons_are_those_on_the_screens(app):
    """What is said to be pressed, in 「」, stands there or on the page that it leads from."""
    with app.app_context():
        own, shown = counter.of_app(), ""
        for portal, number, _ in SCREENS:
            if (portal, number) not in NEVER_SHOWN:
                shown += own.screen(app.extensions["portals"][portal], number).page
    text = re.sub(r"<[^>]+>|\s", "", shown) + "ログアウトさせる契約者の住所を写す"
    for number, script in SCRIPTS.items():
        for line in script.say:
            for pressed in re.findall("「([^」]+)」を押", line):
                assert re.sub(r"\s", "", pressed) in text, (number, pressed)


def test_every_kind_of_question_has_its_mistakes_or_none(app):
    with app.app_context():
        own = counter.of_app()
        found = set()
        for portal, number, _ in SCREENS:
            screen = own.screen(app.extensions["portals"][portal], number)
            found |= {check for each in (screen.asked if screen else ()) for check in each.checks}
    assert found - set(CHECKS) == SAY_NOTHING_MORE
    assert set(CHECKS) <= found


def test_where_it_stands_and_where_it_leads():
    place = scripts.place(PORTALS["okyakusama"], 104)
    assert (place.sequence, place.place, place.many) == ("新規利用登録", 2, 3)
    assert (place.before.number, [each.number for each in place.onward], place.is_last) == (103, [105], False)
    assert scripts.place(PORTALS["okyakusama"], 105).is_last
    assert scripts.place(PORTALS["okyakusama"], 641) is None
    assert scripts.place(PORTALS["okyakusama"], 102) is None
    assert scripts.place(PORTALS["keiyakusha"], 503).is_last


def asked(**different):
    values = {"required": True, "hints": [], "options": [], "parts": [], "missing": "名前を入力してください。"}
    return Asked(**{"number": 1, "label": "名前", "checks": ["Kana", "kana_only"], **values, **different})


def test_mistakes_are_those_of_the_screen_then_of_its_fields_each_once():
    screen = Screen("", [asked(), asked(number=2)], ["次へ"])
    messages = [each.message for each in scripts.mistakes(107, screen)]
    assert messages == [
        "キーワードが一致しません。もう一度入力してください（あと…",
        "名前を入力してください。",
        "カタカナまたはひらがなで入力してください。",
        scripts.TOO_LONG,
    ]
    assert scripts.mistakes(105, None) == []


def test_buttons_without_what_stands_on_every_page():
    screen = Screen("", [], ["次へ", "検索する", "次へ", "戻る", "時間を延長する"])
    assert scripts.buttons(screen) == ["次へ", "検索する"] and scripts.goes_back(screen)
    assert not scripts.goes_back(None) and scripts.buttons(None) == []
