"""What does a portal ask of a password, and what is wrong with one? (decisions 19 and 31)"""

import string
from collections.abc import Container, Iterable
from dataclasses import dataclass

PRINTABLE = frozenset(string.ascii_letters + string.digits + string.punctuation)
SHORTEST_PIECE = 4
PERSONAL = "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。"
KINDS = {
    "upper": (string.ascii_uppercase, "英大文字"),
    "lower": (string.ascii_lowercase, "英小文字"),
    "letter": (string.ascii_letters, "英字"),
    "digit": (string.digits, "数字"),
}
OF_BROWSERS = {"upper": "upper", "lower": "lower", "letter": "lower, upper", "digit": "digit"}
ANY_KIND = "lower, upper, digit, [-!#$%*+.=?@_]"


@dataclass(frozen=True)
class PasswordRule:
    """What a portal asks of a password that a customer chooses (decision 19)."""

    minimum: int
    maximum: int
    kinds: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The rule in the customer's words."""
        if not self.kinds:
            return f"半角{self.minimum}文字以上{self.maximum}文字以内で入力してください。英字・数字・記号が使えます。"
        mixed = "・".join(KINDS[kind][1] for kind in self.kinds)
        return (
            f"半角{self.minimum}文字以上{self.maximum}文字以内で、{mixed}を必ず混ぜて入力してください。記号も使えます。"
        )

    @property
    def for_browsers(self) -> str:
        """The rule as a browser reads it from `passwordrules` before it makes a password (Apple's Password Rules): one
        of each kind, marks that no keyboard hides, and how long."""
        kinds = "".join(f"required: {OF_BROWSERS[kind]}; " for kind in self.kinds)
        return f"{kinds}allowed: {ANY_KIND}; minlength: {self.minimum}; maxlength: {self.maximum};"

    @property
    def kinds_message(self) -> str:
        """E-17, as each portal says it (decision 21)."""
        names = [KINDS[kind][1] for kind in self.kinds]
        if len(names) == 2:
            return f"パスワードには、{names[0]}と{names[1]}をどちらも1文字以上入れてください。"
        return f"パスワードには、{'・'.join(names)}をそれぞれ1文字以上入れてください。"


# What the insurer's own people choose: long, and of whatever kinds (ASVS 6.2.1, 6.2.5).
OF_STAFF = PasswordRule(12, 128, ())


def judge_password(
    rule: PasswordRule, password: str, personal: Iterable[str], common: Container[str] = (), service: str = ""
) -> str | None:
    """What is wrong with a password (already NFKC), None where nothing is (E-16 to E-19, decision 31).

    `personal` is what the customer is known by, `common` the passwords that everybody tries first (in lower case) and
    `service` the portal's name. No message repeats any of the password.
    """
    if not PRINTABLE.issuperset(password):
        return (
            "パスワードに使用できない文字（空白・かな・漢字など）が含まれています。英字・数字・記号で入力してください。"
        )
    if not rule.minimum <= len(password) <= rule.maximum:
        return (
            f"パスワードは{rule.minimum}文字以上{rule.maximum}文字以内で入力してください（現在{len(password)}文字）。"
        )
    if not all(set(KINDS[kind][0]) & set(password) for kind in rule.kinds):
        return rule.kinds_message
    folded = password.casefold()
    if folded in common or (service and service in folded):
        return "推測されやすいパスワードです。別のパスワードを入力してください。"
    return PERSONAL if holds(password, personal) else None


def holds(password: str, pieces: Iterable[str]) -> bool:
    """Whether a password holds one of these, in whatever case; what is very short does not count."""
    folded = password.casefold()
    return any(len(piece) >= SHORTEST_PIECE and piece.casefold() in folded for piece in pieces)
