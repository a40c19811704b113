/* tup.c: TUP, the only encoding that is hashed, signed or used as AAD. */

#include <assert.h>
#include <string.h>

#include "base/uuid.h"
#include "seal/tup.h"

/*
 * Types of Annex A.  A number below U is that many bytes, with OPT as many or
 * none.
 */
enum { OPT = 128, U = 256, I, T, T_OR_EMPTY, B };

enum { TEXT_MAX = 255 };

static const struct registry {
	const char	*name;
	size_t		 n;
	unsigned short	 types[TUP_MAX_ITEMS];
} registry[TUP_NLABELS] = {
	[TUP_SALT]	  = { "rpp/v1/salt", 2, { U, U } },
	[TUP_AUTH]	  = { "rpp/v1/auth", 2, { U, U } },
	[TUP_UNLOCK]	  = { "rpp/v1/unlock", 2, { U, U } },
	[TUP_UCOMMIT]	  = { "rpp/v1/ucommit", 2, { U, U } },
	[TUP_SELFTEST]	  = { "rpp/v1/selftest", 2, { U, U } },
	[TUP_SESSION]	  = { "rpp/v1/session", 2, { U, U } },
	[TUP_PRFINPUT]	  = { "rpp/v1/prfinput", 2, { U, U } },
	[TUP_PRF]	  = { "rpp/v1/prf", 3, { U, U, T } },
	[TUP_PRFCOMMIT]	  = { "rpp/v1/prfcommit", 3, { U, U, T } },
	[TUP_URK]	  = { "rpp/v1/urk", 5, { T, U, U, T, T } },
	[TUP_UPRIV]	  = { "rpp/v1/upriv", 6, { T, U, U, 32, 32, 32 } },
	[TUP_ROSTER]	  = { "rpp/v1/roster", 13,
	    { U, I, 32, I, T, T, U, T_OR_EMPTY, T_OR_EMPTY, OPT | 32, OPT | 32,
	      I, OPT | 16 } },
	[TUP_ENROL]	  = { "rpp/v1/enrol", 5, { U, U, T, 32, 32 } },
	[TUP_INVITE]	  = { "rpp/v1/invite", 6, { U, U, U, T, T, I } },
	[TUP_IKID]	  = { "rpp/v1/ikid", 2, { U, I } },
	[TUP_FP]	  = { "rpp/v1/fp", 4, { U, U, 32, 32 } },
	[TUP_GRANT]	  = { "rpp/v1/grant", 8,
	    { U, I, 16, U, 20, U, 20, I } },
	[TUP_GRANTSIG]	  = { "rpp/v1/grantsig", 3, { B, 32, 48 } },
	[TUP_STORE]	  = { "rpp/v1/store", 5, { T, U, U, T, I } },
	[TUP_INDEX]	  = { "rpp/v1/index", 3, { U, I, U } },
	[TUP_IDX]	  = { "rpp/v1/idx", 6, { T, U, U, I, I, 32 } },
	[TUP_DOC]	  = { "rpp/v1/doc", 8, { T, T, U, U, I, U, I, 32 } },
	[TUP_DOCSIG]	  = { "rpp/v1/docsig", 3, { B, 12, B } },
	[TUP_DOCHASH]	  = { "rpp/v1/dochash", 4, { B, 12, B, 64 } },
	[TUP_WRAP]	  = { "rpp/v1/wrap", 5, { T, U, U, I, 32 } },
	[TUP_LEAF_DOC]	  = { "rpp/v1/leaf/doc", 4, { U, U, I, 32 } },
	[TUP_LEAF_ROSTER] = { "rpp/v1/leaf/roster", 3, { U, I, 32 } },
	[TUP_REC]	  = { "rpp/v1/rec", 3, { U, U, 32 } },
	[TUP_SHARE]	  = { "rpp/v1/share", 3, { U, I, 33 } },
	[TUP_SHAREFILE]	  = { "rpp/v1/sharefile", 6, { T, T, U, U, I, 16 } },
	[TUP_RECSET]	  = { "rpp/v1/recset", 7, { U, U, 32, 32, 32, 32, I } },
};

static uint64_t
read_number(const unsigned char *at, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | at[i];
	return value;
}

static void
write_number(unsigned char *at, size_t len, uint64_t value)
{
	while (len-- > 0) {
		at[len] = (unsigned char)(value & 0xff);
		value >>= 8;
	}
}

static int
is_text(struct bytes item)
{
	if (item.len == 0 || item.len > TEXT_MAX)
		return 0;
	for (size_t i = 0; i < item.len; i++)
		if (item.at[i] < 0x21 || item.at[i] > 0x7e)
			return 0;
	return 1;
}

static int
fits(unsigned type, struct bytes item)
{
	if (type == U)
		return item.len == UUID_LEN;
	if (type == I)
		return item.len == 8 &&
		    read_number(item.at, 8) <= TUP_INTEGER_MAX;
	if (type == T)
		return is_text(item);
	if (type == T_OR_EMPTY)
		return item.len == 0 || is_text(item);
	if (type == B)
		return 1;
	if (type & OPT)
		return item.len == 0 || item.len == (type & ~(unsigned)OPT);
	return item.len == type;
}

enum status
tup_encode(struct arena *arena, enum tup_label label,
    const struct bytes *items, size_t n, struct bytes *out)
{
	const struct registry *r = &registry[label];
	size_t len = 4 + strlen(r->name) + 4;
	unsigned char *p;

	assert(label < TUP_NLABELS);
	if (n != r->n)
		return INVALID;
	for (size_t i = 0; i < n; i++) {
		if (items[i].len > UINT32_MAX || !fits(r->types[i], items[i]))
			return INVALID;
		len += 4 + items[i].len;
	}
	out->at = p = arena_alloc(arena, len);
	out->len = len;
	write_number(p, 4, strlen(r->name));
	memcpy(p + 4, r->name, strlen(r->name));
	p += 4 + strlen(r->name);
	write_number(p, 4, n);
	p += 4;
	for (size_t i = 0; i < n; i++) {
		write_number(p, 4, items[i].len);
		if (items[i].len > 0)
			memcpy(p + 4, items[i].at, items[i].len);
		p += 4 + items[i].len;
	}
	return OK;
}

/* Take lp(x) off the front of in. */
static enum status
take(struct bytes *in, struct bytes *item)
{
	uint64_t len;

	if (in->len < 4 || (len = read_number(in->at, 4)) > in->len - 4)
		return INVALID;
	item->at = in->at + 4;
	item->len = (size_t)len;
	in->at += 4 + item->len;
	in->len -= 4 + item->len;
	return OK;
}

enum status
tup_decode(enum tup_label label, struct bytes in,
    struct bytes items[TUP_MAX_ITEMS])
{
	const struct registry *r = &registry[label];
	struct bytes name;
	enum status st;

	assert(label < TUP_NLABELS);
	if ((st = take(&in, &name)) != OK)
		return st;
	if (name.len != strlen(r->name) ||
	    memcmp(name.at, r->name, name.len) != 0)
		return INVALID;
	if (in.len < 4 || read_number(in.at, 4) != r->n)
		return INVALID;
	in.at += 4;
	in.len -= 4;
	for (size_t i = 0; i < r->n; i++) {
		if ((st = take(&in, &items[i])) != OK)
			return st;
		if (!fits(r->types[i], items[i]))
			return INVALID;
	}
	return in.len == 0 ? OK : INVALID;
}

const char *
tup_name(enum tup_label label)
{
	assert(label < TUP_NLABELS);
	return registry[label].name;
}

size_t
tup_count(enum tup_label label)
{
	assert(label < TUP_NLABELS);
	return registry[label].n;
}

struct bytes
tup_integer(struct arena *arena, uint64_t value)
{
	unsigned char *at = arena_alloc(arena, 8);

	write_number(at, 8, value);
	return (struct bytes){ at, 8 };
}

struct bytes
tup_text(const char *text)
{
	return (struct bytes){ (const unsigned char *)text, strlen(text) };
}

uint64_t
tup_value(struct bytes item)
{
	assert(item.len == 8);
	return read_number(item.at, 8);
}
