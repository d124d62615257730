"""Is the kind of a bank told from its name, however that is written?"""

import pytest

from rules.japanese.banks import kinds
from rules.japanese.banks.spelling import folded


@pytest.mark.parametrize(
    ("typed", "stem", "kind"),
    [
        ("みずほ銀行", "みずほ", "銀行"),
        ("株式会社みずほ銀行", "みずほ", "銀行"),
        ("（株）みずほ銀行", "みずほ", "銀行"),
        ("ソニーバンク", "ソニー", "銀行"),
        ("みずほ信託銀行", "みずほ", "信託"),
        ("みずほしんたくぎんこう", "みずほ", "信託"),
        ("京都信用金庫", "京都", "信金"),
        ("京都しんきん", "京都", "信金"),
        ("中央ろうきん", "中央", "労金"),
        ("JA横浜", "横浜", "農協"),
        ("ＪＡバンク横浜", "横浜", "農協"),
        ("JA横浜農協", "横浜", "農協"),
        ("横浜農業協同組合", "横浜", "農協"),
        ("JA長野県信連", "長野県", "信連"),
        ("長野県信用農業協同組合連合会", "長野県", "信連"),
        ("九州信用漁業協同組合連合会", "九州", "漁連"),
        ("みずほ", "みずほ", ""),
        ("信金", "", "信金"),
    ],
)
def test_a_typed_name(typed, stem, kind):
    assert kinds.parted(typed)[1:] == (folded(stem), kind)


@pytest.mark.parametrize(
    ("code", "name", "full"),
    [
        ("0001", "みずほ", "みずほ銀行"),
        ("0289", "みずほ信託", "みずほ信託銀行"),
        ("0324", "日本カストディ", "日本カストディ銀行"),
        ("0542", "あいち", "あいち銀行"),
        ("9900", "ゆうちょ", "ゆうちょ銀行"),
        ("1250", "埼玉縣信金", "埼玉縣信用金庫"),
        ("2963", "中央労金", "中央労働金庫"),
        ("0401", "シティバンク、エヌ・エイ", "シティバンク、エヌ・エイ"),
        ("0200", "ワイズ・ペイメンツ・ジャパン", "ワイズ・ペイメンツ・ジャパン"),
        ("3000", "農林中金", "農林中金"),
    ],
)
def test_a_name_of_the_list_in_full(code, name, full):
    assert kinds.full_name(code, name) == full


def test_a_name_of_the_list_is_a_bank_by_its_code():
    assert kinds.listed("0001", "みずほ").kind == "銀行" and kinds.listed("1000", "信金中央金庫").kind == ""
