"""Do agencies come in by their codes, and only what differs?"""

import factories
import pytest

from domain.contracts import agencies as kept
from exchange.imports.agencies import Agencies, known_codes
from exchange.imports.reader import Changes

ROW = {
    "code": "A1000",
    "name": "駅前ほけん",
    "postal_code": "107-0000",
    "address": "東京都港区見本1-2-3",
    "phone": "03-0000-1111",
}


@pytest.fixture
def there(context):
    factories.agency()


def test_the_codes_of_all_are_known(there):
    factories.agency("B2000")
    assert known_codes() == {"A1000", "B2000"}


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (ROW, Changes(unchanged=1)),
        ({**ROW, "name": "駅前ほけん本店"}, Changes(changed=1)),
        ({**ROW, "code": "B2000"}, Changes(new=1)),
    ],
)
def test_each_is_kept_as_the_file_says_it(there, row, changes):
    assert Agencies().put([row]) == changes
    assert kept.find(row["code"]).name == row["name"]
    assert Agencies().put([row]) == Changes(unchanged=1)


def test_a_row_is_judged_by_itself():
    assert list(Agencies().judge(ROW)) == [] and Agencies().look_up([ROW]) is None
    assert {column.field for column in Agencies.columns} == ROW.keys()
