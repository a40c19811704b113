/* signing.h: the lines of a new sheet: as sent, renewed, computed and checked. */
#ifndef REGISTER_SIGNING_H
#define REGISTER_SIGNING_H

#include "db/patients.h"
#include "db/prescription_steps.h"
#include "db/prescriptions.h"
#include "pages/register/patient_doses.h"
#include "pages/register/sheet_orders.h"

/*
 * Fields of the sheet, the same ones for each row of it, then the findings and
 * the orders of services and devices.
 */
enum { S_STARTS, S_CHECK, S_HEAD };
enum { S_LINE, S_SERIES, S_SIGN, S_DOSE, S_DAYS, S_ROW };
enum { SHEET_ROWS = 60, S_FINDINGS = S_HEAD + SHEET_ROWS * S_ROW,
	S_ORDERS = S_FINDINGS + NFINDINGS, NSHEET = S_ORDERS + SO_NFIELDS };

struct signing {
	struct patient			 patient;
	const char			*passport;
	struct prescription_list	 lines;	/* to renew, then drafts */
	struct care_order_list		 orders; /* drafts and services */
	bool				 sent;	/* not as last time */
	struct prescription_source	*source; /* of those to renew */
	size_t				 source_len;
	struct patient_doses		 doses;
	struct value			*in;	/* NSHEET */
	struct sheet			 sheet;	/* what is ticked */
	const char			**old;	/* of each fresh line */
	struct dose_line		*fresh;
	size_t				 nfresh;
};

/* Read what was sent; INVALID with the faults marked. */
enum status signing_form(struct ctx *c, struct value in[NSHEET])
    __attribute__((warn_unused_result));

/*
 * Load what a sheet of the patient begins with, in one round trip; in is what
 * was sent, or NULL: then all is ticked, as it was last time.
 */
enum status signing_open(struct ctx *c, const char *patient,
    struct value *in, struct signing *out) __attribute__((warn_unused_result));

/*
 * Take what is ticked into the sheet and check all of it together.  NOT_FOUND
 * when nothing is ticked, CONFLICT when a line was changed meanwhile.
 */
enum status signing_take(struct ctx *c, struct signing *s)
    __attribute__((warn_unused_result));

/* What was sent for this series, or NULL. */
struct value *signing_row(const struct signing *s, const char *series);

#endif
