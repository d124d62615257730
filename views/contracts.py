"""Which contracts does a customer see, and what does each say? The list (602), one of them (603, 607), what can be
changed (610)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.contracts import agencies, details, ownership, search_key, telephones
from domain.contracts.ownership import OwnedContract
from forms.kit.question import LONGEST_TYPED
from infra import clock, pagination, rate_limits
from infra.database import read
from models import ContractRequest
from rules import covers, phones, shares
from rules.japanese import normalize
from rules.phone_verification import Mode
from rules.portals import Portal
from views.shared import current_customer, errors, lost_token, requests_told, telephone_change, verification_told
from views.shared.current_customer import login_required
from views.shared.offered import only_where
from views.shared.own_contract import of_own_contract
from views.shared.page import page
from views.shared.screens import screen
from wizards import change, contract_requests
from wizards.registry import WIZARDS

bp = Blueprint("contracts", __name__)
LIST = screen(602, "ご契約一覧")
CONTRACT = screen(603, "契約内容")
CONFIRMATION = screen(607, "契約確認")
CHANGES = screen(610, "各種変更の手続き", only="email")
WHICH = {"": "すべて", "now": "契約中", "past": "終了"}


class Row(NamedTuple):
    """One contract as 602 lists it: whether it is in force, and if so whether nothing can be asked of it here."""

    contract: models.Contract
    product: str
    insured: str
    in_force: bool
    closed: bool
    under_way: Sequence[ContractRequest]


class Telephone(NamedTuple):
    """The policyholder's telephone number on 603: the part where it stands, whether it can verify and whether one that
    cannot is to replace it, what it is called ("" for none); if it cannot, whether one that can is asked for, stands in
    another contract; whether one can be typed in here."""

    part: str
    can_verify: bool
    given_up: bool
    name: str
    asked: bool
    elsewhere: bool
    changeable: bool


@bp.get("/<portal:portal>/contracts")
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """602, page by page."""
    logged_in = current_customer.present()
    which = request.args.get("which", "")
    with read() as session:
        found = ownership.listed(
            session,
            logged_in.account.id,
            portal.name,
            pagination.number_in(request.args.get("page")),
            today=clock.today(),
            which=which,
        )
    return _list(portal, found.rows, found=found, which=which if which in WHICH else "")


@bp.post("/<portal:portal>/contracts")
@login_required
def search(portal: Portal) -> ResponseReturnValue:
    """602 with what a word is found in. By POST, since it may be a name."""
    logged_in = current_customer.present()
    rate_limits.hit("search", portal, rate_limits.of_account(logged_in.account.id))
    word = normalize.clean(request.form.get("word", "")[:LONGEST_TYPED])
    if not word:
        return redirect(url_for(".index", portal=portal), 303)
    words = search_key.words_in(word)
    with read() as session:
        found = ownership.search(session, logged_in.account.id, portal.name, words.searched)
    more = len(found) > ownership.MOST_FOUND
    most = search_key.MOST_WORDS if words.more else None
    return _list(portal, found[: ownership.MOST_FOUND], word=word, more=more, first_words=most)


@errors.shown_again("contracts.search")
@login_required
def redisplay_after_lost_token(portal: Portal) -> ResponseReturnValue:
    """The list once more after the search's token was lost, with the word."""
    word = normalize.clean(request.form.get("word", "")[:LONGEST_TYPED])
    return _list(portal, [], word=word, unsearched=True, notices=[lost_token.with_form(portal)]), 400


def _list(portal: Portal, held: Sequence[OwnedContract], **more: Any) -> str:
    rows = [_row(portal, each, clock.today()) for each in held]
    return page("contracts/list.html", LIST, rows=rows, add_url=_add_url(portal), choices=WHICH, **more)


def _row(portal: Portal, held: OwnedContract, today: date) -> Row:
    contract = held.contract
    in_force = contract.ends_on >= today
    return Row(
        contract,
        details.product_of(contract),
        normalize.clean(details.insured_name(contract)),
        in_force,
        in_force and bool(contract_requests.why_not(portal, contract, today)),
        held.under_way,
    )


def _add_url(portal: Portal) -> str | None:
    offered = "addition" in portal.sequences
    return url_for("wizard.begin", portal=portal, wizard=WIZARDS["addition"]) if offered else None


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>")
@of_own_contract
def show(portal: Portal, found: OwnedContract) -> ResponseReturnValue:
    """603: its parts, each with 「変更する」, and what is asked for already. 404 for another's."""
    urls = {
        part: url_for("wizard.begin", portal=portal, wizard=change.wizard, subject=f"{found.contract.id}-{part}")
        for part in change.ITEMS
        if "change" in portal.sequences and change.items_of(portal, found.contract, part)
    }
    closed = contract_requests.why_not(portal, found.contract, clock.today())
    return page(
        "contracts/contract.html",
        CONTRACT,
        contract=found.contract,
        product=details.product_of(found.contract),
        period=details.period_of(portal, found.contract),
        covers=covers.read(found.contract.covers),
        parts=details.parts_of(portal, found.contract),
        change_urls=urls,
        closed=closed,
        asked=requests_told.of_contract(portal, found),
        verification=verification_told.of(portal),
        telephone=None if portal.phone_verification.mode == Mode.OFF else _telephone(portal, found),
    )


def _telephone(portal: Portal, found: OwnedContract) -> Telephone | None:
    """None of a contract that ended, where those in force say by which number its owner is recognised."""
    number = normalize.phone(found.contract.holder_phone)
    today = clock.today()
    with read() as session:
        theirs = telephones.of_account(session, current_customer.present_id(), portal, today)
    if found.contract.ends_on < today and number not in (*theirs.usable, *theirs.others):
        return None
    return Telephone(
        telephone_change.part_with_number(found),
        number in theirs.usable,
        any(telephones.gives_one_up(portal, each) for each in found.under_way),
        phones.name_of(number) if number else "",
        any(telephones.asks_for_one(portal, each) for each in found.under_way),
        bool(theirs.usable),
        telephone_change.is_open(portal, found, today),
    )


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>/confirmation")
@of_own_contract
def confirmation(portal: Portal, found: OwnedContract) -> ResponseReturnValue:
    """607: everything of a contract on one page. 404 for another's."""
    agency = agencies.find(found.contract.agency_code)
    return page(
        "contracts/confirmation.html",
        CONFIRMATION,
        contract=found.contract,
        facts_of_it=details.all_of(portal, found.contract, f"{agency.name}（{agency.phone}）" if agency else "-"),
        covers=covers.read(found.contract.covers),
        parts=details.parts_of(portal, found.contract),
        insurers=shares.read(found.contract.insurers),
        asked=requests_told.of_contract(portal, found),
    )


@bp.get("/<portal:portal>/changes")
@only_where(lambda portal: portal.user_id == CHANGES.only)
@login_required
def changes(portal: Portal) -> ResponseReturnValue:
    """610: what can be changed and how, and what is asked for already. 404 where 602 is the way."""
    with read() as session:
        asked = requests_told.of_account(session, portal, current_customer.present_id(), pagination.PER_PAGE)
    return page("contracts/changes.html", CHANGES, asked=asked)
