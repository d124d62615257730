"""Is each row of the table of limits kept, whose requests are counted together, and where? (rows A11, A12)"""

import factories
import pytest
import redis
import redis_server
from browser import Browser
from presses import ALSO, PROVED, READY, send, visitor
from ways import (
    BORN,
    apply_for,
    asked_on_402,
    at_once,
    keyword_on,
    letters,
    log_in,
    newest_link,
    plain,
    pressed,
    to_104,
    to_605,
)

from infra import rate_limits
from infra.rate_limits import Limit
from rules.refusal import Refused
from views.wizard import answers
from wizards.registry import WIZARDS

MANY = "100000 per hour"


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        return factories.account(app, user_id="taro@example.jp").id


@pytest.fixture
def limits(monkeypatch):
    """Sets a row of the table, in force until the test is over."""
    return lambda action, *how_often: monkeypatch.setitem(rate_limits.LIMITS, action, Limit(*how_often))


def assert_refused(answer):
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "（画面番号905）" in answer.text or "｜オペレーター画面" in answer.text or answer.json["state"] == "often"


def test_every_wizard_has_a_row():
    assert {f"wizard:{name}" for name in WIZARDS} <= set(rate_limits.LIMITS)


def test_every_row_has_a_test():
    assert set(READY) == set(rate_limits.LIMITS)


def refusing(action, real=answers.commits.commit):
    """A commit that refuses what this wizard asks for."""

    def commit(run, *more):
        if action == f"wizard:{run.wizard}":
            raise Refused("taken")
        return real(run, *more)

    return commit


# What is counted to twenty is counted to six hundred.
AS_GOOD_AS_MANY = 20


@pytest.mark.parametrize("action", READY)
def test_one_source_may_do_it_so_often_and_no_more(app, customer, limits, action, monkeypatch):
    row = rate_limits.LIMITS[action]
    allowed, _, while_ = row.one_source.partition(" ")
    how_often = min(int(allowed), AS_GOOD_AS_MANY)
    limits(action, f"{how_often} {while_}", row.over_all)
    monkeypatch.setitem(rate_limits.LETTERS, "way in", rate_limits.LETTERS["way in"]._replace(many=100))
    for other in ALSO.get(action, ()):
        limits(other, MANY, MANY)
    if action in PROVED:
        monkeypatch.setattr(answers.commits, "commit", refusing(action))
    press = READY[action](app, visitor(app))
    for number in range(how_often):
        assert press(number).status_code != 429, f"refused at {number + 1}"
    assert_refused(press(how_often))


@pytest.mark.parametrize("action", READY)
def test_all_together_may_do_it_so_often_and_no_more(app, customer, limits, action):
    limits(action, MANY, "3 per hour")
    client = visitor(app)
    press = READY[action](app, client)
    for number in range(3):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number + 10}"
        assert press(number).status_code != 429
    client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    assert_refused(press(3))


SPELLINGS = ("yoshino.t@example.jp", "YOSHINO.T@example.jp", "ｙｏｓｈｉｎｏ.t@example.jp")


def many(limit):
    return rate_limits.LETTERS[limit].many


def sent_to(app, kind):
    return [letter for letter in letters(app) if letter.kind == kind]


def test_one_mail_address_is_written_to_so_often_and_no_more_and_its_page_stays_open(app, clock):
    """Decisions 33 and 36: whoever asks, from wherever, in whatever spelling. Nobody's link is void for it."""
    for number in range(many("registration") + 3):
        browser = to_104(Browser(visitor(app, f"192.0.2.{number}")), email=SPELLINGS[number % 3]).send()
        assert browser.number == 105
        told = "今回はメールをお送りしていません" in browser.text and not browser.page.select(".keyword")
        assert told == (number >= many("registration"))
    assert len(letters(app)) == many("registration")
    assert Browser(app.test_client()).open(newest_link(app)).number == 107
    assert to_104(Browser(visitor(app, "192.0.2.99")), email="else@example.jp").send().number == 105
    assert len(letters(app)) == many("registration") + 1
    clock.forward(hours=1)
    assert "お送りしていません" not in to_104(browser).send().text
    assert len(letters(app)) == many("registration") + 2


@pytest.mark.postgresql
@pytest.mark.parametrize("first", ["registration", "forgotten"])
def test_also_of_those_who_ask_at_the_same_moment(make_app, postgresql_url, first):
    app = make_app(postgresql_url)
    with app.app_context():
        factories.owner(app)
    asked = {"registration": {**factories.PROFILE, "email": "new@example.jp"}, "forgotten": asked_on_402()}[first]
    clients = [visitor(app, f"192.0.2.{number}") for number in range(9)]
    presses = [pressed(Browser(client).open(f"/okyakusama/{first}/").send(asked)) for client in clients]
    calls = [
        lambda client=client, press=press: client.post(press[0], data=press[1])
        for client, press in zip(clients, presses, strict=True)
    ]
    assert {answer.status_code for answer in at_once(calls)} == {303}
    assert len(letters(app)) == many("registration" if first == "registration" else "way in")


def test_of_a_registered_address_the_same(app, customer):
    pages = []
    for email in ("taro@example.jp", "nobody@example.jp"):
        browsers = [to_104(Browser(visitor(app)), email=email).send() for _ in range(many("registration") + 2)]
        pages.append([plain(browser.response.text).replace(email, "") for browser in browsers])
    assert pages[0] == pages[1]
    assert len(sent_to(app, "already_registered")) == many("registration")


ASKED = {"forgotten": "email", "locked": "user_id"}


def ask(app, name, number, user_id="taro@example.jp", **different):
    asked = {ASKED[name]: user_id, **BORN, **different}
    return Browser(visitor(app, f"192.0.2.{number}")).open(f"/okyakusama/{name}/").send(asked).send()


@pytest.mark.parametrize("name", ASKED)
def test_a_way_in_is_sent_to_one_owner_so_often_and_no_more_and_the_page_tells_nothing(app, customer, name, clock):
    """What is told when there were too many is told to everybody; the letters that were sent stay good."""
    pages = []
    for user_id in ("taro@example.jp", "nobody@example.jp"):
        asked = [ask(app, name, number, user_id) for number in range(many("way in") + 2)]
        keywords = [browser.page.select_one(".keyword strong") for browser in asked]
        assert [word is None for word in keywords] == [False] * many("way in") + [True] * 2
        words = [word.get_text() if word else "-" for word in keywords]
        pages.append(
            [plain(each.response.text).replace(word, "") for each, word in zip(asked, words, strict=True)]
            + [plain(browser.open(browser.url).response.text).replace(words[-3], "") for browser in asked[-3:-2]]
        )
        if user_id == "taro@example.jp":
            opened = Browser(app.test_client()).open(newest_link(app)).send({"keyword": words[-3]})
            assert opened.number in (405, 415)
    assert len(letters(app)) == len(sent_to(app, "way_in")) == many("way in")
    assert pages[0][:-1] == pages[1][:-1]


@pytest.mark.parametrize("name", ASKED)
def test_sending_again_too_often_voids_nothing_either(app, customer, name, clock):
    pages = []
    for number, user_id in enumerate(("taro@example.jp", "nobody@example.jp")):
        browser = ask(app, name, number, user_id)
        word = keyword_on(browser)
        for _ in range(many("way in") + 1):
            clock.forward(minutes=2)
            browser.open(browser.url).send(button="もう一度送る")
        pages.append([browser.notices, plain(browser.response.text).replace(word, "")])
        if user_id == "taro@example.jp":
            assert "続いたため" in browser.notices[0]
            letter = newest_link(app)
        clock.forward(minutes=-2 * (many("way in") + 1))
    assert pages[0] == pages[1]
    assert Browser(app.test_client()).open(letter).number in (404, 414)


@pytest.mark.parametrize("name", ASKED)
def test_who_does_not_know_the_rest_never_blocks_the_owners_way_back(app, customer, name):
    """Decision 36: what did not match counts by source alone, and tells the owner once a day."""
    for number in range(20):
        assert ask(app, name, 1, **{"birth-day": "2"}).number in (403, 413), number
    assert len(sent_to(app, "not_confirmed")) == 1
    owner = ask(app, name, 2)
    assert owner.number in (403, 413)
    assert Browser(app.test_client()).open(newest_link(app)).send({"keyword": keyword_on(owner)}).number in (405, 415)


def test_a_letter_that_could_not_be_confirmed_goes_once_a_day_whatever_was_asked(app, customer, clock):
    """A27."""
    person = {name: value for name, value in factories.PROFILE.items() if name not in ("keyword", "employee")}
    for hour in range(3):
        ask(app, "forgotten", hour, **{"birth-day": "2"})
        ask(app, "locked", hour, **{"birth-day": "2"})
        stranger = {**person, "number": "C900000009", "email": "nobody@example.jp"}
        Browser(visitor(app)).open("/okyakusama/temporary/").send(stranger).send()
        clock.forward(hours=8)
    assert [letter.address for letter in sent_to(app, "not_confirmed")] == ["taro@example.jp", "nobody@example.jp"]
    ask(app, "locked", 9, **{"birth-day": "2"})
    assert len(sent_to(app, "not_confirmed")) == 3


def test_a_temporary_password_that_was_sent_is_not_voided_by_one_that_is_not(app, customer):
    with app.app_context():
        factories.contract()
    person = {name: value for name, value in factories.PROFILE.items() if name not in ("keyword", "employee")}
    for number in range(many("temporary") + 2):
        browser = Browser(visitor(app, f"192.0.2.{number}")).open("/okyakusama/temporary/")
        assert browser.send({**person, "number": "C900000001"}).send().number == 303
    sent = sent_to(app, "temporary_password")
    assert len(sent) == many("temporary")
    password = sent[-1].text.partition("仮パスワード：")[2].split()[0]
    assert log_in(Browser(app.test_client()), "yoshino.t@example.jp", password).number == 305


def test_a_new_address_is_written_to_so_often_and_no_more(app, customer):
    """By whomever: the change goes on, and says why no letter comes."""
    browser = log_in(Browser(visitor(app)), "taro@example.jp")
    for number in range(many("new address") + 1):
        over = number == many("new address")
        browser.open("/okyakusama/address_change/")
        browser.send({"email": "new@example.jp", "email-again": "new@example.jp"}).send(status=409 if over else 200)
        assert browser.number == (702 if over else 703)
    assert "1時間ほどたってから" in " ".join(browser.errors)
    assert len(sent_to(app, "confirm_address")) == many("new address")


def test_every_row_of_letters_has_a_test():
    tested_here = {"registration", "way in", "not confirmed", "temporary", "new address"}
    assert set(rate_limits.LETTERS) == tested_here | {"application"}  # tests/views/test_applications.py


def test_right_logins_count_for_nobody_but_their_account(app, customer, limits):
    """Decision 37: many customers may sit behind one address."""
    limits("login", "2 per hour", "2 per hour")
    for _ in range(4):
        log_in(Browser(visitor(app)), "taro@example.jp")
    assert [tries(app) for _ in range(3)] == [422, 422, 429]


@pytest.mark.parametrize("action", [*PROVED, "initial password", "keyword"])
def test_what_was_right_counts_for_no_source(app, customer, limits, action):
    """Decision 37: of a keyword, a 初回パスワード, and what comes behind them."""
    press = {"keyword": lambda number: Browser(visitor(app)).open(link(app)).send({"keyword": "Himawari7"}).response}
    press |= {"initial password": READY["wizard:easy"](app, visitor(app))}
    limits(action, "2 per hour", MANY)
    for number in range(4):
        answer = (press.get(action) or READY[action](app, visitor(app)))(number)
        assert answer.status_code in (200, 303), number


def link(app):
    apply_for(Browser(app.test_client()))
    return newest_link(app)


def change_address(browser, contract):
    new = {"email": "beside.new@example.jp", "email-again": "beside.new@example.jp"}
    return send(browser.open("/okyakusama/address_change/").send(new))


BESIDE = {
    "search": lambda browser, _: send(browser.open("/okyakusama/contracts?which=now"), {"word": "C9"}),
    "paper": lambda browser, contract: browser.client.get(f"/okyakusama/contracts/{contract}/policy.pdf"),
    "wizard:address_change": change_address,
    "wizard:change": lambda browser, contract: send(to_605(browser, contract)),
    "begin": change_address,
}


@pytest.mark.parametrize("action", BESIDE)
def test_what_a_customer_does_is_counted_for_them_and_not_for_who_sits_beside_them(app, customer, limits, action):
    press = READY["wizard:change" if action == "begin" else action](app, visitor(app))
    limits(action, "2 per hour", MANY)
    statuses = [press(number).status_code for number in range(2 if action == "begin" else 3)]
    assert [status == 429 for status in statuses] == [False, False, True][: len(statuses)]
    with app.app_context():
        beside = factories.account(app, user_id="beside@example.jp").id
        contract = factories.contract(number="C800000000").id
        factories.hold(beside, contract)
    browser = log_in(Browser(visitor(app)), "beside@example.jp")
    assert BESIDE[action](browser, contract).status_code in (200, 303)


def test_a_right_password_during_a_lock_counts_as_a_wrong_one(app, customer, limits):
    """Else the limit would tell which it was."""
    limits("login", "8 per hour", MANY)
    for _ in range(5):
        log_in(Browser(visitor(app)), "taro@example.jp", "wrong1pass", 422)
    statuses = [
        send(Browser(visitor(app)).open("/okyakusama/login"), {"user_id": "taro@example.jp", "password": word})
        for word in (factories.PASSWORD, "wrong1pass", factories.PASSWORD, "wrong1pass")
    ]
    assert [answer.status_code for answer in statuses] == [422, 422, 422, 429]


@pytest.mark.parametrize(
    ("sources", "one"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:db8:1:2:3:4:5:6"], True),
        (["2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:1:4::1"], False),
        (["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"], True),
        (["192.0.2.1", "192.0.2.2", "192.0.2.3"], False),
        (["192.0.2.1:4711", "192.0.2.1:4712", "192.0.2.1"], True),
        (["[2001:db8:1:2::1]:4711", "[2001:db8:1:2::2]:1", "2001:db8:1:2::3"], True),
        (["fe80::1%eth0", "fe80::2%eth0", "fe80::3%eth1"], True),
        (["", "", ""], True),
    ],
)
def test_one_source_is_an_ipv4_address_or_a_64_of_ipv6(app, limits, sources, one):
    """Decision 37: a subscriber has more addresses of one /64 than all of IPv4."""
    limits("login", "2 per hour", MANY)
    assert [tries(app, source=each) for each in sources] == [422, 422, 429 if one else 422]


def test_a_repeat_of_what_is_done_counts_nothing(app, limits):
    """W10: twenty presses are one application, not twenty."""
    limits("wizard:registration", "2 per hour", MANY)
    browser = to_104(Browser(visitor(app)))
    for _ in range(5):
        assert send(browser).status_code == 303


def test_what_is_refused_leaves_the_answers_where_they_are(app, limits):
    limits("wizard:registration", "1 per hour", MANY)
    send(to_104(Browser(visitor(app)), email="a@example.jp"))
    browser = to_104(Browser(visitor(app)))
    assert_refused(send(browser))
    assert browser.open(browser.url).summary["契約者氏名"] == "髙﨑 𠮷乃"


def tries(app, **who):
    browser = Browser(visitor(app, **who)).open("/okyakusama/login")
    return send(browser, {"user_id": "nobody@example.jp", "password": "wrong1pass"}).status_code


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted_apart"),
    [
        (0, ["203.0.113.1", "203.0.113.2", "203.0.113.3"], False),
        (1, ["203.0.113.1", "203.0.113.2", "203.0.113.3"], True),
        (1, ["203.0.113.1, 198.51.100.7", "203.0.113.2, 198.51.100.7", "203.0.113.3, 198.51.100.7"], False),
        (2, ["203.0.113.1, 198.51.100.7", "203.0.113.2, 198.51.100.7", "203.0.113.3, 198.51.100.7"], True),
        (
            2,
            ["1.1.1.1, 198.51.100.7, 10.0.0.1", "2.2.2.2, 198.51.100.7, 10.0.0.1", "3.3.3.3, 198.51.100.7, 10.0.0.1"],
            False,
        ),
    ],
)
def test_the_source_is_what_the_declared_proxies_say_and_nobody_else(
    make_app, sqlite_url, limits, proxies, forwarded, counted_apart
):
    """A12."""
    limits("login", "2 per hour", MANY)
    app = make_app(sqlite_url, PROXIES=proxies)
    answers = [tries(app, forwarded=each) for each in forwarded]
    assert answers == ([422, 422, 422] if counted_apart else [422, 422, 429])


def test_portals_are_counted_apart(app, limits):
    limits("login", "1 per hour", MANY)
    assert tries(app) == 422
    assert tries(app) == 429
    browser = Browser(visitor(app)).open("/keiyakusha/login")
    assert send(browser, {"user_id": "ABC", "password": "wrong1pass"}).status_code == 422


def test_a_successful_login_does_not_wipe_the_count_of_the_source(app, customer, limits):
    """A14."""
    limits("login", "3 per hour", MANY)
    assert [tries(app), tries(app)] == [422, 422]
    log_in(Browser(visitor(app)), "taro@example.jp")
    assert [tries(app), tries(app)] == [422, 429]


def test_looking_is_not_counted(app, limits):
    for action in READY:
        limits(action, "1 per hour", MANY)
    client = visitor(app)
    for _ in range(5):
        assert client.get("/okyakusama/login").status_code == 200
        assert client.get("/okyakusama/registration/").status_code == 200


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory):
    with redis_server.server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.mark.redis
def test_processes_share_one_count(make_app, sqlite_url, limits, shared_store):
    """A12: each process starts with a store of its own; that in Redis is everybody's."""
    limits("login", "2 per hour", MANY)
    alone = [tries(make_app(sqlite_url)) for _ in range(3)]
    together = [tries(make_app(sqlite_url, RATELIMIT_STORAGE_URI=shared_store)) for _ in range(3)]
    assert alone == [422, 422, 422]
    assert together == [422, 422, 429]


@pytest.mark.redis
def test_the_store_holds_no_address(make_app, sqlite_url, shared_store):
    app = make_app(sqlite_url, RATELIMIT_STORAGE_URI=shared_store)
    apply_for(Browser(visitor(app)))
    keys = redis.Redis.from_url(shared_store).keys("*")
    assert keys
    assert b"yoshino" not in b"".join(keys).lower()


def test_each_application_counts_for_itself(app, make_app, sqlite_url):
    """One that counts nothing, as the practice counter does, ends nobody else's counting."""
    other = make_app(sqlite_url, RATELIMIT_ENABLED=False)
    with other.app_context():
        assert not rate_limits.are_on()
    with app.app_context():
        assert rate_limits.are_on()
