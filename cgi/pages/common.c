/* common.c: what the pages of all programs do alike. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pages/common.h"
#include "seal/crypt.h"
#include "web/i18n.h"
#include "web/request.h"

const struct choice *
choice_find(const struct choice *table, const char *code)
{
	for (const struct choice *t = table; t->code != NULL; t++)
		if (strcmp(t->code, code) == 0)
			return t;
	return table;
}

/* One option of a select. */
static void
show_option(struct view *v, const char *list, const char *code,
    const char *name, const char *selected)
{
	struct view *o = view_item(v, list);

	view_text(o, "code", code);
	view_text(o, "id", code);
	view_text(o, "name", name);
	view_flag(o, "selected", selected != NULL && strcmp(code, selected) == 0);
}

void
show_choices(const struct ctx *c, struct view *v, const char *name,
    const struct choice *table, const char *selected)
{
	for (; table->code != NULL; table++)
		show_option(v, name, table->code, tr(c, table->name), selected);
}

void
show_book(struct view *v, const char *name, const struct book *book,
    const char *selected)
{
	view_list(v, name);
	for (size_t i = 0; i < book->len; i++) {
		const struct book_entry *e = &book->item[i];

		if (!e->retired || (selected != NULL &&
		    strcmp(e->code, selected) == 0))
			show_option(v, name, e->code, e->name, selected);
	}
}

void
show_areas(struct view *v, const char *name, const struct area_list *areas,
    const char *selected)
{
	view_list(v, name);
	for (size_t i = 0; i < areas->len; i++) {
		struct view *o = view_item(v, name);

		view_long(o, "id", areas->item[i].id);
		view_text(o, "name", areas->item[i].name);
		view_flag(o, "selected", selected != NULL &&
		    strtol(selected, NULL, 10) == areas->item[i].id);
	}
}

const char *
date_text(const struct ctx *c, const char *iso)
{
	char text[DATE_TEXT + 1], *shown;
	size_t len = strlen(iso);
	long days;

	if (len < DATE_TEXT)
		return "";
	memcpy(text, iso, DATE_TEXT);
	text[DATE_TEXT] = '\0';
	if (date_parse(text, &days) != OK)
		return "";
	shown = text_copy_len(c->arena, iso, len);
	date_russian(days, text);
	return memcpy(shown, text, DATE_TEXT);
}

const char *
time_text(const struct ctx *c, const char *seconds)
{
	long days, minutes;

	date_local(strtol(seconds, NULL, 10), &days, &minutes);
	return text_printf(c->arena, "%02ld:%02ld", minutes / 60, minutes % 60);
}

const char *
moment_text(const struct ctx *c, const char *seconds)
{
	char text[DATE_TEXT + 1];
	long days, minutes;

	date_local(strtol(seconds, NULL, 10), &days, &minutes);
	date_russian(days, text);
	return text_printf(c->arena, "%s %s", text, time_text(c, seconds));
}

enum status
time_read(const char *text, long *minutes)
{
	char *end;
	long hours, rest;

	if (strspn(text, "0123456789:") != strlen(text))
		return INVALID;
	hours = strtol(text, &end, 10);
	if (end == text || *end != ':' || strlen(end) != 3)
		return INVALID;
	rest = strtol(end + 1, NULL, 10);
	*minutes = hours * 60 + rest;
	return hours < 24 && rest < 60 ? OK : INVALID;
}

const char *
product_text(const struct ctx *c, const char *medicine, const char *form,
    const char *strength)
{
	if (*form == '\0')
		return medicine;
	return text_printf(c->arena, "%s, %s %s", medicine, form, strength);
}

const char *
list_item(const struct ctx *c, const char *list, size_t place)
{
	for (; place > 0; place--) {
		if ((list = strchr(list, ',')) == NULL)
			return NULL;
		list++;
	}
	return *list != '\0' ?
	    text_copy_len(c->arena, list, strcspn(list, ",")) : NULL;
}

const char *
array_text(const struct ctx *c, const char *list)
{
	return list != NULL ? text_printf(c->arena, "{%s}", list) : NULL;
}

const char *
today(const struct ctx *c)
{
	char text[DATE_TEXT + 1];

	date_iso(date_today(), text);
	return text_copy(c->arena, text);
}

enum status
path_uuid(const struct ctx *c, const char **id)
{
	unsigned char bytes[UUID_LEN];

	*id = path_param(c, "id");
	return uuid_parse(*id, bytes) == OK ? OK : NOT_FOUND;
}

enum status
path_number(const struct ctx *c, const char **id)
{
	char *end;
	long n;

	*id = path_param(c, "id");
	n = strtol(*id, &end, 10);
	return **id >= '1' && **id <= '9' && *end == '\0' && n <= 2147483647 ?
	    OK : NOT_FOUND;
}

void
show_errors(const struct ctx *c, struct view *v, const char *const *labels,
    size_t n, const struct value *in)
{
	view_list(v, "errors");
	for (size_t i = 0; i < n; i++) {
		struct view *e;

		if (in[i].error == NULL)
			continue;
		e = view_item(v, "errors");
		view_text(e, "label", tr(c, labels[i]));
		view_text(e, "error", in[i].error);
	}
}

const char *
query_link(const struct ctx *c, const char *path, const char *name,
    const char *value)
{
	const struct request *req = c->req;
	struct str *s = str_new(c->arena);
	char hex[4];

	str_addf(s, "%s?%s=%s", path, name, value);
	for (size_t i = 0; i < req->query_len; i++) {
		const char *p = req->query[i].value;

		if (strcmp(req->query[i].name, name) == 0 || *p == '\0' ||
		    strcmp(req->query[i].name, "page") == 0)
			continue;
		str_addf(s, "&%s=", req->query[i].name);
		for (; *p != '\0'; p++) {
			snprintf(hex, sizeof(hex), "%%%02X", (unsigned char)*p);
			str_add_text(s, hex);
		}
	}
	return s->text;
}

/* The address of this page with another page number. */
static const char *
page_link(const struct ctx *c, long page)
{
	return query_link(c, c->req->path, "page", text_printf(c->arena, "%ld",
	    page));
}

void
show_pages(const struct ctx *c, struct view *v, long page, long size,
    size_t shown, long total)
{
	struct view *p;

	view_list(v, "pages");
	if (total <= size)
		return;
	p = view_item(v, "pages");
	view_long(p, "first", page * size + 1);
	view_long(p, "last", page * size + (long)shown);
	view_long(p, "of", total);
	view_text(p, "previous", page > 0 ? page_link(c, page - 1) : "");
	view_text(p, "next", (page + 1) * size < total ?
	    page_link(c, page + 1) : "");
}

enum status
uuid_new(struct ctx *c, const char **out)
{
	unsigned char bytes[UUID_LEN];
	char *text = arena_alloc(c->arena, UUID_TEXT + 1);
	enum status st;

	if ((st = crypt_random(bytes, sizeof(bytes))) != OK)
		return st;
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	uuid_format(bytes, text);
	*out = text;
	return OK;
}

void
put_list(const struct ctx *c, struct json *j, const char *key,
    const char *list)
{
	size_t len;

	json_begin_array(j, key);
	while (*list != '\0') {
		len = strcspn(list, ",");
		json_put_text(j, NULL, text_copy_len(c->arena, list, len));
		list += len + (list[len] == ',');
	}
	json_end_array(j);
}
