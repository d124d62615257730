"""How do the views of every wizard answer a browser? (rows W1–W9, W11–W15, W19–W22, W26)"""

import json

import factories
import pytest
import trip
from browser import Browser
from factories import ACCESS, PROFILE
from picturing import to_803, with_accident
from ways import (
    CONTRACT,
    apply_for,
    carried,
    cookie,
    effects,
    half_of,
    keep,
    kept,
    letters,
    log_in,
    log_out,
    portal_of,
    pressed,
    run_id_of,
    tables,
    to_104,
    to_108,
    to_109,
    to_405,
    to_415,
    to_503,
    to_722,
    twin,
)

from wizards.registry import WIZARDS

ABOUT_A_CONTRACT = ("change", "cancellation", "renewal")
NOBODYS = "n" * 22
EVERY_STEP = [(name, step.slug) for name, wizard in WIZARDS.items() for step in (*wizard.steps, wizard.complete)]
AHEAD = [(name, slug) for name, slug in EVERY_STEP if slug != WIZARDS[name].first.slug]
COVER, CAR, NOTE = {"cover": "full", "new_car": "yes"}, {"plate": "品川300"}, {"note": "窓側の席"}
NO_CAR = {"cover": "full", "new_car": "no"}


@pytest.fixture
def offered(app, monkeypatch):
    trip.offer(app, trip.wizard(), monkeypatch.setitem)


def at_first(name, app, browser):
    """A run that has no answer yet: on its first screen."""
    if name == "activation":
        return to_108(browser, app)
    if name == "verification":
        with app.app_context():
            factories.agency()
            factories.caller(app)
        return to_503(browser)
    if name in ("addition", "password_change", "address_change", "first_password", "reset", "unlock"):
        with app.app_context():
            factories.account(app)
    if name in ("reset", "unlock"):
        return to_405(browser, app) if name == "reset" else to_415(browser, app)
    if name in ("addition", "password_change", "address_change", "first_password"):
        log_in(browser)
    if name == "photos":
        return to_803(browser, with_accident(app)[1]).send()
    if name in ABOUT_A_CONTRACT:
        with app.app_context():
            _, contract_id = factories.held(app)
        log_in(browser)
        return drafted(browser, f"{name}/of/{contract_id}{'-insured' if name == 'change' else ''}")
    return drafted(browser, name)


def drafted(browser, name):
    browser.open(f"/{portal_of(name)}/{name}/")
    (_, data), keeps = pressed(browser), browser.page.select_one("[formaction*='/extend']")["formaction"]
    return browser._arrive(browser.client.post(keeps, data=data, follow_redirects=True), 200)


def committed(app):
    return [json.loads(letter.text) for letter in letters(app) if letter.kind == "trip"]


def to_954(browser, cover=NO_CAR, note=NOTE):
    browser.open("/okyakusama/trip/").send(cover)
    if cover["new_car"] == "yes":
        browser.send(CAR)
    return browser.send(note)


@pytest.mark.parametrize(("name", "slug"), EVERY_STEP)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_run_that_is_not_there_is_gone_and_nothing_is_written(app, browser, name, slug, method):
    browser.open(f"/{portal_of(name)}/login")
    before = effects(app)
    token = browser.standing(browser.form)["csrf_token"]
    send = getattr(browser.client, method)
    answer = send(
        f"/{portal_of(name)}/{name}/{NOBODYS}/{slug}", **({"data": {"csrf_token": token}} if method == "post" else {})
    )
    assert answer.status_code == 410
    assert "（画面番号901）" in answer.text
    begins = {"photos": "accidents"}.get(name, "contracts" if name in ABOUT_A_CONTRACT else f"{name}/")
    may_be_done = slug == "complete" and name != "verification"
    assert (f'href="/{portal_of(name)}/{begins}"' in answer.text) != may_be_done
    assert ("もう一度お手続きいただく必要はありません" in answer.text) == may_be_done
    assert effects(app) == before


@pytest.mark.parametrize(("name", "slug"), AHEAD)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_screen_too_far_ahead_leads_to_the_first_open_one_and_nothing_is_written(app, browser, name, slug, method):
    """W1."""
    at_first(name, app, browser)
    token, first = browser.standing(browser.form)["csrf_token"], browser.url
    before = effects(app)
    address = first.rsplit("/", 1)[0] + f"/{slug}"
    data = {"csrf_token": token, "seal": "x", "version": "1", **PROFILE, **ACCESS}
    answer = getattr(browser.client, method)(address, **({"data": data} if method == "post" else {}))
    assert (answer.status_code, answer.location) == (303, first)
    assert effects(app) == before
    browser.open(first)
    assert browser.number == WIZARDS[name].first.number
    assert "先にこちらの画面の" in browser.text


@pytest.mark.parametrize("name", ["registration", "activation"])
def test_a_post_ahead_of_the_very_first_page_makes_no_run(app, browser, name):
    browser.open("/okyakusama/registration/")
    run, token = browser.values["run"], browser.standing(browser.form)["csrf_token"]
    browser.client.post(f"/okyakusama/{name}/{run}/confirm", data={"csrf_token": token, "seal": "x", "run": run})
    assert tables(app)["runs"] == []


def test_looking_at_the_first_page_writes_nothing(app, browser):
    before = tables(app)
    for name in WIZARDS:
        browser.client.get(f"/{portal_of(name)}/{name}/")
    assert tables(app) == before


def test_a_good_answer_is_a_303_and_a_reload_asks_nothing(app, browser):
    """W3."""
    browser.open("/okyakusama/registration/")
    action, data = pressed(browser)
    answer = browser.client.post(action, data={**data, **PROFILE})
    assert answer.status_code == 303
    assert browser.open(answer.location).open(answer.location).number == 104


def test_mistakes_are_422_in_place_and_keep_what_was_typed(app, browser):
    before = effects(app)
    browser.open("/okyakusama/registration/").send({**PROFILE, "birth-month": "13", "employee": "abc"}, 422)
    assert browser.number == 103
    assert len(browser.errors) >= 2
    assert browser.values["holder-family"] == "髙﨑"
    assert browser.values["birth-month"] == "13"
    assert browser.values["keyword"] == "Himawari7"
    assert effects(app) == before


def test_passwords_do_not_come_back_after_a_mistake(app, browser):
    to_108(browser, app).send({**ACCESS, "password-again": "another7word"}, 422)
    assert browser.values["password"] == browser.values["password-again"] == ""
    assert ACCESS["password"] not in browser.response.text


def test_every_row_has_a_change_that_comes_back_to_its_row(app, browser):
    """W4."""
    to_104(browser)
    confirm, labels = browser.url, list(browser.summary)
    changes = [tag["href"] for tag in browser.page.select(".row__change a")]
    assert len(labels) == len(changes) == 8
    for address in changes:
        browser.open(address)
        place = address.partition("#")[2]
        assert browser.page.select_one(f".field#{place} input")
        action, data = pressed(browser)
        answer = browser.client.post(action, data={**data, **PROFILE})
        path, _, row = answer.location.partition("#")
        assert (answer.status_code, path) == (303, confirm)
        assert browser.open(path).page.select_one(f"#{row}")
        assert row == f"row-{address.partition('change=')[2].partition('#')[0]}"


def test_a_change_survives_a_mistake_on_the_way(app, browser):
    to_104(browser).change("キーワード").send({"keyword": "x"}, 422)
    assert browser.send({"keyword": "Tsubaki8"}).number == 104
    assert browser.summary["キーワード"] == "Tsubaki8"


def test_a_change_that_opens_questions_leads_through_those_only(app, browser, offered):
    """W5."""
    to_954(browser).change("お車の入替").send(COVER)
    assert browser.number == 952
    assert browser.send(CAR).number == 954
    assert list(browser.summary) == ["補償", "お車の入替", "登録番号", "備考"]


def test_the_change_comes_back_to_confirm_even_where_a_new_question_was_answered_wrongly_first(app, browser, offered):
    to_954(browser).change("お車の入替").send(COVER).send({"plate": ""}, 422)
    assert browser.send(CAR).number == 954


def test_answers_off_the_path_are_neither_shown_nor_committed(app, browser, offered):
    """W6."""
    to_954(browser, COVER).change("お車の入替").send(NO_CAR)
    assert (browser.number, list(browser.summary)) == (954, ["補償", "お車の入替", "備考"])
    browser.send()
    assert committed(app) == [{"cover": "full", "new_car": "no", "note": "窓側の席"}]


def test_a_branch_taken_again_is_blank(app, browser, offered):
    """W6: 「going back to X shows blank」."""
    to_954(browser, COVER).change("お車の入替").send(NO_CAR)
    browser.change("お車の入替").send(COVER)
    assert (browser.number, browser.values.get("plate")) == (952, "")


def test_an_answer_that_rests_on_a_changed_one_is_asked_again(app, browser, monkeypatch):
    """W7."""
    trip.offer(app, trip.wizard(rests_on=("cover",)), monkeypatch.setitem)
    to_954(browser).change("補償").send({"cover": "basic"})
    assert (browser.number, browser.values["note"]) == (953, "窓側の席")
    assert browser.send().number == 954
    assert browser.change("お車の入替").send({"new_car": "yes"}).number == 952


def test_back_judges_nothing_and_loses_nothing(app, browser, offered):
    """W8."""
    browser.open("/okyakusama/trip/").send(COVER)
    browser.send({"plate": "x" * 1500}, button="戻る")
    assert browser.number == 951
    assert browser.page.select_one("button[name=back]") is None
    browser.send()
    assert (browser.number, browser.values["plate"]) == (952, "x" * 1500)
    assert browser.page.select_one("button[name=back]").has_attr("formnovalidate")
    assert browser.send(status=422).send(CAR).number == 953


def test_what_back_left_behind_is_no_answer(app, browser, offered):
    """W8: a draft is never used for the path."""
    browser.open("/okyakusama/trip/").send(COVER).send(CAR)
    address = browser.url
    browser.send({"note": "まだ"}, button="戻る")
    assert browser.open(address.replace("note", "confirm")).number == 953
    to_954(browser)
    browser.change("備考").send({"note": "書きかけ"}, button="戻る")
    assert (browser.number, browser.summary["備考"]) == (954, "窓側の席")
    assert "まだ送信していない変更があります" in browser.text


def test_an_earlier_screen_answered_again_changes_that_answer(app, browser, offered):
    """W9."""
    browser.open("/okyakusama/trip/").send(COVER)
    first = browser.url.replace("/car", "/cover")
    browser.send(CAR).send(NOTE)
    browser.open(first).send({"cover": "basic"})
    confirm = first.replace("/cover", "/confirm")
    browser.open(confirm).send()
    assert [each["cover"] for each in committed(app)] == ["basic"]


def test_after_the_commit_every_screen_leads_to_the_receipt(app, browser, offered):
    """W11."""
    to_954(browser)
    confirm, sent = browser.url, pressed(browser)
    browser.send()
    complete, number = browser.url, browser.page.select_one(".receipt-no dd").get_text()
    browser.client.post(sent[0], data=sent[1])
    assert browser.open(confirm).url == complete
    assert "受け付けています" in browser.text
    assert number.replace(" ", "") in browser.text.replace(" ", "")
    for slug in ("cover", "note", "car"):
        address = confirm.replace("confirm", slug)
        assert browser.open(address).url == complete
        answer = browser.client.post(address, data={**sent[1], **NO_CAR, **NOTE, "version": "1"})
        assert (answer.status_code, answer.location) == (303, complete)
    assert len(committed(app)) == 1


def test_a_second_application_is_possible(app, browser, offered):
    """W11."""
    to_954(browser).send()
    to_954(browser, note={"note": "二つ目"}).send()
    assert [each["note"] for each in committed(app)] == ["窓側の席", "二つ目"]


def test_a_confirm_of_what_is_no_longer_whole_is_refused(app, browser, offered):
    """W12."""
    to_954(browser)
    other = twin(browser, app)
    other.change("お車の入替").send(COVER)
    assert browser.send().number == 952
    assert "先にこちらの画面の" in browser.text
    assert committed(app) == []


def test_a_confirm_of_what_was_changed_meanwhile_is_refused_and_shows_it(app, browser, offered):
    to_954(browser)
    twin(browser, app).change("備考").send({"note": "通路側"})
    assert (browser.send(status=409).number, browser.summary["備考"]) == (954, "通路側")
    assert committed(app) == []
    browser.send()
    assert [each["note"] for each in committed(app)] == ["通路側"]


@pytest.mark.parametrize("seal", ["", "x", None])
def test_a_confirm_without_its_seal_is_refused(app, browser, offered, seal):
    action, data = pressed(to_954(browser))
    data = {**data, "seal": seal} if seal is not None else {key: data[key] for key in data if key != "seal"}
    assert browser.client.post(action, data=data).status_code == 409
    assert committed(app) == []


def test_the_seal_of_another_run_is_refused(app, browser, offered):
    seal = to_954(browser).values["seal"]
    action, data = pressed(to_954(browser))
    assert browser.client.post(action, data={**data, "seal": seal}).status_code == 409


def test_two_runs_in_two_tabs_do_not_mix(app, browser, offered):
    """W13."""
    one, two = browser.open("/okyakusama/trip/"), twin(browser, app)
    two.open("/okyakusama/trip/")
    one.send(COVER)
    two.send({"cover": "basic", "new_car": "yes"})
    one.send({"plate": "1"})
    two.send({"plate": "2"}).send({"note": "two"})
    one.send({"note": "one"}).send()
    two.send()
    assert committed(app) == [
        {"cover": "full", "new_car": "yes", "plate": "1", "note": "one"},
        {"cover": "basic", "new_car": "yes", "plate": "2", "note": "two"},
    ]


def test_an_older_page_shows_both_answers_and_overwrites_nothing(app, browser, offered):
    """W14, decision 4."""
    to_954(browser).change("備考")
    other = twin(browser, app)
    other.send({"note": "新しい"})
    browser.send({"note": "古い画面"}, 409)
    assert browser.number == 910
    assert [cell.get_text() for cell in browser.page.select("tbody td")] == ["新しい", "古い画面"]
    assert other.open(other.url.split("#")[0]).summary["備考"] == "新しい"
    assert browser.send().summary["備考"] == "古い画面"


def test_the_newer_answer_can_stay(app, browser, offered):
    to_954(browser).change("備考")
    twin(browser, app).send({"note": "新しい"})
    browser.send({"note": "古い画面"}, 409).follow("新しい内容のまま")
    assert (browser.number, browser.summary["備考"]) == (954, "新しい")


def test_an_older_page_with_the_same_answer_is_a_repeat(app, browser, offered):
    to_954(browser).change("備考")
    other = twin(browser, app)
    other.send({"note": "新しい"})
    assert browser.send({"note": "新しい"}).number == 954


def test_two_windows_that_disagree_on_a_password_show_neither(app, browser):
    to_108(browser, app)
    other = twin(browser, app)
    other.send(ACCESS)
    browser.send({**ACCESS, "password": "momiji8aki", "password-again": "momiji8aki"}, 409)
    assert browser.number == 910
    assert "momiji8aki" not in browser.response.text
    assert ACCESS["password"] not in browser.response.text
    assert other.open(other.url).number == 109


def test_answers_outlive_the_process(app, browser, make_app, sqlite_url, offered, monkeypatch):
    """W15: what is needed lies in the database and the cookie alone."""
    to_104(browser, keyword="Tsubaki8")
    restarted = twin(browser, make_app(sqlite_url))
    assert restarted.open(browser.url).summary["キーワード"] == "Tsubaki8"
    assert restarted.send().number == 105


def test_a_lost_token_brings_the_form_back_with_its_values(app, browser):
    """W21."""
    browser.open("/okyakusama/registration/")
    action, data = pressed(browser)
    before = effects(app)
    lost = browser.client.post(action, data={**data, **PROFILE, "csrf_token": "gone"})
    browser._arrive(lost, 400)
    assert browser.number == 103
    assert browser.values["holder-given"] == "𠮷乃"
    assert browser.values["keyword"] == "Himawari7"
    assert effects(app) == before
    assert browser.send().number == 104


def test_a_lost_token_on_the_confirm_page_commits_nothing_until_it_is_pressed_again(app, browser):
    action, data = pressed(to_104(browser))
    browser._arrive(browser.client.post(action, data={**data, "csrf_token": ""}), 400)
    assert (browser.number, letters(app)) == (104, [])
    assert browser.send().number == 105


def test_a_lost_token_shows_no_password(app, browser):
    action, data = pressed(to_108(browser, app))
    browser._arrive(browser.client.post(action, data={**data, **ACCESS, "csrf_token": ""}), 400)
    assert (browser.number, browser.values["password"]) == (108, "")
    assert ACCESS["password"] not in browser.response.text


def test_a_token_has_no_end_of_its_own(app, browser, clock):
    """W21: it lasts as long as the session."""
    browser.open("/okyakusama/registration/")
    clock.forward(hours=11)
    assert browser.send(PROFILE).number == 104


def test_what_was_tampered_with_is_not_committed(app, browser):
    """W22: everything is judged again at the commit."""
    to_104(browser)
    run, sent = run_id_of(browser), pressed(browser)
    half = half_of(app, browser, run)
    version, answer, *rest = kept(app, run, half)["profile"]
    keep(app, run, {"profile": [version, {**answer, "terms": [""]}, *rest]}, half)
    answer = browser.client.post(sent[0], data=sent[1])
    assert (answer.status_code, answer.location) == (303, browser.url.replace("confirm", "profile"))
    assert letters(app) == []


def test_the_form_cannot_bring_a_hash_of_its_own(app, browser):
    """House: that data comes from the run is told out of band, never by a mark in the value."""
    evil = app.extensions["hasher"].hash("evil9word")
    to_108(browser, app).send({**ACCESS, "password": evil, "password-again": evil}, 422)
    action, data = pressed(browser)
    data = {**data, **ACCESS, "from_run": "1", "password": evil, "password-again": evil}
    assert browser.client.post(action, data=data).status_code == 422


def test_anybody_else_sees_nothing_of_a_run(app, browser, another_browser):
    to_104(browser)
    before = effects(app)
    another_browser.open("/okyakusama/registration/")
    token = another_browser.standing(another_browser.form)["csrf_token"]
    for slug in ("profile", "confirm", "complete"):
        address = browser.url.replace("confirm", slug)
        for answer in (
            another_browser.client.get(address),
            another_browser.client.post(address, data={**pressed(browser)[1], **PROFILE, "csrf_token": token}),
        ):
            assert answer.status_code == 410
            assert "髙﨑" not in answer.text
    assert effects(app) == before


def test_the_first_page_cannot_take_over_a_run(app, browser, another_browser):
    """Its run id comes from the form: another's is not answered."""
    to_104(browser)
    before = effects(app)
    another_browser.open("/okyakusama/registration/")
    action, data = pressed(another_browser)
    theirs = {**data, **PROFILE, "holder-family": "別人", "run": run_id_of(browser)}
    answer = another_browser.client.post(action, data=theirs)
    assert answer.status_code != 303
    assert effects(app) == before
    assert browser.open(browser.url).summary["契約者氏名"] == "髙﨑 𠮷乃"


def two_customers(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        factories.account(app)
        factories.account(app, user_id="taro@example.jp")


def test_another_customer_in_the_same_browser_sees_nothing_of_a_run(app, browser):
    two_customers(app)
    to_722(log_in(browser))
    address = browser.url
    log_out(browser)
    log_in(browser, "taro@example.jp")
    assert "ヨシノ" not in browser.open(address, 410).response.text
    log_out(browser)
    assert browser.open(address, status=410).number == 901
    log_in(browser)
    assert browser.open(address).number == 722


def test_a_login_that_replaces_another_without_a_logout_takes_nothing_along(app, browser):
    two_customers(app)
    to_722(log_in(browser))
    address = browser.url
    log_in(browser, "taro@example.jp")
    assert browser.open(address, 410).number == 901
    assert to_722(browser).send().number == 723


def test_a_customer_finds_their_run_on_another_device_and_a_stranger_does_not(app, browser, another_browser):
    """W18: only a login resumes."""
    two_customers(app)
    to_722(log_in(browser))
    another_browser.open(browser.url, 410)
    log_in(another_browser, "taro@example.jp").open(browser.url, 410)
    log_in(another_browser)
    assert another_browser.open(browser.url).number == 722


def test_what_a_visitor_began_is_theirs_after_the_login(app, browser, another_browser, offered):
    """Decision 2: logging in re-encrypts the visitor's runs."""
    two_customers(app)
    to_954(browser)
    address = browser.url
    log_in(browser)
    assert browser.open(address).summary["備考"] == "窓側の席"
    log_in(another_browser)
    assert another_browser.open(address).send().number == 955
    assert len(committed(app)) == 1


def test_a_logged_in_post_after_the_login_ran_out_is_there_after_the_next_login(app, browser, clock):
    """W20."""
    two_customers(app)
    to_722(log_in(browser))
    browser.change("電話番号の下4桁")
    clock.forward(minutes=31)
    answer = post(browser, {"phone_end": "9999"})
    assert "9999" not in answer.text
    resume(browser, answer)
    assert (browser.number, browser.values["phone_end"]) == (721, "9999")
    assert browser.send().summary["電話番号の下4桁"] == "9999"


def test_the_first_page_posted_after_the_login_ran_out_is_there_too(app, browser, clock):
    two_customers(app)
    log_in(browser).open("/okyakusama/addition/")
    clock.forward(minutes=31)
    answer = post(browser, CONTRACT)
    resume(browser, answer)
    assert (browser.number, browser.values["number"]) == (721, CONTRACT["number"])
    assert browser.send().number == 722


def test_a_script_asking_for_more_time_after_the_login_ran_out_blanks_nothing(app, browser, clock):
    """It sends no form, so there is nothing to keep, least of all emptiness."""
    two_customers(app)
    to_722(log_in(browser))
    browser.change("証券番号")
    asking = browser.page.select_one("[data-extend-url]")["data-extend-url"]
    token = browser.standing(browser.form)["csrf_token"]
    clock.forward(minutes=31)
    answer = browser.client.post(asking, data={"csrf_token": token, "next": browser.url})
    assert answer.status_code == 403
    address = browser.url
    assert log_in(browser).open(address).values["number"] == CONTRACT["number"]


def post(browser, answers):
    """Send the form of this page, and stay on it."""
    action, data = pressed(browser)
    return browser.client.post(action, data={**data, **answers})


def resume(browser, answer):
    """Log in where 901 or a redirect leads."""
    browser._arrive(answer, 403).follow("ログインする")
    return browser.send({"user_id": "yoshino.t@example.jp", "password": ACCESS["password"]})


def test_what_somebody_else_typed_after_the_login_ran_out_is_not_shown_to_them_at_their_login(app, browser, clock):
    two_customers(app)
    to_722(log_in(browser))
    address = browser.url
    clock.forward(minutes=31)
    log_in(browser, "taro@example.jp")
    assert browser.open(address, 410).number == 901


@pytest.mark.parametrize("number", [722, 723])
def test_a_login_that_ran_out_shows_nothing_of_the_customers_runs(app, browser, clock, number):
    """Decision 20: whoever sits down after 30 minutes sees no answer and no receipt without a login."""
    two_customers(app)
    to_722(log_in(browser))
    if number == 723:
        browser.send()
    assert browser.number == number
    clock.forward(minutes=31)
    answer = browser.client.get(browser.url, follow_redirects=True)
    assert f"（画面番号{number}）" not in answer.text
    assert "C900000001" not in answer.text


def test_a_run_of_30_minutes_ago_is_gone_with_a_way_to_begin(app, browser, clock):
    """Decision 3."""
    to_104(browser)
    clock.forward(minutes=29, seconds=59)
    assert browser.open(browser.url).number == 104
    clock.forward(minutes=30)
    browser.open(browser.url, 410)
    assert browser.number == 901
    assert "髙﨑" not in browser.response.text
    browser.follow("はじめから")
    assert browser.number == 103


def test_a_get_only_leaves_traces(app, browser, clock):
    """Decision 1."""
    to_104(browser)
    before = effects(app)
    clock.forward(minutes=5)
    for slug in ("profile", "confirm", "complete", "nonsense"):
        browser.client.get(browser.url.replace("confirm", slug))
        browser.client.head(browser.url.replace("confirm", slug))
    assert effects(app) == before


def test_more_time_can_be_had_without_losing_what_is_typed(app, browser, clock):
    """W19."""
    to_104(browser).change("キーワード")
    clock.forward(minutes=29)
    data = {**browser.standing(browser.form), "keyword": "Tsubaki8"}
    [extend] = {tag["formaction"] for tag in browser.page.select("button[formaction$='/extend']")}
    browser._arrive(browser.client.post(extend, data=data, follow_redirects=True), 200)
    assert browser.values["keyword"] == "Tsubaki8"
    clock.forward(minutes=29)
    assert browser.open(browser.url.rsplit("/", 1)[0] + "/confirm").summary["キーワード"] == "Himawari7"


def test_a_screen_says_until_when_it_lasts_without_javascript(app, browser):
    """W19."""
    assert "12時30分" in to_104(browser).text


def test_the_stages_match_the_kind_of_screen(app, browser, offered):
    """W26."""
    stages = {951: "入力", 953: "入力", 954: "確認", 955: "完了"}
    for go in (
        lambda: browser.open("/okyakusama/trip/"),
        lambda: browser.send(NO_CAR),
        lambda: browser.send(NOTE),
        lambda: browser.send(),
    ):
        go()
        [here] = browser.page.select("[aria-current=step]")
        assert stages[browser.number] in here.get_text()


def test_a_wizard_that_the_portal_does_not_offer_is_not_there(app, browser):
    assert browser.open("/keiyakusha/registration/", 404).number == 907
    assert browser.open("/okyakusama/nonsense/", 404).number == 907


def test_a_run_is_unknown_in_another_portal(app, browser):
    to_104(browser)
    assert browser.client.get(browser.url.replace("okyakusama", "keiyakusha")).status_code == 404


def test_the_cookie_holds_nothing_but_opaque_keys(app, browser):
    """Decision 8."""
    to_109(browser, app)
    assert set(carried(app, browser)) <= {"visitor", "csrf_token", "link", "agency", "_flashes", "_permanent"}
    assert len(cookie(browser.client).value) < 600


def test_a_customers_password_stays_when_something_else_is_changed(app, browser):
    """Decision 7."""
    to_109(browser, app).change("メール案内").send({"news": "no"})
    assert browser.number == 109
    browser.send()
    assert log_in(Browser(app.test_client())).number == 511


@pytest.mark.parametrize(
    "change", [{"holder-family": "高崎"}, {"birth-day": "2"}, {"email": "a@example.jp", "email-again": "a@example.jp"}]
)
def test_a_password_is_typed_again_when_name_birth_date_or_address_changed(app, browser, change):
    """Decision 7."""
    to_109(browser, app).change("契約者氏名").send(change, 422)
    assert any("もう一度入力してください" in line for line in browser.errors)
    assert browser.send({"password": ACCESS["password"], "password-again": ACCESS["password"]}).number == 109


def test_an_application_leaves_no_run_without_its_receipt(app, browser):
    apply_for(browser)
    [row] = tables(app)["runs"]
    assert "'answers': None" in row


@pytest.mark.parametrize("subject", ["a%00b", "1-insured", "x" * 5000])
def test_a_sequence_that_is_about_nothing_is_told_no_subject(app, browser, subject):
    """Whatever stands beside the address of more time."""
    two_customers(app)
    log_in(browser).open("/okyakusama/addition/")
    extend = browser.page.select_one("[data-extend-url]")["data-extend-url"]
    answer = browser.client.post(f"{extend}?subject={subject}", data=pressed(browser)[1])
    assert answer.status_code == 303
    assert all("'subject': None" in row for row in tables(app)["runs"])
