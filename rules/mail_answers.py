"""What does a mail server's answer mean to who waits for the letter? (RFC 5321 and 3463)

Of an answer only its codes are kept (domain/messages/smtp.py): 「RCPT 550 5.1.1」.
"""

import re

_CODES = re.compile(r"(?P<verb>[A-Z]+) (?P<code>[245][0-9]{2})(?: [245]\.(?P<detail>[0-9]{1,3}\.[0-9]{1,3}))?")
NOT_REACHED = "メールサーバーにつながりませんでした"
NO_SUCH, FULL = "宛先のメールアドレスがありません", "宛先のメールボックスがいっぱいです"
TOO_BIG = "宛先が受け取れる大きさを超えています"
# By the second and the third part of an enhanced code; then by the plain code.
MEANT = {
    "1.1": NO_SUCH,
    "1.2": "宛先のメールサーバーが見つかりません",
    "1.3": NO_SUCH,
    "1.6": "宛先のメールアドレスは、ほかへ移っています",
    "1.10": "宛先は、メールを受け取らない設定です",
    "2.1": "宛先のメールアドレスは、いま使われていません",
    "2.2": FULL,
    "2.3": TOO_BIG,
    "3.4": TOO_BIG,
    "552": FULL,
}
BY_SETTING = "宛先のメールサーバーの設定で、受け取りを断られました"
REFUSED, LATER = "宛先のメールサーバーに、受け取りを断られました", "宛先のメールサーバーが、いまは受け取れません"


def code(answer: str) -> str:
    """The plain code of an answer to a letter; "" where there was none."""
    return _codes(answer)[0]


def reason(answer: str) -> str:
    """Why a letter was not taken, in a member's words, from what is kept of the answer."""
    plain, detail = _codes(answer)
    if not plain:
        return NOT_REACHED
    if known := MEANT.get(detail) or MEANT.get(plain):
        return known
    # A server that lets each new sender wait says so with a setting's code (7.1): that is no refusal.
    if plain.startswith("4"):
        return LATER
    return BY_SETTING if detail.startswith("7.") else REFUSED


def _codes(answer: str) -> tuple[str, str]:
    """The plain code and the end of the enhanced one; of a connection's answers, which are to us, nothing."""
    found = _CODES.fullmatch(answer)
    return ("", "") if found is None or found["verb"] == "CONNECT" else (found["code"], found["detail"] or "")
