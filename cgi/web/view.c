/* view.c: names and values for templates. */

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "web/template.h"
#include "web/view.h"

enum { SIZE_FIRST = 16 };

struct view *
view_new(struct arena *a)
{
	struct view *v = arena_alloc(a, sizeof(*v));

	v->arena = a;
	return v;
}

/* FNV-1a: the names are our own, nobody chooses them to collide. */
uint32_t
view_hash(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return hash;
}

static struct entry *
find_entry(const struct view *v, const char *name, uint32_t hash)
{
	for (size_t i = 0; i < v->len; i++)
		if (v->entries[i].hash == hash &&
		    strcmp(v->entries[i].name, name) == 0)
			return &v->entries[i];
	return NULL;
}

const struct entry *
view_find(const struct view *v, const char *name, uint32_t hash)
{
	return find_entry(v, name, hash);
}

static void
grow(struct view *v)
{
	size_t size = v->size == 0 ? SIZE_FIRST : v->size * 2;
	struct entry *entries = arena_array(v->arena, size, sizeof(*entries));

	if (v->len != 0)
		memcpy(entries, v->entries, v->len * sizeof(*entries));
	v->entries = entries;
	v->size = size;
}

/* A name that is set again takes the new value. */
static struct entry *
set_entry(struct view *v, const char *name, enum entry_kind kind)
{
	uint32_t hash = view_hash(name, strlen(name));
	struct entry *e = find_entry(v, name, hash);

	if (e != NULL) {
		e->kind = kind;
		return e;
	}
	if (v->len == v->size)
		grow(v);
	e = &v->entries[v->len++];
	e->hash = hash;
	e->name = name;
	e->kind = kind;
	return e;
}

void
view_list(struct view *v, const char *name)
{
	struct entry *e = set_entry(v, name, ENTRY_LIST);

	e->first = e->last = NULL;
}

struct view *
view_item(struct view *v, const char *name)
{
	uint32_t hash = view_hash(name, strlen(name));
	struct entry *e = find_entry(v, name, hash);
	struct view *item = view_new(v->arena);

	if (e == NULL || e->kind != ENTRY_LIST) {
		e = set_entry(v, name, ENTRY_LIST);
		e->first = e->last = NULL;
	}
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
	struct entry *e = set_entry(v, name, ENTRY_TEXT);

	e->text = text != NULL ? text : "";
	e->len = strlen(e->text);
}

void
view_long(struct view *v, const char *name, long number)
{
	view_text(v, name, text_printf(v->arena, "%ld", number));
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
	char date[DATE_TEXT + 1];
	long days;

	snprintf(date, sizeof(date), "%s", iso != NULL ? iso : "");
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
