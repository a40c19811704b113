/* view.c: names and values for templates. */

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/str.h"
#include "web/template.h"
#include "web/view.h"

enum { SIZE_FIRST = 8 };

static struct view *
view_sized(struct arena *a, size_t size)
{
	struct view *v = arena_alloc(a, sizeof(*v));

	v->arena = a;
	v->size = size;
	v->entries = arena_array(a, size, sizeof(*v->entries));
	return v;
}

struct view *
view_new(struct arena *a)
{
	return view_sized(a, SIZE_FIRST);
}

/* FNV-1a: the names are our own, nobody chooses them to collide. */
uint32_t
view_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
}

/* Where the name stands, or the empty place where it would. */
static struct entry *
find_place(const struct view *v, const char *name, uint32_t hash)
{
	size_t i = hash & (v->size - 1);

	while (v->entries[i].name != NULL && (v->entries[i].hash != hash ||
	    strcmp(v->entries[i].name, name) != 0))
		i = (i + 1) & (v->size - 1);
	return &v->entries[i];
}

const struct entry *
view_find(const struct view *v, const char *name, uint32_t hash)
{
	const struct entry *e = find_place(v, name, hash);

	return e->name != NULL ? e : NULL;
}

static void
grow(struct view *v)
{
	struct entry *old = v->entries;
	size_t size = v->size;

	v->size = size * 2;
	v->entries = arena_array(v->arena, v->size, sizeof(*v->entries));
	for (size_t i = 0; i < size; i++)
		if (old[i].name != NULL)
			*find_place(v, old[i].name, old[i].hash) = old[i];
}

/* A name that is set again takes the new value. */
static struct entry *
set_entry(struct view *v, const char *name, enum entry_kind kind)
{
	uint32_t hash = view_hash(name);
	struct entry *e = find_place(v, name, hash);

	if (e->name == NULL && v->len == v->size / 4 * 3) {
		grow(v);
		e = find_place(v, name, hash);
	}
	if (e->name == NULL)
		v->len++;
	v->seen |= view_bit(hash);
	e->name = name;
	e->hash = hash;
	e->kind = kind;
	return e;
}

void
view_list(struct view *v, const char *name)
{
	struct entry *e = set_entry(v, name, ENTRY_LIST);

	e->first = e->last = NULL;
}

/* The items of a list are alike: the next becomes as large as the last. */
struct view *
view_item(struct view *v, const char *name)
{
	struct entry *e = find_place(v, name, view_hash(name));
	struct view *item;

	if (e->name == NULL || e->kind != ENTRY_LIST) {
		e = set_entry(v, name, ENTRY_LIST);
		e->first = e->last = NULL;
	}
	item = view_sized(v->arena, e->last != NULL ? e->last->size :
	    SIZE_FIRST);
	if (e->first == NULL)
		e->first = item;
	else
		e->last->next = item;
	e->last = item;
	return item;
}

void
view_text(struct view *v, const char *name, const char *text)
{
	set_entry(v, name, ENTRY_TEXT)->text = text != NULL ? text : "";
}

void
view_long(struct view *v, const char *name, long number)
{
	view_text(v, name, text_long(v->arena, number));
}

void
view_flag(struct view *v, const char *name, bool on)
{
	set_entry(v, name, ENTRY_FLAG)->on = on;
}

/* A timestamp begins with its date. */
void
view_date(struct view *v, const char *name, const char *iso)
{
	char date[DATE_TEXT + 1] = "";
	long days;

	strncat(date, iso != NULL ? iso : "", DATE_TEXT);
	if (date_parse(date, &days) != OK) {
		view_text(v, name, NULL);
		return;
	}
	date_russian(days, date);
	view_text(v, name, text_copy(v->arena, date));
}

/* "0.50" is "0,5"; zeros are dropped only behind a point. */
void
view_decimal(struct view *v, const char *name, const char *decimal,
    const char *lang)
{
	char *text, *point;
	size_t len;

	text = text_copy(v->arena, decimal != NULL ? decimal : "");
	if ((point = strchr(text, '.')) != NULL) {
		len = strlen(text);
		while (text[len - 1] == '0')
			text[--len] = '\0';
		if (text + len - 1 == point)
			*point = '\0';
		else if (strcmp(lang, "ru") == 0)
			*point = ',';
	}
	view_text(v, name, text);
}

static void
put_list(const struct entry *e, struct json *j)
{
	json_begin_array(j, e->name);
	for (const struct view *item = e->first; item != NULL;
	    item = item->next)
		view_json(item, NULL, j);
	json_end_array(j);
}

void
view_json(const struct view *v, const char *key, struct json *j)
{
	json_begin_object(j, key);
	for (size_t i = 0; i < v->size; i++) {
		const struct entry *e = &v->entries[i];

		if (e->name == NULL)
			continue;
		if (e->kind == ENTRY_LIST)
			put_list(e, j);
		else if (e->kind == ENTRY_FLAG)
			json_put_bool(j, e->name, e->on);
		else
			json_put_text(j, e->name, e->text);
	}
	json_end_object(j);
}
