/* opioid.c: oral morphine equivalents of a patient, in sum and by day. */

#include <assert.h>
#include <string.h>

#include "dose/opioid.h"

bool
dose_is_opioid(const struct dose_medicine *medicine)
{
	return strncmp(medicine->group, "opioid_", 7) == 0;
}

/* Add to the medicine's own row; other units than before make it unknown. */
static void
put_apart(struct dose_opioids *out, const struct dose_line *line,
    struct dose_amount background, struct dose_amount maximum)
{
	struct dose_apart *p;

	for (size_t i = 0; i < out->napart; i++) {
		p = &out->apart[i];
		if (strcmp(p->medicine->id, line->medicine->id) != 0 ||
		    strcmp(p->route, line->route) != 0)
			continue;
		p->background.value = ratio_add(p->background.value,
		    dose_convert(background.value, background.unit,
		    p->background.unit, NULL));
		p->maximum.value = ratio_add(p->maximum.value,
		    dose_convert(maximum.value, maximum.unit,
		    p->maximum.unit, NULL));
		return;
	}
	out->apart[out->napart++] = (struct dose_apart){ line->medicine,
	    line->route, background, maximum };
}

void
dose_opioids(struct arena *a, const struct dose_line *lines, size_t n,
    long day, const char *table, struct dose_opioids *out)
{
	struct dose_amount background, maximum;
	struct ratio most;

	*out = (struct dose_opioids){ .table = table,
	    .background = RATIO_ZERO, .maximum = RATIO_ZERO,
	    .apart = arena_array(a, n, sizeof(*out->apart)) };
	for (size_t i = 0; i < n; i++) {
		if (!dose_is_opioid(lines[i].medicine) ||
		    !dose_overlaps(&lines[i], day, day))
			continue;
		out->lines++;
		background = dose_background(&lines[i]);
		maximum = dose_maximum(&lines[i]);
		most = dose_ome(&lines[i], maximum, table);
		if (!ratio_known(most)) {
			put_apart(out, &lines[i], background, maximum);
			continue;
		}
		out->maximum = ratio_add(out->maximum, most);
		if (!lines[i].prn)
			out->background = ratio_add(out->background, most);
	}
}

struct dose_range
dose_opioid_range(struct arena *a, const struct dose_line *lines, size_t n,
    long day, const char *const *tables, size_t ntables)
{
	struct dose_range range = { 0, RATIO_NONE, RATIO_NONE };
	struct dose_opioids sum;
	size_t fewest = SIZE_MAX;

	for (size_t i = 0; i < ntables; i++) {
		dose_opioids(a, lines, n, day, tables[i], &sum);
		if (sum.napart > fewest || sum.lines == sum.napart ||
		    !ratio_known(sum.background))
			continue;
		if (sum.napart < fewest) {
			fewest = sum.napart;
			range.tables = 0;
		}
		if (range.tables == 0 ||
		    ratio_compare(sum.background, range.least) < 0)
			range.least = sum.background;
		if (range.tables == 0 ||
		    ratio_compare(sum.background, range.most) > 0)
			range.most = sum.background;
		range.tables++;
	}
	return range;
}

/* Where the line begins and the day after it ends, within the series. */
static void
put_change(struct dose_day *out, long first, long last,
    const struct dose_line *line, const char *table)
{
	struct ratio most = dose_ome(line, dose_maximum(line), table);
	long end = line->schedule == DOSE_ONCE ? line->starts_on :
	    line->ends_on;
	long from = line->starts_on > first ? line->starts_on - first : 0;
	struct dose_day *start = &out[from];
	struct dose_day *stop = end < last ? &out[end + 1 - first] : NULL;

	if (!ratio_known(most)) {
		start->missing++;
		if (stop != NULL)
			stop->missing--;
		return;
	}
	start->maximum = ratio_add(start->maximum, most);
	if (!line->prn)
		start->background = ratio_add(start->background, most);
	if (stop == NULL)
		return;
	stop->maximum = ratio_subtract(stop->maximum, most);
	if (!line->prn)
		stop->background = ratio_subtract(stop->background, most);
}

/* What changes on each day first, then the sums from day to day. */
void
dose_opioid_days(const struct dose_line *lines, size_t n, const char *table,
    long first, long last, struct dose_day *out)
{
	assert(first <= last);
	for (long d = 0; d <= last - first; d++)
		out[d] = (struct dose_day){ RATIO_ZERO, RATIO_ZERO, 0 };
	for (size_t i = 0; i < n; i++)
		if (dose_is_opioid(lines[i].medicine) &&
		    dose_overlaps(&lines[i], first, last))
			put_change(out, first, last, &lines[i], table);
	for (long d = 1; d <= last - first; d++) {
		out[d].background = ratio_add(out[d].background,
		    out[d - 1].background);
		out[d].maximum = ratio_add(out[d].maximum,
		    out[d - 1].maximum);
		out[d].missing += out[d - 1].missing;
	}
}
