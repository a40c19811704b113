/* unit.h: units of UCUM that doses are given in, and what they convert to. */
#ifndef DOSE_UNIT_H
#define DOSE_UNIT_H

#include <stdbool.h>

#include "base/ratio.h"

/* Do both measure the same, or are they the same code? */
bool unit_convertible(const char *from, const char *to);

/* Unknown unless they are convertible. */
struct ratio unit_convert(struct ratio amount, const char *from,
    const char *to);

/* Of a rate: the unit of what it gives in a day (ug/h: mg); NULL else. */
const char *unit_of_day(const char *rate);

/* What a rate gives in a day, in that unit. */
struct ratio unit_day(struct ratio amount, const char *rate);

#endif
