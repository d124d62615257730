"""How is a customer watched by an operator wherever they go, and all that reaches the operator looked through?"""

import re

from album import Camera, World
from bs4 import BeautifulSoup
from staffing import at_work, hire
from standing import begin, join

from domain.staff import shared_screens
from forms.kit import declarations
from forms.kit.step import StepForm
from infra.database import write
from models import StaffLogin
from rules import hours
from rules.masks import SHOWN
from views.shared.screens import VIEWS
from views.staff.beside_shown import UNKNOWN
from wizards.engine.mistakes import WORDS
from wizards.registry import WIZARDS

SHORTEST = 4
# What a template says itself around the words of the program.
SAID = {
    "項目", "状態", "案内", "入力欄", "必須", "空欄", "エラー", "案内する", "案内をやめる",
    "お客さまの画面（表示のみ）",
    "この画面のご案内", "この画面に入力欄はありません。", "受け付けられなかった理由が、画面の上部に表示されています。",
    "まだ画面が届いていません。お客さまが次の画面を開くと表示されます。", "お客さまが共有を一時停止しています。",
    "再開されるまで、何も表示されません。",
}  # fmt: skip
MADE_OF_NUMBERS = re.compile(r"\d{1,3}|\d\d時\d\d分\d\d秒の画面")
ATTRIBUTE = re.compile(r"[a-z_ -]*|\d{1,4}|(on|paused|waiting) \d+ \d+|row|col|/staff/screens/[a-z]+/\d+")
ATTRIBUTES = {"class", "data-turn", "data-word", "scope", "method", "type", "name", "value", "href", "action"}


def own_words(app):
    """All that an operator may read of a screen: what the program calls screens and questions, whoever is there."""
    words = set(SAID) | set(SHOWN.values()) | {f"エラー：{each}" for each in WORDS.values()} | {UNKNOWN.label}
    words |= {screen.title for screen in VIEWS.values()}
    words |= {screen.title for wizard in WIZARDS.values() for screen in wizard.screens}
    for form in forms():
        words |= {each for told in declarations.declared(form).values() for each in (told.label, told.hint)}
    for product in app.extensions["products"].values():
        offer = product.application
        asked = (*product.questions, *(offer.premises if offer else ()), *(offer.disclosures if offer else ()))
        words |= {each.label for each in asked}
    return {" ".join(each.split()) for each in words}


def forms(of=StepForm):
    for each in of.__subclasses__():
        yield each
        yield from forms(each)


class Watcher:
    """An operator who looks at whatever the customers of a world do, and trusts nothing of it."""

    def __init__(self, world):
        self.world, self.app, self.looks, self.numbers = world, world.app, 0, set()
        hire(self.app)
        self.desk = at_work(self.app)
        self.words = own_words(self.app)
        self.shared = {}

    def stay(self):
        """However late it has become, they are still there."""
        with self.app.app_context(), write() as session:
            session.query(StaffLogin).update({"seen_at": self.world.now, "created_at": self.world.now})

    def resting(self, portal):
        """Whether the portal pauses, so that nobody can begin anything."""
        pause = self.app.extensions["portals"][portal].service_pause
        return bool(pause and hours.paused(pause, self.world.now))

    def over(self, name):
        with self.app.app_context():
            return name is None or shared_screens.word_of(name, self.world.now) == "ended"

    def join(self, camera, portal):
        """See the screens of this browser in this portal."""
        self.stay()
        key = (id(camera.client), portal)
        if self.over(self.shared.get(key)):
            join(self.desk, begin(Camera(camera.client, []), f"/{portal}/terms"))
            self.shared[key] = self.desk.url.rpartition("/")[2]

    def look(self, camera):
        """See what this browser was just shown, whole and in part, and look through all of it."""
        name = self.shared.get((id(camera.client), camera.url.split("/")[1]))
        if self.over(name):
            return
        secret = self.secrets(camera)
        for address in (f"/staff/beside/{name}", f"/staff/beside/{name}/view"):
            answer = self.desk.client.get(address)
            assert answer.status_code == 200, address
            seen = f"{answer.headers}\n{answer.text}"
            for each in secret:
                assert each not in seen, f"{each!r} of {camera.number} is seen"
        self.look_through(BeautifulSoup(answer.text.replace("<wbr>", ""), "html.parser"))
        self.looks += 1

    def secrets(self, camera):
        """Whatever stands on the customer's page that is theirs: what is typed, read back, hidden or carried along."""
        page = camera.page
        found = {tag.get("value", "") for tag in page.select("input") if tag.get("type") not in ("radio", "checkbox")}
        found |= {value for value in camera.typed.values() if isinstance(value, str)}
        told = page.select("main dd, main td, main strong, .keyword strong, .who b, main figcaption, main .pic__told p")
        found |= {" ".join(tag.get_text().split()) for tag in told}
        found |= {cookie.value for cookie in camera.client._cookies.values()}
        # Both are told by one address what is new of what they share, and that alone.
        asked = {part for tag in page.select("[data-sharing]") for part in tag["data-sharing"].split("/")}
        found |= set(re.findall(r"[A-Za-z0-9_-]{22,}", str(page))) - asked
        found |= {link["href"] for link in page.select("main a[href^='/']") if len(link["href"]) > 30}
        return {each for each in found if len(each) >= SHORTEST and not self.ours(each)}

    def ours(self, text):
        """Whether it is what the program says itself: in words, or by a code of small letters, as choices have."""
        return any(text in word for word in self.words) or (text.isascii() and text.isalpha() and text.islower())

    def look_through(self, part):
        """Every text and attribute of a fragment is made of the program's words and of numbers."""
        number = part.select_one(".mirror__no")
        if number:
            self.numbers.add(int(number.get_text()))
        for text in part.find_all(string=True):
            plain = " ".join(re.sub(r"^（\d+\. (.*)）$", r"\1", " ".join(text.split())).split())
            known = not plain or plain in self.words or MADE_OF_NUMBERS.fullmatch(plain)
            assert known, f"{plain!r} is no word of the program"
        for tag in part.find_all(True):
            for name, value in tag.attrs.items():
                assert name in ATTRIBUTES, f"{name} of {tag.name}"
                text = " ".join(value) if isinstance(value, list) else value
                if tag.get("name") != "csrf_token" and name != "action":
                    assert ATTRIBUTE.fullmatch(text), f"{name}={text!r}"


class Watched(Camera):
    """A customer's browser whose every page an operator sees."""

    watcher = None

    def open(self, url, status=200, **more):
        self._before(url)
        return super().open(url, status, **more)

    def send(self, answers=None, status=200, button=None, **more):
        self._before(self.url)
        return super().send(answers, status, button, **more)

    def _before(self, url):
        portal = url.split("/")[1] if url.startswith("/") else (self.url or "/").split("/")[1]
        if portal in ("okyakusama", "keiyakusha") and not self.watcher.resting(portal):
            self.watcher.join(self, portal)

    def _arrive(self, response, status):
        super()._arrive(response, status)
        if response.mimetype == "text/html":
            self.watcher.look(self)
        return self


class WatchedWorld(World):
    """An installation in which an operator stands beside everybody."""

    def __post_init__(self):
        super().__post_init__()
        self.watcher = Watcher(self)

    def camera(self, wary=True):
        made = Watched(self.app.test_client(), self.album, wary)
        made.watcher = self.watcher
        return made
