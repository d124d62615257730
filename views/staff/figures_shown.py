"""What is said of figures? Charts with labels in the words of the screens, of letters and of calls."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.calls.events import Outcome
from domain.contracts import products
from domain.figures.daily_counts import What
from domain.messages.outbox import LOST
from domain.staff.figures import Figures
from domain.staff.sent_letters import STATES
from domain.staff.whereabouts import CALLS
from forms.kit.declared import ASKED
from rules import mail_answers
from rules.states import LetterState
from views.staff import figures_drawn
from views.staff.figures_drawn import Chart, Row, Series, said, whole
from wizards.engine import mistakes
from wizards.engine.mistakes import WORDS, Kind, Mistake
from wizards.registry import WIZARDS

MOST_ROWS = 15
DONE, LEFT = "完了", "途中で離れた"
NO_QUESTION = "画面全体（項目によらないもの）"
ON_ITS_WAY = (LetterState.QUEUED, LetterState.SENDING)
OF_LETTERS = (
    Series("good", STATES[LetterState.SENT], [LetterState.SENT]),
    Series("wait", "・".join(STATES[each] for each in ON_ITS_WAY), ON_ITS_WAY),
    Series("stripes", STATES[LetterState.FAILED], [LetterState.FAILED]),
    Series("dots", STATES[LetterState.UNSURE], [LetterState.UNSURE]),
    Series("lines", STATES[LetterState.ABANDONED], [LetterState.ABANDONED]),
)
OF_CALLS = (
    Series("good", CALLS[Outcome.CONFIRMED], [Outcome.CONFIRMED]),
    Series("stripes", CALLS[Outcome.WITHHELD], [Outcome.WITHHELD]),
    Series("dots", CALLS[Outcome.ANOTHER], [Outcome.ANOTHER]),
    Series("lines", CALLS[Outcome.NOT_OURS], [Outcome.NOT_OURS]),
)
OF_RUNS = (Series("good", DONE, [What.DONE]), Series("stripes", LEFT, [What.LEFT]))


class Tile(NamedTuple):
    """A sum at the top of the page, the chart that says more of it, and whether it is of what failed."""

    words: str
    number: int
    chart: str
    is_lost: bool = False


def tiles(found: Figures) -> list[Tile]:
    """The sums."""
    return [
        Tile("いま手続き中", _sum(found.under_way), "under-way"),
        Tile(DONE, _sum(found.ended, lambda row: row.what == What.DONE), "results"),
        Tile(LEFT, _sum(found.ended, lambda row: row.what == What.LEFT), "left", True),
        Tile("入力の誤り", _sum(found.mistakes), "mistakes", True),
        Tile("届かなかったメール", _sum(found.letters, lambda row: row.became in LOST), "letters", True),
        Tile("認証できなかったお電話", _sum(found.calls, lambda row: row.became != Outcome.CONFIRMED), "calls", True),
    ]


def charts(found: Figures, days: Sequence[date]) -> list[Chart]:
    """All of them, in the order of the page."""
    letters = Chart("letters", "メール", "この期間のメールはありません。", "作成した日ごとの、お客さまへのメールです。")
    calls = Chart("calls", "本人認証のお電話", "この期間の着信はありません。", "着信した日ごとの、お電話の結果です。")
    return [
        _under_way(found),
        _results(found),
        _left(found),
        _of_mistakes(found),
        figures_drawn.by_day(letters, found.letters, days, OF_LETTERS),
        _reasons(found),
        figures_drawn.by_day(calls, found.calls, days, OF_CALLS),
    ]


def _under_way(found: Figures) -> Chart:
    empty, lead = "いま手続き中のお客さまはいません。", "30分以内に操作があったお手続きです。"
    return _by_screen(Chart("under-way", "いま手続き中の画面", empty, lead), found.under_way, "good")


def _left(found: Figures) -> Chart:
    empty = "この期間に、途中で離れたお手続きはありません。"
    lead = "30分以上操作のないお手続きです。お客さまが戻って再開されると、数は減ります。"
    rows = [row for row in found.ended if row.what == What.LEFT]
    return _by_screen(Chart("left", "途中で離れた画面", empty, lead), rows, "warn")


def _results(found: Figures) -> Chart:
    """How many came to the end of each sequence, and how many did not."""
    many: Counter[tuple[str, str]] = Counter()
    for row in found.ended:
        many[row.wizard, row.what] += row.number
    each = [(name, (many[name, What.DONE.value], many[name, What.LEFT.value])) for name in {name for name, _ in many}]
    ranked = sorted(each, key=lambda one: (-sum(one[1]), one[0]))
    most = max((sum(numbers) for _, numbers in ranked), default=0)
    rows = []
    for name, (done, left) in ranked:
        bar, both = figures_drawn.parts([done, left], most, OF_RUNS), f"{DONE} {said(done)}、{LEFT} {said(left)}"
        rows.append(Row(_alone(name), said(done + left), bar, more=both))
    return Chart(
        "results",
        "手続きの結果",
        "この期間に終わったお手続きはありません。",
        heads=("手続き", DONE, LEFT),
        cells=[(_alone(name), *numbers) for name, numbers in ranked],
        keys=figures_drawn.keys(OF_RUNS, [(row.what, row.number) for row in found.ended]),
        rows=rows,
    )


def _of_mistakes(found: Figures) -> Chart:
    """The questions at which answers were refused most often, and why."""
    kinds: dict[tuple[str, int, str], Counter[str]] = {}
    for row in found.mistakes:
        kinds.setdefault((row.wizard, row.screen, row.name), Counter())[row.kind] += row.number
    most_often = sorted(kinds.items(), key=lambda each: (-each[1].total(), each[0]))[:MOST_ROWS]
    most = max((counted.total() for _, counted in most_often), default=0)
    rows = []
    for (wizard, screen, name), counted in most_often:
        why = "、".join(f"{_words(kind)} {said(number)}" for kind, number in counted.most_common())
        bar, place = whole("warn", counted.total(), most), _place(wizard, screen)
        rows.append(Row(_question(wizard, screen, name), said(counted.total()), bar, place, why))
    return Chart(
        "mistakes",
        "入力の誤りが多い項目",
        "この期間に、受け付けられなかった入力はありません。",
        f"受け付けられなかった入力を、項目ごとに1件と数えています。多い順に{MOST_ROWS}項目までです。",
        heads=("項目", "画面", "内容", "件数"),
        cells=[
            (row.label, row.place, row.more, counted.total())
            for row, (_, counted) in zip(rows, most_often, strict=True)
        ],
        rows=rows,
    )


def _reasons(found: Figures) -> Chart:
    """Why letters did not go."""
    why: Counter[str] = Counter()
    for row in found.lost:
        why[_reason(row.state, row.last_answer or "")] += row.number
    most, cells = max(why.values(), default=0), why.most_common()
    rows = [Row(words, said(many), whole("warn", many, most)) for words, many in cells]
    empty = "この期間に、送信できなかったメールはありません。"
    return Chart("reasons", "メールが届かなかった理由", empty, heads=("理由", "件数"), cells=cells, rows=rows)


def _by_screen(chart: Chart, found: Sequence[Any], look: str) -> Chart:
    many: Counter[tuple[str, int]] = Counter()
    for row in found:
        many[row.wizard, _screen(row.wizard, row.screen)] += row.number
    ranked = sorted(many.items(), key=lambda each: (-each[1], each[0]))
    most = max(many.values(), default=0)
    cells = [(_place(*where), _title(where[0]), number) for where, number in ranked]
    rows = [Row(place, said(number), whole(look, number, most), title) for place, title, number in cells[:MOST_ROWS]]
    rest = f"図は、多い順に{MOST_ROWS}画面までです。" if len(ranked) > MOST_ROWS else ""
    return chart._replace(heads=("画面", "手続き", "件数"), cells=cells, rows=rows, lead=chart.lead + rest)


def _sum(rows: Sequence[Any], where: Callable[[Any], bool] = bool) -> int:
    return sum(row.number for row in rows if where(row))


def _title(wizard: str) -> str:
    return WIZARDS[wizard].title if wizard in WIZARDS else wizard


def _alone(wizard: str) -> str:
    """Its title without a screen beside it: of two that are called the same, with the screen that each begins with."""
    title = _title(wizard)
    alike = [each for each in WIZARDS.values() if each.title == title]
    return f"{title}（画面{WIZARDS[wizard].first.number:03}から）" if len(alike) > 1 else title


def _screen(wizard: str, screen: int | None) -> int:
    """Before anything was noted, a run was on the first screen."""
    return screen or (WIZARDS[wizard].first.number if wizard in WIZARDS else 0)


def _place(wizard: str, screen: int) -> str:
    """画面604 変更内容の入力."""
    titles = {each.number: each.title for each in WIZARDS[wizard].screens} if wizard in WIZARDS else {}
    return f"画面{screen:03} {titles.get(screen, '')}".strip()


def _question(wizard: str, screen: int, name: str) -> str:
    """What a question is called on its screen; its name in the program where no label is declared for it."""
    if not name:
        return NO_QUESTION
    known = WIZARDS.get(wizard)
    label = mistakes.label_of(known, Mistake(screen, 0, name, Kind.OTHER)) if known else ""
    of_a_product = products.label_asked(name.removeprefix(ASKED)) if name.startswith(ASKED) else ""
    return label or of_a_product or name


def _words(kind: str) -> str:
    return WORDS[Kind(kind)] if kind in set(Kind) else kind


def _reason(state: str, answer: str) -> str:
    """Why a letter did not go; where the other side said nothing of it, what became of it."""
    is_told = mail_answers.code(answer) or answer.startswith("CONNECT")
    return mail_answers.reason(answer) if is_told else STATES[state]
