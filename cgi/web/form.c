/* form.c: the fields a route takes, declared as data, read and checked. */

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "web/ctx.h"
#include "web/form.h"
#include "web/i18n.h"
#include "web/request.h"
#include "web/view.h"

enum { TEXT_MAX = 255, SEALED_MIN = 200, SEALED_MAX = 131072 };

#define SEALED_HEAD	"{\"v\":1,\"suite\":\"A1\",\"t\":\""

static const char required[] = N_("Fill in this field");
static const char too_long[] = N_("This is too long");
static const char not_text[] = N_("This has characters that cannot be stored");
static const char not_date[] = N_("Write a date as DD.MM.YYYY");
static const char not_number[] = N_("Write a number");
static const char not_in_range[] = N_("This number is out of range");
static const char not_choice[] = N_("Choose one from the list");
static const char not_valid[] = N_("This is not a valid value");

/* A check returns NULL, or the message; it may change text and number. */
struct check {
	struct arena		*arena;
	const struct field	*field;
	struct value		*in;
};

static const char *
check_characters(const char *text, const char *allowed)
{
	uint32_t ch;
	size_t step, left = strlen(text);

	for (; left > 0; text += step, left -= step) {
		if ((step = utf8_read(text, left, &ch)) == 0)
			return not_text;
		if (utf8_is_control(ch) &&
		    (ch > 0x7f || strchr(allowed, (int)ch) == NULL))
			return not_text;
	}
	return NULL;
}

static const char *
check_text(const struct check *k)
{
	return check_characters(k->in->text, "");
}

static const char *
check_lines(const struct check *k)
{
	return check_characters(k->in->text, "\r\n\t");
}

static const char *
check_uuid(const struct check *k)
{
	unsigned char id[UUID_LEN];

	return uuid_parse(k->in->text, id) == OK ? NULL : not_valid;
}

static const char *
check_uuids(const struct check *k)
{
	const char *text = k->in->text;
	unsigned char id[UUID_LEN];
	char one[UUID_TEXT + 1];

	for (k->in->number = 0;; text++) {
		snprintf(one, sizeof(one), "%s", text);
		if (uuid_parse(one, id) != OK)
			return not_valid;
		k->in->number++;
		text += UUID_TEXT;
		if (*text == '\0')
			return NULL;
		if (*text != ',')
			return not_valid;
	}
}

static const char *
check_date(const struct check *k)
{
	char iso[DATE_TEXT + 1];
	long days;

	if (date_parse(k->in->text, &days) != OK)
		return not_date;
	date_iso(days, iso);
	k->in->text = text_copy(k->arena, iso);
	return NULL;
}

/* low and high both 0 is no range. */
static bool
has_range(const struct field *f)
{
	return f->low != 0 || f->high != 0;
}

static const char *
check_int(const struct check *k)
{
	const struct field *f = k->field;
	const char *text = k->in->text;
	const char *digits = text + (*text == '-' ? 1 : 0);
	long number;

	if (*digits == '\0' ||
	    strspn(digits, "0123456789") != strlen(digits))
		return not_number;
	errno = 0;
	number = strtol(text, NULL, 10);
	if (errno != 0 || (has_range(f) &&
	    (number < f->low || number > f->high)))
		return not_in_range;
	k->in->number = number;
	k->in->text = text_printf(k->arena, "%ld", number);
	return NULL;
}

static const char *
check_decimal(const struct check *k)
{
	const struct field *f = k->field;
	char text[DECIMAL_TEXT];
	struct decimal d;

	if (decimal_parse(k->in->text, &d) != OK)
		return not_number;
	if (has_range(f) &&
	    (decimal_compare(d, (struct decimal){ f->low, 0 }) < 0 ||
	    decimal_compare(d, (struct decimal){ f->high, 0 }) > 0))
		return not_in_range;
	decimal_print(d, text);
	k->in->text = text_copy(k->arena, text);
	return NULL;
}

static const char *
check_choice(const struct check *k)
{
	const char *const *choice;

	for (choice = k->field->choices; *choice != NULL; choice++)
		if (strcmp(*choice, k->in->text) == 0)
			return NULL;
	return not_choice;
}

#define CODE_LETTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
			"abcdefghijklmnopqrstuvwxyz0123456789._-"

static const char *
check_code(const struct check *k)
{
	const char *text = k->in->text;

	return strspn(text, CODE_LETTERS) == strlen(text) ? NULL : not_valid;
}

static const char *
check_codes(const struct check *k)
{
	const char *text = k->in->text;

	return strspn(text, CODE_LETTERS ",") == strlen(text) ? NULL :
	    not_valid;
}

/* Each byte string has exactly one text: the unused low bits are zero. */
static const char *
check_base64url(const struct check *k)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *text = k->in->text;
	size_t len = strlen(text), rest = len % 4;
	size_t last;

	if (strspn(text, letters) != len || rest == 1)
		return not_valid;
	last = (size_t)(strchr(letters, text[len - 1]) - letters);
	if ((rest == 2 && last % 16 != 0) || (rest == 3 && last % 4 != 0))
		return not_valid;
	if (k->field->low != 0 && len * 3 / 4 != (size_t)k->field->low)
		return not_valid;
	return NULL;
}

/* What only seal/ can tell is left to the page. */
static const char *
check_sealed(const struct check *k)
{
	const char *text = k->in->text;
	size_t len = strlen(text);

	if (len < SEALED_MIN || text[len - 1] != '}' ||
	    strncmp(text, SEALED_HEAD, sizeof(SEALED_HEAD) - 1) != 0)
		return not_valid;
	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x21 || text[i] > 0x7e)
			return not_valid;
	return NULL;
}

static const char *
check_flag(const struct check *k)
{
	if (strcmp(k->in->text, "1") != 0)
		return not_valid;
	k->in->number = 1;
	return NULL;
}

static const char *(*const checks[])(const struct check *) = {
	[F_TEXT]      = check_text,
	[F_LINES]     = check_lines,
	[F_UUID]      = check_uuid,
	[F_UUIDS]     = check_uuids,
	[F_DATE]      = check_date,
	[F_INT]       = check_int,
	[F_DECIMAL]   = check_decimal,
	[F_CHOICE]    = check_choice,
	[F_CODE]      = check_code,
	[F_CODES]     = check_codes,
	[F_BASE64URL] = check_base64url,
	[F_SEALED]    = check_sealed,
	[F_FLAG]      = check_flag,
};

/* What is sent byte for byte is not trimmed. */
static const char *
trim(struct arena *a, const struct field *f, const char *raw)
{
	size_t len;

	if (f->kind == F_LINES || f->kind == F_SEALED)
		return raw;
	raw += strspn(raw, " \t");
	len = strlen(raw);
	if (len == 0 || (raw[len - 1] != ' ' && raw[len - 1] != '\t'))
		return raw;
	while (len > 0 && (raw[len - 1] == ' ' || raw[len - 1] == '\t'))
		len--;
	return text_copy_len(a, raw, len);
}

static size_t
max_length(const struct field *f)
{
	if (f->max != 0)
		return f->max;
	return f->kind == F_SEALED ? SEALED_MAX : TEXT_MAX;
}

static bool
check_value(struct ctx *c, const struct field *f, struct value *in)
{
	const struct check check = { c->arena, f, in };
	const char *why = NULL;

	in->text = in->raw != NULL ? trim(c->arena, f, in->raw) : NULL;
	if (in->text == NULL || *in->text == '\0') {
		in->text = NULL;
		why = f->required ? required : NULL;
	} else if (strlen(in->text) > max_length(f)) {
		why = too_long;
	} else {
		why = checks[f->kind](&check);
	}
	if (why == NULL)
		return true;
	form_fail(c, in, why);
	return false;
}

static size_t
find_field(const struct field *fields, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && strcmp(fields[i].name, name) != 0)
		i++;
	return i;
}

/* A name that comes twice is a mistake, but for a list. */
static bool
take_pair(struct ctx *c, const struct field *fields, size_t n,
    struct value *in, const struct pair *pair)
{
	size_t i = find_field(fields, n, pair->name);

	if (i == n)
		return strcmp(pair->name, "csrf") == 0 ||
		    strcmp(pair->name, "done") == 0;
	if (in[i].raw == NULL)
		in[i].raw = pair->value;
	else if (fields[i].kind == F_UUIDS || fields[i].kind == F_CODES)
		in[i].raw = text_printf(c->arena, "%s,%s", in[i].raw,
		    pair->value);
	else
		return false;
	return true;
}

enum status
form_read(struct ctx *c, const struct field *fields, size_t n,
    struct value *in)
{
	const struct request *req = c->req;
	bool post = req->method == METHOD_POST;
	const struct pair *pairs = post ? req->body : req->query;
	size_t len = post ? req->body_len : req->query_len;
	enum status st = OK;

	if (n > 0)
		memset(in, 0, n * sizeof(*in));
	for (size_t i = 0; i < len; i++)
		if (!take_pair(c, fields, n, in, &pairs[i]))
			return MALFORMED;
	for (size_t i = 0; i < n; i++)
		if (!check_value(c, &fields[i], &in[i]))
			st = INVALID;
	return st;
}

void
form_fail(struct ctx *c, struct value *in, const char *msgid)
{
	in->error = tr(c, msgid);
}

/* A value that was not sent, but set by the page, is shown as people write. */
static const char *
shown_text(struct view *v, const struct field *f, const struct value *in)
{
	char date[DATE_TEXT + 1];
	long days;

	if (in->raw != NULL || in->text == NULL)
		return in->raw;
	if (f->kind != F_DATE || date_parse(in->text, &days) != OK)
		return in->text;
	date_russian(days, date);
	return text_copy(v->arena, date);
}

static void
show_choice(struct view *v, const struct field *f, const struct value *in)
{
	if (in->text == NULL || in->error != NULL)
		return;
	view_flag(v, text_printf(v->arena, "%s_is_%s", f->name, in->text),
	    true);
}

void
form_show(struct view *v, const struct field *fields, size_t n,
    const struct value *in)
{
	bool has_errors = false;

	for (size_t i = 0; i < n; i++) {
		view_text(v, fields[i].name, shown_text(v, &fields[i],
		    &in[i]));
		view_text(v, text_printf(v->arena, "%s_error",
		    fields[i].name), in[i].error);
		if (fields[i].kind == F_CHOICE)
			show_choice(v, &fields[i], &in[i]);
		has_errors = has_errors || in[i].error != NULL;
	}
	view_flag(v, "has_errors", has_errors);
}
