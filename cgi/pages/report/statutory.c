/* statutory.c: the register in twelve columns: an annex to the summary, for who may see single patients. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "db/statutory.h"
#include "pages/common.h"
#include "pages/report/filling.h"
#include "pages/report/pages.h"
#include "pages/report/period.h"
#include "pages/report/section_csv.h"
#include "pages/report/section_view.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { SINCE, UNTIL, NFIELDS };

static const struct field register_form[NFIELDS] = {
	[SINCE] = { .name = "since", .kind = F_DATE },
	[UNTIL] = { .name = "until", .kind = F_DATE },
};

/* The columns of the order; without names, what stands for them. */
enum { NUMBER, WHO, BORN, HOME, ILLNESS, TAKEN, RELIEF, BREATHING, WANTED,
	KEEPER, ISSUED_ONES, LEFT, COLUMNS };

static const struct column columns[COLUMNS] = {
	[NUMBER] = { N_("No."), 3, ALIGN_RIGHT, 0 },
	[WHO] = { N_("Register No."), 7, ALIGN_LEFT, 0 },
	[BORN] = { N_("Year of birth"), 5, ALIGN_RIGHT, 0 },
	[HOME] = { N_("District"), 8, ALIGN_LEFT, 0 },
	[ILLNESS] = { N_("Diagnosis with complications, ICD-10"), 15,
	    ALIGN_LEFT, 0 },
	[TAKEN] = { N_("Taken in, No. of the conclusion"), 8, ALIGN_LEFT, 0 },
	[RELIEF] = { N_("Pain relief: medicine, dose, schedule"), 15,
	    ALIGN_LEFT, 0 },
	[BREATHING] = { N_("Respiratory support"), 8, ALIGN_LEFT, 0 },
	[WANTED] = { N_("Devices needed at home"), 10, ALIGN_LEFT, 0 },
	[KEEPER] = { N_("Institution"), 8, ALIGN_LEFT, 0 },
	[ISSUED_ONES] = { N_("Devices issued"), 9, ALIGN_LEFT, 0 },
	[LEFT] = { N_("Removed on, reason"), 8, ALIGN_LEFT, 0 },
};

/* A register that was made. */
struct annex {
	struct value		 in[NFIELDS];
	struct report_scope	 scope;
	struct statutory	 list;
	struct section		 section;
	bool			 made;
	bool			 more;	/* patients than are told */
};

/* "one; another" */
static void
join(struct str *s, const char *text)
{
	str_addf(s, "%s%s", s->len > 0 ? "; " : "", text);
}

static const char *
or_none(const struct ctx *c, const struct str *s)
{
	return s->len == 0 ? tr(c, N_("no")) : s->text;
}

static const char *
illness_text(const struct ctx *c, const struct statutory_row *row)
{
	struct str s;

	str_init(&s, c->arena, 64);
	if (row->diagnosis != NULL)
		join(&s, text_printf(c->arena, "%s %s", row->diagnosis,
		    row->diagnosis_title == NULL ? "" : row->diagnosis_title));
	if (row->complications != NULL)
		join(&s, text_printf(c->arena, tr(c,
		    N_("complications: %s")), row->complications));
	if (row->basis != NULL)
		join(&s, row->basis);
	return s.len == 0 ? NULL : s.text;
}

/* Where the lines and the devices of the next patient begin. */
struct cursor {
	const struct statutory	*list;
	size_t			 line;
	size_t			 device;
};

/* "Morphine, tablets 10 mg: 10 mg, 3 times a day" */
static const char *
relief_text(const struct ctx *c, struct cursor *at, const char *patient)
{
	const struct statutory *list = at->list;
	struct str s;

	str_init(&s, c->arena, 64);
	for (; at->line < list->nlines &&
	    strcmp(list->lines[at->line].patient, patient) == 0; at->line++) {
		const struct statutory_line *l = &list->lines[at->line];

		join(&s, text_printf(c->arena, "%s: %s\xc2\xa0%s, %s",
		    product_text(c, l->medicine, l->form, l->strength),
		    decimal_text(c, l->dose), l->unit,
		    timing_text(c, &l->timing)));
	}
	return or_none(c, &s);
}

static const char *
device_text(const struct ctx *c, const struct statutory_device *d)
{
	const char *name = d->code == NULL ? d->name :
	    text_printf(c->arena, "%s (%s)", d->name, d->code);

	return strcmp(d->quantity, "1") == 0 ? name : text_printf(c->arena,
	    "%s × %s", name, d->quantity);
}

static void
fill_devices(struct filling *f, struct cursor *at, const char *patient,
    const char *keeper)
{
	const struct statutory *list = at->list;
	const struct ctx *c = f->c;
	struct str breathing, needed, issued;

	str_init(&breathing, c->arena, 32);
	str_init(&needed, c->arena, 32);
	str_init(&issued, c->arena, 32);
	for (; at->device < list->ndevices &&
	    strcmp(list->devices[at->device].patient, patient) == 0;
	    at->device++) {
		const struct statutory_device *d = &list->devices[at->device];

		if (d->respiratory)
			join(&breathing, d->name);
		join(&needed, device_text(c, d));
		if (d->issued_on != NULL)
			join(&issued, text_printf(c->arena, "%s, %s",
			    device_text(c, d), date_text(c, d->issued_on)));
	}
	fill_cell(f, or_none(c, &breathing));
	fill_cell(f, or_none(c, &needed));
	fill_cell(f, keeper);
	fill_cell(f, or_none(c, &issued));
}

static void
fill_patient(struct filling *f, struct cursor *at, size_t i)
{
	const struct ctx *c = f->c;
	const struct statutory_row *row = &at->list->rows[i];

	fill_row(f, ROW_PLAIN, text_count(c->arena, (long)i + 1));
	fill_cell(f, row->registry_no);
	fill_cell(f, row->year_of_birth);
	fill_cell(f, row->district);
	fill_cell(f, illness_text(c, row));
	fill_cell(f, row->commission_no == NULL ? date_text(c, row->date_in) :
	    text_printf(c->arena, tr(c, N_("%s, No. %s")), date_text(c,
	    row->date_in), row->commission_no));
	fill_cell(f, relief_text(c, at, row->id));
	fill_devices(f, at, row->id, row->institution);
	fill_cell(f, row->date_out == NULL ? NULL : text_printf(c->arena,
	    "%s, %s", date_text(c, row->date_out), row->reason == NULL ? "—" :
	    row->reason));
}

static void
make_section(struct ctx *c, struct annex *a)
{
	struct making m = { .c = c, .out = &a->section };
	struct cursor at = { .list = &a->list };
	struct filling f;

	a->more = a->list.nrows > STATUTORY_MOST;
	if (a->more)
		a->list.nrows = STATUTORY_MOST;
	f = fill_begin(c, a->list.nrows);
	for (size_t i = 0; i < a->list.nrows; i++)
		fill_patient(&f, &at, i);
	fill_section(&m, "register", tr(c, N_("Register of patients in need of"
	    " palliative care")), fill_columns(c, columns, COLUMNS), COLUMNS,
	    &f)->note = tr(c, N_("Everybody who was on the register on a day"
	    " of the period; medicines and devices as of its last day or that"
	    " of the stay. The columns are those of the register of patients"
	    " in need of palliative care (annex 4 to order 1716-pr of"
	    " 06.12.2022)."));
	a->made = true;
}

/* Read the form; without days there is only the form. */
static enum status
make_annex(struct ctx *c, struct annex *a)
{
	enum status st;

	*a = (struct annex){ .made = false };
	if ((st = form_read(c, register_form, NFIELDS, a->in)) != OK)
		return st;
	if (a->in[SINCE].raw == NULL && a->in[UNTIL].raw == NULL)
		return OK;
	if ((st = period_read(c, &a->in[SINCE], &a->in[UNTIL], &a->scope)) !=
	    OK || (st = statutory_read(c->db, &a->scope, c->lang, &a->list)) !=
	    OK)
		return st;
	make_section(c, a);
	return OK;
}

static void
show_rows(const struct ctx *c, struct view *v, const struct annex *a)
{
	view_list(v, "heads");
	for (size_t i = ILLNESS; i < COLUMNS; i++)
		view_text(view_item(v, "heads"), "name", tr(c,
		    columns[i].title));
	view_list(v, "rows");
	for (size_t i = 0; i < a->list.nrows; i++) {
		const char *const *cells = a->section.rows[i].cells;
		struct view *row = view_item(v, "rows");

		view_text(row, "id", a->list.rows[i].id);
		view_text(row, "number", cells[NUMBER]);
		view_text(row, "registry_no", cells[WHO]);
		view_text(row, "year", cells[BORN]);
		view_text(row, "district", cells[HOME]);
		view_list(row, "cells");
		for (size_t k = ILLNESS; k < COLUMNS; k++)
			view_text(view_item(row, "cells"), "text",
			    cells[k] == NULL ? "—" : cells[k]);
	}
}

static enum status
show_page(struct ctx *c, const struct annex *a, enum status answer)
{
	struct view *v = view_new(c->arena);
	char from[DATE_TEXT + 1], to[DATE_TEXT + 1];
	enum status st;

	date_russian(date_today() - 90, from);
	date_russian(date_today(), to);
	form_show(v, register_form, NFIELDS, a->in);
	if (a->in[SINCE].raw == NULL && a->in[UNTIL].raw == NULL) {
		view_text(v, "since", text_copy(c->arena, from));
		view_text(v, "until", text_copy(c->arena, to));
	}
	view_text(v, "title", tr(c, N_("Register in twelve columns")));
	view_flag(v, "made", a->made);
	view_flag(v, "more", a->more);
	view_long(v, "most", STATUTORY_MOST);
	if (a->made) {
		view_text(v, "note", a->section.note);
		view_text(v, "query", query_link(c, "", "since",
		    a->in[SINCE].text));
		show_rows(c, v, a);
		view_flag(v, "none", a->list.nrows == 0);
	}
	if ((st = render(c, "statutory_show", v)) != OK)
		return st;
	return answer;
}

/* GET /reports/register: the page, on which the browser adds the names. */
enum status
page_statutory_show(struct ctx *c)
{
	struct annex a;
	enum status st;

	if ((st = make_annex(c, &a)) != OK && st != INVALID)
		return st;
	return show_page(c, &a, st);
}

/* A file needs its days. */
static enum status
make_file(struct ctx *c, struct annex *a)
{
	enum status st = make_annex(c, a);

	if (st == OK && !a->made) {
		form_fail(c, &a->in[SINCE], N_("a date is needed here"));
		st = INVALID;
	}
	return st == INVALID ? show_page(c, a, INVALID) : st;
}

static size_t
facts_of(const struct ctx *c, const struct annex *a, struct fact *out)
{
	out[0] = (struct fact){ tr(c, N_("Period")), text_printf(c->arena,
	    "%s – %s", date_text(c, a->scope.from), date_text(c,
	    a->scope.to)) };
	out[1] = (struct fact){ tr(c, N_("Patients")), text_count(c->arena,
	    (long)a->list.nrows) };
	out[2] = (struct fact){ tr(c, N_("Names")), tr(c, N_("not in this"
	    " file: they are known to the institution's own browsers"
	    " alone")) };
	return 3;
}

/* GET /reports/register.csv: the same rows without names. */
enum status
page_statutory_export(struct ctx *c)
{
	struct fact facts[3];
	struct annex a;
	struct str *out;
	size_t n;
	enum status st;

	if ((st = make_file(c, &a)) != OK)
		return st;
	n = facts_of(c, &a, facts);
	out = section_csv(c, facts, n, &a.section, 1);
	return answer_bytes(c, "text/csv; charset=utf-8", out->text, out->len,
	    "register.csv");
}

static const char *
translate(const void *lang, const char *msgid)
{
	return i18n_text(lang, msgid);
}

/* GET /reports/register.pdf: and on paper. */
enum status
page_statutory_print(struct ctx *c)
{
	struct fact facts[3];
	struct pdf_bytes pdf;
	struct annex a;
	struct report_made made;
	size_t n;
	enum status st;

	if ((st = make_file(c, &a)) != OK || (st = report_now(c->db, &made)) != OK)
		return st;
	n = facts_of(c, &a, facts);
	if ((st = section_pdf(c->arena, &(struct section_report){
	    .terms = { .tr = translate, .lang = c->lang, .lang_code = c->lang,
		.fonts = c->site->fonts, .institution = tr(c,
		    N_("Annex to the summary")),
		.from = a.scope.from, .to = a.scope.to,
		.made_at = made.at, .letter = made.letter,
		.made_by = c->user->name },
	    .title = a.section.heading, .subject = a.section.heading,
	    .landscape = true, .facts = facts, .nfacts = n,
	    .sections = &a.section, .nsections = 1,
	}, &pdf)) != OK)
		return st;
	return answer_bytes(c, "application/pdf", pdf.data, pdf.len,
	    "register.pdf");
}
