/* sealed.c: what every page does with a sealed document that it is sent. */

#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pages/register/sealed.h"

enum status
sealed_author_read(struct ctx *c, const struct rows *rows,
    struct envelope_place *out)
{
	struct document_author author;
	unsigned char *key = arena_alloc(c->arena, SIG_PUB_LEN);
	unsigned char *inst = arena_alloc(c->arena, UUID_LEN);
	unsigned char *user = arena_alloc(c->arena, UUID_LEN);

	if (c->user->inst == NULL)
		return DENIED;
	document_read_author(rows, &author);
	if (hex_parse(author.sig_pub, key, SIG_PUB_LEN) != OK)
		return DENIED;
	if (uuid_parse(c->user->inst, inst) != OK ||
	    uuid_parse(c->user->id, user) != OK)
		return FAILED;
	*out = (struct envelope_place){
		.inst = inst,
		.user = user,
		.sig_pub = key,
		.epoch = (uint64_t)author.epoch,
		.now = (uint64_t)time(NULL),
	};
	return OK;
}

enum status
sealed_author(struct ctx *c, struct envelope_place *out)
{
	struct query q = DOCUMENT_AUTHOR(c->user->inst);
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	return sealed_author_read(c, q.rows, out);
}

/* The revision that a new one follows; text may be NULL for none. */
static enum status
follow(struct ctx *c, const char *text, struct envelope_place *place)
{
	struct envelope *last;
	enum status st;

	if (text == NULL)
		return OK;
	last = arena_alloc(c->arena, sizeof(*last));
	if ((st = envelope_read(c->arena, text, strlen(text), last)) != OK)
		return st;
	place->last_t = last->t;
	place->last_rev = last->rev;
	place->last_hash = last->doc_hash;
	return OK;
}

enum status
sealed_read(struct ctx *c, const char *type, const char *text,
    struct sealed *out)
{
	struct envelope *e = &out->envelope;
	enum status st;

	if ((st = envelope_read(c->arena, text, strlen(text), e)) != OK)
		return st;
	out->document = (struct document){
		.text = text,
		.rec = e->rec,
		.inst = e->inst,
		.type = e->t,
		.author = e->by,
		.rev = text_printf(c->arena, "%llu", (unsigned long long)e->rev),
		.ts = text_printf(c->arena, "%llu", (unsigned long long)e->ts),
		.kep = text_printf(c->arena, "%llu", (unsigned long long)e->kep),
		.prev = hex_format(c->arena, e->prev.at, e->prev.len),
		.hash = hex_format(c->arena, e->doc_hash, HASH_LEN),
	};
	return strcmp(e->t, type) == 0 ? OK : INVALID;
}

enum status
sealed_follows(struct ctx *c, const struct sealed *sealed,
    const struct envelope_place *author, const char *rec,
    const char *last_text)
{
	struct envelope_place place = *author;
	enum status st;

	if (strcmp(sealed->envelope.rec, rec) != 0)
		return INVALID;
	if ((st = follow(c, last_text, &place)) != OK)
		return st;
	return envelope_accept(c->arena, &sealed->envelope, &place);
}

enum status
sealed_check_by(struct ctx *c, const struct envelope_place *author,
    const char *type, const char *rec, const char *text,
    const char *last_text, struct document *out)
{
	struct sealed sealed;
	enum status st;

	if ((st = sealed_read(c, type, text, &sealed)) != OK ||
	    (st = sealed_follows(c, &sealed, author, rec, last_text)) != OK)
		return st;
	*out = sealed.document;
	return OK;
}

enum status
sealed_check(struct ctx *c, const char *type, const char *rec,
    const char *text, const char *last_text, struct document *out)
{
	struct envelope_place author;
	enum status st;

	if ((st = sealed_author(c, &author)) != OK)
		return st;
	return sealed_check_by(c, &author, type, rec, text, last_text, out);
}
