/* merge_undo.c: one merge, and taking it back. */

#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/merges.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { PASSPORT, OTHER_PASSPORT, NUNDO };

static const struct field undo_form[NUNDO] = {
	[PASSPORT] = { "passport", F_SEALED, .max = ENVELOPE_MAX },
	[OTHER_PASSPORT] = { "other_passport", F_SEALED, .max = ENVELOPE_MAX },
};

static const struct rule rules[] = {
	{ "unmerge_once", PASSPORT, N_("This merge was taken back already.") },
	{ "unmerge_survivor_merged", PASSPORT, N_("The entry that stayed was "
	    "itself merged with another one since. Take that back first.") },
	{ "unmerge_other_unchanged", PASSPORT, N_("The state of the entry "
	    "that went was changed since. Take that change back first.") },
	{ "unmerge_rows_here", PASSPORT, N_("Some of what was moved is not "
	    "with this patient any more: another merge took it on. Take that "
	    "back first.") },
	{ NULL, 0, NULL }
};

struct undoing {
	struct merge		 m;
	struct merge_rows_list	 rows;
	const char		*passport;
	const char		*other_passport;
};

/* The merge with what was moved and both passports. */
enum { MERGE, MOVED, PASSPORTS, UNDOING_LEN };
#define UNDOING_QUERIES(id) \
	MERGE_GET(id), MERGE_MOVED(id), MERGE_PASSPORTS(id)

static enum status
read_undoing(struct ctx *c, const struct query q[UNDOING_LEN],
    struct undoing *out)
{
	struct merge_list list;

	merge_read(c->db, q[MERGE].rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	out->m = list.item[0];
	merge_read_rows(c->db, q[MOVED].rows, &out->rows);
	merge_read_passports(q[PASSPORTS].rows, &out->passport,
	    &out->other_passport);
	c->subject = out->m.patient;
	return OK;
}

static enum status
read_merge(struct ctx *c, const char *id, struct undoing *out)
{
	struct query q[] = { UNDOING_QUERIES(id) };
	enum status st;

	if ((st = db_run_all(c->db, q, UNDOING_LEN)) != OK)
		return st;
	return read_undoing(c, q, out);
}

static enum status
show_undo(struct ctx *c, const struct undoing *u, const char *problem,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	const struct merge *m = &u->m;
	enum status st;

	view_text(v, "title", tr(c, "Merged entries"));
	view_text(v, "problem", problem);
	view_text(v, "id", m->id);
	view_text(v, "patient", m->patient);
	view_text(v, "patient_no", m->patient_no);
	view_text(v, "other", m->other);
	view_text(v, "other_no", m->other_no);
	view_long(v, "patient_rev", m->patient_rev);
	view_long(v, "other_rev", m->other_rev);
	view_text(v, "passport", u->passport);
	view_text(v, "other_passport", u->other_passport);
	view_text(v, "at", date_text(c, m->at));
	view_text(v, "author", m->author);
	view_text(v, "undone_at", date_text(c, m->undone_at));
	view_text(v, "undone_by", m->undone_by);
	show_merge_rows(c, v, &u->rows);
	if ((st = render(c, "merge_show", v)) != OK)
		return st;
	return answer;
}

/* GET /merges/:id: what was moved, when and by whom; taking it back. */
enum status
page_merge_show(struct ctx *c)
{
	struct undoing u;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = read_merge(c, id, &u)) != OK)
		return st;
	return show_undo(c, &u, NULL, OK);
}

/* The merge as it was, and taken back, in one round trip; then the seals are looked at. */
static enum status
undo(struct ctx *c, const char *id, const struct merge_passports *passports,
    struct undoing *u)
{
	enum { AUTHOR = UNDOING_LEN, UNDO, FIRST };
	struct query q[FIRST + TWO] = { UNDOING_QUERIES(id),
		DOCUMENT_AUTHOR(c->user->inst), MERGE_UNDO(id) };
	size_t n = FIRST;
	enum status st, read;

	merge_passports_put(c, passports, q, &n);
	if ((st = db_try_all(c->db, q, n)) == FAILED)
		return st;
	if ((read = read_undoing(c, q, u)) != OK)
		return read;
	c->detail = text_printf(c->arena, "{\"other\":\"%s\"}", u->m.other);
	if (st != OK)
		return st;
	return merge_passports_hold(c, passports, q[AUTHOR].rows,
	    (const char *const[TWO]){ u->m.patient, u->m.other },
	    (const char *const[TWO]){ u->passport, u->other_passport });
}

/* POST /merges/:id/undo: every row back, both passports as they were. */
enum status
page_merge_undo(struct ctx *c)
{
	struct value in[NUNDO];
	struct merge_passports passports;
	struct undoing u;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, undo_form, NUNDO, in)) != OK)
		return st;
	if ((st = merge_passports_read(c, &in[PASSPORT], &in[OTHER_PASSPORT],
	    &passports)) == OK)
		st = undo(c, id, &passports, &u);
	else if ((read = read_merge(c, id, &u)) != OK)
		return read;
	if (st == OK)
		return redirect(c, "/patients/%s?done=merge_undone",
		    u.m.other);
	if (st != INVALID && st != CONFLICT)
		return st;
	return show_undo(c, &u, rule_fail(c, rules, in) ? in[PASSPORT].error :
	    st == CONFLICT ? tr(c, "Somebody else changed one of the two "
	    "meanwhile. Nothing was taken back; please look again.") :
	    tr(c, "The seal of an identity does not hold. Nothing was taken "
	    "back; check the clock of this computer."), st);
}
