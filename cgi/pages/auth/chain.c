/* chain.c: what an officer sends is checked against the whole chain. */

#include <string.h>

#include "db/keys.h"
#include "pages/auth/chain.h"
#include "seal/objects.h"

enum status
chain_read(struct ctx *c, size_t fresh, struct roster **out)
{
	struct roster *r = roster_new(c->arena);
	struct keys keys;
	enum status st;

	st = keys_get(c->db, c->user->id, c->user->inst, -1, &keys);
	if (st != OK)
		return st;
	for (size_t i = 0; i < keys.roster.len; i++) {
		const char *text = keys.roster.item[i];

		st = roster_append(r, text, strlen(text),
		    i + fresh < keys.roster.len ? ROSTER_STORED :
		    ROSTER_VERIFY);
		if (st != OK)
			return st;
	}
	*out = r;
	return OK;
}

static enum status
check_grant(struct ctx *c, const struct roster *r, const char *text,
    size_t len, const unsigned char *sender, const unsigned char *recipient)
{
	struct grant g;
	enum status st;

	if ((st = grant_read(c->arena, text, len, &g)) != OK ||
	    (st = grant_check(c->arena, &g, r)) != OK)
		return st;
	if (memcmp(g.sender, sender, UUID_LEN) != 0 || (recipient != NULL &&
	    memcmp(g.recipient, recipient, UUID_LEN) != 0))
		return INVALID;
	return OK;
}

static enum status
check_grants(struct ctx *c, const struct roster *r, const char *lines,
    const unsigned char *from, const unsigned char *to)
{
	enum status st;
	size_t len;

	for (; lines != NULL && *lines != '\0'; lines += len) {
		len = strcspn(lines, "\n");
		st = check_grant(c, r, lines, len, from, to);
		if (st != OK)
			return st;
		if (lines[len] == '\n')
			len++;
	}
	return OK;
}

enum status
chain_grants(struct ctx *c, const struct roster *r, const char *lines,
    const char *recipient)
{
	unsigned char from[UUID_LEN], to[UUID_LEN];
	enum status st;

	if ((st = uuid_parse(c->user->id, from)) != OK ||
	    (recipient != NULL && (st = uuid_parse(recipient, to)) != OK))
		return st;
	return check_grants(c, r, lines, from, recipient != NULL ? to : NULL);
}

enum status
chain_root_grants(struct ctx *c, const struct roster *r, const char *lines)
{
	static const unsigned char nil[UUID_LEN];

	return check_grants(c, r, lines, nil, NULL);
}

size_t
chain_lines(const char *lines)
{
	size_t n = 0;

	for (; lines != NULL && *lines != '\0'; n++) {
		lines += strcspn(lines, "\n");
		if (*lines == '\n')
			lines++;
	}
	return n;
}
