"""Is a file answered as small as it may be, kept as long as it may be, and nobody's?"""

import gzip

import brotli
import pytest
from bs4 import BeautifulSoup

from infra.static_files.release import HASHED
from views.shared.security_headers import EVERYWHERE

YEAR = ["public, max-age=31536000, immutable"]
LINKED = "link[rel=stylesheet], link[rel=icon], link[rel=apple-touch-icon], script, img"


@pytest.fixture
def client(app):
    return app.test_client()


def page_at(client, address):
    return BeautifulSoup(client.get(address).text, "html.parser")


@pytest.mark.parametrize("address", ["/", "/okyakusama/login", "/keiyakusha/login", "/staff/login", "/gone"])
def test_a_page_loads_one_sheet_and_one_program_by_names_that_are_kept_for_a_year(client, address):
    page = page_at(client, address)
    [sheet], [program] = page.select("link[rel=stylesheet]"), page.select("script")
    whose = "/static/staff." if "staff" in address else "/static/customers."
    assert sheet["href"].startswith(whose) and program["src"].startswith(whose)
    for file in (tag.get("href") or tag["src"] for tag in page.select(LINKED)):
        answer = client.get(file)
        assert answer.status_code == 200 and HASHED.fullmatch(file), file
        assert answer.headers.getlist("Cache-Control") == YEAR


@pytest.mark.parametrize(
    ("accepted", "sent", "opened"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("br;q=0", None, bytes),
    ],
)
def test_it_is_sent_as_it_is_wanted(client, accepted, sent, opened):
    answer = client.get("/static/customers.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers.getlist("Vary") == ["Accept-Encoding"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert opened(answer.data).startswith(b":root{")


def test_under_its_plain_name_it_is_asked_for_again_and_not_sent_again(client):
    first = client.get("/static/customers.js")
    assert first.headers.getlist("Cache-Control") == ["no-cache"]
    again = client.get("/static/customers.js", headers={"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Length" not in again.headers and again.headers["ETag"] == first.headers["ETag"]
    other = client.get("/static/customers.js", headers={"Accept-Encoding": "gzip"})
    assert other.headers["ETag"] != first.headers["ETag"]


def test_nobody_is_looked_at_for_it(client, monkeypatch, app):
    monkeypatch.setattr(app.session_interface, "open_session", lambda *_: 1 / 0)
    answer = client.get("/static/icons/mark-blue.svg", headers={"Cookie": "madoguchi-none=x"})
    assert answer.status_code == 200
    assert not {"Set-Cookie", "Vary"} & set(answer.headers.keys())
    assert [answer.headers[name] for name, _ in EVERYWHERE] == [value for _, value in EVERYWHERE]


@pytest.mark.parametrize(
    "name", ["", "css/site.css", "js/site.js", "customers.0123456789ab.css", "../app.py", "customers.css/", "customers"]
)
def test_what_is_not_there_is_not_kept(client, name):
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404 and "（画面番号907）" in answer.text
    assert answer.headers.getlist("Cache-Control") == ["no-store"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_read(client, method):
    assert getattr(client, method)("/static/customers.css").status_code == 404


def test_its_head_says_what_would_come(client):
    head, whole = client.head("/static/customers.css"), client.get("/static/customers.css")
    assert head.data == b"" and head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize(
    ("path", "size"),
    [("/favicon.ico", 32), ("/apple-touch-icon.png", 180), ("/apple-touch-icon-precomposed.png", 180)],
)
def test_what_browsers_ask_for_by_themselves_is_there(client, path, size):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers.getlist("Cache-Control") == ["public, max-age=86400"]
    assert answer.data == client.get(f"/static/icons/mark-blue-{size}.png").data


def test_it_has_the_colour_of_staff_where_only_they_are_served(make_app, sqlite_url):
    client = make_app(sqlite_url, SERVE="staff").test_client()
    assert client.get("/favicon.ico").data == client.get("/static/icons/mark-purple-32.png").data


@pytest.mark.parametrize(("address", "colour"), [("/keiyakusha/login", "#08442d"), ("/staff/login", "#3a1d5c")])
def test_a_page_says_which_colour_is_around_it(client, address, colour):
    assert page_at(client, address).select_one("[name=theme-color]")["content"] == colour


def test_a_name_that_is_misspelt_is_found_out(app):
    with app.test_request_context(), pytest.raises(LookupError, match=r"site\.css"):
        app.url_for("static", filename="site.css")
