/* lines.c: all prescriptions of a patient on one page. */

#include <string.h>

#include "db/documents.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { ALL, NHISTORY };
static const struct field history_form[NHISTORY] = {
	[ALL] = { .name = "all", .kind = F_FLAG },
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
show_groups(const struct ctx *c, struct view *v, const char *patient,
    const struct prescription_list *list)
{
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
				view_text(o, "patient", patient);
				view_flag(o, "drafts", group == DRAFTS);
				view_flag(o, "first", first);
				view_list(o, "lines");
				first = false;
			}
			show_line(c, view_item(o, "lines"), &list->item[i]);
		}
	}
	view_flag(v, "nothing", first);
}

/* GET /patients/:id/prescriptions: all drugs on one page, or all versions. */
enum status
page_prescription_history(struct ctx *c)
{
	struct value in[NHISTORY];
	struct view *v = view_new(c->arena);
	struct prescription_list list;
	struct patient p;
	const char *id;
	bool all;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, history_form, NHISTORY, in)) != OK)
		return st;
	all = in[ALL].number != 0;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		PRESCRIPTION_HISTORY(id, c->lang, !all),
	};
	if ((st = db_run_all(c->db, q, 3)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	prescription_read(c->db, q[2].rows, &list);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	view_flag(v, "all", all);
	if (all)
		show_lines(c, v, &list);
	else
		show_groups(c, v, id, &list);
	return render(c, "prescription_history", v);
}
