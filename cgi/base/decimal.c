/* decimal.c: exact decimal numbers, for doses and their sums. */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/decimal.h"

enum { DIGITS_MAX = 18 };

#define LIMIT	INT64_C(1000000000000000000)	/* 10^18 */

static int64_t
power_of_ten(int n)
{
	int64_t power = 1;

	while (n-- > 0)
		power *= 10;
	return power;
}

/* Shorten, then check that what is left fits. */
static enum status
settle(int64_t digits, int scale, struct decimal *out)
{
	while (scale > 0 && digits % 10 == 0) {
		digits /= 10;
		scale--;
	}
	if (scale > DIGITS_MAX || digits >= LIMIT || digits <= -LIMIT)
		return INVALID;
	out->digits = digits;
	out->scale = scale;
	return OK;
}

static bool
is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

enum status
decimal_parse(const char *text, struct decimal *out)
{
	bool negative = *text == '-';
	bool point = false;
	int64_t digits = 0;
	int scale = 0;

	if (negative)
		text++;
	if (!is_digit(*text))
		return INVALID;
	for (; *text != '\0'; text++) {
		if ((*text == ',' || *text == '.') && !point &&
		    is_digit(text[1])) {
			point = true;
			continue;
		}
		if (!is_digit(*text) || digits >= LIMIT / 10 ||
		    scale >= DIGITS_MAX)
			return INVALID;
		digits = digits * 10 + (*text - '0');
		scale += point ? 1 : 0;
	}
	return settle(negative ? -digits : digits, scale, out);
}

void
decimal_print(struct decimal d, char out[DECIMAL_TEXT])
{
	int64_t power = power_of_ten(d.scale);
	int64_t size = d.digits < 0 ? -d.digits : d.digits;
	const char *sign = d.digits < 0 ? "-" : "";

	if (d.scale == 0)
		snprintf(out, DECIMAL_TEXT, "%s%" PRId64, sign, size);
	else
		snprintf(out, DECIMAL_TEXT, "%s%" PRId64 ".%0*" PRId64, sign,
		    size / power, d.scale, size % power);
}

/* Whole parts first, so that nothing has to be scaled beyond its 18 digits. */
int
decimal_compare(struct decimal a, struct decimal b)
{
	int64_t pa = power_of_ten(a.scale), pb = power_of_ten(b.scale);
	int scale = a.scale > b.scale ? a.scale : b.scale;
	int64_t x = a.digits / pa, y = b.digits / pb;

	if (x == y) {
		x = a.digits % pa * power_of_ten(scale - a.scale);
		y = b.digits % pb * power_of_ten(scale - b.scale);
	}
	return (x > y) - (x < y);
}

enum status
decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	int64_t x, y, sum;

	if (__builtin_mul_overflow(a.digits, power_of_ten(scale - a.scale),
	    &x) ||
	    __builtin_mul_overflow(b.digits, power_of_ten(scale - b.scale),
	    &y) ||
	    __builtin_add_overflow(x, y, &sum))
		return INVALID;
	return settle(sum, scale, out);
}

enum status
decimal_subtract(struct decimal a, struct decimal b, struct decimal *out)
{
	b.digits = -b.digits;
	return decimal_add(a, b, out);
}

enum status
decimal_multiply(struct decimal a, struct decimal b, struct decimal *out)
{
	int64_t product;

	if (__builtin_mul_overflow(a.digits, b.digits, &product))
		return INVALID;
	return settle(product, a.scale + b.scale, out);
}

/* Division by hand: one digit a step, so that only the remainder grows. */
enum status
decimal_divide(struct decimal a, struct decimal b, int scale,
    struct decimal *out)
{
	int steps = scale - a.scale + b.scale;
	bool negative = (a.digits < 0) != (b.digits < 0);
	int64_t over = a.digits < 0 ? -a.digits : a.digits;
	int64_t under = b.digits < 0 ? -b.digits : b.digits;
	int64_t quotient, rest;

	if (under == 0 || scale < 0 || scale > DIGITS_MAX)
		return INVALID;
	for (; steps < 0; steps++)
		if (__builtin_mul_overflow(under, (int64_t)10, &under))
			return INVALID;
	quotient = over / under;
	rest = over % under;
	for (; steps > 0; steps--) {
		if (__builtin_mul_overflow(rest, (int64_t)10, &rest) ||
		    __builtin_mul_overflow(quotient, (int64_t)10, &quotient) ||
		    __builtin_add_overflow(quotient, rest / under, &quotient))
			return INVALID;
		rest %= under;
	}
	if (rest >= under - rest)
		quotient++;
	return settle(negative ? -quotient : quotient, scale, out);
}
