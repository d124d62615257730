"""Is read off a page what a browser would send of it?"""

from views.practice.reading import Read

PAGE = """<title>題（画面番号103）</title>
<header><dl><dt>画面番号</dt><dd>103</dd></dl><form action="/out"></form></header>
<main><a href="/a">あ<b>い</b></a><form id="step" method="post" action="/s"><input name="x" value="1&amp;2">
<input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked><input type="checkbox" name="c"
value="yes"><input name="off" disabled><dd>9</dd><button type="button">何も</button><button type="submit" name="go"
value="on">進む</button></form><input name="outside"><img src="/p.jpg"></main>"""


def test_number_title_links_and_pictures():
    read = Read(PAGE)
    assert (read.number, read.title) == (103, "題（画面番号103）")
    assert (read.links, read.pictures) == ([("あい", "/a")], ["/p.jpg"])


def test_a_form_as_it_would_be_sent_untouched():
    [form] = Read(PAGE).forms
    assert (form.id, form.action, form.method) == ("step", "/s", "post")
    assert form.standing == {"x": "1&2", "r": "b"}
    assert form.buttons == [("進む", "go", "on")] and form.ticks == ["c"]
