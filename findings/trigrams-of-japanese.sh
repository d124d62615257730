#!/usr/bin/env bash
# Does an index of trigrams serve a search for any part of a Japanese text?
#
# Guess:   CREATE INDEX … USING gin (… gin_trgm_ops) makes every LIKE '%word%' quick, also one of kanji.
# Truth:   Two kanji, which most family names are, have no trigram: where the index is used at all, it gives all its rows,
#          and each is looked at. In a database whose LC_CTYPE is C (a cluster made with --no-locale or --locale=C, also
#          one of UTF-8) no Japanese letter counts as one, and no word has any trigram, however long.
# Seen of: PostgreSQL 15.20 with pg_trgm 1.6 of Debian 12.
# Source:  PostgreSQL, contrib/pg_trgm/trgm.h and trgm_op.c: ISWORDCHR asks the locale what is a letter, and
#          generate_wildcard_trgm takes only whole trigrams from between the wildcards; trgm_gin.c, gin_extract_query_trgm:
#          without any, GIN_SEARCH_MODE_ALL.
set -euo pipefail

VERSION=15.20-0+deb12u1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq "postgresql-15=$VERSION" 2>/dev/null
dpkg -x postgresql-15_*.deb root
programs="$folder/root/usr/lib/postgresql/15/bin"
"$programs/postgres" --version

# PostgreSQL does not run as root.
as_user=()
[ "$(id -u)" -ne 0 ] || as_user=(setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$folder")

for ctype in C C.UTF-8; do
    data="$folder/data-$ctype"
    mkdir "$data"
    [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$data"
    "${as_user[@]}" "$programs/initdb" -D "$data" -E UTF8 --locale=C --lc-ctype="$ctype" -U tests -A trust --no-sync > /dev/null
    "${as_user[@]}" "$programs/postgres" --single -D "$data" -c jit=off postgres > "answers-$ctype" 2> "log-$ctype" <<'SQL'
create extension pg_trgm
create table contracts (key text)
insert into contracts select '山田太郎 東京都港区見本' || n || '丁目' from generate_series(1, 10000) n
insert into contracts values ('清水洋介 大阪市北区梅田一丁目')
create index key_trgm on contracts using gin (key gin_trgm_ops)
analyze contracts
select 'trigrams of 大阪市北区 ' || coalesce(array_length(show_trgm('大阪市北区'), 1), 0) as seen
set enable_seqscan = off
explain (analyze, costs off, timing off, summary off) select * from contracts where key like '%大阪市北区%'
explain (analyze, costs off, timing off, summary off) select * from contracts where key like '%清水%'
SQL
    {
        echo "LC_CTYPE $ctype"
        grep -oE "trigrams of [^\"]*|Index Scan on key_trgm .*rows=[0-9]+|Index Cond: .*~~ '[^']*'" "answers-$ctype"
    } | sed -E "s/.*on key_trgm .*rows=/rows given by the index: /; s/Index Cond.*~~/    for/" | tee -a seen
done

diff seen - <<'EXPECTED' || { echo CHANGED; exit 1; }
LC_CTYPE C
trigrams of 大阪市北区 0
rows given by the index: 10001
    for '%大阪市北区%'
rows given by the index: 10001
    for '%清水%'
LC_CTYPE C.UTF-8
trigrams of 大阪市北区 6
rows given by the index: 1
    for '%大阪市北区%'
rows given by the index: 10001
    for '%清水%'
EXPECTED
