"""Is every page sound that a customer can see? HTML, headers, titles, the anatomy of fields, and what is read back."""

import re
from pathlib import Path
from urllib.parse import quote

import album
import pytest
import recorded
import telephoning
import walks
from browser import Browser
from factories import ACCESS, PROFILE
from htmlcheck import complaints
from ways import letters, newest_link

from views.pages import sequences_of
from views.shared.screens import VIEWS
from views.shared.security_headers import CSP
from wizards.registry import WIZARDS

ROOT = Path(__file__).parents[2]
TITLE = re.compile(r"(エラー：)?[^｜]+（画面番号(\d{3})）｜(お客さまWebサービス|契約者さま専用ページ|お手続き窓口)")
STATUS = {
    901: {400, 403, 410},
    902: {410},
    903: {410},
    904: {422},
    905: {429, 503},
    906: {503},
    907: {404},
    908: {500},
    909: {413},
    910: {409},
}
AUTOCOMPLETE = {
    "holder-family": "family-name",
    "holder-given": "given-name",
    **{f"birth-{part}": f"bday-{part}" for part in ("year", "month", "day")},
    "email": "email",
    "email-again": "email",
    "password": "new-password",
    "password-again": "new-password",
    "user_id": "username",
    "phone-area": "tel",
    "address-code": "postal-code",
    "address-prefecture": "address-level1",
    "address-town": "address-level2",
    "address-street": "address-line1",
    "address-building": "address-line2",
    "company-whole": "organization",
    "location-code": "postal-code",
    "location-prefecture": "address-level1",
    "location-town": "address-level2",
    "location-street": "address-line1",
    "location-building": "address-line2",
}
PERSONAL = re.compile(
    "髙﨑|𠮷乃|吉乃|タカサキ|ヨシノ|ﾀｶｻｷ|yoshino|taro|other@|1960|himawari7|C9000000|KMA7482X|sakura7|090-?1234", re.I
)
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "{{7777*7777}}{% raw %}${7777*7777}",
    "a\r\nSet-Cookie: mine=1",
    "%0d%0aSet-Cookie:%20mine=1",
    "nul\x00and\x1bescape\ufffe",
    "</title></textarea><!--",
    "' OR '1'='1",
    "\u202egnp.exe",
)
# A box of one line holds no line ends and no controls; a browser drops them as well.
NOT_IN_A_BOX = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\ufffe]")
# What the checks let through, and so every later page and letter reads back.
ACCEPTED = {
    "holder-family": "Ｏ’Brien&lt",
    "holder-given": "&amp'x''",
    "email": "{{7*7}}'&b=1/$x@example.jp",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory, empty_sqlite, request):
    """Every page of every walk, and every letter; written down where that is asked for."""
    folder = tmp_path_factory.mktemp("walks")
    pages, sent = [], []
    for walk in (*walks.WALKS, *telephoning.CALLS):
        world = album.World(folder, empty_sqlite)
        walk(world)
        pages += world.album
        sent += world.letters
    if folder := request.config.getoption("record"):
        recorded.write(Path(folder), pages, sent)
    return pages, sent


@pytest.fixture(scope="module")
def pages(seen):
    return seen[0]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory, empty_sqlite):
    """What comes back when every box of every form, and every part of an address, holds one hostile text."""
    folder = tmp_path_factory.mktemp("attacks")
    return {text: attack(album.World(folder, empty_sqlite), text) for text in HOSTILE}


def attack(world, text):
    world.make("agency")
    world.make("account", user_id="hanako@example.jp")
    camera = world.camera(wary=False)

    def fill():
        boxes = camera.form.select("input[name]:not([type=hidden])")
        camera.send({box["name"]: text for box in boxes}, 422)

    camera.open("/okyakusama/login")
    fill()
    camera.open("/okyakusama/registration/")
    fill()
    camera.send(PROFILE).send()
    camera.open(newest_link(world.app))
    fill()
    camera.send({"keyword": PROFILE["keyword"]})
    fill()
    camera.open("/okyakusama/login").send({"user_id": "hanako@example.jp", "password": ACCESS["password"]})
    camera.open("/okyakusama/addition/")
    fill()
    part = quote(text.replace("/", ""), safe="")
    no_run = 404 if "\0" in text else 410
    for address, status in (("agencies/{}", 404), ("registration/{}/profile", no_run), ("link/{}", 404), ("{}", 404)):
        camera.open(f"/okyakusama/{address.format(part)}", status)
    for address in ("login?next={}", "registration/?change={}&run={}", "terms?{}={}"):
        camera.open(f"/okyakusama/{address.format(part, part)}")
    return world.album


def fields_of(pages):
    """Every question on every page."""
    for page in pages:
        for field in page.soup.select("main .field"):
            yield page, field


def controls(field):
    return field.select("input:not([type=hidden])")


def own_screens(wizard):
    return [screen for screen in wizard.screens if screen not in wizard.also]


def test_every_screen_in_every_state_was_seen(pages):
    found = {(page.number, page.status) for page in pages}
    numbers = {number for number, _ in found}
    assert set(VIEWS) <= numbers, "walks.py does not come past a screen"
    for wizard in WIZARDS.values():
        for step in own_screens(wizard):
            assert (step.number, 200) in found
            assert step.kind != "input" or (step.number, 422) in found
            assert step.kind != "confirm" or (step.number, 409) in found
        assert {listed.number for listed in wizard.also if listed.kind != "letter"} <= numbers
    assert {(107, 422), (102, 422), (502, 422), (102, 400), (103, 400)} <= found


def test_problems_have_their_status(pages):
    for page in pages:
        assert page.status in STATUS.get(page.number, {200, 400, 409, 422}), page.name


def test_html_is_valid(seen, attacked, tmp_path):
    pages, sent = seen
    assert len({letter.kind for letter in sent}) == len(list((ROOT / "templates" / "mail").glob("[!_]*.html")))
    documents = [(page.name, page.html) for album in (pages, *attacked.values()) for page in album]
    documents += [(letter.subject, letter.html) for letter in sent]
    assert complaints(documents, tmp_path) == []


def test_the_checker_finds_what_is_wrong(tmp_path):
    wrong = '<!DOCTYPE html><html lang="ja"><title>x</title><p id="a"><p id="a">'
    assert any("Duplicate ID" in line for line in complaints([("page", wrong)], tmp_path))


def test_headers_of_every_page(pages):
    for page in pages:
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["Content-Security-Policy"] == CSP
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.status not in (429, 503) or int(page.headers["Retry-After"]) > 0
    # ui.md section 1 with decision 26.
    assert CSP == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
    )


@pytest.mark.parametrize("secure", [True, False])
def test_a_service_with_https_stays_with_it(make_app, sqlite_url, secure):
    answer = make_app(sqlite_url, SESSION_COOKIE_SECURE=secure).test_client().get("/okyakusama/login")
    assert ("max-age=31536000" in answer.headers.get("Strict-Transport-Security", "")) == secure


def test_titles(pages):
    for page in pages:
        title = TITLE.fullmatch(page.soup.title.text)
        assert title, page.soup.title.text
        assert int(title[2]) == page.number
        assert bool(title[1]) == bool(page.soup.select(".errsum")), page.name


def test_no_personal_data_in_titles_and_addresses(pages):
    for page in pages:
        assert not PERSONAL.search(page.soup.title.text), page.name
        targets = [tag.get("href") or tag.get("action") or "" for tag in page.soup.select("[href], [action]")]
        for address in (page.address, *targets):
            assert not PERSONAL.search(address), f"{page.name}: {address}"


def test_fields_are_numbered_named_and_marked(pages):
    for page in pages:
        answered, numbers = (
            [int(tag.find(string=re.compile(r"^\d+$"))) for tag in page.soup.select(f"main {where}")]
            for where in (".row:has(.row__change) .no, .compared .no", ".field .lab .no")
        )
        # Through all of the page, so that each names one thing.
        assert sorted(answered) + numbers == list(range(1, len(answered) + len(numbers) + 1)), page.name
        assert len(numbers) == len(page.soup.select("main .field"))
    for page, field in fields_of(pages):
        [badge] = field.select(".badge")
        assert badge.text in ("必須", "任意")
        # Nothing says of a box for files that it has to be filled.
        if field.select("[type=file]"):
            continue
        told = field.select("[aria-required=true]") + field.select("fieldset[aria-required=true]")
        asked = bool(told) or field.get("aria-required") == "true"
        assert asked == (badge.text == "必須"), f"{page.name}: {field.select_one('.lab').text}"


def test_controls_of_fields(pages):
    for page, field in fields_of(pages):
        for box in controls(field):
            assert not {"required", "placeholder", "pattern", "autofocus", "onpaste"} & set(box.attrs), page.name
            if box["type"] in ("radio", "checkbox", "file"):
                continue
            login = (page.number in (102, 502, 715) and box["name"] == "password") or box["name"] == "current"
            expected = "current-password" if login else AUTOCOMPLETE.get(box["name"], "off")
            # The password beside it is kept under it.
            expected = "username" if page.number in (108, 203, 405) and expected == "email" else expected
            # It may be another's who is named in the contract.
            expected = "off" if page.number == 604 and expected.startswith("bday") else expected
            assert box["autocomplete"] == expected, f"{page.name}: {box['name']}"
            assert (box["type"] == "password") == ("maxlength" not in box.attrs), f"{page.name}: {box['name']}"
            assert box["type"] != "password" or box["value"] == "", page.name
        assert page.soup.select_one("main form#step").has_attr("novalidate")


def test_a_password_has_a_name_before_it_under_which_browsers_keep_it(pages):
    seen = set()
    for page in pages:
        for box in page.soup.select("main [autocomplete=new-password], main [name=current]"):
            names = box.find_all_previous("input", autocomplete="username")
            assert names and names[0].find_parent("form") is box.find_parent("form"), page.name
            assert names[0]["value"] or page.number in (108, 203, 405), page.name
            assert names[0].has_attr("name") != names[0].has_attr("readonly"), page.name
            seen.add(page.number)
        if page.number == 715:
            assert page.soup.select_one("main [autocomplete=username][readonly]")["value"]
    assert {108, 203, 305, 405, 415, 711} <= seen


def test_browsers_are_told_the_rule_of_a_new_password(pages, app):
    for page, field in fields_of(pages):
        for box in field.select("[autocomplete=new-password]"):
            rule = app.extensions["portals"][page.address.split("/")[1]].password.rule
            assert (box["passwordrules"], box["minlength"]) == (rule.for_browsers, str(rule.minimum)), page.name


def test_managers_of_passwords_are_led_to_711(app, browser):
    """To that of the portal at which the browser was."""
    well_known = "/.well-known/change-password"
    answer = browser.client.get(well_known)
    assert (answer.status_code, answer.location) == (303, "/")
    for portal in ("keiyakusha", "okyakusama"):
        fresh = app.test_client()
        fresh.get(f"/{portal}/login")
        answer = fresh.get(well_known)
        assert (answer.status_code, answer.location) == (303, f"/{portal}/password_change/")
    fresh.get("/keiyakusha/login")
    assert fresh.get(well_known).location == "/"
    # By which they find out whether a status can be trusted at all.
    nothing = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert browser.client.get(nothing, follow_redirects=True).status_code == 404


def test_label_hint_error_and_control_come_in_this_order(pages):
    for page, field in fields_of(pages):
        order = [field.select_one(".lab"), field.select_one(".hint"), field.select_one(".ctl")]
        places = [list(field.descendants).index(part) for part in order if part]
        assert places == sorted(places), page.name
        for hint in field.select("div.hint"):
            described = " ".join(
                tag.get("aria-describedby", "") for tag in [field, *field.select("[aria-describedby]")]
            )
            assert hint["id"] in described.split(), f"{page.name}: {hint['id']}"


def test_errors_stand_beside_their_fields_and_in_the_summary(pages):
    wrong_pages = [page for page in pages if page.status == 422 and page.number != 904]
    assert len(wrong_pages) > 15
    for page in wrong_pages:
        soup = page.soup
        lines = [re.fullmatch(r"(\d+)\. (.+)", item.text) for item in soup.select(".errsum li")]
        assert soup.select_one(".errsum h2").text == f"{len(lines)}か所の入力をご確認ください"
        wrong = soup.select("main .field--wrong")
        assert len(wrong) == len(lines) > 0
        for field, line in zip(wrong, lines, strict=True):
            [message] = field.select(".err")
            assert message["id"].endswith("-error")
            assert message.select_one(".vh").text == "エラー："
            said, label = message.text.strip().removeprefix("エラー："), field.select(".lab > span")[1].text
            assert line[2] in (said, f"{label}：{said}")
            assert field.select_one(".no").text == f"項目{line[1]}"
            assert soup.find(id=soup.select(".errsum a")[lines.index(line)]["href"][1:]) is field
            told = [tag for tag in [field, *controls(field)] if tag.get("aria-invalid") == "true"]
            assert told, f"{page.name}: {line[2]}"
            assert any(message["id"] in tag.get("aria-describedby", "").split() for tag in [field, *told]), page.name


def test_what_was_typed_is_still_there_after_mistakes_but_nothing_secret(pages):
    for page in pages:
        if page.status not in (400, 422) or page.number in (904, 909):
            continue
        standing = {box["name"]: box.get("value") for box in page.soup.select("main form#step input[name]")}
        for name, value in page.typed.items():
            box = page.soup.select_one(f"main form#step input[name='{name}']")
            if box and box["type"] in ("text", "email", "tel") and len(value) < 1000:
                # The keyword of 107 is as secret as a password (ui.md section 4).
                kept = "" if page.number in (107, 404, 414) else NOT_IN_A_BOX.sub("", value)
                assert standing[name] == kept, f"{page.name}: {name}"
        if page.typed.get("password"):
            assert page.typed["password"] not in page.html, page.name


def test_the_step_indicator_says_where_one_is(pages):
    steps = {step.number: (wizard, step) for wizard in WIZARDS.values() for step in own_screens(wizard)}
    for page in pages:
        shown = page.soup.select("nav .steps li")
        # Of a wait that is over no step is current.
        if page.number not in steps or page.soup.title.text.startswith("受付終了："):
            assert not shown, page.name
            continue
        wizard, step = steps[page.number]
        here = wizard.stage(step.kind)
        names = [re.sub(r"^\d|（.*）$", "", item.text) for item in shown]
        assert names == list(wizard.progress)
        assert [item.get("aria-current") for item in shown].index("step") == here
        assert sum(item.get("aria-current") == "step" for item in shown) == 1
        assert [("（完了）" in item.text) for item in shown] == [place < here for place in range(len(shown))]


def test_one_main_button_and_back_below_it(pages):
    for page in pages:
        main = page.soup.select("main .btn--p")
        assert len(main) <= 1 or page.number == 1, page.name
        back = page.soup.select_one("main button[name=back]")
        if back:
            assert back.has_attr("formnovalidate")
            order = page.soup.select("main button")
            assert order.index(main[0]) < order.index(back)


def shape(page):
    """The tags of a page and what attributes each has."""
    return {(tag.name, frozenset(tag.attrs)) for tag in page.soup.find_all(True)}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_typed_is_only_ever_text(pages, attacked, text):
    known = set().union(*map(shape, pages))
    for page in attacked[text]:
        assert shape(page) <= known, page.name
        assert "mine" not in page.headers.get("Set-Cookie", "")
        assert str(7777 * 7777) not in page.html, "evaluated"
    boxes = [box for page in attacked[text] for box in page.soup.select("input")]
    assert sum(NOT_IN_A_BOX.sub("", text).strip() in str(box.get("value")) for box in boxes) > 10


def test_odd_characters_that_are_allowed_are_read_back_as_typed(pages, tmp_path, empty_sqlite):
    known = set().union(*map(shape, pages))
    world = album.World(tmp_path, empty_sqlite)
    camera = world.camera(wary=False).open("/okyakusama/registration/").send({**PROFILE, **ACCEPTED})
    name = f"{ACCEPTED['holder-family']} {ACCEPTED['holder-given']}"
    assert camera.summary["契約者氏名"] == name
    assert camera.summary["メールアドレス（ユーザーID）"] == ACCEPTED["email"]
    camera.send()
    camera.open(newest_link(world.app)).send({"keyword": "himawari7"})
    assert camera.values["holder-given"] == ACCEPTED["holder-given"]
    assert camera.send(ACCESS).summary["契約者氏名"] == name
    camera.send().open("/okyakusama/home")
    assert camera.page.select_one(".who b").text == f"{name} 様"
    sent = letters(world.app)
    assert sent[-1].address == ACCEPTED["email"]
    for page in world.album:
        assert shape(page) <= known, page.name
    documents = [(page.name, page.html) for page in world.album] + [(each.subject, each.html) for each in sent]
    assert complaints(documents, tmp_path) == []


@pytest.mark.parametrize("portal", ["okyakusama", "keiyakusha"])
def test_the_list_of_numbers_has_every_screen_of_the_portal_once_in_order(app, portal):
    """124, made from the declarations: steps of sequences and views alike, by the first digit."""
    browser = Browser(app.test_client()).open(f"/{portal}/screens")
    listed = [int(tag.get_text()) for tag in browser.page.select("main tbody th")]
    served = app.extensions["portals"][portal]
    everything = {number for _, rows in sequences_of(served) for number, _, _ in rows}
    assert listed == sorted(everything)
    assert {101, 121, 124, 602, 603, 607, 700, 713, 714, 715, 901, 912, 921, 922} <= everything
    headings = [tag.get_text() for tag in browser.page.select("main h2") if tag.get("id", "").startswith("from-")]
    assert headings == sorted(set(headings)) == [f"{first}00番台" for first in sorted({each // 100 for each in listed})]


# Of a house, a postal code, a telephone; not what is named as an example of what is to be typed, which wraps whole.
WITH_HYPHENS = re.compile(r"(?<![\w*-])[\d*]{1,5}(?:-[\d*]{1,4})+(?![\w*-])")


def test_no_number_of_a_house_or_a_telephone_can_be_broken(pages):
    """Chromium ends lines behind a hyphen between digits. What is pressed to call is kept whole by its address."""
    found = set()
    for page in pages:
        for text in page.soup.main.find_all(string=WITH_HYPHENS):
            tag = text.parent
            called = text.find_parents("a", href=re.compile("^tel:"))
            if not called and not text.find_parents("script") and not text.find_parents(class_=["vh", "whole"]):
                found.add(f"{page.number}: {tag.name} {tag.get('class')} {text.strip()[:60]}")
    assert found == set(), "\n".join(sorted(found))
