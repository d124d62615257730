"""Can a developer read letters, and nothing else, and nobody in production?"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from domain.messages import smtp
from domain.messages.letters import Draft
from views.dev import mail
from views.shared import security_headers

ROOT = Path(mail.__file__).parents[2]
LINK = "https://mado.example/okyakusama/l/abc.def-_"


@pytest.fixture
def app(tmp_path):
    app = Flask(__name__, root_path=str(ROOT))
    app.config |= {"PRODUCTION": False, "MAIL_FOLDER": str(tmp_path / "mail"), "SMTP_HOST": ""}
    app.register_blueprint(mail.bp)
    (tmp_path / "secret.eml").write_text("Subject: outside\n\nnot yours")
    return app


def lay(app, name, subject="【サンプル損保】ご案内"):
    folder = Path(app.config["MAIL_FOLDER"])
    folder.mkdir(exist_ok=True)
    draft = Draft(
        "registration",
        "okyakusama",
        "hanako@example.jp",
        subject,
        f"URL\n\n{LINK}\n\n（{LINK}）",
        "<p><script>alert(1)</script></p>",
        "サンプル損保 <oshirase@okyakusama.example>",
    )
    with app.app_context():
        (folder / name).write_bytes(smtp.written(draft, name, datetime(2026, 4, 1, tzinfo=UTC)))


def test_an_empty_folder_is_a_page(app):
    assert "まだありません" in app.test_client().get("/_dev/mail").text


def test_letters_are_listed_newest_first(app):
    lay(app, "20260401T000000-a.eml", "older")
    lay(app, "20260402T000000-a.eml", "newer")
    page = app.test_client().get("/_dev/mail").text
    assert page.index("newer") < page.index("older")
    names = re.findall(r'href="([^"]+)"', page)
    assert [app.test_client().get(name).status_code for name in names] == [200, 200]


def test_a_letter_shows_its_text_links_and_the_source_of_its_html(app):
    lay(app, "1.eml")
    page = app.test_client().get("/_dev/mail/1.eml").text
    assert f'<a href="{LINK}">' in page
    assert "&lt;script&gt;alert(1)" in page and "<script>" not in page
    assert "hanako@example.jp" in page and "【サンプル損保】ご案内" in page
    assert not re.search(r"style|onclick|<script", page)


def test_a_letter_is_drawn_as_a_mail_program_does_and_runs_nothing(app):
    lay(app, "1.eml")
    app.wsgi_app = security_headers.guarded(app.wsgi_app, secure=False, files="/static/")
    assert 'href="/_dev/mail/1.eml/html"' in app.test_client().get("/_dev/mail/1.eml").text
    drawn = app.test_client().get("/_dev/mail/1.eml/html")
    assert "<script>alert(1)" in drawn.text
    [policy] = drawn.headers.getlist("Content-Security-Policy")
    assert "default-src 'none'; style-src 'unsafe-inline';" in policy and "script-src" not in policy


@pytest.mark.parametrize(
    "name",
    [
        "../secret.eml",
        "..%2fsecret.eml",
        "%2e%2e/secret.eml",
        "..\\secret.eml",
        "%2fetc%2fpasswd",
        "nothing.eml",
        "x",
        ".eml",
    ],
)
def test_nothing_outside_the_folder_is_shown(app, name):
    lay(app, "1.eml")
    for path in (f"/_dev/mail/{name}", f"/_dev/mail/{name}/html"):
        answer = app.test_client().get(path)
        assert answer.status_code == 404
        assert "not yours" not in answer.text


def test_in_production_there_is_nothing(app):
    lay(app, "1.eml")
    app.config["PRODUCTION"] = True
    for path in ("/_dev/mail", "/_dev/mail/1.eml", "/_dev/mail/1.eml/html"):
        assert app.test_client().get(path).status_code == 404
