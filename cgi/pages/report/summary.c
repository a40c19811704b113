/* summary.c: the figures of institutions as a page, a file and a PDF. */

#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "db/reports.h"
#include "pages/common.h"
#include "pages/report/needs.h"
#include "pages/report/pages.h"
#include "pages/report/section_csv.h"
#include "pages/report/section_view.h"
#include "pages/report/summary_form.h"
#include "reports/when.h"
#include "web/i18n.h"

/* The queries of a page, in one pipeline. */
enum { CHOICES, SITE = SUMMARY_CHOICES, EARLIER = SITE + SUMMARY_SITE,
	RESOURCES = EARLIER + SUMMARY_EARLIER,
	DOSES = RESOURCES + RESOURCE_QUERIES, NOW = DOSES + DOSES_QUERIES,
	BEFORE = NOW + SUMMARY_QUERIES, QUERIES = BEFORE + SUMMARY_QUERIES };

/* The layout, as it stands on the title page. */
#define TEMPLATE	"summary 2026-11"

/* A summary that was made. */
struct summary {
	struct summary_form	 form;
	struct summary_site	 site;
	const struct section	*sections;
	size_t			 nsections;
	const char		*made_at;
	bool			 made;
};

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
	s->made = true;
	return OK;
}

/* Read the form and, where a period is asked for, make the figures. */
static enum status
make_summary(struct ctx *c, struct summary *s)
{
	struct query q[QUERIES];
	enum status st, asked;
	size_t n = EARLIER;

	*s = (struct summary){ .made = false };
	if ((asked = summary_form_read(c, &s->form)) != OK && asked != INVALID)
		return asked;
	summary_choices(c->db, c->lang, &q[CHOICES]);
	summary_site_queries(c->db, c->lang, &q[SITE]);
	if (asked == OK && s->form.now.from != NULL) {
		summary_earlier_queries(c->db, &q[EARLIER]);
		resources_queries(c->db, s->form.now.institutions, c->lang,
		    &q[RESOURCES]);
		doses_queries(c->db, NULL, NULL, c->lang, &q[DOSES]);
		summary_queries(c->db, &s->form.now, c->lang, &q[NOW]);
		n = BEFORE;
	}
	if (n == BEFORE && s->form.before.from != NULL) {
		summary_queries(c->db, &s->form.before, c->lang, &q[BEFORE]);
		n = QUERIES;
	}
	if ((st = db_run_all(c->db, q, n)) != OK ||
	    (st = summary_form_check(c, &q[CHOICES], &s->form)) != OK)
		return st;
	summary_site_read(&q[SITE], &s->site);
	return n > EARLIER ? make_figures(c, q, s) : asked;
}

static enum status
show_page(struct ctx *c, const struct summary *s, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	view_text(v, "title", tr(c, N_("Summary of institutions")));
	summary_form_show(c, v, &s->form);
	view_flag(v, "made", s->made);
	view_flag(v, "guarded", !may(c, PERM_REPORT_PATIENT));
	view_long(v, "threshold", s->site.limit);
	if (s->made) {
		view_text(v, "period", summary_period(c, &s->form.now));
		view_text(v, "period_before", s->form.before.from == NULL ?
		    "" : summary_period(c, &s->form.before));
		view_text(v, "query", query_link(c, "", "since",
		    s->form.now.from));
		section_view(c, v, "sections", s->sections, s->nsections);
	}
	if ((st = render(c, "summary_show", v)) != OK)
		return st;
	return answer;
}

/* GET /reports/summary: the form, and the figures once it is filled in. */
enum status
page_summary_show(struct ctx *c)
{
	struct summary s;
	enum status st;

	if ((st = make_summary(c, &s)) != OK && st != INVALID)
		return st;
	return show_page(c, &s, st);
}

/* The sections, or the page with what was wrong in the form. */
static enum status
make_file(struct ctx *c, struct summary *s)
{
	enum status st = make_summary(c, s);

	if (st == OK && !s->made) {
		form_fail(c, &s->form.in[SINCE],
		    N_("A date is needed here."));
		st = INVALID;
	}
	return st == INVALID ? show_page(c, s, INVALID) : st;
}

/* What stands above the tables of a file, and on the title page. */
static size_t
facts_of(const struct ctx *c, const struct summary *s, struct fact *out)
{
	static const struct {
		enum summary_field	 field;
		const char		*name;
	} chosen[] = {
		{ INSTITUTION, N_("Institutions") },
		{ DISTRICT, N_("Districts") },
		{ AGE, N_("Age in years") },
		{ SEX, N_("Sex") },
		{ GROUP, N_("Groups of diagnoses") },
		{ PLACE, N_("Place of care") },
	};
	size_t n = 0;

	out[n++] = (struct fact){ tr(c, N_("Period")),
	    summary_period(c, &s->form.now) };
	out[n++] = (struct fact){ tr(c, N_("Compared with")),
	    s->form.before.from == NULL ? NULL :
	    summary_period(c, &s->form.before) };
	for (size_t i = 0; i < sizeof(chosen) / sizeof(chosen[0]); i++)
		out[n++] = (struct fact){ tr(c, chosen[i].name),
		    summary_form_chosen(c, &s->form, chosen[i].field) };
	out[n++] = (struct fact){ tr(c, N_("Counts not shown")),
	    may(c, PERM_REPORT_PATIENT) ? tr(c, N_("none: all are shown")) :
	    text_printf(c->arena, tr(c, N_("below %ld, and what would give"
	    " them away: ×")), s->site.limit) };
	out[n++] = (struct fact){ tr(c, N_("Table of opioid factors")),
	    s->site.factors };
	out[n++] = (struct fact){ tr(c, N_("Defined daily doses")),
	    s->site.ddd };
	out[n++] = (struct fact){ tr(c, N_("ICD-10")), text_fill(c->arena,
	    tr(c, N_("{1} codes in use")), (const char *const[]){
	    text_count(c->arena, s->site.icd10) }, 1) };
	out[n++] = (struct fact){ tr(c, N_("Template")), TEMPLATE };
	return n;
}

enum { FACTS = 16 };

/* GET /reports/summary.csv: the tables of the page. */
enum status
page_summary_export(struct ctx *c)
{
	struct fact facts[FACTS];
	struct summary s;
	struct str *out;
	size_t n;
	enum status st;

	if ((st = make_file(c, &s)) != OK)
		return st;
	n = facts_of(c, &s, facts);
	out = section_csv(c, facts, n, s.sections, s.nsections);
	return answer_bytes(c, "text/csv; charset=utf-8", out->text, out->len,
	    "summary.csv");
}

static const char *
translate(const void *lang, const char *msgid)
{
	return i18n_text(lang, msgid);
}

/* GET /reports/summary.pdf: the same as a report of its own. */
enum status
page_summary_print(struct ctx *c)
{
	struct fact facts[FACTS];
	struct summary s;
	struct pdf_bytes pdf;
	const char *now;
	size_t n;
	enum status st;

	if ((st = make_file(c, &s)) != OK || (st = report_now(c->db, &now)) != OK)
		return st;
	n = facts_of(c, &s, facts);
	facts[n++] = (struct fact){ tr(c, N_("Made at")),
	    when_text(c->arena, now) };
	facts[n++] = (struct fact){ tr(c, N_("Made by")), c->user->name };
	if ((st = section_pdf(c->arena, &(struct section_report){
	    .terms = { .tr = translate, .lang = c->lang, .lang_code = c->lang,
		.fonts = c->site->fonts,
		.institution = s.form.in[INSTITUTION].text == NULL ?
		    tr(c, N_("All institutions in the report")) :
		    summary_form_chosen(c, &s.form, INSTITUTION),
		.from = s.form.now.from, .to = s.form.now.to, .made_at = now,
		.made_by = c->user->name },
	    .title = tr(c, N_("Summary of patients and their needs")),
	    .subject = tr(c, N_("Summary report")),
	    .facts = facts, .nfacts = n,
	    .statement = tr(c, N_("Without names and numbers of patients. A"
		" dash: nothing to be told; a cross: a count that is not"
		" shown.")),
	    .contents = tr(c, N_("Contents")), .hidden = TABLES_HIDDEN,
	    .sections = s.sections, .nsections = s.nsections,
	}, &pdf)) != OK)
		return st;
	return answer_bytes(c, "application/pdf", pdf.data, pdf.len,
	    "summary.pdf");
}
