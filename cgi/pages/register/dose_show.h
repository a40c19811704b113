/* dose_show.h: how computed doses are put into views. */
#ifndef REGISTER_DOSE_SHOW_H
#define REGISTER_DOSE_SHOW_H

#include "pages/dosing.h"

/* What packs are counted for unless something else is asked. */
enum { DOSE_DAYS = 30 };

/* What a line amounts to: day_dose, ddd, count, packs, left …; NULL: no line. */
void show_figures(const struct ctx *c, struct view *v, const struct dosing *d,
    const struct dose_line *line, long days);

/*
 * Equivalents of lines on a day: has_opioids, ome_background, ome_maximum,
 * ome_range, ome_apart, ome_table.
 */
void show_opioids(const struct ctx *c, struct view *v, const struct dosing *d,
    const struct dose_line *lines, size_t n, long day);

/* The background alone, as ome_background. */
const char *ome_background_text(const struct ctx *c, const struct dosing *d,
    const struct dose_line *lines, size_t n, long day);

/* The list "tables" of factor tables to choose from. */
void show_tables(struct view *v, const struct dosing *d);

#endif
