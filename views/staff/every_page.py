"""Which pages are there for members of staff?"""

from views.staff import (
    account,
    approvals,
    audit,
    caller_checks,
    cases,
    find,
    home,
    incidents,
    kept,
    login,
    passkeys,
    photos,
    procedures,
    record,
    revealing,
    screens,
)

EVERY_PAGE = (
    login,
    passkeys,
    account,
    kept,
    home,
    find,
    cases,
    record,
    caller_checks,
    revealing,
    procedures,
    approvals,
    photos,
    screens,
    incidents,
    audit,
)
