"""The way through お申込み (641–648), for whoever it is, with every mistake, and what is kept of it."""

from sqlalchemy import select
from ways import letters, spoil

import models
from domain.contracts import applications
from infra.database import read

PLAN = {"plan": "room-single", "years": "2"}
PERSON = {
    "holder-family": "髙﨑",
    "holder-given": "𠮷乃",
    "kana-family": "ﾀｶｻｷ",
    "kana-given": "よしの",
    "birth-era": "showa",
    "birth-year": "３５",
    "birth-month": "4",
    "birth-day": "1",
}
CONTACT = {
    "address-code": "1040053",
    "address-prefecture": "東京都",
    "address-town": "中央区晴海",
    "address-street": "1-2-3",
    "email": "Yoshino.T@example.jp",
}
PHONE = {"phone-area": "090", "phone-exchange": "1234", "phone-line": "5678"}
FIRM = {"company-whole": "株式会社見本", "company_kana-whole": "ｶﾌﾞｼｷｶﾞｲｼｬﾐﾎﾝ"}
TENANT = {
    "insured-family": "清水",
    "insured-given": "洋介",
    "insured_kana-family": "シミズ",
    "insured_kana-given": "ヨウスケ",
    "insured_birth-era": "ad",
    "insured_birth-year": "1978",
    "insured_birth-month": "9",
    "insured_birth-day": "5",
    "insured_phone-area": "080",
    "insured_phone-exchange": "8765",
    "insured_phone-line": "4321",
}
ROOM = {
    "location-code": "9370022",
    "location-prefecture": "富山県",
    "location-town": "魚津市釈迦堂",
    "location-street": "3-2-23",
    "location-building": "コーポあさひ885",
    "asked_building": "鉄骨造・木造のアパート",
    "asked_use": "住居として使用",
}
TOLD = {"asked_business": "行わない", "asked_claims": "なし", "asked_others": "なし", "payment": "月払"}
AGREED = {"important": "yes", "intention": "yes", "privacy": "yes"}


def to_642(browser, **different):
    """From nothing to who applies."""
    return browser.open("/keiyakusha/application/").send({**PLAN, **different})


def choose(browser, who):
    """On 642: the boxes of who applies."""
    return browser.send({"who": who}, button="入力欄を表示")


def to_643(browser, who="same", **different):
    """From nothing to who is insured."""
    choose(to_642(browser), who)
    named = FIRM if who == "company" else PERSON
    number = {} if who == "same" else PHONE
    return browser.send({**named, **CONTACT, **number, **different})


def to_644(browser, who="same", **different):
    """From nothing to the room."""
    return to_643(browser, who, **different).send(PHONE if who == "same" else TENANT)


def to_645(browser, who="same", **different):
    """From nothing to 告知事項."""
    return to_644(browser, who, **different).send(ROOM)


def to_646(browser, who="same", **different):
    """From nothing to the confirm screen."""
    return to_645(browser, who, **different).send(TOLD)


def to_647(browser, who="same", **different):
    """From nothing to the receipt."""
    return to_646(browser, who, **different).send(AGREED)


def kept(app):
    """What was applied for, the first first: the rows."""
    with app.app_context(), read() as session:
        return session.scalars(select(models.Application).order_by(models.Application.id)).all()


def contents(app):
    """What each of them says, by the heading of the file; None where that was erased."""
    keyring = app.extensions["keyring"]
    return [each.sealed and applications.contents_of(keyring, each.receipt_number, each.sealed) for each in kept(app)]


def taking_out_a_contract(world):
    """お申込み, for each who may apply, with its mistakes, 608, and taking it back."""
    world.make("agency")
    camera = world.camera().open("/keiyakusha/agencies/A1000").follow("これからお申し込みの方")
    camera.send({}, 422)
    spoil(camera).send({"plan": "room-single"}, 400)
    camera.send({"plan": "room-single", "years": "2", "start-year": "2025"}, 422)
    camera.send({**PLAN, "start-year": "2026"}).send({}, 422)
    camera.send({**PERSON, **CONTACT, "email": "yoshino.example.jp", "address-prefecture": "東"}, 422)
    for who in ("company", "else"):
        choose(camera, who).send({"phone-area": "050"}, 422)
    camera.open("/keiyakusha/application/")
    to_643(camera, "else").send({"insured-family": "☃", "insured_birth-year": "35"}, 422)
    to_643(camera).send({"phone-area": "0120", "phone-exchange": "000", "phone-line": "000"}, 422)
    camera.send(PHONE).send({}, 422)
    camera.send({"location-code": "6180000"}, button="郵便番号から").send(ROOM).send({}, 422)
    camera.send({**TOLD, "asked_claims": "2回以上"}, 409).follow("前の画面に戻る").send(TOLD).send({}, 422)
    spoil(camera, "seal").send(AGREED, 409)
    camera.send(AGREED)
    assert camera.number == 647
    camera.follow("取り下げる").send()
    to_646(camera, "company").open("/keiyakusha/guide")
    to_647(camera, "else")
    camera.open(camera.url)
    world.letters += letters(world.app)
