"""Is the bank or the branch found that a customer means, and of many no more than can be shown?"""

from collections import Counter

import pytest

from rules.japanese.banks import history, kinds, search, spelling, zengin
from rules.japanese.banks.index import Named
from rules.japanese.banks.search import MOST

MIZUHO = Named("0001", "みずほ")
# Two of one name: nobody but the customer knows which.
SAME_NAME = {"0168", "0489"}


def named(matches):
    return [each.named for each in matches]


def codes(matches):
    return [each.named.code for each in matches]


@pytest.mark.parametrize(
    "typed",
    [
        *("1", "0001", "０００１", " 1 ", "みずほ", "みずほ銀行", "ミズホ", "ﾐｽﾞﾎ", "株式会社みずほ銀行"),
        *("みずほ（コード 0001）", "みずほ銀行（0001）", "0001 みずほ", "みずほ銀行 0001", "みずほぎんこう"),
    ],
)
def test_one_that_is_meant_alone_is_found_alone(typed):
    """Also where its name is a part of others'."""
    assert named(search.banks(typed)) == [MIZUHO]


def test_every_bank_is_found_alone_by_its_code_its_names_and_what_our_screens_print():
    for code, entry in history.today().items():
        meant = Named(code, entry.name)
        assert named(search.banks(code)) == [meant]
        for text in (f"{meant.full_name}（コード {code}）", f"{entry.name}（{code}）"):
            assert named(search.banks(text)) == [meant], text
        if code not in SAME_NAME:
            for text in (entry.name, meant.full_name, f"株式会社{meant.full_name}"):
                assert named(search.banks(text)) == [meant], text


def test_every_bank_is_among_those_found_by_its_sound_however_long_vowels_are_written():
    for code, entry in history.today().items():
        for sound in (entry.kana, entry.kana.replace("－", "ー"), entry.kana.replace("－", "-")):
            found = search.banks(sound)
            assert code in codes(found) or len(found) > MOST, sound


def test_every_branch_is_found_by_its_name_and_by_its_sound():
    for bank in history.today():
        branches = zengin.branches(bank)
        times = Counter(spelling.folded(each.name) for each in branches.values())
        for code, entry in branches.items():
            meant, found = Named(code, entry.name), named(search.branches(bank, entry.name))
            alone = times[spelling.folded(entry.name)] == 1
            assert found == [meant] if alone else meant in found, (bank, entry)
            heard = named(search.branches(bank, entry.kana))
            assert meant in heard or len(heard) > MOST, (bank, entry)


@pytest.mark.parametrize("typed", ["", "　", "9998", "00001", "12345", "どこにもない銀行", "☃", "()", "・"])
def test_nothing_is_found_by_what_no_bank_has(typed):
    assert search.banks(typed) == []


def test_a_part_of_a_name_finds_all_that_have_it_in_the_order_of_their_codes():
    there = [code for code, each in history.today().items() if "埼玉" in each.name]
    assert codes(search.banks("埼玉")) == there and len(there) > 1


def test_the_beginning_of_a_sound_finds_names_in_kanji():
    assert "0017" in codes(search.banks("さいたまり"))
    assert "0017" not in codes(search.banks("たまりそな")), "the middle of a sound is none"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ろーそん", "0042"),
        ("ペイペイ銀行", "0033"),
        ("エーユージブン", "0039"),
        ("中央労働金庫", "2963"),
        ("中央ろうきん", "2963"),
        ("みずほ信託銀行", "0289"),
        ("JA横浜", "5114"),
        ("横浜農業協同組合", "5114"),
        ("横浜銀行", "0138"),
        ("SMBC", "0009"),
        ("SMBC信託", "0300"),
        ("郵便局", "9900"),
        ("農林中央金庫", "3000"),
        ("商工組合中央金庫", "2004"),
        ("埼玉県信用金庫", "1250"),
        ("114銀行", "0173"),
        ("いわて花巻農協", "3553"),
        ("にしにほんしてぃ", "0190"),
    ],
)
def test_what_people_call_it(typed, code):
    assert codes(search.banks(typed)) == [code] and search.banks(typed)[0].is_itself


def test_the_word_for_a_bank_in_the_question_leaves_out_the_others():
    assert {kinds.listed(*each.named).kind for each in search.banks("中央銀行")} <= {"銀行"}
    assert len(search.banks("中央")) > 1


@pytest.mark.parametrize("typed", ["信金", "農協", "銀行", "JA"])
def test_of_very_many_one_more_than_can_be_shown_is_given(typed):
    assert len(search.banks(typed)) == MOST + 1


def test_every_former_name_leads_to_what_it_is_now():
    """But for those that sound like one of today."""
    living = {spelling.sound(entry.kana) for entry in history.today().values()}
    for each in history.formers():
        if spelling.sound(each.kana) in living:
            continue
        full = kinds.full_name(each.code or each.now or "9999", each.name)
        [match] = search.banks(full)
        assert match.named.code == each.now or not each.now, full
        assert match.is_itself == (each.change == history.RENAMED), full
        assert match.is_there == bool(each.now), full


def test_the_code_of_one_that_ended_leads_to_where_it_went():
    for code, former in history.gone().items():
        [match] = search.banks(code)
        assert match.former is not None and match.former.code == code
        assert match.named.code == (former.now or code)


def test_a_former_name_of_no_kind_is_one_of_several():
    found = search.banks("愛知")
    assert "0542" in codes(found) and "1550" in codes(found)


def test_a_code_and_a_name_that_contradict_each_other_leave_the_choice():
    assert codes(search.banks("みずほ銀行（0005）")) == ["0005", "0001"]


@pytest.mark.parametrize(
    ("bank", "typed", "code"),
    [
        ("0001", "1", "001"),
        ("0001", "本店", "100"),
        ("0001", "本店営業部", "100"),
        ("0001", "東京営業部", "001"),
        ("0001", "とうきょうえいぎょうぶ", "001"),
        ("0001", "東京営業部（コード 001）", "001"),
        ("0001", "たませんたー", "257"),
        ("0001", "しぶやしてん", "210"),
        ("0543", "豊田営業部", "239"),
        ("0543", "豊田支店", "239"),
        ("9900", "零一八店", "018"),
        ("9900", "◯一八", "018"),
        ("9900", "ぜろいちはち", "018"),
    ],
)
def test_a_branch_is_found_in_its_bank_by_a_code_of_three_digits_or_its_name(bank, typed, code):
    assert codes(search.branches(bank, typed)) == [code]


@pytest.mark.parametrize(("bank", "typed"), [("0001", "支店"), ("0001", "〇一八"), ("9998", "本店"), ("", "0001")])
def test_what_is_no_branch_of_that_bank_is_not_found(bank, typed):
    assert search.branches(bank, typed) == []
