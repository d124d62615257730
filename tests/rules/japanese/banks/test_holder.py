"""Is an account's holder known in every spelling that banks have, and nobody else for them?"""

import pytest

from rules.japanese.banks import abbreviations, holder
from rules.japanese.banks.abbreviations import LEGAL


def same(known, typed, company=False):
    return holder.same(holder.read(known, company=company), holder.read(typed, company=company), company=company)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("ミホン　カヲリ", "ミホン カオリ"),
        ("ミホン　カオリ", "みほん　かをり"),
        ("ヤマダ　キヨヱ", "ヤマダ キヨエ"),
        ("ミヅホ　カヅオ", "ミズホ カズオ"),
        ("サトウ　キョウコ", "ｻﾄｳｷﾖｳｺ"),
        ("スミス　アンナマリア", "スミス・アンナマリア"),
        ("ナガイ" * 16, "ナガイ" * 12),
    ],
)
def test_a_person(known, typed):
    assert same(known, typed)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("サトウ　キョウコ", "サトウ ケイコ"),
        ("ミホン　カヲリ", "ミホン カホリ"),
        ("サトウ　キョウコ", "サトウ"),
        ("コーノ　ハナ", "コノ ハナ"),
        ("オノ　ハナ", "オーノ ハナ"),
        ("サトウ　キョウコ", "カ）サトウキョウコ"),
        ("サトウ　キョウコ", ""),
    ],
)
def test_somebody_else(known, typed):
    assert not same(known, typed)


@pytest.mark.parametrize("form", [each for each in abbreviations.table() if each.kind == LEGAL], ids=lambda e: e.words)
def test_a_body_of_every_legal_form_long_and_short(form):
    own = f"{form.reading}ミホンノカイ"
    for typed in (f"{form.short})ミホンノカイ", f"ミホンノカイ({form.short}", f"{form.words}ミホンノカイ", own):
        assert same(own, typed, company=True) and same(f"{form.short}）ミホンノカイ", typed, company=True), typed
    other = "カ" if form.short != "カ" else "ユ"
    assert not same(own, f"{other})ミホンノカイ", company=True), "of another form it is another body"
    assert holder.lacks_legal_form(holder.read(own, company=True), "ミホンノカイ")


@pytest.mark.parametrize(
    ("typed", "same_company"),
    [
        ("カ)ミホンショウジ", True),
        ("ミホンシヨウジ(カ)チバ(エイ", True),
        ("カ)ミホンシヨウジ チバシテン", True),
        ("カ)ミホンシヨウジ ダイヒヨウトリシマリヤク ミホンタロウ", True),
        ("カ)ミホンシヨウジチバ", False),
        ("カ)ミホンシヨウジ チバ", False),
        ("カ)ミホンシヨウジ フドウサン チバシテン", False),
        ("カ)ミホンシヨウジ ダイヒヨウデザイン", False),
        ("カ)ミホンシヨウジ コウジヨウ", True),
        ("カ)ミホンシヨウジ シヤチヨウ", False),
        ("カ)ミホン(エイ", False),
        ("ユ)ミホンシヨウジ", False),
        ("ミホンシヨウジ", False),
        ("カ)", False),
        ("カ)ベツシヨウジ(エイ", False),
    ],
)
def test_a_company_and_its_offices(typed, same_company):
    assert same("カブシキガイシャ　ミホンショウジ", typed, company=True) == same_company


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("カブシキガイシャ　ミホン", "ミホン　ホーム（カ"),
        ("カブシキガイシャ　ミホン", "カ）ミホン　ホーム"),
        ("カブシキガイシャ　ミホン", "カ）ミホン　ダイガク"),
        ("カブシキガイシャ　ミホン", "カ）ミホン　フドウサンホンテン"),
        ("イッパンシャダンホウジン　ミホン", "シヤ）ミホン　ダイガク"),
        ("イリョウホウジン　ミホンカイ", "イ）ミホンカイ　ミホンダイガク"),
    ],
)
def test_a_place_that_a_body_of_this_kind_does_not_have_makes_another_name(known, typed):
    assert not same(known, typed, company=True)


@pytest.mark.parametrize("typed", ["カ ミホンシヨウジ", "カ（ミホンシヨウジ", "ミホンシヨウジ　カ）", "ミホンシヨウジ"])
def test_a_legal_form_that_no_bank_writes_so_is_as_one_that_is_missing(typed):
    known = holder.read("カブシキガイシャミホンショウジ", company=True)
    assert holder.lacks_legal_form(known, holder.read(typed, company=True))
    assert not holder.lacks_legal_form(known, "カ)ミホンシヨウジ") and not holder.lacks_legal_form(known, "ベツ")


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("イリョウホウジンシャダン　ミホンカイ", "イ）ミホンカイ　リジチヨウ　ミホンハナコ"),
        ("イリョウホウジン　ミホンカイ", "イ）ミホンカイ　ミホンビヨウイン"),
        ("ガッコウホウジンミホンガクエン", "ガク）ミホンガクエン　ミホンヨウチエン"),
        ("ミホンケンロウドウクミアイ", "ミホンケンロウドウクミアイ　シツコウイインチヨウ　ミホンタロウ"),
        ("ミホンマンションカンリクミアイ", "ミホンマンシヨンカンリクミアイ　リジチヨウ　ミホンタロウ"),
        ("カブシキガイシャ　ミホン　ダイヒョウトリシマリヤク　ミホンタロウ", "カ）ミホン"),
        ("カブシキガイシャ　Ａ＆Ｂ", "カ）A B"),
        ("カブシキガイシャ　Ａ＆Ｂ", "カ）AB"),
        ("カブシキガイシャ　Ａ＆Ｂ", "カ）エーアンドビー"),
    ],
)
def test_a_body_with_its_places_and_whoever_speaks_for_it(known, typed):
    assert same(known, typed, company=True)


def test_a_company_of_which_no_form_is_known_may_have_any():
    assert same("ミホンショウジ", "カ)ミホンシヨウジ", company=True)
    assert not same("", "カ)", company=True)


def test_a_union_long_and_short():
    assert same("ミホンケンコウホケンクミアイ", "ミホンケンポ", company=True)
    assert same("ミホンロウドウクミアイ", "ミホン(ロウクミ", company=True)
    assert not same("ミホンロウドウクミアイ", "ミホンケンポ", company=True)


def test_a_persons_name_is_not_shortened_and_has_no_dots():
    assert holder.read("サトウ．ハナコ", company=False) == "サトウ ハナコ"
    assert holder.read("カブシキガイシャ　ハナコ", company=False) == "カブシキガイシヤ ハナコ"
