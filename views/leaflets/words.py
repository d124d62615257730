"""What does a leaflet say beside its pictures? What staff say on the telephone, as far as it is good on paper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from flask import current_app

from domain.accounts.links import LIFETIME
from infra import clock
from rules import phones
from rules.japanese.dates import JST
from rules.japanese.formatting import day, spoken
from rules.portals import Portal
from views.leaflets.contents import KEYWORD, LETTER, WAIT, Stop
from views.practice.asked import Screen
from views.shared.leaflets import SHOWN, STUCK, Leaflet
from views.shared.screens import VIEWS
from views.staff import scripts

# Said by somebody who listens.
SPOKEN = re.compile(
    r"声に出|このまま|お電話のまま|いただけますか|ございますか|こちらで|おっしゃら|お待ちください。$|読み上げ"
)
USABLE = {True: "ご利用いただけます", False: "ご利用いただけません"}
MAINTENANCE = 906
SENTENCE = re.compile(r"(?<=。)(?![」）])")
# 「105の画面で控えたキーワード」 comes about on the way.
ON_THE_WAY = re.compile(r"[0-9]{3}の画面")
BETWEEN_THINGS = re.compile(r"(?<!と)、(?!または)")
PAPER = "紙と筆記具（キーワードやパスワードを書き留めます）"
LINK, PASSWORD = ("registration", "way_in", "confirm_address"), "temporary_password"


def is_filled_in(stop: Stop, screen: Screen) -> bool:
    """Whether what a screen asks is answered here; a login is passed by that is not meant."""
    return bool(screen.asked) and not stop.press


def said(stop: Stop, screen: Screen | None) -> list[str]:
    """What is said of a screen: written for paper, else for the telephone without what makes sense there alone."""
    if screen is None or (screen.asked and stop.press):
        return []
    shown = SHOWN.get(stop.number)
    if shown and shown.say:
        return list(shown.say)
    script = scripts.of(stop.number)
    return [kept for line in (script.say if script else ()) if (kept := _on_paper(line))]


def pressed(stop: Stop, words: str) -> str:
    """What is to be pressed, by the `words` on it; with what it belongs to where there is another of the same words."""
    if not words:
        return ""
    whose = f"「{stop.press[0]}」の" if stop.press and not any(each in words for each in stop.press) else ""
    return f"{whose}「{words}」を押してください。"


def _on_paper(line: str) -> str:
    return "".join(sentence for sentence in SENTENCE.split(line) if not SPOKEN.search(sentence))


def at_hand(stops: Iterable[Stop], screens: Mapping[int, Screen]) -> list[str]:
    """What one needs, each once, and what one is asked for; not what a form wants that is only passed by."""
    sent = [stop for stop in stops if stop.kind != LETTER and not (stop.press and screens[stop.number].asked)]
    told = [script.at_hand for stop in sent if (script := scripts.of(stop.number))]
    things = [thing for each in told for thing in BETWEEN_THINGS.split(each) if thing and not ON_THE_WAY.search(thing)]
    named = dict.fromkeys(PAPER if "紙" in thing else thing for thing in things)
    whole = [each for each in named if not any(each in other and each != other for other in named)]
    asked = dict.fromkeys(
        each.label
        for stop in sent
        for each in screens[stop.number].asked
        if each.required and "Tick" not in each.checks and stop.kind != KEYWORD
    )
    return [*whole, *([f"次の項目を入力していただきます：{'、'.join(asked)}"] if asked else [])]


def cautions(portal: Portal, leaflet: Leaflet, stops: Sequence[Stop]) -> list[str]:
    """What to mind, as the settings of the portal have it."""
    hours = LIFETIME.total_seconds() / 3600
    told = []
    begins = portal.phone_verification.begins(clock.today())
    if begins and any(stop.kind == WAIT for stop in stops):
        told.append(f"電話番号による本人認証は、{day(begins)}に始まります。")
    if leaflet.letter in LINK:
        told.append(
            f"メールのURLのご利用は1回限りです。メールの発信から{hours:.0f}時間を過ぎると、ご利用いただけなくなります。"
        )
    if leaflet.letter == PASSWORD:
        told.append(
            f"仮パスワードのご利用は1回限りです。メールの発信から{hours:.0f}時間を過ぎると、ご利用いただけなくなります。"
        )
    if any(stop.kind == KEYWORD for stop in stops):
        told.append("キーワードは、メールに書かれていません。紙に書き留めて、お手続きが終わるまで保管してください。")
    told.append(
        f"{current_app.config['IDLE_MINUTES']}分間操作がないと、安全のため、お手続きを中断します。"
        "お時間がかかるときは、画面の「時間を延長する」を押してください。"
    )
    if portal.pause:
        starts, ends = _spoken(portal.pause.starts), _spoken(portal.pause.ends)
        told.append(f"毎週{portal.pause.weekday}曜日の{starts}から{ends}までは、サービスを休止しています。")
    told.append(
        "パスワードやキーワードは、ほかの方に知らせないでください。当社のオペレーターがおたずねすることもありません。"
    )
    return [
        *told,
        "画面の絵は、見本のお客さまのものです。お使いの端末やお手続きの内容により、実際の画面と異なることがあります。",
    ]


def numbers(portal: Portal, stops: Iterable[Stop]) -> list[tuple[str, str]]:
    """Which kinds of telephone number can verify, where a call is made."""
    if not any(stop.kind == WAIT for stop in stops):
        return []
    return [(kind, USABLE[can]) for kind, can in phones.table(portal.phone_verification.kinds)]


def _spoken(hour: time) -> str:
    """午前2時."""
    return spoken(datetime.combine(date.min.replace(year=2000), hour, JST))


def stuck(portal: Portal) -> list[tuple[int, str, str]]:
    """What to do at each screen that says that something is wrong: its number, its title, and what to do."""
    told = [(number, VIEWS[number].title, words) for number, words in STUCK.items()]
    return [each for each in told if each[0] != MAINTENANCE or portal.pause]


def described(stop: Stop, screen: Screen, press: str, part: int, parts: int) -> str:
    """A picture in words, for who has the leaflet read aloud."""
    asked = "、".join(f"{each.number} {each.label}" for each in screen.asked)
    fields = f"入力する項目は、{asked}です。" if asked else ""
    pressed = f"押すところは「{press}」です。" if press else ""
    which = f"（{parts}枚のうち{part}枚目）" if parts > 1 else ""
    return f"画面番号{stop.number:03}「{stop.title}」の画面{which}。{fields if part == 1 else ''}{pressed}"
