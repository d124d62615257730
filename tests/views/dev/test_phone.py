"""Can a developer call without a telephone, and nobody in production?"""

import re

import pytest
from calling import HOME, OTHERS, OWN, SHOWN, begin, calls, customers, heard, show

PHONE = "/_dev/phone"


@pytest.fixture
def login(app, clock):
    [customer] = customers(app, 1)
    made = begin(app, customer, OWN, HOME)
    show(app, made, SHOWN[1])
    clock.forward(seconds=1)
    return made


@pytest.fixture
def client(app):
    return app.test_client()


def press(client, status=200, **sent):
    """Press a button of the page; give what it says then."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PHONE).text)[1]
    answer = client.post(PHONE, data={"csrf_token": token, **sent}, follow_redirects=True)
    assert answer.status_code == status
    return re.findall(r'<p role="status">結果：(.*?)</p>', answer.text)


def test_who_waits_can_be_called_for_from_their_own_numbers(app, client, login):
    page = client.get(PHONE)
    assert "no-store" in page.headers["Cache-Control"]
    assert re.findall(r'name="caller" value="(\d+)"', page.text) == ["0300000003", "09000000001"]
    assert f'name="called" value="{SHOWN[1]}"' in page.text
    assert "03-0000-0200（+81300000200）へ" in page.text
    assert press(client, caller="09000000001", called=SHOWN[1]) == ["confirmed"]
    assert heard(app, login) == [("confirmed", "")]
    assert [each.source for each in calls(app)] == ["simulated"]
    assert "いまは、ありません" in client.get(PHONE).text


def test_what_became_of_the_call_is_said_once(client, login):
    assert press(client, withheld="1", called=SHOWN[1]) == ["withheld"]
    assert "結果" not in client.get(PHONE).text


@pytest.mark.parametrize(
    ("sent", "said", "told"),
    [
        ({"withheld": "1", "caller": "", "called": SHOWN[1]}, "withheld", "withheld"),
        ({"withheld": "1", "caller": OWN, "called": SHOWN[1]}, "withheld", "withheld"),
        ({"caller": "０９０ー００００ー０００２", "called": "03-0000-0200"}, "another", "mobile"),
        ({"caller": OTHERS, "called": SHOWN[1]}, "another", "mobile"),
        ({"caller": "", "called": SHOWN[1]}, "another", "unusable"),
        ({"caller": "09000000001", "called": SHOWN[0]}, "another", "elsewhere"),
        ({"caller": "09000000001", "called": "03-0000-0999"}, "not ours", ""),
        ({"caller": "09000000001"}, "not ours", ""),
        ({"caller": "x" * 1000, "called": "<script>"}, "not ours", ""),
    ],
)
def test_any_other_call_can_be_made(app, client, login, sent, said, told):
    assert press(client, **sent) == [said]
    assert heard(app, login) == [("waiting", told)]


def test_who_waits_no_more_is_not_there(client, login, clock):
    clock.forward(seconds=298.9)
    assert SHOWN[1] in client.get(PHONE).text
    clock.forward(seconds=0.1)
    assert SHOWN[1] not in client.get(PHONE).text


def test_a_call_needs_its_token(app, client, login):
    client.get(PHONE)
    for token in ({}, {"csrf_token": "another"}):
        assert client.post(PHONE, data={"caller": OWN, "called": SHOWN[1], **token}).status_code == 400
    assert calls(app) == []


def test_in_production_there_is_nothing(app, client, login):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PHONE).text)[1]
    app.config["PRODUCTION"] = True
    assert client.get(PHONE).status_code == 404
    sent = {"csrf_token": token, "caller": OWN, "called": SHOWN[1]}
    assert client.post(PHONE, data=sent).status_code == 404
    assert calls(app) == [] and heard(app, login) == [("waiting", "")]


def test_an_application_of_production_does_not_know_it(make_app, sqlite_url):
    app = make_app(sqlite_url, PRODUCTION=True)
    assert [str(each) for each in app.url_map.iter_rules() if "phone" in str(each)] == []
