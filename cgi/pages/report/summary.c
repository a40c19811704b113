/* summary.c: the figures of institutions as a page, a file and a PDF. */

#include <string.h>

#include "auth/permission.h"
#include "base/json.h"
#include "base/str.h"
#include "db/reports.h"
#include "db/runs.h"
#include "pages/common.h"
#include "pages/report/needs.h"
#include "pages/report/pages.h"
#include "pages/report/section_csv.h"
#include "pages/report/section_view.h"
#include "pages/report/summary.h"
#include "pages/report/summary_form.h"
#include "reports/when.h"
#include "web/i18n.h"
#include "web/pack.h"

/* The first queries of a page that makes no figures. */
enum { CHOICES, SITE = SUMMARY_CHOICES, QUERIES = SITE + SUMMARY_SITE };

/* What a page has, and what is kept of one. */
static void
show_figures(const struct ctx *c, struct view *v, const struct summary *s)
{
	view_text(v, "period", summary_period(c, &s->form.now));
	view_text(v, "period_before", s->form.before.from == NULL ? "" :
	    summary_period(c, &s->form.before));
	section_view(c, v, "sections", s->sections, s->nsections);
}

static enum status
show_page(struct ctx *c, const struct summary *s, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	view_text(v, "title", tr(c, N_("Summary of institutions")));
	summary_form_show(c, v, &s->form);
	view_flag(v, "made", s->made);
	view_flag(v, "large", s->large);
	view_flag(v, "can_keep", s->made || s->large);
	view_text(v, "size", text_count(c->arena, s->size));
	view_flag(v, "guarded", !may(c, PERM_REPORT_PATIENT));
	view_long(v, "threshold", s->site.limit);
	if (s->made || s->large)
		summary_form_ask(v, &s->form);
	if (s->made) {
		show_figures(c, v, s);
		view_text(v, "query", query_link(c, "", "since",
		    s->form.now.from));
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

	if ((st = summary_make(c, &s, NULL)) != OK && st != INVALID)
		return st;
	return show_page(c, &s, st);
}

/*
 * The sections, or the page: with what was wrong in the form, or that a large
 * one is made apart (then nothing is made, and OK).
 */
static enum status
make_file(struct ctx *c, struct summary *s)
{
	enum status st = summary_make(c, s, NULL);

	if (st == OK && !s->made && !s->large) {
		form_fail(c, &s->form.in[SINCE],
		    N_("A date is needed here."));
		st = INVALID;
	}
	return st == INVALID || s->large ? show_page(c, s, st) : st;
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
	out[n++] = (struct fact){ tr(c, N_("Template")), text_printf(c->arena,
	    "summary %s", s->template.version) };
	return n;
}

enum { FACTS = 16 };

static struct str *
make_csv(const struct ctx *c, const struct summary *s)
{
	struct fact facts[FACTS];
	size_t n = facts_of(c, s, facts);

	return section_csv(c, facts, n, s->sections, s->nsections);
}

/* GET /reports/summary.csv: the tables of the page. */
enum status
page_summary_export(struct ctx *c)
{
	struct summary s;
	struct str *out;
	enum status st;

	if ((st = make_file(c, &s)) != OK || s.large)
		return st;
	out = make_csv(c, &s);
	return answer_bytes(c, "text/csv; charset=utf-8", out->text, out->len,
	    "summary.csv");
}

static const char *
translate(const void *lang, const char *msgid)
{
	return i18n_text(lang, msgid);
}

static enum status
make_pdf(struct ctx *c, const struct summary *s, struct pdf_bytes *out)
{
	struct fact facts[FACTS];
	const char *title = s->template.title;
	struct report_made made;
	size_t n;
	enum status st;

	if ((st = report_now(c->db, &made)) != OK)
		return st;
	n = facts_of(c, s, facts);
	facts[n++] = (struct fact){ tr(c, N_("Made at")),
	    when_text(c->arena, made.at) };
	facts[n++] = (struct fact){ tr(c, N_("Made by")), c->user->name };
	return section_pdf(c->arena, &(struct section_report){
	    .terms = { .tr = translate, .lang = c->lang, .lang_code = c->lang,
		.fonts = c->site->fonts,
		.institution = s->form.in[INSTITUTION].text == NULL ?
		    tr(c, N_("All institutions in the report")) :
		    summary_form_chosen(c, &s->form, INSTITUTION),
		.from = s->form.now.from, .to = s->form.now.to,
		.made_at = made.at, .letter = made.letter,
		.made_by = c->user->name },
	    .title = *title != '\0' ? title :
		tr(c, N_("Summary of patients and their needs")),
	    .subject = tr(c, N_("Summary report")),
	    .facts = facts, .nfacts = n,
	    .statement = tr(c, N_("Without names and numbers of patients. A"
		" dash: nothing to be told; a cross: a count that is not"
		" shown.")),
	    .contents = tr(c, N_("Contents")), .hidden = TABLES_HIDDEN,
	    .sections = s->sections, .nsections = s->nsections,
	}, out);
}

/* The versions of the tables it is made by. */
static const char *
books_of(const struct ctx *c, const struct summary *s)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_text(&j, "factors", s->site.factors);
	json_put_text(&j, "ddd", s->site.ddd);
	json_put_long(&j, "icd10", s->site.icd10);
	json_end_object(&j);
	return out->text;
}

static struct run_ask
ask_of(const struct ctx *c, const struct summary_form *form)
{
	return (struct run_ask){ "summary", summary_form_query(c, form),
	    c->lang, form->now.from, form->now.to };
}

/* What was issued, for the event. */
static const char *
issue_detail(const struct ctx *c, const char *id, const char *hash)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_text(&j, "run", id);
	json_put_text(&j, "pdf", hash);
	json_end_object(&j);
	return out->text;
}

/* GET /reports/summary.pdf: the same as a report of its own, which is kept. */
enum status
page_summary_print(struct ctx *c)
{
	struct summary s;
	struct pdf_bytes pdf;
	struct run_files made;
	struct run_ask ask;
	const char *id, *hash;
	enum status st;

	if ((st = make_file(c, &s)) != OK || s.large ||
	    (st = make_pdf(c, &s, &pdf)) != OK)
		return st;
	ask = ask_of(c, &s.form);
	made = (struct run_files){ .template = s.template.version,
	    .books = books_of(c, &s), .pdf = pdf.data, .pdf_len = pdf.len };
	if ((st = run_issue(c->db, &ask, &made, &id, &hash)) != OK)
		return st;
	c->subject = id;
	c->detail = issue_detail(c, id, hash);
	return answer_bytes(c, "application/pdf", pdf.data, pdf.len,
	    "summary.pdf");
}

/* POST /reports/summary: to be made apart, and kept. */
enum status
page_summary_ask(struct ctx *c)
{
	struct query q[QUERIES];
	struct summary s = { .made = false };
	struct run_ask ask;
	const char *id;
	enum status st, asked;

	if ((asked = summary_form_read(c, &s.form)) != OK && asked != INVALID)
		return asked;
	summary_choices(c->db, c->lang, &q[CHOICES]);
	summary_site_queries(c->db, c->lang, &q[SITE]);
	if ((st = db_run_all(c->db, q, QUERIES)) != OK ||
	    (st = summary_form_check(c, &q[CHOICES], &s.form)) != OK)
		return st;
	summary_site_read(&q[SITE], &s.site);
	if (asked == OK && s.form.now.from == NULL) {
		form_fail(c, &s.form.in[SINCE], N_("A date is needed here."));
		asked = INVALID;
	}
	if (asked == OK) {
		ask = ask_of(c, &s.form);
		if ((st = run_ask(c->db, &ask, &id)) == OK) {
			c->subject = id;
			return redirect(c, "/reports/runs/%s", id);
		}
		if (st != INVALID)
			return st;
		s.form.refusal = tr(c, N_("Twenty of your reports wait"
		    " already: let some be made, or cancel them."));
	}
	return show_page(c, &s, INVALID);
}

enum status
summary_run(struct ctx *c, const struct watch *w, struct run_files *out,
    const char **word)
{
	struct view *v = view_new(c->arena);
	struct summary s;
	struct pdf_bytes pdf;
	struct str *page = str_new(c->arena), *csv;
	enum status st;

	if ((st = summary_make(c, &s, w)) != OK) {
		*word = s.form.refusal;
		return st;
	}
	if ((st = w->tell(w, 0.85, "writing")) != OK ||
	    (st = make_pdf(c, &s, &pdf)) != OK)
		return st;
	show_figures(c, v, &s);
	pack_view(v, page);
	csv = make_csv(c, &s);
	*out = (struct run_files){ .template = s.template.version,
	    .books = books_of(c, &s), .page = page->text,
	    .page_len = page->len, .csv = csv->text, .csv_len = csv->len,
	    .pdf = pdf.data, .pdf_len = pdf.len };
	return w->tell(w, 0.95, "storing");
}
