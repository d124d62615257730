"""How does a customer come in and out, telling nobody who exists? (rows A1–A4, A13, A30, A32, decision 20)"""

from pathlib import Path

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import carried, cookie, counted, log_in, log_out, plain, pressed, tables, to_722, twin

import models
from domain.accounts import credentials, password_hashing
from infra.database import read, write
from rules import portals
from views import account

ROOT = Path(portals.__file__).parent.parent
KNOWN, UNKNOWN, WRONG = "yoshino.t@example.jp", "nobody@example.jp", "wrong1pass"


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        return factories.account(app).id


def test_who_logs_in_while_the_password_is_changed_is_not_in(app, browser, customer, monkeypatch):
    """The old one was found right, and then the owner set another: what that ended begins nowhere."""
    real = account.authentication.prove

    def meanwhile(*given, **more):
        found = real(*given, **more)
        with write() as session:
            credentials.set_password(session.get_one(models.Account, customer), "another")
        return found

    monkeypatch.setattr(account.authentication, "prove", meanwhile)
    assert log_in(browser, status=422).number == 102
    assert browser.errors and browser.open("/okyakusama/home").number == 102


@pytest.fixture
def checks(app, monkeypatch):
    """How often a password was hashed or checked."""
    calls, hasher = [], app.extensions["hasher"]
    for name in ("check", "hash"):
        real = getattr(hasher, name)
        monkeypatch.setattr(hasher, name, lambda *given, name=name, real=real: calls.append(name) or real(*given))
    return calls


def attempt(app, user_id, password=WRONG):
    """One try in a browser of its own; what is answered, without tokens."""
    browser = Browser(app.test_client()).open("/okyakusama/login")
    action, data = pressed(browser)
    answer = browser.client.post(action, data={**data, "user_id": user_id, "password": password})
    page = plain(answer.text).replace(user_id, "ID")
    headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")}
    return answer.status_code, headers, page


def test_known_and_unknown_get_the_same_answer_at_each_of_seven_tries(app, customer, checks):
    """A1, A4, decision 16."""
    for number in range(1, 8):
        known, unknown = attempt(app, KNOWN), attempt(app, UNKNOWN)
        assert known == unknown, f"try {number} tells who exists"
        assert ("（画面番号904）" in known[2]) == (number >= 5)
        assert known[0] == 422
    assert checks == ["check"] * 14
    assert counted(app)["letters"] == counted(app)["links"] == 0
    assert len(tables(app)["attempts"]) == 2


def test_the_right_password_during_the_lock_tells_nothing(app, customer):
    """A13."""
    for _ in range(5):
        attempt(app, KNOWN)
    assert attempt(app, KNOWN, PASSWORD) == attempt(app, KNOWN, WRONG)
    assert attempt(app, KNOWN, PASSWORD)[2].count("（画面番号904）")


@pytest.mark.parametrize("spelling", ["YOSHINO.T@example.jp", "ｙｏｓｈｉｎｏ.t@example.jp", " yoshino.t@example.jp "])
def test_another_spelling_of_an_id_has_no_tries_of_its_own(app, customer, spelling):
    for _ in range(4):
        attempt(app, KNOWN)
    assert "（画面番号904）" in attempt(app, spelling)[2]


def test_the_lock_is_of_one_portal(app, customer):
    for _ in range(5):
        attempt(app, KNOWN)
    with app.app_context():
        factories.account(app, portal="keiyakusha", user_id="ABC123", password="Sakura7mado")
    browser = Browser(app.test_client()).open("/keiyakusha/login")
    assert browser.send({"user_id": "ABC123", "password": "Sakura7mado"}).number == 504


def test_an_account_of_one_portal_is_unknown_in_another(app, browser, customer):
    browser.open("/keiyakusha/login").send({"user_id": KNOWN, "password": PASSWORD}, 422)


def test_the_fifth_try_may_be_right_and_begins_anew(app, browser, customer):
    for _ in range(4):
        attempt(app, KNOWN)
    log_in(browser)
    assert browser.number == 511
    for _ in range(4):
        assert "（画面番号904）" not in attempt(app, KNOWN)[2]
    assert "（画面番号904）" in attempt(app, KNOWN)[2]


def test_the_lock_has_no_end_of_its_own(app, customer, clock):
    for _ in range(5):
        attempt(app, KNOWN)
    clock.forward(days=30)
    assert "（画面番号904）" in attempt(app, KNOWN, PASSWORD)[2]


def test_an_empty_form_counts_nothing(app, browser, customer):
    for user_id, password in ((KNOWN, ""), ("", WRONG), ("", "")):
        log_in(browser, user_id, password, 422)
    assert tables(app)["attempts"] == []


def test_the_password_never_comes_back(app, browser, customer):
    log_in(browser, KNOWN, WRONG, 422)
    assert WRONG not in browser.response.text
    assert browser.values["user_id"] == KNOWN


def test_a_lost_token_brings_the_id_back_and_counts_nothing(app, browser, customer):
    """W21."""
    browser.open("/okyakusama/login")
    action, data = pressed(browser)
    sent = {**data, "user_id": KNOWN, "password": PASSWORD, "csrf_token": ""}
    browser._arrive(browser.client.post(action, data=sent), 400)
    assert browser.values["user_id"] == KNOWN
    assert PASSWORD not in browser.response.text
    assert tables(app)["attempts"] == []


@pytest.mark.parametrize(("user_id", "password"), [(KNOWN, PASSWORD), (KNOWN, WRONG), (UNKNOWN, WRONG)])
def test_the_login_of_another_tab_leads_onward_and_judges_nothing(app, browser, customer, checks, user_id, password):
    """Both tabs were opened before; whatever the second sends, who is in stays in, and nobody else comes in."""
    action, data = pressed(browser.open("/okyakusama/login?next=/okyakusama/contracts"))
    log_in(browser)
    before, done = counted(app), list(checks)
    sent = {**data, "user_id": user_id, "password": password}
    answer = browser.client.post(action, data=sent)
    assert (answer.status_code, answer.location) == (303, "/okyakusama/contracts")
    assert (counted(app), checks) == (before, done)
    browser.open(answer.location)
    assert browser.number == 602
    assert browser.notices[0].startswith("すでにログインしています。")


def test_the_logout_of_a_second_tab_is_done_already(app, browser, customer):
    form = log_in(browser).page.select_one("form[action$='/logout']")
    data = browser.standing(form)
    assert log_out(browser).number == 102
    answer = browser.client.post(form["action"], data=data)
    assert (answer.status_code, answer.location) == (303, "/okyakusama/login")
    log_in(browser)
    assert browser.client.post(form["action"], data=data).status_code == 400
    assert browser.open("/okyakusama/home").number == 511


@pytest.mark.parametrize("wizard", ["easy", "registration", "temporary", "forgotten", "locked"])
def test_other_entrances_for_strangers_lead_home_too(app, browser, customer, wizard):
    action, data = pressed(browser.open(f"/okyakusama/{wizard}/"))
    log_in(browser)
    before = counted(app)
    answer = browser.client.post(action, data={**data, "number": "C900000001", "initial": WRONG})
    assert (answer.status_code, answer.location) == (303, "/okyakusama/home")
    assert (counted(app), tables(app)["attempts"]) == (before, [])


@pytest.mark.parametrize("around", [" ", "\u3000", "\t", "\ufeff"])
def test_blanks_that_are_copied_along_do_not_make_a_password_wrong(app, browser, customer, around):
    log_in(browser, KNOWN, f"{around}{PASSWORD}{around}")
    assert browser.number == 511
    assert tables(app)["attempts"] == []


HOME = "/okyakusama/home"


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/okyakusama/home",
        "https:/okyakusama/home",
        "https:evil.example",
        "javascript:alert(1)",
        "/okyakusama/../../evil.example",
        "/okyakusama/../keiyakusha/login",
        "/okyakusama//evil.example",
        "/%2f%2fevil.example",
        "%2f%2fevil.example",
        "/okyakusama/%2f%2fevil.example",
        "/okyakusama\\..\\evil",
        "/okyakusama@evil.example",
        "/okyakusama.evil.example/",
        "/keiyakusha/login",
        "/nonsense",
        "/okyakusama/nonsense",
        " /okyakusama/home",
        "\t//evil.example",
        "/\t/evil.example",
        "/okyakusama/home\r\nSet-Cookie: a=b",
        "/okyakusama/agencies/A\r\nLocation: //evil.example",
        "/okyakusama/logout",
        "",
    ],
)
def test_the_way_on_after_the_login_stays_in_the_portal(app, browser, customer, onward):
    """A32."""
    browser.open("/okyakusama/login")
    action, data = pressed(browser)
    answer = browser.client.post(
        action, data={**data, "user_id": KNOWN, "password": PASSWORD}, query_string={"next": onward}
    )
    assert (answer.status_code, answer.location) == (303, HOME)


@pytest.mark.parametrize("onward", ["/okyakusama/renewals", "/okyakusama/addition/", "/okyakusama/home?tab=1"])
def test_the_way_on_is_taken_where_it_is_a_page_of_the_portal(app, browser, customer, onward):
    log_in(browser, onward=f"?next={onward}")
    assert browser.url == onward


def test_a_page_for_customers_leads_to_the_login_and_back(app, browser, customer):
    for address, number in (("/okyakusama/home", 511), ("/okyakusama/renewals", 621), ("/okyakusama/addition/", 721)):
        other = Browser(app.test_client()).open(address)
        assert other.number == 102
        assert other.send({"user_id": KNOWN, "password": PASSWORD}).number == number


def test_a_login_begins_a_new_session(app, browser, customer):
    """ASVS 7.2.4: what somebody planted before the login is worth nothing after it."""
    browser.open("/okyakusama/login")
    planted, held = twin(browser, app), carried(app, browser)
    log_in(browser)
    after = carried(app, browser)
    assert held["csrf_token"] != after.get("csrf_token")
    assert held.get("visitor") is None or held.get("visitor") != after.get("visitor")
    assert planted.open(HOME).number == 102


def test_another_login_in_the_same_browser_ends_the_first(app, browser, customer):
    log_in(browser)
    old = twin(browser, app)
    log_in(browser)
    assert old.open(HOME).number == 102
    assert browser.open(HOME).number == 511


def test_after_the_logout_the_old_cookie_is_dead(app, browser, customer):
    """A30, ASVS 7.4.1."""
    log_in(browser)
    old = twin(browser, app)
    assert old.open(HOME).number == 511
    log_out(browser)
    assert browser.number == 102
    assert browser.open(HOME).number == 102
    assert old.open(HOME).number == 102


def test_the_logout_is_a_post_and_clears_what_the_browser_kept(app, browser, customer):
    log_in(browser)
    assert browser.client.get("/okyakusama/logout", follow_redirects=True).status_code in (404, 405)
    assert browser.open(HOME).number == 511
    form = browser.page.select_one("form[action$='/logout']")
    answer = browser.client.post(form["action"], data=browser.standing(form))
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_a_logout_without_its_token_logs_nobody_out(app, browser, customer):
    log_in(browser)
    assert browser.client.post("/okyakusama/logout").status_code == 400
    assert browser.open(HOME).number == 511


def test_personal_pages_are_not_kept_by_the_browser(app, browser, customer):
    log_in(browser)
    for address in (HOME, "/okyakusama/renewals", "/okyakusama/addition/"):
        assert browser.open(address).response.headers["Cache-Control"] == "no-store"


def test_a_login_ends_after_30_idle_minutes(app, browser, customer, clock):
    """Decision 20."""
    log_in(browser)
    for _ in range(3):
        clock.forward(minutes=29, seconds=59)
        assert browser.open(HOME).number == 511
    clock.forward(minutes=30)
    browser.open(HOME, browser.client.get(HOME).status_code)
    assert browser.number != 511
    assert "髙﨑" not in browser.response.text


def test_a_login_ends_after_8_hours_however_busy(app, browser, customer, clock):
    log_in(browser)
    for _ in range(23):
        clock.forward(minutes=20)
        assert browser.open(HOME).number == 511
    clock.forward(minutes=20)
    assert "（画面番号511）" not in browser.client.get(HOME, follow_redirects=True).text


def test_work_in_a_sequence_counts_as_not_idle(app, browser, customer, clock):
    to_722(log_in(browser))
    for _ in range(3):
        clock.forward(minutes=20)
        browser.change("電話番号の下4桁").send()
    assert browser.send().number == 723


def test_more_time_can_be_had(app, browser, customer, clock):
    """W19."""
    log_in(browser)
    clock.forward(minutes=29)
    token = browser.page.select_one("[name=csrf_token]")["value"]
    answer = browser.client.post("/okyakusama/extend", data={"csrf_token": token, "next": "/okyakusama/renewals"})
    assert (answer.status_code, answer.location) == (303, "/okyakusama/renewals")
    clock.forward(minutes=29)
    assert browser.open(HOME).number == 511


def test_extending_leads_nowhere_else(app, browser, customer):
    log_in(browser)
    token = browser.page.select_one("[name=csrf_token]")["value"]
    answer = browser.client.post("/okyakusama/extend", data={"csrf_token": token, "next": "//evil.example"})
    assert answer.location == HOME


def test_extending_after_the_end_does_not_revive(app, browser, customer, clock):
    log_in(browser)
    token = browser.page.select_one("[name=csrf_token]")["value"]
    clock.forward(minutes=30)
    browser.client.post("/okyakusama/extend", data={"csrf_token": token})
    assert "（画面番号511）" not in browser.client.get(HOME, follow_redirects=True).text


def test_the_previous_login_is_shown(app, browser, customer, clock):
    log_in(browser)
    assert "なし（今回がはじめてです）" in browser.response.text
    log_out(browser)
    clock.forward(days=1)
    log_in(browser)
    assert "2026年11月24日 12:00" in browser.response.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app, browser, customer):
    log_in(browser)
    held = cookie(browser.client)
    assert (held.http_only, held.same_site, held.path) == (True, "Lax", "/")
    assert "sakura" not in str(carried(app, browser))


def test_the_cookie_does_not_hold_the_name_of_the_login_row(app, browser, customer):
    """A stolen database opens no session."""
    log_in(browser)
    held = str(carried(app, browser))
    with app.app_context(), read() as session:
        [login] = session.query(models.Login).all()
    assert login.id not in held


def test_an_agency_is_remembered_and_named_on_later_screens(app, browser):
    with app.app_context():
        factories.agency()
    browser.open("/okyakusama/agencies/A1000").follow("ログイン")
    assert "取扱代理店：駅前ほけん" in browser.text
    assert "取扱代理店：駅前ほけん" in browser.open("/okyakusama/registration/").text


def test_an_agency_is_still_remembered_after_login_and_logout(app, browser, customer):
    browser.open("/okyakusama/agencies/A1000")
    log_out(log_in(browser))
    assert "駅前ほけん" in browser.text


def test_an_unknown_agency_is_a_404_with_a_way_on(app, browser):
    browser.open("/okyakusama/agencies/NONE", 404)
    assert browser.number == 907
    assert browser.follow("トップページ").number == 102


def test_the_top_of_a_portal_leads_to_the_login_or_home(app, browser, customer):
    assert browser.open("/okyakusama/").number == 102
    log_in(browser)
    assert browser.open("/okyakusama/").number == 511


def test_a_server_that_is_too_busy_locks_nobody(app, browser, customer, monkeypatch):
    """A try that was never judged is no wrong one."""
    hasher = app.extensions["hasher"]
    real = hasher.check

    def busy(*_):
        raise password_hashing.HashingOverloaded

    monkeypatch.setattr(hasher, "check", busy)
    for _ in range(6):
        log_in(browser, status=503)
    assert tables(app)["attempts"] == []
    monkeypatch.setattr(hasher, "check", real)
    assert log_in(browser).number == 511


@pytest.mark.parametrize("spelling", ["%0d", "%0aX", "%E2%80%A8", "%00"])
def test_an_odd_way_on_leads_home(browser, customer, spelling):
    assert log_in(browser, onward=f"?next=/okyakusama/home{spelling}").number == 511


def test_a_browser_that_tells_no_referer_logs_in_over_https(app, customer):
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    assert log_in(Browser(client)).number == 511


def at_menu(app, browser, **different):
    with app.app_context():
        factories.account(app, "keiyakusha", "KMA7482X", "Mado2Demo", **different)
    return browser.open("/keiyakusha/login").send({"user_id": "KMA7482X", "password": "Mado2Demo"})


def test_the_portal_of_issued_ids_begins_with_its_guide(app, browser):
    """501: what the page is for, where the ID is printed, and the announcement of the verification."""
    assert browser.open("/keiyakusha/").number == 501
    for said in (
        "契約者さま専用ページのご案内",
        "満期および更新のご案内",
        "2027年4月1日から",
        "固定電話",
        "050・0120・0800・0570",
    ):
        assert said in browser.text
    assert browser.follow("ログインへ進む").number == 502
    browser.open("/okyakusama/guide", 404)


STEPS = (
    "「ご契約一覧」を押します",
    "「内容を見る・変更する」を押します",
    "「被保険者と同じ」場合は、「被保険者」の「変更する」を押します",
    "「変更日」を入力し、「次へ」を押します",
    "「この内容で保険契約の変更（異動）を申し込む」を押します",
    "翌日以降に反映されます",
)


def test_the_front_page_leads_to_what_comes_before_a_login(browser):
    """001: to 501 where the company issues the IDs, else to 102."""
    ways = [link["href"] for link in browser.open("/").page.select("main a")]
    assert [browser.open(way).number for way in ways] == [102, 501]


@pytest.fixture
def with_settings(make_app, sqlite_url, tmp_path):
    """A browser of an installation whose second portal has these settings of the verification, and its application."""

    def made(settings, **replaced):
        lines = (ROOT / "portals.toml").read_text().splitlines()
        text = "\n".join(settings if line.startswith("phone_verification") else line for line in lines)
        for old, new in replaced.values():
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "portals.toml").write_text(text)
        app = make_app(sqlite_url, PORTALS_FILE=str(tmp_path / "portals.toml"))
        return Browser(app.test_client()), app

    return made


ANNOUNCED = 'phone_verification = { mode = "announced", starts_on = 2027-04-01, numbers = ["03-0000-0100"] }'
PAST = ANNOUNCED.replace("2027-04-01", "2026-11-24")
REQUIRED = 'phone_verification = { mode = "required", numbers = ["03-0000-0100"] }'
TO_BE_REQUIRED = ANNOUNCED.replace("announced", "required")
MOBILE_ALONE = REQUIRED.replace("] }", '], kinds = ["mobile"] }')


def test_the_guide_names_the_numbers_that_can_verify(browser):
    """060 as everywhere; by a sign and by words (screens.md section 6)."""
    rows = [row.get_text(" ").split() for row in browser.open("/keiyakusha/guide").page.select("main tbody tr")]
    assert rows == [
        ["固定電話の番号", "○", "ご利用いただけます"],
        ["携帯電話の番号（090・080・070・060から始まる番号）", "○", "ご利用いただけます"],
        ["050・0120・0800・0570から始まる番号", "×", "ご利用いただけません"],
        ["海外の電話番号", "×", "ご利用いただけません"],
    ]


def test_the_guide_names_no_kind_that_its_portal_does_not_take(with_settings):
    browser, _ = with_settings(MOBILE_ALONE)
    rows = [row.get_text(" ").split() for row in browser.open("/keiyakusha/guide").page.select("main tbody tr")]
    assert [row[1] for row in rows] == ["×", "○", "×", "×"]
    assert "日本国内の携帯電話（090・080・070・060）の番号を入力してください" in browser.text


@pytest.mark.parametrize("settings", [ANNOUNCED, TO_BE_REQUIRED])
def test_the_guide_tells_from_when_and_what_without_a_number(with_settings, settings):
    """Also where it is asked for from that day on."""
    browser, _ = with_settings(settings)
    assert browser.open("/keiyakusha/guide").page.select_one("#verification").text == (
        "「契約者さま専用ページ」へのログイン方法変更についてのお知らせ"
    )
    assert "2027年4月1日から、第三者による「契約者さま専用ページ」へのログインを防ぐため" in browser.text
    assert "2027年4月1日からは「契約者さま専用ページ」をご利用いただけません" in browser.text
    assert "まもなく" not in browser.text and "行っています" not in browser.text
    assert "03-0000-0100" not in browser.text


def test_a_day_that_is_past_is_told_of_no_more(with_settings):
    browser, _ = with_settings(PAST)
    text = browser.open("/keiyakusha/guide").text
    assert "当社では、まもなく、第三者による" in text and "開始日は、あらためてご案内します" in text
    assert "2026年11月24日" not in text
    assert "まもなく、ログインのときに、電話番号による本人認証を開始します" in browser.open("/keiyakusha/login").text


def test_the_guide_tells_how_one_logs_in_once_it_holds(with_settings):
    browser, _ = with_settings(REQUIRED)
    text = browser.open("/keiyakusha/guide").text
    for said in ("本人認証を行っています", "「186」をつけて", "通話料はかかりません", "ログインできない方は"):
        assert said in text
    assert "「ログイン」を押します。続けて、ご登録の電話番号から、画面に表示される認証専用電話番号へお電話" in text
    assert "開始します" not in text and "03-0000-0100" not in text
    assert browser.follow("電話番号のご登録がない方はこちら").number == 505
    assert "本人認証を開始します" not in browser.open("/keiyakusha/login").text


def test_the_guide_leads_to_a_registered_number_step_by_step(app, browser):
    """For both kinds of reader of 000, with the very words of the screens that they come by."""
    main = browser.open("/keiyakusha/guide").page.select_one("main")
    assert [each.text for each in main.select("h3")] == [
        "1. まだご加入でなく、お申し込み手続き前の方",
        "2. ご加入いただいている方",
    ]
    for step, said in zip(main.select("ol li"), STEPS, strict=True):
        assert said in step.text
    for said in (
        "「申込人（契約者になる方）」の電話番号の欄",
        "「契約者は被保険者と同じ」場合は、被保険者の電話番号の欄",
        "すでに本人認証に使える電話番号が入力されている場合は、このあとのお手続きは必要ありません",
        "ヘルプデスク（03-0000-0000）へご連絡ください",
    ):
        assert said in main.text
    assert browser.follow("お申し込みへ進む").number == 641


def test_who_cannot_change_a_number_here_is_told_whom_to_call(with_settings):
    browser, _ = with_settings(ANNOUNCED, changes=('"phone", "address", "location"', '"address"'))
    main = browser.open("/keiyakusha/guide").page.select_one("main").text
    assert "で承ります。証券番号をお手元にご用意のうえ" in main and "「変更する」" not in main


@pytest.mark.parametrize("phone", ["050-1234-5678", "090-1234-5678"])
def test_without_an_announcement_no_page_says_anything_of_it(with_settings, phone):
    browser, app = with_settings("")
    assert "本人認証" not in browser.open("/keiyakusha/guide").text
    assert "本人認証" not in browser.open("/keiyakusha/login").text
    browser.open("/keiyakusha/no-number", 404)
    with app.app_context():
        factories.held(app, "keiyakusha", holder_phone=phone)
    browser.open("/keiyakusha/login").send({"user_id": "KMA7482X", "password": PASSWORD})
    assert (browser.number, "本人認証" in browser.text) == (504, False)


def test_the_login_tells_from_when_it_changes(browser):
    """502; 102 of a portal that asks for no call says nothing."""
    assert (
        "2027年4月1日から、ログインのときに、電話番号による本人認証を開始します"
        in browser.open("/keiyakusha/login").text
    )
    assert browser.follow("くわしくは「ご利用のご案内」をご覧ください。").number == 501
    assert "本人認証" not in browser.open("/okyakusama/login").text


def test_a_login_without_a_number_ends_at_a_page_that_tells_how_to_register_one(browser):
    """505: without anybody's data, and only where a call can be asked for; before the day it says from when."""
    browser.open("/keiyakusha/no-number")
    assert (browser.number, browser.heading) == (505, "電話番号のご登録が必要です")
    assert (
        "2027年4月1日から、「契約者さま専用ページ」のログインには、電話番号による本人認証が必要になります"
        in browser.text
    )
    assert "ログインを完了できません" not in browser.text and "もう一度ログイン" not in browser.text
    for said in (
        "固定電話か携帯電話（090・080・070・060）の番号と、証券番号",
        "ヘルプデスク（03-0000-0000）へお電話",
        "050・0120・0800・0570から始まる番号ご利用いただけません",
    ):
        assert said in browser.text
    assert browser.follow("ログイン画面へ戻る").number == 502
    browser.open("/okyakusama/no-number", 404)


def test_where_it_holds_505_says_that_nobody_logs_in_without_and_of_no_login_that_failed(with_settings):
    """Who comes by a link has tried none."""
    text = with_settings(REQUIRED)[0].open("/keiyakusha/no-number").text
    assert "ご登録がない場合は、ログインできません。" in text and "もう一度ログインしてください" in text
    assert "必要になります" not in text and "完了できません" not in text


def menu_of(app, browser, *phones, **different):
    at_menu(app, browser, **different)
    with app.app_context():
        factories.agency()
        for number, phone in enumerate(phones):
            made = factories.contract(portal="keiyakusha", number=f"H90000000{number}", holder_phone=phone).id
            factories.hold(1, made)
    return browser.open("/keiyakusha/home").page.select_one("main").text


def test_the_menu_is_content_with_a_number_that_can_verify(app, browser):
    """504: masked, and nothing is announced to who is ready."""
    text = menu_of(app, browser, "050-1234-9999", "090-1234-5678")
    assert "ご登録の電話番号 090-****-5678 は、本人認証に使えます" in text
    assert "9999" not in text and "1234" not in text
    assert "開始します" not in text and "電話番号の登録がまだの" not in text


def test_the_menu_says_why_a_number_cannot_verify_and_from_when_it_must(app, browser):
    text = menu_of(app, browser, "050-1234-5678", "0570-012-345")
    assert "ご登録の電話番号 050-****-5678（050から始まる番号）は、本人認証に使えません" in text
    assert "（0570から始まる番号）は、本人認証に使えません" in text
    assert "本人認証に使える電話番号は、日本国内の固定電話か携帯電話（090・080・070・060）です" in text
    assert "2027年4月1日から、ログインのときに、電話番号による本人認証を開始します" in text
    assert browser.follow("くわしくは「ご利用のご案内」をご覧ください。").number == 501


def test_the_menu_waits_for_no_number_where_there_is_one(app, browser):
    """Whatever else is missing, and though another number is asked for."""
    menu_of(app, browser, "090-1234-5678", email=None)
    with app.app_context():
        factories.request(1, 1, portal="keiyakusha")
    text = browser.open("/keiyakusha/home").page.select_one("main").text
    assert "メールアドレスの登録がまだの" in text and "電話番号の登録を受け付けています" not in text


def test_the_menu_names_a_few_numbers_of_many(app, browser):
    """A company may have given another for each of its contracts."""
    text = menu_of(app, browser, *(f"090-1234-567{number}" for number in range(5)))
    assert text.count("090-****-") == 3


@pytest.mark.parametrize("phone", ["", "050-1234-5678", "090-1234-5678"])
@pytest.mark.parametrize("email", ["a@example.jp", None])
def test_the_menu_asks_for_what_is_missing_and_only_for_that(app, browser, phone, email):
    """504, the banners of 000."""
    at_menu(app, browser, email=email)
    with app.app_context():
        factories.agency()
        factories.hold(1, factories.contract(portal="keiyakusha", holder_phone=phone).id)
    text = browser.open("/keiyakusha/home").text
    assert ("電話番号の登録がまだの" in text) == (not phone.startswith("090"))
    assert ("メールアドレスの登録がまだの" in text) == (email is None)
    assert ("未登録の方は登録をお願いします" in text) == (email is None or not phone.startswith("090"))


def test_502_says_the_five_notes_and_whom_to_ask(browser):
    """000 (2) and wording.md."""
    text = browser.open("/keiyakusha/login").text
    for said in ("「l」（エル）", "変更してください", "8文字以上16文字以内", "「表示」を押すと", "5回間違えると"):
        assert said in text
    # They stand above the boxes, folded, and of 「表示」 nothing is said where no script brings it.
    assert browser.page.select_one(".head details").get_text() in browser.page.select_one(".head").get_text()
    assert browser.page.select_one("li[data-tells-of-showing]").has_attr("hidden")
    assert browser.page.select_one("#password-hint").text.strip() == "半角英数字・記号"
    for said in (
        "ヘルプデスクへのお問い合わせはこちら",
        "パスワードをお忘れの方は、こちら",
        "取扱代理店へお問い合わせ",
    ):
        assert said in text


@pytest.mark.parametrize("path", ["first-time", "initial", "registration/", "temporary/"])
def test_for_whom_it_is_stands_before_one_registers(browser, path):
    """003: 個人のお客さま向け."""
    assert "契約者が個人のお客さま向けのサービスです。団体契約など" in browser.open(f"/okyakusama/{path}").text


def test_ones_own_data_are_on_one_page(app, browser, customer):
    """お客様情報."""
    assert log_in(browser).open("/okyakusama/my-page").number == 700
    assert browser.summary == {"お名前": "髙﨑 𠮷乃", "ユーザーID": KNOWN, "メールアドレス": KNOWN}
    assert Browser(app.test_client()).open("/okyakusama/my-page").number == 102
