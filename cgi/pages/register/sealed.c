/* sealed.c: what every page does with a sealed document that it is sent. */

#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pages/register/sealed.h"
#include "seal/envelope.h"

/* What envelope_accept() is to compare with; the last revision may be NULL. */
static enum status
find_place(struct ctx *c, const struct envelope *last,
    struct envelope_place *place)
{
	struct document_author author;
	unsigned char *key = arena_alloc(c->arena, SIG_PUB_LEN);
	unsigned char *inst = arena_alloc(c->arena, UUID_LEN);
	unsigned char *user = arena_alloc(c->arena, UUID_LEN);
	enum status st;

	if (c->user->inst == NULL)
		return DENIED;
	if ((st = document_author(c->db, c->user->inst, &author)) != OK)
		return st;
	if (hex_parse(author.sig_pub, key, SIG_PUB_LEN) != OK)
		return DENIED;
	if (uuid_parse(c->user->inst, inst) != OK ||
	    uuid_parse(c->user->id, user) != OK)
		return FAILED;
	*place = (struct envelope_place){
		.inst = inst,
		.user = user,
		.sig_pub = key,
		.last_t = last != NULL ? last->t : NULL,
		.last_rev = last != NULL ? last->rev : 0,
		.last_hash = last != NULL ? last->doc_hash : NULL,
		.epoch = (uint64_t)author.epoch,
		.now = (uint64_t)time(NULL),
	};
	return OK;
}

enum status
sealed_check(struct ctx *c, const char *type, const char *rec,
    const char *text, const char *last_text, struct document *out)
{
	struct envelope e, last;
	struct envelope_place place;
	enum status st;

	if ((st = envelope_read(c->arena, text, strlen(text), &e)) != OK)
		return st;
	if (strcmp(e.t, type) != 0 || strcmp(e.rec, rec) != 0)
		return INVALID;
	if (last_text != NULL && (st = envelope_read(c->arena, last_text,
	    strlen(last_text), &last)) != OK)
		return st;
	if ((st = find_place(c, last_text != NULL ? &last : NULL,
	    &place)) != OK || (st = envelope_accept(c->arena, &e, &place)) != OK)
		return st;
	*out = (struct document){
		.text = text,
		.rec = e.rec,
		.inst = e.inst,
		.type = e.t,
		.author = e.by,
		.rev = text_printf(c->arena, "%llu", (unsigned long long)e.rev),
		.ts = text_printf(c->arena, "%llu", (unsigned long long)e.ts),
		.kep = text_printf(c->arena, "%llu", (unsigned long long)e.kep),
		.prev = hex_format(c->arena, e.prev.at, e.prev.len),
		.hash = hex_format(c->arena, e.doc_hash, HASH_LEN),
	};
	return OK;
}
