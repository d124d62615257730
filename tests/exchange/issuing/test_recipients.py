"""Who is due a letter on paper, with a password or without, and why not?"""

from dataclasses import replace
from datetime import date, timedelta

import factories
import pytest
from sqlalchemy import select

from domain.accounts import issued_ids
from exchange.issuing import policyholders, recipients
from exchange.issuing.recipients import EXPIRY, GUIDE, Order
from infra.database import read
from models import Contract, Paper

TODAY = date(2026, 11, 24)
MINE = "H900000001"


@pytest.fixture
def portal(app, context):
    factories.agency()
    return app.extensions["portals"]["keiyakusha"]


@pytest.fixture
def order(portal):
    def make(paper=GUIDE, *numbers, again=False):
        return Order(portal, paper, TODAY, frozenset(numbers) or None, again)

    return make


def contract(number=MINE, ends=30, **different):
    return factories.contract(portal="keiyakusha", number=number, ends_on=TODAY + timedelta(days=ends), **different).id


def wanted(order):
    with read() as session:
        return sorted(session.scalars(select(Contract.number).where(order.wanted)))


def of(order):
    """What the policyholders of all contracts are due."""
    with read() as session:
        keys = policyholders.kana_keys(session, order.wanted, "", 100)
        return list(recipients.of(session, order, policyholders.of(session, "keiyakusha", keys, order.wanted)))


def refusals(order):
    with read() as session:
        return dict(recipients.refusals(session, order))


@pytest.mark.parametrize(
    ("different", "told"),
    [
        ({}, True),
        ({"product_type": "船舶保険"}, False),
        ({"online": False}, False),
        ({"closed_at": factories.NOW}, False),
    ],
)
def test_a_letter_tells_of_renewing_on_the_web_what_is_renewed_there(order, different, told):
    contract(**different)
    assert [one.letter.renewable for one in of(order(EXPIRY))] == [told]
    assert [one.letter.renewable for one in of(order())] == [False]


def test_nor_where_the_portal_renews_nothing(order):
    contract()
    kept = order(EXPIRY)
    without = tuple(each for each in kept.portal.sequences if each != "renewal")
    assert not of(replace(kept, portal=replace(kept.portal, sequences=without)))[0].letter.renewable


def paper(contract_id, account_id, ends=30):
    ended = {"contract_id": contract_id, "ends_on": TODAY + timedelta(days=ends)}
    factories.add(
        Paper(kind=EXPIRY, account_id=account_id, has_password=False, file="x", made_at=factories.NOW, **ended)
    )


@pytest.mark.parametrize(
    ("ends", "for_guide", "for_expiry"),
    [(-1, False, False), (0, True, True), (60, True, True), (61, True, False)],
)
def test_a_guide_is_for_what_runs_and_an_expiry_for_what_ends_in_sixty_days(order, ends, for_guide, for_expiry):
    contract(ends=ends)
    assert (wanted(order()) == [MINE], wanted(order(EXPIRY)) == [MINE]) == (for_guide, for_expiry)


def test_neither_is_for_a_group_or_another_portal(order):
    contract(group_contract=True)
    factories.contract(number="C900000001", ends_on=TODAY)
    for paper_ in (GUIDE, EXPIRY):
        assert wanted(order(paper_)) == wanted(order(paper_, MINE, "C900000001")) == []


def test_who_holds_a_contract_already_needs_no_guide_and_who_was_told_of_an_end_no_second_word(app, order):
    mine = contract()
    account = factories.issued(app).id
    factories.hold(account, mine)
    assert (wanted(order()), wanted(order(EXPIRY))) == ([], [MINE])
    paper(mine, account)
    assert wanted(order(EXPIRY)) == []
    factories.contract_now(MINE, ends_on=TODAY + timedelta(days=31))
    assert wanted(order(EXPIRY)) == [MINE], "another end"


def test_a_number_is_asked_about_whatever_it_is(order):
    contract(ends=-100)
    contract("H900000002")
    assert wanted(order(GUIDE, MINE)) == wanted(order(EXPIRY, MINE)) == [MINE]


def test_who_has_no_id_gets_one_that_nobody_has_and_a_password(app, order, monkeypatch):
    factories.account(app, "keiyakusha", "AAA2222A")
    drawn = iter(["AAA2222A", "BBB3333B"])
    monkeypatch.setattr(issued_ids, "new_user_id", lambda: next(drawn))
    contract()
    [one] = of(order())
    assert (one.letter.user_id, one.letter.replaces, one.refused, one.numbers) == ("BBB3333B", False, None, MINE)
    assert one.letter.password


@pytest.mark.parametrize(("paper_", "named"), [(GUIDE, ["3", "2", "1"]), (EXPIRY, ["1", "2"])])
def test_a_guide_names_all_the_last_first_and_an_expiry_what_ends_the_first_first(order, paper_, named):
    for number, ends in (("H900000001", 10), ("H900000002", 20), ("H900000003", 200)):
        contract(number, ends)
    [one] = of(order(paper_))
    assert [each.number[-1] for each in one.letter.contracts] == named


@pytest.fixture
def holder(app, order):
    """The account of a contract, with a password that it chose or, where a letter told it, an issued one."""

    def make(chosen, told_before=None):
        account = (factories.account if chosen else factories.issued)(app, "keiyakusha", "HRK5394T").id
        factories.hold(account, contract())
        if told_before is not None:
            made_at = factories.NOW - timedelta(days=told_before)
            factories.add(Paper(kind=GUIDE, account_id=account, has_password=True, file="x", made_at=made_at))
        return account

    return make


@pytest.mark.parametrize(
    ("chosen", "told_before", "again", "new_password", "told_on"),
    [
        (True, None, False, False, None),
        (True, 1, True, False, None),
        (False, 89, False, False, TODAY - timedelta(days=89)),
        (False, 90, False, True, None),
        (False, None, False, True, None),
        (False, 1, True, True, None),
    ],
)
def test_an_expiry_tells_a_password_where_none_is_at_hand(
    order, holder, chosen, told_before, again, new_password, told_on
):
    """One that was told up to 90 days ago is the one still, and so is one that was chosen."""
    holder(chosen, told_before)
    [one] = of(order(EXPIRY, MINE, again=again))
    assert (bool(one.letter.password), one.letter.replaces, one.letter.told_on) == (new_password, new_password, told_on)
    assert one.letter.user_id == "HRK5394T"


@pytest.mark.parametrize("numbers", [(), ("H900000002",)])
def test_a_later_contract_is_only_added_to_the_list(order, holder, numbers):
    """Whether it was named or not."""
    holder(True)
    contract("H900000002")
    [one] = of(order(GUIDE, *numbers))
    assert (one.letter, one.refused, one.numbers) == (None, None, "H900000002")


@pytest.mark.parametrize("chosen", [True, False])
def test_a_guide_again_is_another_password(order, holder, chosen):
    holder(chosen, 1)
    [one] = of(order(GUIDE, MINE, again=True))
    assert one.letter.password and one.letter.replaces


def test_who_was_named_and_is_due_no_guide_is_told_why(order, holder):
    holder(True)
    [one] = of(order(GUIDE, MINE))
    assert one.letter is None and "ログインIDは発行済みです" in one.refused


def test_who_has_only_past_contracts_gets_no_guide(order):
    contract(ends=-1)
    [one] = of(order(GUIDE, MINE))
    assert one.letter is None and one.refused == "続いているご契約がありません"


@pytest.mark.parametrize(
    ("paper_", "different", "reason"),
    [
        (GUIDE, {}, None),
        (GUIDE, {"ends": -1}, None),
        (GUIDE, {"group_contract": True}, "団体契約のため、作れません"),
        (EXPIRY, {}, None),
        (EXPIRY, {"ends": -1}, "満期日を過ぎています"),
        (EXPIRY, {"ends": 0}, None),
        (EXPIRY, {"ends": 60}, None),
        (EXPIRY, {"ends": 61}, "満期日の60日前から作れます"),
    ],
)
def test_for_which_numbers_nothing_is_made_is_told_with_the_reason(order, paper_, different, reason):
    contract(**different)
    expected = {"H999999999": "この証券番号のご契約はありません"} | ({MINE: reason} if reason else {})
    assert refusals(order(paper_, MINE, "H999999999")) == expected
    assert refusals(order(paper_)) == {}


@pytest.mark.parametrize(("again", "refused"), [(False, True), (True, False)])
def test_an_end_that_was_told_is_told_again_only_where_that_is_ordered(app, order, again, refused):
    mine = contract()
    paper(mine, factories.issued(app).id)
    found = refusals(order(EXPIRY, MINE, again=again))
    assert ("--again" in found.get(MINE, "")) is refused
