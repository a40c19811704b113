/* code.c: judge what is typed as a code of the second factor. */

#include <string.h>
#include <time.h>

#include "auth/recovery.h"
#include "auth/totp.h"
#include "base/uuid.h"
#include "db/bytea.h"
#include "db/factors.h"
#include "pages/auth/code.h"

static enum status
judge_totp(struct ctx *c, const struct login *who, const unsigned char *id,
    const char *code, bool *right)
{
	unsigned char sealed[TOTP_SEALED_LEN];
	enum status st;
	long step;

	if (who->totp == NULL)
		return OK;
	if (bytea_read(who->totp, sealed, sizeof(sealed)) != OK)
		return FAILED;
	st = totp_check(sealed, id, code, time(NULL), &step);
	if (st != OK)
		return st == DENIED ? OK : st;
	return totp_use(c->db, who->id, step, right);
}

static enum status
judge_recovery(struct ctx *c, const struct login *who,
    const unsigned char *id, const char *code, bool *right)
{
	unsigned char hash[HASH_LEN];
	enum status st;

	if ((st = recovery_hash(id, code, hash)) != OK)
		return st;
	return recovery_use(c->db, who->id,
	    bytea_text(c->arena, hash, sizeof(hash)), right);
}

enum status
code_judge(struct ctx *c, const struct login *who, const char *typed,
    enum code *out)
{
	unsigned char id[UUID_LEN];
	char code[CODE_MAX + 1];
	bool right = false, digits;
	enum status st;

	*out = CODE_WRONG;
	if (!who->factor)
		return OK;
	if (uuid_parse(who->id, id) != OK)
		return FAILED;
	code_plain(typed, code);
	digits = strlen(code) == TOTP_DIGITS &&
	    strspn(code, "0123456789") == TOTP_DIGITS;
	st = digits ? judge_totp(c, who, id, code, &right) :
	    judge_recovery(c, who, id, code, &right);
	if (right)
		*out = digits ? CODE_TOTP : CODE_RECOVERY;
	return st;
}
