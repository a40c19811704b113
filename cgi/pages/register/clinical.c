/* clinical.c: diagnoses, allergies and eligibility: records in versions, as cards and forms. */

#include <string.h>

#include "pages/register/clinical.h"
#include "web/i18n.h"

void
target_at(struct target *t, const struct version *v)
{
	t->patient = v->patient;
	t->id = v->id;
	t->series = v->series;
	t->version = v->number;
	t->standing = v->current;
}

void
show_target(const struct ctx *c, struct view *v, const struct target *t,
    const char *heading, enum status answer)
{
	view_text(v, "heading", heading);
	view_text(v, "action", target_action(c, t));
	view_flag(v, "correction", t->id != NULL);
	view_flag(v, "conflict", answer == CONFLICT);
}

enum status
ending_read(struct ctx *c, const char *const *codes, const char **status)
{
	const struct field form[] = { { "status", F_CHOICE, .required = true,
		.choices = codes } };
	struct value in[1];
	enum status st;

	if ((st = form_read(c, form, 1, in)) != OK)
		return st == INVALID ? MALFORMED : st;
	*status = in[0].text;
	return OK;
}

void
target_move(struct target *t, const void *items, size_t len, size_t size)
{
	const char *id = NULL;

	for (size_t i = 0; t->id != NULL && i < len; i++) {
		const struct version *v = (const void *)
		    ((const char *)items + i * size);

		if (v->current && strcmp(v->series, t->series) == 0)
			id = v->id;
	}
	t->id = id;
}

void
show_version(const struct ctx *c, struct view *v,
    const struct version *version, const struct choice *endings)
{
	const struct choice *ending = choice_find(endings, version->status);

	view_text(v, "entry", version->id);
	view_text(v, "author", version->author);
	view_text(v, "created", moment_text(c, version->created));
	view_long(v, "version", version->number);
	view_flag(v, "versioned", version->number > 1);
	view_text(v, "ending", tr(c, ending->name));
	view_text(v, "ending_tone", ending->tone);
	view_text(v, "ended_by", version->ended_by);
	view_text(v, "ended", *version->ended != '\0' ?
	    moment_text(c, version->ended) : "");
}
