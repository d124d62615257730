"""Is a bank found, and told beside its box, by whatever a customer calls it? (612)"""

import pytest
from bank_form import filled

from forms.kit.bank_name import list_is_of
from forms.kit.question import LONGEST_DRAFT
from rules.japanese.banks.index import Named


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("みずほ銀行", "0001"),
        ("ミズホ", "0001"),
        ("０００１", "0001"),
        ("JA横浜", "5114"),
        ("みずほ（コード 0001）", "0001"),
    ],
)
def test_a_bank_by_its_name_sound_or_code(typed, code):
    assert filled(bank=typed)["bank"].data.code == code


def test_what_was_found_is_told_by_name_and_code():
    assert filled(bank="1")["bank"].told == "みずほ銀行（0001）です。"
    assert filled(branch="1")["branch"].told == "東京営業部（001）です。"
    assert filled(bank="1")["bank"].shown == "みずほ銀行（コード 0001）"


def test_a_former_name_of_the_same_bank_counts_and_says_what_it_is_now():
    bank = filled(bank="愛知銀行", branch="本店")["bank"]
    assert bank.data == Named("0542", "あいち") and not bank.errors and bank.options == []
    assert bank.told == "あいち銀行（0542）です。愛知銀行は、2025年1月1日にあいち銀行になりました。"


@pytest.mark.parametrize("typed", ["3647", "岩沼市農協"])
def test_a_bank_that_was_merged_is_refused_with_where_it_went_until_that_is_chosen(typed):
    bank = filled(bank=typed)["bank"]
    assert bank.data is None and [each.label for each in bank.options] == ["仙台農協（3636）"]
    assert bank.errors[0].startswith("岩沼市農協は、2025年4月1日に仙台農協（3636）になりました。仙台農協の支店")
    chosen = filled(bank=typed, **{"bank-code": "3636", "bank-for": typed})["bank"]
    assert chosen.data == Named("3636", "仙台農協") and not chosen.errors
    assert chosen.told == "仙台農協（3636）です。"


def test_a_bank_that_ended_without_another_is_refused_and_cannot_be_chosen():
    bank = filled(bank="しんきん信託銀行", **{"bank-code": "0309"})["bank"]
    assert bank.data is None and bank.options == []
    assert bank.errors == [
        "しんきん信託銀行（0309）は、現在はありません。現在の金融機関の名称をご確認のうえ、入力してください。"
    ]


def test_several_are_offered_and_the_one_that_is_chosen_is_left():
    several = filled(bank="埼玉")["bank"]
    assert several.data is None and len(several.options) > 2
    assert several.errors == [f"「埼玉」に当てはまる金融機関が{len(several.options)}件あります。選択してください。"]
    chosen = filled(bank="埼玉", **{"bank-code": "0017", "bank-for": "埼玉"})["bank"]
    assert chosen.data == Named("0017", "埼玉りそな") and chosen.told == "埼玉りそな銀行（0017）です。"
    assert [each.value for each in chosen.options if each.checked] == ["0017"]
    assert len(chosen.options) == len(several.options), "nobody who chose wrongly is stuck"
    assert chosen.to_keep() == {"bank": ["埼玉"], "bank-code": ["0017"], "bank-for": ["埼玉"]}


def test_a_choice_among_what_is_no_longer_typed_does_not_count():
    assert filled(bank="みずほ銀行", **{"bank-code": "0017", "bank-for": "埼玉"})["bank"].data.code == "0001"
    assert filled(bank="さいたま", **{"bank-code": "0017", "bank-for": "埼玉"})["bank"].data is None


def test_a_branch_chosen_at_one_bank_is_not_chosen_at_another():
    offered = filled(bank="0005", branch="かわ")["branch"].offer
    there = filled(bank="0005", branch="かわ", **{"branch-code": "253", "branch-for": offered})["branch"]
    elsewhere = filled(bank="0010", branch="かわ", **{"branch-code": "253", "branch-for": offered})["branch"]
    assert there.data.code == "253" and elsewhere.data is None and elsewhere.errors


def test_a_part_of_a_name_is_offered_and_not_taken():
    bank = filled(bank="三井住友信")["bank"]
    assert bank.data is None and [each.label for each in bank.options] == ["三井住友信託銀行（0294）"]
    assert bank.errors == ["「三井住友信」に当てはまる金融機関が1件あります。こちらでよろしければ選択してください。"]


def test_a_bank_that_was_divided_says_between_which():
    bank = filled(bank="あさひ銀行")["bank"]
    assert bank.errors[0].startswith(
        "あさひ銀行は、2003年3月にりそな銀行（0010）または埼玉りそな銀行（0017）になりました。"
    )
    assert [each.value for each in bank.options] == ["0010", "0017"]


def test_of_too_many_none_is_offered():
    bank = filled(bank="信金")["bank"]
    assert bank.options == [] and "多数あります" in bank.errors[0]


def test_what_is_not_found_says_of_which_day_the_list_is():
    bank = filled(bank="見本銀行")["bank"]
    assert (
        bank.errors[0].startswith("「見本銀行」に当てはまる金融機関が見つかりません。")
        and list_is_of() in bank.errors[0]
    )
    assert bank.told == "", "once is enough"


@pytest.mark.parametrize(
    ("bank", "typed", "code"),
    [("0001", "東京営業部", "001"), ("0001", "渋谷支店", "210"), ("9900", "〇一八", "018"), ("9900", "○一八店", "018")],
)
def test_a_branch_of_that_bank(bank, typed, code):
    assert filled(bank=bank, branch=typed, number="1234567")["branch"].data.code == code


def test_a_branch_with_the_name_of_its_bank_before_it():
    assert filled(branch="みずほ銀行渋谷支店")["branch"].data.code == "210"


def test_a_branch_without_its_bank_waits_for_it():
    branch = filled(bank="nowhere")["branch"]
    assert branch.data is None and "金融機関が決まりましたら" in branch.errors[0] and branch.told == ""


@pytest.mark.parametrize("box", ["bank", "branch", "number", "holder"])
def test_what_nobody_types_is_not_read(normalized, box):
    form = filled(**{box: "あ" * 20_000, "bank-code": "1" * 20_000})
    assert form.errors[box] and max(normalized) <= LONGEST_DRAFT
    assert all(len(value) <= LONGEST_DRAFT for values in form.to_keep().values() for value in values)


def test_nothing_is_told_of_nothing():
    form = filled(bank="", branch="", number="")
    assert [form[name].told for name in ("bank", "branch", "number")] == ["", "", ""]
    assert [form[name].errors for name in ("bank", "number")] == [
        ["金融機関を入力してください。"],
        ["口座番号を入力してください。"],
    ]
