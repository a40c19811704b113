/* json.c: JSON by a table of members; the only jansson caller. */

#include <string.h>

#include <jansson.h>

#include "seal/base64url.h"
#include "seal/canonical.h"
#include "seal/json.h"

static enum status read_object(struct arena *arena, json_t *object,
    const struct member *members, size_t n, struct member_value *out);

static enum status
read_integer(json_t *json, const struct member *m, struct member_value *out)
{
	uint64_t max = m->max > 0 ? m->max : TUP_INTEGER_MAX;

	if (!json_is_integer(json) || json_integer_value(json) < 0)
		return INVALID;
	out->number = (uint64_t)json_integer_value(json);
	return out->number >= m->min && out->number <= max ? OK : INVALID;
}

/* Copy a string to the arena, since jansson's own goes with the tree. */
static enum status
read_string(struct arena *arena, json_t *json, struct member_value *out)
{
	char *copy;
	size_t len;

	if (!json_is_string(json))
		return INVALID;
	len = json_string_length(json);
	copy = arena_alloc(arena, len + 1);
	memcpy(copy, json_string_value(json), len);
	out->text = copy;
	out->bytes = (struct bytes){ (unsigned char *)copy, len };
	return OK;
}

static enum status
read_text(struct arena *arena, json_t *json, const struct member *m,
    struct member_value *out)
{
	enum status st;

	if ((st = read_string(arena, json, out)) != OK)
		return st;
	if (m->only != NULL)
		return strcmp(out->text, m->only) == 0 ? OK : INVALID;
	return out->bytes.len >= m->min && out->bytes.len <= m->max ?
	    OK : INVALID;
}

static enum status
read_bytes(struct arena *arena, json_t *json, const struct member *m,
    struct member_value *out)
{
	enum status st;

	if (!json_is_string(json))
		return INVALID;
	st = base64url_decode(arena, json_string_value(json),
	    json_string_length(json), &out->bytes.at, &out->bytes.len);
	if (st != OK)
		return st;
	return out->bytes.len >= m->min && out->bytes.len <= m->max ?
	    OK : INVALID;
}

static enum status
read_uuid(struct arena *arena, json_t *json, const struct member *m,
    struct member_value *out)
{
	enum status st;

	if ((st = read_string(arena, json, out)) != OK)
		return st;
	if ((st = uuid_parse(out->text, out->id)) != OK)
		return st;
	return m->kind == MEMBER_UUID || uuid_is_random(out->id) ?
	    OK : INVALID;
}

static enum status
read_list(struct arena *arena, json_t *json, const struct member *m,
    struct member_value *out)
{
	enum status st;

	if (!json_is_array(json))
		return INVALID;
	out->count = json_array_size(json);
	if (out->count < m->min || out->count > m->max)
		return INVALID;
	out->items = arena_array(arena, out->count * m->nmembers,
	    sizeof(*out->items));
	for (size_t i = 0; i < out->count; i++) {
		st = read_object(arena, json_array_get(json, i), m->members,
		    m->nmembers, &out->items[i * m->nmembers]);
		if (st != OK)
			return st;
	}
	return OK;
}

static enum status
read_value(struct arena *arena, json_t *json, const struct member *m,
    struct member_value *out)
{
	switch (m->kind) {
	case MEMBER_INTEGER:
		return read_integer(json, m, out);
	case MEMBER_TEXT:
		return read_text(arena, json, m, out);
	case MEMBER_BYTES:
		return read_bytes(arena, json, m, out);
	case MEMBER_UUID:
	case MEMBER_UUID4:
		return read_uuid(arena, json, m, out);
	case MEMBER_OBJECT:
		out->count = 1;
		out->items = arena_array(arena, m->nmembers,
		    sizeof(*out->items));
		return read_object(arena, json, m->members, m->nmembers,
		    out->items);
	case MEMBER_LIST:
		return read_list(arena, json, m, out);
	case MEMBER_NOT_TRUE:
		return json_is_false(json) ? OK : INVALID;
	}
	return INVALID;
}

/* jansson walks through an object in the order of its text. */
static enum status
read_object(struct arena *arena, json_t *object, const struct member *members,
    size_t n, struct member_value *out)
{
	enum status st;
	void *at;

	if (!json_is_object(object) || json_object_size(object) != n)
		return INVALID;
	at = json_object_iter(object);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(json_object_iter_key(at), members[i].name) != 0)
			return INVALID;
		st = read_value(arena, json_object_iter_value(at), &members[i],
		    &out[i]);
		if (st != OK)
			return st;
		at = json_object_iter_next(object, at);
	}
	return OK;
}

enum status
members_read(struct arena *arena, const char *text, size_t len, size_t limit,
    const struct member *members, size_t n, struct member_value *out)
{
	enum status st;
	json_t *root;

	if (len > limit)
		return INVALID;
	if ((st = canonical_check(text, len)) != OK)
		return st;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (root == NULL)
		return INVALID;
	st = read_object(arena, root, members, n, out);
	json_decref(root);
	return st;
}

static enum status
find_member(struct arena *arena, json_t *object, const struct member *m,
    struct member_value *out)
{
	json_t *json = json_object_get(object, m->name);

	if (json == NULL)
		return m->kind == MEMBER_NOT_TRUE ? OK : INVALID;
	return read_value(arena, json, m, out);
}

enum status
members_find(struct arena *arena, const char *text, size_t len, size_t limit,
    const struct member *members, size_t n, struct member_value *out)
{
	enum status st = OK;
	json_t *root;

	if (len > limit)
		return INVALID;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (root == NULL)
		return INVALID;
	if (!json_is_object(root))
		st = INVALID;
	for (size_t i = 0; i < n && st == OK; i++)
		st = find_member(arena, root, &members[i], &out[i]);
	json_decref(root);
	return st;
}
