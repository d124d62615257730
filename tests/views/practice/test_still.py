"""Is nothing left of a page that could be used, and all of its look?"""

import pytest

from views.practice import still

KEPT = '<p class="a" id="b">１ &amp; &#12354; &lt;b&gt;</p><svg viewbox="0 0 1 1"><path d="M0 0"></path></svg>'


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("<!DOCTYPE html><html lang=ja><body class=x>", '<!DOCTYPE html><html lang="ja"><body class="x" inert>'),
        (KEPT, KEPT),
        ('<a class="btn" href="/x" target="_blank">進む</a>', '<a class="btn">進む</a>'),
        ('<form class="f" method="post" action="/x">a</form>', '<div class="f">a</div>'),
        ('<input type="hidden" name="csrf_token" value="t">', ""),
        ('<input class="in" id="n" name="n" value="見本">', '<input class="in" id="n" value="見本">'),
        ('<input type="radio" name="r" checked>', '<input type="radio" checked>'),
        ('<button type="submit" name="a" formaction="/x">押す</button>', '<button type="button">押す</button>'),
        ('<div data-url="/x" tabindex="0" onclick="x()">a</div>', "<div>a</div>"),
        ('<td data-label="満期日" data-url="/x">a</td>', '<td data-label="満期日">a</td>'),
        ('<script src="/s.js">if (a < b) {}</script>b', "b"),
        ('<link rel="manifest" href="/m"><link rel="icon" href="/i">', ""),
        ('<link rel="stylesheet" href="/c.css">', '<link rel="stylesheet" href="/c.css">'),
        ('<img src="/static/a.svg" alt="">', '<img src="/static/a.svg" alt="">'),
        ('<img src="/p/1" alt="">', '<img src="data:image/jpeg;base64,QQ==" alt="">'),
        ('<p title="&quot;&lt;">a</p>', '<p title="&quot;&lt;">a</p>'),
    ],
)
def test_what_becomes_of(page, after):
    assert still.of(page, {"/p/1": b"A"}) == after
