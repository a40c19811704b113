/* sheets.c: a sheet of several lines: renewed from the last one, signed together. */

#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/dose_show.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/signing.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* What the row amounts to: as it is to be, else as it is. */
static const struct dose_line *
line_of(const struct signing *s, const struct prescription *l)
{
	for (size_t i = 0; i < s->nfresh; i++)
		if (strcmp(s->fresh[i].series, l->series) == 0)
			return &s->fresh[i];
	return strcmp(l->status, "draft") == 0 ?
	    dosing_draft_of(&s->doses.d, l->id) :
	    dosing_line_of(&s->doses.d, l->id);
}

/* As long as the row says, else a usual month. */
static long
days_of(const struct value *row)
{
	return row != NULL && row[S_DAYS].text != NULL &&
	    row[S_DAYS].error == NULL ? row[S_DAYS].number : DOSE_DAYS;
}

/* One row: what is there, and what was sent for it. */
static void
show_row(struct ctx *c, struct view *v, const struct signing *s,
    const struct prescription *l, size_t n)
{
	const struct value *row = signing_row(s, l->series);
	bool changed = row != NULL && row[S_LINE].text != NULL &&
	    strcmp(row[S_LINE].text, l->id) != 0;

	show_line(c, v, l);
	show_figures(c, v, &s->doses.d, line_of(s, l), days_of(row));
	view_text(v, "n", text_printf(c->arena, "%zu", n));
	view_text(v, "series", l->series);
	view_flag(v, "sign", row == NULL || row[S_SIGN].number != 0);
	view_flag(v, "changed", changed);
	view_text(v, "days", row != NULL ? row[S_DAYS].raw : NULL);
	view_text(v, "days_error", row != NULL ? row[S_DAYS].error : NULL);
	view_text(v, "dose_error", row != NULL ? row[S_DOSE].error : NULL);
	view_text(v, "dose_typed", row != NULL && row[S_DOSE].raw != NULL ?
	    row[S_DOSE].raw : decimal_text(c, l->dose));
}

/* The sums and warnings of what is ticked beside the lines that stay. */
static void
show_sums(const struct ctx *c, struct view *v, const struct signing *s)
{
	const struct dosing *d = &s->doses.d;
	struct dose_line *lines;
	long day = d->today;
	size_t n;

	dosing_beside(d, s->fresh, s->nfresh, &lines, &n);
	for (size_t i = 0; i < s->nfresh; i++)
		if (s->fresh[i].starts_on > day)
			day = s->fresh[i].starts_on;
	show_opioids(c, v, d, lines, n, day);
	view_text(v, "ome_before", ome_background_text(c, d, d->lines,
	    d->nlines, d->today));
	show_findings(c, v, &s->doses.set);
}

static void
show_rows(struct ctx *c, struct view *v, const struct signing *s)
{
	view_list(v, "rows");
	for (size_t i = 0; i < s->lines.len && i < SHEET_ROWS; i++)
		show_row(c, view_item(v, "rows"), s, &s->lines.item[i], i);
	view_flag(v, "has_rows", s->lines.len > 0);
	view_flag(v, "more_rows", s->lines.len > SHEET_ROWS);
}

static enum status
show_sheet(struct ctx *c, const struct signing *s, enum status answer,
    const char *problem)
{
	struct view *v = view_new(c->arena);
	enum status st;

	show_who(c, v, &s->patient, s->passport, false);
	view_text(v, "title", tr(c, "New sheet"));
	view_text(v, "starts_on", s->in[S_STARTS].raw);
	view_text(v, "starts_on_error", s->in[S_STARTS].error);
	view_flag(v, "conflict", answer == CONFLICT);
	view_text(v, "problem", problem);
	show_rows(c, v, s);
	show_sums(c, v, s);
	sheet_orders_show(c, v, &s->orders, s->sent ? &s->in[S_ORDERS] : NULL);
	view_flag(v, "has_lines", s->lines.len > 0);
	view_flag(v, "has_rows", s->lines.len + s->orders.len > 0);
	if ((st = render(c, "sheet_show", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/sheet: the last lines ticked, and the drafts. */
enum status
page_sheet_show(struct ctx *c)
{
	struct signing s;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = signing_open(c, id, NULL, &s)) != OK)
		return st;
	if ((st = signing_take(c, &s)) != OK && st != NOT_FOUND)
		return st;
	return show_sheet(c, &s, OK, NULL);
}

static const struct rule rules[] = {
	{ "prescription_after_birth", S_STARTS,
	    N_("this day lies before the birth") },
	{ "prescription_starts_soon", S_STARTS, N_("at most a year ahead") },
	{ NULL, 0, NULL }
};

/* What is shown instead of a sheet that was not signed. */
static enum status
show_refused(struct ctx *c, struct signing *s, enum status st)
{
	enum status again;

	if (st == NOT_FOUND)
		return show_sheet(c, s, INVALID, tr(c, "Nothing is ticked."));
	if (st == INVALID && strncmp(db_refusal(c->db), "service_order",
	    strlen("service_order")) == 0)
		return show_sheet(c, s, INVALID, tr(c, "A service cannot go "
		    "on from this day; change that order by itself."));
	if (st == INVALID && rule_fail(c, rules, s->in))
		return show_sheet(c, s, INVALID, NULL);
	if (st == INVALID)
		return show_sheet(c, s, INVALID, tr(c, "A new dose does "
		    "not fit the titration plan or the pump of its line; "
		    "change that line by itself."));
	if (st != CONFLICT)
		return st;
	if ((again = signing_open(c, s->patient.id, s->in, s)) != OK)
		return again;
	return show_sheet(c, s, CONFLICT, NULL);
}

/* The lines that are ticked, then the orders. */
static enum status
sign_all(struct ctx *c, const struct signing *s, struct order_sheet *orders)
{
	enum status st;

	orders->id = s->sheet.id;
	if (s->sheet.len + s->sheet.drafts_len > 0 &&
	    (st = sheet_sign(c->db, &s->sheet)) != OK)
		return st;
	return order_sign(c->db, orders);
}

/* POST /patients/:id/sheet: sign what is ticked, all of it or nothing. */
enum status
page_sheet_sign(struct ctx *c)
{
	struct value *in = arena_array(c->arena, NSHEET, sizeof(*in));
	struct order_sheet orders;
	struct signing s;
	const char *id;
	enum status st, read, taken;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	read = signing_form(c, in);
	if (read != OK && read != INVALID)
		return read;
	if ((st = signing_open(c, id, in, &s)) != OK)
		return st;
	if (read == INVALID)
		return show_sheet(c, &s, INVALID, NULL);
	taken = signing_take(c, &s);
	st = sheet_orders_read(c, &s.orders, &in[S_ORDERS],
	    in[S_STARTS].text, &orders);
	if (st == INVALID)
		return show_sheet(c, &s, INVALID, NULL);
	if (st != OK)
		return show_refused(c, &s, st);
	if (taken != OK && (taken != NOT_FOUND ||
	    orders.drafts_len + orders.renewed_len == 0))
		return show_refused(c, &s, taken);
	s.doses.set.refused = in[S_CHECK].number == 0;
	if (!s.doses.set.refused || !findings_answered(c, &s.doses.set))
		return show_sheet(c, &s, INVALID, NULL);
	findings_kept(c, &s.doses.set, &s.sheet.kept);
	if ((st = sign_all(c, &s, &orders)) != OK)
		return show_refused(c, &s, st);
	return redirect(c, "/patients/%s/prescriptions?done=sheet_signed", id);
}

/* POST /api/patients/:id/sheet/doses: what is ticked amounts to, unsigned. */
enum status
page_sheet_doses(struct ctx *c)
{
	struct value *in = arena_array(c->arena, NSHEET, sizeof(*in));
	struct view *v = view_new(c->arena);
	struct signing s;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	read = signing_form(c, in);
	if (read != OK && read != INVALID)
		return read;
	if ((st = signing_open(c, id, in, &s)) != OK)
		return st;
	st = read == OK ? signing_take(c, &s) : NOT_FOUND;
	if (st != OK && st != NOT_FOUND)
		return st;
	s.doses.set.live = true;
	show_rows(c, v, &s);
	show_sums(c, v, &s);
	return answer_view(c, v);
}
