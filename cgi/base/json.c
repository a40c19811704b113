/* json.c: the one writer of JSON, for answers and log lines. */

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

enum { DEPTH_MAX = 16 };

/* Characters that HTML or a terminal could take for their own go as \u. */
static bool
is_plain(uint32_t ch)
{
	return !utf8_is_control(ch) && ch != '"' && ch != '\\' && ch != '<' &&
	    ch != '>' && ch != '&';
}

static void
add_escaped(struct str *out, uint32_t ch)
{
	if (ch == '"')
		str_add(out, "\\\"", 2);
	else if (ch == '\\')
		str_add(out, "\\\\", 2);
	else if (ch == '\n')
		str_add(out, "\\n", 2);
	else
		str_addf(out, "\\u%04x", (unsigned)ch);
}

/* The first bytes of characters that may need a second look, a bit each. */
static const uint64_t special[4] = {
	UINT64_C(0x50000044ffffffff),	/* controls, " & < > */
	UINT64_C(0x8000000010000000),	/* \ and DEL */
	UINT64_MAX, UINT64_MAX
};

/* How many bytes from here on go as they are: nearly all of most texts. */
static size_t
plain_run(const char *text, size_t len)
{
	size_t run = 0;
	unsigned char ch;

	for (; run < len; run++) {
		ch = (unsigned char)text[run];
		if ((special[ch >> 6] >> (ch & 63) & 1) != 0)
			break;
	}
	return run;
}

static void
add_string(struct str *out, const char *text)
{
	size_t left = strlen(text);
	size_t step, run = 0;
	uint32_t ch;

	str_reserve(out, left + 2);
	str_add_char(out, '"');
	while ((run += plain_run(text + run, left - run)) < left) {
		if ((step = utf8_read(text + run, left - run, &ch)) != 0 &&
		    is_plain(ch)) {
			run += step;
			continue;
		}
		str_add(out, text, run);
		if (step == 0)
			str_add_text(out, "\xef\xbf\xbd");
		else
			add_escaped(out, ch);
		step = step == 0 ? 1 : step;
		text += run + step;
		left -= run + step;
		run = 0;
	}
	str_add(out, text, run);
	str_add_char(out, '"');
}

static void
begin_value(struct json *j, const char *key)
{
	const unsigned bit = 1u << j->depth;

	if ((j->filled & bit) != 0)
		str_add_char(j->out, ',');
	j->filled |= bit;
	if (key != NULL) {
		add_string(j->out, key);
		str_add_char(j->out, ':');
	}
}

static void
begin_level(struct json *j, const char *key, char bracket)
{
	begin_value(j, key);
	str_add_char(j->out, bracket);
	assert(j->depth < DEPTH_MAX);
	j->depth++;
	j->filled &= ~(1u << j->depth);
}

static void
end_level(struct json *j, char bracket)
{
	assert(j->depth > 0);
	j->depth--;
	str_add_char(j->out, bracket);
}

void
json_open(struct json *j, struct str *out)
{
	j->out = out;
	j->depth = 0;
	j->filled = 0;
}

void
json_begin_object(struct json *j, const char *key)
{
	begin_level(j, key, '{');
}

void
json_end_object(struct json *j)
{
	end_level(j, '}');
}

void
json_begin_array(struct json *j, const char *key)
{
	begin_level(j, key, '[');
}

void
json_end_array(struct json *j)
{
	end_level(j, ']');
}

void
json_put_text(struct json *j, const char *key, const char *text)
{
	if (text == NULL) {
		json_put_null(j, key);
		return;
	}
	begin_value(j, key);
	add_string(j->out, text);
}

void
json_put_long(struct json *j, const char *key, long number)
{
	begin_value(j, key);
	str_addf(j->out, "%ld", number);
}

void
json_put_decimal(struct json *j, const char *key, const char *decimal)
{
	assert(*decimal != '\0' &&
	    strspn(decimal, "-.0123456789") == strlen(decimal));
	begin_value(j, key);
	str_add_text(j->out, decimal);
}

void
json_put_bool(struct json *j, const char *key, bool on)
{
	begin_value(j, key);
	str_add_text(j->out, on ? "true" : "false");
}

void
json_put_null(struct json *j, const char *key)
{
	begin_value(j, key);
	str_add_text(j->out, "null");
}
