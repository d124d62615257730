"""What does a customer see whose link from a letter can't be used? 902, 903 and their kin, and why."""

from collections.abc import Mapping

from flask import url_for

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from rules.japanese.formatting import moment
from rules.portals import Portal
from views.shared import current_customer, errors, redirects
from views.shared.error_page import Action

# What a customer calls what a link is for that may be sent again.
PROCEDURES: Mapping[str, str] = {
    LinkPurpose.REGISTRATION: "新規利用登録",
    LinkPurpose.RESET: "再設定",
    LinkPurpose.UNLOCK: "ロック解除",
    LinkPurpose.NEW_ADDRESS: "メールアドレスの登録",
}
SAME_ADDRESS = "このURLをお送りしたメールアドレスへ、新しいURLをお送りします。"
SAME_KEYWORD = "キーワードは、お申し込みのときのものをそのままお使いいただけます。"


def page(portal: Portal, found: links.Found | None) -> tuple[str, int]:
    """The page of a link that was found like this; None where there is none."""
    logged_in = current_customer.current() is not None
    onward: list[Action] = [("ログイン画面へ", errors.login_url(portal), "get")]
    if logged_in:
        onward = [("ホームへ", redirects.home(portal), "get")]
    anew = _where_it_began(portal, found, logged_in) or onward
    if found is None:
        texts = [
            "このお手続きには、メールに記載のURLが必要です。",
            "URLが途中で切れている場合は、メールのURLをすべてコピーして、ブラウザーのアドレス欄に貼り付けてください。",
        ]
        return errors.problem(errors.NOT_FOUND, 404, texts, anew)
    if found.state is links.State.EXPIRED and not found.can_be_renewed:
        texts = [
            "このURLの有効期限（48時間）が過ぎています。お手数ですが、もう一度はじめからお手続きください。",
            f"有効期限：{moment(found.expires_at)}",
        ]
        return errors.problem(errors.LINK_EXPIRED, 410, texts, anew)
    if found.state is links.State.EXPIRED:
        again: list[Action] = [("ご登録のアドレスへもう一度送る", url_for("opening.send_again", portal=portal), "post")]
        texts = [
            "このURLの有効期限（48時間）が過ぎています。「ご登録のアドレスへもう一度送る」を押してください。",
            f"有効期限：{moment(found.expires_at)}",
            SAME_ADDRESS if found.purpose == LinkPurpose.NEW_ADDRESS else f"{SAME_ADDRESS}{SAME_KEYWORD}",
        ]
        return errors.problem(errors.LINK_EXPIRED, 410, texts, again)
    if found.state is links.State.REPLACED:
        sent = f"{moment(found.newer_sent_at)}に" if found.newer_sent_at else "その後"
        texts = [f"{sent}新しいメールをお送りしています。新しいメールに記載のURLを開いてください。"]
        return errors.problem(errors.LINK_USED, 410, texts, onward)
    if found.state is links.State.EXHAUSTED:
        texts = [
            "安全のため、キーワードを入力できる回数（5回）を超えたURLは、ご利用いただけません。",
            "お手数ですが、もう一度はじめからお手続きください。",
        ]
        return errors.problem(errors.LINK_USED, 410, texts, anew)
    then = "そのままご利用ください。" if logged_in else "ログインしてご利用ください。"
    text = f"このURLはすでに使用されています。お手続きがお済みの場合は、{then}"
    return errors.problem(errors.LINK_USED, 410, [text], onward)


def _where_it_began(portal: Portal, found: links.Found | None, logged_in: bool) -> list[Action]:
    """Where a link of this purpose is asked for anew; without a link, where one registers who has not yet."""
    asked: Mapping[str, tuple[str, str]] = {
        LinkPurpose.RESET: ("forgotten", "再設定のお手続きへ"),
        LinkPurpose.UNLOCK: ("locked", "ロック解除の手続きへ"),
    }
    if found and found.purpose in asked:
        name, label = asked[found.purpose]
        return [(label, url_for("wizard.begin", portal=portal, wizard=name), "get")]
    if logged_in or not portal.chooses_own_id:
        return []
    return [("はじめてご利用になる方", url_for("account.first_time", portal=portal), "get")]
