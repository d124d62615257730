"""Is everybody there who is needed, and nobody real?"""

from datetime import timedelta

from sqlalchemy import select

import models
from infra import clock
from infra.database import read
from views.practice import town


def test_one_customer_of_each_portal_who_can_renew_today(counter_app):
    with counter_app.app_context(), read() as session:
        accounts = session.scalars(select(models.Account)).all()
        assert sorted(each.portal for each in accounts) == sorted(counter_app.extensions["portals"])
        for contract in session.scalars(select(models.Contract)):
            assert clock.today() < contract.ends_on <= clock.today() + timedelta(days=60)
            assert (contract.holder_name, contract.holder_phone) == ("見本　花子", "090-1234-5678")
        assert all(account.email.endswith("@example.jp") for account in accounts)


def test_what_is_changed_for_a_walk(counter_app):
    with counter_app.app_context():
        closed = town.close_to_the_web("okyakusama")
        town.give_temporary_password("okyakusama")
        with read() as session:
            assert not session.get_one(models.Contract, closed).online
            waiting = session.scalars(select(models.Account).where(models.Account.portal == "okyakusama")).one()
        assert waiting.password == "" and waiting.issued_until
        assert town.first_contract("okyakusama") == closed


def test_each_portal_has_its_own_kind_of_id(counter_app):
    assert town.user_id_of(counter_app, "okyakusama") == town.ADDRESS
    assert town.user_id_of(counter_app, "keiyakusha") == town.ISSUED_ID
