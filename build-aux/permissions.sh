#!/bin/sh
# permissions.sh: print docs/PERMISSIONS.md from perm.def and the routes.def files.
set -eu
cd "$1"
cat <<'EOF'
# Permissions

Made from `cgi/auth/perm.def` and the `routes.def` files by `make update-permissions`; do not edit.

PUBLIC needs no session; SESSION needs any; SELF needs one whose second factor is set up, if a role asks for it. Roles are rows in the database, each a set of these permissions, given for an area.

| permission | group |
|---|---|
EOF
sed -n 's/^PERMISSION(\([A-Z_]*\), *\([a-z_]*\)).*/| \1 | \2 |/p' cgi/auth/perm.def
for program in auth register admin report; do
	printf '\n## palreg-%s\n\n| method | path | page | permission | audited as |\n|---|---|---|---|---|\n' "$program"
	# shellcheck disable=SC2016
	cat cgi/pages/routes.def "cgi/pages/$program/routes.def" 2>/dev/null |
	    sed -n 's/^ROUTE(\([A-Z]*\), *"\([^"]*\)", *\([a-z0-9_]*\), *\([A-Z_]*\), *\([A-Z_]*\)).*/| \1 | `\2` | \3 | \4 | \5 |/p'
done
