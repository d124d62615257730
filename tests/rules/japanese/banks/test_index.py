"""Is everything of the list kept by all that it is compared by, as what it is today?"""

import pytest

from rules.japanese.banks import history, index, spelling, zengin
from rules.japanese.banks.index import Match, Named


def test_every_bank_of_today_and_every_former_name_is_there_once():
    assert [each.match.named.code for each in index.banks().listed] == list(history.today())
    divided = [each for each in history.formers() for _ in each.now.split() or [""]]
    assert [each.match.former for each in index.formers().listed] == divided


def test_every_branch_is_kept_by_its_name_its_stem_and_its_sound():
    for bank in history.today():
        of = index.branches(bank)
        assert len(of.listed) == len(zengin.branches(bank))
        for each in of.listed:
            assert each.match in of.whole[each.whole] and each.match in of.stem[each.stem, ""]
            assert each.match in of.loose[each.loose]
            assert not each.sound or each.match in of.sound[each.sound]


def test_a_former_name_is_what_it_is_today_and_one_that_ended_is_itself():
    by_name = {each.name: each for each in history.formers()}
    [merged] = index.as_it_is_now(by_name["岩沼市農協"])
    assert merged.named == Named("3636", "仙台農協") and not merged.is_itself and merged.is_there
    [renamed] = index.as_it_is_now(by_name["愛知"])
    assert renamed.named == Named("0542", "あいち") and renamed.is_itself
    [ended] = index.as_it_is_now(by_name["しんきん信託"])
    assert ended.named == Named("0309", "しんきん信託") and not ended.is_there
    assert Match(Named("0001", "みずほ")).is_itself


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("渋谷支店", "渋谷"),
        ("本店営業部", "本店"),
        ("本店", "本店"),
        ("〇一八店", "〇一八"),
        ("駅前店", "駅前"),
        ("支店", ""),
        ("豊田", "豊田"),
    ],
)
def test_the_stem_of_a_branch(name, stem):
    assert index.branch_stem(spelling.folded(name)) == spelling.folded(stem)


def test_a_bank_has_a_full_name_and_a_branch_its_own():
    assert Named("0001", "みずほ").full_name == "みずほ銀行" and Named("001", "東京営業部").full_name == "東京営業部"
