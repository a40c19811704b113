/* patient_sections.c: what the report on a patient tells beside his lines. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/common.h"
#include "pages/report/filling.h"
#include "pages/report/needs.h"
#include "pages/report/patient_opioids.h"
#include "pages/report/patient_sections.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { STATES = 5 };

static const char *const phases[] = { N_("stable"), N_("unstable"),
	N_("deteriorating"), N_("terminal") };

static const struct choice service_states[] = {
	{ "requested", N_("requested"), NULL },
	{ "active", N_("under way"), NULL },
	{ "done", N_("done"), NULL },
	{ "stopped", N_("stopped"), NULL },
	{ "cancelled", N_("withdrawn"), NULL },
	{ NULL, NULL, NULL }
};

static long
days_of(const struct patient_source *in, const struct dose_line *l)
{
	long first = l->starts_on > in->first ? l->starts_on : in->first;
	long last = l->ends_on < in->last ? l->ends_on : in->last;

	return last < first ? 0 : last - first + 1;
}

/* What the version of a line gave within the period. */
static struct amount
amount_of(const struct patient_source *in, const char *id,
    const struct dose_line **line)
{
	struct amount sum = no_amount;

	*line = NULL;
	for (size_t i = 0; i < in->nspells; i++)
		if (strcmp(in->spells[i].id, id) == 0) {
			*line = &in->spells[i];
			amount_add(&sum, *line, dosing_table_code(
			    in->dosing), days_of(in, *line));
		}
	return sum;
}

static void
fill_lines(const struct ctx *c, const struct patient_source *in,
    struct prescription_line *lines)
{
	const struct dose_line *line;

	for (size_t i = 0; i < in->lines->len; i++) {
		const struct report_line *l = &in->lines->item[i];
		struct amount a = amount_of(in, l->id, &line);

		lines[i].indication = l->indication;
		lines[i].later = i > 0 && strcmp(l->series,
		    in->lines->item[i - 1].series) == 0;
		if (line == NULL)
			continue;
		lines[i].ddd = fill_dose(c, a.ddd);
		if (ratio_known(a.amount))
			lines[i].amount = text_printf(c->arena,
			    "%s\xc2\xa0%s", fill_dose(c, a.amount),
			    dosing_name(in->dosing, a.unit));
	}
}

static const char *
phase_name(const struct ctx *c, const char *value)
{
	long n = value == NULL ? 0 : strtol(value, NULL, 10);

	return n < 1 || n > 4 ? "—" : tr(c, phases[n - 1]);
}

static const char *
first_last(const struct ctx *c, const char *first, const char *last)
{
	if (first == NULL || last == NULL)
		return NULL;
	return text_printf(c->arena, "%s – %s", decimal_text(c, first),
	    decimal_text(c, last));
}

static void
fill_state(const struct ctx *c, const struct report_state *s,
    struct prescriptions_report *out)
{
	struct fact *f = arena_array(c->arena, STATES, sizeof(*f));
	const char *pain = first_last(c, s->pain_first, s->pain_last);

	f[0] = (struct fact){ tr(c, N_("Allergies and intolerances")),
	    s->allergies == NULL ? tr(c, N_("not asked")) :
	    strcmp(s->allergies, "-") == 0 ? tr(c, N_("none known")) :
	    s->allergies };
	f[1] = (struct fact){ tr(c, N_("PPS, first – last")),
	    first_last(c, s->pps_first, s->pps_last) };
	f[2] = (struct fact){ tr(c, N_("Phase, first – last")),
	    s->phase_first == NULL ? NULL : text_printf(c->arena, "%s – %s",
	    phase_name(c, s->phase_first), phase_name(c, s->phase_last)) };
	f[3] = (struct fact){ tr(c, N_("Pain, first – last")), pain };
	f[4] = (struct fact){ tr(c, N_("Pain, the worst")),
	    s->pain_worst == NULL ? NULL : decimal_text(c, s->pain_worst) };
	out->state = f;
	out->nstate = STATES;
}

/* Numbers of the forms that were written for a version. */
static const char *
numbers_of(const struct ctx *c, const struct report_record *r,
    const char *line)
{
	struct str s;

	str_init(&s, c->arena, 32);
	for (size_t i = 0; i < r->nblanks; i++)
		if (strcmp(r->blanks[i].line, line) == 0)
			str_addf(&s, "%s%s", s.len > 0 ? ", " : "",
			    r->blanks[i].number);
	return s.len == 0 ? NULL : s.text;
}

static void
fill_controlled(struct filling *f, const struct patient_source *in,
    const struct report_line *l)
{
	const struct dose_line *line;
	struct amount a = amount_of(in, l->id, &line);
	long pack = line == NULL || line->product == NULL ? 0 :
	    line->product->pack;
	const char *count = line == NULL ? NULL : fill_dose(f->c, a.count);

	fill_row(f, ROW_PLAIN, product_text(f->c, l->medicine,
	    l->form, l->strength));
	fill_cell(f, l->rx_form);
	fill_cell(f, numbers_of(f->c, in->record, l->id));
	fill_cell(f, l->quantity == NULL ? NULL : decimal_text(f->c,
	    l->quantity));
	fill_cell(f, l->packs);
	fill_cell(f, count == NULL ? NULL : text_printf(f->c->arena,
	    "%s\xc2\xa0%s", count, dosing_name(in->dosing,
	    dose_counted_in(line->product))));
	fill_cell(f, count == NULL || pack <= 0 ? NULL : fill_ratio(f->c,
	    ratio_whole(ratio_ceiling(ratio_divide(a.count, ratio_whole(
	    pack)))), 0, false));
}

static void
add_controlled(struct making *m, const struct patient_source *in)
{
	static const struct column columns[] = {
		{ N_("Medicine, form"), 30, ALIGN_LEFT, 0 },
		{ N_("Prescription form"), 12, ALIGN_LEFT, 0 },
		{ N_("Numbers of forms"), 14, ALIGN_LEFT, 0 },
		{ N_("Quantity prescribed"), 11, ALIGN_RIGHT, 0 },
		{ N_("Packs prescribed"), 11, ALIGN_RIGHT, 0 },
		{ N_("Needed in the period"), 12, ALIGN_RIGHT, 0 },
		{ N_("Packs needed"), 10, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, in->lines->len);

	for (size_t i = 0; i < in->lines->len; i++)
		if (in->lines->item[i].controlled)
			fill_controlled(&f, in, &in->lines->item[i]);
	if (f.nrows > 0)
		fill_section(m, "controlled", tr(c, N_("Controlled"
		    " medicines")), fill_columns(c, columns, 7), 7, &f);
}

static const char *
day_or_dash(const struct ctx *c, const char *day)
{
	return day == NULL ? NULL : date_text(c, day);
}

static void
add_services(struct making *m, const struct report_record *r)
{
	static const struct column columns[] = {
		{ N_("Service"), 46, ALIGN_LEFT, 0 },
		{ N_("Start"), 12, ALIGN_LEFT, 0 },
		{ N_("End"), 12, ALIGN_LEFT, 0 },
		{ N_("Status"), 12, ALIGN_LEFT, 0 },
		{ N_("Planned in the period"), 9, ALIGN_RIGHT, 0 },
		{ N_("Done in the period"), 9, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, r->nservices);

	for (size_t i = 0; i < r->nservices; i++) {
		const struct report_service *s = &r->services[i];
		const struct choice *n = service_states;

		while (n->code != NULL && strcmp(n->code, s->status) != 0)
			n++;
		fill_row(&f, ROW_PLAIN, s->name);
		fill_cell(&f, date_text(c, s->starts_on));
		fill_cell(&f, day_or_dash(c, s->ends_on));
		fill_cell(&f, n->code == NULL ? NULL : tr(c, n->name));
		fill_cell(&f, fill_count(c, s->planned, false));
		fill_cell(&f, fill_count(c, s->done, false));
	}
	if (f.nrows > 0)
		fill_section(m, "services", tr(c, N_("Services")),
		    fill_columns(c, columns, 6), 6, &f);
}

static void
add_devices(struct making *m, const struct report_record *r)
{
	static const struct column columns[] = {
		{ N_("Medical device"), 44, ALIGN_LEFT, 0 },
		{ N_("Pieces"), 8, ALIGN_RIGHT, 0 },
		{ N_("Needed since"), 12, ALIGN_LEFT, 0 },
		{ N_("Issued on"), 12, ALIGN_LEFT, 0 },
		{ N_("Returned on"), 12, ALIGN_LEFT, 0 },
		{ N_("Ended on"), 12, ALIGN_LEFT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, r->ndevices);

	for (size_t i = 0; i < r->ndevices; i++) {
		const struct report_device *d = &r->devices[i];

		fill_row(&f, ROW_PLAIN, d->name);
		fill_cell(&f, d->quantity);
		fill_cell(&f, date_text(c, d->needed_on));
		fill_cell(&f, day_or_dash(c, d->issued_on));
		fill_cell(&f, day_or_dash(c, d->returned_on));
		fill_cell(&f, day_or_dash(c, d->ended_on));
	}
	if (f.nrows > 0)
		fill_section(m, "devices", tr(c, N_("Medical devices")),
		    fill_columns(c, columns, 6), 6, &f);
}

static void
add_warnings(struct making *m, const struct report_record *r)
{
	static const struct column columns[] = {
		{ N_("Day"), 10, ALIGN_LEFT, 0 },
		{ N_("Medicine"), 24, ALIGN_LEFT, 0 },
		{ N_("Warning"), 38, ALIGN_LEFT, 0 },
		{ N_("Why it was kept"), 28, ALIGN_LEFT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, r->nwarnings);

	for (size_t i = 0; i < r->nwarnings; i++) {
		fill_row(&f, ROW_PLAIN, date_text(c, r->warnings[i].day));
		fill_cell(&f, r->warnings[i].medicine);
		fill_cell(&f, r->warnings[i].title);
		fill_cell(&f, r->warnings[i].reason);
	}
	if (f.nrows > 0)
		fill_section(m, "warnings", tr(c, N_("Warnings that were"
		    " kept")), fill_columns(c, columns, 4), 4, &f);
}

static void
add_stopped(struct making *m, const struct report_lines *lines)
{
	static const struct column columns[] = {
		{ N_("Medicine, form"), 44, ALIGN_LEFT, 0 },
		{ N_("Stopped on"), 12, ALIGN_LEFT, 0 },
		{ N_("Reason"), 28, ALIGN_LEFT, 0 },
		{ N_("Author"), 16, ALIGN_LEFT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, lines->len);

	for (size_t i = 0; i < lines->len; i++) {
		const struct report_line *l = &lines->item[i];

		if (strcmp(l->status, "stopped") != 0)
			continue;
		fill_row(&f, ROW_PLAIN, product_text(c, l->medicine,
		    l->form, l->strength));
		fill_cell(&f, day_or_dash(c, l->ends_on));
		fill_cell(&f, l->stop_reason);
		fill_cell(&f, l->author);
	}
	if (f.nrows > 0)
		fill_section(m, "stopped", tr(c, N_("Stopped lines")),
		    fill_columns(c, columns, 4), 4, &f);
}

void
patient_sections(const struct ctx *c, const struct patient_source *in,
    struct prescription_line *lines, struct prescriptions_report *out)
{
	struct making m = { .c = c, .dosing = in->dosing,
		.out = arena_array(c->arena, MAX_SECTIONS,
		    sizeof(struct section)) };

	fill_lines(c, in, lines);
	fill_state(c, &in->record->state, out);
	patient_opioids(&m, in, &out->opioids);
	add_controlled(&m, in);
	add_services(&m, in->record);
	add_devices(&m, in->record);
	add_warnings(&m, in->record);
	add_stopped(&m, in->lines);
	out->sections = m.out;
	out->nsections = m.n;
}
