/* allergies.c: allergies of a patient: told, corrected, ended; none known. */

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "db/books.h"
#include "pages/inputs.h"
#include "pages/register/clinical.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { SUBJECT, REACTIONS, SEVERITY, CERTAINTY, SOURCE, NOTED, NFIELDS };

static const char *const severity_codes[] = { "mild", "moderate", "severe",
	"unknown", NULL };
static const char *const certainty_codes[] = { "suspected", "probable",
	"confirmed", NULL };

static const struct field allergy_form[NFIELDS] = {
	[SUBJECT]   = { "subject", F_TEXT, .required = true, .max = 41 },
	[REACTIONS] = { "reactions", F_CODES, .required = true, .max = 400 },
	[SEVERITY]  = { "severity", F_CHOICE, .required = true,
	    .choices = severity_codes },
	[CERTAINTY] = { "certainty", F_CHOICE, .required = true,
	    .choices = certainty_codes },
	[SOURCE]    = { "source", F_CODE, .required = true, .max = 40 },
	[NOTED]     = { "noted_on", F_DATE, .required = true },
};

/* "None known" asks for the last two of them. */
static const struct field none_form[NFIELDS] = {
	[SUBJECT]   = { "subject", F_TEXT, .max = 41 },
	[REACTIONS] = { "reactions", F_CODES, .max = 400 },
	[SEVERITY]  = { "severity", F_CHOICE, .choices = severity_codes },
	[CERTAINTY] = { "certainty", F_CHOICE, .choices = certainty_codes },
	[SOURCE]    = { "source", F_CODE, .required = true, .max = 40 },
	[NOTED]     = { "noted_on", F_DATE, .required = true },
};

static const struct input allergy_inputs[NFIELDS] = {
	[SUBJECT]   = { N_("Against what"), W_ALLERGEN,
	    N_("a medicine, a group, an ATC code or another substance"), NULL },
	[REACTIONS] = { N_("Reaction"), W_CHECKS, NULL, NULL },
	[SEVERITY]  = { N_("Severity"), W_SELECT, NULL, NULL },
	[CERTAINTY] = { N_("Certainty"), W_SELECT, NULL, NULL },
	[SOURCE]    = { N_("Known from"), W_SELECT, NULL, NULL },
	[NOTED]     = { N_("Noted on"), W_DATE, NULL, NULL },
};

static const struct input none_inputs[NFIELDS] = {
	[SOURCE]    = { N_("Known from"), W_SELECT, NULL, NULL },
	[NOTED]     = { N_("Asked on"), W_DATE, NULL, NULL },
};

static const struct choice severities[] = {
	{ "unknown",  N_("severity not known"), "warn" },
	{ "mild",     N_("mild"),     "" },
	{ "moderate", N_("moderate"), "warn" },
	{ "severe",   N_("severe"),   "stop" },
	{ NULL, NULL, NULL }
};

static const struct choice certainties[] = {
	{ "suspected", N_("suspected"), "quiet" },
	{ "probable",  N_("probable"),  "quiet" },
	{ "confirmed", N_("confirmed"), "quiet" },
	{ NULL, NULL, NULL }
};

/* What became of an entry that does not stand; "active": a newer version does. */
static const struct choice endings[] = {
	{ "active",    N_("replaced"), "quiet" },
	{ "replaced",  N_("replaced by an entry"), "quiet" },
	{ "disproved", N_("disproved"), "quiet" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

/* What the database's rules are about, and how to say it. */
static const struct rule rules[] = {
	{ "allergy_subject", SUBJECT, N_("Choose from the list.") },
	{ "allergy_medicine", SUBJECT, N_("Choose from the list.") },
	{ "allergy_group", SUBJECT, N_("Choose from the list.") },
	{ "allergy_allergen", SUBJECT, N_("Choose from the list.") },
	{ "allergy_atc_known", SUBJECT,
	    N_("no medicine of the book has an ATC code that begins so") },
	{ "allergy_once", SUBJECT,
	    N_("an allergy against this stands already; correct that entry") },
	{ "allergy_reactions_known", REACTIONS,
	    N_("Choose one from the list") },
	{ "allergy_reaction_or_unknown", REACTIONS,
	    N_("either the reaction is not known, or it is one of these") },
	{ "allergy_source_known", SOURCE, N_("Choose one from the list") },
	{ "allergy_not_in_future", NOTED, N_("this date lies in the future") },
	{ "allergy_after_birth", NOTED,
	    N_("this day lies before the year of birth") },
	{ "allergy_before_end", NOTED,
	    N_("this day lies after the patient left the register") },
	{ "allergy_none_contradicts", NOTED, N_("Allergies are recorded; "
	    "mark them as disproved or entered in error before you say that "
	    "none is known") },
	{ "allergy_patient_on_register", NOTED,
	    N_("This patient is not on the register; nothing new is recorded") },
	{ NULL, 0, NULL }
};

static bool
is_none(const struct allergy *a)
{
	return strcmp(a->subject, ALLERGY_NONE) == 0;
}

static void
show_allergy(const struct ctx *c, struct view *v, const struct allergy *a)
{
	const struct choice *severity = choice_find(severities, a->severity);
	bool none = is_none(a);

	view_text(v, "against", none ? tr(c, "No known allergies") : a->name);
	view_flag(v, "none", none);
	view_text(v, "reactions", a->reaction_names);
	view_text(v, "severity", none ? "" : tr(c, severity->name));
	view_text(v, "severity_tone", severity->tone);
	view_text(v, "certainty", none ? "" :
	    tr(c, choice_find(certainties, a->certainty)->name));
	view_text(v, "source", a->source_name);
	view_text(v, "noted_on", date_text(c, a->noted_on));
	show_version(c, v, &a->v, endings);
}

void
show_allergies(const struct ctx *c, struct view *v,
    const struct allergy_list *list)
{
	bool some = false, none = false;

	view_list(v, "allergies");
	view_list(v, "allergy_history");
	for (size_t i = 0; i < list->len; i++) {
		const struct allergy *a = &list->item[i];

		show_allergy(c, view_item(v, a->v.current ? "allergies" :
		    "allergy_history"), a);
		some |= a->v.current;
		none |= a->v.current && is_none(a);
	}
	view_flag(v, "asked_allergies", some);
	view_flag(v, "known_allergies", some && !none);
	view_flag(v, "has_allergy_history", list->len > 0 &&
	    !list->item[list->len - 1].v.current);
}

static const char *
heading_of(const struct ctx *c, const struct target *t)
{
	if (t->none)
		return tr(c, "No known allergies");
	return t->id != NULL ? tr(c, "Correct an allergy") :
	    tr(c, "New allergy");
}

/* The form; the answer is the status that the request ends with. */
static enum status
show_form(struct ctx *c, struct target t, struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		PATIENT_GET(t.patient, c->lang),
		DOCUMENT_CURRENT(t.patient),
		ALLERGIES_NOW(t.patient, c->lang),
		ALLERGEN_NAMED(in[SUBJECT].raw != NULL ? in[SUBJECT].raw :
		    in[SUBJECT].text, c->lang),
		CODED_QUERY(c->lang, "allergy_reaction"),
		CODED_QUERY(c->lang, "allergy_source"),
	};
	struct book named, reactions, sources,
	    grades = choice_book(c, severities),
	    certain = choice_book(c, certainties);
	const struct book *const books[NFIELDS] = { [SUBJECT] = &named,
		[REACTIONS] = &reactions, [SEVERITY] = &grades,
		[CERTAINTY] = &certain, [SOURCE] = &sources };
	struct allergy_list list;
	struct patient p;
	enum status st;

	c->subject = t.patient;
	if ((st = db_run_all(c->db, q, 6)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	allergy_read(c->db, q[2].rows, &list);
	if (answer == CONFLICT)
		target_move(&t, list.item, list.len, sizeof(*list.item));
	book_read(c->db, q[3].rows, &named);
	book_read(c->db, q[4].rows, &reactions);
	book_read(c->db, q[5].rows, &sources);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_allergies(c, v, &list);
	show_inputs(c, v, allergy_form, t.none ? none_inputs : allergy_inputs,
	    NFIELDS, in, books);
	show_target(c, v, &t, heading_of(c, &t), answer);
	if ((st = render(c, "allergy_edit", v)) != OK)
		return st;
	return answer;
}

/* "-" is what another form says. */
static bool
subject_holds(struct ctx *c, const struct target *t, struct value *in)
{
	if (t->none || in[SUBJECT].text == NULL ||
	    strcmp(in[SUBJECT].text, ALLERGY_NONE) != 0)
		return true;
	form_fail(c, &in[SUBJECT], N_("Choose from the list."));
	return false;
}

static enum status
read_form(struct ctx *c, const struct target *t, struct value *in)
{
	enum status st = form_read(c, t->none ? none_form : allergy_form,
	    NFIELDS, in);

	if (st != OK && st != INVALID)
		return st;
	return subject_holds(c, t, in) ? st : INVALID;
}

static enum status
write_allergy(struct ctx *c, const struct target *t, const struct value *in)
{
	struct allergy_told told = {
		.subject = t->none ? ALLERGY_NONE : in[SUBJECT].text,
		.reactions = in[REACTIONS].text,
		.severity = in[SEVERITY].text,
		.certainty = in[CERTAINTY].text,
		.source = in[SOURCE].text,
		.noted_on = in[NOTED].text,
	};

	return t->id != NULL ? allergy_correct(c->db, t->id, &told) :
	    allergy_add(c->db, t->patient, &told);
}

static enum status
open_allergy(struct ctx *c, const char *id, struct target *t,
    struct value *in)
{
	struct allergy a;
	enum status st;

	if ((st = allergy_get(c->db, id, c->lang, &a)) != OK)
		return st;
	target_at(t, &a.v);
	t->none = is_none(&a);
	in[SUBJECT].text = a.subject;
	in[REACTIONS].text = a.reactions;
	in[SEVERITY].text = a.severity;
	in[CERTAINTY].text = a.certainty;
	in[SOURCE].text = a.source;
	in[NOTED].text = a.noted_on;
	return OK;
}

static enum status
end_allergy(struct ctx *c, const struct target *t)
{
	static const char *const codes[] = { "disproved", "entered_in_error",
		NULL };
	const char *status;
	enum status st;

	if ((st = ending_read(c, codes, &status)) != OK)
		return st;
	return allergy_end(c->db, t->id, status);
}

#define ALLERGIES \
	.path = "allergies", \
	.tab = "diagnoses", \
	.corrected = "allergy_corrected", \
	.ended = "allergy_ended", \
	.rules = rules, \
	.open = open_allergy, \
	.read = read_form, \
	.write = write_allergy, \
	.show = show_form, \
	.end = end_allergy

static const struct versioned allergies = { ALLERGIES,
	.added = "allergy_added" };
static const struct versioned none_known = { ALLERGIES,
	.added = "allergy_none_known", .none = true };

/* GET /patients/:id/allergies/new: the form of an entry. */
enum status
page_allergy_new(struct ctx *c)
{
	struct value in[NFIELDS] = { [NOTED] = { .text = today(c) } };

	return versioned_new(c, &allergies, in);
}

/* POST /patients/:id/allergies: an entry. */
enum status
page_allergy_add(struct ctx *c)
{
	return versioned_add(c, &allergies);
}

/* GET /patients/:id/allergies/none: when and of whom it was asked. */
enum status
page_allergy_none_form(struct ctx *c)
{
	struct value in[NFIELDS] = { [NOTED] = { .text = today(c) } };

	return versioned_new(c, &none_known, in);
}

/* POST /patients/:id/allergies/none: none is known. */
enum status
page_allergy_none(struct ctx *c)
{
	return versioned_add(c, &none_known);
}

/* GET /allergies/:id/edit: an entry, to be saved as its next version. */
enum status
page_allergy_edit(struct ctx *c)
{
	return versioned_edit(c, &allergies);
}

/* POST /allergies/:id: the next version; the one before is kept. */
enum status
page_allergy_save(struct ctx *c)
{
	return versioned_correct(c, &allergies);
}

/* POST /allergies/:id/end: it is none, or was entered in error. */
enum status
page_allergy_end(struct ctx *c)
{
	return versioned_end(c, &allergies);
}

enum { TEXT, NTEXT };
static const struct field text_form[NTEXT] = {
	[TEXT] = { "q", F_TEXT, .required = true, .max = 100 },
};

/* GET /api/allergens: what an allergy may be against, by name or ATC code. */
enum status
page_allergen_search(struct ctx *c)
{
	struct value in[NTEXT];
	struct str *out = str_new(c->arena);
	struct rows *rows;
	struct json j;
	enum status st;

	if ((st = form_read(c, text_form, NTEXT, in)) != OK ||
	    (st = allergen_find(c->db, in[TEXT].text, c->lang, &rows)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "items");
	for (size_t i = 0; i < rows_len(rows); i++) {
		json_begin_object(&j, NULL);
		json_put_text(&j, "subject", row_text(rows, i, 0));
		json_put_text(&j, "name", row_text(rows, i, 1));
		json_put_text(&j, "note", row_text(rows, i, 2));
		json_end_object(&j);
	}
	json_end_array(&j);
	json_end_object(&j);
	st = answer_json(c, 200, out);
	answer_etag(c);
	return st;
}
