"""新規利用登録, second half: from the link in the mail to the account (画面 107–110)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy.exc import IntegrityError

from domain.accounts import audit_log, directory, lifecycle, links, password_policy
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import matching
from domain.messages import letters
from forms.activation import AccessForm
from infra.database import read
from rules.japanese import mail
from rules.refusal import Refused
from wizards import email_confirmation
from wizards.engine.access import ByLink
from wizards.engine.definition import Complete, Confirm, Input, Listed, Precheck, Wizard
from wizards.engine.receipt import CommitContext, Receipt

KEYWORD_SCREEN = Listed(107, "キーワード入力", "keyword")
ALREADY = "このメールアドレスは、すでにご登録いただいています。ログイン画面からご利用ください。"


def fit_password(asked: Precheck) -> None:
    """The 初回パスワード of a contract that the account will show is nobody's own (decision 38)."""
    kana, born = asked.form["kana"].data, asked.form["birth"].data
    if kana and born and asked.link_id:
        matched = {"portal": asked.portal.name, "kana": str(kana), "birth_date": born}
        asked.form.context = replace(asked.form.context, unfit=partial(_unfit, asked.link_id, matched))


def _unfit(link_id: str, matched: Mapping[str, Any], password: str) -> str | None:
    """Only of contracts that hold the very address that the link proved: else passwords could be guessed here."""
    keyring = current_app.extensions["keyring"]
    with read() as session:
        try:
            address = links.contents(session, keyring, link_id)["email"]
        except Refused:
            return None
        found = matching.match_contracts(session, **matched, email=address)
        return password_policy.of_contracts(session, keyring, found, password)


def open_account(act: CommitContext) -> Receipt:
    """Open the account with the address that the link went to, and give it the contracts that hold that address.

    A different address typed on 108 gets a link of its own first (decision 15). Raise Refused where the address got an
    account meanwhile.
    """
    assert act.link_id is not None
    contents = links.contents(act.session, act.keyring, act.link_id)
    proved, typed = contents["email"], act.answers["email"]
    who = {"kana": str(act.answers["kana"]), "birth_date": act.answers["birth"], "email": proved}
    matched = matching.match_contracts(act.session, portal=act.portal.name, **who)
    lifecycle.drop_others(act.session, act.portal, proved, matched)
    try:
        account = lifecycle.open_account(
            act.session,
            act.keyring,
            act.portal,
            email=proved,
            password=act.answers["password"],
            answers=act.answers,
            now=act.now,
        )
    except IntegrityError:
        raise Refused(ALREADY) from None
    account.agency_code, account.employee_number = contents["agency"], contents["employee"]
    matching.grant_ownership(act.session, account.id, matched, "matched", act.now)
    links.finish(act.session, act.link_id, now=act.now)
    differs = directory.normalize_user_id(typed) != directory.normalize_user_id(proved)
    rows = [("ユーザーID", mail.shown(proved))]
    written, notes = [letters.registered(act.portal, proved, act.number, act.now, f"{act.site}/login")], list[str]()
    if differs:
        asked = email_confirmation.send_link(act, account, typed)
        rows += email_confirmation.waiting(asked, typed)
        written, notes = [*written, *asked], email_confirmation.notes(asked)
    return Receipt(
        number=act.number,
        rows=rows,
        notes=notes,
        letters=written,
        login=act.logs_in(account),
        account_id=account.id,
        event=audit_log.Kind.ACCOUNT_OPENED,
    )


wizard = Wizard(
    name="activation",
    title="新規利用登録",
    enter=ByLink(
        LinkPurpose.REGISTRATION,
        KEYWORD_SCREEN,
        heading="新規利用登録",
        lead="新規利用登録のお申し込みのときに入力いただいたキーワードを入力して、「次へ」を押してください。",
    ),
    commit=open_account,
    progress=("お客さま情報の入力", "入力内容の確認", "完了"),
    steps=(
        Input(108, "access", "ID・パスワード入力", AccessForm, precheck=fit_password),
        Confirm(
            109,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。"
            "「次へ」を押すと、新規利用登録が確定します。",
        ),
    ),
    complete=Complete(110, "登録完了"),
    also=(KEYWORD_SCREEN,),
)
