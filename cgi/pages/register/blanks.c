/* blanks.c: the numbered prescription forms that were written for a line. */

#include <string.h>

#include "db/blanks.h"
#include "db/prescription_entry.h"
#include "pages/register/blanks.h"
#include "pages/register/pages.h"
#include "pages/register/papers.h"
#include "web/i18n.h"

const struct field blank_form[NBLANK] = {
	[BLANK_ID]       = { "id", F_UUID, .required = true },
	[BLANK_SERIES]   = { "series", F_TEXT, .max = 10 },
	[BLANK_NUMBER]   = { "number", F_TEXT, .required = true, .max = 20 },
	[BLANK_ON]       = { "issued_on", F_DATE, .required = true },
	[BLANK_QUANTITY] = { "quantity", F_DECIMAL, .max = 8, .high = 99999 },
};

/* What the database refuses, by the name of its constraint. */
static const struct {
	const char	*constraint;
	int		 field;
	const char	*message;	/* msgid */
} refusals[] = {
	{ "prescription_blank_series", BLANK_SERIES,
	    N_("letters and digits, at most ten") },
	{ "prescription_blank_number", BLANK_NUMBER, N_("digits only") },
	{ "prescription_blank_once", BLANK_NUMBER,
	    N_("a form of this series and number is recorded already") },
	{ "prescription_blank_pkey", BLANK_NUMBER,
	    N_("a form of this series and number is recorded already") },
	{ "prescription_blank_before_line", BLANK_ON,
	    N_("this day lies before the prescription") },
	{ "prescription_blank_in_future", BLANK_ON,
	    N_("this day lies in the future") },
	{ "prescription_blank_in_force", BLANK_NUMBER,
	    N_("the prescription is not in force any more") },
	{ "prescription_blank_quantity", BLANK_QUANTITY,
	    N_("a number above zero") },
};

static void
refuse(struct ctx *c, struct value in[NBLANK])
{
	const char *name = db_refusal(c->db);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].constraint, name) == 0) {
			form_fail(c, &in[refusals[i].field],
			    refusals[i].message);
			return;
		}
	form_fail(c, &in[BLANK_NUMBER],
	    N_("the database refuses this entry"));
}

/* POST /prescriptions/:id/blanks: a form was written for this line. */
enum status
page_blank_add(struct ctx *c)
{
	struct value in[NBLANK];
	struct prescription_source line;
	const char *id, *patient;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = entry_get(c->db, id, &line)) != OK)
		return st;
	c->subject = line.patient;
	if ((st = form_read(c, blank_form, NBLANK, in)) != OK && st != INVALID)
		return st;
	if (st == OK && (st = blank_add(c->db, &(struct blank_entry){
	    .id = in[BLANK_ID].text,
	    .line = id,
	    .series = in[BLANK_SERIES].text,
	    .number = in[BLANK_NUMBER].text,
	    .issued_on = in[BLANK_ON].text,
	    .quantity = in[BLANK_QUANTITY].text,
	}, &patient)) != OK && (st == INVALID || st == CONFLICT)) {
		refuse(c, in);
		st = INVALID;
	}
	if (st == INVALID)
		return paper_one_show(c, line.patient, id, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions/paper?line=%s"
	    "&done=blank_added", patient, id);
}

/* POST /blanks/:id/undo: the form was spoilt, or the entry is wrong. */
enum status
page_blank_undo(struct ctx *c)
{
	const char *id, *patient, *line;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = blank_undo(c->db, id, &patient, &line)) != OK)
		return st;
	c->subject = patient;
	return redirect(c, "/patients/%s/prescriptions/paper?line=%s"
	    "&done=blank_undone", patient, line);
}
