"""ロック解除, second half: from the link in the mail to a new password, and in (画面 414–416)."""

from domain.accounts import audit_log
from domain.accounts.link_purposes import LinkPurpose
from forms.unlock import UnlockForm
from wizards import account_recovery
from wizards.engine.access import ByLink
from wizards.engine.definition import Complete, Input, Listed, Wizard
from wizards.engine.receipt import CommitContext, Receipt

KEYWORD_SCREEN = Listed(414, "キーワード入力", "keyword")


def lift(act: CommitContext) -> Receipt:
    """Lift the lock: whoever made it, its owner is in again (ASVS 6.1.1). Raise Refused where the link was used."""
    return account_recovery.let_in(act, account_recovery.owner_of(act), LinkPurpose.UNLOCK, audit_log.Kind.LOCK_LIFTED)


wizard = Wizard(
    name="unlock",
    title="ロック解除",
    enter=ByLink(
        LinkPurpose.UNLOCK,
        KEYWORD_SCREEN,
        heading="ロック解除",
        lead="ロック解除のお申し込みのときに、画面に表示されたキーワードを入力して、「次へ」を押してください。",
    ),
    commit=lift,
    progress=("新しいパスワードの入力", "完了"),
    steps=(Input(415, "password", "新しいパスワード", UnlockForm),),
    complete=Complete(416, "ロック解除の完了"),
    also=(KEYWORD_SCREEN,),
)
