"""What becomes of a contract when what was asked of it is applied?"""

from domain.contracts import requests, search_key
from models import Contract, ContractRequest
from rules import finding
from rules.japanese import names
from rules.japanese.times import UtcDateTime
from rules.states import RequestState


def apply(asked: ContractRequest, contract: Contract, now: UtcDateTime) -> None:
    """Change the contract. What it held, now and when it was asked, says later that a file knows nothing of it yet."""
    waits = {}
    for name, (before, after) in requests.columns_of(asked).items():
        if name == "ends_on" and contract.ends_on <= after:
            continue  # it has ended earlier by another way
        waits[name] = [before, getattr(contract, name)]
        setattr(contract, name, after)
        if name == "holder_kana":
            # The core system says by which given name (and 氏名) a holder is known (docs/decisions/0015-ownership.md).
            written = " ".join(map(names.kana, names.kana_parts(after)))
            contract.kana_key, contract.strict_key = names.kana_key(after), names.strict_key(written)
    contract.search_key = search_key.key_of({name: getattr(contract, name) for name in search_key.COLUMNS})
    for name, key in finding.contract_keys(contract.strict_key, contract.holder_phone, contract.holder_email).items():
        setattr(contract, name, key)
    asked.state = RequestState.APPLIED if waits else RequestState.SETTLED
    asked.applied_at, asked.waits = now, requests.waits(waits)
