/* password.c: verifiers of authKey: Argon2id over an HMAC under the pepper. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero(), open() */

#include <argon2.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/password.h"
#include "base/log.h"
#include "seal/crypt.h"

enum { PASSES = 2, MEMORY_KIB = 19456, LANES = 1 };

/* Both live as long as the worker. */
static unsigned char pepper[PEPPER_LEN];
static bool have_pepper;

/* Stands in for the row of a login that nobody has. */
static const unsigned char nobody_salt[SALT_LEN];
static const unsigned char nobody_verifier[VERIFIER_LEN];

void
pepper_load(void)
{
	const char *path = getenv("PALREG_PEPPER");
	unsigned char more;
	struct stat sb;
	int fd;

	if (path == NULL || *path == '\0')
		log_fatal("cannot read pepper: PALREG_PEPPER is not set");
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1 ||
	    fstat(fd, &sb) == -1)
		log_fatal("cannot read pepper %s: %s", path,
		    strerror(errno));
	if ((sb.st_mode & S_IRWXO) != 0)
		log_fatal("cannot read pepper %s: others may read it", path);
	if (read(fd, pepper, PEPPER_LEN) != PEPPER_LEN ||
	    read(fd, &more, 1) != 0)
		log_fatal("cannot read pepper %s: not 32 bytes long", path);
	close(fd);
	have_pepper = true;
}

enum status
pepper_make(const char *path)
{
	unsigned char fresh[PEPPER_LEN];
	enum status st = FAILED;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		log_error("cannot make pepper %s: %s", path, strerror(errno));
		return FAILED;
	}
	if (crypt_random(fresh, sizeof(fresh)) == OK &&
	    write(fd, fresh, sizeof(fresh)) == (ssize_t)sizeof(fresh) &&
	    fsync(fd) == 0)
		st = OK;
	if (close(fd) == -1)
		st = FAILED;
	explicit_bzero(fresh, sizeof(fresh));
	if (st != OK) {
		log_error("cannot write pepper %s", path);
		unlink(path);
	}
	return st;
}

enum status
password_verifier(const unsigned char auth_key[AUTH_KEY_LEN],
    const unsigned char salt[SALT_LEN], unsigned char out[VERIFIER_LEN])
{
	unsigned char peppered[HASH_LEN];
	enum status st;
	int rc;

	if (!have_pepper)
		pepper_load();
	st = crypt_hmac(pepper, sizeof(pepper), auth_key, AUTH_KEY_LEN,
	    peppered);
	if (st != OK)
		return st;
	rc = argon2id_hash_raw(PASSES, MEMORY_KIB, LANES, peppered,
	    sizeof(peppered), salt, SALT_LEN, out, VERIFIER_LEN);
	explicit_bzero(peppered, sizeof(peppered));
	if (rc != ARGON2_OK) {
		log_error("cannot hash a password: %s",
		    argon2_error_message(rc));
		return FAILED;
	}
	return OK;
}

enum status
password_check(const unsigned char auth_key[AUTH_KEY_LEN],
    const unsigned char *salt, const unsigned char *verifier)
{
	bool known = salt != NULL && verifier != NULL;
	unsigned char made[VERIFIER_LEN];
	enum status st;
	int same;

	st = password_verifier(auth_key, known ? salt : nobody_salt, made);
	if (st != OK)
		return st;
	same = crypt_equal(made, known ? verifier : nobody_verifier,
	    sizeof(made));
	explicit_bzero(made, sizeof(made));
	return known && same ? OK : DENIED;
}

enum status
pepper_key(const char *purpose, unsigned char out[PEPPER_LEN])
{
	assert(strchr(purpose, ' ') != NULL);
	return login_mac(purpose, out);
}

enum status
login_mac(const char *login, unsigned char out[LOGIN_MAC_LEN])
{
	if (!have_pepper)
		pepper_load();
	return crypt_hmac(pepper, sizeof(pepper), login, strlen(login), out);
}
