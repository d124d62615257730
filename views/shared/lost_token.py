"""What is said to who sent a form whose token is lost? That this browser brings no cookie at all (E-40), or another one
than the page was made for (E-33): nothing is said of time, since a logout in another tab does it too."""

from flask import url_for
from markupsafe import Markup

from rules.portals import Portal
from views.shared import web_session
from views.shared.error_page import Action

_LOST = "別の画面での操作などにより、この画面からは送信できませんでした。"
SEND_ONCE_MORE = f"{_LOST}入力内容をご確認のうえ、もう一度ボタンを押してください。"
OPEN_AGAIN = f"{_LOST}前の画面を開き直して、もう一度ボタンを押してください。"
NO_COOKIE = (
    "ブラウザーからCookie（クッキー）が送られなかったため、送信できませんでした。"
    "ブラウザーの設定でCookieを有効にしてから、もう一度ボタンを押してください。"
)


def with_form(portal: Portal) -> str:
    """Above the form that is shown again."""
    if web_session.was_at(portal.name):
        return SEND_ONCE_MORE
    return Markup('{}（<a href="{}">推奨環境</a>）').format(NO_COOKIE, _environment(portal))


def without_form(portal: Portal) -> tuple[str, list[Action]]:
    """Where there is no form to be shown again, and where to go for it."""
    if web_session.was_at(portal.name):
        return OPEN_AGAIN, []
    return NO_COOKIE, [("推奨環境", _environment(portal), "get")]


def _environment(portal: Portal) -> str:
    return url_for("pages.environment", portal=portal)
