/* line_rules.c: what must hold between the fields of a prescription line. */

#include <stdlib.h>
#include <string.h>

#include "pages/register/line_rules.h"
#include "web/i18n.h"

/*
 * Which kinds of schedule a field belongs to; what stands for an empty one, or
 * what is asked then.
 */
static const struct belonging {
	int		 field;
	const char	*schedules;	/* between blanks */
	const char	*usual;		/* NULL where there is none */
	const char	*question;	/* msgid; NULL where it may be empty */
} belongings[] = {
	{ E_TIMES,    " times_per_day weekly ", NULL,
	    N_("how many times a day?") },
	{ E_INTERVAL, " every_hours patch ", NULL,
	    N_("every how many hours?") },
	{ E_CLOCK,    " clock ", NULL, N_("how many doses in the morning, by day, "
	    "in the evening, at night: 1-0-1-0; or at what hours: "
	    "08:00 14:00 22:00") },
	{ E_WEEKDAYS, " weekly ", NULL, N_("on which days of the week?") },
	{ E_PATCHES,  " patch ", "1", NULL },
	{ E_HOURS,    " oxygen ", NULL, N_("how many hours a day?") },
	{ E_PUMP,     " infusion ", NULL, NULL },
	{ E_VOLUME,   " infusion ", NULL, NULL },
	{ E_RATE,     " infusion ", NULL, NULL },
	{ E_DILUENT,  " infusion ", NULL, NULL },
	{ E_DEVICE,   " infusion ", NULL, NULL },
};

/* Units that say how a line is given, and how that is. */
static const struct {
	const char	*unit;
	const char	*schedule;
	const char	*message;	/* msgid */
} rates[] = {
	{ "mg/(24.h)", "infusion",
	    N_("an amount per 24 hours is a continuous infusion") },
	{ "ug/(24.h)", "infusion",
	    N_("an amount per 24 hours is a continuous infusion") },
	{ "L/min",     "oxygen", N_("litres a minute are oxygen") },
	{ "ug/h",      "patch",  N_("micrograms an hour are a patch") },
};

/* What the database refuses, by the name of its constraint. */
static const struct {
	const char	*constraint;
	int		 field;
	const char	*message;	/* msgid */
} refusals[] = {
	{ "prescription_dose", E_DOSE, N_("the dose must be above zero") },
	{ "prescription_after_birth", E_STARTS,
	    N_("this day lies before the birth") },
	{ "prescription_starts_soon", E_STARTS, N_("at most a year ahead") },
	{ "prescription_ends_soon", E_ENDS, N_("at most two years") },
	{ "prescription_review_soon", E_REVIEW, N_("at most two years") },
	{ "prescription_times_per_day", E_TIMES,
	    N_("a number above 0, at most 48") },
	{ "prescription_hours_per_day", E_HOURS,
	    N_("a number above 0, at most 24") },
	{ "prescription_prn_min", E_PRN_MIN,
	    N_("a number above 0, at most 72") },
	{ "prescription_clock_doses", E_CLOCK,
	    N_("four numbers between hyphens, at least one above zero: 1-0-1-0") },
	{ "prescription_volume", E_VOLUME, N_("a number above zero") },
	{ "prescription_rate", E_RATE, N_("a number above zero") },
	{ "prescription_rate_of_volume", E_RATE,
	    N_("at this rate another volume runs in 24 hours") },
	{ "prescription_one_mix", E_PUMP, N_("this pump already runs another "
	    "mix: leave volume, rate, diluent and device empty to join it, "
	    "or start a new mix; a medicine can be in it only once") },
	{ "prescription_background", E_BACKGROUND,
	    N_("only a breakthrough line rescues another one") },
	{ "prescription_background_of_patient", E_BACKGROUND,
	    N_("choose another line of the same patient") },
	{ "prescription_titration", E_STEP, N_("a plan needs its step, days "
	    "between steps, target and who decides") },
	{ "prescription_titration_direction", E_TARGET,
	    N_("the steps do not lead from the dose to this target") },
	{ "prescription_titration_target", E_TARGET,
	    N_("a number above zero") },
	{ "prescription_quantity", E_QUANTITY, N_("a number above zero") },
	{ "prescription_diluent_fkey", E_DILUENT,
	    N_("Choose one from the list") },
	{ "prescription_device_fkey", E_DEVICE,
	    N_("Choose one from the list") },
	{ "prescription_titration_by_fkey", E_DECIDER,
	    N_("Choose one from the list") },
	{ "prescription_indication_fkey", E_INDICATION,
	    N_("Choose one from the list") },
	{ "prescription_rx_form_fkey", E_RX_FORM,
	    N_("Choose one from the list") },
	{ "prescription_change_reason_known", E_REASON,
	    N_("Choose one from the list") },
	{ "prescription_instructions", E_INSTRUCTIONS,
	    N_("Choose one from the list") },
};

static bool
fail(struct ctx *c, struct value *in, const char *msgid)
{
	form_fail(c, in, msgid);
	return false;
}

static bool
is_given(const struct value *in)
{
	return in->text != NULL || in->error != NULL;
}

static bool
belongs(const struct belonging *b, const char *schedule)
{
	const char *p = strstr(b->schedules, schedule);

	return p != NULL && p[-1] == ' ' && p[strlen(schedule)] == ' ';
}

/* What cannot be read is told where it stands, even if nobody asks for it. */
static void
drop(struct value *in)
{
	in->text = NULL;
}

/* An as-needed line has no times but a maximum and a reason. */
static bool
check_prn(struct ctx *c, struct value *in)
{
	bool good = true;

	if (in[E_PRN].number == 0) {
		drop(&in[E_PRN_MAX]);
		drop(&in[E_PRN_MIN]);
		return is_given(&in[E_SCHEDULE]) ||
		    fail(c, &in[E_SCHEDULE], N_("how is it given?"));
	}
	in[E_SCHEDULE].text = "every_hours";
	in[E_SCHEDULE].error = NULL;
	drop(&in[E_INTERVAL]);
	if (!is_given(&in[E_PRN_MAX]))
		good = fail(c, &in[E_PRN_MAX], N_("an as-needed medicine "
		    "needs the largest number of doses in 24 hours"));
	if (!is_given(&in[E_INDICATION]))
		good = fail(c, &in[E_INDICATION],
		    N_("what is it needed for?"));
	return good;
}

static bool
check_belongings(struct ctx *c, struct value *in)
{
	bool prn = in[E_PRN].number != 0, good = true;

	if (strcmp(in[E_SCHEDULE].text, "weekly") == 0 &&
	    !is_given(&in[E_TIMES]))
		in[E_TIMES].text = "1";
	for (size_t i = 0; i < sizeof(belongings) / sizeof(belongings[0]);
	    i++) {
		const struct belonging *b = &belongings[i];
		struct value *v = &in[b->field];

		if (prn || !belongs(b, in[E_SCHEDULE].text)) {
			drop(v);
		} else if (!is_given(v) && b->question != NULL) {
			good = fail(c, v, b->question);
		} else if (!is_given(v)) {
			v->text = b->usual;
		}
	}
	return good;
}

static bool
check_unit(struct ctx *c, struct value *in)
{
	const char *schedule = in[E_SCHEDULE].text;
	const char *unit = in[E_UNIT].text;

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		if (strcmp(unit, rates[i].unit) == 0 &&
		    strcmp(schedule, rates[i].schedule) != 0)
			return fail(c, &in[E_UNIT], rates[i].message);
	if (strcmp(schedule, "infusion") == 0 && strstr(unit, "/(24.h)") == NULL)
		return fail(c, &in[E_UNIT], N_("an infusion is dosed in "
		    "milligrams or micrograms per 24 hours"));
	if (strcmp(schedule, "oxygen") == 0 && strcmp(unit, "L/min") != 0)
		return fail(c, &in[E_UNIT],
		    N_("oxygen is dosed in litres a minute"));
	return true;
}

static bool
check_dose(struct ctx *c, struct value *in)
{
	const char *dose = in[E_DOSE].raw;

	if (in[E_DOSE].text != NULL && in[E_DOSE].error == NULL)
		dose = in[E_DOSE].text;
	if (dose == NULL || (*dose != '-' && strcmp(dose, "0") != 0))
		return true;
	return fail(c, &in[E_DOSE], N_("the dose must be above zero"));
}

/* A titration plan is whole or is not. */
static bool
check_titration(struct ctx *c, struct value *in)
{
	static const int parts[] = { E_STEP, E_STEP_DAYS, E_TARGET, E_DECIDER };
	bool any = false, good = true;

	for (size_t i = 0; i < 4; i++)
		any |= is_given(&in[parts[i]]);
	for (size_t i = 0; i < 4 && any; i++)
		if (!is_given(&in[parts[i]]))
			good = fail(c, &in[parts[i]], N_("a plan needs its "
			    "step, days between steps, target and who "
			    "decides"));
	return good;
}

bool
line_rules_check(struct ctx *c, struct value in[NLINE])
{
	bool dose = check_dose(c, in), prn = check_prn(c, in);
	bool clock = true, parts = true, unit = true;
	bool plan = check_titration(c, in);

	if (in[E_SCHEDULE].text != NULL && in[E_SCHEDULE].error == NULL) {
		parts = check_belongings(c, in);
		clock = line_clock_check(c, &in[E_CLOCK]);
		if (in[E_UNIT].text != NULL)
			unit = check_unit(c, in);
	}
	return dose && prn && clock && parts && unit && plan;
}

void
line_form_refuse(struct ctx *c, const char *refusal, struct value in[NLINE])
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].constraint, refusal) == 0) {
			form_fail(c, &in[refusals[i].field],
			    refusals[i].message);
			return;
		}
	form_fail(c, &in[E_DOSE], N_("these numbers do not go together"));
}
