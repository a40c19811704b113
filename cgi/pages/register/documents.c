/* documents.c: sealed documents for the browser, byte for byte; alarms. */

#include <string.h>

#include "base/json.h"
#include "db/documents.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"

enum { AFTER, LIMIT, TYPE, NSYNC };

/* What a document usually gets around it: members, numbers, escaped quotes. */
enum { AROUND = 128 };

static const char *const types[] = { "passport", "note", NULL };

static const struct field sync_form[NSYNC] = {
	[AFTER] = { "after", F_INT, .required = true, .low = 0,
	    .high = 9007199254740991 },
	[LIMIT] = { "limit", F_INT, .low = 1, .high = 2000 },
	[TYPE]  = { "type",  F_CHOICE, .required = true, .choices = types },
};

/* GET /api/documents: what changed after a sequence number, in its order. */
enum status
page_document_list(struct ctx *c)
{
	struct value in[NSYNC];
	struct revision_list list;
	struct str *out = str_new(c->arena);
	const char *left;
	struct json j;
	size_t size = 0;
	long limit, last, reached;
	enum status st;

	if ((st = form_read(c, sync_form, NSYNC, in)) != OK)
		return st;
	limit = in[LIMIT].text != NULL ? in[LIMIT].number : 1000;
	if ((st = document_sync(c->db, in[TYPE].text, in[AFTER].text,
	    text_printf(c->arena, "%ld", limit), &list, &reached,
	    &left)) != OK)
		return st;
	last = list.len > 0 ? list.item[list.len - 1].seq : in[AFTER].number;
	for (size_t i = 0; i < list.len; i++)
		size += strlen(list.item[i].text) + AROUND;
	str_reserve(out, size);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "documents");
	for (size_t i = 0; i < list.len; i++) {
		json_begin_object(&j, NULL);
		json_put_long(&j, "seq", list.item[i].seq);
		json_put_long(&j, "area", list.item[i].area);
		json_put_text(&j, "text", list.item[i].text);
		json_end_object(&j);
	}
	json_end_array(&j);
	put_list(c, &j, "left", left);
	json_put_long(&j, "last", last);
	json_put_long(&j, "reached", reached);
	json_put_bool(&j, "more", list.len == (size_t)limit);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* GET /api/documents/:id/versions: every revision of one document. */
enum status
page_document_versions(struct ctx *c)
{
	struct revision_list list;
	struct str *out = str_new(c->arena);
	struct json j;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = document_versions(c->db, id, &list)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "versions");
	for (size_t i = 0; i < list.len; i++)
		json_put_text(&j, NULL, list.item[i].text);
	json_end_array(&j);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

enum { INCIDENT, ALARM_REASON, REC, NALARM };
static const struct field alarm_form[NALARM] = {
	[INCIDENT]     = { "incident", F_UUID, .required = true },
	[ALARM_REASON] = { "reason",   F_CODE, .required = true, .max = 40 },
	[REC]          = { .name = "rec", .kind = F_UUID },
};

/* POST /api/alarms: a browser could not trust what it was given. */
enum status
page_alarm_add(struct ctx *c)
{
	struct value in[NALARM];
	struct str *out = str_new(c->arena);
	struct json j;
	enum status st;

	if ((st = form_read(c, alarm_form, NALARM, in)) != OK)
		return st;
	c->subject = in[REC].text;
	c->detail = text_printf(c->arena,
	    "{\"incident\":\"%s\",\"reason\":\"%s\"}", in[INCIDENT].text,
	    in[ALARM_REASON].text);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_text(&j, "incident", in[INCIDENT].text);
	json_end_object(&j);
	return answer_json(c, 201, out);
}
