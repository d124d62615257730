"""Who sends pictures of an accident? A customer who has had one, and files of theirs."""

from contextlib import closing
from datetime import date
from io import BytesIO

import factories
import pictures
from factories import NOW
from ways import letters, log_in, run_id_of

import models
from domain.photos import inspection, passes, uploads
from domain.photos.reader import Reader
from domain.photos.uploads import Into
from infra.database import read, write

CHOOSE, NEXT = "選択した写真を登録する", "次へ"


def accident(contract_id, number="J20269001", **different):
    """An accident of a contract, by which somebody is in charge."""
    values = {
        "happened_on": date(2026, 11, 20),
        "kind": "水濡れ",
        "place": "東京都港区見本1-2-3",
        "department": "東京損害サービス課",
        "adjuster": "森",
        "adjuster_email": "adjuster@example.jp",
        "status": "受付",
    }
    return factories.add(models.Accident(number=number, contract_id=contract_id, **{**values, **different}))


def with_accident(app, **of_the_contract):
    """A customer who holds a contract with an accident: the id of each, the account's first."""
    with app.app_context():
        account_id, contract_id = factories.held(app, **of_the_contract)
        return account_id, accident(contract_id).id


def file(name="IMG_1.jpg", number=1, kind="JPEG", size=(400, 300)):
    """A picture to be chosen, as the test client takes it; of another number it is another one."""
    image = pictures.scene(*size, car=(number * 40 % 256, number * 90 % 256, 60), moved=number * 30)
    return BytesIO(pictures.saved(image, kind)), name


def data(content, name):
    """Something else to be chosen."""
    return BytesIO(content), name


def to_803(browser, accident_id):
    """From the login to 803."""
    return log_in(browser).open(f"/okyakusama/photos/of/{accident_id}/")


def choose(browser, *files, status=200):
    """Put files in, as a browser without JavaScript does."""
    return browser.send({"files": list(files)}, status, CHOOSE)


def look(app, reader=None):
    """Let the pictures be read that wait; give how many."""
    count = 0
    with app.app_context(), closing(reader or Reader()) as at_work:
        while inspection.inspect_next(at_work):
            count += 1
    return count


def to_804(browser, app, accident_id, *files):
    """To 804, with these pictures or with one."""
    choose(to_803(browser, accident_id), *(files or (file(),)))
    look(app)
    return browser.open(browser.url).send(button=NEXT)


def photos(app):
    """All rows there are, in the order of the list."""
    with app.app_context(), read() as session:
        return session.query(models.Photo).order_by(models.Photo.place).all()


def told(app):
    """What is known of each of them."""
    with app.app_context():
        return [uploads.told(photo) for photo in photos(app)]


def run(app, account_id, run_id="r" * 22, **different):
    """A run into which pictures go, by its row alone; gives where that is."""
    values = {
        "portal": "okyakusama",
        "wizard": "photos",
        "visitor": "",
        "account_id": account_id,
        "created_at": NOW,
        "seen_at": NOW,
        "expires_at": NOW.replace(year=2027),
    }
    with app.app_context(), write() as session:
        session.add(models.RunRow(id=run_id, **{**values, **different}))
        accident_id = session.query(models.Accident.id).order_by(models.Accident.id).limit(1).scalar()
    return Into("okyakusama", run_id, account_id, accident_id)


def names(app, kind):
    """What lies in the storage of that kind."""
    return {name for name, _ in app.extensions["photo storage"].names(kind)}


def sending_pictures(world):
    """802 to 806 and what stands in their way, for the album."""
    with world.app.app_context():
        _, contract_id = factories.held(world.app)
        made = accident(contract_id).id
        for number in range(21):
            accident(contract_id, f"J2026{number:04}", kind="破損", happened_on=date(2026, 10, 1))
    camera = log_in(world.camera()).open("/okyakusama/accidents").open("/okyakusama/accidents?page=2")
    camera.open(f"/okyakusama/photos/of/{made}/").send(button=NEXT, status=422)
    camera.page.select_one("main [name=csrf_token]")["value"] = "gone"
    choose(camera, file(), status=400)
    choose(camera, file(), file("車.png", 2, "PNG", (1600, 1200)), data(b"%PDF", "書類.jpg"), data(b"", "空.jpg"))
    camera.send(button=NEXT, status=409).send(button="QRコードを表示する")
    _on_a_telephone(world, camera)
    look(world.app)
    camera.open(camera.url).send({f"caption-{photos(world.app)[0].id}": "<b>前の凹み</b>"}, button="後ろへ")
    camera.send(button=NEXT)
    camera.page.select_one("main [name=seal]")["value"] = "gone"
    camera.send(status=409).send()
    assert camera.number == 805
    camera.follow("続けて画像を送信する")
    world.letters += letters(world.app)


def _on_a_telephone(world, camera):
    with world.app.app_context():
        held = passes.of_run(run_id_of(camera), world.now)
        where = f"/okyakusama/camera/{held.id}/{passes.secret_of(held.id)}"
    phone = world.camera().open(where).send()
    choose(phone.send(button=CHOOSE, status=422), file("a.jpg", 3))
    world.camera().open(where, 410)
    camera.open(camera.url)
    world.later(minutes=10)
    phone.open(phone.url, 410)
