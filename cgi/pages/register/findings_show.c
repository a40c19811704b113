/* findings_show.c: how findings and the ways out of them are put into a view. */

#include <string.h>

#include "base/str.h"
#include "pages/register/findings.h"
#include "web/i18n.h"

enum way {
	WAY_FIELD,	/* to the field that is wrong */
	WAY_SET,	/* put the right value into the field */
	WAY_WRITE,	/* write the line that is missing */
	WAY_EDIT,	/* change the other line */
	WAY_STOP	/* stop the other line */
};

/* By the kind of the rule. */
static const struct {
	const char	*kind;
	enum way	 way;
	const char	*field;
} ways[] = {
	{ "allergy",         WAY_FIELD, "product" },
	{ "day_maximum",     WAY_FIELD, "dose" },
	{ "interval",        WAY_SET,   "interval_hours" },
	{ "needs_companion", WAY_WRITE, NULL },
	{ "needs_rescue",    WAY_WRITE, NULL },
	{ "rescue_share",    WAY_FIELD, "dose" },
	{ "rx_form",         WAY_SET,   "rx_form" },
	{ "rx_quantity",     WAY_SET,   "quantity" },
	{ "same_class",      WAY_STOP,  NULL },
	{ "same_medicine",   WAY_EDIT,  NULL },
	{ "several",         WAY_STOP,  NULL },
	{ "several_patches", WAY_STOP,  NULL },
	{ "times_maximum",   WAY_FIELD, "dose" },
	{ "together",        WAY_STOP,  NULL },
	{ "wrong_form",      WAY_FIELD, "unit" },
};

static const char *const tones[] = {
	[DOSE_INFO] = "quiet", [DOSE_WARN] = "warn", [DOSE_STOP] = "stop" };

/* The version that is stored: of a fresh line the one it replaces, or NULL. */
static const char *
stored_id(const struct finding_set *s, const struct dose_line *line)
{
	size_t i = finding_fresh(s, line);

	if (i == s->nfresh)
		return line->id;
	return s->old != NULL ? s->old[i] : NULL;
}

/* The line to be stopped: one that is not written now, else the last. */
static const char *
other_line(const struct finding_set *s, const struct dose_finding *f)
{
	for (size_t i = f->nlines; i-- > 0;)
		if (finding_fresh(s, f->lines[i]) == s->nfresh)
			return f->lines[i]->id;
	return stored_id(s, f->lines[f->nlines - 1]);
}

/* The value that would be right, or NULL. */
static const char *
right_value(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f)
{
	const struct dose_line *line = finding_subject(s, f);
	const struct dose_rule *rule = f->rule;
	struct ratio most;

	if (strcmp(rule->kind, "interval") == 0)
		return dose_number(c->arena, ratio_divide(ratio_add(
		    ratio_of(rule->low), ratio_of(rule->high)),
		    ratio_whole(2)), 0, '.');
	if (line->product == NULL)
		return NULL;
	if (strcmp(rule->kind, "rx_form") == 0)
		return *line->product->rx_form != '\0' ?
		    line->product->rx_form : line->medicine->rx_form;
	for (size_t i = 0; i < s->d->nrx_limits; i++) {
		const struct dose_rx_limit *l = &s->d->rx_limits[i];

		if (strcmp(l->product, line->product->id) != 0)
			continue;
		most = dose_convert(ratio_multiply(ratio_of(l->amount),
		    ratio_whole(l->palliative)), l->unit,
		    dose_counted_in(line->product), line->product);
		return ratio_known(most) ?
		    dose_number(c->arena, most, 2, s->d->point) : NULL;
	}
	return NULL;
}

static const char *
line_link(const struct ctx *c, const char *line, const char *verb)
{
	return line == NULL ? NULL :
	    text_printf(c->arena, "/prescriptions/%s/%s", line, verb);
}

/* A link, or a button of the form: way_href, way_apply, way_go. */
static void
show_way(const struct ctx *c, struct view *v, const struct finding_set *s,
    const struct dose_finding *f, enum way way, const char *field)
{
	bool form = s->place == FINDING_NEW || s->place == FINDING_EDIT;
	const char *own = stored_id(s, finding_subject(s, f));
	const char *value;

	if (way == WAY_SET && form &&
	    (value = right_value(c, s, f)) != NULL)
		view_text(v, "way_apply", text_printf(c->arena, "%s=%s", field,
		    value));
	else if (way == WAY_WRITE && s->place == FINDING_NEW)
		view_text(v, "way_go", f->rule->code);
	else if (way == WAY_WRITE)
		view_text(v, "way_href", text_printf(c->arena,
		    "/patients/%s/prescriptions/new?with=%s", s->patient,
		    f->rule->code));
	else if (way == WAY_STOP)
		view_text(v, "way_href", line_link(c, other_line(s, f),
		    "stop"));
	else if (way == WAY_EDIT)
		view_text(v, "way_href", line_link(c, other_line(s, f),
		    "edit"));
	else if (form)
		view_text(v, "way_href", text_printf(c->arena, "#%s", field));
	else
		view_text(v, "way_href", line_link(c, own, "edit"));
}

/* Why it was kept, by whom and when; false when it was not. */
static bool
show_answer(const struct ctx *c, struct view *v, const struct finding_set *s,
    const struct dose_finding *f)
{
	for (size_t i = 0; i < s->earlier.len; i++) {
		const struct override *o = &s->earlier.item[i];

		if (strcmp(o->rule, f->rule->code) != 0)
			continue;
		for (size_t k = 0; k < f->nlines; k++) {
			if (strcmp(o->line, f->lines[k]->id) != 0)
				continue;
			view_text(v, "kept_reason", o->reason_name);
			view_text(v, "kept_by", o->author_name);
			view_text(v, "kept_on", date_text(c, o->at));
			return true;
		}
	}
	return false;
}

static void
show_finding(const struct ctx *c, struct view *v, const struct finding_set *s,
    const struct dose_finding *f, size_t n)
{
	const struct dose_rule *rule = f->rule;
	const char *reason = finding_reason(c, s, f);
	bool kept = s->place == FINDING_PAGE && show_answer(c, v, s, f);
	bool asks = rule->severity == DOSE_WARN && !kept;

	view_text(v, "n", text_printf(c->arena, "%zu", n));
	view_text(v, "key", finding_key(c, s, f));
	view_text(v, "rule", rule->code);
	view_text(v, "tone", kept ? "quiet" : tones[rule->severity]);
	view_text(v, "rule_title", rule->title);
	view_text(v, "text", f->text);
	view_text(v, "rule_source", f->source);
	view_text(v, "reason", reason);
	view_flag(v, "kept", kept);
	view_flag(v, "stops", rule->severity == DOSE_STOP);
	view_flag(v, "asks", asks && n < FINDINGS_MAX);
	view_flag(v, "waits", asks && s->refused && *reason == '\0');
	view_text(v, "way", rule->way_out);
	view_text(v, "way_href", NULL);
	view_text(v, "way_apply", NULL);
	view_text(v, "way_go", NULL);
	if (!s->live)
		show_book(v, "answers", &s->reasons, reason);
	for (size_t i = 0; *rule->way_out != '\0' && !kept &&
	    i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].kind, rule->kind) == 0)
			show_way(c, v, s, f, ways[i].way, ways[i].field);
	view_flag(v, "ways", asks || (*rule->way_out != '\0' && !kept));
}

void
show_findings(const struct ctx *c, struct view *v,
    const struct finding_set *s)
{
	bool stops = false, waits = false;

	view_list(v, "findings");
	for (size_t i = 0; i < s->found.len; i++) {
		const struct dose_finding *f = &s->found.item[i];

		show_finding(c, view_item(v, "findings"), s, f, i);
		stops |= f->rule->severity == DOSE_STOP;
		waits |= f->rule->severity == DOSE_WARN &&
		    *finding_reason(c, s, f) == '\0';
	}
	if (!s->live)
		show_book(v, "answers", &s->reasons, NULL);
	view_flag(v, "has_findings", s->found.len > 0);
	view_flag(v, "findings_stop", s->refused && stops);
	view_flag(v, "findings_wait", s->refused && !stops && waits);
}

void
show_kept(const struct ctx *c, struct view *v,
    const struct override_list *list, const char *line)
{
	view_list(v, "kept");
	for (size_t i = 0; i < list->len; i++) {
		const struct override *o = &list->item[i];
		struct view *k;

		if (strcmp(o->line, line) != 0)
			continue;
		k = view_item(v, "kept");
		view_text(k, "kept_title", o->rule_title);
		view_text(k, "kept_reason", o->reason_name);
		view_text(k, "kept_by", o->author_name);
		view_text(k, "kept_on", date_text(c, o->at));
	}
}
