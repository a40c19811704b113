#!/bin/sh
# run.sh: deploy the schema into a database of its own and run the pgTAP tests there.
# usage: tests/db/run.sh [socket-directory [superuser]]   without arguments: in a cluster made for the run
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=$(pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin)
own=
name=palreg_test_$$

as_user() {	# PostgreSQL refuses to run as root
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

finish() {
	if [ -n "$own" ]; then
		as_user "$bin/pg_ctl" -D "$own/data" -m immediate -w stop >/dev/null || :
		rm -rf "$own"
	else
		dropdb --if-exists "$name"
	fi
}

if [ $# -ge 1 ]; then
	PGHOST=$1 PGUSER=${2:-postgres}
else
	own=$(mktemp -d "${TMPDIR:-/tmp}/palreg-db.XXXXXX")
	chmod 755 "$own"
	if [ "$(id -u)" = 0 ]; then chown postgres "$own"; fi
	PGHOST=$own PGUSER=postgres
	as_user "$bin/initdb" -D "$own/data" -U postgres -A trust -N --locale=C.UTF-8 --encoding=UTF8 >/dev/null
	as_user "$bin/pg_ctl" -D "$own/data" -l "$own/log" -w -o "-c listen_addresses= -k $own -F" start >/dev/null
fi
export PGHOST PGUSER
trap finish EXIT
trap 'exit 1' INT TERM

createdb "$name"
psql -Xq -v ON_ERROR_STOP=1 -d "$name" -f "$root/db/roles.sql"
target="db:pg:///$name?host=$PGHOST"
(cd "$root/db" && sqitch --quiet deploy "$target")
(cd "$root/db" && sqitch --quiet revert -y "$target" && sqitch --quiet deploy "$target" && sqitch --quiet verify "$target" >/dev/null)
for again in 1 2; do
	(cd "$root/db/reference" && psql -Xq -d "$name" -f load.sql)
done
psql -Xq -v ON_ERROR_STOP=1 -d "$name" -c "CREATE SCHEMA tap" -c "CREATE EXTENSION pgtap SCHEMA tap" \
	-c "GRANT USAGE ON SCHEMA tap TO PUBLIC"
# (Not exec: the trap has to clean up.)
cd "$here"
pg_prove --host "$PGHOST" --username "$PGUSER" --dbname "$name" ./*.t.sql
prove -e sh ./load.sh :: "$name"
