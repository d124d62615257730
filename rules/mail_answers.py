"""What does a mail server's answer mean to who waits for the letter? (RFC 5321 and 3463)

Of an answer only its codes are kept (domain/messages/smtp.py): 「RCPT 550 5.1.1」.
"""

import re

_CODES = re.compile(r"(?P<verb>[A-Z]+) (?P<code>[245][0-9]{2})(?: (?P<class>[245])\.(?P<detail>[0-9]+\.[0-9]+))?")
NOT_REACHED = "メールサーバーにつながりませんでした"
NO_SUCH = "宛先のメールアドレスがありません"
# The second and the third part of an enhanced code.
DETAILS = {
    "1.1": NO_SUCH,
    "1.2": "宛先のメールサーバーが見つかりません",
    "1.3": NO_SUCH,
    "1.6": "宛先のメールアドレスは、ほかへ移っています",
    "1.10": "宛先は、メールを受け取らない設定です",
    "2.1": "宛先のメールアドレスは、いま使われていません",
    "2.2": "宛先のメールボックスがいっぱいです",
    "2.3": "宛先が受け取れる大きさを超えています",
    "7.1": "宛先のメールサーバーの設定で、受け取りを断られました",
}
REFUSED, LATER = "宛先のメールサーバーに、受け取りを断られました", "宛先のメールサーバーが、いまは受け取れません"


def reason(answer: str) -> str:
    """Why a letter was not taken, in a member's words, from what is kept of the answer."""
    found = _CODES.match(answer)
    if found is None or found["verb"] == "CONNECT":
        return NOT_REACHED
    known = DETAILS.get(found["detail"] or "")
    return known or (REFUSED if found["code"].startswith("5") else LATER)
