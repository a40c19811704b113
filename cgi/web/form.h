/* form.h: the fields a route takes, declared as data, read and checked. */
#ifndef FORM_H
#define FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct ctx;
struct view;

enum field_kind {
	F_TEXT,		/* UTF-8 without control characters, trimmed */
	F_LINES,	/* as F_TEXT, line ends allowed (API objects) */
	F_UUID,		/* 36 lower-case characters */
	F_UUIDS,	/* comma-separated, at most .max / 37 of them */
	F_DATE,		/* ДД.ММ.ГГГГ or ISO; the value's text is ISO */
	F_INT,		/* decimal integer in .low … .high */
	F_DECIMAL,	/* "0,5" or "0.5"; the value's text has a point, canonical */
	F_CHOICE,	/* one of .choices */
	F_CODE,		/* [A-Za-z0-9._-]{1,max} */
	F_CODES,	/* such codes, repeated or comma-separated */
	F_BASE64URL,	/* .low = exact decoded length when not 0 */
	F_SEALED,	/* an envelope's shape */
	F_FLAG,		/* check box: absent or "1" */
};

struct field {
	const char		*name;
	enum field_kind		 kind;
	bool			 required;
	size_t			 max;		/* bytes; 0 means 255 */
	long			 low;
	long			 high;
	const char *const	*choices;	/* NULL-ended */
};

struct value {
	const char	*text;		/* NULL when absent or empty */
	const char	*raw;		/* as it was sent, for showing again */
	long		 number;	/* F_INT, F_FLAG */
	const char	*error;		/* translated, or NULL */
};

/*
 * Read the query (GET) or the body (POST) into in[0 … n).  OK, or INVALID
 * with in[i].error set at each field at fault.  MALFORMED for a field that is
 * not declared (but for "csrf" and "done"): no page of ours sends it.
 */
enum status form_read(struct ctx *c, const struct field *fields, size_t n,
    struct value *in) __attribute__((warn_unused_result));

/* Mark a field as wrong after a check of the page's own; msgid is translated. */
void form_fail(struct ctx *c, struct value *in, const char *msgid);

/*
 * Show values and errors: for each field "<name>" and "<name>_error", for
 * F_CHOICE also the flag "<name>_is_<choice>", and the flag "has_errors".
 */
void form_show(struct view *v, const struct field *fields, size_t n,
    const struct value *in);

#endif
