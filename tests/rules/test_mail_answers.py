"""Is it told why a letter was not taken, from the codes alone?"""

import pytest

from rules import mail_answers


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("RCPT 550 5.1.1", "宛先のメールアドレスがありません"),
        ("DATA 552 5.2.2", "宛先のメールボックスがいっぱいです"),
        ("RCPT 452 4.2.2", "宛先のメールボックスがいっぱいです"),
        ("RCPT 550 5.7.1", "宛先のメールサーバーの設定で、受け取りを断られました"),
        ("DATA 550 5.7.26", mail_answers.BY_SETTING),
        ("RCPT 450 4.7.1", mail_answers.LATER),
        ("RCPT 552 5.9.9", mail_answers.FULL),
        ("DATA 552 5.3.4", mail_answers.TOO_BIG),
        ("RCPT 550 5.1.1 <himitsu@example.jp>: unknown", mail_answers.NOT_REACHED),
        ("RCPT 550", mail_answers.REFUSED),
        ("DATA 554 5.6.0", mail_answers.REFUSED),
        ("RCPT 451 4.7.500", mail_answers.LATER),
        ("MAIL 421", mail_answers.LATER),
        ("CONNECT 535 5.7.8", mail_answers.NOT_REACHED),
        ("CONNECT OSError", mail_answers.NOT_REACHED),
        ("DATA SMTPServerDisconnected", mail_answers.NOT_REACHED),
        ("folder OSError", mail_answers.NOT_REACHED),
        ("", mail_answers.NOT_REACHED),
    ],
)
def test_each_answer_has_words(answer, said):
    assert mail_answers.reason(answer) == said
