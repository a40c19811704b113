/* line_form.c: the form of a prescription line: its fields and their checks. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "db/books.h"
#include "db/patients.h"
#include "pages/register/line_form.h"
#include "pages/register/line_rules.h"
#include "pages/timing.h"
#include "web/i18n.h"

static const char *const schedule_codes[] = { "times_per_day", "every_hours",
	"clock", "weekly", "once", "patch", "infusion", "oxygen", NULL };
static const char *const basis_codes[] = { "background", "breakthrough",
	NULL };

const struct field line_form[L_FINDINGS] = {
	[E_PRODUCT]    = { "product", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[E_DOSE]       = { "dose", F_DECIMAL, .required = true, .max = 12,
	    .low = -1, .high = 99999999 },
	[E_UNIT]       = { "unit", F_TEXT, .required = true, .max = 20 },
	[E_ROUTE]      = { "route", F_CODE, .required = true, .max = 10 },
	[E_SCHEDULE]   = { "schedule", F_CHOICE, .choices = schedule_codes },
	[E_TIMES]      = { "times_per_day", F_DECIMAL, .max = 5, .high = 48 },
	[E_INTERVAL]   = { "interval_hours", F_INT, .low = 1, .high = 720 },
	[E_CLOCK]      = { "clock", F_TEXT, .max = 200 },
	[E_WEEKDAYS]   = { "weekdays", F_INT, .low = 1, .high = 127 },
	[E_PATCHES]    = { "patches", F_INT, .low = 1, .high = 10 },
	[E_HOURS]      = { "hours_per_day", F_DECIMAL, .max = 5, .high = 24 },
	[E_PUMP]       = { .name = "pump_id", .kind = F_UUID },
	[E_VOLUME]     = { "volume_ml", F_DECIMAL, .max = 8, .high = 99999 },
	[E_RATE]       = { "rate_ml_h", F_DECIMAL, .max = 8, .high = 9999 },
	[E_DILUENT]    = { "diluent", F_CODE, .max = 40 },
	[E_DEVICE]     = { "device", F_CODE, .max = 40 },
	[E_PRN]        = { .name = "prn", .kind = F_FLAG },
	[E_PRN_MAX]    = { "prn_max_per_day", F_INT, .low = 1, .high = 48 },
	[E_PRN_MIN]    = { "prn_min_hours", F_DECIMAL, .max = 4, .high = 72 },
	[E_BASIS]      = { "basis", F_CHOICE, .choices = basis_codes },
	[E_BACKGROUND] = { .name = "background_series", .kind = F_UUID },
	[E_INDICATION] = { "indication", F_CODE, .max = 40 },
	[E_STEP]       = { "titration_step", F_DECIMAL, .max = 12,
	    .low = -99999999, .high = 99999999 },
	[E_STEP_DAYS]  = { "titration_every_days", F_INT, .low = 1, .high = 90 },
	[E_TARGET]     = { "titration_target", F_DECIMAL, .max = 12,
	    .high = 99999999 },
	[E_DECIDER]    = { "titration_by", F_CODE, .max = 40 },
	[E_STARTS]     = { "starts_on", F_DATE, .required = true },
	[E_ENDS]       = { .name = "ends_on", .kind = F_DATE },
	[E_REVIEW]     = { .name = "review_on", .kind = F_DATE },
	[E_INSTRUCTIONS] = { "instructions", F_TEXT, .max = 120 },
	[E_QUANTITY]   = { "quantity", F_DECIMAL, .max = 8, .high = 99999 },
	[E_PACKS]      = { "packs", F_INT, .low = 1, .high = 999 },
	[E_RX_FORM]    = { "rx_form", F_TEXT, .max = 40 },
	[E_RX_DAYS]    = { "rx_valid_days", F_INT, .low = 1, .high = 366 },
	[E_REASON]     = { "change_reason", F_CODE, .max = 40 },
	[L_ID]         = { "id", F_UUID, .required = true },
	[L_MEDICINE]   = { "medicine", F_INT, .low = 1, .high = 2147483647 },
	[L_DURATION]   = { "duration_days", F_INT, .low = 1, .high = 730 },
	[L_DAY]        = { .name = "weekday_1", .kind = F_FLAG },
	[L_DAY + 1]    = { .name = "weekday_2", .kind = F_FLAG },
	[L_DAY + 2]    = { .name = "weekday_3", .kind = F_FLAG },
	[L_DAY + 3]    = { .name = "weekday_4", .kind = F_FLAG },
	[L_DAY + 4]    = { .name = "weekday_5", .kind = F_FLAG },
	[L_DAY + 5]    = { .name = "weekday_6", .kind = F_FLAG },
	[L_DAY + 6]    = { .name = "weekday_7", .kind = F_FLAG },
	[L_INSTRUCTION]     = { "instruction_1", F_CODE, .max = 40 },
	[L_INSTRUCTION + 1] = { "instruction_2", F_CODE, .max = 40 },
	[L_INSTRUCTION + 2] = { "instruction_3", F_CODE, .max = 40 },
	[L_NEXT]       = { .name = "next", .kind = F_FLAG },
	[L_DRAFT]      = { .name = "draft", .kind = F_FLAG },
	[L_CHECK]      = { .name = "check", .kind = F_FLAG },
	[L_APPLY]      = { "apply", F_TEXT, .max = 60 },
	[L_WAY]        = { "way", F_CODE, .max = 40 },
};

/* What a way out may put right. */
static const int applied[] = { E_INTERVAL, E_RX_FORM, E_QUANTITY };

/* Flags and selects of their own become the lists of the entry. */
static void
gather(struct ctx *c, struct value *in)
{
	struct str *codes = str_new(c->arena);
	long days = 0;

	for (int i = 0; i < 7; i++)
		days |= in[L_DAY + i].number << i;
	if (days != 0)
		in[E_WEEKDAYS].text = text_printf(c->arena, "%ld", days);
	for (int i = 0; i < 3; i++)
		if (in[L_INSTRUCTION + i].text != NULL)
			str_addf(codes, "%s%s", codes->len > 0 ? "," : "",
			    in[L_INSTRUCTION + i].text);
	if (codes->len > 0)
		in[E_INSTRUCTIONS].text = codes->text;
}

static bool
fail(struct ctx *c, struct value *in, const char *msgid)
{
	form_fail(c, in, msgid);
	return false;
}

/* The end from the duration; both must agree when both are given. */
static bool
check_period(struct ctx *c, struct value *in)
{
	char text[DATE_TEXT + 1];
	long start, end;

	if (in[E_STARTS].text == NULL || in[E_STARTS].error != NULL ||
	    in[E_ENDS].error != NULL || in[L_DURATION].error != NULL ||
	    date_parse(in[E_STARTS].text, &start) != OK)
		return false;
	if (in[L_DURATION].text != NULL) {
		date_iso(start + in[L_DURATION].number - 1, text);
		if (in[E_ENDS].text != NULL &&
		    strcmp(in[E_ENDS].text, text) != 0)
			return fail(c, &in[L_DURATION], N_("end and duration "
			    "do not agree; leave one of them out"));
		in[E_ENDS].text = text_copy(c->arena, text);
	}
	if (in[E_ENDS].text != NULL && (date_parse(in[E_ENDS].text,
	    &end) != OK || end < start))
		return fail(c, &in[E_ENDS],
		    N_("the end lies before the start"));
	if (in[E_REVIEW].text != NULL && in[E_REVIEW].error == NULL &&
	    strcmp(in[E_REVIEW].text, in[E_STARTS].text) < 0)
		return fail(c, &in[E_REVIEW],
		    N_("the review lies before the start"));
	return true;
}

/* Is code one of the comma-separated list? */
static bool
in_list(const char *list, const char *code)
{
	const size_t len = strlen(code);

	for (const char *p = list; (p = strstr(p, code)) != NULL; p += len)
		if ((p == list || p[-1] == ',') &&
		    (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* Unit and route must be ones in which this product is given. */
static bool
check_product(struct ctx *c, const struct prescription_source *old,
    struct value *in, const struct rows *rows)
{
	struct product_list list;
	const struct product *p;

	if (in[E_PRODUCT].text == NULL || in[E_PRODUCT].error != NULL)
		return false;
	book_read_products(c->db, rows, &list);
	if (list.len == 0 || (list.item[0].retired && (old == NULL ||
	    strcmp(old->part[E_PRODUCT], list.item[0].id) != 0)))
		return fail(c, &in[E_PRODUCT],
		    N_("choose a medicine from the list"));
	p = &list.item[0];
	if (in[E_UNIT].text != NULL && !in_list(p->units, in[E_UNIT].text))
		fail(c, &in[E_UNIT], N_("this form is not dosed in this unit"));
	if (in[E_ROUTE].text != NULL && !in_list(p->routes, in[E_ROUTE].text))
		fail(c, &in[E_ROUTE],
		    N_("this form is not given by this route"));
	return in[E_UNIT].error == NULL && in[E_ROUTE].error == NULL;
}

/* "interval_hours=72": what a way out puts into a field. */
static void
apply(struct value *in)
{
	const char *name, *text = in[L_APPLY].text;
	size_t len;

	for (size_t i = 0; text != NULL &&
	    i < sizeof(applied) / sizeof(applied[0]); i++) {
		name = line_form[applied[i]].name;
		len = strlen(name);
		if (strncmp(text, name, len) == 0 && text[len] == '=')
			in[applied[i]] = (struct value){
			    .raw = text + len + 1, .text = text + len + 1 };
	}
}

static enum status
read_fields(struct ctx *c, struct value in[NLINE])
{
	struct field *all = arena_array(c->arena, NLINE, sizeof(*all));

	memcpy(all, line_form, sizeof(line_form));
	findings_fields(c, &all[L_FINDINGS]);
	return form_read(c, all, NLINE, in);
}

enum status
line_form_read(struct ctx *c, const char *patient,
    const struct prescription_source *old, struct value in[NLINE],
    struct line_check *check)
{
	bool schedule, period, product;
	struct patient who;
	const char *number;
	enum status st, read;

	if ((read = read_fields(c, in)) != OK && read != INVALID)
		return read;
	gather(c, in);
	apply(in);
	number = in[E_PRODUCT].error == NULL ? in[E_PRODUCT].text : NULL;
	enum { PRODUCT, PATIENT, CHECK, NQUERIES = CHECK + LINE_CHECK_QUERIES };
	struct query q[NQUERIES] = {
		[PRODUCT] = PRODUCT_QUERY(number, c->lang),
		[PATIENT] = PATIENT_GET(patient, c->lang),
	};
	line_check_queries(c, patient, number, &q[CHECK]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &who)) != OK)
		return st;
	schedule = line_rules_check(c, in);
	period = check_period(c, in);
	product = check_product(c, old, in, q[PRODUCT].rows);
	line_check_read(c, patient, old, in, &q[CHECK], check);
	if (read != OK || !schedule || !period || !product ||
	    in[L_CHECK].number != 0 || in[L_APPLY].text != NULL)
		return INVALID;
	if (in[L_DRAFT].number != 0 || in[L_WAY].text != NULL ||
	    (old != NULL && strcmp(old->status, "draft") == 0))
		return OK;
	check->set.refused = true;
	return findings_answered(c, &check->set) ? OK : INVALID;
}

/* A stored text as people write it in a field of this kind. */
static void
fill_value(struct ctx *c, const struct field *f, const char *text,
    struct value *in)
{
	if (*text == '\0')
		return;
	in->text = text;
	if (f->kind == F_FLAG)
		in->number = *text == 't';
	else if (f->kind != F_DATE)
		in->raw = f->kind == F_DECIMAL ? decimal_text(c, text) : text;
}

void
line_form_fill(struct ctx *c, const char *const part[NENTRY],
    struct value in[NLINE])
{
	const char *code = part[E_INSTRUCTIONS];
	long days = strtol(part[E_WEEKDAYS], NULL, 10);

	memset(in, 0, NLINE * sizeof(*in));
	for (int i = 0; i < NENTRY; i++)
		fill_value(c, &line_form[i], part[i], &in[i]);
	for (int i = 0; i < 7; i++)
		in[L_DAY + i].number = days >> i & 1;
	for (int i = 0; i < 3 && *code != '\0'; i++) {
		size_t len = strcspn(code, ",");

		in[L_INSTRUCTION + i].text =
		    text_copy_len(c->arena, code, len);
		code += code[len] == ',' ? len + 1 : len;
	}
	if (*part[E_CLOCK] != '\0')
		in[E_CLOCK].raw = clock_text(c, part[E_CLOCK]);
}

struct prescription_entry
line_form_entry(const char *patient, const struct value in[NLINE])
{
	struct prescription_entry e = {
		.id = in[L_ID].text,
		.patient = patient,
		.status = in[L_DRAFT].number != 0 || in[L_WAY].text != NULL ?
		    "draft" : "active",
	};

	for (int i = 0; i < NENTRY; i++)
		e.part[i] = in[i].text;
	e.part[E_PRN] = in[E_PRN].number != 0 ? "true" : "false";
	return e;
}
