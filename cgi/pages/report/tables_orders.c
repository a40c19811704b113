/* tables_orders.c: forms, devices, services and visits of the summary, and how needs are computed. */

#include <string.h>

#include "pages/report/filling.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { MONTH = 30 };	/* days */

static const struct column device_columns[] = {
	{ N_("Medical device"), 38, ALIGN_LEFT, 0 },
	{ N_("Patients"), 12, ALIGN_RIGHT, 0 },
	{ N_("Needed, pieces"), 12, ALIGN_RIGHT, 0 },
	{ N_("Issued, pieces"), 12, ALIGN_RIGHT, 0 },
	{ N_("Waiting at the end, pieces"), 14, ALIGN_RIGHT, 0 },
	{ N_("Returned, pieces"), 14, ALIGN_RIGHT, 0 },
	{ N_("Median wait, days"), 12, ALIGN_RIGHT, 0 },
};

static const struct column visit_columns[] = {
	{ N_("Kind of visit"), 32, ALIGN_LEFT, 0 },
	{ N_("Patients"), 11, ALIGN_RIGHT, 0 },
	{ N_("Carried out"), 11, ALIGN_RIGHT, 0 },
	{ N_("Of them at home"), 12, ALIGN_RIGHT, 0 },
	{ N_("Elsewhere, by phone or video"), 14, ALIGN_RIGHT, 0 },
	{ N_("Planned and not done"), 12, ALIGN_RIGHT, 0 },
	{ N_("At home for a patient and month"), 14, ALIGN_RIGHT, 0 },
};

static const struct column service_columns[] = {
	{ N_("Service"), 44, ALIGN_LEFT, 0 },
	{ N_("Patients"), 11, ALIGN_RIGHT, 0 },
	{ N_("Service orders"), 11, ALIGN_RIGHT, 0 },
	{ N_("Planned, times"), 12, ALIGN_RIGHT, 0 },
	{ N_("Carried out, times"), 12, ALIGN_RIGHT, 0 },
	{ N_("Carried out, %"), 10, ALIGN_RIGHT, 0 },
};

/* Who may not see single patients is told of the forms alone. */
static const struct column form_columns[] = {
	{ N_("Prescription form"), 40, ALIGN_LEFT, 0 },
	{ N_("Forms written"), 15, ALIGN_RIGHT, 0 },
	{ N_("Spoilt or wrong"), 15, ALIGN_RIGHT, 0 },
	{ N_("Patients"), 15, ALIGN_RIGHT, 0 },
	{ N_("Lines"), 15, ALIGN_RIGHT, 0 },
};

static const struct column shortage_columns[] = {
	{ N_("Medicine, form and strength"), 60, ALIGN_LEFT, 0 },
	{ N_("Patients"), 20, ALIGN_RIGHT, 0 },
	{ N_("Lines"), 20, ALIGN_RIGHT, 0 },
};

static const struct column method_columns[] = {
	{ N_("Figure"), 22, ALIGN_LEFT, 0 },
	{ N_("Definition"), 78, ALIGN_LEFT, 0 },
};

static const struct {
	const char	*name;
	const char	*text;
} methods[] = {
	{ N_("Days of prescription"), N_("Days of the period on which the line"
	    " was in force and not on hold; what is given once has one.") },
	{ N_("Amount"), N_("Dose of a day × days, of all lines together; an"
	    " as-needed line counts with its maximum.") },
	{ N_("DDD"), N_("Amount / defined daily dose of WHO for the route; a"
	    " dash: WHO has none.") },
	{ N_("DDD for 1,000 patients a day"), N_("DDD / days on the register"
	    " of all patients × 1,000.") },
	{ N_("Packs"), N_("Tablets, ampoules or patches of all lines together"
	    " / size of the usual pack, rounded up; of an ampoule the rest is"
	    " thrown away.") },
	{ N_("OME, mg"), N_("Oral morphine equivalent: amount × factor of the"
	    " table named on the title page; a dash: no opioid, or no"
	    " factor.") },
	{ N_("Forecast"), N_("Method: constant level. Amount of the last 30"
	    " days of the period / 30 × 91 days; where the period is shorter,"
	    " of its days. No trend and no season is assumed.") },
	{ N_("Mean OMEDD"), N_("OME, mg / days on which an opioid was given;"
	    " a day with several opioids counts once.") },
	{ N_("DOME"), N_("OME, mg / days on the register of all patients ×"
	    " 365: opioids for one patient and year (Knaul 2017).") },
	{ N_("Carers"), N_("Who cares for the patient is sealed with his"
	    " identity and cannot be counted here; how the family fares and"
	    " whether it was taught stands among the indicators.") },
};

static void
add_devices(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++) {
		const struct need_row *row = &m->now->needs[i];

		if (strcmp(row->kind, "device") != 0)
			continue;
		fill_need(&f, row, NEEDS);
		fill_cell(&f, *row->median == '\0' ? NULL :
		    decimal_text(c, row->median));
	}
	if (f.nrows > 0)
		fill_section(m, "devices", tr(c, N_("Medical devices")),
		    fill_columns(c, device_columns, 7), 7, &f)->note = tr(c,
		    N_("Needed, issued, returned: within the period. Waiting:"
		    " needed and not issued on its last day. Median: from the"
		    " need to the issue, of what was issued in the period."));
}

/* At home in 30 days of one patient on the register. */
static struct ratio
home_rate(const struct need_row *row, long stay)
{
	return ratio_multiply(ratio_divide(ratio_whole(row->n[AT_HOME]),
	    ratio_whole(stay)), ratio_whole(MONTH));
}

static void
add_visits(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++) {
		const struct need_row *row = &m->now->needs[i];

		if (strcmp(row->kind, "visit") != 0)
			continue;
		fill_need(&f, row, NEEDS);
		fill_cell(&f, fill_ratio(c, home_rate(row,
		    m->now->opioids.stay), 2, row->hidden));
	}
	if (f.nrows > 0)
		fill_section(m, "visits", tr(c, N_("Visits and contacts")),
		    fill_columns(c, visit_columns, 7), 7, &f)->note = tr(c,
		    N_("Done within the period; planned for a day of it and not"
		    " done. Patients: with one that was done. A month is 30"
		    " days on the register."));
}

static void
add_shortages(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++)
		if (strcmp(m->now->needs[i].kind, "shortage") == 0)
			fill_need(&f, &m->now->needs[i], LINES + 1);
	if (f.nrows > 0)
		fill_section(m, "shortages", tr(c, N_("Medicines that were not"
		    " available")), fill_columns(c, shortage_columns, 3), 3,
		    &f)->note = tr(c, N_("Lines that were stopped within the"
		    " period because the medicine was not available."));
}

static void
add_services(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++) {
		const struct need_row *row = &m->now->needs[i];

		if (strcmp(row->kind, "service") != 0)
			continue;
		fill_need(&f, row, CARRIED_OUT + 1);
		fill_cell(&f, row->hidden ? TABLES_HIDDEN : fill_percent(c,
		    row->n[CARRIED_OUT], row->n[PLANNED]));
	}
	if (f.nrows > 0)
		fill_section(m, "services", tr(c, N_("Services")),
		    fill_columns(c, service_columns, 6), 6, &f)->note = tr(c,
		    N_("Orders in force on a day of the period. Planned: so"
		    " often they were to be done within it. Carried out: as"
		    " noted in it; more than planned is more than 100 %."));
}

static void
fill_form(struct filling *f, const struct need_row *row, bool guarded)
{
	const struct ctx *c = f->c;

	fill_row(f, ROW_PLAIN, *row->label == '\0' ? tr(c, N_("Not stated")) :
	    row->label);
	fill_cell(f, fill_count(c, row->n[WRITTEN], row->hidden));
	fill_cell(f, fill_count(c, row->n[SPOILT], row->hidden));
	if (guarded)
		return;
	fill_cell(f, fill_count(c, row->patients, row->hidden));
	fill_cell(f, fill_count(c, row->n[LINES], row->hidden));
}

static void
add_forms(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++)
		if (strcmp(m->now->needs[i].kind, "form") == 0)
			fill_form(&f, &m->now->needs[i], m->now->guarded);
	if (f.nrows > 0)
		fill_section(m, "forms", tr(c, N_("Controlled medicines by"
		    " prescription form")), fill_columns(c, form_columns, 5),
		    m->now->guarded ? 3 : 5, &f)->note = tr(c, N_("Forms that"
		    " were written within the period. Patients and lines:"
		    " with a controlled medicine that needs the form in force"
		    " on a day of it, or with such a form."));
}

static void
add_methods(struct making *m)
{
	const size_t n = sizeof(methods) / sizeof(methods[0]);
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, n);

	for (size_t i = 0; i < n; i++) {
		fill_row(&f, ROW_PLAIN, tr(c, methods[i].name));
		fill_cell(&f, tr(c, methods[i].text));
	}
	fill_section(m, "methods", tr(c, N_("How needs are computed")),
	    fill_columns(c, method_columns, 2), 2, &f);
}

void
tables_orders(struct making *m)
{
	add_forms(m);
	add_shortages(m);
	add_devices(m);
	add_services(m);
	add_visits(m);
	add_methods(m);
}
