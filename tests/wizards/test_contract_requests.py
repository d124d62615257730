"""When can something be asked of a contract, and what of that which was asked already stands in its way?"""

from datetime import date
from types import SimpleNamespace

import factories
import pytest

from domain.contracts import requests
from domain.contracts.ownership import OwnedContract
from models import ContractRequest
from wizards import contract_requests
from wizards.engine.access import AccessDenied
from wizards.engine.receipt import CommitContext

TODAY = date(2026, 11, 24)
PORTAL = SimpleNamespace(name="okyakusama", title="お客さまWebサービス", premises="保険の対象")
ENDS = date(2026, 12, 24)


def asked(kind, state="accepted", effective_on=TODAY, told=False):
    export_id = 1 if told else None
    return ContractRequest(kind=kind, state=state, effective_on=effective_on, export_id=export_id, receipt_number="123")


def held(*under_way, done=(), **different):
    return OwnedContract(factories.unsaved_contract(ends_on=ENDS, **different), under_way, done)


@pytest.mark.parametrize(
    ("different", "today", "words"),
    [
        ({}, TODAY, None),
        ({}, ENDS, None),
        ({}, date(2026, 12, 25), "2026年12月24日に終了しています"),
        ({"online": False}, TODAY, "「お客さまWebサービス」でお手続きをすることができません"),
        ({"group_contract": True}, TODAY, "団体契約は"),
        ({"online": False, "group_contract": True}, date(2027, 1, 1), "お手続きをすることができません"),
    ],
)
def test_one_reason_is_enough_why_nothing_can_be_asked(different, today, words):
    texts = contract_requests.why_not(PORTAL, held(**different).contract, today)
    assert [words in text for text in texts] == ([] if words is None else [True])


@pytest.mark.parametrize(
    ("kind", "before", "words"),
    [
        ("change", asked("change"), None),
        ("change", asked("change", told=True), None),
        ("change", asked("cancellation"), "解約のお申し込み（受付番号 123）を受け付けています。先に"),
        ("change", asked("cancellation", told=True), "解約のお申し込み（受付番号 123）は、すでにお手続きに入って"),
        ("change", asked("renewal"), None),
        ("cancellation", asked("change"), None),
        ("cancellation", asked("change", told=True), None),
        ("cancellation", asked("cancellation"), None),
        ("cancellation", asked("cancellation", told=True), "すでにお手続きに入っています"),
        ("cancellation", asked("renewal"), "継続のお申し込み（受付番号 123）を受け付けています。先に"),
        ("cancellation", asked("renewal", told=True), "すでにお手続きに入っています"),
        ("renewal", asked("change"), None),
        ("renewal", asked("cancellation"), "解約のお申し込み（受付番号 123）を受け付けています。先に"),
        ("renewal", asked("renewal"), None),
        ("renewal", asked("renewal", told=True), "すでにお手続きに入っています"),
    ],
)
def test_what_is_under_way_may_stand_in_the_way(kind, before, words):
    """What its owner can still replace does not."""
    texts = contract_requests.in_the_way(held(before), kind)
    assert [words in text for text in texts] == ([] if words is None else [True])


ENDED = asked("cancellation", "applied", ENDS)
RENEWED = asked("renewal", "settled", TODAY)


@pytest.mark.parametrize(
    ("kind", "done", "words"),
    [
        *((kind, ENDED, "すでに解約のお手続きが済んで") for kind in requests.KINDS),
        ("cancellation", RENEWED, "すでに継続のお手続きが済んで"),
        ("change", RENEWED, None),
        ("renewal", RENEWED, None),
        *((kind, asked("cancellation", "settled", date(2026, 12, 1)), None) for kind in requests.KINDS),
    ],
)
def test_so_may_what_is_done(kind, done, words):
    texts = contract_requests.in_the_way(held(done=[done]), kind)
    assert [words in text for text in texts] == ([] if words is None else [True])


@pytest.mark.parametrize(
    ("effective_on", "of_this_end"), [(date(2026, 10, 25), True), (date(2026, 10, 24), False), (ENDS, True)]
)
def test_a_renewal_is_of_the_end_before_which_it_was_asked(effective_on, of_this_end):
    """The last of several is the one."""
    one, last = asked("renewal", "applied", effective_on), asked("renewal", "applied", effective_on)
    assert contract_requests.renewed_here(held(done=[one, last])) is (last if of_this_end else None)
    assert contract_requests.renewed_here(held(done=[ENDED])) is None


def test_a_whole_contract_can_be_asked_about_from_today_to_its_last_day():
    assert contract_requests.days_of(PORTAL, held(), "", TODAY, kind="cancellation") == (TODAY, ENDS)
    later = held(starts_on=date(2026, 12, 1))
    assert contract_requests.days_of(PORTAL, later, "", TODAY, kind="cancellation") == (date(2026, 12, 1), ENDS)


@pytest.mark.parametrize(
    ("given", "part", "today", "why", "many"),
    [
        (held(), "insured", TODAY, "missing", 0),
        (held(), "", date(2027, 1, 1), "closed", 1),
        (held(group_contract=True), "", TODAY, "closed", 1),
        (held(asked("renewal"), group_contract=True), "", TODAY, "closed", 2),
    ],
)
def test_where_there_is_no_such_day_one_is_turned_away(given, part, today, why, many):
    with pytest.raises(AccessDenied) as turned:
        contract_requests.days_of(PORTAL, given, part, today, kind="cancellation")
    assert (turned.value.why, len(turned.value.texts)) == (why, many)


def test_a_request_is_of_its_commit():
    act = CommitContext(None, None, PORTAL, "", "", "", factories.NOW, "100000000009", account_id=7)
    contract = factories.unsaved_contract()
    contract.id = 3
    made = contract_requests.request(
        act, contract, kind="change", day=TODAY, part="holder", columns={"holder_phone": ("1", "2")}, facts=[("a", "b")]
    )
    assert (made.portal, made.receipt_number, made.kind, made.part) == (
        "okyakusama",
        "100000000009",
        "change",
        "holder",
    )
    assert (made.contract_id, made.account_id, made.effective_on) == (3, 7, TODAY)
    assert (made.state, made.accepted_at) == ("accepted", factories.NOW)
    assert requests.columns_of(made) == {"holder_phone": ("1", "2")} and requests.facts_of(made) == [("a", "b")]


@pytest.mark.parametrize(
    ("kind", "part", "title"),
    [
        ("change", "holder", "契約内容の変更（保険契約者）"),
        ("change", "premises", "契約内容の変更（保険の対象）"),
        ("cancellation", "", "解約"),
        ("renewal", "", "継続"),
    ],
)
def test_what_a_request_is_called(kind, part, title):
    assert contract_requests.title_of(PORTAL, ContractRequest(kind=kind, part=part)) == title
