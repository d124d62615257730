"""Can a customer open and print a leaflet, from 123?"""

import pytest

from views.shared.leaflets import KIBIBYTE


@pytest.fixture
def shelf(app, tmp_path):
    app.config["LEAFLETS_FOLDER"] = str(tmp_path)
    (tmp_path / "okyakusama-registration.pdf").write_bytes(b"%PDF-1.7" + b" " * (320 * KIBIBYTE - 8))


def test_123_lists_what_can_be_opened_with_its_size(browser, shelf):
    browser.open("/okyakusama/environment")
    section = browser.page.select_one("section[aria-labelledby=leaflets]")
    assert section.h2.text == "ご利用の手引き（PDF）"
    (row,) = section.select("li")
    assert row.text == "利用登録の手引き（PDF、320KB、新しい画面で開きます）"
    answer = browser.client.get(row.a["href"])
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "application/pdf", 320 * KIBIBYTE)
    assert answer.headers["Content-Disposition"].startswith(
        'inline; filename="okyakusama-registration.pdf"; filename*='
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_without_leaflets_123_says_nothing_of_them(browser, shelf):
    assert browser.open("/keiyakusha/environment").page.select_one("#leaflets") is None


@pytest.mark.parametrize("name", ["forgotten", "nothing", "..%2Fokyakusama-registration"])
def test_what_is_not_there_is_not_found(browser, shelf, name):
    browser.open(f"/okyakusama/leaflets/{name}.pdf", 404)


def test_the_leaflets_of_the_project_can_be_opened(browser):
    for portal, many in (("okyakusama", 2), ("keiyakusha", 2)):
        rows = browser.open(f"/{portal}/environment").page.select("section[aria-labelledby=leaflets] li")
        assert len(rows) == many
        assert all(browser.client.get(row.a["href"]).data.startswith(b"%PDF") for row in rows)
