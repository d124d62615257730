"""How is a mail address read that somebody typed, and how is it shown? (rows F6, F10)

It is kept in ASCII, as mail has it; nothing here refuses.
"""

import re

from rules.japanese import normalize

_MARKS = str.maketrans({"\u301c": "~", "\uff5e": "~", "\u3002": ".", "\uff61": "."})
_JAPANESE_LABEL = re.compile("[a-z0-9\u3005-\u3007\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff-]+")


def address(raw: str) -> str:
    """A mail address: one word, without what is copied along with it; the part before @ as typed, the domain lower-case
    and, where it is written in kanji or kana, as mail has it (xn--)."""
    local, at, domain = normalize.word(_address_alone(raw)).rpartition("@")
    return f"{local}{at}{_as_mail_has_it(domain.lower())}"


def blank_within(raw: str) -> bool:
    """Whether a blank stands inside of a mail address, and not just beside its @ or a dot."""
    return " " in re.sub(" ?([@.]) ?", r"\1", _address_alone(raw))


def _address_alone(raw: str) -> str:
    """Without the name before it (花子 <hanako@example.jp>), mailto:, quotation marks and brackets."""
    typed = normalize.narrow(raw.translate(_MARKS))
    named = re.fullmatch(r"[^<>]*<([^<>]+)>[^<>@]*", typed)
    alone = (named[1] if named else typed).strip('"“”()[]「」『』<> ')
    link = re.match("mailto: ?", alone, re.IGNORECASE)
    return alone[link.end() :].partition("?")[0] if link else alone


def _as_mail_has_it(domain: str) -> str:
    """The domain in ASCII (IDNA), as it is where it can have no such form. ・ stands for a dot."""
    if domain.isascii() or not re.fullmatch(r"[\w.・-]+", domain):
        return domain
    try:
        return "・".join(part.encode("idna").decode("ascii") if part else "" for part in domain.split("・"))
    except UnicodeError:
        return domain


def shown(whole: str) -> str:
    """A mail address as its owner writes it: 例え.jp for xn--r8jz45g.jp, which browsers make of it. Letters that are
    neither Japanese nor ASCII stay as mail has them: some look like others."""
    local, at, domain = whole.rpartition("@")
    return f"{local}{at}{'.'.join(_as_written(label) for label in domain.split('.'))}"


def _as_written(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        written = label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
    return written if _JAPANESE_LABEL.fullmatch(written) else label


def masked(whole: str) -> str:
    """h***@example.jp."""
    local, at, domain = shown(whole).rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else "***"


def masked_id(user_id: str) -> str:
    """An address as `masked` has it; KM****** of an issued ID."""
    return masked(user_id) if "@" in user_id else user_id[:2] + "*" * len(user_id[2:])
