"""Does the table of what ended fit the list beside which it stands?"""

import re

import pytest

from rules.japanese.banks import history, zengin


def test_every_row_leads_to_a_bank_that_is_there():
    for each in history.formers():
        assert each.change in (history.RENAMED, history.MERGED, history.ENDED), each
        assert bool(each.now) == (each.change != history.ENDED), each
        assert set(each.now.split()) <= set(history.today()), each
        assert each.source and each.name, each


def test_no_former_name_is_a_name_of_today():
    names = {entry.name for entry in history.today().values()}
    assert [each for each in history.formers() if each.name in names] == []


def test_what_was_renamed_has_the_code_it_had_and_what_was_merged_has_not():
    for each in history.formers():
        assert not each.code or (each.code == each.now) == (each.change == history.RENAMED), each


def test_dates_are_days_months_or_years_and_readings_those_of_the_list():
    letters = {letter for entry in zengin.institutions().values() for letter in entry.kana} | set("ーヂ")
    for each in history.formers():
        assert re.fullmatch(r"(<=)?[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?", each.date), each
        assert set(each.kana) <= letters, each


def test_what_ended_is_not_among_those_of_today_though_the_list_has_it():
    late = [code for code in history.gone() if code in zengin.institutions()]
    assert "3647" in late and not set(late) & set(history.today())


def test_every_name_that_people_use_leads_to_a_bank_that_is_there():
    assert history.called() and set(history.called().values()) <= set(history.today())


@pytest.mark.parametrize(
    ("date", "when"),
    [("2025-04-01", "2025年4月1日に"), ("2025-04", "2025年4月に"), ("2002", "2002年に"), ("<=2016-01-19", "")],
)
def test_a_day_is_told_as_far_as_it_is_known(date, when):
    assert history.Former("", "", "", "", date, "", "").when == when


def test_a_table_of_other_columns_is_refused(tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("# what\none\ttwo\n1\t2\t3\n")
    with pytest.raises(AssertionError):
        history.rows(table, 2)
