"""How does a member open a customer's data, and how does that end?"""

import re

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from domain.staff import cases, customers, in_hand
from domain.staff.cases import CALLERS, Caller, Case, Opening
from domain.staff.customers import Customer
from domain.staff.members import Right
from forms.kit.step import FormContext, StepForm
from forms.staff_case import case_form
from infra import clock, rate_limits
from infra.database import read, write
from rules import masking
from views.shared import errors, lost_token
from views.staff import case_guard, frame, guard
from views.staff.case_guard import case_required
from views.staff.guard import right_required

bp = Blueprint("staff_cases", __name__, url_prefix="/staff")
frame.init(bp)
case_guard.init(bp)
TITLE = "お客さまの情報を開く"
LIMIT_NAME = "staff search"
CASE_ID = re.compile(r"[A-Za-z0-9_-]{22}")
CLOSED = "応対を終了しました。"
CaseForm = case_form(CALLERS)


@bp.get("/customers/account/<int(max=2147483647):account_id>/open")
@right_required(Right.CUSTOMERS)
def ask_for_account(account_id: int) -> ResponseReturnValue:
    """Who called, and why; of the customer no more than a masked name. 404 where there is no such account."""
    return _page(_customer(account_id=account_id), _form())


@bp.post("/customers/account/<int(max=2147483647):account_id>/open")
@right_required(Right.CUSTOMERS)
def open_account(account_id: int) -> ResponseReturnValue:
    """Open a case about the owner of an account. 404 where there is no such account."""
    return _open(_customer(account_id=account_id))


@bp.get("/customers/contract/<int(max=2147483647):contract_id>/open")
@right_required(Right.CUSTOMERS)
def ask_for_contract(contract_id: int) -> ResponseReturnValue:
    """As for an account; whose holder has one is opened by that. 404 where there is no such contract."""
    customer = _customer(contract_id=contract_id)
    return _by_account(customer) or _page(customer, _form())


@bp.post("/customers/contract/<int(max=2147483647):contract_id>/open")
@right_required(Right.CUSTOMERS)
def open_contract(contract_id: int) -> ResponseReturnValue:
    """Open a case about the holder of a contract who has no account. 404 where there is no such contract."""
    customer = _customer(contract_id=contract_id)
    return _by_account(customer) or _open(customer)


@errors.shown_again("staff_cases.open_account", "staff_cases.open_contract")
@right_required(Right.CUSTOMERS)
def open_once_more(account_id: int | None = None, contract_id: int | None = None) -> ResponseReturnValue:
    """The form again after its token was lost, with what was typed."""
    customer = _customer(account_id=account_id, contract_id=contract_id)
    return _page(customer, _form(request.form), lost_token.SEND_ONCE_MORE), 400


@bp.post("/cases/<case_id>/close")
@case_required
def close(case: Case) -> ResponseReturnValue:
    """End a case, and back to where a member begins."""
    with write() as session:
        cases.close(session, case, clock.now())
    flash(CLOSED)
    return redirect(guard.home(), 303)


@errors.shown_again("staff_cases.close")
@case_required
def close_once_more(case: Case) -> ResponseReturnValue:
    """Nothing is closed by a button whose token was lost."""
    return frame.problem("送信できませんでした", lost_token.OPEN_AGAIN, 400)


def _customer(account_id: int | None = None, contract_id: int | None = None) -> Customer:
    """Counted like a search: whoever counts numbers up sees no more names than who searches."""
    rate_limits.hit(LIMIT_NAME, None, rate_limits.of_member(guard.present().id))
    with read() as session:
        return customers.find(session, account_id=account_id, contract_id=contract_id) or abort(404)


def _by_account(customer: Customer) -> ResponseReturnValue | None:
    assert customer.contract is not None
    with read() as session:
        account_id = cases.holder_account(session, customer.contract)
    return redirect(url_for(".ask_for_account", account_id=account_id), 303) if account_id else None


def _open(customer: Customer) -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _page(customer, form), 422
    told = (Caller(form["caller"].data), form["reason"].data, form["ticket"].data or "")
    account, contract = customer.account, customer.contract
    ids = (account.id if account else None, contract.id if contract else None)
    opening = Opening(*told, *ids, in_hand.mark_of(customer))
    case_id = _chosen_id()
    _begin_once(opening, case_id)
    return redirect(url_for("staff_record.show", case_id=case_id), 303)


def _begin_once(opening: Opening, case_id: str) -> None:
    """A second press of one page's button opens no second case. 404 where the customer is gone since it was drawn."""
    logged_in = guard.present_login()
    member_id, login_id = logged_in.member.id, logged_in.login.id
    try:
        with write() as session:
            now = clock.now()
            cases.begin(session, opening, member_id=member_id, login_id=login_id, now=now, case_id=case_id)
    except IntegrityError:
        with read() as session:
            if not cases.was_theirs(session, case_id, member_id):
                abort(404)


def _chosen_id() -> str:
    chosen = request.form.get("case", "")
    return chosen if CASE_ID.fullmatch(chosen) else cases.new_id()


def _form(typed: MultiDict[str, str] | None = None) -> StepForm:
    return CaseForm(typed, FormContext(None, clock.today()))


def _page(customer: Customer, form: StepForm, notice: str = "") -> str:
    about = {"name": masking.name(customer.name), "has_account": customer.account is not None}
    with read() as session:
        standing = in_hand.of_customer(session, customer, guard.present().id, clock.now())
    return frame.draw(
        "open_case", TITLE, form=form, notice=notice, others=standing.others, case_id=_chosen_id(), **about
    )
