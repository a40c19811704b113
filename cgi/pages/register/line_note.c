/* line_note.c: plan, instructions, reason and form of a line, in words. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/register/line_note.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* "by 10 mg every 3 days to 60 mg; decides: doctor" */
static const char *
plan_text(const struct ctx *c, const struct line_note *n)
{
	const char *days;

	if (*n->step == '\0')
		return "";
	days = text_printf(c->arena, trn(c, "%ld day", "%ld days",
	    (unsigned long)n->step_days), n->step_days);
	return text_printf(c->arena,
	    tr(c, "by %s %s every %s to %s %s; decides: %s"),
	    decimal_text(c, n->step), n->unit, days,
	    decimal_text(c, n->target), n->unit, n->decider);
}

/* "20, packs: 1, 107/у-НП АБ 123 of 26.11.2026" */
static const char *
given_text(const struct ctx *c, const struct line_note *n)
{
	struct str *s = str_new(c->arena);

	if (*n->quantity != '\0')
		str_addf(s, tr(c, "quantity %s"),
		    decimal_text(c, n->quantity));
	if (*n->packs != '\0') {
		str_add_text(s, s->len > 0 ? ", " : "");
		str_addf(s, tr(c, "packs %s"), n->packs);
	}
	if (*n->blank != '\0') {
		str_add_text(s, s->len > 0 ? ", " : "");
		str_addf(s, tr(c, "form %s № %s of %s"), n->form, n->blank,
		    date_text(c, n->blank_on));
	}
	return s->text;
}

void
show_line_note(const struct ctx *c, struct view *v,
    const struct line_notes *notes, const char *line)
{
	const struct line_note *n = line_note_of(notes, line);

	if (n == NULL)
		return;
	view_text(v, "note_plan", plan_text(c, n));
	view_text(v, "note_told", n->instructions);
	view_text(v, "note_why", n->change_reason);
	view_text(v, "note_given", given_text(c, n));
}
