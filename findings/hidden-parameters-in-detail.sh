#!/usr/bin/env bash
# Does hide_parameters keep a row's values out of what an error says?
#
# Guess:   create_engine(…, hide_parameters=True) is for personal data: no value gets into str(error), nor into a log of it.
# Truth:   Only SQLAlchemy's own list of parameters is hidden. The words of PostgreSQL stand before it, and their DETAIL
#          repeats the values of the key that is there already; where a column that must be given is empty, the whole
#          row, values that have nothing to do with it among them.
# Seen of: SQLAlchemy 2.1.9 with psycopg 3.3.9, PostgreSQL 15.20 of Debian 12.
# Source:  SQLAlchemy, lib/sqlalchemy/exc.py: DBAPIError takes str(orig) for its message, StatementError hides its own
#          params alone; PostgreSQL, execMain.c: ExecConstraints tells "Failing row contains" by ExecBuildSlotValueDescription.
# Mended:  infra/driver_errors.py (Madoguchi) tells of a statement what kind of error it was, and no words;
#          infra/incident_log.py writes no message of any error.
set -euo pipefail

VERSION=15.20-0+deb12u1
folder=$(mktemp -d)
programs="$folder/root/usr/lib/postgresql/15/bin"
# PostgreSQL does not run as root.
as_user=()
[ "$(id -u)" -ne 0 ] || as_user=(setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$folder")
end() {
    [ ! -e "$folder/data/postmaster.pid" ] || "${as_user[@]}" "$programs/pg_ctl" -D "$folder/data" -m fast stop > /dev/null
    rm -rf "$folder"
}
trap end EXIT
chmod 755 "$folder"
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
apt-get download -qq "postgresql-15=$VERSION" 2>/dev/null
dpkg -x postgresql-15_*.deb root
"$programs/postgres" --version
mkdir data
[ "$(id -u)" -ne 0 ] || chown nobody:nogroup data
"${as_user[@]}" "$programs/initdb" -D data -E UTF8 --locale=C -U tests -A trust --no-sync > /dev/null
"${as_user[@]}" "$programs/pg_ctl" -w -D data -l data/log -o "-c listen_addresses= -k $folder/data" start > /dev/null

venv/bin/python - "$folder/data" <<'PYTHON' | tee seen
import sys
from importlib.metadata import version

from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

print("SQLAlchemy", version("sqlalchemy"), "psycopg", version("psycopg"))
engine = create_engine(f"postgresql+psycopg://tests@/postgres?host={sys.argv[1]}", hide_parameters=True)
with engine.begin() as connection:
    connection.execute(text("create table people (mail text primary key, phone text, born date not null)"))
put = text("insert into people values (:mail, :phone, :born)")


def told(**row):
    try:
        with engine.begin() as connection:
            connection.execute(put, row)
    except IntegrityError as error:
        print(next(line for line in str(error).splitlines() if line.startswith("DETAIL")))
        print("hidden:", "hide_parameters=True" in str(error))


told(mail="hanako@example.jp", phone="090-0000-0000", born="1960-04-01")
told(mail="hanako@example.jp", phone="", born="1970-01-01")
told(mail="taro@example.jp", phone="090-0000-0001", born=None)
PYTHON

diff seen - <<'EXPECTED' || { echo CHANGED; exit 1; }
SQLAlchemy 2.1.9 psycopg 3.3.9
DETAIL:  Key (mail)=(hanako@example.jp) already exists.
hidden: True
DETAIL:  Failing row contains (taro@example.jp, 090-0000-0001, null).
hidden: True
EXPECTED
