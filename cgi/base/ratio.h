/* ratio.h: exact quotients, for doses a day; an unknown one stays unknown. */
#ifndef RATIO_H
#define RATIO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

/*
 * over / under in lowest terms, under above zero; under 0 means "unknown".
 * What follows from something unknown, or does not fit in 64 bits, is unknown.
 */
struct ratio {
	int64_t	over;
	int64_t	under;
};

#define RATIO_NONE	((struct ratio){ 0, 0 })
#define RATIO_ZERO	((struct ratio){ 0, 1 })

bool ratio_known(struct ratio r);

struct ratio ratio_of(struct decimal d);
struct ratio ratio_whole(int64_t n);

struct ratio ratio_add(struct ratio a, struct ratio b);
struct ratio ratio_subtract(struct ratio a, struct ratio b);
struct ratio ratio_multiply(struct ratio a, struct ratio b);
/* Unknown when b is zero. */
struct ratio ratio_divide(struct ratio a, struct ratio b);

/* Less than, equal to or greater than zero, as a is to b; both are known. */
int ratio_compare(struct ratio a, struct ratio b);

/* The least whole number not below a known r; the greatest not above it. */
int64_t ratio_ceiling(struct ratio r);
int64_t ratio_floor(struct ratio r);

/*
 * To scale places after the point, halves away from zero; INVALID when r is
 * unknown or the result has more than 18 digits.
 */
enum status ratio_round(struct ratio r, int scale, struct decimal *out)
    __attribute__((warn_unused_result));

#endif
