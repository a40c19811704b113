/* books.c: suggestions from the reference books, for the entry forms. */

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pages/common.h"
#include "pages/register/pages.h"

/* What changes seldom: the browser asks whether its copy still holds. */
static enum status
answer_reference(struct ctx *c, const struct str *json)
{
	enum status st = answer_json(c, 200, json);

	answer_etag(c);
	return st;
}

enum { TEXT, NTEXT };
static const struct field text_form[NTEXT] = {
	[TEXT] = { "q", F_TEXT, .required = true, .max = 100 },
};

/* GET /api/diagnoses: ICD-10 by the beginning of a code or by a word. */
enum status
page_diagnosis_search(struct ctx *c)
{
	struct value in[NTEXT];
	struct str *out = str_new(c->arena);
	struct book book;
	struct json j;
	enum status st;

	if ((st = form_read(c, text_form, NTEXT, in)) != OK ||
	    (st = book_diagnoses(c->db, in[TEXT].text, c->lang, &book)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "items");
	for (size_t i = 0; i < book.len; i++) {
		json_begin_object(&j, NULL);
		json_put_text(&j, "code", book.item[i].code);
		json_put_text(&j, "title", book.item[i].name);
		json_end_object(&j);
	}
	json_end_array(&j);
	json_end_object(&j);
	return answer_reference(c, out);
}

enum { CODES, NCODES };
static const struct field codes_form[NCODES] = {
	[CODES] = { "codes", F_CODES, .required = true, .max = 3600 },
};

/* GET /api/diagnoses/known: which of many codes may be entered; their groups. */
enum status
page_diagnosis_known(struct ctx *c)
{
	struct value in[NCODES];
	struct str *out = str_new(c->arena);
	struct book book;
	struct json j;
	enum status st;

	if ((st = form_read(c, codes_form, NCODES, in)) != OK)
		return st;
	struct query q = KNOWN_DIAGNOSES(in[CODES].text);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	book_read(c->db, q.rows, &book);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "items");
	for (size_t i = 0; i < book.len; i++) {
		json_begin_object(&j, NULL);
		json_put_text(&j, "code", book.item[i].code);
		json_put_text(&j, "group", book.item[i].name);
		json_end_object(&j);
	}
	json_end_array(&j);
	json_end_object(&j);
	return answer_reference(c, out);
}

static void
put_product(const struct ctx *c, struct json *j, const struct product *p)
{
	json_begin_object(j, NULL);
	json_put_text(j, "id", p->id);
	json_put_text(j, "form", p->form);
	json_put_text(j, "strength", p->strength);
	put_list(c, j, "units", p->units);
	put_list(c, j, "routes", p->routes);
	if (*p->patch_hours != '\0')
		json_put_long(j, "patch_hours", strtol(p->patch_hours, NULL, 10));
	else
		json_put_null(j, "patch_hours");
	json_end_object(j);
}

/* Products come ordered by their medicine; each medicine is one item. */
static void
put_medicines(const struct ctx *c, struct json *j,
    const struct product_list *list)
{
	const struct product *p;

	for (size_t i = 0; i < list->len; ) {
		p = &list->item[i];
		json_begin_object(j, NULL);
		json_put_text(j, "id", p->medicine);
		json_put_text(j, "inn", p->inn);
		json_put_text(j, "atc", p->atc);
		json_begin_array(j, "products");
		for (; i < list->len &&
		    strcmp(list->item[i].medicine, p->medicine) == 0; i++)
			put_product(c, j, &list->item[i]);
		json_end_array(j);
		json_end_object(j);
	}
}

enum { NAME, ID, NMEDICINE };
static const struct field medicine_form[NMEDICINE] = {
	[NAME] = { "q",  F_TEXT, .max = 100 },
	[ID]   = { "id", F_INT, .low = 1, .high = 2147483647 },
};

/* GET /api/medicines: by a part of the name, by ATC code, or the one of id. */
enum status
page_medicine_search(struct ctx *c)
{
	struct value in[NMEDICINE];
	struct str *out = str_new(c->arena);
	struct product_list list;
	struct json j;
	enum status st;

	if ((st = form_read(c, medicine_form, NMEDICINE, in)) != OK ||
	    (st = book_medicines(c->db, in[NAME].text, in[ID].text, c->lang,
	    &list)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "items");
	put_medicines(c, &j, &list);
	json_end_array(&j);
	json_end_object(&j);
	return answer_reference(c, out);
}
