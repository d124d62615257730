"""Are two spellings of a name one, whichever side writes which, and two names two? (rows F8 and F9, decision 42)"""

import unicodedata
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.japanese import names
from tests.rules.japanese.test_normalize import DASHES, IVS, ODD

LINES = [line for line in names.TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
HEADINGS = [line for line in names.TABLE.read_text(encoding="utf-8").splitlines() if "：" in line]
# Pairs of old and new forms as people in Japan have them in their names, none of them taken from the table.
PAIRS = """
亜亞 悪惡 為爲 栄榮 衛衞 円圓 縁緣 応應 桜櫻 奥奧 横橫 温溫 穏穩 価價 懐懷 楽樂 勧勸
巻卷 寛寬 歓歡 関關 陥陷 顔顏 気氣 亀龜 戯戲 虚虛 峡峽 狭狹 暁曉 駆驅 勲勳 薫薰 恵惠
渓溪 鶏鷄 芸藝 撃擊 県縣 剣劍 険險 圏圈 検檢 顕顯 験驗 厳嚴 広廣 恒恆 黄黃 国國 黒黑
斎齋 済濟 斉齊 雑雜 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫
寿壽 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 将將 渉涉 奨奬 焼燒 証證 乗乘 浄淨
剰剩 畳疊 条條 状狀 嬢孃 譲讓 醸釀 真眞 寝寢 慎愼 尽盡 粋粹 穂穗 瀬瀨 静靜 摂攝 専專
浅淺 戦戰 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 巣巢 曽曾 装裝 蔵藏 臓臟 即卽 帯帶 対對
滝瀧 沢澤 単單 鋳鑄 庁廳 徴徵 聴聽 鎮鎭 転轉 伝傳 島嶋 灯燈 盗盜 稲稻 党黨 徳德 独獨
弐貳 悩惱 拝拜 杯盃 売賣 髪髮 抜拔 秘祕 浜濱 冨富 払拂 仏佛 並竝 変變 辺邊 弁辯 歩步
峰峯 宝寶 豊豐 翻飜 毎每 万萬 満滿 弥彌 薬藥 与與 揺搖 様樣 謡謠 来來 頼賴 覧覽 竜龍
涼凉 緑綠 涙淚 塁壘 礼禮 暦曆 歴歷 錬鍊 郎郞 労勞 録錄 亘亙 凜凛 尭堯 巌巖 晃晄 桧檜
槙槇 祢禰 祷禱 禄祿 穣穰 萌萠 遥遙 高髙 崎﨑 崎嵜 崎碕 吉𠮷 島嶌 館舘 渕淵 藪薮 橋𣘺
辺邉 浜濵 柳栁 桑桒 土圡 喜㐂 野埜 園薗 村邨 秋穐 船舩 岡崗 鶴靏 泰𣳾 昇曻 角⻆ 青靑
清淸 彦彥 産產 鴎鷗 麹麴 桝枡 芦蘆 頴穎 籠篭 鴬鶯 梅楳 富冨 曳曵 剥剝 叱𠮟 填塡 頬頰
"""
# Which name is not which, though it sounds the same or looks alike.
APART = [
    *["渡辺 渡部", "斉藤 斎藤", "齊藤 齋藤", "斉藤 齋藤", "齊藤 斎藤", "吉田 芳田"],
    *["吉田 由田", "阿部 安部", "阿部 安倍", "伊藤 伊東", "太田 大田", "河野 川野"],
    *["新井 荒井", "菊池 菊地", "坂本 阪本", "崎田 埼田", "佐藤 佐籐", "庄司 荘司"],
    *["土田 士田", "桝田 升田", "舛田 升田", "祐子 裕子", "祐子 佑子", "和己 和巳"],
    *["和巳 和已", "未来 末来", "芦田 葦田", "苑子 園子", "京子 亰子", "卯月 夘月"],
    *["傅 伝", "橋田 槁田", "佳子 隹子", "祐 祏", "辨 瓣", "瓣 辯", "辨 辯", "堀 掘"],
    *["着 著", "昂 昴", "祢 弥", "藤 籐", "船 舟", "遥 瑶", "岩 巌", "晋 普", "宜 宣"],
    *[
        "克 兌",
        "東 柬",
        "柿 杮",
        "崇 祟",
        "日 曰",
        "已 己",
        "ハナコ ハナヨ",
        "ハナコ バナコ",
        "りっか りつか",
        "さち サチ",
        "一 ー",
    ],
    *["二 ニ", "小野 大野"],
    *["MUELLER MULLER", "SOREN SOEREN", "佐々木 佐木", "陣 陳", "関 笑", "磯 礒", "薮 籔"],
    *["ミツハシ ミッハシ", "卯 夘", "裏 裡", "花子 花々"],
]
# Family names in simplified characters, and as a card of residence has them; forms that only the register's kanji have.
CARDS = [
    *zip("邓陈张杨赵孙马许冯郑韩谢苏卢关龙惪", "鄧陳張楊趙孫馬許馮鄭韓謝蘇盧關龍徳", strict=True),
    *zip("釡冲竸杤靍臯籏隝", "釜沖競栃鶴皐旗島", strict=True),
]
# フリガナ that are one, and such that are two.
SAME_SOUND = [
    ("カヲリ", "カオリ", "ｶｵﾘ", "かをり"),
    ("シヅカ", "シズカ", "ｼﾂﾞｶ", "しづか"),
    ("チヂワ", "チジワ", "ﾁﾁﾞﾜ"),
    ("キヰ", "キイ", "きゐ"),
    ("スヱ", "スエ", "すゑ"),
    ("キョウコ", "キヨウコ", "ｷﾖｳｺ", "きょうこ", "キ ヨウコ"),
    ("イチロー", "ｲﾁﾛｰ", "イチロ-", "イチロ－", "イチロ〜", "ｲﾁﾛ", "いちろー"),
    (*[f"スミス{mark}ジョーンズ" for mark in "・-＝゠.ー"], "ｽﾐｽ-ｼﾞﾖ-ﾝｽﾞ", "スミスジョンズ"),
    (*[f"サン{mark}テグジュペリ" for mark in "・-＝゠=ー"], "ｻﾝﾃｸﾞｼﾞﾕﾍﾟﾘ"),
    ("オ'ブライアン", "オ’ブライアン", "オ・ブライアン", "ｵﾌﾞﾗｲｱﾝ"),
    ("ミスヾ", "ミスズ", "みすゞ", "ミスヅ"),
    ("タヽミ", "タタミ", "たゝみ"),
    ("ヴィオラ", "ウ\u3099ィオラ", "ヴイオラ"),
]
TWO_SOUNDS = [
    *[("ヨシノ", "ヨシミ"), ("ハナコ", "バナコ"), ("ユキ", "ユウキ"), ("オオノ", "オノ")],
    *[("オウタ", "オオタ"), ("ケイ", "ケエ"), ("シズカ", "シツカ"), ("キヨコ", "キヨウコ")],
    *[("ヴィオラ", "ビオラ"), ("チ", "ジ"), ("ハル", "バル"), ("パ", "バ")],
    *[("ワ", "ハ")],
]
KATAKANA = "".join(map(chr, (*range(0x30A1, 0x30FB), 0x30FC, 0x30FD, 0x30FE))) + "・ -゠"


def test_the_table_says_how_many_forms_stand_under_each_heading():
    text = names.TABLE.read_text(encoding="utf-8").splitlines()
    places = [place for place, line in enumerate(text) if "：" in line]
    for start, end in pairwise([*places, len(text)]):
        said = int(text[start].rpartition("：")[2])
        assert sum(len(line) - 1 for line in text[start + 1 : end]) == said
    assert len(names.PLAIN) == sum(int(heading.rpartition("：")[2]) for heading in HEADINGS) == 11915


def test_no_form_stands_twice_or_is_another_ones_new_form():
    """So folding twice is folding once, and of two new forms none is the other."""
    forms = [form for line in LINES for form in line[1:]]
    assert len(forms) == len(set(forms))
    assert not set(forms) & {line[0] for line in LINES}
    assert [each for each in forms if unicodedata.normalize("NFKC", each) != each] == []


def test_every_form_is_its_new_form_whoever_writes_which():
    for old, new in names.PLAIN.items():
        assert names.fold(chr(old)) == names.fold(chr(new)) == chr(new)
        assert names.is_same(f"山{chr(old)}", f"山{chr(new)}") and names.is_same(f"山{chr(new)}", f"山{chr(old)}"), chr(
            old
        )


def test_two_new_forms_stay_two():
    new = {line[0] for line in LINES}
    assert len({names.fold(each) for each in new}) == len(new)


@pytest.mark.parametrize("pair", PAIRS.split())
def test_an_old_form_is_the_new_one(pair):
    for one, other in permutations(pair):
        assert names.is_same(f"{one}田　{one}子", f"{other}田 {other}子")
    assert not names.is_same(f"{pair[0]}田", "佐藤")


@pytest.mark.parametrize("pair", APART)
def test_another_name_is_another(pair):
    for one, other in permutations(pair.split()):
        assert not names.is_same(one, other)
        assert not names.is_same(f"見本　{one}", f"見本　{other}")


def test_a_compatibility_ideograph_is_what_it_decomposes_into():
    for compatible in map(chr, (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E))):
        plain = unicodedata.normalize("NFKC", compatible)
        assert names.is_same(f"{compatible}田", f"{plain}田") and names.is_same(f"{plain}田", f"{compatible}田")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("滝沢　静子", "瀧澤 靜子"),
        ("橋本　豊", "𣘺本 豐"),
        ("髙橋 惠", "高橋　恵"),
        ("\ufa19田", "神田"),
        (IVS, "葛城"),
        ("辻\U000e0101", "辻\ufe00"),
        ("か\u3099", "が"),
        ("Rene\u0301", "RENÉ"),
        ("ＴＡＲＯ", "Taro"),
        ("ＳＡＩＮＴ－ＥＸＵＰＥＲＹ　ＡＮＴＯＩＮＥ", "Saint Exupery Antoine"),
        ("O'BRIEN JOHN", "O’Brien John"),
        ("スミス゠ジョーンズ　マリー・アン", "スミス＝ジョ-ンズ マリーアン"),
        ("ＳＵＨＡＲＴＯ", "SUHARTO"),
        ("SAINT EXUPERY　ANTOINE", "Saint-Exupéry Antoine"),
        ("三ケ尻　ヨシヱ", "三ヶ尻 ヨシエ"),
        ("滝沢　かをり", "瀧澤 かおり"),
        ("滝沢　シヅ", "瀧澤 シズ"),
        ("佐々木　みすゞ", "佐佐木 みすず"),
        ("佐〻木　ミスヾ", "佐々木 ミスズ"),
        ("三ッ橋　いすゞ", "三ツ橋 いすず"),
        ("ＮＧＵＹＥＮ　ＴＨＩ　ＤＡＯ", "Nguyễn Thị Đào"),
        ("ＭＵＥＬＬＥＲ　ＪＵＥＲＧＥＮ", "Müller Jürgen"),
        ("MULLER JURGEN", "Müller Jürgen"),
        ("Müller", "Mu\u0308ller"),
        ("HAAKON SOERENSEN", "Håkon Sørensen"),
        ("HAKON SORENSEN", "Håkon Sørensen"),
        ("WALESA ŁUKASZ", "Wałęsa Lukasz"),
        ("THORDUR GUDMUNDSSON", "Þórður Guðmundsson"),
        ("STRASSE OEUVRE", "Straße Œuvre"),
        ("ISIK ISTANBUL", "Işık İstanbul"),
        ("MUNOZ", "Muñoz"),
        *[("O'BRIEN KA'AI", f"O{mark}Brien Ka{mark}ai") for mark in "ʼʻ′`´’‘＇ʹ"],
        *[(f"{old}　林", f"{new} 林") for old, new in CARDS],
    ],
)
def test_the_same_name_in_other_characters(one, other):
    """Also kana that sound one, and letters without the accents that a card of residence does not have."""
    assert names.is_same(one, other) and names.is_same(other, one)
    assert not names.is_same(one, "佐藤") and not names.is_same("佐藤", one)


@pytest.mark.parametrize(
    "added", ["様", "　樣", "（旧姓　佐々木）", "(旧姓：佐々木)", "［旧姓 佐々木］様", "〔旧姓佐々木〕"]
)
def test_what_is_no_name_does_not_count_in_the_contract(added):
    assert names.is_same(f"高橋　豊{added}", "高橋 豊")
    assert names.written_key(f"高橋　豊{added}") == names.written_key("高橋豊")
    assert not names.is_same("高橋　豊", f"高橋 豊{added}")
    assert not names.is_same(f"高橋　豊{added}", "佐々木 豊")


def test_every_letter_may_be_written_in_each_of_its_ways():
    for letter, spellings in names.SPELLINGS.items():
        for each in spellings:
            for one, other in permutations((f"m{letter}r", f"M{each}R".upper())):
                assert names.is_same(one, other), (one, other)
            assert names.written_key(f"m{letter}r") == names.written_key(f"m{each}r") or each in ("nxx", "uxx")


@pytest.mark.parametrize("gap", ["〓", "\ufffd", "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_what_the_core_system_lacks_is_any_one_kanji(gap):
    assert names.is_same(f"{gap}橋　豊", "𣘺橋 豐") and names.is_same(f"橋本　{gap}子", "橋本 \U00020b9f子")
    assert names.is_same(f"{gap}田", "辻\U000e0100田") and names.is_same(f"{gap}田", "\ufa19田")
    assert not names.is_same(f"{gap}橋　豊", "橋 豊") and not names.is_same(f"{gap}橋　豊", "高高橋 豊")
    assert not names.is_same(f"{gap}橋　豊", "高橋 実")


@pytest.mark.parametrize("gap", ["〓", "\ue000", "?", "？", "■", "*", "＊"])
def test_who_types_has_no_such_thing_and_no_other_mark_is_one(gap):
    assert not names.is_same("高橋　豊", f"{gap}橋 豊")
    assert gap in "〓\ue000" or not names.is_same(f"{gap}橋　豊", "高橋 豊")


@pytest.mark.parametrize("spellings", SAME_SOUND)
def test_kana_that_sound_one_have_one_key(spellings):
    assert {names.kana_key(each) for each in spellings} == {names.kana_key(spellings[0])}


@pytest.mark.parametrize("kana", [*TWO_SOUNDS, *combinations([same[0] for same in SAME_SOUND], 2)])
def test_kana_that_sound_otherwise_have_two(kana):
    assert names.kana_key(kana[0]) != names.kana_key(kana[1])


@pytest.mark.parametrize("other", ["きょうこ", "ｷﾖｳｺ", "キ・ョウ コ", "キヨウコ", "キヨウ　コ"])
def test_letter_by_letter_only_small_ones_and_marks_do_not_count(other):
    assert names.strict_key(other) == "キヨウコ"


@pytest.mark.parametrize("kana", [("カヲリ", "カオリ"), ("シヅカ", "シズカ"), ("ユーキ", "ユキ"), ("スヱ", "スエ")])
def test_letter_by_letter_what_sounds_one_is_two(kana):
    one, other = kana
    assert names.kana_key(one) == names.kana_key(other)
    assert names.strict_key(one) != names.strict_key(other)


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        *[(f"サン{mark}テグジュペリ", "サン・テグジュペリ") for mark in "゠＝=・･.．·-－‐−"],
        *[(f"スミス{mark}ジョーンズ", "スミス・ジョーンズ") for mark in "゠＝=・･.．·-－‐−"],
        *[(f"イチロ{mark}", "イチロー") for mark in DASHES],
        *[(f"ジョ{mark}ンズ", "ジョーンズ") for mark in DASHES],
        ("マリー-アンヌ", "マリー・アンヌ"),
        ("スミス-ジョ-ンズ", "スミスージョーンズ"),
        ("ヒーロ-", "ヒーロー"),
        ("ｻﾝ=ﾃｸﾞ", "サン・テグ"),
        ("スズキ　イチロ- ", "スズキ イチロー"),
        ("ボッ-タ", "ボッ・タ"),
        *[(f"トム {mark} ジョン", "トム・ジョン") for mark in "-－‐−–"],
        ("トム　-　ジョン", "トム・ジョン"),
        ("イチロ- タロウ", "イチロー タロウ"),
        *[(f"オ{mark}ブライアン", "オ・ブライアン") for mark in "'’‘ʼʻ′`´＇"],
        ("オ' ブライアン", "オ ブライアン"),
        ("'アブド'", "アブド"),
        ("ｵ'ﾌﾞﾗｲｱﾝ", "オ・ブライアン"),
    ],
)
def test_what_stands_between_names_is_a_dot_and_what_can_be_long_is_long(typed, kana):
    assert names.kana(typed) == kana


@pytest.mark.parametrize(
    ("kana", "parts"),
    [
        ("タカサキ　ヨシノ", ("タカサキ", "ヨシノ")),
        ("タカサキ ヨシノ", ("タカサキ", "ヨシノ")),
        ("スハルト", ("スハルト", "")),
        ("スハルト　", ("スハルト", "")),
        ("カ）ミホン", ("カ）ミホン", "")),
        *[(f"トム{blank}-{blank}ジョン　アン", ("トム・ジョン", "アン")) for blank in " 　"],
        ("サントス　マリア　アナ", ("サントス", "マリア　アナ")),
    ],
)
def test_the_parts_of_a_kana(kana, parts):
    assert names.kana_parts(kana) == parts


@pytest.mark.parametrize(
    ("written", "alone"),
    [
        ("リ　ナ（LI NA）", "リ　ナ"),
        ("ﾘ ﾅ(LI NA)", "ﾘ ﾅ"),
        ("リ,ナ", "リナ"),
        ("タカサキ「ヨシノ」", "タカサキ「ヨシノ」"),
        ("リ［梨］ナ", "リナ"),
    ],
)
def test_a_kana_without_what_is_no_part_of_it(written, alone):
    assert names.kana_alone(written) == alone


@pytest.mark.parametrize("blank", [" ", "　", "\u00a0", "　　"])
def test_the_parts_of_a_name(blank):
    assert names.name_parts(f"サントス{blank}マリア") == ("サントス", "マリア")
    assert names.name_parts("SUHARTO") == ("SUHARTO", "")
    assert names.name_parts(f"高橋{blank}花子（旧姓　佐々木）様") == ("高橋", "花子")
    assert names.name_parts("高橋（旧姓：鈴木）花子 様") == ("高橋", "花子")


@settings(max_examples=100)
@given(ODD)
@example("ア' -'ア")
@example("-´")
@example("ゕ\u3099")
@example("=\ufe00")
@example("ヽヾ")
@example("アヽヾ-゠ー")
@example("ア・ヽ")
def test_folding_and_reading_twice_is_doing_it_once(text):
    for fold in (names.fold, names.kana, names.kana_key, names.strict_key):
        assert fold(fold(text)) == fold(text)


def test_what_is_told_at_sight_is_what_a_long_look_tells():
    """A letter or a space of another kind beside it makes for the long look."""
    for each in map(chr, (*range(0x3000, 0x3100), *range(0x4E00, 0xA000))):
        assert names.fold(each) == names.fold(f"a{each}")[1:], hex(ord(each))


@given(st.text("アァヅヲッンー・ \u3000ヴ", max_size=8))
def test_a_key_of_plain_katakana_is_what_a_long_look_makes_of_it(kana):
    for key in (names.kana_key, names.strict_key):
        assert key(kana) == key(f"{kana}\u00a0")


@settings(max_examples=100)
@given(st.text(KATAKANA, max_size=12), st.text(KATAKANA, max_size=12))
def test_what_is_the_same_letter_by_letter_sounds_the_same(one, other):
    if names.strict_key(one) == names.strict_key(other):
        assert names.kana_key(one) == names.kana_key(other)
    assert names.kana_key(names.strict_key(one)) == names.kana_key(one)


@settings(max_examples=100)
@given(st.text("高髙﨑崎辨辯弁瓣 ・ーSs", max_size=6), st.text("高髙﨑崎辨辯弁瓣 ・ーSs", max_size=6))
def test_whether_two_names_are_one_does_not_depend_on_which_is_first(one, other):
    assert names.is_same(one, other) == names.is_same(other, one)


@given(st.text("〓\ue000高髙橋", min_size=1, max_size=4))
def test_a_name_is_the_same_as_itself_with_gaps(text):
    assert names.is_same(text, text.replace("〓", "辻").replace("\ue000", "豐"))
