/* tables_needs.c: medicines of the summary. */

#include <string.h>

#include "pages/report/filling.h"
#include "pages/report/needs.h"
#include "pages/timing.h"
#include "web/i18n.h"

static const struct column medicine_columns[] = {
	{ N_("Medicine, form and strength"), 30, ALIGN_LEFT, 0 },
	{ N_("Patients"), 11, ALIGN_RIGHT, 0 },
	{ N_("Lines"), 8, ALIGN_RIGHT, 0 },
	{ N_("Days of prescription"), 13, ALIGN_RIGHT, 0 },
	{ N_("Amount"), 12, ALIGN_RIGHT, 0 },
	{ N_("Unit"), 9, ALIGN_LEFT, 0 },
	{ N_("DDD"), 10, ALIGN_RIGHT, 0 },
	{ N_("Packs"), 10, ALIGN_RIGHT, 0 },
	{ N_("OME, mg"), 12, ALIGN_RIGHT, 0 },
	{ N_("Forecast: amount"), 13, ALIGN_RIGHT, 0 },
	{ N_("Forecast: packs"), 12, ALIGN_RIGHT, 0 },
};

static const struct column dose_columns[] = {
	{ N_("Medicine, form and strength"), 56, ALIGN_LEFT, 0 },
	{ N_("DDD"), 18, ALIGN_RIGHT, 0 },
	{ N_("DDD for 1,000 patients a day"), 26, ALIGN_RIGHT, 0 },
};

static const struct column opioid_columns[] = {
	{ N_("Figure"), 52, ALIGN_LEFT, 0 },
	{ N_("Value"), 16, ALIGN_RIGHT, 0 },
	{ N_("Unit"), 32, ALIGN_LEFT, 0 },
	{ N_("Compared with"), 16, ALIGN_RIGHT, 0 },
};

/* Whole packs for so many tablets, ampoules or patches. */
static struct ratio
packs_of(const struct need_row *row, struct ratio count)
{
	struct ratio packs = ratio_divide(count, ratio_whole(row->pack));

	if (row->pack <= 0 || !ratio_known(packs))
		return RATIO_NONE;
	return ratio_whole(ratio_ceiling(packs));
}

static void
fill_amounts(struct filling *f, const struct dosing *d,
    const struct need_row *row)
{
	const struct ctx *c = f->c;
	const struct amount *now = &row->now, *ahead = &row->ahead;

	fill_cell(f, fill_large(c, now->amount, row->hidden));
	fill_cell(f, ratio_known(now->amount) ? dosing_name(d, now->unit) :
	    NULL);
	fill_cell(f, fill_large(c, now->ddd, row->hidden));
	fill_cell(f, fill_ratio(c, packs_of(row, now->count), 0, row->hidden));
	fill_cell(f, fill_large(c, now->ome, row->hidden));
	fill_cell(f, fill_large(c, ahead->amount, row->ahead_hidden));
	fill_cell(f, fill_ratio(c, packs_of(row, ahead->count), 0,
	    row->ahead_hidden));
}

static void
add_medicines(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++)
		if (strcmp(m->now->needs[i].kind, "medicine") == 0) {
			fill_need(&f, &m->now->needs[i], RECENT);
			fill_amounts(&f, m->dosing, &m->now->needs[i]);
		}
	if (f.nrows > 0)
		fill_section(m, "medicines", tr(c, N_("Medicines by form and"
		    " strength")), fill_columns(c, medicine_columns, 11), 11,
		    &f)->note = tr(c, N_("A patient with several medicines is"
		    " in each of their rows. Forecast: for the quarter after"
		    " the period; how it is made stands below."));
}

/* Defined daily doses beside the days of all patients. */
static void
add_doses(struct making *m)
{
	const struct ratio stay = ratio_whole(m->now->opioids.stay);
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++) {
		const struct need_row *row = &m->now->needs[i];

		if (strcmp(row->kind, "medicine") != 0 ||
		    !ratio_known(row->now.ddd))
			continue;
		fill_row(&f, ROW_PLAIN, row->label);
		fill_cell(&f, fill_large(c, row->now.ddd, row->hidden));
		fill_cell(&f, fill_large(c, ratio_multiply(ratio_divide(
		    row->now.ddd, stay), ratio_whole(1000)), row->hidden));
	}
	if (f.nrows > 0)
		fill_section(m, "doses", tr(c, N_("Defined daily doses")),
		    fill_columns(c, dose_columns, 3), 3, &f)->note = tr(c,
		    N_("Of 1,000 patients on the register so many took a"
		    " defined daily dose on a day of the period."));
}

/* What is told of all opioids, in the order of the rows. */
enum { OPIOID_PATIENTS, OPIOID_DAYS, OPIOID_OME, OPIOID_MEAN, OPIOID_DOME,
	OPIOIDS };
static const struct {
	const char	*name;
	const char	*unit;
} opioid_rows[OPIOIDS] = {
	[OPIOID_PATIENTS] = { N_("Patients with an opioid"), N_("patients") },
	[OPIOID_DAYS] = { N_("Days with an opioid"), N_("patient-days") },
	[OPIOID_OME] = { N_("OME of all opioids with a factor"), N_("mg") },
	[OPIOID_MEAN] = { N_("Mean OMEDD"), N_("mg a day") },
	[OPIOID_DOME] = { N_("DOME"), N_("mg a patient and year") },
};

static struct ratio
opioid_value(const struct opioids *o, int which)
{
	switch (which) {
	case OPIOID_PATIENTS:
		return ratio_whole(o->patients);
	case OPIOID_DAYS:
		return ratio_whole(o->days);
	case OPIOID_MEAN:
		return ratio_divide(o->ome, ratio_whole(o->days));
	case OPIOID_DOME:
		return ratio_multiply(ratio_divide(o->ome,
		    ratio_whole(o->stay)), ratio_whole(365));
	}
	return o->ome;
}

/* People and days are whole. */
static const char *
opioid_text(const struct ctx *c, const struct opioids *o, int which)
{
	return which <= OPIOID_DAYS ? fill_ratio(c, opioid_value(o, which), 0,
	    o->hidden) : fill_large(c, opioid_value(o, which), o->hidden);
}

static void
add_opioids(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, OPIOIDS);

	for (int i = 0; i < OPIOIDS; i++) {
		const struct opioids *o = &m->now->opioids;

		fill_row(&f, ROW_PLAIN, tr(c, opioid_rows[i].name));
		fill_cell(&f, opioid_text(c, o, i));
		fill_cell(&f, tr(c, opioid_rows[i].unit));
		if (m->before == NULL)
			continue;
		o = &m->before->opioids;
		fill_cell(&f, opioid_text(c, o, i));
	}
	fill_section(m, "opioids", tr(c, N_("Opioids in all")), fill_columns(c,
	    opioid_columns, 4), m->before == NULL ? 3 : 4, &f);
}

void
tables_needs(struct making *m)
{
	add_medicines(m);
	add_doses(m);
	add_opioids(m);
}
