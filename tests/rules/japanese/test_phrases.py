"""Do lines of Japanese end where a phrase ends?"""

import pytest

from rules.japanese import phrases


@pytest.mark.parametrize(
    "shown",
    [
        "4番の|メールアドレスに、|登録を|続けるための|ご案内を|お送りします。",
        "紙に|書き写してください。",
        "お間違いがないか|ご確認ください。",
        "「次へ」を|押してください。",
        "2か所に|同じものを|入力します。",
        "もう一度はじめから|お手続きください。",
        "「初回パスワード」または|「手続コード」に、|英字と|数字が",
        "この画面は|そのまま",
        "お客さま|Webサービス",
    ],
)
def test_a_line_ends_where_a_phrase_ends(shown):
    assert phrases.split(shown.replace("|", "")) == shown.split("|")


@pytest.mark.parametrize("text", ["", "。", "ABC", "お", "ご", "（10:05までに）おかけください。", "「」「」"])
def test_the_phrases_are_the_text(text):
    assert "".join(phrases.split(text)) == text
