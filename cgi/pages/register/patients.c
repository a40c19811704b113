/* patients.c: one patient at a glance, his passport and its versions. */

#include <string.h>

#include "base/str.h"
#include "db/care.h"
#include "db/record.h"
#include "db/visits.h"
#include "pages/inputs.h"
#include "pages/register/sheet.h"
#include "pages/register/entry.h"
#include "pages/register/event.h"
#include "pages/register/clinical.h"
#include "pages/register/orders.h"
#include "pages/register/merges.h"
#include "pages/register/pages.h"
#include "pages/register/patient_doses.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { PAIN, SEEN_ON, NOBSERVATION };
static const struct field observation_form[NOBSERVATION] = {
	[PAIN]    = { "value", F_INT, .low = 0, .high = 10 },
	[SEEN_ON] = { "on",    F_DATE, .required = true },
};

/* What the database's rules of a visit are about. */
static const struct rule observation_rules[] = {
	{ "visit_not_in_future", SEEN_ON, N_("this day lies in the future") },
	{ "visit_after_birth", SEEN_ON, N_("this day lies before the birth") },
	{ "visit_before_end", SEEN_ON,
	    N_("this day lies after the death or removal") },
	{ NULL, 0, NULL }
};

/* The short form of a visit with its pain score. */
static void
show_observation(const struct ctx *c, struct view *v, const struct value *in)
{
	form_show(v, observation_form, NOBSERVATION, in);
	view_list(v, "scores_of_pain");
	for (int i = 0; i <= 10; i++) {
		struct view *o = view_item(v, "scores_of_pain");
		const char *score = text_printf(c->arena, "%d", i);

		view_text(o, "score", score);
		view_flag(o, "selected", in[PAIN].text != NULL &&
		    strcmp(in[PAIN].text, score) == 0);
	}
}

/* One patient at a glance; in: the short form, as it was sent or fresh. */
static enum status
show_glance(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct care_order_list orders;
	struct event_list events;
	struct care_glance care;
	struct score_list scores;
	struct diagnosis_list diagnoses;
	struct state_steps steps;
	struct merge_list merges;
	struct patient_doses doses;
	struct book reasons;
	struct patient p;
	const char *passport;
	enum status st;

	enum { NQUERIES = 11 };
	struct query q[NQUERIES + PATIENT_DOSES_QUERIES] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		PRESCRIPTION_ACTIVE(id, c->lang),
		EVENTS_NEWEST(id, c->lang),
		STATE_STEPS(id, c->lang),
		REASONS_QUERY(c->lang, "removal"),
		ASSESSMENT_SCORES(id, c->lang),
		DIAGNOSES_NOW(id, c->lang),
		ORDER_OPEN(id, c->lang),
		CARE_GLANCE(id, c->lang),
		MERGES_OF(id),
	};
	patient_doses_queries(c, id, &q[NQUERIES]);
	if ((st = db_run_all(c->db, q, NQUERIES +
	    PATIENT_DOSES_QUERIES)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	passport = document_read_text(q[1].rows);
	prescription_read(c->db, q[2].rows, &lines);
	event_read(c->db, q[3].rows, &events);
	state_read_steps(c->db, q[4].rows, &steps);
	book_read(c->db, q[5].rows, &reasons);
	score_read(c->db, q[6].rows, &scores);
	diagnosis_read(c->db, q[7].rows, &diagnoses);
	care_glance_read(q[9].rows, &care);
	merge_read(c->db, q[10].rows, &merges);
	show_who(c, v, &p, passport, true);
	show_lines(c, v, &lines);
	show_events(c, v, id, &events);
	show_scores(c, v, &scores);
	show_diagnoses(c, v, &diagnoses);
	order_read(c->db, q[8].rows, &orders);
	show_open_orders(c, v, &orders);
	show_care(c, v, &care);
	show_steps(v, &steps);
	show_merges(c, v, id, &merges);
	patient_doses_read(c, id, &q[NQUERIES], NULL, &doses);
	show_patient_doses(c, v, &doses);
	view_text(v, "removal_reason", book_name(&reasons, p.removal_reason));
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "date_out", date_text(c, p.date_out));
	show_observation(c, v, in);
	if ((st = render(c, "patient_show", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id */
enum status
page_patient_show(struct ctx *c)
{
	struct value in[NOBSERVATION] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	in[SEEN_ON].text = today(c);
	return show_glance(c, id, in, OK);
}

/* POST /patients/:id/observations: a visit, with the pain score if asked. */
enum status
page_observation_add(struct ctx *c)
{
	struct value in[NOBSERVATION];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	st = form_read(c, observation_form, NOBSERVATION, in);
	if (st == OK && strcmp(in[SEEN_ON].text, today(c)) > 0) {
		form_fail(c, &in[SEEN_ON], N_("this day lies in the future"));
		st = INVALID;
	} else if (st == OK && (st = visit_observe(c->db, id, in[PAIN].text,
	    in[SEEN_ON].text)) == INVALID &&
	    !rule_fail(c, observation_rules, in)) {
		form_fail(c, &in[SEEN_ON],
		    N_("the database refuses this entry"));
	}
	if (st == INVALID)
		return show_glance(c, id, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s?done=visit_recorded", id);
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
