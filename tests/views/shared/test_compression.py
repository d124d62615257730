"""Is a page compressed where that is wanted, and nowhere where somebody could learn from it?"""

import gzip
import hashlib
import zlib

import pytest
from factories import account
from ways import log_in

from views.shared import compression

PAGE = "/okyakusama/registration/"
WANTED = {"Accept-Encoding": "gzip, deflate, br"}
FROM_HERE = {**WANTED, "Sec-Fetch-Site": "same-origin"}


def coding(answer):
    return answer.headers.get("Content-Encoding")


def test_the_same_page_in_a_third_of_the_bytes(app):
    answer = app.test_client().get("/okyakusama/terms", headers=WANTED)
    plain = app.test_client().get("/okyakusama/terms")
    assert coding(answer) == "gzip" and coding(plain) is None
    assert gzip.decompress(answer.data) == plain.data
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data) * 0.45
    for each in (answer, plain):
        assert "Accept-Encoding" in each.headers.getlist("Vary")
        assert each.headers.getlist("Cache-Control") == ["no-store"]


@pytest.mark.parametrize("accepted", ["br", "gzip;q=0", "identity", "*;q=0", ""])
def test_who_does_not_want_it_gets_it_as_it_is(app, accepted):
    assert coding(app.test_client().get("/okyakusama/terms", headers={"Accept-Encoding": accepted})) is None


def test_a_mistake_is_a_page_like_another(browser):
    browser.open(PAGE)
    action, data = browser.form["action"], browser.standing(browser.form)
    answer = browser.client.post(action, data=data, headers=FROM_HERE)
    assert (answer.status_code, coding(answer)) == (422, "gzip")
    assert "入力してください" in gzip.decompress(answer.data).decode().replace("<wbr>", "")


def test_so_is_what_is_said_where_nothing_works(app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "account.login", lambda portal: 1 / 0)
    answer = app.test_client().get("/okyakusama/login", headers=WANTED)
    assert (answer.status_code, coding(answer)) == (500, "gzip")
    assert "（画面番号908）" in gzip.decompress(answer.data).decode()


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": ""}]
)
def test_what_is_somebodys_is_not_compressed_for_another_page(app, browser, headers):
    """Nor for a browser that does not say whose page asked."""
    with app.app_context():
        account(app)
    log_in(browser)
    answer = browser.client.get("/okyakusama/my-page", headers={**WANTED, **headers})
    assert answer.status_code == 200 and coding(answer) is None
    for own in ("same-origin", "none"):
        answer = browser.client.get("/okyakusama/my-page", headers={**WANTED, "Sec-Fetch-Site": own})
        assert coding(answer) == "gzip"


def test_no_guess_that_another_page_has_sent_back_is_shorter_than_any_other(app, browser):
    """The address that was asked for stands on the page, beside a name and a token. The right guess makes a compressed
    page shorter; what another page has asked for is as long with each."""
    with app.app_context():
        account(app)
    log_in(browser)

    def length(guess, site):
        headers = {**WANTED, "Sec-Fetch-Site": site}
        return int(browser.client.get(f"/okyakusama/my-page?{guess}", headers=headers).headers["Content-Length"])

    right = browser.open("/okyakusama/my-page").page.html["data-whose"]
    wrong = [hashlib.sha256(bytes([each])).hexdigest() for each in range(8)]
    assert {length(guess, "cross-site") for guess in wrong} == {length(right, "cross-site")}
    assert length(right, "none") + 20 < min(length(guess, "none") for guess in wrong), "this test would see it"


def test_a_head_is_answered_as_it_is(app):
    answer = app.test_client().head("/okyakusama/terms", headers=WANTED)
    assert coding(answer) is None and answer.data == b""


def told(status="200 OK", **more):
    """What the wrapper makes of an answer of 2000 bytes."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": "2000"} | more
    closed, begun = [], []

    class Body(list):
        def close(self):
            closed.append(True)

    def wsgi(environ, start_response):
        start_response(status, [(name.replace("_", "-"), value) for name, value in headers.items() if value])
        return Body([b"a" * 1000, b"b" * 1000])

    asked = {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip"}
    body = compression.compressed(wsgi)(asked, lambda status, headers: begun.append(dict(headers)))
    return body, begun[0], closed


def test_what_was_made_in_pieces_is_whole_and_let_go():
    body, headers, closed = told()
    assert zlib.decompress(b"".join(body), 31) == b"a" * 1000 + b"b" * 1000
    assert headers["Content-Length"] == str(len(body[0])) and closed == [True]


@pytest.mark.parametrize(
    "more",
    [
        {"status": "204 NO CONTENT"},
        {"status": "206 PARTIAL CONTENT"},
        {"status": "304 NOT MODIFIED"},
        {"Content-Length": "1023"},
        {"Content-Length": ""},
        {"Content-Type": "application/pdf"},
        {"Content-Type": "image/jpeg"},
        {"Content-Type": "text/csv; charset=utf-8"},
        {"Content-Type": ""},
        {"Content-Encoding": "br"},
    ],
)
def test_what_gains_nothing_or_must_not_be_touched_passes_as_it_is(more):
    body, headers, closed = told(**more)
    assert b"".join(body) == b"a" * 1000 + b"b" * 1000 and closed == []
    assert headers.get("Content-Encoding", "br") == "br" and "Vary" not in headers
