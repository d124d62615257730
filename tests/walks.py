"""Which pages can a customer see? Walks that open every screen of every sequence, in every state it can be in.

Each walk has an installation of its own; what its cameras open is put into the album.
"""

from datetime import UTC, date, datetime, timedelta

import factories
import printed
from album import NOON
from applying import taking_out_a_contract
from factories import ACCESS, PROFILE
from picturing import sending_pictures
from sqlalchemy import text
from ways import (
    AGREED,
    BANK,
    BORN,
    CONTRACT,
    NEW,
    NEW_PHONE,
    OWNER,
    apply_for,
    asked_on_402,
    call,
    keyword_on,
    letters,
    link_in,
    log_in,
    log_out,
    newest_link,
    register,
    shown_on_503,
    spoil,
    to_108,
    to_109,
    to_403,
    to_413,
    to_503,
    to_613,
    to_624,
    to_722,
)

import models
from domain.accounts import issued_passwords
from infra.database import write

SUNDAY_EVENING = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
OKYAKUSAMA, KEIYAKUSHA = "/okyakusama", "/keiyakusha"
WRONG_103 = {
    "holder-family": "山\u0007田☃",
    "holder-given": "",
    "kana-family": "山田",
    "kana-given": "abc",
    "birth-era": "ad",
    "birth-year": "35",
    "birth-month": "13",
    "birth-day": "",
    "email": "hanako.example.jp",
    "keyword": "あ",
    "employee": "12-AB",
}
WRONG_108 = {
    **{name: value for name, value in WRONG_103.items() if name not in ("email", "keyword", "employee")},
    "email": "hanako@example.jp",
    "email-again": "hanaco@example.jp",
    "password": "qz7",
    "password-again": "qz8",
}
WRONG_721 = {"number": "?", "kana-family": "山", "birth-year": "35", "birth-month": "2", "phone_end": "56"}
OTHER_ADDRESS = {"email": "other@example.jp", "email-again": "other@example.jp"}


def reading_pages(world):
    camera = world.camera().open("/")
    for portal in (OKYAKUSAMA, KEIYAKUSHA):
        for page in ("terms", "privacy", "environment", "screens", "login"):
            camera.open(f"{portal}/{page}")
        camera.open(f"{portal}/nowhere", 404)
        camera.open(f"{portal}/agencies/A9999", 404)
        camera.open(f"{portal}/keyword", 404)
    camera.open(f"{OKYAKUSAMA}/first-time").open(f"{KEIYAKUSHA}/first-time", 404)
    camera.open(f"{OKYAKUSAMA}/app/").open(f"{OKYAKUSAMA}/app/accident").open(f"{OKYAKUSAMA}/app/offline")
    camera.open("/nowhere", 404).open(f"{KEIYAKUSHA}/registration/", 404)


def logging_in(world):
    world.make("agency")
    camera = world.camera().open(f"{OKYAKUSAMA}/agencies/A1000").follow("ログイン")
    camera.send({}, 422)
    spoil(camera).send({"user_id": "taro@example.jp"}, 400)
    for _ in range(5):
        camera.open(f"{OKYAKUSAMA}/login").send({"user_id": "taro@example.jp", "password": "ajisai22pass"}, 422)
    assert camera.number == 904
    camera.open(f"{KEIYAKUSHA}/login").send({}, 422)


def at_home(world):
    world.make("agency")
    account = world.make("account", agency_code="A1000")
    camera = log_in(world.camera()).open(f"{OKYAKUSAMA}/renewals")
    soon, late = date(2026, 12, 24), date(2027, 11, 1)
    for number, ends, done in (("C900000001", soon, None), ("C900000002", late, NOON)):
        contract = world.make("contract", number=number, ends_on=ends, last_procedure_at=done)
        with world.app.app_context():
            factories.hold(account, contract)
    camera.open(f"{OKYAKUSAMA}/renewals")
    log_out(camera)
    log_in(camera)
    world.later(minutes=31)
    camera.open(f"{OKYAKUSAMA}/home", 403)
    camera.open(f"{OKYAKUSAMA}/addition/", 403)


def at_home_with_an_issued_id(world):
    world.make("account", "keiyakusha", "KMA7482X", "Mado2Demo")
    camera = world.camera().open(f"{KEIYAKUSHA}/").follow("ログインへ進む")
    camera.send({"user_id": "KMA7482X", "password": "Mado2Demo"})
    for page in ("renewals", "my-page", "devices", "no-number"):
        camera.open(f"{KEIYAKUSHA}/{page}")


def waiting_for_a_call(world):
    """503 in each state, and 505."""
    world.make("agency")
    world.make("caller")
    world.make("caller", "MKR6473N", phone="03-1234-5678")
    world.make("caller", "NKR6473N", phone="050-1234-5678")
    camera = to_503(world.camera())
    own, number, other = "09012345678", shown_on_503(camera), "08098765432"
    camera.send()
    for caller in (None, other, "0398765432", "05012345678"):
        world.later(seconds=10)
        call(world.app, caller, number)
        camera.open(camera.url)
    second = to_503(world.camera(), "MKR6473N")
    world.later(seconds=1)
    for caller in (None, other):
        call(world.app, caller, shown_on_503(second))
        second.open(second.url)
    call(world.app, own, number)
    camera.open(camera.url).send()
    assert camera.number == 504
    log_out(camera)
    to_503(camera, "MKR6473N")
    to_503(second, "MKR6473N")
    world.later(minutes=5)
    to_503(second, "MKR6473N")
    world.later(minutes=5)
    second.open(second.url)
    assert to_503(world.camera(), "NKR6473N").number == 505
    world.letters += letters(world.app)


def at_home_without_a_number_that_can_verify(world):
    """504 and 603, of a number that cannot and, once it is asked for, of one that can."""
    world.make("agency")
    account = world.make("account", "keiyakusha", "KMA7482X", "Mado2Demo", email=None)
    contract = world.make("contract", portal="keiyakusha", number="H900000001", holder_phone="050-1234-5678")
    with world.app.app_context():
        factories.hold(account, contract)
    camera = world.camera().open(f"{KEIYAKUSHA}/login").send({"user_id": "KMA7482X", "password": "Mado2Demo"})
    camera.open(f"{KEIYAKUSHA}/contracts/{contract}")
    for phone in ("", "090-1234-5678"):
        with world.app.app_context():
            factories.contract_now("H900000001", holder_phone=phone)
        camera.open(f"{KEIYAKUSHA}/contracts/{contract}").open(f"{KEIYAKUSHA}/home")


def at_first_with_an_issued_password(world):
    world.make("issued", email=None)
    camera = world.camera().open(f"{KEIYAKUSHA}/login").send({"user_id": "HRK5394T", "password": "Ymd8Kkn3"})
    assert camera.number == 711
    camera.send({}, 422)
    camera.send({"current": "Ymd8Kkn3", "password": "Ymd8Kkn3", "password-again": "Ymd8Kkn4"}, 422)
    camera.send({"current": "Ymd8Kkn3", **NEW}).open(f"{KEIYAKUSHA}/home")
    assert camera.number == 504


def getting_in_by_a_letter_on_paper(world):
    """From an operator's command to 712, for who had chosen a password and forgot everything."""
    world.make("agency")
    account = world.make("owner", "keiyakusha")
    contract = world.make("contract", portal="keiyakusha", number="H900000001")
    with world.app.app_context():
        factories.hold(account, contract)
    folder = world.folder / "papers"
    order = ["--portal", "keiyakusha", "--contract", "H900000001", "--again", "--into", str(folder)]
    assert world.app.test_cli_runner().invoke(args=["accounts", "issue", *order]).exit_code == 0
    [file] = folder.iterdir()
    user_id, password = printed.access(printed.pages(file.read_bytes())[0])
    camera = world.camera().open(f"{KEIYAKUSHA}/login").send({"user_id": user_id, "password": password})
    camera.send({"current": password, **NEW}).open(f"{KEIYAKUSHA}/devices")
    world.letters += letters(world.app)


def getting_in_again(world):
    """By 再設定 and by ロック解除, in both portals."""
    for portal in ("okyakusama", "keiyakusha"):
        world.make("owner", portal)
        camera = world.camera()
        forgetting(world, camera, portal)
        unlocking(world, camera, portal)
    to_403(world.camera(), email="nobody@example.jp")
    to_403(world.camera(), **{"birth-day": "2"})
    world.letters += letters(world.app)


def forgetting(world, camera, portal):
    camera.open(f"/{portal}/login").open(f"/{portal}/forgotten/")
    camera.send({}, 422)
    camera.send({**asked_on_402(portal), "email": "hanako@gmial.com"}, 422)
    camera.send({**asked_on_402(portal), "email": "hanako.example.jp", "birth-era": "ad", "birth-year": "35"}, 422)
    spoil(camera).send(asked_on_402(portal), 400)
    camera.send(asked_on_402(portal))
    spoil(camera, "seal").send(status=409)
    camera.send()
    assert camera.number == 403
    world.later(minutes=2)
    camera.send(button="もう一度送る")
    keyword, complete = keyword_on(camera), camera.url
    camera.open(newest_link(world.app)).send({}, 422)
    spoil(camera).send({"keyword": keyword}, 400)
    camera.send({"keyword": keyword}).send({}, 422)
    camera.send({"password": "qz7", "password-again": "qz8"}, 422)
    camera.open(complete).open(newest_link(world.app)).send().send(NEW)
    spoil(camera, "seal").send(status=409)
    camera.send()
    assert camera.number == 406
    camera.open(f"/{portal}/home")
    log_out(camera)


def unlocking(world, camera, portal):
    for _ in range(5):
        camera.open(f"/{portal}/login").send({"user_id": OWNER[portal], "password": "ajisai22pass"}, 422)
    camera.follow("ロック解除の手続き").send({}, 422)
    camera.send({"user_id": OWNER[portal], **BORN})
    spoil(camera, "seal").send(status=409)
    camera.send()
    assert camera.number == 413
    keyword = keyword_on(camera)
    camera.open(newest_link(world.app)).send({"keyword": "WRONG222"}, 422)
    camera.send({"keyword": keyword}).send({}, 422)
    camera.send({"password": "Botan33mado", "password-again": "Botan33mado"})
    assert camera.number == 416
    camera.open(f"/{portal}/devices")


def links_that_got_in_nobody(world):
    world.make("owner")
    for ask in (to_403, to_413):
        ask(camera := world.camera())
        link = newest_link(world.app)
        camera.open(link)
        for left in range(4, -1, -1):
            camera.open(link).send({"keyword": "WRONG222"}, 422 if left else 410)


def changing_the_password(world):
    world.make("account")
    log_in(other := world.camera())
    camera = log_in(world.camera()).open(f"{OKYAKUSAMA}/password_change/")
    camera.send({}, 422)
    camera.send({"current": "wrong1pass", **NEW}, 422)
    spoil(camera).send({"current": factories.PASSWORD, **NEW}, 400)
    camera.send({"current": factories.PASSWORD, **NEW})
    assert camera.number == 712
    other.open(f"{OKYAKUSAMA}/home")
    log_in(world.camera(), password=NEW["password"])
    camera.open(f"{OKYAKUSAMA}/devices").send(button="ログアウトさせる")
    to_722(camera).open(f"{OKYAKUSAMA}/home")
    for number in range(5):
        camera.open(f"{OKYAKUSAMA}/password_change/").send({"current": f"wrong{number}pass", **NEW}, 422)
    assert camera.number == 904
    world.letters += letters(world.app)


def applying(world):
    world.make("agency")
    camera = world.camera().open(f"{OKYAKUSAMA}/agencies/A1000").open(f"{OKYAKUSAMA}/registration/")
    camera.send({}, 422)
    camera.send(WRONG_103, 422)
    spoil(camera).send(PROFILE, 400)
    camera.send(PROFILE)
    camera.change("生年月日").send({"birth-day": "32"}, 422)
    camera.send({"birth-day": "2"})
    confirming = camera.url
    camera.send(button="戻る").send({"keyword": "Sakura99"}, button="次へ")
    camera.open(f"{confirming.rpartition('/')[0]}/complete")
    spoil(camera, "seal").send(status=409)
    spoil(camera).send(status=400)
    camera.send()
    assert camera.number == 105
    complete = camera.url
    camera.open(confirming)
    world.later(minutes=31)
    camera.open(complete, 410)
    camera.open(confirming, 410)


def applying_in_two_windows(world):
    camera = world.camera()
    camera.open(f"{OKYAKUSAMA}/registration/").send(PROFILE)
    old = world.camera()
    old.client = camera.client
    old.open(camera.url).change("キーワード")
    camera.open(old.url).send({"keyword": "Ajisai22"})
    old.send({"keyword": "Botan333"}, 409)
    assert old.number == 910
    old.send()


def opening_links(world):
    apply_for(world.camera())
    first = newest_link(world.app)
    camera = world.camera().open(first)
    camera.send({}, 422)
    spoil(camera).send({"keyword": "himawari7"}, 400)
    camera.send({"keyword": "wrong1"}, 422)
    apply_for(world.camera())
    camera.open(first, 410)
    second = newest_link(world.app)
    camera.open(second).open(second[:-3], 404)
    for left in range(4, -1, -1):
        camera.open(second).send({"keyword": "wrong1"}, 422 if left else 410)
    apply_for(world.camera(), email="hanako@example.jp")
    world.later(hours=48)
    camera.open(newest_link(world.app), 410).send()
    world.letters += letters(world.app)


def registering(world):
    world.make("agency")
    world.make("contract")
    camera = world.camera().open(f"{OKYAKUSAMA}/agencies/A1000")
    to_108(camera, world.app)
    access = camera.url
    camera.send({name: "" for name in camera.values if name not in ("version", "run")}, 422)
    camera.send(WRONG_108, 422)
    camera.open(newest_link(world.app))
    camera.send()
    camera.open(access).send(ACCESS)
    camera.change("パスワード").send({"holder-given": "吉乃"}, 422)
    camera.send({"holder-given": "𠮷乃"})
    spoil(camera, "seal").send(status=409)
    camera.send()
    assert camera.number == 110
    camera.open(f"{OKYAKUSAMA}/home").open(f"{OKYAKUSAMA}/renewals")
    world.camera().open(newest_used_link(world), 410)
    apply_for(world.camera())
    world.letters += letters(world.app)


def newest_used_link(world):
    return next(link_in(each) for each in letters(world.app) if each.kind == "registration")


def registering_too_late(world):
    camera = to_109(world.camera(), world.app)
    world.make("account")
    camera.send(status=409)


EASY = {"email": "hanako@example.jp", "email-again": "hanako@example.jp"}
TICKED = {"news": "yes", "terms": "yes", "privacy": "yes"}


def registering_easily(world):
    world.make("agency")
    keyring = world.app.extensions["keyring"]
    for number, group in (("C900000001", False), ("C900000002", True)):
        kept = issued_passwords.keep(keyring, f"okyakusama {number}", "uERsmM8c")
        world.make("contract", number=number, initial_password=kept, group_contract=group)
    camera = world.camera().open(f"{OKYAKUSAMA}/first-time").open(f"{OKYAKUSAMA}/initial").follow("初回ログインへ進む")
    camera.send({}, 422)
    for _ in range(5):
        camera.send({"number": "C900000009", "initial": "wrong7pw"}, 422)
    camera.send({"number": "C900000002", "initial": "uERsmM8c"}, 422)
    spoil(camera).send({"number": "C900000001", "initial": "uERsmM8c"}, 400)
    camera.send({"number": "C900000001", "initial": "uERsmM8c"}).send({}, 422)
    camera.send({"email": "x", "email-again": "y", "password": "qz7", "password-again": "qz8"}, 422)
    camera.send({**EASY, **TICKED, **NEW})
    spoil(camera, "seal").send(status=409)
    camera.change("初回ユーザーID/証券番号").send({"initial": "wrong7pw"}, 422)
    camera.send({"number": "C900000001", "initial": "uERsmM8c"})
    camera.send().open(f"{OKYAKUSAMA}/home").open(f"{OKYAKUSAMA}/my-page")
    world.letters += letters(world.app)


def registering_by_a_temporary_password(world):
    world.make("agency")
    world.make("contract")
    person = {name: value for name, value in PROFILE.items() if name not in ("keyword", "employee")}
    for address in ("nobody@example.jp", "hanako@example.jp"):
        camera = world.camera().open(f"{OKYAKUSAMA}/temporary/").send({}, 422)
        camera.send({"email": "x", "number": "?", "holder-family": "☃"}, 422)
        spoil(camera).send({**person, "number": "C900000001", "email": address}, 400)
        number = "C900000001" if address.startswith("hanako") else "C900000009"
        camera.send({**person, "number": number, "email": address})
        spoil(camera, "seal").send(status=409)
        camera.send()
        assert camera.number == 303
    [password] = [
        letter.text.partition("仮パスワード：")[2].split()[0]
        for letter in letters(world.app)
        if letter.kind == "temporary_password"
    ]
    log_in(camera, "hanako@example.jp", password).send({}, 422)
    camera.send({"password": "qz7", "password-again": "qz8"}, 422)
    camera.send(NEW).open(f"{OKYAKUSAMA}/home")
    camera.open(f"{OKYAKUSAMA}/first_password/").send(NEW, 409)
    world.letters += letters(world.app)


def changing_the_address(world):
    for portal, user_id in (("okyakusama", "yoshino.t@example.jp"), ("keiyakusha", "KMA7482X")):
        world.make("owner", portal)
        camera = world.camera().open(f"/{portal}/login").send({"user_id": user_id, "password": factories.PASSWORD})
        world.later(minutes=6)
        camera.open(f"/{portal}/address_change/").send({}, 422)
        camera.send({"password": "wrong1pass"}, 422)
        spoil(camera).send({"password": factories.PASSWORD}, 400)
        camera.open(f"/{portal}/address_change/").send({"password": factories.PASSWORD}).send({}, 422)
        camera.send({"email": "x", "email-again": "y"}, 422)
        camera.send({"email": "yoshino.t@example.jp", "email-again": "yoshino.t@example.jp"}).send(status=409)
        label = "新しいメールアドレス" + ("（ユーザーID）" if portal == "okyakusama" else "")
        camera.change(label).send(OTHER_ADDRESS).send()
        assert camera.number == 703
        stop, confirm = (link_in(letter) for letter in letters(world.app)[-2:])
        world.camera().open(stop)
        camera.open(confirm).send().open(f"/{portal}/my-page")
        world.camera().open(stop, 410)
        log_out(camera)
    world.letters += letters(world.app)


def stopping_a_change(world):
    world.make("owner")
    log_in(world.camera()).open(f"{OKYAKUSAMA}/address_change/").send(OTHER_ADDRESS).send()
    camera = world.camera().open(link_in(letters(world.app)[-2])).send()
    assert camera.number == 102


def another_address(world):
    to_108(camera := world.camera(), world.app).send({**ACCESS, **OTHER_ADDRESS})
    camera.send()
    link = newest_link(world.app)
    camera.open(link).send()
    world.letters += letters(world.app)
    camera.open(link, 410)


def another_address_that_is_taken(world):
    to_108(camera := world.camera(), world.app).send({**ACCESS, **OTHER_ADDRESS})
    camera.send()
    link = newest_link(world.app)
    world.make("account", user_id="other@example.jp")
    camera.open(link).send(status=410)


def adding(world):
    world.make("agency")
    world.make("account")
    camera = log_in(world.camera()).open(f"{OKYAKUSAMA}/addition/")
    camera.send({}, 422)
    camera.send(WRONG_721, 422)
    to_722(camera).send(status=409)
    world.make("contract")
    to_722(camera).send()
    assert camera.number == 723
    for _ in range(5):
        to_722(camera, number="C900000009").send(status=409)
    camera.open(f"{OKYAKUSAMA}/addition/").send({**CONTRACT, "number": "C900000008"})
    world.later(minutes=31)
    camera.send(status=403)
    log_in(camera, onward=camera.page.select_one("main .act a")["href"].partition("/login")[2])
    world.letters += letters(world.app)


def too_often(world):
    complete = apply_for(camera := world.camera(), email="other@example.jp").url
    for number in range(11):
        camera.open(complete).send(button="もう一度送る", status=200 if number < 10 else 429)
    for name, answers in (("registration", PROFILE), ("forgotten", asked_on_402())):
        for _ in range(6):
            camera.open(f"{OKYAKUSAMA}/{name}/").send(answers).send()
        assert "今回はメールをお送りしていません" in camera.text


def resting(world):
    camera = world.camera()
    world.now = SUNDAY_EVENING
    camera.open(f"{OKYAKUSAMA}/login").open(f"{OKYAKUSAMA}/registration/").send(PROFILE)
    world.now = SUNDAY_EVENING + timedelta(hours=3, minutes=30)
    camera.send(status=503)
    camera.open(f"{OKYAKUSAMA}/terms", 503).open(f"{KEIYAKUSHA}/login")


def sending_too_much(world):
    camera = world.camera().open(f"{OKYAKUSAMA}/registration/")
    camera.send({**PROFILE, "holder-family": "山" * 300_000}, 413)
    camera.open(f"{OKYAKUSAMA}/registration/").send({**PROFILE, "holder-family": "山" * 2_000}, 422)


def broken(world):
    camera = world.camera().open(f"{OKYAKUSAMA}/registration/")
    with world.app.app_context(), write() as session:
        session.execute(text("drop table runs"))
    camera.send(PROFILE, 500)


def hurried(world):
    """Registering without looking round: the pages of a customer with no contract."""
    register(world.camera(), world.app).open(f"{OKYAKUSAMA}/renewals")


def changing_a_contract(world):
    """In both portals: the list in its states, a change with its mistakes, what is under way, and taking it back."""
    for portal, user_id in ((OKYAKUSAMA, "yoshino.t@example.jp"), (KEIYAKUSHA, "KMA7482X")):
        with world.app.app_context():
            if portal == OKYAKUSAMA:
                factories.agency()
            holder = factories.owner(world.app, portal[1:]).id
            kept = [_contract_of(holder, portal[1:], number) for number in range(22)]
        camera = (
            world.camera().open(f"{portal}/contracts", 200).send({"user_id": user_id, "password": factories.PASSWORD})
        )
        camera.open(f"{portal}/contracts").open(f"{portal}/contracts?page=2").open(f"{portal}/contracts?which=past")
        camera.open(f"{portal}/contracts").send({"word": "C7"}, button="検索").send({"word": "☃"}, button="検索")
        camera.send({"word": ""}, button="検索")
        spoil(camera.open(f"{portal}/contracts")).send({"word": "C7"}, 400, button="検索")
        changing(world, camera, portal, kept[0])
        changing(world, camera, portal, kept[1], part="holder")
        camera.open(f"{portal}/change/of/{kept[2]}-insured/", 409).open(f"{portal}/contracts/{kept[2]}")
        camera.open(f"{portal}/contracts/{kept[0] + 999}", 404)
    camera.open(f"{KEIYAKUSHA}/change/of/{kept[0]}-premises/").send({"location-town": ""}, 422)
    camera.send({"location-code": "6180000"}, button="郵便番号から").send({"location-code": "1"}, 422)
    camera.send({"location-code": "1000001", "location-town": "港区見本", "location-street": "1"}, 422).send().send()
    world.letters += letters(world.app)


def _contract_of(holder, portal, number):
    two = {
        "insured_is_holder": False,
        "insured_name": "𠮷田　一",
        "insured_kana": "ヨシダ　ハジメ",
        "insured_phone": "",
    }
    different = {1: two, 2: {"online": False}, 3: {"ends_on": date(2026, 1, 1)}, 4: {"location": ""}}.get(number, {})
    made = factories.contract(portal=portal, number=f"C7{number:08}", **different).id
    factories.hold(holder, made)
    return made


def changing(world, camera, portal, contract, part="insured"):
    camera.open(f"{portal}/contracts/{contract}").open(f"{portal}/contracts/{contract}/confirmation")
    camera.open(f"{portal}/change/of/{contract}-{part}/").send({}, 422)
    camera.send(
        {"phone-area": "050", "address-code": "1", "address-street": "", "day-year": "35", "birth-day": "40"}, 422
    )
    spoil(camera).send(status=400)
    camera.send({"address-code": "1000001"}, button="郵便番号から").send({"address-code": "0"}, button="郵便番号から")
    camera.send({"address-code": "6180000"}, button="郵便番号から")
    camera.open(f"{portal}/change/of/{contract}-{part}/").send(NEW_PHONE)
    spoil(camera, "seal").send(status=409)
    camera.change("電話番号").send(button="次へ").send()
    assert camera.number == 606
    for page in ("contracts", f"contracts/{contract}", f"contracts/{contract}/confirmation", "home", "history"):
        camera.open(f"{portal}/{page}")
    camera.open(f"{portal}/changes", 200 if portal == OKYAKUSAMA else 404)
    camera.open(f"{portal}/change/of/{contract}-{part}/").send({"phone-line": "9999"}).send()
    camera.open(f"{portal}/contracts/{contract}").follow("取り下げる").send()
    assert camera.number == 603
    camera.open(f"{portal}/history")
    assert world.app.test_cli_runner().invoke(args=["data", "apply"]).exit_code == 0


def ending_contracts(world):
    """解約 and 継続 in both portals, with their mistakes."""
    for portal, user_id in ((OKYAKUSAMA, "yoshino.t@example.jp"), (KEIYAKUSHA, "KMA7482X")):
        with world.app.app_context():
            if portal == OKYAKUSAMA:
                factories.agency()
            holder = factories.owner(world.app, portal[1:]).id
            kept = [_contract_of(holder, portal[1:], number) for number in range(3, 27)]
        camera = world.camera().open(f"{portal}/renewals")
        camera.send({"user_id": user_id, "password": factories.PASSWORD}).open(f"{portal}/cancellations")
        camera.open(f"{portal}/renewals?page=2").open(f"{portal}/important").open(f"{portal}/intention")
        cancelling(camera, portal, kept[2])
        receipts(world, camera, portal, kept[2])
        camera.open(f"{portal}/contracts/{kept[3]}/receipts")
        renewing(camera, portal, kept[3])
        camera.open(f"{portal}/cancellation/of/{kept[3]}/", 409).open(f"{portal}/contracts").open(f"{portal}/history")
        world.later(days=1)
        assert world.app.test_cli_runner().invoke(args=["data", "apply"]).exit_code == 0
        camera.open(f"{portal}/login").send({"user_id": user_id, "password": factories.PASSWORD})
        camera.open(f"{portal}/renewals").open(f"{portal}/renewal/of/{kept[3]}/", 409)
        world.later(days=-1)
    world.letters += letters(world.app)


def receipts(world, camera, portal, contract):
    with world.app.app_context():
        for number in range(22):
            day = date(2024, 1, 1) + timedelta(days=number)
            premium = {"paid_on": day, "amount": 1000, "starts_on": day, "ends_on": day}
            factories.add(models.Premium(contract_id=contract, **premium))
    camera.open(f"{portal}/contracts/{contract}/receipts").open(f"{portal}/contracts/{contract}/receipts?page=2")


def cancelling(camera, portal, contract):
    camera.open(f"{portal}/cancellation/of/{contract}/").send({}, 422)
    camera.send({**BANK, "bank": "埼玉", "branch": "x", "holder": "漢字", "number": "a", "pledge": "yes"}, 422)
    spoil(camera).send(status=400)
    camera.send({"bank": "埼玉"}, button="検索する").send({"bank": "信金"}, button="検索する")
    camera.send({**BANK, "holder": "タカサキ ヨシノ"})
    camera.send({}, 422)
    spoil(camera, "seal").send({"understood": "yes"}, 409)
    camera.send({"understood": "yes"})
    assert camera.number == 614
    camera.open(f"{portal}/contracts/{contract}")
    to_613(camera, contract, portal[1:]).send()
    camera.open(f"{portal}/contracts/{contract}").follow("取り下げる").send()


def renewing(camera, portal, contract):
    camera.open(f"{portal}/renewal/of/{contract}/").send({"plan": ""}, 422)
    spoil(camera).send(status=400)
    camera.send({"plan": "same"}).send({"payment": ""}, 422)
    camera.send({"payment": "月払", "asked_occupied": "空き家"}).send({}, 422)
    spoil(camera, "seal").send(AGREED, 409)
    camera.send(AGREED)
    assert camera.number == 625
    camera.open(f"{portal}/renewals")
    to_624(camera, contract, portal[1:]).send(AGREED)


def showing_the_screen(world):
    """921 with its digits and after their time, 922; where it is shown already, as it is then."""
    for portal in (OKYAKUSAMA, KEIYAKUSHA):
        camera = world.camera().open(f"{portal}/sharing?next={portal}/terms")
        if camera.page.select("button[value=begin]"):
            camera.send(button="画面の共有をはじめる").follow("もとの画面に戻る")
        world.later(minutes=11)
        camera.open(f"{portal}/sharing").open(f"{portal}/sharing/ended?next={portal}/terms")


WALKS = (
    taking_out_a_contract,
    changing_a_contract,
    ending_contracts,
    sending_pictures,
    reading_pages,
    logging_in,
    at_home,
    at_home_with_an_issued_id,
    at_home_without_a_number_that_can_verify,
    waiting_for_a_call,
    at_first_with_an_issued_password,
    getting_in_by_a_letter_on_paper,
    getting_in_again,
    links_that_got_in_nobody,
    changing_the_password,
    applying,
    applying_in_two_windows,
    opening_links,
    registering,
    registering_too_late,
    registering_easily,
    registering_by_a_temporary_password,
    changing_the_address,
    stopping_a_change,
    another_address,
    another_address_that_is_taken,
    adding,
    too_often,
    resting,
    sending_too_much,
    broken,
    hurried,
    showing_the_screen,
)
