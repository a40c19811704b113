/* clinical.c: diagnoses, allergies and eligibility: records in versions, as cards and forms. */

#include <string.h>

#include "base/str.h"
#include "pages/register/clinical.h"
#include "web/i18n.h"

struct target
target_new(const char *noun, const char *patient)
{
	return (struct target){ .noun = noun, .patient = patient };
}

struct target
target_of(const char *noun, const struct version *v)
{
	return (struct target){ .noun = noun, .patient = v->patient,
		.id = v->id, .series = v->series };
}

const char *
target_action(const struct ctx *c, const struct target *t)
{
	if (t->id != NULL)
		return text_printf(c->arena, "/%s/%s", t->noun, t->id);
	return text_printf(c->arena, "/patients/%s/%s%s", t->patient, t->noun,
	    t->none ? "/none" : "");
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
