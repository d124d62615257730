#!/usr/bin/env bash
# Is NULL told from a value in what a statement gives back?
#
# Guess:   DELETE … RETURNING column IS NOT NULL says of each row what SELECT would have said of it a moment before.
# Truth:   SQLite 3.40.1, which Debian 12 has, takes every column of RETURNING for one that cannot be NULL if the first
#          column of the table is NOT NULL: IS NOT NULL is 1 and IS NULL is 0 of a column that is given back, beside it, as
#          NULL. So for INSERT, UPDATE and DELETE. SELECT is right, and so is a table whose first column may be NULL. Ask
#          for the column itself, and judge it outside.
# Seen of: SQLite 3.40.1 in apsw 3.40.1.0; not of 3.41.0 in apsw 3.41.0.0.
# Source:  the answers of both, below.
set -euo pipefail

WRONG=3.40.1.0 RIGHT=3.41.0.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/ask.py" <<'PYTHON'
import apsw

ASKED = "account is not null, account is null, account"
print("SQLite", apsw.sqlitelibversion())
for first in ("not null", ""):
    database = apsw.Connection(":memory:").cursor()
    for statement in (
        f"create table runs (id text {first}, account integer)",
        "insert into runs values ('a', null)",
        f"select {ASKED} from runs",
        f"insert into runs values ('b', null) returning {ASKED}",
        f"update runs set id = 'c' where id = 'b' returning {ASKED}",
        f"delete from runs where id = 'a' returning {ASKED}",
    ):
        answer = list(database.execute(statement))
        if answer:
            print(f"id {first}".strip(), statement.partition(" ")[0], answer)
PYTHON
for version in "$WRONG" "$RIGHT"; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" --quiet --disable-pip-version-check install "apsw==$version" 2>/dev/null
    "$folder/$version/bin/python" "$folder/ask.py" | tee "$folder/seen-$version"
done

cat > "$folder/wrong" <<'SEEN'
SQLite 3.40.1
id not null select [(0, 1, None)]
id not null insert [(1, 0, None)]
id not null update [(1, 0, None)]
id not null delete [(1, 0, None)]
id select [(0, 1, None)]
id insert [(0, 1, None)]
id update [(0, 1, None)]
id delete [(0, 1, None)]
SEEN
sed -e 's/3\.40\.1/3.41.0/' -e 's/(1, 0, None)/(0, 1, None)/' "$folder/wrong" > "$folder/right"
diff "$folder/wrong" "$folder/seen-$WRONG"
diff "$folder/right" "$folder/seen-$RIGHT"
echo 'as described'
