"""Who of the insurer is at work in tests, and what came for them?"""

from datetime import date

from browser import INLINE, LEFT_OVER, Browser
from factories import NOW, account, add, agency, contract, hold

import models
from domain.photos import uploads
from domain.photos.storage import Kind, Missing, StorageFailed
from domain.photos.uploads import Told
from domain.staff import members
from domain.staff.members import Role
from infra import clock
from infra.database import read, write

NAME, PASSWORD = "tanaka", "Madoguchi8tantou"
RECEIPT = "123456789012"


def hire(app, name=NAME, role=Role.OPERATOR, password=PASSWORD, shown="田中　見本"):
    """A member of staff; gives its number."""
    hashed = app.extensions["hasher"].hash(password)
    with app.app_context(), write() as session:
        return members.add(session, name, shown, role, NOW, password=hashed).id


def code(app, name=NAME):
    """What their telephone shows now."""
    with app.app_context():
        with read() as session:
            found = members.find(session, name)
        return members.code_at(found, clock.now())


def answers(app, name=NAME, **different):
    """What they type at the login."""
    return {"name": name, "password": PASSWORD, "code": code(app, name), **different}


class Desk(Browser):
    """A browser of staff, which distrusts every page of theirs."""

    def log_in(self, app, name=NAME):
        return self.open("/staff/login").send(answers(app, name))

    @property
    def wrong(self):
        """What is to be mended, box by box."""
        return [item.get_text() for item in self.page.select(".errsum li")]

    def log_out(self):
        form = self.page.select_one("form[action='/staff/logout']")
        sent = self.client.post(form["action"], data=self.standing(form), follow_redirects=True)
        return self._arrive(sent, 200)

    def _look_over(self):
        page, headers = self.page, self.response.headers
        assert len(page.select("h1")) == 1
        assert page.title.text.endswith("｜オペレーター画面")
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), "an id is used twice"
        for tag in page.select("[aria-describedby], [aria-labelledby], [aria-controls]"):
            for kind in ("aria-describedby", "aria-labelledby", "aria-controls"):
                assert set(tag.get(kind, "").split()) <= set(ids), f"{tag} points nowhere"
        labelled = {tag.get("for") for tag in page.select("label")}
        for tag in page.select("input:not([type=hidden])"):
            assert tag.get("id") in labelled or tag.find_parent("label"), f"{tag} has no label"
        for form in page.select("form[method=post]"):
            assert form.find(attrs={"name": "csrf_token"})["value"], "a form without its token"
        self._distrust_errors(set(ids))
        assert not INLINE.search(self.response.text) and not LEFT_OVER.search(self.response.text)
        assert not page.select("style, iframe:not([sandbox='allow-same-origin']), script:not([src])")
        for tag in page.select("script, img, link, iframe"):
            assert tag.get("src", tag.get("href", "/")).startswith("/")
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def at_work(app, name=NAME):
    """Somebody who is logged in."""
    return Desk(app.test_client()).log_in(app, name)


class Shelf:
    """A storage in memory; what `fails` cannot be read just now."""

    def __init__(self):
        self.files, self.fails = {}, False

    def read(self, kind, name):
        if self.fails:
            raise StorageFailed
        if (kind, name) not in self.files:
            raise Missing
        yield from (self.files[kind, name][:2], self.files[kind, name][2:])


def shelf(app):
    """The storage of an application, one in memory from now on."""
    own = app.extensions["photo storage"] = Shelf()
    return own


def accident(contract_id, number="J900000001", **different):
    values = {
        "happened_on": date(2026, 11, 20),
        "kind": "物損事故",
        "place": "東京都港区",
        "department": "第一損害サービス課",
        "adjuster": "佐藤　担当",
        "adjuster_email": "sato@example.jp",
        "status": "受付済",
    }
    return add(models.Accident(number=number, contract_id=contract_id, **{**values, **different}))


def photo(of, place, receipt=RECEIPT, told=None, sent_at=NOW, **different):
    """A picture of an accident of an account, `of` both, sent unless told otherwise; its files lie on the shelf."""
    account_id, accident_id = of
    photo_id = f"picture-{receipt or 'unsent'}-{place}"
    values = {"portal": "okyakusama", "run_id": f"run of {receipt}", "digest": photo_id, "size": 3, "state": "ready"}
    kept = uploads.sealed(photo_id, told or Told("IMG_1.jpg"))
    times = {"arrived_at": NOW, "next_try_at": NOW, "sent_at": sent_at}
    about = {"account_id": account_id, "accident_id": accident_id, "receipt_number": receipt, "told": kept}
    return add(models.Photo(id=photo_id, place=place, **{**values, **times, **about, **different}))


def customer(app):
    """A customer with a contract and an accident of it: the number of the account and that of the accident."""
    agency()
    holder, held = account(app).id, contract().id
    hold(holder, held)
    return holder, accident(held).id


def sent(app, many=2):
    """What a customer sent, its files included; gives whose it is, as `photo` takes it."""
    own = shelf(app)
    with app.app_context():
        of = customer(app)
        for place in range(many):
            kept = photo(of, place)
            own.files[Kind.COPY, kept.id] = f"copy {place}".encode()
            own.files[Kind.THUMBNAIL, kept.id] = f"thumbnail {place}".encode()
    return of
