/* visit_form.c: what is asked of a visit: its plan, its result, why it was not. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/visit_form.h"
#include "web/i18n.h"

static const char *const status_codes[] = { "planned", "done", "cancelled",
	"no_show", NULL };
static const char *const day_codes[] = { "1", "2", "3", "7", "14", "30",
	NULL };
static const char *const then_codes[] = { "assess", "prescribe", NULL };

const struct field visit_fields[NVISIT] = {
	[V_SERIES] = { "series", F_UUID, .required = true },
	[V_VERSION] = { "version", F_INT, .required = true, .low = 0,
	    .high = 1000000 },
	[V_STATUS] = { "status", F_CHOICE, .required = true,
	    .choices = status_codes },
	[V_KIND] = { "kind", F_CODE, .max = 20 },
	[V_PLANNED_IN] = { "planned_in", F_CHOICE, .choices = day_codes },
	[V_PLANNED_ON] = { .name = "planned_on", .kind = F_DATE },
	[V_PLANNED_TIME] = { "planned_time", F_TEXT, .max = 5 },
	[V_DONE_ON] = { .name = "done_on", .kind = F_DATE },
	[V_DONE_TIME] = { "done_time", F_TEXT, .max = 5 },
	[V_PLACE] = { "place", F_CODE, .max = 40 },
	[V_REASON] = { "reason", F_CODE, .max = 40 },
	[V_DECISIONS] = { "decisions", F_CODES, .max = 600 },
	[V_NEXT_IN] = { "next_in", F_CHOICE, .choices = day_codes },
	[V_NEXT_ON] = { .name = "next_on", .kind = F_DATE },
	[V_NEXT_TIME] = { "next_time", F_TEXT, .max = 5 },
	[V_NEXT_KIND] = { "next_kind", F_CODE, .max = 20 },
	[V_THEN] = { "then", F_CHOICE, .choices = then_codes },
	[V_BACK] = { .name = "back", .kind = F_DATE },
	[V_BACK_DOCTOR] = { .name = "back_doctor", .kind = F_UUID },
	[V_MEMBER] = { .name = "member_1", .kind = F_UUID },
	[V_MEMBER + 1] = { .name = "member_2", .kind = F_UUID },
	[V_MEMBER + 2] = { .name = "member_3", .kind = F_UUID },
	[V_MEMBER + 3] = { .name = "member_4", .kind = F_UUID },
	[V_ROLE] = { "role_1", F_CODE, .max = 40 },
	[V_ROLE + 1] = { "role_2", F_CODE, .max = 40 },
	[V_ROLE + 2] = { "role_3", F_CODE, .max = 40 },
	[V_ROLE + 3] = { "role_4", F_CODE, .max = 40 },
};

/* What the database's rules are about; of a plan, and of what is done. */
#define RULES_OF_BOTH \
	{ "visit_kind_fkey", V_KIND, N_("Choose one from the list") }, \
	{ "visit_place_known", V_PLACE, N_("Choose one from the list") }, \
	{ "visit_reason_known", V_REASON, N_("Choose one from the list") }, \
	{ "visit_decisions_known", V_DECISIONS, \
	    N_("Choose one from the list") }, \
	{ "visit_team_known", V_MEMBER, N_("Choose people from the list") }, \
	{ "visit_team_once", V_MEMBER, N_("Name everybody once") }, \
	{ "visit_team_roles_known", V_ROLE, N_("Choose one from the list") }
#define RULES_OF_PLAN(field) \
	{ "visit_plan_not_past", field, \
	    N_("a visit is planned for today or later") }, \
	{ "visit_plan_within_a_year", field, \
	    N_("a visit is planned for a year ahead at most") }, \
	{ "visit_patient_on_register", field, \
	    N_("visits are planned only for those who are on the register") }

static const struct rule plan_rules[] = {
	RULES_OF_BOTH,
	RULES_OF_PLAN(V_PLANNED_ON),
	{ NULL, 0, NULL }
};

static const struct rule done_rules[] = {
	RULES_OF_BOTH,
	RULES_OF_PLAN(V_NEXT_ON),
	{ "visit_has_place", V_PLACE, N_("Say where it took place") },
	{ "visit_not_in_future", V_DONE_ON, N_("this day lies in the future") },
	{ "visit_after_birth", V_DONE_ON, N_("this day lies before the birth") },
	{ "visit_before_end", V_DONE_ON,
	    N_("this day lies after the death or removal") },
	{ NULL, 0, NULL }
};

static bool
is(const char *text, const char *other)
{
	return strcmp(text, other) == 0;
}

bool
visit_step(const struct visit *was, const char *status)
{
	if (was == NULL)
		return is(status, "planned") || is(status, "done");
	if (is(was->status, "planned"))
		return true;
	if (is(was->status, "done"))
		return is(status, "done");
	return !is(was->status, "entered_in_error") &&
	    (is(status, was->status) || is(status, "planned") ||
	    is(status, "done"));
}

enum status
visit_form_read(struct ctx *c, struct visit_form *f)
{
	enum status st = form_read(c, visit_fields, NVISIT, f->in);

	if (st != OK && st != INVALID)
		return st;
	if (f->in[V_SERIES].text == NULL || f->in[V_VERSION].text == NULL)
		return INVALID;
	if ((f->status = f->in[V_STATUS].text) == NULL)
		return INVALID;
	return visit_step(f->was, f->status) ? st : CONFLICT;
}

/* True when it is there; else the field is marked, once. */
static bool
need(struct ctx *c, struct value *in, const char *why)
{
	if (in->text == NULL && in->error == NULL)
		form_fail(c, in, why);
	return in->text != NULL;
}

static void
check_time(struct ctx *c, struct value *time, struct value *day)
{
	long minutes;

	if (time->text == NULL || time->error != NULL)
		return;
	if (time_read(time->text, &minutes) != OK)
		form_fail(c, time, N_("write a time as HH:MM"));
	else if (day->text == NULL && day->error == NULL)
		form_fail(c, day, N_("a time needs its day"));
}

/* So many days after another day, unless a day is written. */
static void
count_days(const struct ctx *c, const struct value *in, const char *from,
    struct value *day)
{
	char text[DATE_TEXT + 1];
	long days;

	if (in->text == NULL || day->text != NULL || day->error != NULL ||
	    from == NULL || date_parse(from, &days) != OK)
		return;
	date_iso(days + strtol(in->text, NULL, 10), text);
	day->text = text_copy(c->arena, text);
}

/* People with their roles; done by nobody is not done. */
static void
check_team(struct ctx *c, struct visit_form *f)
{
	bool somebody = false;

	for (size_t i = 0; i < VISIT_TEAM; i++) {
		if (f->in[V_MEMBER + i].text != NULL) {
			somebody = true;
			(void)need(c, &f->in[V_ROLE + i], N_("Choose a role"));
		} else if (f->in[V_ROLE + i].text != NULL) {
			(void)need(c, &f->in[V_MEMBER + i],
			    N_("Say who, or clear the role"));
		}
	}
	if (!somebody && is(f->status, "done") &&
	    f->in[V_MEMBER].error == NULL)
		form_fail(c, &f->in[V_MEMBER], N_("Say who was there"));
}

/* By the clock of the clinic, which the database does not know. */
static void
check_moment(struct ctx *c, struct value *day, struct value *at)
{
	const char *now = today(c);
	long days, minutes, read;

	if (day->text == NULL || day->error != NULL)
		return;
	date_local((long)time(NULL), &days, &minutes);
	if (strcmp(day->text, now) > 0)
		form_fail(c, day, N_("this day lies in the future"));
	else if (strcmp(day->text, now) == 0 && at->text != NULL &&
	    at->error == NULL && time_read(at->text, &read) == OK &&
	    read > minutes)
		form_fail(c, at, N_("this time lies in the future"));
}

/* Nor is anything planned for a day that has passed here; old is as it was. */
static void
check_ahead(struct ctx *c, struct value *day, const char *old)
{
	if (day->text != NULL && day->error == NULL &&
	    strcmp(day->text, today(c)) < 0 && strcmp(day->text, old) != 0)
		form_fail(c, day, N_("a visit is planned for today or later"));
}

static void
check_plan(struct ctx *c, struct visit_form *f)
{
	count_days(c, &f->in[V_PLANNED_IN], today(c), &f->in[V_PLANNED_ON]);
	(void)need(c, &f->in[V_PLANNED_ON], N_("Fill in this field"));
	check_ahead(c, &f->in[V_PLANNED_ON], f->was != NULL &&
	    is(f->was->status, "planned") ? f->was->planned_on : "");
	check_time(c, &f->in[V_PLANNED_TIME], &f->in[V_PLANNED_ON]);
}

static void
check_result(struct ctx *c, struct visit_form *f)
{
	(void)need(c, &f->in[V_DONE_ON], N_("Fill in this field"));
	check_time(c, &f->in[V_DONE_TIME], &f->in[V_DONE_ON]);
	check_moment(c, &f->in[V_DONE_ON], &f->in[V_DONE_TIME]);
	count_days(c, &f->in[V_NEXT_IN], f->in[V_DONE_ON].text,
	    &f->in[V_NEXT_ON]);
	check_ahead(c, &f->in[V_NEXT_ON], "");
	check_time(c, &f->in[V_NEXT_TIME], &f->in[V_NEXT_ON]);
	if (f->in[V_NEXT_KIND].text != NULL)
		(void)need(c, &f->in[V_NEXT_ON],
		    N_("Say when the next visit is"));
}

enum status
visit_form_check(struct ctx *c, struct visit_form *f)
{
	if (is(f->status, "planned") || is(f->status, "done")) {
		(void)need(c, &f->in[V_KIND], N_("Choose one from the list"));
		check_team(c, f);
	} else {
		(void)need(c, &f->in[V_REASON], N_("Choose a reason"));
	}
	if (is(f->status, "planned"))
		check_plan(c, f);
	if (is(f->status, "done"))
		check_result(c, f);
	for (size_t i = 0; i < NVISIT; i++)
		if (f->in[i].error != NULL)
			return INVALID;
	return OK;
}

/* The people, or their roles, as an array. */
static const char *
team_array(const struct ctx *c, const struct visit_form *f, int first)
{
	struct str *s = str_new(c->arena);

	str_add_char(s, '{');
	for (int i = 0; i < VISIT_TEAM; i++)
		if (f->in[V_MEMBER + i].text != NULL)
			str_addf(s, "%s%s", s->len > 1 ? "," : "",
			    f->in[first + i].text);
	str_add_char(s, '}');
	return s->text;
}

static struct visit_entry
entry_of(const struct ctx *c, const struct visit_form *f)
{
	const struct value *in = f->in;
	bool planned = is(f->status, "planned"), done = is(f->status, "done");

	return (struct visit_entry){
		.series = in[V_SERIES].text,
		.version = in[V_VERSION].text,
		.patient = f->patient,
		.status = f->status,
		.kind = in[V_KIND].text,
		.planned_on = planned ? in[V_PLANNED_ON].text : NULL,
		.planned_time = planned ? in[V_PLANNED_TIME].text : NULL,
		.done_on = done ? in[V_DONE_ON].text : NULL,
		.done_time = done ? in[V_DONE_TIME].text : NULL,
		.place = in[V_PLACE].text,
		.team = team_array(c, f, V_MEMBER),
		.team_roles = team_array(c, f, V_ROLE),
		.decisions = done ? array_text(c, in[V_DECISIONS].text) : NULL,
		.reason = !planned && !done ? in[V_REASON].text : NULL,
	};
}

/* The visit after this one: the same people at the same place. */
static enum status
next_of(struct ctx *c, const struct visit_form *f,
    const struct visit_entry *this, struct visit_entry *out)
{
	const struct value *in = f->in;
	enum status st;

	*out = *this;
	if ((st = uuid_new(c, &out->series)) != OK)
		return st;
	out->version = "0";
	out->status = "planned";
	out->kind = in[V_NEXT_KIND].text != NULL ? in[V_NEXT_KIND].text :
	    is(this->kind, "primary") ? "repeat" : this->kind;
	out->planned_on = in[V_NEXT_ON].text;
	out->planned_time = in[V_NEXT_TIME].text;
	out->done_on = out->done_time = out->decisions = NULL;
	out->follows = this->series;
	return OK;
}

enum status
visit_form_save(struct ctx *c, struct visit_form *f)
{
	struct visit_entry entry = entry_of(c, f), next;
	bool has_next = is(f->status, "done") && f->in[V_NEXT_ON].text != NULL;
	enum status st;

	if (has_next && (st = next_of(c, f, &entry, &next)) != OK)
		return st;
	st = visit_save(c->db, &entry, has_next ? &next : NULL);
	if (st == INVALID && !rule_fail(c, is(f->status, "done") ? done_rules :
	    plan_rules, f->in))
		form_fail(c, &f->in[V_STATUS],
		    N_("the database refuses this entry"));
	return st;
}
