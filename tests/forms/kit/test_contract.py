"""Do the questions that only a contract asks read whatever is typed, and write it as contracts do?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.change import ChangeForm
from forms.kit import validators
from forms.kit.contract import CompanyKana, CompanyName, CopyableAddress, Day, PhoneInParts
from forms.kit.step import FormContext, StepForm
from rules.japanese import normalize

PHONE = ("phone-area", "phone-exchange", "phone-line")
DASHES = ("-", "－", "‐", "−", "–", "—", "ー", " ", "　", "")


class Form(StepForm):
    company = CompanyName("名称", [validators.name_characters], required=False)
    kana = CompanyKana("名称カナ", [validators.kana_only], required=False)
    phone = PhoneInParts("電話番号", [validators.phone_form], required=False)
    day = Day("変更日", required=False)


def filled(**boxes):
    typed = {name.replace("_", "-"): value for name, value in boxes.items()}
    return Form(MultiDict(typed), FormContext(None, date(2026, 11, 24)))


@settings(max_examples=200)
@given(
    number=st.sampled_from(["09012345678", "06098765432", "0312345678", "0466341102", "0154123456"]),
    cut=st.tuples(st.integers(0, 11), st.integers(0, 11)),
    dash=st.sampled_from(DASHES),
    wide=st.booleans(),
    before=st.sampled_from(["", "186", "184", "186+81"]),
)
def test_however_a_number_is_spread_over_the_boxes_it_is_that_number(number, cut, dash, wide, before):
    first, second = sorted(cut)
    dialled = before + number.removeprefix("0" if "+" in before else "")
    typed = [dialled[:first], dialled[first:second], dialled[second:]]
    typed = [dash.join(part) for part in typed]
    if wide:
        typed = [part.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}) for part in typed]
    form = filled(**dict(zip(("phone_area", "phone_exchange", "phone_line"), typed, strict=True)))
    assert form.validate(), form.errors
    assert form.answers["phone"] == number
    assert "-".join(form["phone"].typed.values()) == normalize.show_phone(number) == form["phone"].shown


@pytest.mark.parametrize("box", ["phone_area", "phone_exchange", "phone_line"])
@pytest.mark.parametrize("typed", ["18609012345678", "184-090-1234-5678", "186 +81 (0)90-1234-5678"])
def test_a_number_as_it_is_dialled_does_for_all_three_boxes(box, typed):
    form = filled(**{box: typed})
    assert form.validate(), form.errors
    assert (form.answers["phone"], form["phone"].shown) == ("09012345678", "090-1234-5678")


def test_two_different_numbers_are_asked_about():
    form = filled(phone_area="090-1234-5678", phone_exchange="", phone_line="03-1234-5678")
    assert not form.validate()
    assert "異なる電話番号が入力されています" in form["phone"].errors[0]
    assert form["phone"].wrong_parts == {"area", "line"}
    assert list(form["phone"].typed.values()) == ["090-1234-5678", "", "03-1234-5678"]
    assert filled(phone_area="090-1234-5678", phone_line="09012345678").answers["phone"] == "09012345678"


def test_the_insured_may_be_another_than_who_types():
    """So no browser fills in whose birth date it knows."""
    asked = [ChangeForm.birth.field_class, Day]
    assert {part.attributes["autocomplete"] for kind in asked for part in kind.parts} == {"off"}


def test_what_is_no_number_stays_as_it_was_typed():
    form = filled(phone_area="090", phone_exchange="x", phone_line="")
    assert not form.validate()
    assert list(form["phone"].typed.values()) == ["090", "x", ""]


def test_a_company_is_named_in_one_piece():
    form = filled(company_whole=" 株式会社　ｅ－見本 ", kana_whole="ｶﾌﾞｼｷｶﾞｲｼｬ みほん")
    assert form.validate(), form.errors
    assert (str(form.answers["company"]), str(form.answers["kana"])) == ("株式会社 ｅ－見本", "カブシキガイシャ ミホン")


def test_a_day_is_read_in_either_calendar():
    assert filled(day_era="reiwa", day_year="8", day_month="12", day_day="1").answers["day"] == date(2026, 12, 1)
    assert filled(day_era="showa", day_year="2026", day_month="12", day_day="1").answers["day"] == date(2026, 12, 1)
    assert [option.value for option in filled()["day"].options] == ["ad", "reiwa"]


def test_the_eras_that_a_question_offers_are_named():
    form = filled(day_era="ad", day_year="8", day_month="12", day_day="1")
    assert not form.validate()
    assert form["day"].errors == ["西暦は4桁で入力してください。和暦の場合は、元号（令和）を選択してください。"]


def test_an_address_is_copied_as_it_was_typed_and_no_other_box():
    class Placed(StepForm):
        location = CopyableAddress("所在地")

    form = Placed(MultiDict({"location-street": "9"}), FormContext(None, date(2026, 11, 24)))
    elsewhere = {"address-code": ["１０４0053"], "address-street": ["1-2-3"], "addressee": ["x"], "email": ["y"]}
    form.location.copy_from("address", "写す", elsewhere)
    assert form.location.values[3] == "9" and "写す" in form.location.around
    assert "写しました" in form.location.copy_in()
    assert form.location.values == ["１０４0053", "", "", "1-2-3", ""] and form.location.data.code == "1040053"
