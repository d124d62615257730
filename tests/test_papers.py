"""Does each paper say what it must, on one sheet a letter?"""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import printed
import pypdf
import pytest
from factories import NOW

import papers
import portals
import wizards

ROOT = Path(__file__).parent.parent
SERVED = portals.load(ROOT / "portals.toml", wizards.WIZARDS)
URL = "https://www.example.jp/keiyakusha/login"


@pytest.fixture
def portal():
    return SERVED["keiyakusha"]


def contract(number="H100000001", **different):
    values = {
        "number": number,
        "product": "お部屋の保険ワイド",
        "starts_on": date(2025, 1, 4),
        "ends_on": date(2027, 1, 4),
        "agency": "駅前ほけん",
        "agency_phone": "03-0000-1111",
        "company": False,
        "holder_name": "𠮷田　髙﨑子",
        "holder_postal_code": "107-0000",
        "holder_address": "東京都港区見本1-2-3",
    }
    return SimpleNamespace(**values | different)


def letter(*contracts, **different):
    named = contracts or (contract(),)
    values = {"user_id": "KMR7482X", "password": "Ymd8Kkn3", "replaces": False, "told_on": None}
    return papers.AccessLetter(holder=named[0], contracts=named, **values | different)


def read(pdf):
    (words,) = printed.pages(pdf)
    return words.replace("\n", "")


def test_a_guide_says_to_whom_and_with_what_to_log_in(portal):
    pdf = papers.guide(portal, [letter()], URL, NOW)
    words = read(pdf)
    for told in (
        *("〒107-0000東京都港区見本1-2-3𠮷田　髙﨑子 様", "2026年11月24日", "契約者さま専用ページのご案内"),
        *(
            "KMR7482X",
            "ケー・エム・アール・7・4・8・2・エックス",
            "Ymd8Kkn3",
            "大文字ワイ・小文字エム・小文字ディー・8",
        ),
        *("H100000001", "お部屋の保険ワイド", "2025年1月4日〜2027年1月4日", portal.password.rule.sentence),
        *(
            "小文字の「l」（エル）「o」（オー）「q」（キュー）と、大文字の「O」（オー）を使用していません",
            "5回間違えると",
        ),
        *("2027年4月1日から、ログインのときに電話番号による本人認証", "サンプル少額短期保険株式会社", "03-0000-0000"),
    ):
        assert told in words
    assert printed.scanned(pdf) == [URL]
    assert URL in words
    assert "以前の書面" not in words and "ほか" not in words.replace("ほかの方", "")


def test_the_codes_are_copied_without_spaces(portal):
    assert printed.access(printed.copied(papers.guide(portal, [letter()], URL, NOW))) == ("KMR7482X", "Ymd8Kkn3")


def test_an_expiry_says_what_ends_and_whom_to_ask(portal):
    words = read(papers.expiry(portal, [letter()], URL, NOW))
    for told in (
        "満期および更新のご案内",
        "H100000001",
        "2027年1月4日",
        "駅前ほけん",
        "03-0000-1111",
        "KMR7482X",
        "Ymd8Kkn3",
    ):
        assert told in words
    assert "2025年1月4日" not in words


def test_who_chose_a_password_is_told_none(portal):
    words = read(papers.expiry(portal, [letter(password=None)], URL, NOW))
    assert "お客さまがお決めになったパスワード" in words
    assert "パスワードをお忘れのとき" in words
    assert "はじめてログインされるとき" not in words and "初期パスワード" not in words


def test_who_has_a_letter_at_hand_is_told_which(portal):
    words = read(papers.expiry(portal, [letter(password=None, told_on=date(2026, 11, 2))], URL, NOW))
    assert "2026年11月2日付の書面でお知らせした初期パスワード" in words
    assert "はじめてログインされるとき" in words


def test_one_letter_may_replace_another(portal):
    assert "以前の書面でお知らせした初期パスワードは、ご利用いただけません" in read(
        papers.guide(portal, [letter(replaces=True)], URL, NOW)
    )


def test_a_company_is_addressed_as_one(portal):
    words = read(papers.guide(portal, [letter(contract(company=True, holder_name="株式会社ｅ－ラボ"))], URL, NOW))
    assert "株式会社ｅ－ラボ 御中" in words and "様" not in words.replace("お客様", "")


@pytest.mark.parametrize("paper", [papers.guide, papers.expiry])
def test_many_contracts_are_counted_and_the_letter_stays_on_one_sheet(portal, paper):
    """The longest there may be: every caution, long names, a long address."""
    long = {
        "product": "お部屋の保険ワイド（賃貸入居者総合保険）特別プラン",
        "holder_name": "株式会社みほんみほんみほんみほんみほん不動産管理サービス",
        "holder_address": "東京都港区見本見本見本町一丁目二番三号 見本見本見本見本タワーレジデンス西棟二五〇一号室",
        "agency": "サンプル保険サービス株式会社 見本営業部",
    }
    named = [contract(f"H10000000{place}", **long) for place in range(1, 8)]
    words = read(paper(portal, [letter(*named, replaces=True, password="MwWMmWmW")], URL * 2, NOW))
    assert "H100000002" in words and "H100000003" not in words
    assert "ほか5件" in words


def test_each_letter_has_a_sheet_of_its_own(portal):
    letters = [letter(user_id=f"KMR748{place}X") for place in range(2, 6)]
    assert [printed.access(words)[0] for words in printed.pages(papers.guide(portal, letters, URL, NOW))] == [
        each.user_id for each in letters
    ]


def test_a_portal_without_the_call_tells_of_none(portal):
    assert "本人認証" not in read(papers.guide(replace(portal, phone_verification=None), [letter()], URL, NOW))


def test_no_name_of_the_customer_stands_in_what_a_file_tells_of_itself(portal):
    told = pypdf.PdfReader(io.BytesIO(papers.guide(portal, [letter()], URL, NOW))).metadata
    assert (told.title, told.author) == ("契約者さま専用ページのご案内", "サンプル少額短期保険株式会社")


def test_a_portal_has_the_colours_of_its_pages():
    css = (ROOT / "static" / "css" / "tokens.css").read_text()
    for name, (strong, tint) in papers.COLOURS.items():
        ramp = css if name == "blue" else re.search(rf"\.portal-{name} {{[^}}]+}}", css)[0]
        assert f"--brand-900: {strong};" in ramp and f"--brand-50: {tint};" in ramp
    assert set(papers.COLOURS) == set(portals.COLOURS)
