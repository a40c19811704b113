/* home.c: the first page: an institution at a glance and what to do. */

#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "db/home.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/transfer.h"

/* What a line of the list says. */
static const char *
what_text(const struct ctx *c, const struct home_line *l)
{
	if (strcmp(l->what, "pain") == 0)
		return text_printf(c->arena,
		    tr(c, "pain %s at the last visit"), l->value);
	if (strcmp(l->what, "ending") == 0)
		return tr(c, "a prescription ends");
	if (strcmp(l->what, "patch") == 0)
		return tr(c, "a patch is changed today");
	if (strcmp(l->what, "review") == 0)
		return tr(c, "prescriptions wait for a review");
	if (strcmp(l->what, "to_return") == 0)
		return text_printf(c->arena, tr(c, "take back: %s"), l->value);
	if (strcmp(l->what, "unseen") == 0)
		return text_printf(c->arena,
		    tr(c, "not seen for %s days"), l->value);
	if (strcmp(l->what, "waiting") == 0)
		return tr(c, "a planned visit is not done");
	if (strcmp(l->what, "family") == 0)
		return tr(c, "call the family, due");
	if (strcmp(l->what, "family_again") == 0)
		return tr(c, "call the family again, due");
	return "";
}

/* Care for a family and visits stand on a page of their own. */
static bool
is_care(const struct home_line *l)
{
	return strcmp(l->what, "waiting") == 0 ||
	    strncmp(l->what, "family", 6) == 0;
}

/* The time alone for today, else the day. */
static const char *
at_text(const struct ctx *c, const char *at)
{
	if (strlen(at) > 11 && strncmp(at, today(c), 10) == 0)
		return at + 11;
	return date_text(c, text_printf(c->arena, "%.10s", at));
}

static void
show_home_line(const struct ctx *c, struct view *v, const struct home_line *l)
{
	view_text(v, "id", l->patient);
	view_text(v, "registry_no", l->registry_no);
	view_text(v, "diagnosis", l->diagnosis);
	view_text(v, "on", date_text(c, l->on));
	view_text(v, "at", at_text(c, l->on));
	view_text(v, "tone", strcmp(l->what, "pain") == 0 ? "stop" : "warn");
	view_text(v, "what", what_text(c, l));
	view_flag(v, "is_care", is_care(l));
}

/* Who is to be visited today. */
static enum status
show_today(struct ctx *c, struct view *v)
{
	struct query q = VISIT_TODAY(today(c), c->lang);
	struct visit_list list;
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	visit_read(c->db, q.rows, &list);
	view_list(v, "visits");
	view_flag(v, "has_visits", list.len > 0);
	for (size_t i = 0; i < list.len; i++)
		show_visit(c, view_item(v, "visits"), &list.item[i]);
	view_text(v, "me", c->user->id);
	return OK;
}

/* What only an officer of the institution's keys can do. */
static void
show_key_tasks(const struct ctx *c, struct view *v, const struct key_tasks *k)
{
	view_flag(v, "has_key_tasks", k->drill ||
	    k->leavers + k->applicants + k->wraps + k->proposals > 0);
	view_flag(v, "has_proposals", k->proposals > 0);
	view_flag(v, "drill_due", k->drill);
	view_flag(v, "has_leavers", k->leavers > 0);
	view_flag(v, "has_applicants", k->applicants > 0);
	view_flag(v, "has_wraps", k->wraps > 0);
	view_text(v, "leavers", text_printf(c->arena, "%ld", k->leavers));
	view_text(v, "applicants", text_printf(c->arena, "%ld", k->applicants));
	view_text(v, "wraps", text_printf(c->arena, "%ld", k->wraps));
}

/* Reports that became ready while their owner did something else. */
static void
show_reports(const struct ctx *c, struct view *v,
    const struct home_reports *list)
{
	view_list(v, "reports");
	view_flag(v, "has_reports", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct home_report *r = &list->item[i];
		struct view *o = view_item(v, "reports");

		view_text(o, "id", r->id);
		view_flag(o, "ready", strcmp(r->state, "done") == 0);
		view_text(o, "period", text_printf(c->arena, "%s – %s",
		    date_text(c, r->from), date_text(c, r->to)));
	}
}

static void
show_figures(const struct ctx *c, struct view *v, const struct home *h)
{
	const char *now = today(c);

	view_flag(v, "figures", true);
	show_key_tasks(c, v, &h->keys);
	view_text(v, "area_name", h->place);
	view_text(v, "on_register", h->figures.on_register);
	view_text(v, "new_this_month", h->figures.new_this_month);
	view_text(v, "in_pain", h->figures.in_pain);
	view_text(v, "unseen", h->figures.unseen);
	view_text(v, "month_start", text_printf(c->arena, "%.7s-01", now));
	view_flag(v, "has_todo", h->todo_len > 0);
	view_list(v, "todo");
	for (size_t i = 0; i < h->todo_len; i++)
		show_home_line(c, view_item(v, "todo"), &h->todo[i]);
	view_flag(v, "has_recent", h->recent_len > 0);
	view_list(v, "recent");
	for (size_t i = 0; i < h->recent_len; i++)
		show_home_line(c, view_item(v, "recent"), &h->recent[i]);
}

/* GET /: what waits, for whom rights to patients' data are given. */
enum status
page_home(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct home home;
	enum status st;

	view_text(v, "title", tr(c, "Home"));
	if (may(c, PERM_PATIENT_READ)) {
		if ((st = home_get(c->db, c->user->area, c->lang,
		    &home)) != OK)
			return st;
		show_figures(c, v, &home);
		show_reports(c, v, &home.reports);
		show_offers(c, v, &home.offers);
		if (may(c, PERM_RECORD_READ) && (st = show_today(c, v)) != OK)
			return st;
	} else if (may(c, PERM_REPORT_SUMMARY)) {
		if ((st = home_reports(c->db, &home.reports)) != OK)
			return st;
		show_reports(c, v, &home.reports);
	}
	return render(c, "home", v);
}
