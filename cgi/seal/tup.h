/* tup.h: TUP, the only encoding that is hashed, signed or used as AAD. */
#ifndef SEAL_TUP_H
#define SEAL_TUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* ENCRYPTION.md, Annex A, in its order. */
enum tup_label {
	TUP_SALT, TUP_AUTH, TUP_UNLOCK, TUP_UCOMMIT, TUP_SELFTEST, TUP_SESSION,
	TUP_PRFINPUT, TUP_PRF, TUP_PRFCOMMIT, TUP_URK, TUP_UPRIV, TUP_ROSTER,
	TUP_ENROL, TUP_INVITE, TUP_IKID, TUP_FP, TUP_GRANT, TUP_GRANTSIG,
	TUP_STORE, TUP_INDEX, TUP_IDX, TUP_DOC, TUP_DOCSIG, TUP_DOCHASH,
	TUP_WRAP, TUP_LEAF_DOC, TUP_LEAF_ROSTER, TUP_REC, TUP_SHARE,
	TUP_SHAREFILE, TUP_RECSET,
	TUP_NLABELS
};

enum { TUP_MAX_ITEMS = 13 };

#define TUP_INTEGER_MAX	((UINT64_C(1) << 53) - 1)

/* One item: bytes in TUP order, whatever its type. */
struct bytes {
	const unsigned char	*at;
	size_t			 len;
};

/*
 * Encode the items of the label.  INVALID if their number or one of them is
 * not what the registry says, so nothing outside of it can be made.
 */
enum status tup_encode(struct arena *arena, enum tup_label label,
    const struct bytes *items, size_t n, struct bytes *out)
    __attribute__((warn_unused_result));

/*
 * Split in, which must be exactly one TUP of this label, into items (as many
 * as the label has; they point into in.at).
 */
enum status tup_decode(enum tup_label label, struct bytes in,
    struct bytes items[TUP_MAX_ITEMS]) __attribute__((warn_unused_result));

/* The label as it stands in the bytes, "rpp/v1/" included. */
const char *tup_name(enum tup_label label);

/* How many items the label has. */
size_t tup_count(enum tup_label label);

/* The items of the types integer and text, made in the arena. */
struct bytes tup_integer(struct arena *arena, uint64_t value);
struct bytes tup_text(const char *text);

/* The value of an item that tup_decode() accepted as an integer. */
uint64_t tup_value(struct bytes item);

#endif
