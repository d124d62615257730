"""Who is at work in most tests of staff, and for whom?"""

import pytest
from staffing import customer, hire


@pytest.fixture
def member_id(app, context):
    return hire(app)


@pytest.fixture
def account_id(app, context):
    return customer(app)[0]
