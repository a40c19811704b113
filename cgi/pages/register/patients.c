/* patients.c: find, admit, show and edit patients, without their names. */

#include <stdlib.h>
#include <string.h>

#include "auth/permission.h"
#include "base/json.h"
#include "base/str.h"
#include "db/record.h"
#include "pages/register/sheet.h"
#include "pages/register/entry.h"
#include "pages/register/clinical.h"
#include "pages/register/pages.h"
#include "pages/register/patient_doses.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { STATUS, DIAGNOSIS, GROUP, SEX, AGE_FROM, AGE_TO, SINCE, UNTIL,
	INSTITUTION, PAIN_FROM, UNSEEN, SORT, PAGE, NFILTERS };

static const char *const status_codes[] = { "draft", "awaiting", "active",
	"suspended", "removed", "refused", "declined", NULL };
static const char *const sex_codes[] = { "m", "f", "u", NULL };
static const char *const sort_codes[] = { "change", "number", "age", "pain",
	"seen", "date_in", NULL };

/* In the order of enum patient_sort. */
static const struct choice sorts[] = {
	{ "change",  N_("last changed"),        NULL },
	{ "number",  N_("register number"),     NULL },
	{ "age",     N_("oldest first"),        NULL },
	{ "pain",    N_("worst pain first"),    NULL },
	{ "seen",    N_("longest unseen first"), NULL },
	{ "date_in", N_("newest on the register"), NULL },
	{ NULL, NULL, NULL }
};

static const struct field filter_form[NFILTERS] = {
	[STATUS]      = { "status",      F_CHOICE, .choices = status_codes },
	[DIAGNOSIS]   = { "diagnosis",   F_CODE, .max = 8 },
	[GROUP]       = { "group",       F_CODE, .max = 30 },
	[SEX]         = { "sex",         F_CHOICE, .choices = sex_codes },
	[AGE_FROM]    = { "age_from",    F_INT, .low = 0, .high = 130 },
	[AGE_TO]      = { "age_to",      F_INT, .low = 0, .high = 130 },
	[SINCE]       = { .name = "since", .kind = F_DATE },
	[UNTIL]       = { .name = "until", .kind = F_DATE },
	[INSTITUTION] = { "institution", F_INT, .low = 1, .high = 2147483647 },
	[PAIN_FROM]   = { "pain_from",   F_INT, .low = 0, .high = 10 },
	[UNSEEN]      = { "unseen",      F_INT, .low = 0, .high = 9999 },
	[SORT]        = { "sort",        F_CHOICE, .choices = sort_codes },
	[PAGE]        = { "page",        F_INT, .low = 0, .high = 10000 },
};

/* The fields' names for a message, in the order of filter_form. */
static const char *const filter_labels[NFILTERS] = {
	N_("Status"), N_("Diagnosis"), N_("Group"), N_("Sex"), N_("Age from"),
	N_("Age to"), N_("On the register from"), N_("until"),
	N_("Institution"), N_("Pain from"), N_("Not seen, days"), N_("Order"),
	N_("Page")
};

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

static struct patient_filter
read_filter(const struct value *in)
{
	return (struct patient_filter){
		.status = in[STATUS].text,
		.diagnosis = in[DIAGNOSIS].text,
		.group = in[GROUP].text,
		.sex = in[SEX].text,
		.age_from = in[AGE_FROM].text,
		.age_to = in[AGE_TO].text,
		.since = in[SINCE].text,
		.until = in[UNTIL].text,
		.institution = in[INSTITUTION].text,
		.pain_from = in[PAIN_FROM].text,
		.unseen = in[UNSEEN].text,
	};
}

static enum patient_sort
read_sort(const struct value *in)
{
	size_t i;

	for (i = 0; in[SORT].text != NULL && sorts[i].code != NULL; i++)
		if (strcmp(sorts[i].code, in[SORT].text) == 0)
			return (enum patient_sort)i;
	return PATIENT_BY_CHANGE;
}

/* The filters as they were chosen, with every choice there is. */
static void
show_filters(struct ctx *c, struct view *v, const struct value *in,
    const struct rows *areas, const struct rows *groups)
{
	struct area_list institutions;
	struct book book;

	area_read(c->db, areas, &institutions);
	book_read(c->db, groups, &book);
	form_show(v, filter_form, NFILTERS, in);
	show_choices(c, v, "statuses", patient_statuses, in[STATUS].text);
	show_choices(c, v, "sexes", patient_sexes, in[SEX].text);
	show_choices(c, v, "sorts", sorts, in[SORT].text);
	show_book(v, "groups", &book, in[GROUP].text);
	show_areas(v, "institutions", &institutions, in[INSTITUTION].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
}

static void
show_filter_flags(struct view *v, const struct value *in)
{
	bool filtered = false, more = false;

	for (size_t i = 0; i < SORT; i++) {
		filtered |= in[i].raw != NULL && *in[i].raw != '\0';
		more |= i >= SEX && in[i].raw != NULL && *in[i].raw != '\0';
	}
	view_flag(v, "filtered", filtered);
	view_flag(v, "more", more);
}

/* GET /patients: the patients this user may see, filtered, by pages. */
enum status
page_patient_list(struct ctx *c)
{
	struct value in[NFILTERS];
	struct patient_filter filter;
	struct patient_list list = { 0 };
	struct query q[4] = {
		AREA_QUERY("institution", "patient_read", c->lang),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
	};
	struct view *v = view_new(c->arena);
	enum status st, read;
	long total = 0;

	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	filter = read_filter(in);
	patient_list_queries(c->db, &filter, read_sort(in), in[PAGE].number,
	    c->lang, &q[2]);
	if ((st = db_run_all(c->db, q, read == OK ? 4 : 2)) != OK)
		return st;
	if (read == OK)
		patient_list_read(c->db, &q[2], &list, &total);
	show_filters(c, v, in, q[0].rows, q[1].rows);
	show_filter_flags(v, in);
	view_text(v, "title", tr(c, "Patient search"));
	/* The row which the search in the browser fills is the same part. */
	view_flag(view_item(v, "template"), "blank", true);
	view_list(v, "rows");
	view_flag(v, "has_rows", list.len > 0);
	for (size_t i = 0; i < list.len; i++)
		show_patient(c, view_item(v, "rows"), &list.item[i]);
	view_long(v, "total", total);
	show_pages(c, v, in[PAGE].number, 50, list.len, total);
	if ((st = render(c, "patient_list", v)) != OK)
		return st;
	return read;
}

/* GET /api/patients: the ids of all that match, for the local search. */
enum status
page_patient_ids(struct ctx *c)
{
	struct value in[NFILTERS];
	struct patient_filter filter;
	struct str *out = str_new(c->arena);
	const char *ids, *numbers;
	struct json j;
	enum status st;

	if ((st = form_read(c, filter_form, NFILTERS, in)) != OK)
		return st;
	filter = read_filter(in);
	if ((st = patient_ids(c->db, &filter, read_sort(in), &ids,
	    &numbers)) != OK)
		return st;
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

/* The events of the record, told in words. */
static const char *
event_text(const struct ctx *c, const struct record_event *e)
{
	struct arena *a = c->arena;

	if (strcmp(e->kind, "pain") == 0)
		return text_printf(a, tr(c, "Visit: pain %s"), e->what);
	if (strcmp(e->kind, "visit") == 0)
		return tr(c, "Visit, pain not assessed");
	if (strcmp(e->kind, "assessed") == 0)
		return text_printf(a, tr(c, "Assessed: %s"), e->what);
	if (strcmp(e->kind, "prescribed") == 0)
		return text_printf(a, tr(c, "Prescribed: %s"), e->what);
	if (strcmp(e->kind, "changed") == 0)
		return text_printf(a, tr(c, "Prescription changed: %s"), e->what);
	if (strcmp(e->kind, "stopped") == 0)
		return text_printf(a, tr(c, "Stopped: %s (%s)"), e->what, e->note);
	return strcmp(e->what, "1") == 0 ? tr(c, "Entered into the register")
	    : text_printf(a, tr(c, "Passport sealed anew, version %s"), e->what);
}

static void
show_events(const struct ctx *c, struct view *v,
    const struct record_events *events)
{
	view_list(v, "events");
	for (size_t i = 0; i < events->len; i++) {
		struct view *e = view_item(v, "events");

		view_text(e, "at", date_text(c, events->item[i].at));
		view_text(e, "text", event_text(c, &events->item[i]));
		view_text(e, "who", events->item[i].who);
	}
}

/* GET /patients/:id: one patient at a glance. */
enum status
page_patient_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct record_events events;
	struct score_list scores;
	struct diagnosis_list diagnoses;
	struct state_steps steps;
	struct patient_doses doses;
	struct book reasons;
	struct patient p;
	const char *id, *passport;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	enum { NQUERIES = 8 };
	struct query q[NQUERIES + PATIENT_DOSES_QUERIES] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		PRESCRIPTION_ACTIVE(id, c->lang),
		RECORD_EVENTS(id, c->lang),
		STATE_STEPS(id, c->lang),
		REASONS_QUERY(c->lang, "removal"),
		ASSESSMENT_SCORES(id, c->lang),
		DIAGNOSES_NOW(id, c->lang),
	};
	patient_doses_queries(c, id, &q[NQUERIES]);
	if ((st = db_run_all(c->db, q, NQUERIES +
	    PATIENT_DOSES_QUERIES)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	passport = document_read_text(q[1].rows);
	prescription_read(c->db, q[2].rows, &lines);
	record_read_events(c->db, q[3].rows, &events);
	state_read_steps(c->db, q[4].rows, &steps);
	book_read(c->db, q[5].rows, &reasons);
	score_read(c->db, q[6].rows, &scores);
	diagnosis_read(c->db, q[7].rows, &diagnoses);
	show_who(c, v, &p, passport, true);
	show_lines(c, v, &lines);
	show_events(c, v, &events);
	show_scores(c, v, &scores);
	show_diagnoses(c, v, &diagnoses);
	show_steps(v, &steps);
	patient_doses_read(c, id, &q[NQUERIES], NULL, &doses);
	show_patient_doses(c, v, &doses);
	view_text(v, "removal_reason", book_name(&reasons, p.removal_reason));
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "date_out", date_text(c, p.date_out));
	view_text(v, "today", date_text(c, today(c)));
	return render(c, "patient_show", v);
}

/* GET /patients/:id/passport: the whole identity, opened in the browser. */
enum status
page_patient_passport(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct patient p;
	const char *id, *passport;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = patient_open(c, id, &p, &passport)) != OK)
		return st;
	show_who(c, v, &p, passport, true);
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "district", p.district_name);
	return render(c, "patient_passport", v);
}

/* GET /patients/:id/versions: when and by whom the identity was sealed. */
enum status
page_patient_versions(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct record_revisions list;
	struct patient p;
	const char *id, *passport;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = patient_open(c, id, &p, &passport)) != OK ||
	    (st = record_revisions(c->db, id, &list)) != OK)
		return st;
	show_who(c, v, &p, passport, true);
	view_list(v, "versions");
	for (size_t i = 0; i < list.len; i++) {
		struct view *r = view_item(v, "versions");

		view_text(r, "rev", list.item[i].rev);
		view_text(r, "at", date_text(c, list.item[i].at));
		view_text(r, "author", list.item[i].author);
	}
	return render(c, "patient_versions", v);
}

enum { PAIN, SEEN_ON, NOBSERVATION };
static const struct field observation_form[NOBSERVATION] = {
	[PAIN]    = { "value", F_INT, .low = 0, .high = 10 },
	[SEEN_ON] = { "on",    F_DATE, .required = true },
};

/* POST /patients/:id/observations: a visit, with the pain score if asked. */
enum status
page_observation_add(struct ctx *c)
{
	struct value in[NOBSERVATION];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, observation_form, NOBSERVATION, in)) != OK)
		return st;
	c->subject = id;
	if (strcmp(in[SEEN_ON].text, today(c)) > 0)
		return redirect(c, "/patients/%s?done=date_in_future", id);
	if ((st = record_observe(c->db, id, in[PAIN].text,
	    in[SEEN_ON].text)) != OK)
		return st;
	return redirect(c, "/patients/%s?done=visit_recorded", id);
}
