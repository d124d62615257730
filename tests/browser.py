"""A visitor's browser: it follows redirects, sends each form as it stands there, and distrusts every page it opens."""

import re
from collections import defaultdict
from functools import cached_property
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

INLINE = re.compile(r"\s(on\w+|style)=")
LEFT_OVER = re.compile(r"\{\{|\{%|\bNone\b|<class |Undefined")
# What differs between two of one page: the mark against forged requests, whose page it is, which run it is of.
VARYING = re.compile(
    r'(?<=name="csrf_token" value=")[^"]+|(?<= data-whose=")\w+|(?<= disabled name=")\w+|[A-Za-z0-9_-]{22,}'
)
# Most pages are opened for this alone, and need not be taken apart for it.
NUMBER = re.compile(r'<dl class="screen-no"><dt>画面番号</dt><dd>(\d+)</dd>')
# Of each answer others, or of what was asked and not of the page.
VARYING_HEADERS = {"Set-Cookie", "Content-Length", "Date"}


class Browser:
    """One cookie jar. Every call gives the browser itself, so that a journey reads as a line."""

    _looked_over: ClassVar = set()

    def __init__(self, client):
        self.client = client
        self.url = self.response = None

    def open(self, url, status=200, **more):
        """GET an address and what it leads to."""
        target = urlsplit(urljoin(self.url or "/", url))
        path = f"{target.path}?{target.query}" if target.query else target.path
        return self._arrive(self.client.get(path, follow_redirects=True, **more), status)

    def send(self, answers=None, status=200, button=None, **more):
        """Fill in the form of this page by the names of its boxes and press a button (its first)."""
        form = self.form
        known = {tag["name"] for tag in form.select("[name]")}
        unknown = set(answers or {}) - known
        assert not unknown, f"no such box on {self.number}: {unknown}"
        pressed = self._button(form, button)
        data = {**self.standing(form), **(answers or {})}
        if pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        action = pressed.get("formaction") or form.get("action") or self.url
        send = self.client.post if form.get("method", "get") == "post" else self.client.get
        return self._arrive(send(urljoin(self.url, action), data=data, follow_redirects=True, **more), status)

    def follow(self, words, status=200):
        """Press a link by its words."""
        found = [tag for tag in self.page.select("main a") if words in tag.get_text()]
        assert found, f"no link {words!r} on {self.number}"
        return self.open(found[0]["href"], status)

    def change(self, label):
        """Press 変更する beside an answer of a confirm screen."""
        rows = [row for row in self.page.select(".rows .row, .compared") if row.select_one(".row__change")]
        [row] = [row for row in rows if label == _words(row.select("dt > span, th > span")[-1])]
        return self.open(row.select_one(".row__change a")["href"])

    @property
    def form(self):
        """The form that a page is about."""
        found = self.page.select_one("main form#step") or self.page.select_one("main form[method=post]")
        assert found, f"no form on {self.number}"
        return found

    @staticmethod
    def standing(form):
        """What the form would send if nothing were touched."""
        data = {}
        for tag in form.select("input[name]:not([disabled])"):
            if tag.get("type") in ("radio", "checkbox") and not tag.has_attr("checked"):
                continue
            data[tag["name"]] = tag.get("value", "")
        return data

    @staticmethod
    def _button(form, words):
        buttons = form.select("button[type=submit]")
        found = [tag for tag in buttons if words is None or words in tag.get_text()]
        assert found, f"no button {words!r}"
        return found[0]

    @property
    def number(self):
        """The screen number, as an operator asks for it."""
        said = NUMBER.search(self.response.text)
        return int(said[1] if said else self.page.select_one("header .screen-no dd").get_text())

    @property
    def heading(self):
        return _words(self.page.select_one("h1"))

    @property
    def text(self):
        return _words(self.page.select_one("main"))

    @property
    def errors(self):
        """The lines of the error summary."""
        return [_words(item) for item in self.page.select(".errsum li, .errsum > p:only-of-type")]

    @property
    def notices(self):
        return [_words(item) for item in self.page.select("main .head [role=status]")]

    @property
    def values(self):
        """What stands in the form's boxes."""
        return {name: value for name, value in self.standing(self.form).items() if name != "csrf_token"}

    @property
    def summary(self):
        """Answers or facts read back, by their labels."""
        return {
            _words(row.select("dt > span")[-1] if row.select("dt > span") else row.dt): _words(row.dd)
            for row in self.page.select(".rows .row")
        }

    def _arrive(self, response, status):
        assert response.status_code == status, f"{response.status} at {response.request.path}: {response.text[:3000]}"
        self.response, self.url = response, response.request.full_path.rstrip("?")
        self.__dict__.pop("page", None)
        if response.mimetype == "text/html" and not self.url.startswith("/_dev"):
            self._distrust()
        return self

    @cached_property
    def page(self):
        """The page as it came."""
        return BeautifulSoup(self.response.text, "html.parser")

    def _distrust(self):
        """Look the page over, once of equal ones; one at which something is found is looked over again."""
        headers = tuple(each for each in self.response.headers if each[0] not in VARYING_HEADERS)
        look = hash((type(self), VARYING.sub("…", self.response.text), headers))
        if look not in self._looked_over:
            self._look_over()
            self._looked_over.add(look)

    def _look_over(self):
        """What holds on every screen (screens.md sections 1 and 13)."""
        page, headers = self.page, self.response.headers
        number = f"{self.number:03d}"
        tags = page.find_all(True)
        named = defaultdict(list)
        for tag in tags:
            named[tag.name].append(tag)
        assert len(named["h1"]) == 1
        assert f"（画面番号{number}）｜" in page.title.text
        assert named["footer"][0].get_text().strip().endswith(f"画面番号 {number}")
        assert page.html["lang"] == "ja"
        ids = [tag["id"] for tag in tags if tag.has_attr("id")]
        known = set(ids)
        assert len(ids) == len(known), "an id is used twice"
        for tag in tags:
            for kind in ("aria-describedby", "aria-labelledby", "aria-controls"):
                assert set(tag.get(kind, "").split()) <= known, f"{tag} points nowhere"
        labelled = {tag.get("for") for tag in named["label"]}
        for tag in named["input"]:
            if tag.get("type") != "hidden":
                assert tag.get("id") in labelled or tag.find_parent("label"), f"{tag} has no label"
        for form in named["form"]:
            if form.get("method") == "post":
                assert form.find(attrs={"name": "csrf_token"})["value"], "a form without its token"
        self._distrust_errors(known)
        self._distrust_sequence(named)
        assert not named["style"] and not named["iframe"] and all(tag.has_attr("src") for tag in named["script"])
        assert not INLINE.search(self.response.text)
        assert not LEFT_OVER.search(self.response.text)
        for tag in (*named["script"], *named["img"], *named["link"]):
            assert tag.get("src", tag.get("href", "/")).startswith("/")
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        if named["header"][0].find(class_="help"):
            assert page.select_one("header .help a[href^='tel:']")
            # What is shown without a connection may be shown at any time.
            assert ("受付" in named["header"][0].text) == (self.number != 911)

    def _distrust_sequence(self, named):
        numbers = [tag.get_text() for tag in named["span"] if "no" in tag.get("class", ())]
        assert len(numbers) == len(set(numbers)), "two fields of a screen have one number"
        if any("steps" in tag.get("class", ()) for tag in named["ol"]):
            assert len(named["nav"]) == 1 and "前回ログイン" not in self.page.header.text, "a way out of a sequence"
            assert self.page.select("main .act :is(a, button)"), "no way on"

    def _distrust_errors(self, ids):
        summary = self.page.find(class_="errsum")
        if summary:
            assert all(link["href"][1:] in ids for link in summary.find_all("a"))
            assert self.page.title.text.startswith("エラー：")


def _words(tag):
    """A tag's text without what only a screen reader is told, its white space folded."""
    copy = BeautifulSoup(str(tag), "html.parser")
    for hidden in copy.select(".vh, [aria-hidden=true]"):
        hidden.decompose()
    return " ".join(copy.get_text().split())
