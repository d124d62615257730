"""Is of each table taken what it says, and nothing joined that it does not? By a database as small as can be."""

import sqlite3

import pytest

from ops import kanji_tables

MJ = {"﨑": 1, "嵜": 2, "祏": 3, "亰": 4, "舛": 5, "㠯": 6, "薮": 7, "釼": 8, "覍": 9, "着": 10, "眞": 11, "沢": 12}
KOSEKI = [
    (1, "崎", 1),
    (2, "崎", 1),
    (4, "京", 1),
    (5, "升", 2),
    (6, "以", 1),
    (6, "已", 1),
    (9, "北", 1),
    (10, "著", 1),
]
# The first of two where it is the only traditional form; both forms of one kanji are one.
CARDS = [
    *[("陈", "陣", 2), ("陈", "陳", 1), ("苏", "蘇", 1), ("苏", "囌", 2), ("马", "馬", 1), ("𠀒", "真", 1)],
    *[("𠀒", "眞", 2), ("㐃", "北", 1), ("㔾", "马", 1), ("亰", "京", 1), ("着", "著", 1), ("關", None, 1)],
]
READ = {
    **{
        "崎": "さき",
        "㐃": "なん",
        "﨑": "さき",
        "嵜": "さき",
        "祐": "ゆう",
        "祏": "せき",
        "京": "きょう",
        "亰": "きょう",
        "升": "ます",
    },
    **{
        "舛": "ます",
        "北": "きた",
        "覍": "べん",
        "薮": "やぶ",
        "藪": "ヤブ",
        "著": "ちゃく",
        "着": "ちゃく",
        "真": "しん",
    },
}
LISTS = "joyo_kangxi 漢字 康熙字典体", "kdpv_jinmei1/variant subject object", "kdpv_jinmei2/variant subject object"
SCHEMA = (
    *LISTS,
    *(
        "kdpv_hyogai/variant subject object",
        "kdpv_koseki/variant subject object",
        "joyo 漢字",
        "unihan_kJinmeiyoKanji UCS",
    ),
    *("nyukan_itaiji 簡体字等のUCS 正字のUCS 順位", "unihan_each_kTraditionalVariant UCS value"),
    *("unihan_kJoyoKanji UCS value", *(f"unihan_{name} UCS" for name in ("kJis0", "kJis1", "kJIS0213", "kIBMJapan"))),
    *(
        "mji MJ文字図形名 対応するUCS 実装したUCS",
        "mji_reading MJ文字図形名 読み",
        "radeqv radical_character radical_CJKUI",
    ),
    *(f"mjsm_民一2842号通達別表_誤字俗字正字一覧表_{kind} MJ文字図形名 縮退UCS" for kind in ("俗字", "無印", "別字")),
    *(
        "mjsm_戸籍統一文字情報_親字正字 MJ文字図形名 縮退UCS ホップ数",
        "mjsm_民二5202号通知別表_正字俗字等対照表 MJ文字図形名 縮退UCS",
    ),
)


@pytest.fixture
def database(tmp_path):
    """The place of a database with these rows."""
    path = tmp_path / "moji.db"
    connection = sqlite3.connect(path)
    for table in SCHEMA:
        name, *columns = table.split()
        connection.execute(f'create table "{name}" ({", ".join(columns)})')

    def put(table, *rows):
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f'insert into "{table}" values ({marks})', rows)

    put("joyo", *zip("崎祐京升以北著着真剥辺沢", strict=True))
    put("unihan_kJinmeiyoKanji", ("已",), ("眞",))
    put("joyo_kangxi", ("真", "眞"), ("辺", "邊"), ("祐", "\ufa4f"))
    put("unihan_kJoyoKanji", ("剥", "U+525D"), ("沢", "2010"))
    put("kdpv_jinmei2/variant", ("真", "眞"))
    put("kdpv_hyogai/variant", ("鷗", "鴎"))
    put("kdpv_koseki/variant", ("藪", "薮"), ("藪", "𣜜"), ("辺", "邉"))
    put("unihan_kJis0", *zip("薮藪崎", strict=True))
    put("mji", *((number, kanji, None) for kanji, number in MJ.items()))
    put("mji", *((100 + number, None, kanji) for number, kanji in enumerate(READ) if kanji not in MJ))
    numbers = {**{kanji: 100 + number for number, kanji in enumerate(READ)}, **MJ}
    put("mji_reading", *((numbers[kanji], reading) for kanji, reading in READ.items()))
    put("mjsm_戸籍統一文字情報_親字正字", *KOSEKI)
    put("mjsm_民一2842号通達別表_誤字俗字正字一覧表_無印", (3, "祐"))
    put("mjsm_民一2842号通達別表_誤字俗字正字一覧表_別字", (4, "京"))
    put("nyukan_itaiji", *CARDS)
    put("unihan_each_kTraditionalVariant", ("陈", "陳"), ("苏", "蘇"), ("苏", "囌"), ("马", "馬"))
    put("radeqv", ("\u2ee2", "马"), ("\u2ed1", "長"), ("\u2f00", "一"), ("\u2ea0", "眞"))
    connection.commit()
    connection.close()
    return path


def test_what_is_a_form_of_what(database):
    """祏 is only a miswriting, 亰 another kanji, 舛 two steps away, 㠯 of two, 覍 read otherwise, 着 a kanji of the
    list, 𣜜 not of JIS; 苏 is two on a card, 㐃 read
    otherwise, 㔾 leads to what is none of a card itself; ⼀ is folded by NFKC, as is 祐 of U+FA4F."""
    assert dict(kanji_tables.forms(database)) == {
        **{"眞": "真", "邊": "辺", "剥": "剝", "鷗": "鴎"},
        **{"﨑": "崎", "嵜": "崎", "邉": "辺", "薮": "藪"},
        **{"\u2ed1": "長", "\u2ea0": "真", "马": "馬", "\u2ee2": "馬", "陈": "陳", "𠀒": "真"},
    }


def test_kanji_that_lead_to_each_other_have_the_commonest(database):
    with sqlite3.connect(database) as connection:
        connection.execute('insert into "kdpv_koseki/variant" values (?, ?)', ("薮", "藪"))
    assert kanji_tables.forms(database)["藪"] == "薮"


def test_another_file_is_none(tmp_path):
    (tmp_path / "moji.db").write_text("no database")
    with pytest.raises(sqlite3.Error):
        kanji_tables.forms(tmp_path / "moji.db")
