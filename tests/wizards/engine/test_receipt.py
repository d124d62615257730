"""Does a receipt come back as it was kept, and is its number one that can be read out? (row W23)"""

from datetime import UTC, datetime

from domain.accounts.audit_log import Kind
from wizards.engine.receipt import Receipt, from_kept, new_number


def test_it_comes_back_as_it_was():
    receipt = Receipt(
        thanks=["ありがとうございます。"],
        rows=[("証券番号", "C900000001")],
        number="123456789012",
        keyword="Himawari7",
        button=("次へ", "/okyakusama/home"),
        login=1,
        sent_at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
        event=Kind.ACCOUNT_OPENED,
    )
    assert from_kept(receipt.to_keep()) == receipt
    assert from_kept(Receipt(event=Kind.LOCKED).to_keep()).rows == []


def test_the_keyword_can_leave_it_and_nothing_else_does():
    receipt = Receipt(keyword="Himawari7", number="1", event=Kind.LOCKED)
    assert receipt.without_keyword() == Receipt(number="1", event=Kind.LOCKED)


def test_numbers_are_twelve_digits_and_no_two_are_the_same():
    numbers = {new_number() for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(number.isdigit() and len(number) == 12 for number in numbers)
