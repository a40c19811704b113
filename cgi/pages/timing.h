/* timing.h: when a prescription line is given, in words. */
#ifndef PAGES_TIMING_H
#define PAGES_TIMING_H

#include "db/timing.h"
#include "pages/common.h"

/* The kinds of schedule, ended by a NULL code. */
extern const struct choice prescription_schedules[];

/* Names of the days of the week, Monday first. */
extern const char *const weekday_names[7];

/* A canonical decimal as people write it in the user's language. */
const char *decimal_text(const struct ctx *c, const char *decimal);

/* The same of "0.5-0-1-0". */
const char *clock_text(const struct ctx *c, const char *clock);

/* "3 times a day", "every 12 h", "1-0-1-0 (…)", "at 08:00, 22:00", "1 patch, changed every 72 h" … */
const char *timing_text(const struct ctx *c, const struct timing *t);

#endif
