"""Is the page that asks nobody anything a whole page, and can nothing be put into it?"""

from bs4 import BeautifulSoup

from views.shared import bare_page
from views.shared.screens import Screen

FOUND = Screen(7, "お探しのページが<見つかりません>")


def test_it_is_a_whole_page_with_its_number():
    page = BeautifulSoup(bare_page.page(FOUND, ["ひとつめ", "ふたつめ"]), "html.parser")
    assert page.html["lang"] == "ja" and page.select_one("meta[charset]")["charset"] == "utf-8"
    assert page.title.text == f"{FOUND.title}（画面番号007）｜お手続き窓口"
    assert [each.text for each in page.select("h1")] == [FOUND.title]
    assert [each.text for each in page.select("main p")] == ["ひとつめ", "ふたつめ"]
    assert page.footer.text.strip() == "画面番号 007"


def test_what_stands_in_it_is_text():
    text = "<script>{title}{0}</script>&amp;"
    page = BeautifulSoup(bare_page.page(FOUND, [text]), "html.parser")
    assert page.select_one("main p").text == text
    assert not page.select("script, link, style, img, form, a")
