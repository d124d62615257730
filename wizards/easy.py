"""簡単登録: by 証券番号 and 初回パスワード (画面 201–205; 003 A).

Whoever has both, has the policy or the postcard. Wrong tries are counted for the number, real or invented; a contract
that somebody holds already, by whichever way they registered, is refused like a wrong password: theirs is void (A24).
So is one that the call centre closed to the web.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy.exc import IntegrityError

from domain.accounts import attempts, audit_log, issued_passwords, lifecycle, password_policy
from domain.contracts import matching
from forms.easy import EasyForm, InitialForm
from infra import rate_limits
from infra.database import read, write
from infra.encryption import Purpose
from rules.refusal import Refused
from wizards import email_confirmation
from wizards.engine.access import anyone
from wizards.engine.definition import Complete, Confirm, Input, Listed, Precheck, Wizard
from wizards.engine.receipt import CommitContext, Receipt

GUIDE = Listed(201, "証券番号・初回パスワードの確認", "guide")
NO_MATCH = "入力いただいた内容と一致するご契約を確認できませんでした。書面をご確認のうえ、もう一度入力してください。"
NO_MORE_TRIES = (
    "安全のため、この番号ではこれ以上お試しいただけません。お手数ですが、「はじめてご利用になる方」からほかの方法で"
    "ご登録いただくか、{phone}へお電話ください。"
)
NOT_HERE = "団体契約など、このサービスをご利用いただけないご契約です。お手続きについては、{phone}へお電話ください。"


def try_initial(asked: Precheck) -> None:
    """Try the 初回パスワード: counted before it is known, the same work for every number (rows A2, A4).

    Raise RateLimited.
    """
    number, initial = asked.form["number"], asked.form["initial"]
    if not number.data or initial.empty or initial.process_errors:
        return
    rate_limits.test("initial password", asked.portal)
    keyring, key = current_app.extensions["keyring"], issued_passwords.tries_key(asked.portal.name, number.data)
    with write() as session:
        tries = attempts.count_wrong(session, keyring, Purpose.EASY, key, asked.now)
    with read() as session:
        contract = matching.by_number(session, asked.portal.name, number.data)
        kept = contract.initial_password if contract else None
        right = issued_passwords.is_right(keyring, f"{asked.portal.name} {number.data}", initial.data, kept)
        free = not matching.is_held(session, contract) and not (contract and contract.closed_at)
    phone = asked.portal.help_desk.phone
    if tries > attempts.LIMIT or not (right and free):
        rate_limits.record("initial password", asked.portal)
    if tries > attempts.LIMIT:
        initial.refused = NO_MORE_TRIES.format(phone=phone)
    elif contract is None or not (right and free):
        initial.refused = NO_MATCH if tries < attempts.LIMIT else NO_MORE_TRIES.format(phone=phone)
    else:
        with write() as session:
            attempts.forget(session, keyring, Purpose.EASY, key)
        if contract.group_contract or contract.company:
            initial.refused = NOT_HERE.format(phone=phone)
        else:
            initial.mark = keyring.fingerprint(Purpose.INITIAL_PASSWORD_WAS_RIGHT, f"{contract.id}\0{kept}")


def fit_password(asked: Precheck) -> None:
    """What the contract says of its holder must not be in the password (E-19)."""
    with read() as session:
        contract = matching.by_number(session, asked.portal.name, asked.answers["number"])
    if contract is not None:
        unfit = partial(password_policy.for_holder, current_app.extensions["keyring"], contract)
        asked.form.context = replace(asked.form.context, unfit=unfit)


def open_account(act: CommitContext) -> Receipt:
    """Open the account under the number of the policy; the address becomes its ID once its own link is opened. Raise
    Refused where the contract was taken meanwhile."""
    contract = _opened(act)
    try:
        account = lifecycle.open_for_holder(
            act.session,
            act.keyring,
            contract,
            user_id=contract.number,
            password=act.answers["password"],
            now=act.now,
        )
    except IntegrityError:
        raise Refused(NO_MATCH) from None
    account.wants_news, account.agency_code = act.answers["news"] == "yes", act.origin.agency_code
    matching.grant_ownership(act.session, account.id, [contract.id], "initial password", act.now)
    lifecycle.drop_waiting(act.session, [contract.id])
    address = act.answers["email"]
    letters = email_confirmation.send_link(act, account, address)
    rows = [("現在のユーザーID", contract.number), *email_confirmation.waiting(letters, address)]
    return Receipt(
        number=act.number,
        rows=rows,
        notes=email_confirmation.notes(letters),
        letters=letters,
        login=act.logs_in(account),
        account_id=account.id,
        event=audit_log.Kind.ACCOUNT_OPENED,
    )


def _opened(act: CommitContext) -> Any:
    contract = matching.by_number(act.session, act.portal.name, act.answers["number"])
    right = contract is not None and act.keyring.verify(
        Purpose.INITIAL_PASSWORD_WAS_RIGHT, f"{contract.id}\0{contract.initial_password}", act.answers["initial"]
    )
    if contract is None or not right or matching.is_held(act.session, contract) or contract.closed_at:
        raise Refused(NO_MATCH)
    return contract


wizard = Wizard(
    name="easy",
    title="簡単登録",
    enter=anyone,
    commit=open_account,
    progress=("お客さま情報の入力", "入力内容の確認", "完了"),
    came_from="initial",
    steps=(
        Input(202, "initial", "初回ログイン", InitialForm, precheck=try_initial),
        Input(203, "access", "新規利用登録", EasyForm, precheck=fit_password),
        Confirm(
            204,
            "入力内容の確認",
            button="この内容で登録する",
            lead="まだお手続きは完了していません。内容をご確認のうえ、「この内容で登録する」を押してください。",
        ),
    ),
    complete=Complete(205, "登録完了"),
    also=(GUIDE,),
)
