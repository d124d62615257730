"""What do tests of calls stand on? A customer of the portal that is called, who waits for their own call."""

import calling
import pytest


@pytest.fixture
def customer(app):
    [customer] = calling.customers(app, 1)
    return customer


@pytest.fixture
def login(app, customer):
    return calling.begin(app, customer)


@pytest.fixture
def called(app, login):
    """The number that the customer was shown."""
    return calling.row(app, login).called
