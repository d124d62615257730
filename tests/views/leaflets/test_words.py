"""Is said what is good on paper, and what the settings have?"""

from dataclasses import replace

import pytest

from rules.phone_verification import PhoneVerification
from views.leaflets import contents, words
from views.leaflets.contents import Stop
from views.shared.leaflets import LEAFLETS
from views.staff import scripts

LOGIN = Stop("view", 102, 102, "ログイン")
PROFILE = Stop("input", 103, 103, "お客さま情報の入力、利用規約同意")
KEYWORD = Stop("keyword", 107, 107, "キーワード入力")


@pytest.fixture(autouse=True)
def in_context(context):
    """All of it asks the settings."""


def test_what_staff_say_is_said_on_paper(asking):
    assert words.said(PROFILE, asking("契約者氏名")) == list(scripts.of(103).say)


def test_what_makes_sense_on_the_telephone_alone_is_left_out(asking):
    shown = "".join(words.said(Stop("complete", 105, 105, "メールの送信、キーワード表示"), asking()))
    assert "声に出し" in "".join(scripts.of(105).say)
    assert "紙に書き写してください。" in shown
    assert "声に出し" not in shown


def test_of_no_screen_is_said_what_only_an_operator_says(portals, asking):
    for portal in portals.values():
        for leaflet in LEAFLETS.values():
            if leaflet.name in portal.sequences:
                said = [line for stop in contents.stops(portal, leaflet) for line in words.said(stop, asking())]
                assert not [line for line in said if words.SPOKEN.search(line)]


def test_a_login_that_is_passed_by_is_not_explained(asking):
    passed = LOGIN._replace(press=["初めて"])
    assert words.said(LOGIN, asking("ユーザーID"))
    assert words.said(passed, asking("ユーザーID")) == []
    assert not words.is_filled_in(passed, asking("ユーザーID"))


def test_what_is_pressed_is_named_and_what_it_belongs_to():
    way = Stop("view", 112, 112, "はじめてご利用になる方", ["新規登録（キーワード）"])
    assert words.pressed(PROFILE, "次へ") == "「次へ」を押してください。"
    assert (
        words.pressed(way, "この方法で登録する")
        == "「新規登録（キーワード）」の「この方法で登録する」を押してください。"
    )
    assert (
        words.pressed(LOGIN._replace(press=["初めて"]), "初めての方はこちら")
        == "「初めての方はこちら」を押してください。"
    )
    assert words.pressed(PROFILE, "") == ""


def test_what_one_needs_is_told_once_and_what_one_is_asked(asking):
    screens = {103: asking("契約者氏名", "利用規約", ticks=["利用規約"]), 107: asking("キーワード")}
    assert words.at_hand([PROFILE, KEYWORD], screens) == [
        "保険証券",
        "メールを受け取れる端末",
        words.PAPER,
        "次の項目を入力していただきます：契約者氏名",
    ]


def test_who_only_passes_a_login_needs_no_password(asking):
    passed = LOGIN._replace(press=["初めて"])
    assert words.at_hand([passed], {102: asking("ユーザーID", "パスワード")}) == []
    assert words.at_hand([LOGIN], {102: asking("ユーザーID")}) == [
        "ご登録のメールアドレスと、パスワード",
        "次の項目を入力していただきます：ユーザーID",
    ]


def test_cautions_are_those_of_the_settings(served, portals):
    portal = portals["okyakusama"]
    told = "".join(words.cautions(portal, LEAFLETS["registration"], [PROFILE, KEYWORD]))
    assert "メールのURLのご利用は1回限りです。メールの発信から48時間を過ぎると" in told
    assert "キーワードは、メールに書かれていません" in told
    assert "30分間操作がないと" in told
    assert "毎週月曜日の午前2時から午前4時まで" in told
    other = "".join(words.cautions(portals["keiyakusha"], LEAFLETS["change"], [PROFILE]))
    assert "URL" not in other and "休止" not in other and "キーワードは、メール" not in other


def test_a_temporary_password_has_a_caution_of_its_own(portals):
    told = "".join(words.cautions(portals["okyakusama"], LEAFLETS["temporary"], [PROFILE]))
    assert "仮パスワードのご利用は1回限りです" in told and "URLのご利用" not in told


def test_numbers_that_can_verify_are_told_where_a_call_is_made(portals):
    portal = replace(portals["keiyakusha"], phone_verification=PhoneVerification("required", numbers=("03-0000-0100",)))
    call = Stop("wait", 503, 503, "電話番号による本人認証")
    assert words.numbers(portal, [PROFILE]) == []
    assert dict(words.numbers(portal, [call]))["固定電話の番号"] == "ご利用いただけます"
    assert "始まります" in "".join(words.cautions(portals["keiyakusha"], LEAFLETS["verification"], [call]))
    assert "始まります" not in "".join(words.cautions(portal, LEAFLETS["verification"], [call]))


def test_a_portal_that_never_rests_tells_of_no_maintenance(portals):
    assert [number for number, _, _ in words.stuck(portals["okyakusama"])] == list(range(901, 910))
    assert [number for number, _, _ in words.stuck(portals["keiyakusha"])] == [*range(901, 906), *range(907, 910)]


def test_a_picture_is_told_in_words(asking):
    told = words.described(PROFILE, asking("契約者氏名", "生年月日"), "次へ", 1, 2)
    assert told == (
        "画面番号103「お客さま情報の入力、利用規約同意」の画面（2枚のうち1枚目）。"
        "入力する項目は、1 契約者氏名、2 生年月日です。押すところは「次へ」です。"
    )
    assert words.described(KEYWORD, asking(), "", 1, 1) == "画面番号107「キーワード入力」の画面。"
