"""What has somebody without a contract applied for, and what can still become of it? Rows of applications (641–648).

An application is accepted by a commit; until it is handed over to the core system it can be taken back by its link. The
contract that comes of it names its receipt number, which settles it. What was typed lies sealed, and no longer than it
is waited for.
"""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from infra.database import queue_up
from infra.encryption import Keyring, Purpose
from models import Application, Export
from rules.japanese.times import UtcDateTime
from rules.refusal import Enough
from rules.states import ApplicationState

# What the core system is told, by the heading of its file; those of a contract are the contract's (data.md).
HEADINGS = (
    "保険種類",
    "商品名",
    "プラン",
    "保険始期日",
    "保険満期日",
    "契約者区分",
    "契約者氏名",
    "契約者カナ",
    "契約者生年月日",
    "契約者電話番号",
    "契約者メールアドレス",
    "契約者郵便番号",
    "契約者住所",
    "被保険者区分",
    "被保険者氏名",
    "被保険者カナ",
    "被保険者生年月日",
    "被保険者電話番号",
    "保険の対象の郵便番号",
    "保険の対象の所在地",
    "年間保険料",
    "月払保険料",
    "払込方法",
    "1回の保険料",
    "払込回数",
    "保険料の合計",
    "代理店コード",
    "引受保険会社",
    "補償内容",
    "告知",
    "同意",
)
ADDRESS = "契約者メールアドレス"
# Of one telephone number: more than a company takes rooms on a day, and less than a machine would fill in.
MOST, WITHIN = 20, timedelta(days=1)
# A contract begins three months after it was applied for at the latest; until a month after that it may be asked about.
KEPT_FOR = timedelta(days=122)
OFTEN = (
    "同じ電話番号でのお申し込みが続いているため、インターネットではこれ以上承ることができません。"
    "お手数ですが、お電話でお問い合わせください。"
)
GONE = "このお申し込みはすでにお手続きに入っているため、インターネットでは取り下げることができません。"


def accept(
    session: Session,
    keyring: Keyring,
    application: Application,
    contents: Mapping[str, str],
    *,
    phone: str,
) -> None:
    """Put an application in, with its `contents` by the heading of the file, and the number (digits) of who is to be
    recognised by it. Raise refusal.Enough where that number has applied too often."""
    marks = keyring.fingerprints(Purpose.APPLICANT, f"{application.portal}\0{phone}")
    queue_up(session, marks[0])
    lately = (Application.applicant.in_(marks), Application.accepted_at > application.accepted_at - WITHIN)
    if (session.scalar(select(func.count()).select_from(Application).where(*lately)) or 0) >= MOST:
        raise Enough(OFTEN)
    application.applicant = marks[0]
    clear = json.dumps(dict(contents), ensure_ascii=False).encode()
    application.sealed = keyring.encrypt(Purpose.APPLICATION, application.receipt_number, clear)
    session.add(application)
    session.flush()


def contents_of(keyring: Keyring, receipt_number: str, sealed: bytes) -> dict[str, str]:
    """What was applied for, by the heading of the file. Raise encryption.DecryptionFailed."""
    found: dict[str, str] = json.loads(keyring.decrypt(Purpose.APPLICATION, receipt_number, sealed))
    return found


def of_link(session: Session, link_id: str) -> Application | None:
    """The application that a link takes back, as it is now; None where that has been erased."""
    wanted = select(Application).where(Application.link_id == link_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def of_number(session: Session, receipt_number: str) -> Application | None:
    """The application of this receipt number; None where that has been erased."""
    return session.scalar(select(Application).where(Application.receipt_number == receipt_number))


def states(session: Session, portal: str, numbers: Collection[str]) -> dict[str, str]:
    """What has become of the applications with these receipt numbers, where they are there."""
    if not numbers:
        return {}
    wanted = (Application.portal == portal, Application.receipt_number.in_(numbers))
    found = session.execute(select(Application.receipt_number, Application.state).where(*wanted))
    return {row.receipt_number: row.state for row in found}


def is_open(application: Application) -> bool:
    """Whether it can still be taken back: not once the core system has been told."""
    return application.state == ApplicationState.ACCEPTED and application.export_id is None


def withdraw(session: Session, application: Application) -> bool:
    """Take an application back, and forget what was typed; False where it cannot be any more, or is already."""
    return _leave(
        session,
        and_(Application.id == application.id, Application.export_id.is_(None)),
        ApplicationState.WITHDRAWN,
    )


def settle(session: Session, portal: str, numbers: Collection[str]) -> None:
    """The contracts of these receipt numbers are there: nothing is waited for, and what was typed is forgotten."""
    if not numbers:
        return
    _leave(
        session,
        and_(Application.portal == portal, Application.receipt_number.in_(numbers)),
        ApplicationState.SETTLED,
    )


def _leave(session: Session, which: ColumnElement[bool], state: ApplicationState) -> bool:
    left = update(Application).where(which, Application.state == ApplicationState.ACCEPTED)
    done = session.execute(left.values(state=state, sealed=None).execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what nobody waits for any more, and what was handed over so long ago that nobody asks; give how many. What
    no file holds yet stays."""
    handed_over = Application.export_id.in_(select(Export.id).where(Export.named_at.is_not(None)))
    taken_back = and_(Application.export_id.is_(None), Application.state != ApplicationState.ACCEPTED)
    over = or_(handed_over, taken_back)
    done = session.execute(delete(Application).where(Application.accepted_at <= now - KEPT_FOR, over))
    return int(done.rowcount)  # type: ignore[attr-defined]
