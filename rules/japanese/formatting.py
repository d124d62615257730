"""How are days, times and numbers shown to a customer? Always Japan time (screens.md section 13)."""

import unicodedata
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from rules.japanese import dates, normalize
from rules.japanese.dates import JST
from rules.japanese.times import AwareDateTime


def day(value: date) -> str:
    """2026年4月1日."""
    return dates.show_date(value.astimezone(JST).date() if isinstance(value, datetime) else value)


def listed_day(value: date) -> str:
    """2026年04月01日, as the list of contracts has it (wording.md, row 602)."""
    return f"{value.year}年{value.month:02}月{value.day:02}日"


def moment(value: AwareDateTime) -> str:
    """2026年4月1日 14:03."""
    return f"{day(value)} {clock_time(value)}"


def near_moment(value: AwareDateTime) -> str:
    """4月1日 14:03: of some days ago or ahead, where nobody asks for the year."""
    return f"{day(value).partition('年')[2]} {clock_time(value)}"


def clock_time(value: AwareDateTime) -> str:
    """14:03."""
    return f"{value.astimezone(JST):%H:%M}"


def clock_seconds(value: AwareDateTime) -> str:
    """14時03分05秒: for what may have happened more than once within a minute."""
    return f"{value.astimezone(JST):%H時%M分%S秒}"


def taken(value: str) -> str:
    """2026年4月1日 14:03, of when a camera says that it took a picture: YYYY-MM-DDTHH:MM:SS by the clock where it was,
    whichever zone it names."""
    there = datetime.fromisoformat(value)
    return f"{day(there.date())} {there:%H:%M}"


def spoken(value: AwareDateTime) -> str:
    """午前2時, 午前1時55分, 午後3時: a time as one says it."""
    return spoken_time(value.astimezone(JST).time())


def spoken_time(value: time) -> str:
    """午前2時, 午後8時30分: a time of day in Japan as one says it."""
    minutes = f"{value.minute}分" if value.minute else ""
    return f"{'午前' if value.hour < 12 else '午後'}{value.hour % 12}時{minutes}"


def near_moment(value: AwareDateTime) -> str:
    """12月2日（水）9:00: a time of the next days, as one notes it down."""
    there = value.astimezone(JST)
    return f"{there.month}月{there.day}日（{dates.WEEKDAYS[there.weekday()]}）{there.hour}:{there:%M}"


def before_pause(begins: AwareDateTime, now: AwareDateTime) -> str:
    """What is said of a pause that begins within hours (E-29): when, and by when to be done with what it would
    interrupt, as long as that is to come."""
    today, done = "本日" if day(begins) == day(now) else day(begins), begins - timedelta(minutes=5)
    told = f"{today}{spoken(begins)}からメンテナンスを行います。"
    if done <= now:
        return f"{told}まもなく、ご利用いただけなくなります。"
    return f"{told}{spoken(done)}までにお手続きを完了してください。"


def minute_from(value: AwareDateTime) -> str:
    """14時4分: the next full minute, for what is possible from then on."""
    there = (value + timedelta(seconds=59)).astimezone(JST)
    return f"{there.hour}時{there.minute}分"


def hour_until(value: AwareDateTime) -> str:
    """2026年4月3日18時: the hour rounded down, for what is possible until then (wording.md, row 106)."""
    return f"{day(value)}{value.astimezone(JST).hour}時"


def grouped(value: str) -> str:
    """A receipt number in groups of four."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def receipt(number: str) -> str:
    """受付番号：1234 5678 9012, as a line of its own, for who is to read it out on the telephone."""
    return f"受付番号：{grouped(number)}"


def masked_name(part: str) -> str:
    """髙＊: a family or a given name by its first letter, with what is written onto that."""
    first = part[:1] + "".join(takewhile(lambda each: unicodedata.category(each) == "Mn", part[1:]))
    return f"{first}＊"


def masked_phone(digits: str) -> str:
    """090-****-5678, 03-****-5678, 04**-**-1102: a phone number that its owner knows again and nobody else does. The
    four digits before the last four are hidden, however long the area code is."""
    kept = iter(f"{digits[:-8]}{'*' * len(digits[-8:-4])}{digits[-4:]}")
    return "".join(each if each == "-" else next(kept) for each in normalize.show_phone(digits))
