/* ratio.c: exact quotients, for doses a day; an unknown one stays unknown. */

#include <assert.h>

#include "base/ratio.h"

static int64_t
divisor(int64_t a, int64_t b)
{
	int64_t rest;

	while (b != 0) {
		rest = a % b;
		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

/* In lowest terms; under is above zero, over is not the least int64_t. */
static struct ratio
settle(int64_t over, int64_t under)
{
	int64_t common = divisor(over, under);

	return (struct ratio){ over / common, under / common };
}

bool
ratio_known(struct ratio r)
{
	return r.under != 0;
}

struct ratio
ratio_of(struct decimal d)
{
	int64_t under = 1;

	for (int i = 0; i < d.scale; i++)
		under *= 10;
	return settle(d.digits, under);
}

struct ratio
ratio_whole(int64_t n)
{
	return n == INT64_MIN ? RATIO_NONE : (struct ratio){ n, 1 };
}

/* Over the least common denominator, so that equal ones never grow. */
struct ratio
ratio_add(struct ratio a, struct ratio b)
{
	int64_t common, x, y, over, under;

	if (!ratio_known(a) || !ratio_known(b))
		return RATIO_NONE;
	if (a.under == b.under) {
		if (__builtin_add_overflow(a.over, b.over, &over) ||
		    over == INT64_MIN)
			return RATIO_NONE;
		return a.under == 1 ? (struct ratio){ over, 1 } :
		    settle(over, a.under);
	}
	common = divisor(a.under, b.under);
	if (__builtin_mul_overflow(a.over, b.under / common, &x) ||
	    __builtin_mul_overflow(b.over, a.under / common, &y) ||
	    __builtin_add_overflow(x, y, &over) || over == INT64_MIN ||
	    __builtin_mul_overflow(a.under, b.under / common, &under))
		return RATIO_NONE;
	return settle(over, under);
}

struct ratio
ratio_subtract(struct ratio a, struct ratio b)
{
	b.over = -b.over;
	return ratio_add(a, b);
}

/* Crosswise in lowest terms first: the products are then the result's own. */
struct ratio
ratio_multiply(struct ratio a, struct ratio b)
{
	int64_t c, d, over, under;

	if (!ratio_known(a) || !ratio_known(b))
		return RATIO_NONE;
	c = divisor(a.over, b.under);
	d = divisor(b.over, a.under);
	if (__builtin_mul_overflow(a.over / c, b.over / d, &over) ||
	    over == INT64_MIN ||
	    __builtin_mul_overflow(a.under / d, b.under / c, &under))
		return RATIO_NONE;
	return (struct ratio){ over, under };
}

struct ratio
ratio_divide(struct ratio a, struct ratio b)
{
	if (b.over == 0)
		return RATIO_NONE;
	return ratio_multiply(a, b.over > 0 ?
	    (struct ratio){ b.under, b.over } :
	    (struct ratio){ -b.under, -b.over });
}

int64_t
ratio_floor(struct ratio r)
{
	assert(ratio_known(r));
	return r.over / r.under - (r.over % r.under < 0 ? 1 : 0);
}

int64_t
ratio_ceiling(struct ratio r)
{
	assert(ratio_known(r));
	return r.over / r.under + (r.over % r.under > 0 ? 1 : 0);
}

/* Whole parts, then the rests turned upside down: nothing can overflow. */
int
ratio_compare(struct ratio a, struct ratio b)
{
	int64_t x, y, rest;
	int sign = 1;

	assert(ratio_known(a) && ratio_known(b));
	for (;;) {
		x = ratio_floor(a);
		y = ratio_floor(b);
		if (x != y)
			return x < y ? -sign : sign;
		a.over -= x * a.under;
		b.over -= y * b.under;
		if (a.over == 0 || b.over == 0)
			return sign * ((a.over > 0) - (b.over > 0));
		rest = a.over;
		a = (struct ratio){ a.under, rest };
		rest = b.over;
		b = (struct ratio){ b.under, rest };
		sign = -sign;
	}
}

enum status
ratio_round(struct ratio r, int scale, struct decimal *out)
{
	struct decimal over = { r.over, 0 }, under = { r.under, 0 };

	return decimal_divide(over, under, scale, out);
}
