# admin.sh: the stages of the administration; read by run.sh.

# ---- staff: how sign-in and the pages grow from 400 accounts and 40 roles to 10,000 and 1,000 ----

# Two databases of their own, asked in turn; one connection, so that times are what one person waits for the statements of a page.

# staff_sql DATABASE [psql's arguments]
staff_sql() { database=$1; shift; psql -X -q -At -v ON_ERROR_STOP=1 -h "$STATE/run/db" -U postgres "$database" "$@"; }

staff_drop() {
	for database in staff_few staff_many; do
		dropdb --if-exists -h "$STATE/run/db" -U postgres "$database" 2>/dev/null || true
	done
}

staff_make() {
	staff_drop
	createdb -h "$STATE/run/db" -U postgres staff_few
	staff_sql staff_few -f db/roles.sql
	(cd db && sqitch --quiet deploy "db:pg://postgres@/staff_few?host=$STATE/run/db")
	(cd db/reference && staff_sql staff_few -f load.sql)
	staff_sql staff_few -v users=400 -v roles=40 -v seed="$SEED" -f bench/staff.sql >/dev/null
	createdb -h "$STATE/run/db" -U postgres -T staff_few staff_many
	staff_sql staff_many -v users=10000 -v roles=1000 -v seed="$SEED" -f bench/staff.sql >/dev/null
}

# staff_record NAME DATABASE PATH: the statements of a page of the administration, for pgbench.
staff_record() {
	share=$STATE/app/share
	env -i PATH="$PATH" LANG=C.UTF-8 TZ=UTC PALREG_DB="host=$STATE/run/db dbname=$2" PALREG_ORIGIN="$ORIGIN" \
	    PALREG_TEMPLATES="$share/palreg/templates:$share/palreg/generated" PALREG_STATIC="$share/palreg/static" \
	    PALREG_LOCALE="$share/locale" node bench/record.mjs "$STATE/app/libexec/palreg/palreg-admin" "$3" \
	    "$(node bench/cookies.mjs "$SEED" 1)" </dev/null >"$WORK/$1.json"
	node bench/script.mjs "$SEED" 1 <"$WORK/$1.json" >"$WORK/$1.$2.pgbench"
}

# What the database does at a sign-in, of anybody by lot; the password costs the same for all.
staff_sign_in() {
	cat >"$WORK/sign_in.$1.pgbench" <<EOC
\\set n random(1, $2)
BEGIN;
SELECT a.id, EXISTS (SELECT FROM palreg.security_key AS k WHERE k.account_id = a.id) FROM palreg.account AS a
 WHERE a.login = 'bench' || (:n - 1) / 20 + 1 || '.' || (:n - 1) % 20 + 1;
SELECT palreg.session_open(sha256(convert_to('t' || :n, 'UTF8')), id, NULL, NULL, 'bench') FROM palreg.account
 WHERE login = 'bench' || (:n - 1) / 20 + 1 || '.' || (:n - 1) % 20 + 1;
SELECT palreg.session_context(sha256(convert_to('t' || :n, 'UTF8')));
COMMIT;
EOC
}

# staff_latency NAME DATABASE ROLE: milliseconds, the mean of forty after ten.
staff_latency() {
	for times in 10 40; do
		pgbench -h "$STATE/run/db" -U "$3" -n -M prepared -f "$WORK/$1.$2.pgbench" -D fresh=1 -c 1 -t $times "$2" >"$WORK/pgbench" 2>&1 ||
		    { cat "$WORK/pgbench" >&2; die "pgbench failed"; }
	done
	grep -q '^number of failed transactions: 0 ' "$WORK/pgbench" || { cat "$WORK/pgbench" >&2; die "pgbench failed"; }
	sed -n 's/^latency average = \([0-9.]*\) ms$/\1/p' "$WORK/pgbench"
}

stage_staff() {
	have_packages sqitch libdbd-pg-perl || die "sqitch is needed"
	SEED=$(openssl rand -hex 16)
	staff_make
	someone=$(staff_sql staff_few -c "SELECT id FROM palreg.account WHERE login = 'bench1.5'")
	cat >"$WORK/staff" <<EOC
users /admin/users
users_found /admin/users?q=bench1.5
roles /admin/roles
who_may_see /admin/patients/00000000-0000-4000-8000-000000000001
what_may_he /admin/users/$someone/rights
EOC
	for database in staff_few staff_many; do
		while read -r page path; do staff_record "$page" $database "$path"; done <"$WORK/staff"
	done
	staff_sign_in staff_few 400
	staff_sign_in staff_many 10000
	echo "sign_in -" >>"$WORK/staff"
	round=0
	while [ $round -lt "$ROUNDS" ]; do
		round=$((round + 1))
		say "round $round of $ROUNDS, load average $(cut -d ' ' -f 1 /proc/loadavg)"
		while read -r page path; do
			role=palreg_admin
			[ "$path" != - ] || role=postgres
			measure "${page}_few" staff_latency "$page" staff_few $role
			measure "${page}_many" staff_latency "$page" staff_many $role
		done <"$WORK/staff"
	done
	while read -r page path; do
		put "staff_${page}_ms" "$(median "${page}_many")"
		paste "$WORK/round.${page}_few" "$WORK/round.${page}_many" | awk '{ printf "%.2f\n", $2 / $1 }' >"$WORK/round.${page}_growth"
		put "staff_${page}_growth" "$(median "${page}_growth")"
	done <"$WORK/staff"
	staff_drop
}

# ---- books ----

# The official list of ICD-10 into the book as an administrator sends it, and its search; PALREG_ICD10 names the file.
stage_books() {
	[ -r "${PALREG_ICD10:-}" ] || { say "PALREG_ICD10 names no file: the list of ICD-10 is left out"; return 0; }
	sessions_open
	sql -c "SELECT count(palreg.session_open(sha256(sha256('${SEED}0')), id, NULL, NULL, 'bench')) FROM palreg.account WHERE login = 'admin'" >/dev/null
	PALREG_URL=$ORIGIN NODE_EXTRA_CA_CERTS=$STATE/tls/ca.pem node bench/icd10.mjs "$SEED" "$PALREG_ICD10" >"$WORK/icd10" ||
	    die "bench/icd10.mjs failed"
	while read -r name value; do put "$name" "$value"; done <"$WORK/icd10"
}
