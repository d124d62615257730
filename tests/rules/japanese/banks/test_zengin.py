"""Is what is read of the list what the package itself gives, bank by bank and branch by branch?"""

import subprocess
import sys

import zengin_code
from zengin_code import Bank

from rules.japanese.banks import zengin


def test_every_bank_is_read():
    assert [tuple(each) for each in zengin.institutions().values()] == [
        (each.code, each.name, each.kana) for each in Bank.all.values()
    ]


def test_every_branch_of_every_bank_is_read():
    for bank in Bank.all.values():
        there = [(each.code, each.name, each.kana) for each in bank.branches.values()]
        assert [tuple(each) for each in zengin.branches(bank.code).values()] == there


def test_a_bank_that_is_none_has_no_branches():
    assert zengin.branches("9998") == {} and zengin.branches("../banks") == {}


def test_its_day_is_the_one_of_the_package():
    assert zengin_code.__version__.endswith(f"{zengin.as_of():.%Y%m%d}")


def test_the_package_itself_is_not_loaded():
    """It would read every branch of Japan at the start of each process."""
    code = "import sys, app; app.create_app(); assert 'zengin_code' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
