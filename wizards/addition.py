"""契約中の保険を追加する: a customer's further contract joins their list (画面 721–723).

A contract that does not exist, that is another's, a group contract, or one without a phone number is refused in the
same words (decision 19); wrong tries are counted for the number and for the account.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log
from domain.contracts import matching
from domain.messages import letters
from forms.addition import ContractForm, Holder
from rules.refusal import Refused
from wizards.engine.access import KnownCustomer
from wizards.engine.definition import Answers, Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

NO_MATCH = (
    "入力いただいた内容と一致するご契約を確認できませんでした。保険証券をご確認のうえ、もう一度入力してください。"
)


def holder(session: Session, account_id: int) -> Holder:
    """Who is logged in, as they gave their カナ and birth date: nothing of a contract."""
    account = session.get_one(models.Account, account_id)
    return Holder(account.family_kana, account.given_kana, account.birth_date)


def guesses(account_id: int | None, answers: Answers) -> Sequence[str]:
    """A wrong try counts against the policy number and against the account."""
    return [f"number {answers['number']}", f"account {account_id}"]


def add(act: CommitContext) -> Receipt:
    """Put the contract on the customer's list. Raise Refused where nothing matches."""
    assert act.account_id is not None
    answers = act.answers
    account = act.session.get_one(models.Account, act.account_id)
    contract_id = matching.find_for_addition(
        act.session,
        account,
        number=answers["number"],
        kana=str(answers["kana"]),
        birth_date=answers["birth"],
        phone_end=answers["phone_end"],
    )
    if contract_id is None:
        raise Refused(NO_MATCH)
    matching.grant_ownership(act.session, act.account_id, [contract_id], "addition", act.now)
    contract = act.session.get_one(models.Contract, contract_id)
    address = account.email
    letter = letters.contract_added(act.portal, address, act.number, act.now, contract.number) if address else None
    return Receipt(
        number=act.number,
        letters=[letter] if letter else [],
        thanks=["ご契約を一覧に追加しました。"],
        next_steps=[
            "追加したご契約が、「契約の継続手続」の一覧に表示されます。",
            "お手続きの内容を、ご登録のメールアドレスにお知らせします。",
        ],
        rows=[("証券番号", contract.number), ("保険種類", contract.product_type)],
        button=("契約の継続手続へ", f"/{act.portal.name}/renewals"),
        event=audit_log.Kind.CONTRACT_ADDED,
    )


wizard = Wizard(
    name="addition",
    title="契約中の保険を追加する",
    enter=KnownCustomer(holder),
    commit=add,
    guesses=guesses,
    progress=("ご契約の入力", "入力内容の確認", "完了"),
    came_from="renewals",
    steps=(
        Input(721, "contract", "追加するご契約の入力", ContractForm),
        Confirm(
            722,
            "入力内容の確認",
            button="この内容で追加する",
            lead="まだお手続きは完了していません。内容をご確認のうえ、「この内容で追加する」を押してください。",
        ),
    ),
    complete=Complete(723, "ご契約の追加が完了しました"),
)
