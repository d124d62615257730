"""Are the words for kinds of bodies shortened as banks do, wherever they stand?"""

import pytest

from rules.japanese.banks import abbreviations, alphabet
from rules.japanese.banks.abbreviations import BUSINESS, LEGAL, OFFICE, Parted

TABLE = abbreviations.table()
LEGAL_FORMS = [each for each in TABLE if each.kind == LEGAL]
BUSINESSES = [each for each in TABLE if each.kind == BUSINESS]


def test_the_lists_are_whole_and_in_the_letters_of_banks():
    assert [sum(each.kind == kind for each in TABLE) for kind in (LEGAL, OFFICE, BUSINESS)] == [37, 2, 25]
    assert all(not alphabet.unknown(each.reading + each.short) for each in TABLE)
    assert len({each.words for each in TABLE}) == len(TABLE)


@pytest.mark.parametrize("form", LEGAL_FORMS, ids=lambda each: each.words)
def test_a_legal_form_in_front_behind_and_in_the_middle(form):
    short = form.short
    for written in (form.reading, f"{short})", f"({short})"):
        assert abbreviations.shortened(f"{written}ミホン") == f"{short})ミホン"
    for written in (form.reading, f"({short}", f"({short})"):
        assert abbreviations.shortened(f"ミホン{written}") == f"ミホン({short}"
    for written in (f"({short})", f" {form.reading} ", f"({short} "):
        assert abbreviations.shortened(f"ミホン{written}チバ") == f"ミホン({short})チバ"
    assert abbreviations.parted(f"{short})ミホン") == Parted(("ミホン",), short, ())
    assert abbreviations.parted(f"ミホン({short})チバ") == Parted(("ミホン", "チバ"), short, (), before=1)


@pytest.mark.parametrize("form", LEGAL_FORMS, ids=lambda each: each.words)
def test_a_legal_form_in_the_words_of_the_law(form):
    assert abbreviations.spoken(f"{form.words}ミホン") == f"{form.reading}ミホン"


@pytest.mark.parametrize("form", BUSINESSES, ids=lambda each: each.words)
def test_a_business_is_one_long_or_short_with_brackets_or_without(form):
    ways = (form.reading, form.short, f"({form.short}", f"({form.short})")
    assert {abbreviations.parted(f"ミホン{each}").name for each in ways} == {f"ミホン{form.short}"}


@pytest.mark.parametrize(
    ("typed", "short"),
    [
        ("㈱ミホン", "カ)ミホン"),
        ("（有）ミホン", "ユ)ミホン"),
        ("ミホン（株）", "ミホン(カ"),
        ("株）ミホン", "カ)ミホン"),
        ("（一社）ミホン", "シヤ)ミホン"),
        ("ミホン（特非）", "ミホン(トクヒ"),
        ("NPO法人ミホンノカイ", "トクヒ)ミホンノカイ"),
        ("ミホン（カ　チバシテン", "ミホン(カ)チバシテン"),
        ("カブシキカイシャミホン", "カ)ミホン"),
        ("エヌピーオーホウジンミホンノカイ", "トクヒ)ミホンノカイ"),
        ("ミホン株式会社チバエイギョウショ", "ミホン(カ)チバ(エイ"),
        ("カ）ミホン　シュッチョウジョ", "カ)ミホン(シユツ"),
        ("カ）", "カ)"),
    ],
)
def test_as_people_write_them(typed, short):
    assert abbreviations.shortened(alphabet.read(abbreviations.spoken(typed))) == short


@pytest.mark.parametrize(
    "name",
    [
        *("カミホン", "ミホンカ", "ミホンカ)", "エイギヨウシヨミホン", "ユ", "シヤミホン"),
        *("カ)ニホンエイギヨウジヨウホウ", "カ)トウキヨウシユツチヨウシヨクドウ", "カ)トウキヨウエイギヨウシヨウカイ"),
        *(
            "カ)トウキヨウシユツチヨウジヨサンイン",
            "シヤ)ニホンイリヨウホウジンキヨウカイ",
            "カ)ミホンガツコウホウジン",
        ),
    ],
)
def test_a_name_that_only_has_the_same_sounds_stays(name):
    assert abbreviations.shortened(name) == name
