"""Whom do the tests of accounts speak of? One customer, and the portals."""

import factories
import pytest


@pytest.fixture
def account(app, context):
    return factories.account(app, user_id="Yoshino.T@Example.jp")


@pytest.fixture
def portals(app):
    return app.extensions["portals"]
