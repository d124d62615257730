#!/usr/bin/env bash
# Can the readings of a list of Japanese banks be compared with what people type, once both are katakana of one width?
#
# Guess:   kana of zengin-code is the reading of name: ローソン has ロ, a long vowel, ソン, and 東京営業部 is read to its end.
#          What merged a year ago is not in it.
# Truth:   A long vowel is U+FF0D, which is no letter and which NFKC makes a hyphen, never U+30FC. There are no small kana.
#          営業部 and 出張所 end 1,553 names and two readings, and a reading ends after fifteen letters. What ended on
#          2025-04-01 stands in the list of August 2026.
# Seen of: zengin-code 1.1.0.20260824, on Python 3.11.
# Source:  zengin_code/source-data/data/banks.json and branches/*.json; the issue "仙台農業共同組合の被合併農協が消えていない？"
#          of zengin-code/source-data. The readings are those of the banks' own system, which knows no more letters.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check zengin-code==1.1.0.20260824

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import zengin_code
from zengin_code import Bank

branches = [each for bank in Bank.all.values() for each in bank.branches.values()]
readings = [each.kana for each in (*Bank.all.values(), *branches)]
print("zengin-code", zengin_code.__version__)
print("readings with U+FF0D:", sum("\uff0d" in each for each in readings))
print("readings with U+30FC:", sum("\u30fc" in each for each in readings))
print("readings with a small kana:", sum(any(small in each for small in "ァィゥェォッャュョ") for each in readings))
offices = [each for each in branches if each.name.endswith(("営業部", "出張所"))]
print("names that end in 営業部 or 出張所:", len(offices))
print("readings that do:", sum(each.kana.endswith(("エイギヨウブ", "シユツチヨウジヨ")) for each in offices))
print("the longest reading:", max(map(len, readings)))
print("0042:", Bank.all["0042"].name, Bank.all["0042"].kana)
print("merged on 2025-04-01 and there:", Bank.all["3647"].name, len(Bank.all["3647"].branches), "branches")
PYTHON

diff "$folder/seen" - <<'EXPECTED' || { echo CHANGED; exit 1; }
zengin-code 1.1.0.20260824
readings with U+FF0D: 517
readings with U+30FC: 0
readings with a small kana: 0
names that end in 営業部 or 出張所: 1553
readings that do: 2
the longest reading: 15
0042: ローソン ロ－ソン
merged on 2025-04-01 and there: 岩沼市農協 2 branches
EXPECTED
