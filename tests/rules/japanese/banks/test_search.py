"""Is the bank or the branch found that a customer means, and of many no more than can be shown?"""

from collections import Counter

import pytest

from rules.japanese.banks import history, kinds, search, spelling, zengin
from rules.japanese.banks.index import Named
from rules.japanese.banks.search import MOST

MIZUHO = Named("0001", "みずほ")
# Two of one name: nobody but the customer knows which.
SAME_NAME = {"0168", "0489"}


def named(found):
    return [each.named for each in found.matches]


def codes(found):
    return [each.named.code for each in found.matches]


def sure(found):
    """The code of the one that is taken without a question."""
    return found.alone.named.code if found.alone else None


@pytest.mark.parametrize(
    "typed",
    [
        *("1", "0001", "０００１", " 1 ", "みずほ", "みずほ銀行", "ミズホ", "ﾐｽﾞﾎ", "株式会社みずほ銀行"),
        *("みずほ（コード 0001）", "みずほ銀行（0001）", "0001 みずほ", "みずほ銀行 0001", "みずほぎんこう"),
    ],
)
def test_one_that_is_meant_alone_is_found_alone(typed):
    """Also where its name is a part of others'."""
    found = search.banks(typed)
    assert found.alone is not None and found.alone.named == MIZUHO


def test_every_bank_is_found_alone_by_its_code_its_names_and_what_our_screens_print():
    for code, entry in history.today().items():
        meant = Named(code, entry.name)
        assert sure(search.banks(code)) == code
        for text in (f"{meant.full_name}（コード {code}）", f"{entry.name}（{code}）", f"金融機関コード {code}"):
            assert sure(search.banks(text)) == code, text
        if code not in SAME_NAME:
            for text in (entry.name, meant.full_name, f"株式会社{meant.full_name}"):
                assert sure(search.banks(text)) == code, text


def test_every_bank_is_among_those_found_by_its_sound_however_long_vowels_are_written():
    for code, entry in history.today().items():
        for sound in (entry.kana, entry.kana.replace("－", "ー"), entry.kana.replace("－", "-")):
            found = search.banks(sound)
            past = found.sure and found.matches[0].former
            assert code in codes(found) or len(found.matches) > MOST or past, sound


def test_every_branch_is_found_by_its_name_and_by_its_sound():
    for bank in history.today():
        branches = zengin.branches(bank)
        times = Counter(spelling.folded(each.name) for each in branches.values())
        for code, entry in branches.items():
            found = search.branches(bank, entry.name)
            alone = times[spelling.folded(entry.name)] == 1
            assert sure(found) == code if alone else code in codes(found), (bank, entry)
            heard = codes(search.branches(bank, entry.kana))
            assert code in heard or len(heard) > MOST, (bank, entry)


@pytest.mark.parametrize("typed", ["", "　", "9998", "00001", "12345", "どこにもない銀行", "☃", "()", "・"])
def test_nothing_is_found_by_what_no_bank_has(typed):
    assert search.banks(typed).matches == []


def test_a_part_of_a_name_finds_all_that_have_it_in_the_order_of_their_codes():
    there = {code for code, each in history.today().items() if "埼玉" in each.name}
    there |= {code for each in history.formers() if "埼玉" in each.name for code in each.now.split()}
    assert codes(search.banks("埼玉")) == sorted(there) and len(there) > 1


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
    found = search.banks(typed)
    assert sure(found) == code and found.alone.is_itself


def test_the_word_for_a_bank_in_the_question_leaves_out_the_others():
    assert {kinds.listed(*each).kind for each in named(search.banks("中央銀行"))} <= {"銀行"}
    assert len(search.banks("中央").matches) > 1


@pytest.mark.parametrize("typed", ["信金", "農協", "銀行", "JA"])
def test_of_very_many_one_more_than_can_be_shown_is_given(typed):
    assert len(search.banks(typed).matches) == MOST + 1


def test_every_former_name_leads_to_what_it_is_now():
    """But for those that sound like one of today."""
    living = {spelling.sound(entry.kana) for entry in history.today().values()}
    for each in history.formers():
        if spelling.sound(each.kana) in living:
            continue
        full = kinds.full_name(each.code or each.now[:4] or "9999", each.name)
        found = search.banks(full)
        assert found.sure or not kinds.parted(full).kind, full
        assert codes(found) == each.now.split() or not each.now, full
        assert [match.is_itself for match in found.matches] == [each.change == history.RENAMED] * len(found.matches)
        assert [match.is_there for match in found.matches] == [bool(each.now)] * len(found.matches)


def test_the_code_of_one_that_ended_leads_to_where_it_went():
    for code, former in history.gone().items():
        found = search.banks(code)
        assert {match.former.code for match in found.matches} == {code}
        assert codes(found) == (former.now or code).split()


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
    assert sure(search.branches(bank, typed)) == code


@pytest.mark.parametrize(("bank", "typed"), [("0001", "支店"), ("0001", "〇一八"), ("9998", "本店"), ("", "0001")])
def test_what_is_no_branch_of_that_bank_is_not_found(bank, typed):
    assert search.branches(bank, typed).matches == []


@pytest.mark.parametrize("typed", ["UFJ", "三井住友信", "さいたまり", "京都中", "大阪東", "太陽銀行", "住信"])
def test_a_part_of_a_name_is_offered_and_never_taken(typed):
    found = search.banks(typed)
    assert found.matches and found.alone is None


@pytest.mark.parametrize(("bank", "typed"), [("0134", "市原支店"), ("9900", "イチハチ"), ("0001", "渋")])
def test_a_part_of_a_branch_is_offered_and_never_taken(bank, typed):
    assert search.branches(bank, typed).alone is None


def test_a_number_that_is_a_code_and_a_name_is_offered_as_both():
    assert {"0153", "0001"} == set(codes(search.banks("16"))) and search.banks("16").alone is None
    assert {"0154", "0033"} == set(codes(search.banks("33")))
    assert sure(search.banks("114")) == "0173" and sure(search.banks("105")) == "0155"
    assert "0125" not in codes(search.banks("7銀行")), "a part of a number is another number"


def test_a_bank_that_was_divided_leaves_the_choice_between_its_heirs():
    found = search.banks("あさひ銀行")
    assert codes(found) == ["0010", "0017"] and found.alone is None and found.sure


@pytest.mark.parametrize(
    ("bank", "typed", "code"),
    [
        ("9900", "〇一八（読み　ゼロイチハチ）", "018"),
        ("9900", "ゼロイチハチ店", "018"),
        ("9900", "018店", "018"),
        ("9900", "店番018", "018"),
        ("9900", "Ｏ一八", "018"),
        ("9900", "〇一ハ", "018"),
        ("0001", "店番号：210", "210"),
        ("0001", "渋谷支店　普通", "210"),
        ("0001", "210渋谷支店", "210"),
        ("0005", "三ノ宮", "462"),
    ],
)
def test_a_branch_as_cards_and_applications_show_it(bank, typed, code):
    assert sure(search.branches(bank, typed)) == code


@pytest.mark.parametrize(
    "typed", ["銀行コード0001", "コード：0001", "0001みずほ", "みずほ銀行0001", "みずほ銀行 渋谷支店"]
)
def test_a_bank_as_cards_and_applications_show_it(typed):
    assert sure(search.banks(typed)) == "0001"
