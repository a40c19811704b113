/* wraps.c: content keys go from epoch to epoch, and a second browser looks at each record. */

#include <string.h>

#include "base/json.h"
#include "db/wraps.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"

/* How many an officer's browser takes at once (ENCRYPTION, 5). */
#define BATCH		"200"

/* A line has some 175 characters. */
enum { LINE_MOST = 200, LINES_MAX = 200 * (LINE_MOST + 1) };

static const struct field lines_form[] = {
	{ "lines", F_LINES, .required = true, .max = LINES_MAX },
};

static const char *
count_of(const struct ctx *c, const char *lines)
{
	long n = 1;

	for (; *lines != '\0'; lines++)
		n += *lines == '\n';
	return text_printf(c->arena, "{\"records\":%ld}", n);
}

/* GET /api/wraps: the next keys to be wrapped again, and how many are left. */
enum status
page_wrap_list(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	struct wrap_list list;
	struct value in[1];
	struct json j;
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = wraps_next(c->db, BATCH, &list)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_long(&j, "epoch", list.epoch);
	json_put_long(&j, "left", list.left);
	json_begin_array(&j, "lines");
	for (size_t i = 0; i < list.len; i++)
		json_put_text(&j, NULL, list.line[i]);
	json_end_array(&j);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* POST /api/wraps: keys wrapped again; sent twice, they are taken once. */
enum status
page_wrap_put(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	struct value in[1];
	struct json j;
	enum status st;
	long left;

	if ((st = form_read(c, lines_form, 1, in)) != OK ||
	    (st = wraps_put(c->db, in[0].text, &left)) != OK)
		return st;
	c->detail = count_of(c, in[0].text);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_long(&j, "left", left);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

enum { AFTER_REC, AFTER_REV, NAFTER };
static const struct field after_form[NAFTER] = {
	[AFTER_REC] = { "rec", F_UUID, .required = false },
	[AFTER_REV] = { "rev", F_INT, .low = 0, .high = 999999999 },
};

/* GET /api/wraps/checks: what another member wrapped again, to be opened. */
enum status
page_wrap_check_list(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	struct value in[NAFTER];
	struct revision_list list;
	struct json j;
	enum status st;

	if ((st = form_read(c, after_form, NAFTER, in)) != OK)
		return st;
	st = wraps_unchecked(c->db, in[AFTER_REC].text != NULL ?
	    in[AFTER_REC].text : "00000000-0000-0000-0000-000000000000",
	    text_printf(c->arena, "%ld", in[AFTER_REV].number), &list);
	if (st != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "documents");
	for (size_t i = 0; i < list.len; i++)
		json_put_text(&j, NULL, list.item[i].text);
	json_end_array(&j);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* POST /api/wraps/checks: what a browser has opened under the new key. */
enum status
page_wrap_check_put(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	struct value in[1];
	enum status st;

	if ((st = form_read(c, lines_form, 1, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	if ((st = wraps_check(c->db, in[0].text)) != OK)
		return st;
	c->detail = count_of(c, in[0].text);
	str_add_text(out, "{}");
	return answer_json(c, 200, out);
}
