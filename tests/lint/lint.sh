# lint.sh: what the lints share. Sourced; the caller ends with finish.
cd "$(dirname "$0")/../.." || exit 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# C files of ours, and the part of them a rule speaks of.
sources() { find "$@" -name '*.[ch]' -type f | sort; }

# C without comments; strings are kept, line numbers too.
code() {
	awk '
	{
		line = $0; out = ""
		while (line != "") {
			if (inside) {
				i = index(line, "*/")
				if (!i) { line = ""; break }
				line = substr(line, i + 2); inside = 0
			} else if (match(line, /"([^"\\]|\\.)*"|\/\*|\/\//)) {
				what = substr(line, RSTART, RLENGTH)
				out = out substr(line, 1, RSTART - 1)
				line = substr(line, RSTART + RLENGTH)
				if (what == "/*") inside = 1
				else if (what == "//") line = ""
				else out = out what
			} else { out = out line; line = "" }
		}
		print FILENAME ":" FNR ":" out
	}' "$@"
}

# What a rule reads arrives through a pipe, so results are counted in a file.
result() {
	echo "$1" >>"$scratch/results"
	echo "$1 $(wc -l <"$scratch/results") - $2"
}

# A rule holds when nothing arrives on standard input.
none() {
	found=$(cat)
	if [ -z "$found" ]; then
		result ok "$1"
	else
		result "not ok" "$1"
		printf '%s\n' "$found" | head -n 40 | sed 's/^/# /'
	fi
}

# A rule must find what is wrong in text that is.
some() {
	if [ -n "$(cat)" ]; then result ok "$1"; else result "not ok" "$1"; fi
}

finish() {
	echo "1..$(wc -l <"$scratch/results")"
	! grep -q not "$scratch/results"
	exit
}
