"""How does a member see a masked datum in full? By giving a reason; for a minute."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Forbidden

from domain.staff import customers, revealing
from domain.staff.cases import Case
from domain.staff.revealing import Item
from forms.kit.step import FormContext, StepForm
from forms.staff_reveal import reveal_form
from infra import clock
from infra.database import read, write
from views.shared import errors, lost_token
from views.staff import case_guard, frame
from views.staff.case_guard import case_required

bp = Blueprint("staff_reveal", __name__, url_prefix="/staff/cases")
frame.init(bp)
case_guard.init(bp)
TITLE = "伏せた項目の表示"
RevealForm = reveal_form(revealing.REASONS, revealing.OTHER)


@bp.get("/<case_id>/reveal/<item>")
@case_required
def ask(case: Case, item: str) -> ResponseReturnValue:
    """Why is it to be shown? 404 where there is no such datum, 403 where nobody has verified the caller."""
    return _page(case, _found(case, item), _form())


@bp.post("/<case_id>/reveal/<item>")
@case_required
def reveal(case: Case, item: str) -> ResponseReturnValue:
    """Show it for a minute, and back to the record. 404 and 403 as above."""
    found, form = _found(case, item), _form(request.form)
    if not form.validate():
        return _page(case, found, form), 422
    with write() as session:
        revealing.reveal(session, case, found, _reason(form), clock.now())
    return redirect(url_for("staff_record.show", case_id=case.id, _anchor=f"item-{found.name}"), 303)


@errors.shown_again("staff_reveal.reveal")
@case_required
def reveal_once_more(case: Case, item: str) -> ResponseReturnValue:
    """The form again after its token was lost, with what was typed."""
    return _page(case, _found(case, item), _form(request.form), lost_token.SEND_ONCE_MORE), 400


def _found(case: Case, name: str) -> Item:
    """Raise Forbidden or NotFound."""
    if not case.verified:
        raise Forbidden
    with read() as session:
        items = _items(session, case, name)
    return next((each for each in items if each.name == name), None) or abort(404)


def _items(session: Session, case: Case, name: str) -> list[Item]:
    customer, number = customers.of_case(session, case), name.rpartition("-")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return revealing.items_of(customer)
    contract = customers.contract_of(session, customer, int(number))
    return revealing.items_in(contract) if contract else []


def _reason(form: StepForm) -> str:
    chosen, more = form["why"].data, form["more"].data or ""
    said = "そのほか" if chosen == revealing.OTHER else revealing.REASONS[chosen]
    return f"{said}　{more}".strip()


def _form(typed: MultiDict[str, str] | None = None) -> StepForm:
    return RevealForm(typed, FormContext(None, clock.today()))


def _page(case: Case, item: Item, form: StepForm, notice: str = "") -> str:
    return frame.draw("reveal", TITLE, form=form, notice=notice, case=case, item=item)
