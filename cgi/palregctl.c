/* palregctl.c: the operator's command line. */

#define _POSIX_C_SOURCE	200809L		/* getline() */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "auth/password.h"
#include "base/str.h"
#include "db/bytea.h"
#include "db/operator.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "seal/login.h"
#include "seal/objects.h"

enum { EXIT_USAGE = 2, TOKEN_LEN = 32 };

struct command {
	const char	 *name;
	const char	 *args;
	const char	 *what;
	int		  least;	/* arguments */
	int		  most;
	int		(*run)(struct arena *, int, char **);
};

static int run_account_add(struct arena *, int, char **);
static int run_account_confirm(struct arena *, int, char **);
static int run_account_verifier(struct arena *, int, char **);
static int run_area_add(struct arena *, int, char **);
static int run_areas(struct arena *, int, char **);
static int run_join_link(struct arena *, int, char **);
static int run_pepper(struct arena *, int, char **);
static int run_recovery_link(struct arena *, int, char **);
static int run_roles(struct arena *, int, char **);
static int run_setup_link(struct arena *, int, char **);
static int run_unlock_login(struct arena *, int, char **);

static const struct command commands[] = {
	{ "account-add", "LOGIN NAME AREA ROLE", "add an invited account with a"
	    " role for its area", 4, 4, run_account_add },
	{ "account-confirm", "LOGIN [FINGERPRINT]", "show, or confirm, the keys"
	    " of an account above the institutions", 1, 2,
	    run_account_confirm },
	{ "account-verifier", "", "read authKeys, a line each; print salt and"
	    " verifier", 0, 0, run_account_verifier },
	{ "area-add", "KIND NAME [UNDER]", "add a region, district, institution"
	    " or department", 2, 3, run_area_add },
	{ "areas", "", "list the areas", 0, 0, run_areas },
	{ "join-link", "LOGIN", "print the link with which an invited account"
	    " above the institutions brings its keys", 1, 1, run_join_link },
	{ "pepper", "", "make the pepper file that PALREG_PEPPER names", 0, 0,
	    run_pepper },
	{ "recovery-link", "LOGIN", "print the link with which two custodians"
	    " restore an officer, or make one", 1, 1, run_recovery_link },
	{ "roles", "", "list the roles and their permissions", 0, 0,
	    run_roles },
	{ "setup-link", "[INSTITUTION]", "print the link that sets up an"
	    " institution's keys", 0, 1, run_setup_link },
	{ "unlock-login", "LOGIN", "forget the failed tries of a login", 1, 1,
	    run_unlock_login },
};

static int
fail(const char *what, const char *why)
{
	fprintf(stderr, "palregctl: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

static int
fail_status(const char *what, enum status st)
{
	switch (st) {
	case MALFORMED:
	case INVALID:
		return fail(what, "not accepted by the database");
	case DENIED:
		return fail(what, "this database role may not do it");
	case NOT_FOUND:
		return fail(what, "not found");
	case CONFLICT:
		return fail(what, "exists already");
	case OK:
	case FAILED:
		break;
	}
	return fail(what, "failed");
}

/* One command has one connection at most; main() closes it. */
static struct db *database;

/* Connects as whoever calls, who must be a superuser of the cluster. */
static struct db *
open_db(struct arena *a)
{
	static const struct stmt *const modules[] = { operator_stmts, NULL };
	const char *conninfo = getenv("PALREG_DB");

	database = db_open(text_printf(a,
	    "%s options='-c search_path=palreg,pg_temp'",
	    conninfo == NULL ? "" : conninfo), modules);
	db_use_arena(database, a);
	return database;
}

/* A fresh token's text; *hash is what the database keeps of it. */
static const char *
new_token(struct arena *a, const char **hash)
{
	unsigned char token[TOKEN_LEN], digest[HASH_LEN];

	if (crypt_random(token, sizeof(token)) != OK ||
	    crypt_sha256(token, sizeof(token), digest) != OK)
		exit(fail("token", "no random bytes"));
	*hash = bytea_text(a, digest, sizeof(digest));
	return base64url_encode(a, token, sizeof(token));
}

static int
print_link(const char *path, const char *token)
{
	const char *origins = getenv("PALREG_ORIGIN");

	if (origins == NULL)
		origins = "https://127.0.0.1:8443";
	printf("%.*s%s#%s\n", (int)strcspn(origins, " "), origins, path, token);
	return EXIT_SUCCESS;
}

static int
run_pepper(struct arena *a, int argc, char **argv)
{
	const char *path = getenv("PALREG_PEPPER");

	(void)a;
	(void)argc;
	(void)argv;
	if (path == NULL || *path == '\0')
		return fail("pepper", "PALREG_PEPPER is not set");
	return pepper_make(path) == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
print_verifier(struct arena *a, const char *line, size_t len)
{
	unsigned char key[AUTH_KEY_LEN], salt[SALT_LEN], verifier[VERIFIER_LEN];

	if (base64url_decode_exact(line, len, key, sizeof(key)) != OK)
		return fail("account-verifier", "a line is not an authKey");
	if (crypt_random(salt, sizeof(salt)) != OK ||
	    password_verifier(key, salt, verifier) != OK)
		return fail("account-verifier", "cannot hash");
	printf("%s %s\n", bytea_text(a, salt, sizeof(salt)) + 2,
	    bytea_text(a, verifier, sizeof(verifier)) + 2);
	return EXIT_SUCCESS;
}

static int
run_account_verifier(struct arena *a, int argc, char **argv)
{
	int rc = EXIT_SUCCESS;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	(void)argc;
	(void)argv;
	while (rc == EXIT_SUCCESS && (len = getline(&line, &size, stdin)) > 0) {
		if (line[len - 1] == '\n')
			len--;
		rc = print_verifier(a, line, (size_t)len);
		arena_reset(a);
	}
	free(line);
	return rc;
}

static int
run_areas(struct arena *a, int argc, char **argv)
{
	struct operator_area_list list;
	enum status st;

	(void)argc;
	(void)argv;
	if ((st = operator_areas(open_db(a), &list)) != OK)
		return fail_status("areas", st);
	for (size_t i = 0; i < list.len; i++)
		printf("%s\t%s\t%s\t%s%s\n", list.item[i].id,
		    *list.item[i].parent == '\0' ? "-" : list.item[i].parent,
		    list.item[i].kind, list.item[i].name,
		    list.item[i].has_keys ? "\tset up" : "");
	return EXIT_SUCCESS;
}

static int
run_area_add(struct arena *a, int argc, char **argv)
{
	const char *id;
	enum status st;

	st = operator_area_add(open_db(a), argv[0], argv[1],
	    argc == 3 ? argv[2] : NULL, &id);
	if (st != OK)
		return fail_status("area-add", st);
	puts(id);
	return EXIT_SUCCESS;
}

/*
 * The institution meant when none is named: the only one without keys.  An
 * empty tree gets a region and an institution, to be renamed later.
 */
static enum status
find_institution(struct db *db, const char **id)
{
	struct operator_area_list list;
	const char *region;
	enum status st;

	if ((st = operator_areas(db, &list)) != OK)
		return st;
	*id = NULL;
	for (size_t i = 0; i < list.len; i++) {
		if (strcmp(list.item[i].kind, "institution") != 0 ||
		    list.item[i].has_keys)
			continue;
		if (*id != NULL)
			return CONFLICT;
		*id = list.item[i].id;
	}
	if (*id != NULL)
		return OK;
	if (list.len != 0)
		return NOT_FOUND;
	st = operator_area_add(db, "region", "Регион", NULL, &region);
	if (st != OK)
		return st;
	return operator_area_add(db, "institution", "Учреждение", region, id);
}

static int
run_setup_link(struct arena *a, int argc, char **argv)
{
	struct db *db = open_db(a);
	const char *area, *hash, *token;
	enum status st;

	if (argc == 1) {
		area = argv[0];
	} else if ((st = find_institution(db, &area)) == CONFLICT) {
		return fail("setup-link", "several institutions wait for their"
		    " keys, name one (see palregctl areas)");
	} else if (st == NOT_FOUND) {
		return fail("setup-link", "no institution waits for its keys");
	} else if (st != OK) {
		return fail_status("setup-link", st);
	}
	token = new_token(a, &hash);
	if ((st = operator_setup_token(db, hash, area)) != OK)
		return fail_status("setup-link", st);
	return print_link("/setup", token);
}

static int
run_join_link(struct arena *a, int argc, char **argv)
{
	const char *hash, *token;
	enum status st;

	(void)argc;
	token = new_token(a, &hash);
	st = operator_join_token(open_db(a), hash, argv[0]);
	if (st != OK)
		return fail_status("join-link", st);
	return print_link("/join", token);
}

static int
run_recovery_link(struct arena *a, int argc, char **argv)
{
	const char *hash, *token;
	enum status st;

	(void)argc;
	token = new_token(a, &hash);
	st = operator_recovery_token(open_db(a), hash, argv[0]);
	if (st != OK)
		return fail_status("recovery-link", st);
	return print_link("/recovery", token);
}

static int
run_account_add(struct arena *a, int argc, char **argv)
{
	const char *id;
	enum status st;

	(void)argc;
	if (!login_is_valid(tup_text(argv[0])))
		return fail("account-add", "not a login name");
	st = operator_account_add(open_db(a), argv[0], argv[1], argv[2],
	    argv[3], &id);
	if (st != OK)
		return fail_status("account-add", st);
	puts(id);
	return EXIT_SUCCESS;
}

/* The fingerprint of keys that belong to no institution. */
static enum status
read_print(struct arena *a, const char *id, const char *sig_pub,
    const char *enc_pub, char text[FINGERPRINT_TEXT])
{
	static const unsigned char nil[UUID_LEN];
	unsigned char user[UUID_LEN], print[FINGERPRINT_LEN];
	unsigned char sig[SIG_PUB_LEN], enc[ENC_PUB_LEN];
	enum status st;

	if ((st = uuid_parse(id, user)) != OK ||
	    (st = bytea_read(sig_pub, sig, sizeof(sig))) != OK ||
	    (st = bytea_read(enc_pub, enc, sizeof(enc))) != OK ||
	    (st = fingerprint(a, nil, user, sig, enc, print)) != OK)
		return st;
	fingerprint_text(print, text);
	return OK;
}

static int
run_account_confirm(struct arena *a, int argc, char **argv)
{
	const char *id, *sig_pub, *enc_pub;
	struct db *db = open_db(a);
	char text[FINGERPRINT_TEXT];
	enum status st;

	st = operator_applicant(db, argv[0], &id, &sig_pub, &enc_pub);
	if (st != OK || (st = read_print(a, id, sig_pub, enc_pub, text)) != OK)
		return fail_status("account-confirm", st);
	if (argc == 1) {
		puts(text);
		return EXIT_SUCCESS;
	}
	if (strcmp(argv[1], text) != 0)
		return fail("account-confirm", "another fingerprint: nothing"
		    " was confirmed");
	if ((st = operator_confirm(db, id, sig_pub)) != OK)
		return fail_status("account-confirm", st);
	puts("confirmed");
	return EXIT_SUCCESS;
}

static int
run_unlock_login(struct arena *a, int argc, char **argv)
{
	unsigned char mac[LOGIN_MAC_LEN];
	enum status st;
	bool found;

	(void)argc;
	if (login_mac(argv[0], mac) != OK)
		return fail("unlock-login", "cannot hash");
	st = operator_unlock(open_db(a), bytea_text(a, mac, sizeof(mac)),
	    &found);
	if (st != OK)
		return fail_status("unlock-login", st);
	puts(found ? "unlocked" : "nothing was counted for this login");
	return EXIT_SUCCESS;
}

static int
run_roles(struct arena *a, int argc, char **argv)
{
	struct rows *rows;
	enum status st;

	(void)argc;
	(void)argv;
	if ((st = operator_roles(open_db(a), &rows)) != OK)
		return fail_status("roles", st);
	for (size_t i = 0; i < rows_len(rows); i++)
		puts(row_text(rows, i, 0));
	return EXIT_SUCCESS;
}

static int
usage(void)
{
	fputs("usage:\n", stderr);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(stderr, "  palregctl %s %s\n\t%s\n", commands[i].name,
		    commands[i].args, commands[i].what);
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	struct arena *a;
	int rc;

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (argc < 2 || strcmp(argv[1], commands[i].name) != 0)
			continue;
		if (argc - 2 < commands[i].least || argc - 2 > commands[i].most)
			break;
		a = arena_new();
		rc = commands[i].run(a, argc - 2, argv + 2);
		if (database != NULL)
			db_close(database);
		arena_free(a);
		return fflush(stdout) == 0 ? rc : EXIT_FAILURE;
	}
	return usage();
}
