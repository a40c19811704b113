/* heads.c: what stands over a table. */

#include <string.h>

#include "base/str.h"
#include "pages/register/heads.h"

/* Where a click on the head leads: sorted by it, or the other way round. */
static const char *
sort_link(const struct ctx *c, const char *code, bool descending)
{
	struct str *s = str_new(c->arena);
	const char *link = query_link(c, "", "sort", code);
	const char *old = strstr(link, "&desc=");

	str_add(s, link, old != NULL ? (size_t)(old - link) : strlen(link));
	if (old != NULL)
		str_add_text(s, old + strlen("&desc=%31"));
	if (descending)
		str_add_text(s, "&desc=1");
	return s->text;
}

void
show_heads(const struct ctx *c, struct view *v, const struct choice *columns,
    const char *sort, bool descending)
{
	view_list(v, "heads");
	for (; columns->code != NULL; columns++) {
		struct view *o = view_item(v, "heads");
		const char *code = columns->code;
		bool on = sort != NULL && *code != '\0' &&
		    strcmp(code, sort) == 0;

		view_text(o, "name", tr(c, columns->name));
		view_text(o, "direction", !on ? "none" :
		    descending ? "descending" : "ascending");
		view_text(o, "arrow", !on ? "" : descending ? "↓" : "↑");
		view_text(o, "link", *code == '\0' ? "" :
		    sort_link(c, code, on && !descending));
	}
}

void
show_found(const struct ctx *c, struct view *v, long total, long most)
{
	view_text(v, "total_text", total < most ?
	    text_printf(c->arena, "%ld", total) :
	    text_printf(c->arena, tr(c, "more than %ld"), total));
	view_text(v, "export", query_link(c, "", "page", ""));
	view_text(v, "export_ids", query_link(c, "", "ids", "1"));
}
