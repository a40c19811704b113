#!/bin/sh
# scripts.sh: the shell scripts are POSIX and shellcheck has nothing to say.
. "$(dirname "$0")/lint.sh"

for script in palreg autogen.sh .ci/* build-aux/*.sh bench/*.sh tests/lint/*.sh tests/db/*.sh; do
	case $script in build-aux/tap-driver.sh | *'*'*) continue ;; esac
	sh -n "$script" 2>&1
done | none "every script parses"
shellcheck -s sh -e SC1090,SC1091,SC2154,SC2317 palreg .ci/run build-aux/test.sh build-aux/update-po.sh build-aux/permissions.sh tests/lint/*.sh |
    none "shellcheck finds nothing"
finish
