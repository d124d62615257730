"""Is what a link is good for kept in the very words that links on their way were issued with?"""

from domain.accounts.link_purposes import LinkPurpose


def test_purposes_are_kept_in_these_words():
    assert {purpose.name: purpose.value for purpose in LinkPurpose} == {
        "REGISTRATION": "registration",
        "RESET": "reset",
        "UNLOCK": "unlock",
        "NEW_ADDRESS": "new address",
        "STOP_ADDRESS": "stop address",
        "APPLICATION": "application",
        "RECOVERY": "recovery",
    }
