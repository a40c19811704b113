/* reports.c: choose a report and get it as PDF, without any name. */

#include <string.h>

#include "auth/permission.h"
#include "base/date.h"
#include "base/str.h"
#include "db/reports.h"
#include "pages/common.h"
#include "pages/timing.h"
#include "pages/report/pages.h"
#include "pages/report/patient_sections.h"
#include "pages/report/patient_view.h"
#include "pages/report/period.h"
#include "pages/report/section_csv.h"
#include "pages/report/section_view.h"
#include "web/i18n.h"

enum { SINCE, UNTIL, PATIENT, PAPER, WHICH, NFIELDS };

static const char *const papers[] = { "landscape", "portrait", NULL };

/* A group of lines, and what is said of it in the report. */
static const struct choice groups[] = {
	{ "all", N_("all lines"), NULL },
	{ "in_force", N_("in force or on hold"), NULL },
	{ "controlled", N_("controlled medicines"), NULL },
	{ "pain", N_("against pain"), NULL },
	{ NULL, NULL, NULL }
};
static const char *const group_codes[] = { "all", "in_force", "controlled",
	"pain", NULL };

static const struct field period_form[NFIELDS] = {
	[SINCE]   = { .name = "since", .kind = F_DATE },
	[UNTIL]   = { .name = "until", .kind = F_DATE },
	[PATIENT] = { .name = "patient", .kind = F_UUID },
	[PAPER]   = { .name = "paper", .kind = F_CHOICE, .choices = papers },
	[WHICH]   = { .name = "lines", .kind = F_CHOICE, .choices = group_codes },
};

static const char *
which_of(const struct value *in)
{
	return in[WHICH].text == NULL ? groups[0].code : in[WHICH].text;
}

/* The quarter that ended last, or the last thirty days. */
static void
show_period(const struct ctx *c, struct view *v, const struct value *in)
{
	char from[DATE_TEXT + 1], to[DATE_TEXT + 1];

	date_russian(date_today() - 90, from);
	date_russian(date_today(), to);
	view_text(v, "since", in[SINCE].raw != NULL ? in[SINCE].raw :
	    text_copy(c->arena, from));
	view_text(v, "until", in[UNTIL].raw != NULL ? in[UNTIL].raw :
	    text_copy(c->arena, to));
	view_text(v, "since_error", in[SINCE].error);
	view_text(v, "until_error", in[UNTIL].error);
	view_text(v, "patient", in[PATIENT].text);
	view_flag(v, "portrait", in[PAPER].text != NULL &&
	    strcmp(in[PAPER].text, "portrait") == 0);
	show_choices(c, v, "groups", groups, which_of(in));
}

/* A form that asks for a period, with what was wrong in it. */
static enum status
show_form(struct ctx *c, const struct value *in, const char *template,
    const char *title, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	show_period(c, v, in);
	view_text(v, "title", tr(c, title));
	if ((st = render(c, template, v)) != OK)
		return st;
	return answer;
}

static enum status
ask_period(struct ctx *c, const char *template, const char *title)
{
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, period_form, NFIELDS, in)) != OK && st != INVALID)
		return st;
	return show_form(c, in, template, title, st);
}

static enum status
show_patient_form(struct ctx *c, const struct value *in)
{
	return show_form(c, in, "report_patient_form", N_("Reports"), INVALID);
}

/* GET /reports: the reports this user may have. */
enum status
page_report_index(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Reports"));
	return render(c, "report_index", v);
}

/* GET /reports/patient: the report of one patient, chosen in the browser. */
enum status
page_report_patient_form(struct ctx *c)
{
	return ask_period(c, "report_patient_form", N_("Reports"));
}

/* GET /reports/patients: reports on several patients, made one by one. */
enum status
page_report_group_form(struct ctx *c)
{
	return ask_period(c, "report_group_form",
	    N_("Prescriptions of several patients"));
}

/* The form, and the period in it. */
static enum status
read_period(struct ctx *c, struct value *in, struct report_scope *scope)
{
	enum status st = form_read(c, period_form, NFIELDS, in);

	return st != OK ? st : period_read(c, &in[SINCE], &in[UNTIL], scope);
}

static const char *
translate(const void *lang, const char *msgid)
{
	return i18n_text(lang, msgid);
}

static struct report_terms
terms_of(const struct ctx *c, const struct report_scope *scope,
    const char *institution, const struct report_made *made)
{
	return (struct report_terms){
		.tr = translate,
		.lang = c->lang,
		.lang_code = c->lang,
		.fonts = c->site->fonts,
		.institution = institution,
		.from = scope->from,
		.to = scope->to,
		.made_at = made->at,
		.letter = made->letter,
		.made_by = c->user->name,
	};
}

/* Why a line stands as it does. */
static const char *
reason_text(const struct ctx *c, const struct report_line *l)
{
	if (l->stop_reason != NULL || l->change_reason == NULL)
		return l->stop_reason;
	return text_printf(c->arena, tr(c, N_("changed (%s)")),
	    l->change_reason);
}

static struct prescription_line *
lines_of(const struct ctx *c, const struct report_lines *list)
{
	struct prescription_line *out =
	    arena_array(c->arena, list->len, sizeof(*out));

	for (size_t i = 0; i < list->len; i++) {
		const struct report_line *l = &list->item[i];
		struct timing timing = l->timing;

		timing.prn_max = NULL;
		out[i] = (struct prescription_line){
			.medicine = product_text(c, l->medicine, l->form,
			    l->strength),
			.dose = l->dose,
			.unit = l->unit,
			.route = l->route,
			.schedule = timing_text(c, &timing),
			.prn = l->timing.prn,
			.max_per_day = l->timing.prn_max,
			.start = l->starts_on,
			.end = l->ends_on,
			.status = l->status,
			.stop_reason = reason_text(c, l),
			.author = l->author,
		};
	}
	return out;
}

/* The queries of the report, in one pipeline. */
enum { DOSES, RECORD = DOSES + DOSES_QUERIES,
	HISTORY = RECORD + PATIENT_REPORT_QUERIES, QUERIES };

/* All that stands beside the lines. */
static enum status
add_sections(struct ctx *c, const struct report_scope *scope,
    const struct report_lines *list, struct prescription_line *lines,
    struct prescriptions_report *out)
{
	struct query history = ENTRY_HISTORY(c->subject, scope->from,
	    scope->to), q[QUERIES];
	struct prescription_source *spells;
	struct report_record record;
	struct dosing dosing;
	struct doses book;
	struct patient_source in = { .lines = list, .record = &record,
		.dosing = &dosing };
	struct dose_line *given;
	size_t n;
	enum status st;

	doses_queries(c->db, c->subject, NULL, c->lang, &q[DOSES]);
	patient_report_queries(c->db, c->subject, scope, c->lang, &q[RECORD]);
	q[HISTORY] = query_keep(c->db, history.stmt, history.args,
	    history.args_len);
	if ((st = db_run_all(c->db, q, QUERIES)) != OK ||
	    (st = date_parse(scope->from, &in.first)) != OK ||
	    (st = date_parse(scope->to, &in.last)) != OK)
		return st;
	doses_read(c->db, &q[DOSES], &book);
	dosing_read_book(c, &book, NULL, &dosing);
	patient_report_read(c->db, &q[RECORD], &record);
	entry_read(c->db, q[HISTORY].rows, &spells, &n);
	dosing_lines(&dosing, spells, n, &given, &in.nspells);
	in.spells = given;
	patient_sections(c, &in, lines, out);
	return OK;
}

/* A report that was made, and what it is told from. */
struct patient_made {
	struct prescriptions_report	 report;
	struct report			 quiet;	/* no paper */
	struct report_lines		 list;
	struct report_made		 made;
};

/* The patient's report; INVALID where the form was wrong. */
static enum status
make_report(struct ctx *c, struct value *in, struct patient_made *m)
{
	struct report_scope scope;
	struct report_patient p;
	struct prescription_line *lines;
	enum status st;

	if ((st = read_period(c, in, &scope)) == OK && in[PATIENT].text == NULL)
		st = INVALID;
	if (st != OK)
		return st;
	c->subject = in[PATIENT].text;
	if ((st = report_patient_get(c->db, c->subject, c->lang, &p)) != OK ||
	    (st = report_patient_lines(c->db, c->subject, &scope,
	    which_of(in), c->lang, &m->list)) != OK ||
	    (st = report_now(c->db, &m->made)) != OK)
		return st;
	lines = lines_of(c, &m->list);
	m->report = (struct prescriptions_report){
	    .terms = terms_of(c, &scope, p.institution_name, &m->made),
	    .registry_no = p.registry_no,
	    .chosen = tr(c, choice_find(groups, which_of(in))->name),
	    .year_of_birth = (int)p.year_of_birth,
	    .sex = p.sex,
	    .diagnosis_code = p.diagnosis,
	    .diagnosis_title = p.diagnosis_title,
	    .lines = lines,
	    .nlines = m->list.len,
	    .portrait = in[PAPER].text != NULL &&
		strcmp(in[PAPER].text, "portrait") == 0,
	};
	m->quiet = (struct report){ .arena = c->arena,
	    .terms = &m->report.terms };
	st = add_sections(c, &scope, &m->list, lines, &m->report);
	return st == OK && !prescriptions_valid(&m->report) ? FAILED : st;
}

/* All tables of the report in their order. */
static struct section *
all_sections(struct ctx *c, const struct patient_made *m, size_t *n)
{
	const struct prescriptions_report *r = &m->report;
	struct section *all = arena_array(c->arena, PRESCRIPTION_GROUPS +
	    r->nsections, sizeof(*all));

	prescription_groups(&m->quiet, r, all);
	for (size_t i = 0; i < r->nsections; i++)
		all[PRESCRIPTION_GROUPS + i] = r->sections[i];
	*n = PRESCRIPTION_GROUPS + r->nsections;
	return all;
}

/* GET /reports/patient/page: one patient's lines in a period, to be read. */
enum status
page_report_patient_show(struct ctx *c)
{
	struct value in[NFIELDS];
	struct view *v = view_new(c->arena);
	struct patient_made m;
	const struct fact *facts;
	struct section *all;
	size_t n, nfacts;
	enum status st;

	if ((st = make_report(c, in, &m)) == INVALID)
		return show_patient_form(c, in);
	if (st != OK)
		return st;
	all = all_sections(c, &m, &n);
	nfacts = prescription_facts(&m.quiet, &m.report, &facts);
	show_period(c, v, in);
	view_text(v, "title", tr(c, N_("Prescriptions of a patient")));
	view_text(v, "query", query_link(c, "", "since", in[SINCE].text));
	section_facts(v, facts, nfacts);
	section_view(c, v, "lines", all, PRESCRIPTION_GROUPS);
	section_view(c, v, "sections", all + PRESCRIPTION_GROUPS,
	    n - PRESCRIPTION_GROUPS);
	patient_view(c, v, &m.quiet, &m.report);
	return render(c, "report_patient_show", v);
}

/* GET /reports/patient.csv: the same tables as a file. */
enum status
page_report_patient_export(struct ctx *c)
{
	struct value in[NFIELDS];
	struct patient_made m;
	const struct fact *facts;
	struct section *all;
	struct str *out;
	size_t n, nfacts;
	enum status st;

	if ((st = make_report(c, in, &m)) == INVALID)
		return show_patient_form(c, in);
	if (st != OK)
		return st;
	all = all_sections(c, &m, &n);
	nfacts = prescription_facts(&m.quiet, &m.report, &facts);
	out = section_csv(c, facts, nfacts, all, n);
	return answer_bytes(c, "text/csv; charset=utf-8", out->text, out->len,
	    "prescriptions.csv");
}

/* GET /reports/patient.pdf: the same on paper. */
enum status
page_report_patient(struct ctx *c)
{
	struct value in[NFIELDS];
	struct patient_made m;
	struct pdf_bytes pdf;
	enum status st;

	if ((st = make_report(c, in, &m)) == INVALID)
		return show_patient_form(c, in);
	if (st != OK || (st = prescriptions_pdf(c->arena, &m.report, &pdf)) !=
	    OK)
		return st;
	return answer_bytes(c, "application/pdf", pdf.data, pdf.len,
	    "prescriptions.pdf");
}
