/* show.c: how patients and prescription lines are put into views. */

#include <stdlib.h>
#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

const struct choice patient_statuses[] = {
	{ "active",    N_("on the register"),         "ok" },
	{ "draft",     N_("draft"),                   "quiet" },
	{ "awaiting",  N_("awaiting the commission"), "warn" },
	{ "suspended", N_("suspended"),               "quiet" },
	{ "removed",   N_("removed"),                 "quiet" },
	{ "refused",   N_("refused by the commission"), "quiet" },
	{ "declined",  N_("declined by the patient"), "quiet" },
	{ NULL, NULL, NULL }
};

const struct choice patient_sexes[] = {
	{ "u", N_("unknown"), "quiet" },
	{ "f", N_("female"),  "quiet" },
	{ "m", N_("male"),    "quiet" },
	{ NULL, NULL, NULL }
};

const struct choice patient_settlements[] = {
	{ "urban", N_("urban"), NULL },
	{ "rural", N_("rural"), NULL },
	{ NULL, NULL, NULL }
};

const struct choice prescription_statuses[] = {
	{ "active",           N_("active"),           "ok" },
	{ "draft",            N_("draft"),            "quiet" },
	{ "on_hold",          N_("on hold"),          "warn" },
	{ "completed",        N_("completed"),        "quiet" },
	{ "stopped",          N_("stopped"),          "stop" },
	{ "replaced",         N_("replaced"),         "quiet" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

const char *
pain_tone(const char *pain)
{
	long score = strtol(pain, NULL, 10);

	return score > 6 ? "stop" : score > 3 ? "warn" : "";
}

bool
is_on_register(const struct patient *p)
{
	return strcmp(p->status, "removed") != 0 &&
	    strcmp(p->status, "refused") != 0 &&
	    strcmp(p->status, "declined") != 0;
}

bool
may_prescribe(const struct ctx *c, const struct patient *p)
{
	return may(c, PERM_RECORD_WRITE) && is_on_register(p);
}

void
show_steps(struct view *v, const struct state_steps *steps)
{
	view_list(v, "steps");
	view_flag(v, "has_steps", steps->len > 0);
	for (size_t i = 0; i < steps->len; i++) {
		struct view *o = view_item(v, "steps");

		view_text(o, "action", steps->item[i].action);
		view_text(o, "name", steps->item[i].name);
	}
}

void
show_patient(const struct ctx *c, struct view *v, const struct patient *p)
{
	const struct choice *status = choice_find(patient_statuses, p->status);

	view_text(v, "id", p->id);
	view_text(v, "registry_no", p->registry_no);
	view_long(v, "age", p->age);
	view_text(v, "sex_text", tr(c, choice_find(patient_sexes, p->sex)->name));
	view_text(v, "diagnosis", p->diagnosis);
	view_text(v, "diagnosis_title", p->diagnosis_title);
	view_text(v, "institution", p->institution_name);
	view_text(v, "status_text", tr(c, status->name));
	view_text(v, "status_tone", status->tone);
	view_text(v, "pain", p->pain);
	view_text(v, "pain_tone", pain_tone(p->pain));
	view_text(v, "seen_on", date_text(c, p->seen_on));
	view_flag(v, "may_prescribe", may_prescribe(c, p));
}

void
show_who(const struct ctx *c, struct view *v, const struct patient *p,
    const char *passport, bool actions)
{
	show_patient(c, v, p);
	view_text(v, "title", p->registry_no);
	view_text(v, "district", p->district_name);
	view_text(v, "department", p->department);
	view_text(v, "passport", passport);
	view_text(v, "age_text", text_printf(c->arena,
	    trn(c, "%ld year", "%ld years", (unsigned long)p->age), p->age));
	view_flag(v, "on_register", is_on_register(p));
	view_text(v, "who_allergies", p->allergies);
	view_text(v, "who_no_allergies", date_text(c, p->no_allergies_on));
	view_text(v, "died_on", date_text(c, p->died_on));
	view_flag(v, "who_actions", actions);
}

void
show_line(const struct ctx *c, struct view *v, const struct prescription *l)
{
	const struct choice *status =
	    choice_find(prescription_statuses, l->status);
	const char *until = *l->stopped_on != '\0' ? l->stopped_on : l->ends_on;
	bool is_active = l->current && (strcmp(l->status, "active") == 0 ||
	    strcmp(l->status, "on_hold") == 0);

	view_text(v, "id", l->id);
	view_text(v, "patient", l->patient);
	view_text(v, "registry_no", l->registry_no);
	view_text(v, "medicine", l->medicine);
	view_text(v, "form", l->form);
	view_text(v, "strength", l->strength);
	view_decimal(v, "dose", l->dose, c->lang);
	view_text(v, "unit", l->unit_name);
	view_text(v, "route", l->route_name);
	view_text(v, "how", timing_text(c, &l->timing));
	view_flag(v, "prn", l->timing.prn);
	view_long(v, "version", l->version);
	view_flag(v, "versioned", l->version > 1 || !l->current);
	view_date(v, "starts_on", l->starts_on);
	view_date(v, "until", until);
	view_text(v, "status", tr(c, status->name));
	view_text(v, "tone", status->tone);
	view_text(v, "stop_reason", l->stop_reason);
	view_date(v, "held_on", l->held_on);
	view_text(v, "author", l->author_name);
	view_text(v, "institution", l->institution_name);
	view_text(v, "indication", l->indication);
	view_date(v, "review_on", l->review_on);
	view_flag(v, "review_due", is_active && *l->review_on != '\0' &&
	    strcmp(l->review_on, today(c)) <= 0);
	view_flag(v, "controlled", l->controlled);
	view_text(v, "rx_form", l->rx_form);
	view_decimal(v, "quantity", l->quantity, c->lang);
	view_text(v, "packs", l->packs);
	view_flag(v, "is_active", is_active);
	view_flag(v, "is_on_hold", strcmp(l->status, "on_hold") == 0);
	view_flag(v, "is_draft", strcmp(l->status, "draft") == 0);
	view_flag(v, "may_undo", l->own_step && l->current);
	view_flag(v, "is_current", l->current);
}

void
show_lines(const struct ctx *c, struct view *v,
    const struct prescription_list *list)
{
	view_list(v, "lines");
	view_flag(v, "has_lines", list->len > 0);
	for (size_t i = 0; i < list->len; i++)
		show_line(c, view_item(v, "lines"), &list->item[i]);
}
