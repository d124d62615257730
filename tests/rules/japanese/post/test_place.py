"""Is an address one line, and as it was typed?"""

from rules.japanese.post.place import Place, placed

HOME = Place("1000005", "東京都", "千代田区丸の内", "1-1-1", "見本ビル203")


def test_an_address_as_a_contract_holds_it():
    assert placed("100-0005", HOME.line) == HOME
    assert str(HOME) == "〒100-0005 東京都千代田区丸の内1-1-1 見本ビル203"
    assert str(HOME._replace(code="", building="")) == "東京都千代田区丸の内1-1-1"


def test_what_nobody_typed_is_not_compared():
    told = HOME._replace(told=True)
    assert told.as_typed.line == "千代田区丸の内1-1-1 見本ビル203"
    assert told.same(HOME._replace(prefecture=""), "prefecture") and not told.same(HOME, "prefecture")
    assert HOME.same(HOME._replace(street="１ー１ー１"), "street", "town")
