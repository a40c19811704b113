/* reports.c: choose a report and get it as PDF, without any name. */

#include <string.h>

#include "auth/permission.h"
#include "base/date.h"
#include "base/str.h"
#include "db/reports.h"
#include "pages/common.h"
#include "pages/timing.h"
#include "pages/report/pages.h"
#include "reports/prescriptions.h"
#include "web/i18n.h"

enum { SINCE, UNTIL, PATIENT, NFIELDS };

static const struct field period_form[NFIELDS] = {
	[SINCE]   = { .name = "since", .kind = F_DATE },
	[UNTIL]   = { .name = "until", .kind = F_DATE },
	[PATIENT] = { .name = "patient", .kind = F_UUID },
};

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
}

/* The form again, with what was wrong in it. */
static enum status
show_form(struct ctx *c, const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	show_period(c, v, in);
	view_text(v, "title", tr(c, "Reports"));
	if ((st = render(c, "report_patient_form", v)) != OK)
		return st;
	return answer;
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
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, period_form, NFIELDS, in)) != OK && st != INVALID)
		return st;
	return show_form(c, in, st);
}

/* Both days are needed, in order, at most ten years apart. */
static enum status
read_period(struct ctx *c, struct value *in, struct report_scope *scope)
{
	long from, to;
	enum status st;

	if ((st = form_read(c, period_form, NFIELDS, in)) != OK)
		return st;
	for (size_t i = SINCE; i <= UNTIL; i++)
		if (in[i].text == NULL) {
			form_fail(c, &in[i], N_("a date is needed here"));
			st = INVALID;
		}
	if (st != OK)
		return st;
	if ((st = date_parse(in[SINCE].text, &from)) != OK ||
	    (st = date_parse(in[UNTIL].text, &to)) != OK)
		return st;
	if (to < from || to - from > 3660) {
		form_fail(c, &in[UNTIL], N_("the period ends before it begins "
		    "or is longer than ten years"));
		return INVALID;
	}
	*scope = (struct report_scope){ in[SINCE].text, in[UNTIL].text };
	return OK;
}

static const char *
translate(const void *lang, const char *msgid)
{
	return i18n_text(lang, msgid);
}

static struct report_terms
terms_of(const struct ctx *c, const struct report_scope *scope,
    const char *institution, const char *made_at)
{
	return (struct report_terms){
		.tr = translate,
		.lang = c->lang,
		.lang_code = c->lang,
		.fonts = c->site->fonts,
		.institution = institution,
		.from = scope->from,
		.to = scope->to,
		.made_at = made_at,
		.made_by = c->user->name,
	};
}

/* "Morphine, prolonged-release tablets 10 mg" */
static const char *
product_text(const struct ctx *c, const struct report_line *l)
{
	if (*l->form == '\0')
		return l->medicine;
	return text_printf(c->arena, "%s, %s %s", l->medicine, l->form,
	    l->strength);
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
			.medicine = product_text(c, l),
			.dose = l->dose,
			.unit = l->unit,
			.route = l->route,
			.schedule = timing_text(c, &timing),
			.prn = l->timing.prn,
			.max_per_day = l->timing.prn_max,
			.start = l->starts_on,
			.end = l->ends_on,
			.status = l->status,
			.stop_reason = l->stop_reason,
			.author = l->author,
		};
	}
	return out;
}

/* GET /reports/patient.pdf: one patient's lines in a period. */
enum status
page_report_patient(struct ctx *c)
{
	struct value in[NFIELDS];
	struct report_scope scope;
	struct report_patient p;
	struct report_lines lines;
	struct pdf_bytes pdf;
	const char *now;
	enum status st;

	if ((st = read_period(c, in, &scope)) == OK && in[PATIENT].text == NULL)
		st = INVALID;
	if (st == INVALID)
		return show_form(c, in, INVALID);
	if (st != OK)
		return st;
	c->subject = in[PATIENT].text;
	if ((st = report_patient_get(c->db, c->subject, c->lang, &p)) != OK ||
	    (st = report_patient_lines(c->db, c->subject, &scope, c->lang,
	    &lines)) != OK || (st = report_now(c->db, &now)) != OK)
		return st;
	if ((st = prescriptions_pdf(c->arena, &(struct prescriptions_report){
	    .terms = terms_of(c, &scope, p.institution_name, now),
	    .registry_no = p.registry_no,
	    .year_of_birth = (int)p.year_of_birth,
	    .sex = p.sex,
	    .diagnosis_code = p.diagnosis,
	    .diagnosis_title = p.diagnosis_title,
	    .lines = lines_of(c, &lines),
	    .nlines = lines.len,
	}, &pdf)) != OK)
		return st;
	return answer_bytes(c, "application/pdf", pdf.data, pdf.len,
	    "prescriptions.pdf");
}
