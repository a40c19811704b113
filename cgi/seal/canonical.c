/* canonical.c: is a text the one that JSON.stringify would print? */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "seal/canonical.h"

enum { DEPTH_MAX = 16, MEMBERS_MAX = 64, NUMBER_MAX = 32, DIGITS_MAX = 17 };

/* What is left of the text. */
struct scan {
	const char	*at;
	const char	*end;
};

/* A decimal number: digits * 10^scale, no zero at either end of digits. */
struct decimal {
	char	digits[NUMBER_MAX + 1];
	int	n;
	int	scale;
};

/* An object's member name as it is spelled, quotes included. */
struct name {
	const char	*at;
	size_t		 len;
	int64_t		 index;		/* -1 when it is no array index */
};

static int scan_value(struct scan *s, int depth);

static int
take(struct scan *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return 0;
	s->at++;
	return 1;
}

static int
take_word(struct scan *s, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
		return 0;
	s->at += len;
	return 1;
}

/* Four hexadecimal digits in lower case at p, or -1. */
static int
hex4(const char *p, const char *end)
{
	int value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			value = value << 4 | (p[i] - '0');
		else if (p[i] >= 'a' && p[i] <= 'f')
			value = value << 4 | (p[i] - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/*
 * After "\u": stringify writes so only a control character that has no short
 * escape, and half a surrogate pair that has lost its other half.
 */
static int
scan_unicode_escape(struct scan *s)
{
	int code = hex4(s->at, s->end), next;

	if (code < 0)
		return 0;
	s->at += 4;
	if (code < 0x20)
		return strchr("\b\t\n\f\r", code) == NULL || code == 0;
	if (code < 0xd800 || code > 0xdfff)
		return 0;
	if (code > 0xdbff || s->end - s->at < 6 || s->at[0] != '\\' ||
	    s->at[1] != 'u')
		return 1;
	next = hex4(s->at + 2, s->end);
	return next < 0xdc00 || next > 0xdfff;
}

static int
scan_escape(struct scan *s)
{
	if (s->at == s->end)
		return 0;
	if (take(s, 'u'))
		return scan_unicode_escape(s);
	return *s->at != '\0' && strchr("\"\\bfnrt", *s->at++) != NULL;
}

static int
scan_string(struct scan *s)
{
	uint32_t ch;
	size_t n;

	if (!take(s, '"'))
		return 0;
	while (!take(s, '"')) {
		n = utf8_read(s->at, (size_t)(s->end - s->at), &ch);
		if (n == 0 || ch < 0x20)
			return 0;
		s->at += n;
		if (ch == '\\' && !scan_escape(s))
			return 0;
	}
	return 1;
}

/* The value of the decimal; no locale has a say, as no point is written. */
static double
value_of(uint64_t digits, int scale)
{
	char text[48];

	snprintf(text, sizeof(text), "%" PRIu64 "e%d", digits, scale);
	return strtod(text, NULL);
}

/* Does the decimal of as many digits that is nearest to v differ from d? */
static int
has_nearer(const struct decimal *d, double v)
{
	char text[48], digits[DIGITS_MAX + 1];
	int n = 0;

	snprintf(text, sizeof(text), "%.*e", d->n - 1, v);
	if (strtod(text, NULL) != v)
		return 0;
	for (const char *p = text; *p != '\0' && *p != 'e' && n < d->n; p++)
		if (*p >= '0' && *p <= '9')
			digits[n++] = *p;
	return n != d->n || memcmp(digits, d->digits, (size_t)n) != 0;
}

/*
 * True if d is what Number::toString of ECMA-262 chooses for its value: no
 * decimal with fewer digits gives the same double, and none of as many digits
 * lies nearer.  A shorter one would have to be a neighbour of d cut by a digit.
 */
static int
is_shortest(const struct decimal *d)
{
	uint64_t digits = strtoull(d->digits, NULL, 10);
	double v = value_of(digits, d->scale);

	if (!isfinite(v) || v == 0)
		return 0;
	if (d->n > 1 && (value_of(digits / 10, d->scale + 1) == v ||
	    value_of(digits / 10 + 1, d->scale + 1) == v))
		return 0;
	return !has_nearer(d, v);
}

/* Write d as Number::toString does. */
static void
print_decimal(const struct decimal *d, char *out, size_t size)
{
	static const char zeros[] = "000000000000000000000";
	int point = d->n + d->scale;	/* digits before the point */

	if (d->n <= point && point <= 21)
		snprintf(out, size, "%s%.*s", d->digits, d->scale, zeros);
	else if (point > 0 && point <= 21)
		snprintf(out, size, "%.*s.%s", point, d->digits,
		    d->digits + point);
	else if (point > -6 && point <= 0)
		snprintf(out, size, "0.%.*s%s", -point, zeros, d->digits);
	else
		snprintf(out, size, "%c%s%se%c%d", d->digits[0],
		    d->n > 1 ? "." : "", d->digits + 1,
		    point > 0 ? '+' : '-', abs(point - 1));
}

/*
 * Collect the digits of a token of number characters.  Grammar is not checked:
 * the caller compares the token with what it should have been.
 */
static int
read_decimal(const char *token, struct decimal *d)
{
	int after_point = 0;
	long exponent = 0;

	memset(d, 0, sizeof(*d));
	for (const char *p = token; *p != '\0'; p++) {
		if (*p == '.') {
			after_point = 1;
		} else if (*p == 'e') {
			exponent = strtol(p + 1, NULL, 10);
			break;
		} else if (*p >= '0' && *p <= '9') {
			if (d->n > 0 || *p != '0')
				d->digits[d->n++] = *p;
			d->scale -= after_point;
		}
	}
	if (exponent > 400 || exponent < -400)
		return 0;
	d->scale += (int)exponent;
	while (d->n > 0 && d->digits[d->n - 1] == '0') {
		d->digits[--d->n] = '\0';
		d->scale++;
	}
	return d->n > 0 && d->n <= DIGITS_MAX;
}

static int
scan_number(struct scan *s)
{
	char token[NUMBER_MAX + 1], want[2 * NUMBER_MAX];
	struct decimal d;
	size_t len = 0;

	while (s->at < s->end && len < NUMBER_MAX && *s->at != '\0' &&
	    strchr("0123456789+-.e", *s->at) != NULL)
		token[len++] = *s->at++;
	token[len] = '\0';
	if (strcmp(token, "0") == 0)
		return 1;
	if (!read_decimal(token, &d) || !is_shortest(&d))
		return 0;
	print_decimal(&d, want, sizeof(want));
	return strcmp(token[0] == '-' ? token + 1 : token, want) == 0;
}

static int
scan_list(struct scan *s, int depth)
{
	if (take(s, ']'))
		return 1;
	do {
		if (!scan_value(s, depth))
			return 0;
	} while (take(s, ','));
	return take(s, ']');
}

/* The array index that the name spells, or -1. */
static int64_t
array_index(const char *at, size_t len)
{
	int64_t value = 0;

	if (len < 3 || len > 12 || (at[1] == '0' && len > 3))
		return -1;
	for (size_t i = 1; i < len - 1; i++) {
		if (at[i] < '0' || at[i] > '9')
			return -1;
		value = value * 10 + (at[i] - '0');
	}
	return value <= INT64_C(4294967294) ? value : -1;
}

/* May name stand after the n names before it? */
static int
is_in_order(const struct name *names, size_t n, const struct name *name)
{
	/* Array indices come first, ascending; the others as they were made. */
	if (n > 0 && name->index >= 0 &&
	    (names[n - 1].index == -1 || names[n - 1].index >= name->index))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (names[i].len == name->len &&
		    memcmp(names[i].at, name->at, name->len) == 0)
			return 0;
	return 1;
}

static int
scan_object(struct scan *s, int depth)
{
	struct name names[MEMBERS_MAX];
	size_t n = 0;

	if (take(s, '}'))
		return 1;
	do {
		if (n == MEMBERS_MAX)
			return 0;
		names[n].at = s->at;
		if (!scan_string(s))
			return 0;
		names[n].len = (size_t)(s->at - names[n].at);
		names[n].index = array_index(names[n].at, names[n].len);
		if (!is_in_order(names, n, &names[n]))
			return 0;
		n++;
		if (!take(s, ':') || !scan_value(s, depth))
			return 0;
	} while (take(s, ','));
	return take(s, '}');
}

static int
scan_value(struct scan *s, int depth)
{
	if (depth == DEPTH_MAX)
		return 0;
	if (take(s, '{'))
		return scan_object(s, depth + 1);
	if (take(s, '['))
		return scan_list(s, depth + 1);
	if (s->at < s->end && *s->at == '"')
		return scan_string(s);
	return take_word(s, "true") || take_word(s, "false") ||
	    take_word(s, "null") || scan_number(s);
}

enum status
canonical_check(const char *text, size_t len)
{
	struct scan s = { text, text + len };

	return scan_value(&s, 0) && s.at == s.end ? OK : INVALID;
}
