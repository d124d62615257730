"""Is no word broken at the end of a line?"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import budoux
import pytest

from rules.japanese.phrases import UNBROKEN, between_phrases, between_words, split

ROOT = Path(__file__).parents[3]
TEMPLATES = [file for file in ROOT.glob("templates/**/*.html") if "mail" not in file.parts]
OURS = [*TEMPLATES, *ROOT.glob("forms/**/*.py"), *ROOT.glob("wizards/*.py"), *ROOT.glob("views/*.py")]
# Words of the glossary and of what customers fill in.
# fmt: off
TERMS = (
    "画面番号", "証券番号", "受付番号", "電話番号", "郵便番号", "口座番号", "支店番号", "生年月日", "保険期間",
    "保険証券", "保険種類", "被保険者", "契約者", "メールアドレス", "ログイン", "パスワード", "キーワード",
    "フリガナ", "カタカナ", "ユーザーID", "ログインID", "手続コード", "払込方法", "確認方法", "受付日時",
    "本人認証", "本人確認", "代理店", "満期日", "解約日", "変更日", "始期日", "質権", "もう一度", "当てはまる",
    "間違い", "間違え", "借戸室", "インターネットデスク", "コールセンター", "ヘルプデスク", "オペレーター",
    "スマートフォン", "クーリングオフ", "利用規約", "個人情報", "検索結果", "有効期限切れ", "一括払",
    "少額短期保険", "ゆうちょ", "みずほ", "振込先口座",
)
# fmt: on
BEFORE, AFTER = ("", "この", "ご登録の", "3", "次の"), ("", "を", "のご案内", "が", "方法")


def cut(text, places):
    ends = [0, *places, len(text)]
    return "|".join(text[start:end] for start, end in pairwise(ends))


@cache
def texts():
    """What stands in templates and forms, piece by piece."""
    pieces = {piece for file in OURS for piece in re.findall(r"[^<>{}\"%\s|]{4,}", file.read_text())}
    return {piece for piece in pieces if re.search("[ぁ-ん]", piece)}


@cache
def all_cut():
    return {cut(text, between_words(text)) for text in texts()}


@pytest.mark.parametrize(
    ("text", "at_a_glance", "in_a_sentence"),
    [
        ("新規利用登録の確認方法のご案内", "新規利用登録の|確認方法の|ご案内", "新規利用登録|の|確認方法|の|ご案内"),
        (
            "項目名を押すと、その入力欄へ移動します。",
            "項目名を|押すと、|その|入力欄へ|移動します。",
            "項目名|を|押すと、|その|入力欄|へ|移動|します。",
        ),
        (
            "メールアドレス（ユーザーID）を入力してください。",
            "メールアドレス|（ユーザーID）を|入力してください。",
            "メールアドレス|（ユーザーID）|を|入力|して|ください。",
        ),
        ("2026年11月29日までに", "2026年|11月29日までに", "2026年|11月29日までに"),
        ("令和8年11月29日午後4時から", "令和8年|11月29日|午後4時から", "令和8年|11月29日|午後4時から"),
        ("もう一度お試しください", "もう一度|お試しください", "もう一度|お試し|ください"),
        ("重要事項説明書", "重要事項|説明書", "重要事項|説明書"),
        ("3か所の入力", "3か所の|入力", "3か所の|入力"),
        ("", "", ""),
        ("あ", "あ", "あ"),
    ],
)
def test_lines_end_between_phrases(text, at_a_glance, in_a_sentence):
    assert cut(text, between_phrases(text)) == at_a_glance
    assert cut(text, between_words(text)) == in_a_sentence


@pytest.mark.parametrize("term", TERMS)
def test_terms_are_whole(term):
    for before in BEFORE:
        for after in AFTER:
            text = before + term + after
            start = len(before)
            assert not set(between_words(text)) & set(range(start + 1, start + len(term))), cut(
                text, between_words(text)
            )


@pytest.mark.parametrize("word", UNBROKEN)
def test_the_table_names_what_would_be_broken(word):
    """What BudouX has learned since is not to be told it any more."""
    broken = budoux.load_default_japanese_parser().parse
    said = [text for text in {*texts(), word, f"この{word}の", f"の{word}ください", f"3{word}の"} if word in text]
    assert any(word not in " ".join(broken(text)) for text in said)


def test_no_text_of_ours_is_broken_within_a_number_or_a_name():
    within = re.compile(
        r"\d\|\d|[ァ-ヺー]\|[ァ-ヺー]|[A-Za-z]\|[A-Za-z]|[（「]\||\|[。、）」ーっゃゅょ]|\d\|[月日時分円回件枚桁歳]"
    )
    assert not [text for text in all_cut() if within.search(text)]
    assert {text.replace("|", "") for text in all_cut()} == texts()


@pytest.mark.parametrize("text", ["", "。", "ABC", "お", "ご", "（10:05までに）おかけください。", "「」「」"])
def test_the_phrases_are_the_text(text):
    assert "".join(split(text)) == text


def test_a_text_is_split_where_a_phrase_ends():
    assert split("「次へ」を押してください。") == ["「次へ」を", "押してください。"]
