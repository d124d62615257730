"""Does a file of requests say what was asked, for its reader alone, and does it drop nothing that it cannot hold?"""

import factories
import laid
import pytest

from exchange.csv_encodings import GAP
from models import Export
from tests.exchange.synthetic import rows


def test_a_file_says_what_was_asked_under_the_headings_of_the_contracts(run, asked, tmp_path):
    result = run("export", "requests", tmp_path / "out.csv")
    assert "2件" in result.stdout
    row = rows(tmp_path / "out.csv")[0]
    assert {heading: cell for heading, cell in row.items() if cell} == {
        "受付番号": "100000000001",
        "受付日時": "2026-11-24 12:00:00",
        "窓口": "okyakusama",
        "手続き": "契約内容の変更",
        "証券番号": "C900000001",
        "変更日": "2026-11-24",
        "契約者電話番号": "080-8765-4321",
    }
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


def test_a_file_that_was_put_where_a_killed_export_is_to_write_stays(app, run, asked, tmp_path):
    with app.app_context():
        factories.add(Export(file=str(tmp_path / "1.csv"), encoding="utf-8", begun_at=factories.NOW))
    (tmp_path / "1.csv").write_text("another's")
    assert "1.csv is there already" in run("export", "requests", tmp_path / "2.csv", code=2).stderr
    assert (tmp_path / "1.csv").read_text() == "another's"
    (tmp_path / "1.csv").unlink()
    run("export", "requests", tmp_path / "2.csv")
    assert (tmp_path / "1.csv").exists() and len(rows(tmp_path / "2.csv")) == 2


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
@pytest.mark.parametrize("name", ["out.csv.part", "out.csv.gaps.csv"])
def test_what_lies_in_the_way_is_neither_followed_nor_waited_for_nor_written_into(app, run, tmp_path, name, lay):
    """Bank accounts stand in these files: no link leads them elsewhere, and nobody else reads them."""
    theirs, out = tmp_path / "theirs", tmp_path / "out.csv"
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract, {"holder_address": ("", "𠮷野荘")})
    lay(tmp_path / name, theirs)
    with laid.deadline():
        run("export", "requests", out, "--encoding", "cp932", code=1)
    assert laid.untouched(lay, theirs)
    for path in (out, tmp_path / "out.csv.gaps.csv"):
        assert laid.is_own(path) and len(path.read_bytes().splitlines()) == 2


def test_no_link_leads_a_file_elsewhere(run, asked, tmp_path):
    """Not even one under its own name, which points to where there is nothing yet."""
    (tmp_path / "out.csv").symlink_to(tmp_path / "theirs.csv")
    run("export", "requests", tmp_path / "out.csv", code=2)
    assert not (tmp_path / "theirs.csv").exists()


def test_a_folder_in_the_way_is_said_and_what_was_begun_is_completed_without_it(run, asked, tmp_path):
    laid.folder(tmp_path / "1.csv.part", None)
    assert "1.csv.part" in run("export", "requests", tmp_path / "1.csv", code=2).stderr
    (tmp_path / "1.csv.part").rmdir()
    run("export", "requests", tmp_path / "2.csv")
    assert (len(rows(tmp_path / "1.csv")), rows(tmp_path / "2.csv")) == (2, [])


def test_a_report_that_is_none_is_not_waited_for(app, run, asked, tmp_path):
    """The next run counts the gaps of a file that was written and not named."""
    with app.app_context():
        written = {"written_at": factories.NOW, "begun_at": factories.NOW}
        factories.add(Export(file=str(tmp_path / "1.csv"), encoding="cp932", **written))
    (tmp_path / "1.csv.part").write_text("")
    laid.pipe(tmp_path / "1.csv.gaps.csv", None)
    with laid.deadline():
        assert "1.csv.gaps.csv" in run("export", "requests", tmp_path / "2.csv", code=2).stderr
    (tmp_path / "1.csv.gaps.csv").unlink()
    run("export", "requests", tmp_path / "2.csv")
    assert (tmp_path / "1.csv").exists()


def test_code_page_932_reports_what_it_lacks_and_drops_nothing(app, run, tmp_path):
    with app.app_context():
        account, contract = factories.held(app)
        columns = {"holder_address": ("", "東京都港区見本〜1−2 𠮷野家髙﨑ビル"), "holder_name": ("", "=cmd()")}
        factories.request(account, contract, columns)
    result = run("export", "requests", tmp_path / "out.csv", "--encoding", "cp932", code=1)
    assert "契約者住所: 𠮷" in result.stderr and "見本" not in result.stderr, "a log holds no address"
    text = (tmp_path / "out.csv").read_bytes().decode("cp932")
    assert "東京都港区見本～1－2 〓野家髙﨑ビル" in text and "'=cmd()" in text
    gap = rows(tmp_path / "out.csv.gaps.csv")[0]
    assert (gap["列"], gap["書けない文字"]) == ("契約者住所", "𠮷")
    assert "𠮷野家" in gap["値"] and gap["受付番号"] in text


def test_a_letter_and_the_mark_upon_it_leave_as_one(app, run, tmp_path):
    """Also where they were kept as two: code page 932 has the one, and no mark."""
    with app.app_context():
        account, contract = factories.held(app)
        columns = {"holder_address": ("", "東京都か\u3099す荘"), "holder_name": ("", "﨑　か\u3099い")}
        factories.request(account, contract, columns)
    result = run("export", "requests", tmp_path / "1.csv", "--encoding", "cp932")
    text = (tmp_path / "1.csv").read_bytes().decode("cp932")
    assert "東京都がす荘" in text and "﨑　がい" in text and GAP not in text + result.output


def test_an_account_sealed_with_a_lost_key_is_reported_and_stops_nothing(app, run, asked, tmp_path):
    with app.app_context():
        factories.request_now(asked[0], sealed=b"of another key" * 4)
    run("export", "requests", tmp_path / "out.csv", code=1)
    assert [row["受付番号"] for row in rows(tmp_path / "out.csv")] == ["100000000001", "100000000002"]
    [gap] = rows(tmp_path / "out.csv.gaps.csv")
    assert gap["受付番号"] == "100000000001" and "鍵がない" in gap["値"]
