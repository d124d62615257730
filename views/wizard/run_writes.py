"""How are a run's answers written, and for whom does it count?"""

from infra import rate_limits
from views.wizard.wizard_request import WizardRequest
from wizards.engine import runs


def write(asked: WizardRequest, screen: int | None = None) -> None:
    """Write a run's answers; `screen` is the number of the one that comes next, None where the visitor stays. Raise
    Conflict where another request was quicker, RateLimited where it would be a new one."""
    if asked.run.version:
        runs.keep(asked.run, asked.portal, asked.now, screen)
    else:
        begin(asked, screen)


def begin(asked: WizardRequest, screen: int | None = None) -> None:
    """Keep a new run, `screen` as in `write`. Raise Conflict where one of its id is there already, RateLimited where it
    is one too many."""
    rate_limits.hit("begin", asked.portal, *asked.side.whose(asked.run.account_id))
    runs.start(asked.run, asked.portal, asked.now, screen)
