"""Is it known what a screen asks, by its form's own declaration?"""


def test_every_question_with_its_number_and_what_judges_it(take):
    asked = take("okyakusama", 103).asked
    assert [each.number for each in asked] == [1, 2, 3, 4, 5, 6, 7, 8]
    name, email, employee = asked[0], asked[3], asked[5]
    assert (name.label, name.required, list(name.parts)) == ("契約者氏名", True, ["姓", "名"])
    assert name.missing == "契約者氏名を入力してください。"
    assert "email_form" in email.checks and "Email" in email.checks
    assert (employee.required, employee.missing) == (False, "")
    assert "digits_only" in employee.checks


def test_notes_with_a_mark_are_words_too(take):
    hints = " ".join(take("keiyakusha", 643).asked[0].hints)
    assert "○ ご利用いただけます" in hints and "Marked" not in hints


def test_a_page_without_a_form_asks_nothing_even_after_one_that_did(take):
    assert take("okyakusama", 402).asked
    assert take("okyakusama", 403).asked == []


def test_a_long_list_is_not_read_aloud(take):
    assert all(len(each.options) <= 8 for number in (612, 622, 623) for each in take("okyakusama", number).asked)
