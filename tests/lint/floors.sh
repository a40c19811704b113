#!/bin/sh
# floors.sh: a file includes its own folder or a lower floor only.
. "$(dirname "$0")/lint.sh"

upwards() {
	awk '
	BEGIN {
		floor["base"] = 0
		floor["web"] = floor["db"] = floor["dose"] = floor["seal"] = 1
		floor["auth"] = floor["reports"] = 2
		floor["pages"] = 3
		# The contexts every page is given: names only, no call goes up.
	}
	/^#[ \t]*include "/ {
		split(FILENAME, d, "/")
		from = d[1] == "cgi" && d[3] != "" ? d[2] : d[1]
		if (d[1] == "cgi" && d[3] == "")
			from = "program"
		mine = from in floor ? floor[from] : 4
		if (split($2, t, "/") == 1)
			next
		to = substr(t[1], 2)
		if (!(to in floor) || to == from || floor[to] < mine)
			next
		printf "%s:%d: floor %d includes %s (floor %d)\n", FILENAME, FNR, mine, $2, floor[to]
	}' "$@"
}

# shellcheck disable=SC2046
upwards $(sources cgi db reports) | none "nothing includes its own floor's neighbour or a higher floor"

# reports stands on base and dose alone, dose on base.
# shellcheck disable=SC2046
grep -nE '^#[ 	]*include "(db|web|seal|auth|pages)/' $(sources reports cgi/dose) |
    none "reports includes nothing but base and dose"

mkdir -p "$scratch/cgi/base" "$scratch/cgi/web"
echo '#include "web/form.h"' >"$scratch/cgi/base/bad.c"
echo '#include "db/db.h"' >"$scratch/cgi/web/bad.c"
(cd "$scratch" && upwards cgi/base/bad.c) | some "an upward include is found"
(cd "$scratch" && upwards cgi/web/bad.c) | some "an include of a neighbour is found"
finish
