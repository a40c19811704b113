/* disposals.c: a deletion: its list for who releases it, then its certificate. */

#include <string.h>

#include "base/str.h"
#include "pages/admin/disposals.h"
#include "pages/admin/pages.h"
#include "pages/letterhead.h"
#include "web/i18n.h"

static const struct choice states[] = {
	{ "waiting",   N_("waits"),      "warn" },
	{ "confirmed", N_("deleted"),    "ok" },
	{ "refused",   N_("refused"),    "stop" },
	{ "withdrawn", N_("taken back"), "quiet" },
	{ NULL, NULL, NULL }
};

/* What the rows of a table are. */
static const struct choice tables[] = {
	{ "", N_("other rows"), NULL },
	{ "patient", N_("register entries"), NULL },
	{ "document", N_("sealed documents, all revisions"), NULL },
	{ "note", N_("notes"), NULL },
	{ "observation", N_("observations"), NULL },
	{ "patient_finding", N_("last findings"), NULL },
	{ "assessment", N_("assessments"), NULL },
	{ "prescription", N_("lines of prescriptions"), NULL },
	{ "prescription_event", N_("steps of prescriptions"), NULL },
	{ "prescription_override", N_("warnings kept with a reason"), NULL },
	{ "prescription_blank", N_("numbers of prescription forms"), NULL },
	{ "diagnosis", N_("diagnoses"), NULL },
	{ "allergy", N_("allergies"), NULL },
	{ "eligibility", N_("assessments of eligibility"), NULL },
	{ "visit", N_("visits"), NULL },
	{ "care_place", N_("places of care"), NULL },
	{ "preference", N_("wishes"), NULL },
	{ "bereavement", N_("care for the family"), NULL },
	{ "bereavement_version", N_("care for the family, former states"),
	    NULL },
	{ "service_order", N_("ordered services"), NULL },
	{ "service_order_past", N_("ordered services, former states"), NULL },
	{ "service_done", N_("services done"), NULL },
	{ "device_order", N_("ordered devices"), NULL },
	{ "device_order_past", N_("ordered devices, former states"), NULL },
	{ "patient_transfer", N_("transfers"), NULL },
	{ "patient_status_event", N_("changes of status"), NULL },
	{ "patient_entry_version", N_("register entries, former states"),
	    NULL },
	{ "patient_import", N_("imports of patients"), NULL },
	{ "patient_import_row", N_("rows of imports"), NULL },
	{ "audit_event", N_("events of the audit trail"), NULL },
	{ "invite", N_("invitations"), NULL },
	{ "role_grant", N_("rights"), NULL },
	{ "right_request", N_("requests"), NULL },
	{ NULL, NULL, NULL }
};

void
show_disposal(const struct ctx *c, struct view *v, const struct disposal *d)
{
	const struct choice *state = choice_find(states, d->state);

	view_text(v, "id", d->id);
	view_text(v, "rule", d->rule);
	view_text(v, "name", d->name);
	view_text(v, "area_name", d->area_name);
	view_date(v, "as_of", d->as_of);
	view_long(v, "asked_entries", d->entries);
	view_text(v, "asked_hash", d->hash);
	view_text(v, "state", tr(c, state->name));
	view_text(v, "tone", state->tone);
	view_text(v, "reason", d->reason);
	view_text(v, "asked_by", d->asked_by);
	view_text(v, "asked_at", moment_text(c, d->asked_at));
	view_text(v, "decided_by", d->decided_by);
	view_text(v, "decided_at", *d->decided_at != '\0' ?
	    moment_text(c, d->decided_at) : "");
	view_text(v, "certificate", d->certificate);
	view_text(v, "source", d->source);
	view_text(v, "kept", months_text(c, d->months));
}

/* "document=3,note=1": each with what it is. */
static void
show_rows(const struct ctx *c, struct view *v, const char *rows)
{
	const char *item;

	view_list(v, "rows");
	for (size_t i = 0; (item = list_item(c, rows, i)) != NULL &&
	    *item != '\0'; i++) {
		size_t len = strcspn(item, "=");
		struct view *o = view_item(v, "rows");

		view_text(o, "what", tr(c, choice_find(tables,
		    text_copy_len(c->arena, item, len))->name));
		view_text(o, "many", item + len + (item[len] == '='));
	}
}

static enum status
show_page(struct ctx *c, const char *refusal, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct due_list now;
	struct disposal d;
	struct rows *letter;
	const char *id;
	bool waiting;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = disposal_get(c->db, id, c->lang, &d, &now, &letter)) != OK)
		return st;
	show_letterhead(v, letter);
	waiting = strcmp(d.state, "waiting") == 0;
	show_disposal(c, v, &d);
	show_rows(c, v, d.rows);
	show_due(c, v, d.rule, &now);
	view_text(v, "title", *d.certificate != '\0' ? text_printf(c->arena,
	    tr(c, "Certificate of deletion No. %s"), d.certificate) :
	    tr(c, "Deletion asked for"));
	view_flag(v, "tab_retention", true);
	view_flag(v, "waiting", waiting);
	view_flag(v, "changed", waiting && strcmp(now.hash, d.hash) != 0);
	view_flag(v, "may_release", waiting && d.may_release);
	view_flag(v, "may_withdraw", waiting && d.mine);
	view_text(v, "refusal", refusal);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "disposal_show", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/disposals/:id */
enum status
page_disposal_show(struct ctx *c)
{
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	return show_page(c, NULL, OK);
}

enum { RELEASE, NDECIDE };
static const char *const decisions[] = { "yes", "no", NULL };
static const struct field decide_form[NDECIDE] = {
	[RELEASE] = { "release", F_CHOICE, .required = true,
	    .choices = decisions },
};

/* POST /admin/disposals/:id: the second person releases or refuses it. */
enum status
page_disposal_decide(struct ctx *c)
{
	struct value in[NDECIDE];
	const char *id, *result;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = form_read(c, decide_form, NDECIDE, in)) != OK)
		return st;
	st = disposal_decide(c->db, id, strcmp(in[RELEASE].text, "yes") == 0,
	    &result);
	if (st == CONFLICT)
		return show_page(c, NULL, CONFLICT);
	if (st == INVALID && db_refused_by(c->db, "disposal_hold"))
		return show_page(c, tr(c, "Nothing is deleted by this rule "
		    "now: it is on hold or out of use."), INVALID);
	if (st == INVALID)
		return show_page(c, tr(c, "Another person has to release "
		    "this."), INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/admin/disposals/%s?done=disposal_%s", id,
	    result);
}
