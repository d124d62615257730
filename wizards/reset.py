"""再設定, second half: from the link in the mail to a new password (画面 404–406, 408)."""

from dataclasses import replace

from domain.accounts import audit_log, directory
from domain.accounts.link_purposes import LinkPurpose
from forms.reset import ResetForm
from rules.japanese import mail
from wizards import account_recovery, email_confirmation
from wizards.engine.access import ByLink
from wizards.engine.definition import Complete, Confirm, Input, Listed, Wizard
from wizards.engine.receipt import CommitContext, Receipt

KEYWORD_SCREEN = Listed(404, "キーワード入力", "keyword")


def set_anew(act: CommitContext) -> Receipt:
    """A new password and, where it is the address, a new user ID, which waits for a link of its own (decision 15).

    Raise Refused where the link was used.
    """
    account = account_recovery.owner_of(act)
    receipt = account_recovery.let_in(act, account, LinkPurpose.RESET, audit_log.Kind.ACCESS_SET_ANEW)
    typed, registered = act.answers.get("email"), account.email or ""
    shown = mail.shown(account.user_id)
    if typed is None or directory.normalize_user_id(typed) == directory.normalize_user_id(registered):
        return replace(receipt, rows=[(act.portal.user_id_label, shown)])
    asked = email_confirmation.send_link(act, account, typed)
    rows = [(act.portal.user_id_label, shown), *email_confirmation.waiting(asked, typed)]
    told = email_confirmation.tell_former(act, account, typed) if asked else []
    return replace(receipt, rows=rows, notes=email_confirmation.notes(asked), letters=[*receipt.letters, *told, *asked])


wizard = Wizard(
    name="reset",
    title="再設定",
    enter=ByLink(
        LinkPurpose.RESET,
        KEYWORD_SCREEN,
        heading="再設定",
        lead="再設定のお申し込みのときに、画面に表示されたキーワードを入力して、「次へ」を押してください。",
    ),
    commit=set_anew,
    progress=("再登録内容の入力", "入力内容の確認", "完了"),
    steps=(
        Input(405, "access", "再登録", ResetForm),
        Confirm(
            408,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。"
            "「次へ」を押すと、新しいパスワードになります。",
        ),
    ),
    complete=Complete(406, "再設定の完了"),
    also=(KEYWORD_SCREEN,),
)
