/* runs.c: reports that are being made or were issued, each for who asked. */

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "db/runs.h"
#include "pages/common.h"
#include "pages/report/pages.h"
#include "web/i18n.h"
#include "web/pack.h"

enum { PAGE_SIZE = 20 };

enum { PAGE, NFIELDS };
static const struct field list_form[NFIELDS] = {
	[PAGE] = { "page", F_INT, .low = 0, .high = 100000 },
};

static const struct choice kinds[] = {
	{ "summary", N_("Summary of institutions"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice states[] = {
	{ "queued",    N_("waiting"),       NULL },
	{ "running",   N_("is being made"), NULL },
	{ "done",      N_("ready"),         NULL },
	{ "failed",    N_("failed"),        NULL },
	{ "cancelled", N_("cancelled"),     NULL },
	{ NULL, NULL, NULL }
};

static const struct choice phases[] = {
	{ "waiting",  N_("Waits for its turn"),      NULL },
	{ "counting", N_("Patients are counted"),    NULL },
	{ "writing",  N_("The PDF is written"),      NULL },
	{ "storing",  N_("The report is put away"),  NULL },
	{ NULL, NULL, NULL }
};

static const struct choice reasons[] = {
	{ "tries",   N_("It could not be made in three tries. Choose fewer "
	    "institutions or a shorter period, or tell the administrator."),
	    NULL },
	{ "rights",  N_("Your rights do not include it any more."), NULL },
	{ "choice",  N_("What was chosen is no longer among what you may "
	    "choose from."), NULL },
	{ "refused", N_("It may not be told."), NULL },
	{ NULL, NULL, NULL }
};

static const char *
word_of(const struct ctx *c, const struct choice *table, const char *code)
{
	const char *name = choice_find(table, code)->name;

	return name != NULL ? tr(c, name) : "";
}

static bool
is_over(const struct run *r)
{
	return strcmp(r->state, "queued") != 0 &&
	    strcmp(r->state, "running") != 0;
}

static bool
is_done(const struct run *r)
{
	return strcmp(r->state, "done") == 0;
}

/* The day, and the time behind it. */
static const char *
day_time(const struct ctx *c, const char *at)
{
	return strlen(at) < 16 ? "" : text_printf(c->arena, "%s %s",
	    date_text(c, text_copy_len(c->arena, at, 10)), at + 11);
}

static void
show_run(const struct ctx *c, struct view *v, const struct run *r)
{
	bool over = is_over(r);

	view_text(v, "id", r->id);
	view_text(v, "kind", word_of(c, kinds, r->kind));
	view_text(v, "period", text_printf(c->arena, "%s – %s",
	    date_text(c, r->from), date_text(c, r->to)));
	view_text(v, "state", word_of(c, states, r->state));
	view_text(v, "phase", word_of(c, phases, r->phase));
	view_long(v, "percent", r->percent);
	view_text(v, "reason", word_of(c, reasons, r->reason));
	view_text(v, "word", r->word);
	view_text(v, "template", r->template);
	view_text(v, "asked_at", day_time(c, r->asked_at));
	view_text(v, "finished_at", day_time(c, r->finished_at));
	view_text(v, "expires_on", date_text(c, r->expires_on));
	view_text(v, "hash", r->hash);
	view_text(v, "size", r->pdf > 0 ? text_printf(c->arena,
	    tr(c, N_("%ld KB")), (r->pdf + 1023) / 1024) : "");
	view_flag(v, "open", !over);
	view_flag(v, "over", over);
	view_flag(v, "made", is_done(r));
	view_flag(v, "failed", strcmp(r->state, "failed") == 0);
	view_flag(v, "has_pdf", r->pdf > 0);
	view_flag(v, "has_csv", r->csv > 0);
	view_flag(v, "unseen", over && !r->seen);
}

/* GET /reports/runs: the user's own, the newest first. */
enum status
page_run_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[NFIELDS];
	struct run_list list;
	long page;
	enum status st;

	if ((st = form_read(c, list_form, NFIELDS, in)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	page = in[PAGE].number;
	if ((st = run_list(c->db, page, PAGE_SIZE, &list)) != OK)
		return st;
	view_text(v, "title", tr(c, N_("My reports")));
	view_list(v, "runs");
	for (size_t i = 0; i < list.len; i++)
		show_run(c, view_item(v, "runs"), &list.item[i]);
	show_pages(c, v, page, PAGE_SIZE, list.len, list.total);
	return render(c, "run_list", v);
}

/* GET /reports/runs/:id: how far it is, or what was made; so it is seen. */
enum status
page_run_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const char *id, *page;
	struct run run;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = run_open(c->db, id, &run, &page)) != OK)
		return st;
	view_text(v, "title", word_of(c, kinds, run.kind));
	show_run(c, v, &run);
	view_long(v, "ahead", run.ahead);
	view_text(v, "query", run.query);
	view_flag(v, "figures", page != NULL);
	if (page != NULL && unpack_view(page, v) != OK)
		return FAILED;
	return render(c, "run_show", v);
}

/* GET /reports/runs/:id/state: for the progress bar. */
enum status
page_run_state(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const char *id;
	struct run run;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = run_get(c->db, id, &run)) != OK)
		return st;
	view_flag(v, "over", is_over(&run));
	view_long(v, "percent", run.percent);
	view_text(v, "phase", word_of(c, phases, run.phase));
	return answer_view(c, v);
}

static enum status
answer_file(struct ctx *c, const char *kind, const char *type,
    const char *name)
{
	const char *id;
	const void *data;
	size_t len;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = run_file(c->db, id, kind, &data, &len)) != OK)
		return st;
	return answer_bytes(c, type, data, len, name);
}

/* GET /reports/runs/:id/report.pdf: as it was issued, byte for byte. */
enum status
page_run_pdf(struct ctx *c)
{
	return answer_file(c, "pdf", "application/pdf", "report.pdf");
}

/* GET /reports/runs/:id/report.csv: the tables of the same. */
enum status
page_run_csv(struct ctx *c)
{
	return answer_file(c, "csv", "text/csv; charset=utf-8", "report.csv");
}

/* A step of one's own run, named by the path. */
static enum status
take_step(struct ctx *c, enum status (*step)(struct db *, const char *id),
    const char *done)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	if ((st = step(c->db, id)) != OK)
		return st;
	return redirect(c, "/reports/runs?done=%s", done);
}

/* POST /reports/runs/:id/cancel; what is over stays as it is. */
enum status
page_run_cancel(struct ctx *c)
{
	return take_step(c, run_cancel, "run_cancelled");
}

/* POST /reports/runs/:id/remove: takes a report away that is over. */
enum status
page_run_remove(struct ctx *c)
{
	return take_step(c, run_drop, "run_removed");
}
