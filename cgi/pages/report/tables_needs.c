/* tables_needs.c: medicines and devices of the summary. */

#include <string.h>

#include "pages/report/filling.h"
#include "pages/timing.h"
#include "web/i18n.h"

static const struct column medicine_columns[] = {
	{ N_("Medicine, form and strength"), 52, ALIGN_LEFT, 0 },
	{ N_("Patients"), 14, ALIGN_RIGHT, 0 },
	{ N_("Lines"), 14, ALIGN_RIGHT, 0 },
	{ N_("Days of prescription"), 20, ALIGN_RIGHT, 0 },
};

static const struct column device_columns[] = {
	{ N_("Medical device"), 38, ALIGN_LEFT, 0 },
	{ N_("Patients"), 10, ALIGN_RIGHT, 0 },
	{ N_("Needed, pieces"), 10, ALIGN_RIGHT, 0 },
	{ N_("Issued, pieces"), 10, ALIGN_RIGHT, 0 },
	{ N_("Waiting at the end, pieces"), 12, ALIGN_RIGHT, 0 },
	{ N_("Returned, pieces"), 10, ALIGN_RIGHT, 0 },
	{ N_("Median wait, days"), 10, ALIGN_RIGHT, 0 },
};

/* One row a medicine or device: patients, the counts, the median. */
static void
fill_need(struct filling *f, const struct need_row *row, int counts,
    bool median)
{
	fill_row(f, ROW_PLAIN, row->label);
	fill_cell(f, fill_count(f->c, row->patients, row->hidden));
	for (int i = 0; i < counts; i++)
		fill_cell(f, fill_count(f->c, row->n[i], row->hidden));
	if (median)
		fill_cell(f, *row->median == '\0' ? NULL :
		    decimal_text(f->c, row->median));
}

static struct filling
fill_kind(struct making *m, const char *kind, int counts, bool median)
{
	struct filling f = fill_begin(m->c, m->now->nneeds);

	for (size_t i = 0; i < m->now->nneeds; i++)
		if (strcmp(m->now->needs[i].kind, kind) == 0)
			fill_need(&f, &m->now->needs[i], counts, median);
	return f;
}

void
tables_needs(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_kind(m, "medicine", 2, false);

	if (f.nrows > 0)
		fill_section(m, "medicines", tr(c, N_("Medicines by form and"
		    " strength")), fill_columns(c, medicine_columns, 4), 4,
		    &f)->note = tr(c, N_("Lines in force on a day of the"
		    " period; a patient with several medicines is in each of"
		    " their rows. Days: of all lines together, within the"
		    " period."));
	f = fill_kind(m, "device", NEEDS, true);
	if (f.nrows > 0)
		fill_section(m, "devices", tr(c, N_("Medical devices")),
		    fill_columns(c, device_columns, 7), 7, &f)->note = tr(c,
		    N_("Needed, issued, returned: within the period. Waiting:"
		    " needed and not issued on its last day. Median: from the"
		    " need to the issue, of what was issued in the period."));
}
