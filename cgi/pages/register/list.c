/* list.c: the patients who meet the conditions, as a page, as ids, as a file. */

#include "base/json.h"
#include "base/str.h"
#include "pages/csv.h"
#include "pages/register/equivalents.h"
#include "pages/register/find.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* A row, its members named as in part_patient_row.html. */
static void
write_row(const struct ctx *c, struct json *j, const struct patient *p)
{
	const struct choice *status = choice_find(patient_statuses, p->status);

	json_begin_object(j, NULL);
	json_put_text(j, "id", p->id);
	json_put_text(j, "registry_no", p->registry_no);
	json_put_long(j, "age", p->age);
	json_put_text(j, "sex_text",
	    tr(c, choice_find(patient_sexes, p->sex)->name));
	json_put_text(j, "diagnosis", p->diagnosis);
	json_put_text(j, "diagnosis_title", p->diagnosis_title);
	json_put_text(j, "institution", p->institution_name);
	json_put_text(j, "status_text", tr(c, status->name));
	json_put_text(j, "status_tone", status->tone);
	json_put_text(j, "pain", *p->pain != '\0' ? p->pain : NULL);
	json_put_text(j, "pain_tone", pain_tone(p->pain));
	json_put_text(j, "seen_on", date_text(c, p->seen_on));
	json_put_bool(j, "may_prescribe", may_prescribe(c, p));
	json_end_object(j);
}

static void
write_rows(const struct ctx *c, struct str *out,
    const struct patient_list *list)
{
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "rows");
	for (size_t i = 0; i < list->len; i++)
		write_row(c, &j, &list->item[i]);
	json_end_array(&j);
	json_end_object(&j);
}

static void
show_rows(struct ctx *c, struct view *v, const struct patient_list *list)
{
	/* The row which the search in the browser fills is the same part. */
	view_flag(view_item(v, "template"), "blank", true);
	view_list(v, "rows");
	view_flag(v, "has_rows", list->len > 0);
	for (size_t i = 0; i < list->len; i++)
		show_patient(c, view_item(v, "rows"), &list->item[i]);
}

static bool
has_error(const struct value *in, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (in[i].error != NULL)
			return true;
	return false;
}

/* GET /patients: the patients this user may see, filtered, by pages. */
enum status
page_patient_list(struct ctx *c)
{
	struct value in[NFIND];
	struct patient_filter filter;
	struct patient_list list = { 0 };
	struct find_books books;
	struct query q[FIND_QUERIES + 2];
	struct view *v = view_new(c->arena);
	enum status st, read;
	long total = 0;
	size_t n;

	if ((read = find_read(c, in)) != OK && read != INVALID)
		return read;
	filter = find_filter(in);
	n = in[FIND_MORE].number != 0 || patient_asks_more(&filter) ||
	    has_error(in, P_LISTED_LEN, NPARTS) ? FIND_QUERIES : FIND_PLAIN;
	find_queries(c, q);
	patient_list_queries(c->db, &filter, find_sort(in),
	    in[FIND_PAGE].number, c->lang, &q[n]);
	if ((st = read == OK ? run_search(c, &filter, q, n + 2) :
	    db_run_all(c->db, q, n)) != OK)
		return st;
	if (read == OK)
		patient_list_read(c->db, &q[n], &list, &total);
	find_books_read(c, q, n, &books);
	find_show(c, v, in, &books, n == FIND_QUERIES);
	find_show_chips(c, v, in, &books);
	view_flag(v, "filtered", find_is_filtered(in));
	view_flag(v, "more", in[FIND_MORE].number != 0 ||
	    has_error(in, P_SEX, NPARTS));
	view_text(v, "title", tr(c, "Patient search"));
	show_rows(c, v, &list);
	view_long(v, "total", total);
	view_text(v, "most", total > PATIENT_EXPORT_MAX ? text_printf(c->arena,
	    "%d", PATIENT_EXPORT_MAX) : "");
	show_pages(c, v, in[FIND_PAGE].number, 50, list.len, total);
	if ((st = render(c, "patient_list", v)) != OK)
		return st;
	return read;
}

/* GET /api/patients: the ids of all that match, for the local search. */
enum status
page_patient_ids(struct ctx *c)
{
	struct value in[NFIND];
	struct patient_filter filter;
	struct str *out = str_new(c->arena);
	const char *ids, *numbers;
	struct query q;
	struct json j;
	enum status st;

	if ((st = find_read(c, in)) != OK)
		return st;
	filter = find_filter(in);
	q = patient_ids_query(c->db, &filter, find_sort(in));
	if ((st = run_search(c, &filter, &q, 1)) != OK)
		return st;
	patient_ids_read(q.rows, &ids, &numbers);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	put_list(c, &j, "ids", ids);
	put_list(c, &j, "numbers", numbers);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

enum { ROW_IDS, NROWS };
static const struct field rows_form[NROWS] = {
	[ROW_IDS] = { "ids", F_UUIDS, .required = true, .max = 3700 },
};

/* GET /api/patients/rows: what the list shows of up to 100 patients. */
enum status
page_patient_rows(struct ctx *c)
{
	struct value in[NROWS];
	struct patient_list list;
	struct str *out = str_new(c->arena);
	enum status st;

	if ((st = form_read(c, rows_form, NROWS, in)) != OK)
		return st;
	if ((st = patient_rows(c->db, in[ROW_IDS].text, c->lang, &list)) != OK)
		return st;
	write_rows(c, out, &list);
	return answer_json(c, 200, out);
}

/* The file's columns; the first is for a browser that knows the names. */
static const char *const heads[] = { N_("Register No."), N_("Age"), N_("Sex"),
	N_("Diagnosis"), N_("Title of the diagnosis"), N_("Institution"),
	N_("District"), N_("Status"), N_("On the register from"),
	N_("Removed on"), N_("Reason of removal"), N_("Pain"), N_("PPS, %"),
	N_("Phase of illness"), N_("Seen") };

static void
add_row(const struct ctx *c, struct str *s, const struct patient_exported *e,
    bool ids)
{
	const struct patient *p = &e->patient;

	if (ids)
		csv_text(c, s, p->id);
	csv_text(c, s, p->registry_no);
	csv_decimal(c, s, text_printf(c->arena, "%ld", p->age));
	csv_text(c, s, tr(c, choice_find(patient_sexes, p->sex)->name));
	csv_text(c, s, p->diagnosis);
	csv_text(c, s, p->diagnosis_title);
	csv_text(c, s, p->institution_name);
	csv_text(c, s, e->district);
	csv_text(c, s, tr(c, choice_find(patient_statuses, p->status)->name));
	csv_date(c, s, e->date_in);
	csv_date(c, s, e->date_out);
	csv_text(c, s, e->removal_reason);
	csv_decimal(c, s, p->pain);
	csv_decimal(c, s, e->pps);
	csv_text(c, s, e->phase);
	csv_date(c, s, p->seen_on);
	csv_end_row(s);
}

/* GET /patients.csv: who meets the conditions, without any name. */
enum status
page_patient_export(struct ctx *c)
{
	struct value in[NFIND];
	struct patient_filter filter;
	struct patient_export list;
	struct query q[2];
	bool ids;
	struct str *s;
	enum status st;

	if ((st = find_read(c, in)) != OK)
		return st;
	filter = find_filter(in);
	ids = in[FIND_IDS].number != 0;
	patient_export_queries(c->db, &filter, c->lang, q);
	if ((st = run_search(c, &filter, q, 2)) != OK)
		return st;
	patient_export_read(c->db, q, &list);
	s = csv_new(c);
	if (ids)
		csv_text(c, s, "id");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		csv_text(c, s, tr(c, heads[i]));
	csv_end_row(s);
	for (size_t i = 0; i < list.len; i++)
		add_row(c, s, &list.item[i], ids);
	return answer_bytes(c, "text/csv; charset=utf-8", s->text, s->len,
	    "patients.csv");
}
