"""Is every letter, of every kind, whole, short, calm and safe in whatever program it is read with?"""

import re
from email import message_from_bytes, policy
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from factories import NOW

from domain.messages import frame, smtp
from domain.staff import sent_letters
from rules.colours import RAMPS
from tests.domain.messages import every

URL = re.compile(r"https?://[!-~]+")
# As the colours stand in the letters: what is written on what.
WRITTEN_ON = [
    ("#ffffff", "strong"),
    ("strong", "#ffffff"),
    ("strong", "tint"),
    ("#1a1a1a", "tint"),
    ("#4d4d4d", "#fff"),
]


@pytest.fixture
def portals():
    with every.writing() as served:
        yield list(served.values())


@pytest.fixture
def drafts(portals):
    return [draft for portal in portals for draft in every.every(portal)]


def soup(draft):
    return BeautifulSoup(draft.html, "html.parser")


def test_no_kind_of_letter_is_left_out(drafts):
    assert {draft.kind for draft in drafts} == set(sent_letters.KINDS)


def test_as_a_mail_each_is_its_text_and_its_html_and_nothing_else(drafts):
    for draft in drafts:
        raw = smtp.written(draft, "key", NOW)
        mail = message_from_bytes(raw, policy=policy.default)
        assert mail.get_content_type() == "multipart/alternative" and not mail.defects
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert all(part["Content-Transfer-Encoding"] == "base64" for part in mail.iter_parts())
        assert [part.get_content() for part in mail.iter_parts()] == [f"{draft.text}", f"{draft.html}"]
        assert max(map(len, raw.splitlines())) <= 78 and len(raw) < 16_000, draft.kind


def test_both_versions_lead_to_the_same_places_by_addresses_that_fit_a_line(drafts):
    for draft in drafts:
        led = {link["href"] for link in soup(draft).select("a[href]") if not link["href"].startswith("tel:")}
        assert led == set(URL.findall(draft.text)), draft.kind
        assert all(len(url) < 80 and url in draft.text.splitlines() for url in led), draft.kind
        assert all(url in soup(draft).get_text() for url in led), "who prints a letter needs to read it"


def test_nothing_is_loaded_run_or_told_to_anybody(drafts):
    for draft in drafts:
        page = soup(draft)
        assert not page.select("img, link, script, style, iframe, object, form, input, video, svg, base")
        assert not re.search(r"src=|srcset|url\(|@import|\bon\w+=|expression\(", draft.html)
        hosts = {urlsplit(link["href"]).hostname for link in page.select('a[href^="http"]')}
        assert hosts <= {"www.example.co.jp", "desk.example.co.jp"} and "?" not in "".join(URL.findall(draft.text))


def test_it_says_of_itself_what_it_is(drafts):
    for draft in drafts:
        page, subject = soup(draft), draft.subject.partition("】")[2]
        assert page.html["lang"] == "ja" and page.title.get_text().startswith(f"{subject}｜")
        assert [each.get_text() for each in page.select("h1")] == [subject]
        told = draft.text.split("\n\n")[1 if draft.text.startswith(every.NAME) else 0].replace("\n", "")
        assert page.body.find("div").get_text() == told and "ありがとうございます" not in told, draft.kind


def test_tables_that_are_none_say_so_and_the_others_name_their_rows(drafts):
    for draft in drafts:
        for table in soup(draft).select("table"):
            names = [row.find("th", recursive=False) for row in table.find_all("tr", recursive=False)]
            assert table.get("role") == "presentation" or all(name["scope"] == "row" for name in names)


def test_all_are_whole_and_their_text_is_laid_out_evenly(drafts):
    for draft in drafts:
        for words in (draft.text, draft.html):
            assert not re.search(r"None|[{}]|クリック|タップ|既に|いままで", words), draft.kind
        assert not re.search(r"\n{3,}|[ \t]\n|^\s|\n\n\Z", draft.text), draft.kind
        assert len(draft.html.encode()) < 9000


def test_who_has_proved_their_address_is_called_by_name_and_nobody_else(portals):
    for portal in portals:
        for draft in every.to_owners(portal):
            assert draft.text.startswith(f"{every.NAME} 様\n\n") and f"{every.NAME} 様" in draft.html
        for draft in (*every.to_anybody(portal), *every.to_staff(portal)):
            assert not re.search(r"髙|𠮷|\S 様", draft.text + draft.html), draft.kind


def owner(email, user_id="yoshino.t@example.jp", given="𠮷乃"):
    return SimpleNamespace(email=email, user_id=user_id, family_name="髙﨑", given_name=given)


@pytest.mark.parametrize(
    ("account", "whom"),
    [
        (owner("Yoshino.T@example.jp"), ("Yoshino.T@example.jp", "髙﨑 𠮷乃")),
        (owner("yoshino.t@example.jp", given=""), ("yoshino.t@example.jp", "髙﨑")),
        (owner("yoshino.t@example.jp", "KMR7482X"), ("yoshino.t@example.jp", "")),
        (owner("other@example.jp"), ("other@example.jp", "")),
        (owner(None), None),
        (owner(""), None),
        (None, None),
    ],
)
def test_an_address_that_only_came_with_a_contract_proves_nothing(account, whom):
    assert frame.owner(account) == whom


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ramp", RAMPS.values(), ids=RAMPS)
def test_all_of_it_can_be_read(ramp):
    for pair in WRITTEN_ON:
        dark, light = sorted(luminance(getattr(ramp, each, each)) for each in pair)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair
