/* lines.c: all prescriptions of a patient on one page. */

#include <string.h>

#include "base/str.h"
#include "db/documents.h"
#include "pages/register/dose_show.h"
#include "pages/register/line_note.h"
#include "pages/register/orders.h"
#include "pages/register/patient_doses.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { ALL, TABLE, DAYS, NHISTORY };
static const struct field history_form[NHISTORY] = {
	[ALL]   = { .name = "all", .kind = F_FLAG },
	[TABLE] = { "table", F_CODE, .max = 40 },
	[DAYS]  = { "days", F_INT, .low = 1, .high = 366 },
};

/* Where a current line stands on the page of all drugs. */
enum { DRAFTS, REGULAR, AS_NEEDED, HELD, ENDED, OVER, NGROUPS };

static const char *const group_names[NGROUPS] = {
	[DRAFTS]    = N_("On the sheet, not signed yet"),
	[REGULAR]   = N_("Given regularly"),
	[AS_NEEDED] = N_("Given as needed"),
	[HELD]      = N_("On hold"),
	[ENDED]     = N_("Ended and not renewed"),
	[OVER]      = N_("Stopped and completed"),
};

/* Lines, what they say and amount to, and what was kept against warnings. */
struct lines {
	const char			*patient;
	struct prescription_list	 list;
	struct line_notes		 notes;
	struct patient_doses		 doses;
	long				 days;	/* that packs are counted for */
};

static void
show_with_dose(const struct ctx *c, struct view *v, const struct lines *l,
    const struct prescription *p)
{
	show_line(c, v, p);
	show_line_note(c, v, &l->notes, p->id);
	show_figures(c, v, &l->doses.d, dosing_line_of(&l->doses.d, p->id),
	    l->days);
	show_kept(c, v, &l->doses.set.earlier, p->id);
}

static int
group_of(const struct ctx *c, const struct prescription *l)
{
	if (strcmp(l->status, "draft") == 0)
		return DRAFTS;
	if (strcmp(l->status, "on_hold") == 0)
		return HELD;
	if (strcmp(l->status, "active") != 0)
		return OVER;
	if (*l->ends_on != '\0' && strcmp(l->ends_on, today(c)) < 0)
		return ENDED;
	return l->timing.prn ? AS_NEEDED : REGULAR;
}

/* The groups that have lines, in their order. */
static void
show_groups(const struct ctx *c, struct view *v, const struct lines *l)
{
	const struct prescription_list *list = &l->list;
	bool first = true;

	view_list(v, "groups");
	for (int group = 0; group < NGROUPS; group++) {
		struct view *o = NULL;

		for (size_t i = 0; i < list->len; i++) {
			if (group_of(c, &list->item[i]) != group)
				continue;
			if (o == NULL) {
				o = view_item(v, "groups");
				view_text(o, "name", tr(c, group_names[group]));
				view_text(o, "patient", l->patient);
				view_flag(o, "drafts", group == DRAFTS);
				view_flag(o, "first", first);
				view_list(o, "lines");
				first = false;
			}
			show_with_dose(c, view_item(o, "lines"), l,
			    &list->item[i]);
		}
	}
	view_flag(v, "nothing", first);
}

static void
show_all(const struct ctx *c, struct view *v, const struct lines *l)
{
	view_list(v, "lines");
	view_flag(v, "has_lines", l->list.len > 0);
	for (size_t i = 0; i < l->list.len; i++)
		show_with_dose(c, view_item(v, "lines"), l, &l->list.item[i]);
}

/* The queries of the page, in one round trip. */
enum { PATIENT, PASSPORT, LINES, NOTES, ORDERS, DOSES,
	NQUERIES = DOSES + PATIENT_DOSES_QUERIES };

static void
show_doses(const struct ctx *c, struct view *v, const struct lines *l,
    const struct value in[NHISTORY])
{
	show_patient_doses(c, v, &l->doses);
	show_tables(v, &l->doses.d);
	view_flag(v, "with_doses", true);
	view_flag(v, "has_dose_lines", l->doses.d.nlines > 0);
	view_text(v, "days", in[DAYS].raw != NULL ? in[DAYS].raw :
	    text_printf(c->arena, "%ld", l->days));
	view_text(v, "days_error", in[DAYS].error);
}

static enum status
show_history(struct ctx *c, const char *id, const struct value in[NHISTORY],
    enum status answer)
{
	struct query q[NQUERIES] = {
		[PATIENT] = PATIENT_GET(id, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(id),
		[LINES] = PRESCRIPTION_HISTORY(id, c->lang,
		    in[ALL].number == 0),
		[NOTES] = LINE_NOTES(id, c->lang),
		[ORDERS] = ORDER_OPEN(id, c->lang),
	};
	struct lines l = { .patient = id, .days = in[DAYS].text != NULL &&
	    in[DAYS].error == NULL ? in[DAYS].number : DOSE_DAYS };
	struct view *v = view_new(c->arena);
	struct care_order_list orders;
	struct patient p;
	enum status st;

	c->subject = id;
	patient_doses_queries(c, id, &q[DOSES]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	prescription_read(c->db, q[LINES].rows, &l.list);
	line_note_read(c->db, q[NOTES].rows, &l.notes);
	patient_doses_read(c, id, &q[DOSES], in[TABLE].error == NULL ?
	    in[TABLE].text : NULL, &l.doses);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), true);
	view_flag(v, "all", in[ALL].number != 0);
	if (in[ALL].number != 0)
		show_all(c, v, &l);
	else
		show_groups(c, v, &l);
	show_doses(c, v, &l, in);
	order_read(c->db, q[ORDERS].rows, &orders);
	show_open_orders(c, v, &orders);
	if ((st = render(c, "prescription_history", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/prescriptions: all drugs on one page, or all versions. */
enum status
page_prescription_history(struct ctx *c)
{
	struct value in[NHISTORY];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	st = form_read(c, history_form, NHISTORY, in);
	if (st != OK && st != INVALID)
		return st;
	return show_history(c, id, in, st);
}

enum { FINDING, REASON, NKEEP };
static const struct field keep_form[NKEEP] = {
	[FINDING] = { "finding", F_TEXT, .required = true, .max = 80 },
	[REASON]  = { "reason", F_CODE, .required = true, .max = 40 },
};

/* The warning of that key is kept on every line it speaks of. */
static enum status
keep(struct ctx *c, const struct finding_set *set, const char *key,
    const char *reason)
{
	const struct dose_finding *f = finding_of(c, set, key);
	struct override_entries kept = { NULL, 0 };
	struct query q;
	enum status st;

	if (f == NULL)
		return CONFLICT;
	if (f->rule->severity != DOSE_WARN ||
	    !book_offers(&set->reasons, reason))
		return INVALID;
	kept.item = arena_array(c->arena, f->nlines, sizeof(*kept.item));
	for (size_t i = 0; i < f->nlines; i++)
		kept.item[kept.len++] = (struct override_entry){
		    f->lines[i]->id, f->rule->code, reason };
	q = override_query(c->db, &kept);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) == kept.len ? OK : CONFLICT;
}

/* POST /patients/:id/findings: a warning about lines in force is kept. */
enum status
page_finding_keep(struct ctx *c)
{
	struct query q[PATIENT_DOSES_QUERIES];
	struct value in[NKEEP];
	struct patient_doses doses;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, keep_form, NKEEP, in)) != OK)
		return st;
	c->subject = id;
	patient_doses_queries(c, id, q);
	if ((st = db_run_all(c->db, q, PATIENT_DOSES_QUERIES)) != OK)
		return st;
	patient_doses_read(c, id, q, NULL, &doses);
	if ((st = keep(c, &doses.set, in[FINDING].text,
	    in[REASON].text)) != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions?done=finding_kept", id);
}
