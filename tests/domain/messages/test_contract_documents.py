"""Do the papers of a contract say what it says, for every reader, with every letter of a name? (row 602)"""

import re
from datetime import UTC, date, datetime

import factories
import printed
import pytest

from domain.messages import contract_documents
from infra.pdf import CannotPrint
from models import Premium

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
PREMIUM = Premium(paid_on=date(2026, 1, 4), amount=14400, starts_on=date(2026, 1, 4), ends_on=date(2027, 1, 4))
INSURERS = "非幹事:見本海上火災保険:40;幹事:サンプル損害保険:60"


@pytest.fixture
def portal(app):
    return app.extensions["portals"]["keiyakusha"]


def contract(**different):
    return factories.unsaved_contract(**{"portal": "keiyakusha", "insurers": INSURERS, **different})


def words(pdf):
    return re.sub(r"\s+", "", "".join(printed.pages(pdf)))


def test_all_of_a_contract(portal):
    made = contract_documents.contents(
        portal,
        contract(insured_is_holder=False, insured_name="𠮷田　一", covers="家財:300万円;個人賠償責任:1億円"),
        "駅前ほけん",
        NOW,
    )
    text = words(made)
    for said in (
        "保険契約内容",
        "髙﨑𠮷乃様",
        "2026年11月24日現在",
        "C900000001",
        "2025年12月24日午後4時から2026年12月24日午後4時まで",
        "12,000円",
        "補償内容家財300万円個人賠償責任1億円保険契約者",
        "駅前ほけん",
        "1960年（昭和35年）4月1日",
        "〒107-0000東京都港区見本1-2-3",
        "𠮷田一",
        "幹事保険会社サンプル損害保険60%非幹事保険会社見本海上火災保険40%",
        "03-0000-0000",
    ):
        assert said in text, said
    assert len(printed.pages(made)) == 1 and "1/1ページ" in text


def test_what_is_insured_is_left_out_where_the_file_did_not_say_it(portal):
    assert "補償内容" not in words(contract_documents.contents(portal, contract(), "駅前ほけん", NOW))


def test_a_receipt(portal):
    company = contract(company=True, holder_name="株式会社ｅ－ラボ")
    text = words(contract_documents.receipt(portal, company, PREMIUM, NOW))
    for said in (
        "保険料領収証",
        "株式会社ｅ－ラボ御中",
        "金14,400円",
        "2026年1月4日から2027年1月4日まで",
        "C900000001",
    ):
        assert said in text, said


def test_a_long_contract_goes_on_to_a_second_sheet_with_its_number(portal):
    long = "長" * 600
    pages = printed.pages(
        contract_documents.contents(portal, contract(holder_address=long, location=long * 2), "駅前", NOW)
    )
    assert len(pages) > 1
    assert all(f"{place} / {len(pages)}" in page for place, page in enumerate(pages, 1))


def test_they_are_tagged_a4_and_say_their_language(portal):
    for made in (
        contract_documents.contents(portal, contract(), "駅前ほけん", NOW),
        contract_documents.receipt(portal, contract(), PREMIUM, NOW),
    ):
        reader = printed.reader(made)
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"].startswith("ja")
        assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
        assert all("/FontFile" in str(font) for font in _fonts(reader))


def _fonts(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            yield descendant["/FontDescriptor"].get_object()


@pytest.mark.parametrize("odd", ["山田\u3000\U0002a6d6", "\U0001f600"])
def test_a_letter_that_the_typeface_lacks_is_said(portal, odd):
    with pytest.raises(CannotPrint, match="書体にない文字"):
        contract_documents.contents(portal, contract(holder_name=odd), "駅前ほけん", NOW)


def test_nothing_in_a_value_is_read_as_markup(portal):
    hostile = '#panic("x") *bold* $x$ @ref <tag> \\ `code`'
    assert "#panic" in words(contract_documents.contents(portal, contract(location=hostile), hostile, NOW))


def test_what_a_file_is_called():
    assert contract_documents.file_name("保険契約内容", contract()) == "保険契約内容_C900000001.pdf"
    assert contract_documents.file_name("保険料領収証", contract(), PREMIUM) == "保険料領収証_C900000001_20260104.pdf"
