/* sealed.h: what every page does with a sealed document that it is sent. */
#ifndef REGISTER_SEALED_H
#define REGISTER_SEALED_H

#include "db/documents.h"
#include "seal/envelope.h"
#include "web/ctx.h"

/*
 * Check an envelope as the next revision of document rec, of that type, and
 * ready it for the database; last_text is the newest revision or NULL. INVALID
 * when it is none or its seal does not hold, CONFLICT when another was first.
 */
enum status sealed_check(struct ctx *c, const char *type, const char *rec,
    const char *text, const char *last_text, struct document *out)
    __attribute__((warn_unused_result));

/* Who seals, under which key, and when: asked once for many documents. */
enum status sealed_author(struct ctx *c, struct envelope_place *out)
    __attribute__((warn_unused_result));

/* The same from what DOCUMENT_AUTHOR(c->user->inst) brought in a pipeline. */
enum status sealed_author_read(struct ctx *c, const struct rows *rows,
    struct envelope_place *out) __attribute__((warn_unused_result));

/* A sealed document as it came, before it is known whether its seal holds. */
struct sealed {
	struct envelope	envelope;
	struct document	document;
};

/* INVALID when text is none of that type. */
enum status sealed_read(struct ctx *c, const char *type, const char *text,
    struct sealed *out) __attribute__((warn_unused_result));

/*
 * OK if it is the next revision of rec by that author.  What was stored in the
 * same round trip as author and last_text were read stays only if this is the
 * answer: the request has to end with the status that it gives.
 */
enum status sealed_follows(struct ctx *c, const struct sealed *sealed,
    const struct envelope_place *author, const char *rec,
    const char *last_text) __attribute__((warn_unused_result));

/* As sealed_check(), by an author who is known. */
enum status sealed_check_by(struct ctx *c, const struct envelope_place *author,
    const char *type, const char *rec, const char *text,
    const char *last_text, struct document *out)
    __attribute__((warn_unused_result));

#endif
