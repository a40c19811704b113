/* summary_make.c: the figures that a summary's form asks for. */

#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "pages/report/needs.h"
#include "pages/report/summary.h"
#include "pages/report/tables.h"

/* What is asked first, and the queries of the figures, each in one pipeline. */
enum { CHOICES, SITE = SUMMARY_CHOICES, SIZE = SITE + SUMMARY_SITE, LAYOUT,
	EARLIER, RESOURCES = EARLIER + SUMMARY_EARLIER,
	DOSES = RESOURCES + RESOURCE_QUERIES, NOW = DOSES + DOSES_QUERIES,
	BEFORE = NOW + SUMMARY_QUERIES, QUERIES = BEFORE + SUMMARY_QUERIES };

/* What the figures of both periods are made from. */
struct sources {
	struct summary_asked_list	 earlier;
	struct dosing			 dosing;
	long				 least;
};

/* The figures of one period; a refusal, translated, or NULL. */
static const char *
make_period(struct ctx *c, const struct sources *from,
    const struct summary_scope *scope, const struct query *q,
    struct figures *out)
{
	struct summary_counts counts;
	const char *refusal;

	summary_read(c->db, q, &counts);
	figures_read(c, &counts, out);
	needs_measure(&from->dosing, scope, &counts, out);
	if (may(c, PERM_REPORT_PATIENT))
		return NULL;
	refusal = figures_guard(c, scope, &counts, &from->earlier, from->least,
	    out);
	return refusal == NULL ? NULL : tr(c, refusal);
}

/* Note what an outsider is told, before he is told it. */
static enum status
note_asked(struct ctx *c, const struct summary_form *form,
    const struct figures f[2])
{
	struct query q[2] = {
		summary_ask_query(c->db, &form->now, figures_hidden(c, &f[0])),
		summary_ask_query(c->db, &form->before, form->before.from ==
		    NULL ? NULL : figures_hidden(c, &f[1])),
	};

	if (!f[0].guarded)
		return OK;
	return db_run_all(c->db, q, form->before.from == NULL ? 1 : 2);
}

static bool
is_code(const char *list, size_t len, const char *code)
{
	return strlen(code) == len && memcmp(list, code, len) == 0;
}

/* The sections that stand in this version of the layout, in its order. */
static void
lay_out(struct ctx *c, struct summary *s)
{
	struct section *out = arena_array(c->arena, s->nsections, sizeof(*out));
	size_t n = 0, len;

	if (*s->template.sections == '\0')
		return;
	for (const char *p = s->template.sections; *p != '\0';
	    p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		for (size_t i = 0; i < s->nsections && n < s->nsections; i++)
			if (is_code(p, len, s->sections[i].code))
				out[n++] = s->sections[i];
	}
	s->sections = out;
	s->nsections = n;
}

/* Only the whole stands beside all people of the region. */
static bool
is_of_everybody(const struct summary_scope *s)
{
	return s->institutions == NULL && s->districts == NULL &&
	    s->ages == NULL && s->sexes == NULL && s->groups == NULL &&
	    s->places == NULL;
}

/* The figures of both periods; INVALID when they may not be told. */
static enum status
make_figures(struct ctx *c, const struct query *q, struct summary *s)
{
	bool compared = s->form.before.from != NULL;
	struct sources from = { .least = s->site.limit };
	struct resources resources;
	struct figures f[2];
	struct doses book;
	enum status st;

	summary_earlier_read(c->db, &q[EARLIER], &from.earlier);
	doses_read(c->db, &q[DOSES], &book);
	dosing_read_book(c, &book, NULL, &from.dosing);
	s->form.refusal = make_period(c, &from, &s->form.now, &q[NOW], &f[0]);
	if (compared && s->form.refusal == NULL)
		s->form.refusal = make_period(c, &from, &s->form.before,
		    &q[BEFORE], &f[1]);
	if (s->form.refusal != NULL)
		return INVALID;
	if ((st = note_asked(c, &s->form, f)) != OK)
		return st;
	if (compared)
		figures_add_rows(c, &f[0], &f[1]);
	resources_read(c->db, &q[RESOURCES], &resources);
	if (!is_of_everybody(&s->form.now))
		resources.npeople = 0;
	tables_make(c, &from.dosing, &resources, &f[0], compared ? &f[1] : NULL,
	    &s->sections, &s->nsections);
	lay_out(c, s);
	s->made = true;
	return OK;
}

/* One after another where somebody watches, else in one round trip. */
static enum status
run_queries(struct ctx *c, struct query *q, size_t n, const struct watch *w)
{
	enum status st;

	if (w == NULL)
		return db_run_all(c->db, q, n);
	for (size_t i = 0; i < n; i++)
		if ((st = db_run_all(c->db, &q[i], 1)) != OK || (st =
		    w->tell(w, 0.8 * (double)(i + 1) / (double)n,
		    "counting")) != OK)
			return st;
	return OK;
}

/* The figures that the form asks for. */
static enum status
count_summary(struct ctx *c, struct query *q, struct summary *s,
    const struct watch *w)
{
	size_t n = BEFORE;
	enum status st;

	summary_earlier_queries(c->db, &q[EARLIER]);
	resources_queries(c->db, s->form.now.institutions, c->lang,
	    &q[RESOURCES]);
	doses_queries(c->db, NULL, NULL, c->lang, &q[DOSES]);
	summary_queries(c->db, &s->form.now, c->lang, &q[NOW]);
	if (s->form.before.from != NULL) {
		summary_queries(c->db, &s->form.before, c->lang, &q[BEFORE]);
		n = QUERIES;
	}
	if ((st = run_queries(c, &q[EARLIER], n - EARLIER, w)) != OK)
		return st;
	return make_figures(c, q, s);
}

enum status
summary_make(struct ctx *c, struct summary *s, const struct watch *w)
{
	struct query q[QUERIES];
	enum status st, asked;
	bool wanted;

	*s = (struct summary){ .made = false };
	if ((asked = summary_form_read(c, &s->form)) != OK && asked != INVALID)
		return asked;
	wanted = asked == OK && s->form.now.from != NULL;
	summary_choices(c->db, c->lang, &q[CHOICES]);
	summary_site_queries(c->db, c->lang, &q[SITE]);
	q[SIZE] = run_size_query(c->db, s->form.now.institutions);
	q[LAYOUT] = run_template_query(c->db, "summary", s->form.now.to,
	    c->lang);
	if ((st = db_run_all(c->db, q, wanted ? EARLIER : SIZE)) != OK ||
	    (st = summary_form_check(c, &q[CHOICES], &s->form)) != OK)
		return st;
	summary_site_read(&q[SITE], &s->site);
	if (!wanted)
		return asked;
	if ((st = run_template_read(&q[LAYOUT], &s->template)) != OK)
		return st;
	s->size = run_size_read(&q[SIZE]);
	s->large = w == NULL && s->size > c->site->at_once;
	return s->large ? OK : count_summary(c, q, s, w);
}
