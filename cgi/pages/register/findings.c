/* findings.c: what speaks against lines: shown, answered, kept with a reason. */

#include <string.h>

#include "base/str.h"
#include "pages/register/findings.h"
#include "web/i18n.h"

enum { REASONS, EARLIER };

static const struct field finding_form[2] = {
	{ "finding", F_TEXT, .max = 80 },
	{ "reason", F_CODE, .max = 40 },
};

void
findings_fields(const struct ctx *c, struct field out[NFINDINGS])
{
	for (int i = 0; i < NFINDINGS; i++) {
		out[i] = finding_form[i / FINDINGS_MAX];
		out[i].name = text_printf(c->arena, "%s_%d", out[i].name,
		    i % FINDINGS_MAX);
	}
}

void
finding_queries(const struct ctx *c, const char *patient,
    struct query q[FINDING_QUERIES])
{
	struct query reasons = REASONS_QUERY(c->lang, "override");
	struct query earlier = OVERRIDES(patient, c->lang);

	q[REASONS] = query_keep(c->db, reasons.stmt, reasons.args,
	    reasons.args_len);
	q[EARLIER] = query_keep(c->db, earlier.stmt, earlier.args,
	    earlier.args_len);
}

void
finding_read(const struct ctx *c, const struct query q[FINDING_QUERIES],
    struct finding_set *out)
{
	book_read(c->db, q[REASONS].rows, &out->reasons);
	override_read(c->db, q[EARLIER].rows, &out->earlier);
}

void
finding_check(struct finding_set *s)
{
	dosing_check(s->d, s->fresh, s->nfresh, &s->found);
}

size_t
finding_fresh(const struct finding_set *s, const struct dose_line *line)
{
	size_t i = 0;

	while (i < s->nfresh && strcmp(s->fresh[i].series, line->series) != 0)
		i++;
	return i;
}

const struct dose_line *
finding_subject(const struct finding_set *s, const struct dose_finding *f)
{
	for (size_t i = 0; i < f->nlines; i++)
		if (finding_fresh(s, f->lines[i]) < s->nfresh)
			return f->lines[i];
	return f->lines[0];
}

const char *
finding_key(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f)
{
	return text_printf(c->arena, "%s@%s", f->rule->code,
	    finding_subject(s, f)->series);
}

const struct dose_finding *
finding_of(const struct ctx *c, const struct finding_set *s, const char *key)
{
	for (size_t i = 0; i < s->found.len; i++)
		if (strcmp(finding_key(c, s, &s->found.item[i]), key) == 0)
			return &s->found.item[i];
	return NULL;
}

/* The reason sent for it: "" when none was chosen, NULL when none was sent. */
static const char *
sent_reason(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f)
{
	const char *key = finding_key(c, s, f), *sent = NULL;

	for (int i = 0; s->in != NULL && i < FINDINGS_MAX; i++) {
		const struct value *reason = &s->in[FINDINGS_MAX + i];

		if (s->in[i].text == NULL || strcmp(s->in[i].text, key) != 0)
			continue;
		if (reason->text != NULL && reason->error == NULL &&
		    book_offers(&s->reasons, reason->text))
			return reason->text;
		sent = "";
	}
	return sent;
}

const char *
finding_reason(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f)
{
	const char *sent = sent_reason(c, s, f);

	if (sent != NULL)
		return sent;
	for (size_t i = 0; i < s->earlier.len; i++)
		if (strcmp(s->earlier.item[i].rule, f->rule->code) == 0 &&
		    strcmp(s->earlier.item[i].series,
		    finding_subject(s, f)->series) == 0)
			return s->earlier.item[i].reason;
	return "";
}

bool
findings_answered(const struct ctx *c, const struct finding_set *s)
{
	for (size_t i = 0; i < s->found.len; i++) {
		const struct dose_finding *f = &s->found.item[i];
		const char *sent;

		if (f->rule->severity == DOSE_STOP)
			return false;
		if (f->rule->severity != DOSE_WARN)
			continue;
		sent = sent_reason(c, s, f);
		if (sent == NULL || *sent == '\0')
			return false;
	}
	return true;
}

/* Once for each fresh line of the finding. */
static void
keep(const struct finding_set *s, const struct dose_finding *f,
    const char *reason, struct override_entries *out)
{
	for (size_t i = 0; i < s->nfresh; i++) {
		bool spoken_of = false;

		for (size_t k = 0; k < f->nlines; k++)
			spoken_of |= finding_fresh(s, f->lines[k]) == i;
		for (size_t k = 0; k < out->len; k++)
			spoken_of &= strcmp(out->item[k].line,
			    s->fresh[i].id) != 0 ||
			    strcmp(out->item[k].rule, f->rule->code) != 0;
		if (spoken_of)
			out->item[out->len++] = (struct override_entry){
			    s->fresh[i].id, f->rule->code, reason };
	}
}

void
findings_kept(const struct ctx *c, const struct finding_set *s,
    struct override_entries *out)
{
	out->item = arena_array(c->arena, s->found.len * s->nfresh,
	    sizeof(*out->item));
	out->len = 0;
	for (size_t i = 0; i < s->found.len; i++)
		if (s->found.item[i].rule->severity == DOSE_WARN)
			keep(s, &s->found.item[i],
			    sent_reason(c, s, &s->found.item[i]), out);
}
