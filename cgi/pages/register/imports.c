/* imports.c: patients from a spreadsheet: batches, one commit, its undoing. */

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "db/imports.h"
#include "pages/register/admission.h"
#include "pages/register/pages.h"
#include "pages/register/sealed.h"
#include "web/i18n.h"
#include "web/request.h"

/* A batch fits into a request with what encoding adds to it. */
enum { BATCH_MAX = 240 * 1024, ROWS_MAX = 150 };

enum { ROW_NO, CELLS = 13 };

/* The cells of a line, divided by tabs, after the number of its row. */
static const int columns[CELLS] = { ROW_NO, ID, INSTITUTION, DISTRICT, YEAR,
	SEX, DIAGNOSIS, DATE_IN, COMMISSION_NO, COMMISSION_ON, BASIS, CONSENT,
	PASSPORT };

/* One line as an admission. */
struct row {
	long		 number;
	struct value	 in[NADMISSION];
	struct document	 passport;
};

struct batch {
	struct row	*row;
	size_t		 len;
};

/* The page's errors by row, as they come. */
struct errors {
	struct json	 json;
	struct str	*out;
	size_t		 len;
};

static void
errors_begin(struct ctx *c, struct errors *e)
{
	e->out = str_new(c->arena);
	e->len = 0;
	json_open(&e->json, e->out);
	json_begin_object(&e->json, NULL);
	json_put_text(&e->json, "error", "rows");
	json_begin_array(&e->json, "rows");
}

static void
errors_add(struct errors *e, long row, const char *field, const char *message)
{
	json_begin_object(&e->json, NULL);
	json_put_long(&e->json, "row", row);
	json_put_text(&e->json, "field", field);
	json_put_text(&e->json, "message", message);
	json_end_object(&e->json);
	e->len++;
}

/* 422: nothing of the batch is kept. */
static enum status
errors_answer(struct ctx *c, struct errors *e)
{
	enum status st;

	json_end_array(&e->json);
	json_end_object(&e->json);
	st = answer_json(c, 422, e->out);
	return st == OK ? INVALID : st;
}

/* The cells of a line as the fields of a form, and checked as these are. */
static enum status
read_row(struct ctx *c, const char *line, size_t len, struct row *out)
{
	struct pair pairs[CELLS];
	struct request req = { .method = METHOD_POST, .body = pairs };
	struct ctx inner = *c;
	size_t n = 0, cell;

	for (; n < CELLS; n++, line += cell + 1, len -= cell + 1) {
		const char *tab = memchr(line, '\t', len);

		cell = tab != NULL ? (size_t)(tab - line) : len;
		pairs[n].value = text_copy_len(c->arena, line, cell);
		if (n > 0)
			pairs[n].name = admission_form[columns[n]].name;
		if (tab == NULL)
			break;
	}
	if (n != CELLS - 1)
		return MALFORMED;
	out->number = strtol(pairs[ROW_NO].value, NULL, 10);
	if (out->number < 1 || out->number > 1000000)
		return MALFORMED;
	req.body = pairs + 1;
	req.body_len = CELLS - 1;
	inner.req = &req;
	return form_read(&inner, admission_form, NADMISSION, out->in);
}

static enum status
read_batch(struct ctx *c, const char *text, struct batch *out)
{
	size_t len;
	enum status st;

	*out = (struct batch){ arena_array(c->arena, ROWS_MAX,
	    sizeof(struct row)), 0 };
	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (out->len == ROWS_MAX)
			return MALFORMED;
		st = read_row(c, text, len, &out->row[out->len++]);
		if (st != OK && st != INVALID)
			return st;
	}
	return out->len > 0 ? OK : MALFORMED;
}

/* The codes of the batch that may be entered, in one round trip. */
static enum status
known_diagnoses(struct ctx *c, const struct batch *b, struct book *out)
{
	struct str *codes = str_new(c->arena);
	struct query q;
	enum status st;

	for (size_t i = 0; i < b->len; i++)
		str_addf(codes, "%s%s", i > 0 ? "," : "",
		    b->row[i].in[DIAGNOSIS].text != NULL ?
		    b->row[i].in[DIAGNOSIS].text : "");
	q = (struct query)KNOWN_DIAGNOSES(codes->text);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	book_read(c->db, q.rows, out);
	return OK;
}

static bool
is_known(const struct book *book, const char *code)
{
	for (size_t i = 0; i < book->len; i++)
		if (strcmp(book->item[i].code, code) == 0)
			return true;
	return false;
}

/* As one admission is checked; CONFLICT when the key has changed meanwhile. */
static enum status
check_row(struct ctx *c, struct row *r, const struct book *diagnoses,
    const struct envelope_place *author)
{
	struct value *in = r->in;
	enum status st;

	if (in[DIAGNOSIS].text != NULL && in[DIAGNOSIS].error == NULL &&
	    !is_known(diagnoses, in[DIAGNOSIS].text))
		form_fail(c, &in[DIAGNOSIS], admission_no_diagnosis);
	(void)admission_days_hold(c, in);
	if (in[ID].text == NULL || in[PASSPORT].text == NULL) {
		form_fail(c, &in[PASSPORT], N_("the identity arrived without "
		    "its seal; it is sealed by the script of this page"));
		return OK;
	}
	if ((st = sealed_check_by(c, author, "passport", in[ID].text,
	    in[PASSPORT].text, NULL, &r->passport)) == INVALID)
		form_fail(c, &in[PASSPORT], N_("the seal of the identity does "
		    "not hold; check the clock of this computer"));
	return st == INVALID ? OK : st;
}

static void
add_errors(struct errors *e, const struct row *r)
{
	for (size_t i = 0; i < NADMISSION; i++)
		if (r->in[i].error != NULL)
			errors_add(e, r->number, admission_form[i].name,
			    r->in[i].error);
}

/* What the database's rules say of a row, at its field where there is one. */
static void
add_refusals(struct ctx *c, struct errors *e,
    const struct import_refusals *list)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct import_refusal *f = &list->item[i];
		const struct rule *rule = admission_rules;

		while (rule->name != NULL && strcmp(rule->name, f->rule) != 0)
			rule++;
		if (rule->name != NULL)
			errors_add(e, f->row, admission_form[rule->field].name,
			    tr(c, rule->message));
		else
			errors_add(e, f->row, "id", tr(c, N_("the register "
			    "does not take this row")));
	}
}

static void
put_row(struct json *j, const struct row *r)
{
	struct patient_entry e = admission_entry(r->in[ID].text, r->in);

	json_begin_object(j, NULL);
	json_put_long(j, "row_no", r->number);
	json_put_text(j, "patient_id", e.id);
	json_put_text(j, "area_id", e.institution);
	json_put_text(j, "district_id", e.district);
	json_put_text(j, "year_of_birth", e.year_of_birth);
	json_put_text(j, "sex", e.sex);
	json_put_text(j, "diagnosis_code", e.diagnosis);
	json_put_text(j, "date_in", e.date_in);
	json_put_text(j, "status", admission_status(r->in));
	json_put_text(j, "commission_no", e.commission_no);
	json_put_text(j, "commission_on", e.commission_on);
	json_put_text(j, "basis_code", e.basis);
	json_put_text(j, "consent_on", e.consent_on);
	json_put_text(j, "envelope", r->passport.text);
	json_put_text(j, "ts", r->passport.ts);
	json_put_text(j, "kep", r->passport.kep);
	json_put_text(j, "doc_hash", r->passport.hash);
	json_end_object(j);
}

/* Keep the batch and try it; an error answers the request. */
static enum status
stage(struct ctx *c, const char *id, const struct batch *b, struct errors *e)
{
	struct str *rows = str_new(c->arena), *numbers = str_new(c->arena);
	struct import_refusals refusals;
	struct json j;
	enum status st;

	json_open(&j, rows);
	json_begin_array(&j, NULL);
	for (size_t i = 0; i < b->len; i++) {
		put_row(&j, &b->row[i]);
		str_addf(numbers, "%c%ld", i > 0 ? ',' : '{', b->row[i].number);
	}
	json_end_array(&j);
	str_add_text(numbers, "}");
	if ((st = import_stage(c->db, id, rows->text, numbers->text,
	    &refusals)) != OK)
		return st;
	add_refusals(c, e, &refusals);
	return OK;
}

static enum status
answer_count(struct ctx *c, const char *key, long count)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_long(&j, key, count);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

static void
show_import(const struct ctx *c, struct view *v, const struct import *i)
{
	view_text(v, "import", i->id);
	view_text(v, "at", date_text(c, i->committed_at));
	view_text(v, "author", i->author);
	view_text(v, "count", i->total);
	view_text(v, "undone_at", date_text(c, i->undone_at));
	view_text(v, "undone_by", i->undone_by);
	view_flag(v, "may_undo", i->own && *i->undone_at == '\0');
}

/* What a file may name, in one language. */
enum { PLACES, DISTRICTS, GROUPS, CHOICES };

static void
show_nameable(struct ctx *c, struct view *v, const struct query q[CHOICES])
{
	struct area_list areas;
	struct book groups;

	area_read(c->db, q[PLACES].rows, &areas);
	show_areas(v, "places", &areas, NULL);
	area_read(c->db, q[DISTRICTS].rows, &areas);
	show_areas(v, "districts", &areas, NULL);
	book_read(c->db, q[GROUPS].rows, &groups);
	show_book(v, "groups", &groups, NULL);
}

/* GET /patients/import: choose a file; the imports there were. */
enum status
page_import_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const char *other = strcmp(c->lang, "en") == 0 ? "ru" : "en";
	struct query q[] = {
		PLACES_QUERY("patient_write", c->lang),
		DISTRICT_QUERY(c->lang),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
		PLACES_QUERY("patient_write", other),
		DISTRICT_QUERY(other),
		DIAGNOSIS_GROUPS_QUERY(other),
		IMPORT_LIST,
	};
	struct import_list list;
	enum status st;

	if ((st = db_run_all(c->db, q, 2 * CHOICES + 1)) != OK)
		return st;
	show_nameable(c, view_item(v, "languages"), q);
	show_nameable(c, view_item(v, "languages"), q + CHOICES);
	import_read_list(c->db, q[2 * CHOICES].rows, &list);
	view_list(v, "imports");
	view_flag(v, "has_imports", list.len > 0);
	for (size_t i = 0; i < list.len; i++)
		show_import(c, view_item(v, "imports"), &list.item[i]);
	view_text(v, "title", tr(c, "Import of patients"));
	return render(c, "import_form", v);
}

enum { IMPORT_ID, TOTAL, NBEGIN };
static const struct field begin_form[NBEGIN] = {
	[IMPORT_ID] = { .name = "id", .kind = F_UUID, .required = true },
	[TOTAL] = { "total", F_INT, .required = true, .low = 1, .high = 20000 },
};

/* POST /api/imports: so many rows are going to come. */
enum status
page_import_begin(struct ctx *c)
{
	struct value in[NBEGIN];
	enum status st;

	if ((st = form_read(c, begin_form, NBEGIN, in)) != OK ||
	    (st = import_begin(c->db, in[IMPORT_ID].text,
	    in[TOTAL].text)) != OK)
		return st;
	return answer_count(c, "total", in[TOTAL].number);
}

/* GET /api/imports/:id: whether an answer that was lost said yes. */
enum status
page_import_show(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	const char *id, *status;
	struct json j;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = import_status(c->db, id, &status)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_text(&j, "status", status);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

enum { ROWS, NSTAGE };
static const struct field stage_form[NSTAGE] = {
	[ROWS] = { "rows", F_LINES, .required = true, .max = BATCH_MAX },
};

/* POST /api/imports/:id/rows: some of them, a line each. */
enum status
page_import_stage(struct ctx *c)
{
	struct value in[NSTAGE];
	struct envelope_place author;
	struct errors errors;
	struct batch batch;
	struct book known;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, stage_form, NSTAGE, in)) != OK ||
	    (st = read_batch(c, in[ROWS].text, &batch)) != OK ||
	    (st = sealed_author(c, &author)) != OK ||
	    (st = known_diagnoses(c, &batch, &known)) != OK)
		return st;
	errors_begin(c, &errors);
	for (size_t i = 0; i < batch.len; i++) {
		if ((st = check_row(c, &batch.row[i], &known, &author)) != OK)
			return st;
		add_errors(&errors, &batch.row[i]);
	}
	if (errors.len == 0 && (st = stage(c, id, &batch, &errors)) != OK)
		return st;
	return errors.len > 0 ? errors_answer(c, &errors) :
	    answer_count(c, "staged", (long)batch.len);
}

/* POST /api/imports/:id/commit: all of them are patients now, or none is. */
enum status
page_import_commit(struct ctx *c)
{
	const char *id, *total;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = import_commit(c->db, id, &total)) != OK)
		return st;
	c->subject = id;
	c->detail = text_printf(c->arena, "{\"patients\":%s}", total);
	return answer_count(c, "patients", strtol(total, NULL, 10));
}

/* POST /api/imports/:id/cancel: what was sent is dropped. */
enum status
page_import_cancel(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = import_cancel(c->db, id)) != OK)
		return st;
	return answer_count(c, "patients", 0);
}

/* POST /imports/:id/undo: take a whole import back. */
enum status
page_import_undo(struct ctx *c)
{
	const char *id, *total;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	st = import_undo(c->db, id, &total);
	if (st == INVALID)
		return redirect(c, "/patients/import?done=%s", "import_touched");
	if (st != OK)
		return st;
	c->detail = text_printf(c->arena, "{\"patients\":%s}", total);
	return redirect(c, "/patients/import?done=%s", "import_undone");
}
