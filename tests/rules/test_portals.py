"""Is a portal a section of settings and nothing else, and is every slip in it named?"""

from datetime import date, time
from pathlib import Path

import pytest

from rules import hours, passwords, portals
from rules.phone_verification import NEVER, PhoneVerification
from rules.portals import BadPortal
from wizards.registry import WIZARDS

ROOT = Path(portals.__file__).parent.parent
SEQUENCES = list(WIZARDS)
THIRD = """
[third]
title = "みほんページ"
company = "見本生命株式会社"
short_name = "見本生命"
colour = "purple"
user_id = "email"
products = ["みほん保険"]
sequences = ["verification", "registration", "activation"]
mail_from = "oshirase@third.example"
dispute_body = "見本相談所"
terms = "standard"
password = { minimum = 8, maximum = 64, kinds = ["letter", "digit"] }

[third.help_desk]
name = "みほんデスク"
phone = "0120-000-009"
free = true
days = "月火水木金土"
opens = 08:30:00
closes = 20:00:00
closed_days = ["02-29"]
"""
CALLED = 'numbers = ["03-0000-0300"]'
ABOUT = f'companies = true\nphone_verification = {{ mode = "announced", starts_on = 2027-04-01, {CALLED} }}\n'
PAUSE = '[third.pause]\nweekday = "日"\nstarts = 01:00:00\nends = 02:00:00\n'
CONTACT = '[[third.contacts]]\nabout = "x"\nname = "y"\nphone = "03-0000-0000"\n'
NOTICE = '[[third.notices]]\non = 2026-04-01\ntitle = "x"\ntext = "y"\n'
WHOLE = THIRD.replace("\n[third.help", f"{ABOUT}\n[third.help") + PAUSE + CONTACT + NOTICE


def load(tmp_path, text, terms=("standard",)):
    file = tmp_path / "portals.toml"
    file.write_text(text, encoding="utf-8")
    return portals.load(file, SEQUENCES, terms)


def test_the_two_portals_are_those_of_the_seeds():
    served = portals.load(ROOT / "portals.toml", SEQUENCES)
    ours, theirs = served["okyakusama"], served["keiyakusha"]
    assert (ours.title, theirs.title) == ("お客さまWebサービス", "契約者さま専用ページ")
    assert ours.password.rule == passwords.PasswordRule(6, 15, ("letter", "digit"))
    assert theirs.password.rule == passwords.PasswordRule(8, 16, ("upper", "lower", "digit"))
    assert ours.service_pause == hours.Pause(0, time(2), time(4)) and theirs.service_pause is None
    assert (ours.user_id_label, theirs.user_id_label) == ("ユーザーID", "ログインID")
    assert ours.chooses_own_id and not theirs.chooses_own_id
    desk = ours.help_desk
    assert (desk.phone, desk.days, desk.opens, desk.closes) == ("0120-000-000", "月火水木金", time(9), time(17))


def test_a_third_portal_is_a_section_and_nothing_else(tmp_path):
    shipped = (ROOT / "portals.toml").read_text(encoding="utf-8")
    every = load(tmp_path, shipped + WHOLE)
    assert list(every) == [*load(tmp_path, shipped), "third"]
    third = every["third"]
    assert third.name == "third" and third.sequences == ("verification", "registration", "activation")
    assert third.service_pause == hours.Pause(6, time(1), time(2))
    assert third.help_desk.hours == hours.Hours((0, 1, 2, 3, 4, 5), time(8, 30), time(20), ((2, 29),))
    assert third.contacts[0].phone == "03-0000-0000"


def test_an_agency_shows_notices_for_all_and_its_own_newest_first(tmp_path):
    later = NOTICE.replace("04-01", "05-01").replace('"x"', '"own"') + 'agency = "A1000"\n'
    portal = load(tmp_path, THIRD + NOTICE + later)["third"]
    assert [notice.title for notice in portal.notices_of("A1000")] == ["own", "x"]
    assert [(notice.title, notice.on) for notice in portal.notices_of("A1001")] == [("x", date(2026, 4, 1))]


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ('title = "みほんページ"\n', "", "third.title"),
        ('title = "みほんページ"', "title = 3", "third.title"),
        ('title = "みほんページ"', 'title = ""', "third.title"),
        ('title = "みほんページ"', 'title = "a\\nBcc: b@x.example"', "third.title"),
        ('short_name = "見本生命"', 'short_name = "<見本>"', "third.short_name"),
        ('title = "みほんページ"', 'title = "x"\nissuer = { adress = "x" }', "third.issuer.adress"),
        ('title = "みほんページ"', 'title = "x"\nissuer = { address = "" }', "third.issuer.address"),
        ('title = "みほんページ"', 'title = "x"\nissuer = { proviso = "a\\nb" }', "third.issuer.proviso"),
        ('title = "みほんページ"', 'title = "x"\nissuer = "x"', "third.issuer"),
        ('title = "みほんページ"', 'titel = "みほんページ"', "third.titel"),
        ('title = "みほんページ"', 'title = "x"\nname = "other"', "third.name"),
        ('"purple"', '"pink"', "third.colour"),
        ('user_id = "email"', 'user_id = "phone"', "third.user_id"),
        ('products = ["みほん保険"]', 'products = "みほん保険"', "third.products"),
        ('products = ["みほん保険"]', "products = [1]", "third.products[0]"),
        ('"registration", "activation"]', '"registration", "renewing"]', "third.sequences"),
        ('"registration", "activation"]', '"registration"]', "third.sequences"),
        ('"registration", "activation"]', '"forgotten", "locked", "unlock"]', "third.sequences"),
        ('mode = "announced"', 'mode = "sometimes"', "third.phone_verification.mode"),
        ('mode = "announced"', "mode = true", "third.phone_verification.mode"),
        ('"verification", ', "", "third.phone_verification.mode"),
        ("starts_on = 2027-04-01", 'starts_on = "April"', "third.phone_verification.starts_on"),
        (", starts_on = 2027-04-01", "", "third.phone_verification.starts_on"),
        (CALLED, 'numbers = "03-0000-0300"', "third.phone_verification.numbers"),
        (CALLED, "numbers = [300000300]", "third.phone_verification.numbers[0]"),
        (CALLED, 'numbers = ["(03) 0000-0300"]', "third.phone_verification.numbers"),
        (CALLED, 'numbers = ["+81-3-0000-0300"]', "third.phone_verification.numbers"),
        (CALLED, 'numbers = ["110"]', "third.phone_verification.numbers"),
        (CALLED, 'numbers = ["03-0000-0300", "03-0000-03000"]', "third.phone_verification.numbers"),
        (f'"announced", starts_on = 2027-04-01, {CALLED}', '"required"', "third.phone_verification.numbers"),
        (f"{CALLED} }}", f'{CALLED}, kinds = ["ip"] }}', "third.phone_verification.kinds"),
        (f"{CALLED} }}", f"{CALLED}, kinds = [] }}", "third.phone_verification.kinds"),
        (f"{CALLED} }}", f"{CALLED}, number = 3 }}", "third.phone_verification.number"),
        ("companies = true", 'companies = "some"', "third.companies"),
        ('"oshirase@third.example"', '"third.example"', "third.mail_from"),
        ('"oshirase@third.example"', '"a@b\\r\\nBcc: c@d"', "third.mail_from"),
        ('terms = "standard"', 'terms = "ours"', "third.terms"),
        ('password = { minimum = 8, maximum = 64, kinds = ["letter", "digit"] }', "password = 8", "third.password"),
        ("minimum = 8", 'minimum = "8"', "third.password.minimum"),
        ("minimum = 8", "minimum = true", "third.password.minimum"),
        ("minimum = 8", "minimum = 1", "third.password.minimum"),
        ("minimum = 8", "minimum = 65", "third.password.minimum"),
        ("minimum = 8, ", "", "third.password.minimum"),
        ('kinds = ["letter", "digit"]', "kinds = []", "third.password.kinds"),
        ('kinds = ["letter", "digit"]', 'kinds = ["kanji"]', "third.password.kinds"),
        ('phone = "0120-000-009"', 'phone = "ask us"', "third.help_desk.phone"),
        ("free = true", 'free = "yes"', "third.help_desk.free"),
        ('days = "月火水木金土"', 'days = "Mon"', "third.help_desk.days"),
        ('days = "月火水木金土"', 'days = ""', "third.help_desk.days"),
        ("opens = 08:30:00", 'opens = "8:30"', "third.help_desk.opens"),
        ("closes = 20:00:00", "closes = 08:30:00", "third.help_desk.closes"),
        ('"02-29"', '"2-29"', "third.help_desk.closed_days"),
        ('"02-29"', '"02-30"', "third.help_desk.closed_days"),
        ('"02-29"', '"W01-1"', "third.help_desk.closed_days"),
        ('"02-29"', "02-29", None),
        ('weekday = "日"', 'weekday = "日月"', "third.pause.weekday"),
        ("ends = 02:00:00", "ends = 01:00:00", "third.pause.ends"),
        ("ends = 02:00:00\n", "", "third.pause.ends"),
        ('phone = "03-0000-0000"', 'phone = ""', "third.contacts[0].phone"),
        ('phone = "03-0000-0000"', 'phone = "(03) 0000"', "third.contacts[0].phone"),
        ("on = 2026-04-01", 'on = "2026-04-01"', "third.notices[0].on"),
        ("on = 2026-04-01", "on = 2026-04-01T09:00:00", "third.notices[0].on"),
    ],
)
def test_a_bad_setting_stops_with_one_line_that_names_its_key(tmp_path, good, bad, key):
    assert WHOLE.count(good) == 1 and load(tmp_path, WHOLE)
    with pytest.raises(BadPortal) as refusal:
        load(tmp_path, WHOLE.replace(good, bad))
    assert str(refusal.value).startswith(f"{key}: " if key else "portals.toml: ")
    assert "\n" not in str(refusal.value)


def verified(tmp_path, **settings):
    """The third portal with these settings of the verification."""
    table = ", ".join(f"{name} = {value}" for name, value in settings.items())
    return load(tmp_path, THIRD.replace("\n[third.help", f"phone_verification = {{ {table} }}\n\n[third.help"))["third"]


def test_what_a_portal_says_of_the_call(tmp_path):
    asked = verified(tmp_path, mode='"required"', numbers='["03-0000-0300", "0120-000-300"]', kinds='["mobile"]')
    assert asked.phone_verification == PhoneVerification(
        "required", None, ("03-0000-0300", "0120-000-300"), ("mobile",)
    )
    announced = verified(tmp_path, mode='"announced"', starts_on="2027-04-01").phone_verification
    assert (announced.starts_on, announced.numbers, announced.is_on) == (date(2027, 4, 1), (), False)
    assert (
        verified(tmp_path, mode='"off"').phone_verification
        == NEVER
        == load(tmp_path, THIRD)["third"].phone_verification
    )


@pytest.mark.parametrize("number", ["03-0000-0300", "0300000300"])
def test_a_number_that_is_called_belongs_to_one_portal(tmp_path, number):
    """However it is written; or nobody could tell whose customer calls."""
    other = WHOLE.replace("third", "fourth").replace('"03-0000-0300"', f'"{number}"')
    with pytest.raises(BadPortal, match=rf"^fourth\.phone_verification\.numbers: '{number}' is another portal's too$"):
        load(tmp_path, WHOLE + other)
    assert list(load(tmp_path, WHOLE + other.replace(number, "03-0000-0301"))) == ["third", "fourth"]


def test_a_number_may_stand_twice_in_one_portal(tmp_path):
    asked = verified(tmp_path, mode='"required"', numbers='["03-0000-0300", "0300000300"]')
    assert asked.phone_verification.is_on


@pytest.mark.parametrize("name", ["Third", "third-one", '"さん"', "3", "static", "calls", "staff", '"a/b"'])
def test_a_portals_name_is_its_address(tmp_path, name):
    with pytest.raises(BadPortal, match="^" + name.strip('"')):
        load(tmp_path, THIRD.replace("[third", f"[{name}"))


@pytest.mark.parametrize("text", ["", "third = 1", "[third", "[a]\n[a]\n"])
def test_a_file_without_portals(tmp_path, text):
    with pytest.raises(BadPortal):
        load(tmp_path, text)


def test_no_file_at_all_or_no_text(tmp_path):
    with pytest.raises(BadPortal, match=r"^nowhere\.toml: "):
        portals.load(tmp_path / "nowhere.toml", SEQUENCES)
    (tmp_path / "portals.toml").write_bytes(b'title = "\x83\x7d"')
    with pytest.raises(BadPortal, match=r"^portals\.toml: "):
        portals.load(tmp_path / "portals.toml", SEQUENCES)
