/* pack.c: a view as text that can be kept and shown again another day. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "web/pack.h"
#include "web/template.h"
#include "web/view.h"

/*
 * An entry is a letter, the name, and the value: t, its length and the text; f
 * and 0 or 1; l and the views of the list, each between brackets.
 *
 *	t heading 5:Flow
 *	f group 0
 *	l rows {…}{…};
 */

static void
pack_entry(const struct entry *e, struct str *out)
{
	switch (e->kind) {
	case ENTRY_TEXT:
		str_addf(out, "t %s %zu:", e->name, strlen(e->text));
		str_add_text(out, e->text);
		break;
	case ENTRY_FLAG:
		str_addf(out, "f %s %d", e->name, e->on ? 1 : 0);
		break;
	case ENTRY_LIST:
		str_addf(out, "l %s ", e->name);
		for (const struct view *item = e->first; item != NULL;
		    item = item->next) {
			str_add_char(out, '{');
			pack_view(item, out);
			str_add_char(out, '}');
		}
		str_add_char(out, ';');
		break;
	}
}

void
pack_view(const struct view *v, struct str *out)
{
	for (size_t i = 0; i < v->size; i++)
		if (v->entries[i].name != NULL)
			pack_entry(&v->entries[i], out);
}

static const char *unpack(const char *p, struct view *v);

/* The place behind the text, or NULL. */
static const char *
unpack_text(const char *p, struct view *v, const char *name)
{
	char *end;
	size_t len = strtoul(p, &end, 10);

	if (end == p || *end != ':' || strnlen(end + 1, len) < len)
		return NULL;
	view_text(v, name, text_copy_len(v->arena, end + 1, len));
	return end + 1 + len;
}

static const char *
unpack_flag(const char *p, struct view *v, const char *name)
{
	if (*p != '0' && *p != '1')
		return NULL;
	view_flag(v, name, *p == '1');
	return p + 1;
}

static const char *
unpack_list(const char *p, struct view *v, const char *name)
{
	view_list(v, name);
	while (p != NULL && *p == '{') {
		p = unpack(p + 1, view_item(v, name));
		p = p == NULL || *p != '}' ? NULL : p + 1;
	}
	return p == NULL || *p != ';' ? NULL : p + 1;
}

/* Entries up to the first place where none begins, or NULL. */
static const char *
unpack(const char *p, struct view *v)
{
	const char *name, *end;
	char kind;

	while (p != NULL && *p != '\0' && *p != '}') {
		kind = *p;
		if (p[1] != ' ' || (end = strchr(p + 2, ' ')) == NULL)
			return NULL;
		name = text_copy_len(v->arena, p + 2, (size_t)(end - p - 2));
		if (kind == 't')
			p = unpack_text(end + 1, v, name);
		else if (kind == 'f')
			p = unpack_flag(end + 1, v, name);
		else
			p = kind == 'l' ? unpack_list(end + 1, v, name) : NULL;
	}
	return p;
}

enum status
unpack_view(const char *text, struct view *v)
{
	const char *end = unpack(text, v);

	return end != NULL && *end == '\0' ? OK : INVALID;
}
