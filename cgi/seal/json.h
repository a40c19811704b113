/* json.h: JSON by a table of members; the only jansson caller. */
#ifndef SEAL_JSON_H
#define SEAL_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/uuid.h"
#include "seal/tup.h"

enum member_kind {
	MEMBER_INTEGER,		/* min .. max, or 0 .. 2^53-1 when max is 0 */
	MEMBER_TEXT,		/* min .. max characters, or exactly only */
	MEMBER_BYTES,		/* base64url of min .. max bytes */
	MEMBER_UUID,
	MEMBER_UUID4,		/* a random one */
	MEMBER_OBJECT,		/* with the given members */
	MEMBER_LIST,		/* min .. max objects with the given members */
	MEMBER_NOT_TRUE,	/* false, or not there: members_find() only */
};

/* One member that an object must have, in the place it stands in the table. */
struct member {
	const char		*name;
	enum member_kind	 kind;
	const char		*only;
	size_t			 min;
	size_t			 max;
	const struct member	*members;
	size_t			 nmembers;
};

/* What was read; which fields count depends on the kind. */
struct member_value {
	uint64_t		 number;	/* INTEGER */
	const char		*text;		/* TEXT, UUID, UUID4 */
	struct bytes		 bytes;		/* BYTES; TEXT as it stands */
	unsigned char		 id[UUID_LEN];	/* UUID, UUID4 */
	struct member_value	*items;		/* OBJECT, LIST: one after */
	size_t			 count;		/* another; LIST: how many */
};

/*
 * Read a text of at most limit characters that is canonical and one object
 * with exactly the n members, in their order.  out has room for n values; all
 * they point to lives in the arena.  INVALID, never anything in between.
 */
enum status members_read(struct arena *arena, const char *text, size_t len,
    size_t limit, const struct member *members, size_t n,
    struct member_value *out) __attribute__((warn_unused_result));

/*
 * Read a text that others write: JSON without doubled members, an object with
 * at least the n members, in any order; what else stands in it is not looked
 * at.  Otherwise as members_read().
 */
enum status members_find(struct arena *arena, const char *text, size_t len,
    size_t limit, const struct member *members, size_t n,
    struct member_value *out) __attribute__((warn_unused_result));

#endif
