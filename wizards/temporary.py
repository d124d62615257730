"""新規登録 by 仮パスワード, first half: who registers, and where it is sent (画面 301–303; 003 B).

The same screens whoever asks: by mail leaves a 仮パスワード where name, kana, 生年月日 and 証券番号 are those of a
contract that nobody has registered with yet, and else that they could not be confirmed.
"""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from domain.accounts import audit_log, credentials, directory, lifecycle
from domain.contracts import matching
from domain.messages import letters
from forms.temporary import TemporaryForm
from models import Contract
from rules.japanese import formats, mail
from wizards.engine.access import anyone
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

GOOD_FOR = timedelta(hours=48)
# No look-alikes: neither l O o q (screens.md section 1) nor 0 1 I.
LETTERS, LENGTH = "abcdefghijkmnprstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10
PROCEDURE = "新規登録"
LIMIT, NOT_CONFIRMED = "temporary", "not confirmed"
# No contract has this id: the database refuses to let anybody hold it.
NONE = 0


def new_password() -> str:
    """A 仮パスワード: 57 bits, for two days and five tries."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def send(act: CommitContext) -> Receipt:
    """Write to the address; only where all matches is there a password in it that opens anything. Nothing goes to one
    that was written to often just now, nor is an earlier password void for it (decision 36)."""
    answers, password, address = act.answers, new_password(), act.answers["email"]
    contract = matching.find_for_temporary(
        act.session,
        act.portal.name,
        number=answers["number"],
        name=str(answers["holder"]),
        kana=str(answers["kana"]),
        birth_date=answers["birth"],
    )
    known = directory.exists(act.session, act.portal, address)
    due = act.may_write(LIMIT if known or contract else NOT_CONFIRMED, address)
    granted = _grant(act, contract if due and not known else None, address, password)
    by_outcome = {
        "granted": letters.temporary_password(act.portal, address, password, f"{act.site}/login", act.now + GOOD_FOR),
        "known": letters.already_registered(act.portal, address, act.site, LIMIT),
        "refused": letters.not_confirmed(act.portal, address, PROCEDURE),
    }
    letter = by_outcome["known" if known else "granted" if granted else "refused"]
    notice = _notice(act, contract if granted else None, address)
    return Receipt(
        letters=[letter if due else letters.held_back(letter), notice],
        sent_at=act.now,
        event=audit_log.Kind.TEMPORARY,
    )


def _notice(act: CommitContext, contract: Any, address: str) -> letters.Draft:
    """To the address that the contract holds, where it is another: somebody registers. Else withheld."""
    held = mail.address(contract.holder_email) if contract else ""
    other = (
        held
        if formats.is_email(held) and directory.normalize_user_id(held) != directory.normalize_user_id(address)
        else ""
    )
    return replace(letters.registration_begun(act.portal, other or address, act.now), withheld=not other)


def _grant(act: CommitContext, contract: Any, address: str, password: str) -> bool:
    """Let the holder in once, at this address; False where somebody got it at this moment. For nobody the same is
    done until the contract turns out not to be there, which takes all back (row A2)."""
    user_id = address if contract else secrets.token_hex(8)
    try:
        with act.session.begin_nested():
            lifecycle.drop_waiting_for(act.session, act.portal, user_id)
            account = lifecycle.open_for_holder(
                act.session,
                act.keyring,
                contract or _nobodys(act),
                user_id=user_id,
                email=address,
                password="",
                now=act.now,
                typed=act.answers["holder"],
            )
            account.agency_code = act.origin.agency_code
            credentials.issue_password(act.session, act.keyring, account, password, act.now + GOOD_FOR)
            matching.grant_ownership(
                act.session, account.id, [contract.id if contract else NONE], "temporary password", act.now
            )
    except IntegrityError:
        return False
    return True


def _nobodys(act: CommitContext) -> Contract:
    return Contract(portal=act.portal.name, holder_name="x x", holder_kana="x x", holder_birth=None)


wizard = Wizard(
    name="temporary",
    title="新規登録（仮パスワード）",
    enter=anyone,
    commit=send,
    progress=("お客さま情報の入力", "入力内容の確認", "仮パスワードの送信"),
    came_from="first-time",
    steps=(
        Input(301, "profile", "お客さま情報の入力", TemporaryForm),
        Confirm(
            302,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(303, "仮パスワードの送信"),
)
