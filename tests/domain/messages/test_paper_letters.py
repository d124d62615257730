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

from domain.messages import paper_letters
from infra.pdf import CannotPrint
from rules import portals
from rules.phone_verification import NEVER, PhoneVerification
from wizards import registry

ROOT = Path(__file__).parents[3]
SERVED = portals.load(ROOT / "portals.toml", registry.WIZARDS)
CALLED = ("03-0000-0100",)
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
    return paper_letters.AccessLetter(holder=named[0], contracts=named, **values | different)


def read(pdf):
    (words,) = printed.pages(pdf)
    return words.replace("\n", "")


def test_a_guide_says_to_whom_and_with_what_to_log_in(portal):
    pdf = paper_letters.guide(portal, [letter()], URL, NOW)
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
        "携帯電話（090・080・070・060）のご登録が必要です（050・0120・0800・0570はご利用いただけません）",
        *("2027年4月1日から、ログインのときに電話番号による本人認証", "サンプル少額短期保険株式会社", "03-0000-0000"),
    ):
        assert told in words
    assert printed.scanned(pdf) == [URL]
    assert URL in words
    assert "これまでの初期パスワード" not in words and "ほかに" not in words


def test_the_codes_are_copied_without_spaces(portal):
    assert printed.access(printed.copied(paper_letters.guide(portal, [letter()], URL, NOW))) == ("KMR7482X", "Ymd8Kkn3")


def test_an_expiry_says_what_ends_and_whom_to_ask(portal):
    words = read(paper_letters.expiry(portal, [letter()], URL, NOW))
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
    words = read(paper_letters.expiry(portal, [letter(password=None)], URL, NOW))
    assert "お客さまがお決めになったパスワードをご入力ください" in words
    assert "パスワードをお忘れのとき" in words
    assert "ログインのしかた" not in words and "初期パスワード" not in words


def test_who_has_a_letter_at_hand_is_told_which(portal):
    words = read(paper_letters.expiry(portal, [letter(password=None, told_on=date(2026, 11, 2))], URL, NOW))
    assert "2026年11月2日付の書面でお知らせした初期パスワード" in words
    assert "ログインのしかた" in words


def test_one_letter_may_replace_another(portal):
    assert "これまでの初期パスワードや、お客さまがお決めになったパスワードは、ご利用いただけません" in read(
        paper_letters.guide(portal, [letter(replaces=True)], URL, NOW)
    )


def test_a_company_is_addressed_as_one(portal):
    words = read(
        paper_letters.guide(portal, [letter(contract(company=True, holder_name="株式会社ｅ－ラボ"))], URL, NOW)
    )
    assert "株式会社ｅ－ラボ 御中" in words and "様" not in words.replace("お客様", "")


@pytest.mark.parametrize("paper", [paper_letters.guide, paper_letters.expiry])
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
    assert "ほかに5件" in words


def test_each_letter_has_a_sheet_of_its_own(portal):
    letters = [letter(user_id=f"KMR748{place}X") for place in range(2, 6)]
    assert [printed.access(words)[0] for words in printed.pages(paper_letters.guide(portal, letters, URL, NOW))] == [
        each.user_id for each in letters
    ]


STARTS = date(2027, 4, 1)


@pytest.mark.parametrize("paper", [paper_letters.guide, paper_letters.expiry])
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (PhoneVerification("announced", STARTS), "2027年4月1日から、ログインのときに"),
        (PhoneVerification("announced", NOW.date()), "まもなく、ログインのときに"),
        (PhoneVerification("required", STARTS, CALLED), "2027年4月1日から、ログインのときに"),
        (PhoneVerification("required", NOW.date(), CALLED), "•ログインのときに"),
        (PhoneVerification("required", None, CALLED), "•ログインのときに"),
    ],
)
def test_a_letter_says_from_when_a_call_is_asked_for_or_that_it_is(portal, paper, asked, told):
    words = read(paper(replace(portal, phone_verification=asked), [letter()], URL, NOW)).replace(" ", "")
    assert f"{told}電話番号による本人認証を行います。国内の固定電話か携帯電話" in words
    assert CALLED[0] not in words


@pytest.mark.parametrize("paper", [paper_letters.guide, paper_letters.expiry])
@pytest.mark.parametrize(
    ("asked", "called"),
    [
        (NEVER, False),
        (PhoneVerification("announced", STARTS), False),
        (PhoneVerification("required", STARTS, CALLED), False),
        (PhoneVerification("required", None, CALLED), True),
    ],
)
def test_where_a_call_follows_the_first_login_it_is_a_step_of_it(portal, paper, asked, called):
    words = read(paper(replace(portal, phone_verification=asked), [letter()], URL, NOW)).replace(" ", "")
    before, _, after = words.partition("ご登録の電話番号から、画面の認証専用電話番号へお電話ください。")
    assert bool(after) is called
    if called:
        assert "「ログイン」を押してください。" in before and "「パスワードの変更」の画面で" in after


def test_a_letter_names_the_kinds_that_its_portal_takes(portal):
    mobile = replace(portal, phone_verification=PhoneVerification("required", None, CALLED, ("mobile",)))
    words = read(paper_letters.guide(mobile, [letter()], URL, NOW))
    assert "国内の携帯電話（090・080・070・060）のご登録が必要です" in words and "固定電話" not in words


def test_a_portal_without_the_call_tells_of_none(portal):
    assert "本人認証" not in read(paper_letters.guide(replace(portal, phone_verification=NEVER), [letter()], URL, NOW))


def test_no_name_of_the_customer_stands_in_what_a_file_tells_of_itself(portal):
    told = pypdf.PdfReader(io.BytesIO(paper_letters.guide(portal, [letter()], URL, NOW))).metadata
    assert (told.title, told.author) == ("契約者さま専用ページのご案内", "サンプル少額短期保険株式会社")


def test_a_portal_has_the_colours_of_its_pages():
    css = (ROOT / "static" / "css" / "tokens.css").read_text()
    for name, (strong, tint) in paper_letters.COLOURS.items():
        ramp = css if name == "blue" else re.search(rf"\.portal-{name} {{[^}}]+}}", css)[0]
        assert f"--brand-900: {strong};" in ramp and f"--brand-50: {tint};" in ramp
    assert set(paper_letters.COLOURS) == set(portals.COLOURS)


LONG = "見本" * 60
A4_WIDTH, MARGIN = 595.28, 56.6


@pytest.mark.parametrize(
    "different",
    [{"holder_address": LONG * 2}, {"holder_name": LONG}, {"product": LONG * 8}, {"holder_address": "x" * 300}],
    ids=["address", "name", "product", "address without a break"],
)
@pytest.mark.parametrize("paper", [paper_letters.guide, paper_letters.expiry])
def test_what_does_not_fit_the_window_or_the_sheet_is_not_printed(portal, paper, different):
    """Nor are the letters beside it put into the wrong envelopes."""
    with pytest.raises(CannotPrint, match="収まりません"):
        paper(portal, [letter(), letter(contract(**different)), letter()], URL, NOW)


@pytest.mark.parametrize("field", ["holder_address", "holder_name", "product", "agency"])
def test_what_has_no_place_to_break_is_broken_all_the_same(portal, field):
    long = "Abcdefghij" * 5
    pdf = paper_letters.expiry(portal, [letter(contract(**{field: long}))], URL, NOW)
    assert long in printed.copied(pdf).replace("\n", "")
    assert printed.rightmost(pdf) <= A4_WIDTH - MARGIN


@pytest.mark.parametrize("typed", ["107-0000", "1070000", "〒107-0000", "１０７－００００"])
def test_a_postal_code_is_printed_in_one_way(portal, typed):
    assert "〒107-0000東京都" in read(
        paper_letters.guide(portal, [letter(contract(holder_postal_code=typed))], URL, NOW)
    )


def test_a_contract_that_has_ended_says_so(portal):
    words = read(
        paper_letters.guide(portal, [letter(contract(ends_on=date(2026, 11, 23)), contract("H900000002"))], URL, NOW)
    )
    assert words.count("（満了）") == 1


def test_an_address_is_copied_as_it_stands(portal):
    assert URL in printed.copied(paper_letters.guide(portal, [letter()], URL, NOW))
