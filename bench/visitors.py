"""Who are the holders of the made-up contracts, and what do they type?"""

from datetime import date
from typing import NamedTuple

from tests.exchange.synthetic import HEADER, contract

PORTAL = "okyakusama"
CALLED_PORTAL = "keiyakusha"
PASSWORD = "sakura7mado"


class Holder(NamedTuple):
    """A policyholder who has an address in their contract."""

    number: str
    name: tuple[str, ...]
    kana: tuple[str, ...]
    born: date
    phone: str
    email: str

    @classmethod
    def of(cls, place: int) -> "Holder":
        """The holder in this place, from 0; each second contract has an address."""
        cells = dict(zip(HEADER.split(","), contract(2 * place + 1), strict=True))
        names = (tuple(cells[column].split("　")) for column in ("契約者氏名", "契約者カナ"))
        born = date.fromisoformat(cells["契約者生年月日"])
        return cls(cells["証券番号"], *names, born, cells["契約者電話番号"], cells["契約者メールアドレス"])

    @classmethod
    def with_initial(cls, place: int) -> "Holder":
        """The holder in this place among those, each third, whose contract has a 初回パスワード."""
        return cls.of(3 * place + 1)

    @property
    def born_typed(self) -> dict[str, str]:
        """The boxes of 生年月日."""
        parts = {"year": self.born.year, "month": self.born.month, "day": self.born.day}
        return {"birth-era": "ad", **{f"birth-{part}": str(value) for part, value in parts.items()}}

    @property
    def kana_typed(self) -> dict[str, str]:
        """The boxes of 契約者氏名カナ."""
        return dict(zip(("kana-family", "kana-given"), self.kana, strict=True))

    def person(self, email: str) -> dict[str, str]:
        """The boxes of who they are and where letters go, the ticks set."""
        names = dict(zip(("holder-family", "holder-given"), self.name, strict=True))
        return {**names, **self.kana_typed, **self.born_typed, "email": email, "terms": "yes", "privacy": "yes"}

    def profile(self, email: str) -> dict[str, str]:
        """What they type on 103."""
        return {**self.person(email), "keyword": "sakura35", "employee": ""}

    @property
    def addition(self) -> dict[str, str]:
        """What they type on 721."""
        return {"number": self.number, **self.kana_typed, **self.born_typed, "phone_end": self.phone[-4:]}


class Caller(NamedTuple):
    """A policyholder of CALLED_PORTAL, with the number of their telephone, which nobody else has."""

    user_id: str
    phone: str

    @classmethod
    def of(cls, place: int) -> "Caller":
        """The caller in this place, from 0."""
        cells = dict(zip(HEADER.split(","), contract(place + 1), strict=True))
        return cls(cells["証券番号"], cells["契約者電話番号"])


FEW = [Holder.of(place).number for place in range(3)]
