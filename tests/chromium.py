"""A visitor with a real Chromium, who distrusts every screen they open (screens.md section 13, ui.md section 10)."""

import os
import re
import shutil
import sys
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from looked import Looked
from playwright.sync_api import expect
from serving import free_port, running

PC, PHONE, NARROW = (1280, 800), (390, 844), (320, 640)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright keeps browsers from keeping pages, which customers' browsers do.
NOT_THESE = ["--disable-back-forward-cache"]
PATIENCE = 30
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# Where on a telephone the heading and the first box of a sequence's screen begin, where nothing has to be said before
# them; and whether the number stays in view.
FRAME = """() => {
  const top = (it) => it ? it.getBoundingClientRect().top : 0;
  scrollTo({ top: 0, behavior: "instant" });
  const said = document.querySelector(".head [role], .head .note, .banner, .errsum, .expiring:not([hidden])");
  const first = document.querySelector(".steps") && !said;
  const boxes = [...document.querySelectorAll("main .field input:not([type=hidden])")];
  const box = boxes.find((each) => each.offsetWidth);
  const [heading, question] = first ? [top(document.querySelector("h1")), top(box)] : [0, 0];
  scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
  const number = document.querySelector(".screen-no dd");
  return { heading, question, seen: !number || top(number) >= 0, done: !!document.querySelector(".done") };
}"""
# What is asked on these follows what it is about, which is folded there; a company's name takes lines of its own.
QUESTIONS_FIRST = {604: 580, 612: 480, 622: 480}
BUILT = """() => [...document.querySelectorAll("html, body *")].map(
  (tag) => [tag.tagName, tag.className, tag.hidden, tag.getAttributeNames().join()].join(" ")).join("/")"""
# What it says and what stands in its boxes: as wide with one number as with another.
SAYS = """() => [document.body.innerText, ...[
  ...document.querySelectorAll("input:not([type=hidden]), textarea, select")].map(
  (box) => box.value)].join(" ").replace(/[0-9]/g, "0")"""
TYPED = "() => [...document.querySelectorAll('input')].map((box) => box.value).join(' ')"
# Texts with a line that ends within a run of kanji, of katakana, of letters or of digits, where one reads at a glance
# and in cells of tables.
BROKEN = """() => {
  const run = /[一-鿿々]{2}|[ァ-ヺー]{2}|[A-Za-z]{2}|[0-9]{2}/, range = document.createRange(), broken = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode());) {
    const tag = text.parentElement;
    if (!tag.closest("h1, h2, h3, .lab, .btn, th, td:not(.typed)") || tag.closest(".vh, thead")) continue;
    for (let at = 1; at < text.data.length; at++) {
      if (!run.test(text.data.slice(at - 1, at + 1))) continue;
      range.setStart(text, at - 1); range.setEnd(text, at + 1);
      const [first, second] = range.getClientRects();
      if (second?.top > first.top + 2) broken.push(`${text.data.slice(0, at)}／${text.data.slice(at)}`);
    }
  }
  return broken;
}"""
# Of a radio button or a tick, which are drawn by what stands beside them, that is looked at.
FOCUSED = """() => {
  const it = document.activeElement;
  if (it === document.body) return null;
  const drawn = ["radio", "checkbox"].includes(it.type) && it.offsetWidth < 5 ? it.nextElementSibling : it;
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {
    name: it.name || "", value: it.value || "", tag: it.tagName, type: it.type || "", text: it.innerText || "",
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.boxShadow !== "none",
    seen: Boolean(top) && (drawn.contains(top) || top.contains(drawn)),
  };
}"""


def executable(whole=False):
    """Where Chromium is, None where there is none: the `whole` of it, or what has no windows and menus of its own where
    that is there, in which a visitor is at work in a fifth of the time."""
    names = ("chromium", "google-chrome") if whole else ("chromium-headless-shell", "chromium", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def launched(playwright, program):
    """One browser; visitors get contexts of it."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = FLAGS + (["--no-sandbox"] if root else [])
    browser = playwright.chromium.launch(executable_path=program, args=flags, ignore_default_args=NOT_THESE)
    yield browser
    browser.close()


@contextmanager
def served(folder, *options, application="app:serve", around=None, **settings):
    """The application on a real server, with the embedded sender of letters; gives its address. `options` are the
    server's own, `around` more of its environment."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws", *options, application]
    with running(
        command, folder / "server.log", site, around=around, **settings, BASE_URL=site, STAFF_URL=by_name(site)
    ):
        yield site


def by_name(site):
    """The address of a site on this machine under which it can have passkeys: they need a name."""
    return site.replace("127.0.0.1", "localhost")


class Visitor:
    """One device: a browser context of its own, one page open at a time."""

    looked = Looked()

    def __init__(self, browser, site, size=PC, javascript=True, letters=None):
        """With `letters`, the size that letters have in the browser's own settings (16 is usual)."""
        self.site, self.size, self.letters = site, size, letters
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="ja-JP",
            has_touch=size == PHONE,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.javascript, self.troubles, self.posts, self.asked = javascript, [], [], []
        self.page = self.tab()

    def tab(self):
        """One more tab of this browser, watched like the first."""
        page = self.context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda wrong: self.troubles.append(f"error: {wrong}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        if self.letters:
            sizes = {"standard": self.letters, "fixed": self.letters}
            self.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        return page

    def _note(self, message):
        # That a page itself came with 422 is no trouble; _note_response looks after all else.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _note_request(self, request):
        if request.is_navigation_request():
            self.asked.append(urlsplit(request.url).path)
        if request.method == "POST":
            self.posts.append(urlsplit(request.url).path)
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.troubles.append(f"another host: {request.url}")

    def _note_response(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.troubles.append(f"{response.status}: {response.url}")

    def open(self, address):
        """Go to an address."""
        self.page.goto(address)
        return self.arrived()

    def back(self):
        """Press the browser's own Back; `from_memory` says then whether it showed the page without asking for it."""
        return self._goes(self.page.go_back)

    def forward(self):
        """Press the browser's own Forward; `from_memory` as with `back`."""
        return self._goes(self.page.go_forward)

    def _goes(self, go):
        asked = len(self.asked)
        go(wait_until="commit")
        if len(self.asked) > asked:
            # The page's own programs have to run before it hides itself, until it knows where it goes on.
            self.page.wait_for_load_state()
        expect(self.page.locator("html")).not_to_have_class(re.compile("is-kept"))
        self.from_memory = len(self.asked) == asked
        # Of a page that was kept Playwright does not know that it is loaded.
        return self._looked_over_now() if self.from_memory else self.arrived()

    def fill(self, answers):
        """Type into boxes, and choose, by their names."""
        for name, value in answers.items():
            boxes = self.page.locator(f"main [name='{name}']")
            if boxes.first.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"main label:has([name='{name}'][value='{value}'])").click()
            else:
                boxes.fill(value)
        return self

    def press(self, words):
        """Press a button or a link of the page's own part, and see where it leads."""
        button = self.page.locator("main button:visible:not(.vh), main a:visible").filter(has_text=words).first
        with self.led_on():
            button.click()
        return self.arrived()

    def led_on(self):
        """Wait for the document that what is done within leads to."""
        # Playwright's expect_navigation is content with a line that the script writes into this page's own history.
        return self.page.expect_event("domcontentloaded")

    def send(self, answers, words="次へ"):
        return self.fill(answers).press(words)

    def change(self, label):
        """Press 変更する beside an answer."""
        link = self.page.locator(".row", has_text=label).locator(".row__change a")
        with self.led_on():
            link.click()
        return self.arrived()

    @property
    def number(self):
        return int(self.page.locator("header .screen-no dd").inner_text())

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    @property
    def broken(self):
        """Words that are broken where none may be."""
        return self.page.evaluate(BROKEN)

    @property
    def focused(self):
        """What has the focus, whether that can be seen, and whether anything lies over it."""
        return self.page.evaluate(FOCUSED)

    @property
    def seen(self):
        """All that stands on the page, and in its boxes."""
        return self.page.content() + self.page.evaluate(TYPED)

    def arrived(self):
        """Look the screen over."""
        self.page.wait_for_load_state()
        return self._looked_over_now()

    def _looked_over_now(self):
        if urlsplit(self.page.url).path.startswith("/_dev"):
            return self
        built = self.page.evaluate(BUILT)
        # Wherever it is opened it is seen at every width, but where letters have a size of their own.
        at = (self.number, self.letters, self.letters and self.size)
        with self.looked.once("fits", *at, built, self.page.evaluate(SAYS)) as new:
            if new:
                self._fits()
        # axe is a program, so it can only look where programs run.
        if self.javascript:
            with self.looked.once("open", self.number, self.size, self.letters, built) as new:
                if new:
                    self._is_open_to_everybody()
        assert self.troubles == [], f"{self.number}: {self.troubles}"
        return self

    def _fits(self):
        """No sideways scroll on any device; who reads on stands where they stood."""
        stood = self.page.evaluate("scrollY")
        others = [NARROW] if self.letters else [NARROW, PHONE, PC]
        for width, height in (*(each for each in others if each != self.size), self.size):
            self.page.set_viewport_size({"width": width, "height": height})
            assert self.page.evaluate(OVERFLOW) <= 0, f"{self.number} is too wide at {width}"
            if (width, height) == PHONE and not self.letters:
                self._asks_first()
        self.page.evaluate("top => scrollTo({ top, behavior: 'instant' })", stood)

    def _asks_first(self):
        """On a telephone the number is always in view, and the question is the first thing."""
        frame = self.page.evaluate(FRAME)
        assert frame["seen"], "the number of the screen is out of view"
        assert frame["heading"] <= (230 if frame["done"] else 200), (
            f"{self.number}: the heading begins at {frame['heading']}"
        )
        assert frame["question"] <= QUESTIONS_FIRST.get(self.number, float("inf")), (
            f"{self.number}: {frame['question']}"
        )

    def _is_open_to_everybody(self):
        """axe finds nothing."""
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options)
        assert found.violations_count == 0, f"{self.number}: {found.generate_report()}"

    def read_mail(self, subject, to):
        """Find the newest letter as a developer would; give the links in it."""
        row = self.page.locator("li").filter(has_text=subject).filter(has_text=f"（{to}、").first
        for _ in range(PATIENCE * 10):
            self.page.goto("/_dev/mail")
            if row.count():
                break
            Event().wait(0.1)
        with self.led_on():
            row.locator("a").click()
        links = self.page.locator("main ul a").evaluate_all("links => links.map(link => link.href)")
        assert links, self.page.inner_text("main")
        return [re.sub(r"[。、]$", "", link) for link in links]

    def close(self):
        self.context.close()
