/* statutory.h: the register in twelve columns, a row a patient, without names. */
#ifndef STATUTORY_H
#define STATUTORY_H

#include "db/reports.h"

/* More rows than this are not told at once. */
enum { STATUTORY_MOST = 2000 };

/* Texts in the user's language; NULL where nothing is known. */
struct statutory_row {
	const char	*id;
	const char	*registry_no;
	const char	*year_of_birth;
	const char	*district;
	const char	*diagnosis;
	const char	*diagnosis_title;
	const char	*complications;	/* codes between commas */
	const char	*basis;
	const char	*date_in;
	const char	*commission_no;
	const char	*institution;
	const char	*date_out;	/* within the period, or NULL */
	const char	*reason;
};

/* Against pain, in force on the last day. */
struct statutory_line {
	const char	*patient;
	const char	*medicine;
	const char	*form;
	const char	*strength;
	const char	*dose;
	const char	*unit;
	struct timing	 timing;
};

/* Needed on the last day. */
struct statutory_device {
	const char	*patient;
	const char	*name;
	const char	*code;		/* national, or NULL */
	const char	*quantity;
	const char	*issued_on;	/* or NULL */
	bool		 respiratory;
};

/* All three go through the patients in the same order. */
struct statutory {
	struct statutory_row	*rows;
	size_t			 nrows;	/* one more than the most: there are more */
	struct statutory_line	*lines;
	size_t			 nlines;
	struct statutory_device	*devices;
	size_t			 ndevices;
};

extern const struct stmt statutory_stmts[];

/*
 * Who was on the register on a day of the period, as far as the user may see
 * single patients; the last day is that of the period or of the stay.
 */
enum status statutory_read(struct db *db, const struct report_scope *scope,
    const char *lang, struct statutory *out)
    __attribute__((warn_unused_result));

#endif
