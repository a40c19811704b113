/* scores.c: the card of last values: each with its date and what changed. */

#include <string.h>

#include "base/decimal.h"
#include "base/str.h"
#include "pages/common.h"
#include "pages/register/sheet.h"
#include "web/i18n.h"

/* The value as people read it: the word of an answer, or a number. */
static const char *
value_text(const struct ctx *c, const char *value, const char *label)
{
	char *text = text_copy(c->arena, value);
	char *point = strchr(text, '.');

	if (*label != '\0')
		return label;
	if (point != NULL && strcmp(c->lang, "ru") == 0)
		*point = ',';
	return text;
}

/* How two values differ: below, above or at 0. */
static int
compare(const char *value, const char *was)
{
	struct decimal a, b;

	if (decimal_parse(value, &a) != OK || decimal_parse(was, &b) != OK)
		return 0;
	return decimal_compare(a, b);
}

/* An arrow for the eye, words for everybody: colour alone says nothing. */
static void
show_change(const struct ctx *c, struct view *v, const struct score *s)
{
	const char *was = value_text(c, s->was, s->was_label);
	int up = compare(s->value, s->was);
	bool worse = strcmp(s->worse, up > 0 ? "high" : "low") == 0;

	if (up == 0) {
		view_text(v, "arrow", "=");
		view_text(v, "tone", "quiet");
		view_text(v, "change", tr(c, "no change"));
		return;
	}
	view_text(v, "arrow", *s->worse == '\0' ? "→" : up > 0 ? "▲" : "▼");
	view_text(v, "tone", *s->worse == '\0' ? "quiet" :
	    worse ? "stop" : "ok");
	view_text(v, "change", text_printf(c->arena, *s->worse == '\0' ?
	    tr(c, "was %s") : worse ? tr(c, "worse, was %s") :
	    tr(c, "better, was %s"), was));
}

void
show_scores(const struct ctx *c, struct view *v,
    const struct score_list *list)
{
	view_list(v, "scores");
	view_flag(v, "has_scores", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct score *s = &list->item[i];
		struct view *o = view_item(v, "scores");

		view_text(o, "instrument", s->instrument);
		view_text(o, "name", s->name);
		view_text(o, "value", value_text(c, s->value, s->label));
		view_text(o, "on", date_text(c, s->on));
		view_text(o, "change", "");
		if (*s->value != '\0' && *s->was != '\0')
			show_change(c, o, s);
	}
}
