#!/bin/sh
# doors.sh: one library, one door; SQL only in db/; memory by the arena.
. "$(dirname "$0")/lint.sh"

# door NAME PATTERN ALLOWED: the pattern occurs in the allowed files alone.
door() {
	# shellcheck disable=SC2046
	code $(sources cgi db reports) | grep -E ":[0-9]+:.*$2" | grep -vE "^($3):" |
	    none "$1 only in $(echo "$3" | tr -d "\\\\")"
}

door libfcgi '\b(FCGX_[A-Za-z]|FCGI_[A-Z]?[a-z])|<fcg' 'cgi/web/fcgi\.c'
door libpq '\b(PQ[a-z]|PG(conn|result)\b)' 'db/db\.c'
door libharu '\bHPDF_' 'reports/pdf(_[a-z]+)?\.[ch]'
door Argon2 '\b(argon2|ARGON2)[a-z_]*_|<argon2' 'cgi/auth/password\.c'
door libfido2 '\b(fido|es256|eddsa|rs256)_(pk|cred|assert|init|dev)|<fido' 'cgi/auth/webauthn\.c'
door liboath '\b(oath|OATH)_|<liboath' 'cgi/auth/totp\.c'
door OpenSSL '\b(EVP|OSSL|RAND|HMAC|SHA(1|256|512))_|<openssl' 'cgi/seal/crypt\.c'
door jansson '\bjson_(t|loads|loadb|object_get|array_get|string_value|decref)\b|<jansson' 'cgi/seal/json\.c'

door "the environment" '\bgetenv\(' 'cgi/(main|palregctl|web/fcgi|auth/password)\.c'

sql='"[ 	]*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|BEGIN|COMMIT|ROLLBACK|SET LOCAL) '
# shellcheck disable=SC2046
code $(sources cgi reports) | grep -E "$sql" | none "SQL only in db/"
echo 'x.c:1:	"SELECT id"' | grep -E "$sql" | some "SQL outside db/ is found"

# shellcheck disable=SC2046
code $(sources cgi/pages) $(sources db | grep -v '^db/db\.c$') |
    grep -E ':[0-9]+:.*(\b(free|malloc|calloc|realloc|strdup)\(|\bgoto\b)' |
    none "no free, malloc or goto in pages and db modules"
# shellcheck disable=SC2046
code $(sources cgi/pages) $(sources db | grep -v '^db/db\.c$') |
    grep -E ':[0-9]+:[ 	]*static ' | grep -vE 'static (inline |_Noreturn )?(const |struct stmt const|.*\bconst\b.*(\[|=|;)|.*\()' |
    grep -vE ':[0-9]+:static [a-z_ ]+\*?$|:[0-9]+:static (const )?(struct|enum) [a-z_]+( \*+)?$' |
    none "no static variables in pages and db modules"

# No statement is put together: the text of a stmt is a literal.
# shellcheck disable=SC2046
code $(sources db | grep -v '^db/db\.c$') | grep -E 'snprintf|str_(add|append|printf)|strcat' |
    grep -E 'SELECT|INSERT|UPDATE|DELETE|WHERE' | none "no SQL is put together from strings"

if [ -d static/js ]; then
	grep -rnE '\bcrypto\.subtle\b' static/js --include='*.js' | grep -v '^static/js/crypto/' |
	    none "crypto.subtle only in static/js/crypto"
	grep -rnE '\b(document\.[a-z]+[A-Z(]|window\.|localStorage|sessionStorage)' static/js/crypto --include='*.js' |
	    grep -vE ':[0-9]+:[ 	]*(\*|//|/\*)' | none "no DOM under static/js/crypto"
	grep -rnE '\.(innerHTML|outerHTML)\b *=|insertAdjacentHTML|document\.write|\beval\(|new Function\(' static/js --include='*.js' |
	    none "no HTML and no code made from text in static/js"
fi
finish
