/* decimal.h: exact decimal numbers, for doses and their sums. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdint.h>

#include "base/status.h"

/*
 * digits / 10^scale, up to 18 digits.  Always in its shortest form: no zero
 * at the end of a fraction, and zero has scale 0; so two equal numbers have
 * equal members.
 */
struct decimal {
	int64_t	digits;
	int	scale;
};

enum { DECIMAL_TEXT = 24 };	/* bytes that hold any number and its NUL */

/*
 * Read "12", "-0,5" or "0.50": digits, and a comma or a point between digits.
 * INVALID for anything else and for what does not fit.
 */
enum status decimal_parse(const char *text, struct decimal *out)
    __attribute__((warn_unused_result));

/* Print with a point and without needless zeros. */
void decimal_print(struct decimal d, char out[DECIMAL_TEXT]);

/* Less than, equal to or greater than zero, as a is to b. */
int decimal_compare(struct decimal a, struct decimal b);

/* The exact result, or INVALID where it has more than 18 digits. */
enum status decimal_add(struct decimal a, struct decimal b,
    struct decimal *out) __attribute__((warn_unused_result));
enum status decimal_subtract(struct decimal a, struct decimal b,
    struct decimal *out) __attribute__((warn_unused_result));
enum status decimal_multiply(struct decimal a, struct decimal b,
    struct decimal *out) __attribute__((warn_unused_result));

/*
 * a / b to scale places after the point (0 to 18), halves away from zero.
 * INVALID when b is zero or the result does not fit.
 */
enum status decimal_divide(struct decimal a, struct decimal b, int scale,
    struct decimal *out) __attribute__((warn_unused_result));

#endif
