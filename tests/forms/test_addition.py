"""Does 721 ask for what stands on the policy, in any spelling?"""

import pytest

from forms.addition import ContractForm

GOOD = {
    "number": "ｃ１００-0000 005",
    "kana-family": "まえだ",
    "kana-given": "ｶﾅ",
    "birth-year": "平成元年8月1日",
    "phone_end": "９２ 05",
}


def test_good_answers(fill):
    form = fill(ContractForm, GOOD)
    assert form.validate(), form.errors
    assert form.answers["number"] == "C1000000005"
    assert str(form.answers["kana"]) == "マエダ カナ"
    assert form.answers["birth"].isoformat() == "1989-08-01"
    assert form.answers["phone_end"] == "9205"


@pytest.mark.parametrize(
    ("boxes", "messages"),
    [
        ({"phone_end": "03-5843-9205"}, {"phone_end": "電話番号の下4桁は4桁の数字で入力してください。"}),
        ({"phone_end": "abcd"}, {"phone_end": "電話番号の下4桁は数字で入力してください。"}),
        ({"number": "*****"}, {"number": "証券番号は、保険証券に記載の英字と数字で入力してください。例：C123456789"}),
        ({"number": ""}, {"number": "証券番号を入力してください。"}),
    ],
)
def test_what_is_refused(said, boxes, messages):
    assert said(ContractForm, GOOD | boxes) == messages
