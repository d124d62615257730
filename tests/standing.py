"""Who shows their screen to whom in tests?"""

from domain.staff import members, screen_sharing
from infra import clock
from infra.database import read
from models import SharedScreen, StaffLogin


def begin(customer, at="/okyakusama/login"):
    """A customer begins at a page, and comes back to it; gives the six digits that they read out."""
    portal = at.split("/")[1]
    customer.open(f"/{portal}/sharing?next={at}").send(button="画面の共有をはじめる")
    assert customer.number == 921
    shown = customer.page.select_one("main .six [aria-hidden]").get_text()
    customer.follow("もとの画面に戻る")
    return shown.replace(" ", "")


def join(desk, code, status=200):
    """An operator types six digits."""
    return desk.open("/staff/beside").send({"code": code}, status)


def pressed(customer, words):
    """A customer presses a button of the bar, where no program runs."""
    [button] = [tag for tag in customer.page.select(".sharing button") if words in tag.get_text()]
    assert not button.find_parent(hidden=True), f"{words} is not shown"
    form = customer.page.select_one(f"form#{button['form']}") if button.get("form") else button.find_parent("form")
    data = {**customer.standing(form), button["name"]: button["value"]}
    action = button.get("formaction") or form["action"]
    return customer._arrive(customer.client.post(action, data=data, follow_redirects=True), 200)


def bar(customer):
    """What the bar says that is shown; "" where there is none."""
    parts = customer.page.select(".sharing__told > [data-sharing-state]:not([hidden])")
    return " ".join(parts[0].get_text(" ").split()) if parts else ""


def point(desk, words="案内する"):
    """Press the first button of the mirror that says this."""
    form = desk.page.select_one(".mirror form")
    button = next(tag for tag in form.select("button") if tag.get_text().startswith(words))
    data = {**desk.standing(form), "number": button["value"]}
    return desk._arrive(desk.client.post(form["action"], data=data, follow_redirects=True), 200)


def shown(desk):
    """What the operator sees, row by row: the number of a field, its name and how it is filled."""
    rows = desk.page.select(".mirror__fields tbody tr")
    for hint in desk.page.select(".mirror__hint, .mirror__fields .badge"):
        hint.decompose()
    return [(row.th.get_text(" ", strip=True), row.td.get_text(strip=True)) for row in rows]


def number(desk):
    """The number of the screen that the operator sees, "" where they see none."""
    found = desk.page.select_one(".mirror__no")
    return found.get_text() if found else ""


def rows(app):
    """What lies of shared screens."""
    with app.app_context(), read() as session:
        return session.query(SharedScreen).all()


def newest_login(app, name="tanaka"):
    """A member and their newest login, by their ids."""
    with app.app_context(), read() as session:
        member_id = members.find(session, name).id
        mine = session.query(StaffLogin).filter_by(member_id=member_id).order_by(StaffLogin.created_at.desc())
        return member_id, mine.first().id


def seen_by(app, browser="a browser", name="tanaka"):
    """A screen that a member sees in their newest login; gives its name."""
    with app.app_context():
        now = clock.now()
        own = screen_sharing.begin("okyakusama", browser, None, now)
        shared = screen_sharing.of_browser(own, browser, now)
        view = {"screen": 102, "asked": [["forms.login.LoginForm", "user_id", 1, "empty", ""]], "refused": False}
        screen_sharing.show(shared, view, browser, None, now)
        assert screen_sharing.join(shared.code, *newest_login(app, name), now) == own
    return own
