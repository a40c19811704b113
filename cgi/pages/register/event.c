/* event.c: what happened to a patient, in words. */

#include <string.h>

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/event.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

const struct event_kind event_kinds[] = {
	{ "prescription", N_("Prescriptions"), "/prescriptions?all=1", "" },
	{ "assessment", N_("Assessments"), "/assessments", "" },
	{ "visit", N_("Visits"), "/care", "" },
	{ "place", N_("Places of care"), "/care", "" },
	{ "preference", N_("Wishes of the patient"), "/care", "" },
	{ "order", N_("Services and devices"), "/orders", "" },
	{ "diagnosis", N_("Diagnoses"), "/diagnoses", "" },
	{ "allergy", N_("Allergies"), "/diagnoses", "" },
	{ "eligibility", N_("Eligibility"), "/diagnoses", "" },
	{ "note", N_("Notes"), "/notes", "/notes/" },
	{ "passport", N_("Passport"), "/passport", "/patients/" },
	{ "state", N_("Register entry"), "/entry", NULL },
	{ "entry", N_("Fields of the entry"), "/entry", NULL },
	{ "transfer", N_("Transfers"), "/entry", NULL },
	{ "bereavement", N_("Care for the family"), "/care", NULL },
	{ NULL, NULL, NULL, NULL }
};

/* What is said of a step; the name of the thing follows. */
static const struct event_text {
	const char	*kind;
	const char	*step;
	const char	*text;	/* msgid */
} texts[] = {
	{ "prescription", "added",     N_("Prescribed") },
	{ "prescription", "drafted",   N_("Prescription drafted") },
	{ "prescription", "signed",    N_("Prescription signed") },
	{ "prescription", "changed",   N_("Prescription changed") },
	{ "prescription", "stopped",   N_("Stopped") },
	{ "prescription", "completed", N_("Completed") },
	{ "prescription", "on_hold",   N_("Put on hold") },
	{ "prescription", "resumed",   N_("Resumed") },
	{ "prescription", "undone",    N_("Step taken back") },
	{ "prescription", "entered_in_error", N_("Entered in error") },
	{ "assessment",   "added",     N_("Assessed") },
	{ "assessment",   "changed",   N_("Assessment corrected") },
	{ "visit",        "pain",      N_("Pain score") },
	{ "visit",        "visit",     N_("Visit") },
	{ "visit",        "planned",   N_("Visit planned") },
	{ "visit",        "done",      N_("Visit") },
	{ "visit",        "cancelled", N_("Visit cancelled") },
	{ "visit",        "no_show",   N_("Visit did not succeed") },
	{ "visit",        "changed",   N_("Visit changed") },
	{ "visit",        "error",     N_("Visit entered in error") },
	{ "place",        "added",     N_("Place of care") },
	{ "place",        "changed",   N_("Place of care corrected") },
	{ "place",        "error",     N_("Place of care entered in error") },
	{ "preference",   "added",     N_("Conversation about wishes") },
	{ "preference",   "changed",   N_("Conversation corrected") },
	{ "preference",   "error",     N_("Conversation entered in error") },
	{ "order",        "ordered",   N_("Ordered") },
	{ "order",        "changed",   N_("Order changed") },
	{ "order",        "needed",    N_("Needed again") },
	{ "order",        "requested", N_("Request handed in") },
	{ "order",        "issued",    N_("Device issued") },
	{ "order",        "returned",  N_("Device handed back") },
	{ "order",        "refused",   N_("Device refused") },
	{ "order",        "not_needed", N_("Device not needed any more") },
	{ "order",        "active",    N_("Service begun") },
	{ "order",        "carried_out", N_("Service given") },
	{ "order",        "done",      N_("Service completed") },
	{ "order",        "stopped",   N_("Service stopped") },
	{ "order",        "cancelled", N_("Service called off") },
	{ "order",        "entered_in_error", N_("Order entered in error") },
	{ "diagnosis",    "added",     N_("Diagnosis") },
	{ "diagnosis",    "changed",   N_("Diagnosis corrected") },
	{ "diagnosis",    "error",     N_("Diagnosis entered in error") },
	{ "diagnosis",    "ended",     N_("Diagnosis ended") },
	{ "allergy",      "added",     N_("Allergy") },
	{ "allergy",      "changed",   N_("Allergy corrected") },
	{ "allergy",      "none",      N_("No known allergies") },
	{ "allergy",      "disproved", N_("Allergy disproved") },
	{ "allergy",      "error",     N_("Allergy entered in error") },
	{ "eligibility",  "added",     N_("Eligibility assessed") },
	{ "eligibility",  "changed",   N_("Eligibility corrected") },
	{ "eligibility",  "error",     N_("Eligibility entered in error") },
	{ "note",         "added",     N_("Note") },
	{ "note",         "changed",   N_("Note changed") },
	{ "note",         "error",     N_("Note entered in error") },
	{ "passport",     "added",     N_("Passport sealed for the first time") },
	{ "passport",     "changed",   N_("Passport sealed anew") },
	{ "state",        "enter",     N_("Entered into the register") },
	{ "state",        "undo",      N_("Change of the state taken back") },
	{ "state",        "step",      NULL },
	{ "entry",        "changed",   N_("Entry changed") },
	{ "transfer",     "offered",   N_("Transfer offered") },
	{ "transfer",     "accepted",  N_("Transferred") },
	{ "transfer",     "declined",  N_("Transfer declined") },
	{ "transfer",     "withdrawn", N_("Transfer withdrawn") },
	{ "bereavement",  "first",     N_("First contact with the family") },
	{ "bereavement",  "second",    N_("Second contact with the family") },
	{ "bereavement",  "closed",    N_("Care for the family closed") },
};

static const struct choice schedules[] = {
	{ "prn",           N_("as needed"),                    NULL },
	{ "times_per_day", N_("times a day"),                  NULL },
	{ "every_hours",   N_("every N hours"),                NULL },
	{ "clock",         N_("by the clock"),                 NULL },
	{ "weekly",        N_("on days of the week"),          NULL },
	{ "once",          N_("once"),                         NULL },
	{ "patch",         N_("patch, changed every N hours"), NULL },
	{ "infusion",      N_("continuous infusion (pump)"),   NULL },
	{ "oxygen",        N_("oxygen, hours a day"),          NULL },
	{ NULL, NULL, NULL }
};

static const struct choice severities[] = {
	{ "unknown",  N_("severity not known"), NULL },
	{ "mild",     N_("mild"),               NULL },
	{ "moderate", N_("moderate"),           NULL },
	{ "severe",   N_("severe"),             NULL },
	{ NULL, NULL, NULL }
};

static const struct choice certainties[] = {
	{ "suspected", N_("suspected"), NULL },
	{ "probable",  N_("probable"),  NULL },
	{ "confirmed", N_("confirmed"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice yes_no[] = {
	{ "false", N_("no"),  NULL },
	{ "true",  N_("yes"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice periods[] = {
	{ "once",  N_("once"),    NULL },
	{ "day",   N_("a day"),   NULL },
	{ "week",  N_("a week"),  NULL },
	{ "month", N_("a month"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice roles[] = {
	{ "main",         N_("main"),         NULL },
	{ "complication", N_("complication"), NULL },
	{ "concomitant",  N_("concomitant"),  NULL },
	{ NULL, NULL, NULL }
};

/* What the facts of record_fact are called, and how their codes are shown. */
enum fact_kind { TEXT, NUMBERS, DAY };
static const struct fact {
	const char		*label;
	const char		*name;		/* msgid */
	const struct choice	*choices;
	enum fact_kind		 kind;
} facts[] = {
	{ "medicine",       N_("Medicine"), NULL, TEXT },
	{ "form",           N_("Form"), NULL, TEXT },
	{ "dose",           N_("Dose"), NULL, NUMBERS },
	{ "route",          N_("Route"), NULL, TEXT },
	{ "schedule",       N_("Schedule"), schedules, TEXT },
	{ "times_per_day",  N_("Times a day"), NULL, NUMBERS },
	{ "interval_hours", N_("Interval, hours"), NULL, TEXT },
	{ "clock",          N_("Doses by the clock"), NULL, NUMBERS },
	{ "clock_times",    N_("Hours"), NULL, TEXT },
	{ "weekdays",       N_("Days of the week"), NULL, TEXT },
	{ "patches",        N_("Patches at once"), NULL, TEXT },
	{ "hours_per_day",  N_("Hours a day"), NULL, NUMBERS },
	{ "volume",         N_("Volume in 24 hours"), NULL, NUMBERS },
	{ "rate",           N_("Rate"), NULL, NUMBERS },
	{ "diluent",        N_("Diluent"), NULL, TEXT },
	{ "prn_max",        N_("At most in 24 hours"), NULL, TEXT },
	{ "prn_min",        N_("Least interval, hours"), NULL, NUMBERS },
	{ "indication",     N_("Indication"), NULL, TEXT },
	{ "starts_on",      N_("From"), NULL, DAY },
	{ "ends_on",        N_("Until"), NULL, DAY },
	{ "review_on",      N_("Review on"), NULL, DAY },
	{ "quantity",       N_("Quantity"), NULL, NUMBERS },
	{ "packs",          N_("Packs"), NULL, TEXT },
	{ "instructions",   N_("Instructions"), NULL, TEXT },
	{ "assessed_at",    N_("Time of assessment"), NULL, DAY },
	{ "allergen",       N_("Allergen"), NULL, TEXT },
	{ "reactions",      N_("Reactions"), NULL, TEXT },
	{ "severity",       N_("Severity"), severities, TEXT },
	{ "certainty",      N_("Certainty"), certainties, TEXT },
	{ "noted_on",       N_("Day"), NULL, DAY },
	{ "visit_kind",     N_("Kind of contact"), NULL, TEXT },
	{ "planned_on",     N_("Planned for"), NULL, DAY },
	{ "done_on",        N_("Took place on"), NULL, DAY },
	{ "visit_place",    N_("Where"), NULL, TEXT },
	{ "team",           N_("Team"), NULL, TEXT },
	{ "decisions",      N_("Decisions"), NULL, TEXT },
	{ "care_place",     N_("Place of care"), NULL, TEXT },
	{ "informed_diagnosis", N_("About the diagnosis"), informed_states, TEXT },
	{ "informed_prognosis", N_("About the prognosis"), informed_states, TEXT },
	{ "wishes",         N_("Wishes of the patient"), NULL, TEXT },
	{ "preferred_care", N_("Preferred place of care"), NULL, TEXT },
	{ "preferred_death", N_("Preferred place of death"), NULL, TEXT },
	{ "group",          N_("Group"), NULL, TEXT },
	{ "criteria",       N_("Criteria"), NULL, TEXT },
	{ "met",            N_("Criteria are met"), yes_no, TEXT },
	{ "times",          N_("Times"), NULL, TEXT },
	{ "per",            N_("How often"), periods, TEXT },
	{ "performer",      N_("Performer"), NULL, TEXT },
	{ "place",          N_("Place"), NULL, TEXT },
	{ "ended_on",       N_("Ended on"), NULL, DAY },
	{ "model",          N_("Model"), NULL, TEXT },
	{ "count",          N_("Quantity"), NULL, TEXT },
	{ "needed_on",      N_("Needed from"), NULL, DAY },
	{ "source",         N_("Source"), NULL, TEXT },
	{ "requested_on",   N_("Requested on"), NULL, DAY },
	{ "issued_on",      N_("Issued on"), NULL, DAY },
	{ "serial",         N_("Serial number"), NULL, TEXT },
	{ "returned_on",    N_("Returned on"), NULL, DAY },
	{ "code",           N_("Diagnosis"), NULL, TEXT },
	{ "role",           N_("Role"), roles, TEXT },
	{ "diagnosed_on",   N_("Diagnosed on"), NULL, DAY },
	{ "stage",          N_("Stage"), NULL, TEXT },
	{ "tnm",            N_("TNM"), NULL, TEXT },
	{ "clinical_group", N_("Clinical group"), NULL, TEXT },
	{ "metastases",     N_("Metastases"), NULL, TEXT },
	{ "morphology",     N_("Morphology"), NULL, TEXT },
	{ "service",        N_("Service"), NULL, TEXT },
	{ "device",         N_("Device"), NULL, TEXT },
	{ "year_of_birth",  N_("Year of birth"), NULL, TEXT },
	{ "sex",            N_("Sex"), patient_sexes, TEXT },
	{ "district",       N_("District"), NULL, TEXT },
	{ "date_in",        N_("On the register from"), NULL, DAY },
	{ "referral_source", N_("Referred by"), NULL, TEXT },
	{ "referred_on",    N_("Referred on"), NULL, DAY },
	{ "ready_on",       N_("Ready for care on"), NULL, DAY },
	{ "first_contact_on", N_("First contact on"), NULL, DAY },
	{ "commission_no",  N_("Conclusion of the commission, No."), NULL, TEXT },
	{ "commission_on",  N_("Date of the conclusion"), NULL, DAY },
	{ "basis",          N_("Basis"), NULL, TEXT },
	{ "consent_on",     N_("Consented on"), NULL, DAY },
	{ "settlement",     N_("Settlement"), patient_settlements, TEXT },
	{ "care_institution", N_("Institution of care"), NULL, TEXT },
};

static const struct fact *
find_fact(const char *label)
{
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strcmp(facts[i].label, label) == 0)
			return &facts[i];
	return NULL;
}

static const struct event_kind *
find_kind(const char *code)
{
	const struct event_kind *k = event_kinds;

	while (k->code != NULL && strcmp(k->code, code) != 0)
		k++;
	return k;
}

/* What happened, without the name of the thing; "" where that says it. */
static const char *
step_text(const struct ctx *c, const struct event *e)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].kind, e->kind) == 0 &&
		    strcmp(texts[i].step, e->step) == 0)
			return texts[i].text != NULL ? tr(c, texts[i].text) : "";
	return tr(c, "Changed");
}

static const char *
event_text(const struct ctx *c, const struct event *e)
{
	const char *step = step_text(c, e);
	const char *text;

	if (*step == '\0' || *e->what == '\0')
		text = *step != '\0' ? step : e->what;
	else
		text = text_printf(c->arena, "%s: %s", step, e->what);
	if (*e->note != '\0')
		text = text_printf(c->arena, "%s (%s)", text, e->note);
	return text;
}

static const char *
fact_text(const struct ctx *c, const struct fact *f, const char *text)
{
	if (text == NULL)
		return "";
	if (*text == '\0')
		return tr(c, "not assessed");
	if (f == NULL)
		return decimal_text(c, text);
	if (f->kind == NUMBERS)
		return clock_text(c, text);
	if (f->choices != NULL)
		return tr(c, choice_find(f->choices, text)->name);
	return f->kind == DAY ? date_text(c, text) : text;
}

static void
show_changes(const struct ctx *c, struct view *v, const struct event *e)
{
	view_list(v, "changes");
	view_flag(v, "has_changes", e->changes_len > 0);
	for (size_t i = 0; i < e->changes_len; i++) {
		const struct event_change *change = &e->changes[i];
		const struct fact *f = find_fact(change->label);
		struct view *o = view_item(v, "changes");

		view_text(o, "label", f != NULL ? tr(c, f->name) :
		    *change->name != '\0' ? change->name : change->label);
		view_text(o, "was", fact_text(c, f, change->was));
		view_text(o, "now", fact_text(c, f, change->now));
	}
}

/* Where it is seen, and where its versions are. */
static void
show_links(const struct ctx *c, struct view *v, const char *patient,
    const struct event *e)
{
	const struct event_kind *k = find_kind(e->kind);

	view_text(v, "page_href", k->code == NULL || k->page == NULL ? "" :
	    text_printf(c->arena, "/patients/%s%s", patient, k->page));
	if (k->code == NULL || k->versions == NULL ||
	    (strcmp(e->version, "1") == 0 && strcmp(e->step, "added") == 0))
		return;
	view_text(v, "history_href", *k->versions == '\0' ?
	    text_printf(c->arena, "/patients/%s/timeline?series=%s", patient,
	    e->series) :
	    text_printf(c->arena, "%s%s/versions", k->versions, e->series));
}

void
show_event(const struct ctx *c, struct view *v, const char *patient,
    const struct event *e)
{
	const char *moment = moment_text(c, e->at);

	view_text(v, "on", text_copy_len(c->arena, moment,
	    strcspn(moment, " ")));
	view_text(v, "at", e->timed ? time_text(c, e->at) : "");
	view_text(v, "text", event_text(c, e));
	view_text(v, "who", e->who);
	view_text(v, "version", strcmp(e->version, "1") != 0 ?
	    e->version : "");
	view_text(v, "entered", e->late ? moment_text(c, e->written) : "");
	view_flag(v, "wrong", e->wrong);
	show_links(c, v, patient, e);
	show_changes(c, v, e);
}

void
show_events(const struct ctx *c, struct view *v, const char *patient,
    const struct event_list *list)
{
	view_list(v, "events");
	view_flag(v, "has_events", list->len > 0);
	for (size_t i = 0; i < list->len; i++)
		show_event(c, view_item(v, "events"), patient,
		    &list->item[i]);
}
