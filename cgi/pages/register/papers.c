/* papers.c: prescriptions on paper: one of them, those of a day, controlled ones. */

#include <assert.h>
#include <string.h>

#include "auth/permission.h"
#include "base/date.h"
#include "base/str.h"
#include "db/documents.h"
#include "pages/letterhead.h"
#include "pages/register/blanks.h"
#include "pages/register/line_note.h"
#include "pages/register/orders.h"
#include "pages/register/pages.h"
#include "pages/register/papers.h"
#include "pages/register/words.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { PAPER_OWN = 6 };	/* queries of every paper */

enum status
paper_open(struct ctx *c, struct view *v, const char *patient,
    struct query lines, struct query *more, size_t len, const char *heading,
    struct paper *out)
{
	struct query q[PAPER_OWN + PAPER_MORE] = {
		PATIENT_GET(patient, c->lang),
		DOCUMENT_CURRENT(patient),
		lines,
		UNITS_QUERY(c->lang),
		LINE_NOTES(patient, c->lang),
		OWN_LETTERHEAD,
	};
	enum status st;

	assert(len <= PAPER_MORE);
	c->subject = patient;
	for (size_t i = 0; i < len; i++)
		q[PAPER_OWN + i] = more[i];
	if ((st = db_run_all(c->db, q, PAPER_OWN + len)) != OK ||
	    (st = patient_read_one(q[0].rows, &out->patient)) != OK)
		return st;
	for (size_t i = 0; i < len; i++)
		more[i].rows = q[PAPER_OWN + i].rows;
	paper_read(c->db, q[2].rows, &out->lines);
	book_read(c->db, q[3].rows, &out->units);
	line_note_read(c->db, q[4].rows, &out->notes);
	show_letterhead(v, q[5].rows);
	show_who(c, v, &out->patient, document_read_text(q[1].rows), false);
	view_text(v, "heading", tr(c, heading));
	view_date(v, "printed_on", today(c));
	view_text(v, "printed_by", c->user->name);
	return OK;
}

static struct decimal
decimal_of(const char *text)
{
	struct decimal d;

	return decimal_parse(text, &d) == OK ? d : (struct decimal){ 0, 0 };
}

void
paper_dose(const struct paper_line *l, struct dose_line *out,
    struct dose_product *product)
{
	long days;

	*product = (struct dose_product){
		.amount = decimal_of(l->amount),
		.amount_unit = l->amount_unit,
		.per_unit = l->per_unit,
		.container_ml = decimal_of(l->container_ml),
		.units = l->units,
	};
	*out = (struct dose_line){
		.product = product,
		.dose = decimal_of(l->line.dose),
		.unit = l->line.unit,
		.route = l->line.route,
		.times_per_day = decimal_of(l->line.timing.times),
		.interval_hours = (int)decimal_of(
		    l->line.timing.interval).digits,
		.weekdays = (int)l->line.timing.weekdays,
		.prn = l->line.timing.prn,
		.ends_on = DOSE_FOREVER,
	};
	if (dose_schedule_read(l->line.timing.schedule, &out->schedule) != OK)
		out->schedule = DOSE_SCHEDULES;
	if (date_parse(l->line.starts_on, &days) == OK)
		out->starts_on = days;
	if (date_parse(l->line.ends_on, &days) == OK)
		out->ends_on = days;
	dose_clock_read(l->line.timing.clock, out);
}

/* The last day on which the form is taken: that of signing counts. */
static const char *
valid_until(const struct ctx *c, const struct paper_line *l)
{
	char text[DATE_TEXT + 1];
	long days;

	if (*l->valid_days == '\0' || date_parse(l->signed_on, &days) != OK)
		return "";
	date_russian(days + (long)decimal_of(l->valid_days).digits - 1, text);
	return text_copy(c->arena, text);
}

/* "20 (twenty) tablets"; a dose in words as a controlled form wants it. */
static void
show_quantity(const struct ctx *c, struct view *v, const struct paper_line *l,
    const struct book *units)
{
	struct dose_product product;
	struct dose_line line;

	paper_dose(l, &line, &product);
	view_text(v, "quantity_words", in_words_text(c, l->line.quantity,
	    dose_counted_in(&product), units));
	view_text(v, "dose_words", in_words_text(c, l->line.dose,
	    l->line.unit, units));
}

void
show_paper_line(const struct ctx *c, struct view *v,
    const struct paper_line *l, const struct book *units)
{
	show_line(c, v, &l->line);
	show_quantity(c, v, l, units);
	view_text(v, "instructions", l->instructions);
	view_text(v, "form_name", l->form_name);
	view_text(v, "valid_days", l->valid_days);
	view_text(v, "valid_until", valid_until(c, l));
	view_text(v, "control", l->control);
	view_text(v, "change_reason", l->change_reason);
	view_date(v, "signed_on", l->signed_on);
	view_date(v, "ended_on", l->ended_on);
	view_flag(v, "in_force", strcmp(l->line.status, "active") == 0);
	view_flag(v, "strict", l->line.controlled ||
	    strcmp(l->line.rx_form, "107/у-НП") == 0 ||
	    strcmp(l->line.rx_form, "148-1/у-88") == 0);
	view_flag(v, "breakthrough",
	    strcmp(l->line.basis, "breakthrough") == 0);
}

/* The lines of one kind of a list. */
static void
show_paper_lines(const struct ctx *c, struct view *v, const char *list,
    const struct paper *p, bool earlier)
{
	long number = 0;

	view_list(v, list);
	for (size_t i = 0; i < p->lines.len; i++) {
		struct view *o;

		if (p->lines.item[i].earlier != earlier)
			continue;
		o = view_item(v, list);
		view_long(o, "number", ++number);
		show_paper_line(c, o, &p->lines.item[i], &p->units);
	}
	view_flag(v, text_printf(c->arena, "has_%s", list), number > 0);
}

/* The forms written for a line: those that stand, and those marked. */
static void
show_blanks(const struct ctx *c, struct view *v,
    const struct blank_list *list, const char *line)
{
	bool first = true;

	view_list(v, "blanks");
	view_flag(v, "has_blanks", false);
	for (size_t i = 0; i < list->len; i++) {
		const struct blank *b = &list->item[i];
		struct view *o;

		if (strcmp(b->line, line) != 0)
			continue;
		o = view_item(v, "blanks");
		view_flag(v, "has_blanks", true);
		view_text(o, "blank", b->id);
		view_text(o, "series", b->series);
		view_text(o, "blank_no", b->number);
		view_date(o, "issued_on", b->issued_on);
		view_date(o, "valid_until", b->valid_until);
		view_decimal(o, "blank_quantity", b->quantity, c->lang);
		view_text(o, "blank_author", b->author);
		view_date(o, "error_on", b->error_on);
		view_text(o, "error_by", b->error_by);
		view_flag(o, "newest", first && *b->error_on == '\0');
		first = first && *b->error_on != '\0';
	}
	view_flag(v, "written", !first);
}

enum { LINE, NLINE };
static const struct field one_form[NLINE] = {
	[LINE] = { .name = "line", .kind = F_UUID },
};

/* The lines, each with its forms. */
static void
show_with_blanks(const struct ctx *c, struct view *v, const struct paper *p,
    const struct rows *rows)
{
	struct blank_list blanks;

	blank_read(c->db, rows, &blanks);
	view_list(v, "lines");
	for (size_t i = 0; i < p->lines.len; i++) {
		struct view *o = view_item(v, "lines");

		if (p->lines.len > 1)
			view_long(o, "place", (long)i + 1);
		show_paper_line(c, o, &p->lines.item[i], &p->units);
		show_line_note(c, o, &p->notes, p->lines.item[i].line.id);
		show_blanks(c, o, &blanks, p->lines.item[i].line.id);
	}
}

/* The form of a new blank: today's, in the quantity of the line. */
static enum status
show_blank_form(struct ctx *c, struct view *v, const struct paper_line *l,
    const struct value *in)
{
	struct value fresh[NBLANK] = {
		[BLANK_ON].text = today(c),
		[BLANK_QUANTITY].raw = decimal_text(c, l->line.quantity),
	};
	enum status st;

	if (in == NULL && (st = uuid_new(c, &fresh[BLANK_ID].text)) != OK)
		return st;
	form_show(v, blank_form, NBLANK, in != NULL ? in : fresh);
	/* The form's own "id" is that of the blank; the page's the patient's. */
	view_text(v, "id", l->line.patient);
	view_text(v, "new_blank", in != NULL ? in[BLANK_ID].text :
	    fresh[BLANK_ID].text);
	view_text(v, "line", l->line.id);
	view_flag(v, "may_blank", may(c, PERM_RECORD_WRITE) &&
	    l->line.current && strcmp(l->line.status, "active") == 0 &&
	    *l->form_name != '\0');
	return OK;
}

enum status
paper_one_show(struct ctx *c, const char *patient, const char *line,
    const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query blanks = BLANK_LIST(patient);
	struct paper p;
	enum status st;

	if ((st = paper_open(c, v, patient, (struct query)PAPER_ONE(patient,
	    c->lang, line), &blanks, 1, N_("Prescription"), &p)) != OK)
		return st;
	if (p.lines.len == 0)
		return NOT_FOUND;
	show_with_blanks(c, v, &p, blanks.rows);
	if ((st = show_blank_form(c, v, &p.lines.item[0], in)) != OK ||
	    (st = render(c, "paper_one", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/prescriptions/paper: one prescription. */
enum status
page_paper_one(struct ctx *c)
{
	struct value in[NLINE];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, one_form, NLINE, in)) != OK)
		return st;
	if (in[LINE].text == NULL)
		return NOT_FOUND;
	return paper_one_show(c, id, in[LINE].text, NULL, OK);
}

/* GET /patients/:id/prescriptions/controlled: a prescription form each. */
enum status
page_paper_controlled(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct query blanks;
	struct paper p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	blanks = (struct query)BLANK_LIST(id);
	if ((st = paper_open(c, v, id, (struct query)PAPER_CONTROLLED(id,
	    c->lang), &blanks, 1, N_("Controlled medicines"), &p)) != OK)
		return st;
	show_with_blanks(c, v, &p, blanks.rows);
	return render(c, "paper_controlled", v);
}

enum { ON, NDAY };
static const struct field day_form[NDAY] = {
	[ON] = { .name = "on", .kind = F_DATE },
};

/* The days that have a sheet of their own, to choose from. */
static void
show_days(struct view *v, const struct rows *days, const char *on)
{
	view_list(v, "days");
	for (size_t i = 0; i < rows_len(days); i++) {
		struct view *o = view_item(v, "days");

		view_date(o, "day", row_text(days, i, 0));
		view_flag(o, "chosen", strcmp(row_text(days, i, 0), on) == 0);
	}
}

/* GET /patients/:id/prescriptions/day: what was written and in force then. */
enum status
page_paper_day(struct ctx *c)
{
	struct value in[NDAY];
	struct view *v = view_new(c->arena);
	struct care_order_list orders;
	struct query more[PAPER_MORE];
	struct paper p;
	const char *id, *on;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = form_read(c, day_form, NDAY, in)) != OK && read != INVALID)
		return read;
	on = in[ON].text != NULL && in[ON].error == NULL ? in[ON].text :
	    today(c);
	more[0] = (struct query)PAPER_DAYS(id);
	more[1] = (struct query)ORDER_DAY(id, c->lang, on);
	if ((st = paper_open(c, v, id, (struct query)PAPER_DAY(id, c->lang,
	    on), more, PAPER_MORE, N_("Sheet of prescriptions"), &p)) != OK)
		return st;
	order_read(c->db, more[1].rows, &orders);
	show_open_orders(c, v, &orders);
	show_paper_lines(c, v, "lines", &p, false);
	show_paper_lines(c, v, "earlier", &p, true);
	form_show(v, day_form, NDAY, in);
	view_date(v, "sheet_day", on);
	view_flag(v, "nothing", p.lines.len == 0 && orders.len == 0);
	show_days(v, more[0].rows, on);
	if ((st = render(c, "paper_day", v)) != OK)
		return st;
	return read;
}
