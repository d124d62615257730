"""Does a bank account come out as banks take it, whatever was typed? (612)"""

from types import SimpleNamespace

import pytest
from werkzeug.datastructures import MultiDict

from forms.kit.bank_account import BankName, BranchName, account_number_form, holder_form
from forms.kit.fields import Text
from forms.kit.question import LONGEST_DRAFT
from forms.kit.step import FormContext, StepForm
from rules.japanese import banks, normalize


class Form(StepForm):
    bank = BankName("金融機関")
    branch = BranchName("支店")
    number = Text("口座番号", [account_number_form], reader=normalize.digits)
    holder = Text("口座名義（カナ）", [holder_form], reader=normalize.account_holder)

    def process(self, formdata=None, *args, **kwargs):
        super().process(formdata, *args, **kwargs)
        self["branch"].within(self["bank"].data)


def filled(company=False, known="サトウ　キョウコ", **boxes):
    about = SimpleNamespace(company=company, holder_kana=known)
    typed = {"bank": "0001", "branch": "001", "number": "1", "holder": "サトウキョウコ", **boxes}
    form = Form(MultiDict(typed), FormContext(None, None, about=about))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("みずほ銀行", "0001"),
        ("ミズホ", "0001"),
        ("1", "0001"),
        ("０００１", "0001"),
        ("三菱UFJ銀行", "0005"),
        ("ゆうちょ銀行", "9900"),
        ("埼玉県信用金庫", "1250"),
        ("paypay銀行", "0033"),
        ("農林中央金庫", "3000"),
        ("商工組合中央金庫", "2004"),
    ],
)
def test_a_bank_by_its_name_sound_or_code(typed, code):
    assert filled(bank=typed)["bank"].data.code == code


@pytest.mark.parametrize(
    ("bank", "typed", "code"),
    [("0001", "東京営業部", "001"), ("0001", "渋谷支店", "210"), ("9900", "〇一八", "018"), ("9900", "○一八店", "018")],
)
def test_a_branch_of_that_bank(bank, typed, code):
    assert filled(bank=bank, branch=typed)["branch"].data.code == code


@pytest.mark.parametrize("box", ["bank", "branch", "number", "holder"])
def test_what_nobody_types_is_not_read(normalized, box):
    form = filled(**{box: "あ" * 20_000, "bank-code": "1" * 20_000})
    assert form.errors[box] and max(normalized) <= LONGEST_DRAFT
    assert all(len(value) <= LONGEST_DRAFT for values in form.to_keep().values() for value in values)


def test_a_branch_without_its_bank_waits_for_it():
    form = filled(bank="nowhere")
    assert form["branch"].data is None and "金融機関が決まりましたら" in form["branch"].errors[0]


def test_several_are_offered_and_the_choice_counts():
    form = filled(bank="三井住友信")
    assert form["bank"].data.name == "三井住友信託"
    several = filled(bank="埼玉")
    assert several["bank"].data is None and len(several["bank"].options) > 2
    chosen = filled(bank="埼玉", **{"bank-code": "0017"})
    assert chosen["bank"].data == banks.Named("0017", "埼玉りそな")
    assert [each.checked for each in chosen["bank"].options].count(True) == 1
    assert chosen["bank"].to_keep() == {"bank": ["埼玉"], "bank-code": ["0017"]}


@pytest.mark.parametrize(
    ("typed", "read", "written"),
    [
        ("さとう　きょうこ", "サトウ キヨウコ", "ｻﾄｳ ｷﾖｳｺ"),
        ("ｻﾄｳ ｷｮｳｺ", "サトウ キヨウコ", "ｻﾄｳ ｷﾖｳｺ"),
        ("カ）ｅ－ラボ", "カ)Eーラボ", "ｶ)Eｰﾗﾎﾞ"),
        ("ヴァレリー・スミス", "ヴアレリースミス", "ｳﾞｱﾚﾘｰｽﾐｽ"),
    ],
)
def test_a_holder_as_banks_write_it(typed, read, written):
    assert normalize.account_holder(typed) == read
    assert normalize.half_width(read) == written
    assert normalize.is_account_holder(read)


@pytest.mark.parametrize(
    ("typed", "good"), [("佐藤京子", False), ("サトウ☃", False), ("サトウ ケイコ", False), ("サトウ　キョウコ", True)]
)
def test_only_the_policyholders_own_account(typed, good):
    assert bool(filled(holder=typed)["holder"].errors) != good


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("カ）サトウ", True),
        ("サトウ（カ", True),
        ("かぶしきがいしゃさとう", True),
        ("カ）ベツ", False),
        ("カ）", False),
    ],
)
def test_a_company_may_shorten_what_it_is_and_not_who(typed, good):
    assert bool(filled(company=True, known="カブシキガイシャサトウ", holder=typed)["holder"].errors) != good


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("ヤマダ　キヨヱ", "ヤマダ キヨエ"),
        ("ヤマダ　キヨエ", "ヤマダ　キヨヱ"),
        ("スミス　アンナマリア", "スミス・アンナマリア"),
        ("ナガイ" * 16, "ナガイ" * 12),
    ],
)
def test_a_holder_is_known_in_any_spelling_that_banks_have(known, typed):
    field = filled(known=known, holder=typed)["holder"]
    assert not field.errors
    assert not set(normalize.half_width(field.data)) & set("ヰヱア")


def test_a_name_that_is_longer_than_banks_print_says_so():
    assert "先頭から48文字まで" in filled(known="ガギグ" * 20, holder="ガギグ" * 20)["holder"].errors[0]


@pytest.mark.parametrize("typed", ["12345678", "１２a", "-"])
def test_a_number_of_more_than_seven_digits_is_none(typed):
    assert "口座番号" in filled(number=typed)["number"].errors[0]
