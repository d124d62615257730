"""What do tests of issuing stand on? A contract of the portal that hands IDs out, and the real command."""

import re
from datetime import timedelta

import factories
import printed
import pytest

RUNS = re.compile(
    r"書面 (\d+)通、新しいログインID (\d+)件、初期パスワードの再発行 (\d+)件、[^\d]+(\d+)件、[^\d]+(\d+)件"
)


@pytest.fixture
def agency(app):
    with app.app_context():
        factories.agency()


@pytest.fixture
def contract(app, agency):
    """Puts a contract of keiyakusha in; it ends after the next 60 days unless told otherwise."""

    def put(number="H900000001", **different):
        with app.app_context():
            running = {"portal": "keiyakusha", "ends_on": factories.NOW.date() + timedelta(days=300)}
            return factories.contract(**running | {"number": number} | different)

    return put


@pytest.fixture
def issue(app, tmp_path):
    """Runs `flask accounts issue`; gives the letters of its files, its figures and what it said."""

    def run(*arguments, code=0, portal="keiyakusha"):
        folder = tmp_path / "papers"
        words = ["accounts", "issue", "--portal", portal, "--into", str(folder), *arguments]
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == code, done.output
        files = [line for line in done.stdout.splitlines() if line.endswith(".pdf")]
        run.said, run.files = done.output, [folder / line.rpartition("/")[2] for line in files]
        run.figures = tuple(map(int, RUNS.search(done.output).groups())) if RUNS.search(done.output) else None
        return [words for file in run.files for words in printed.pages(file.read_bytes())]

    return run
