/* blanks.h: the form by which a numbered prescription form is recorded. */
#ifndef REGISTER_BLANKS_H
#define REGISTER_BLANKS_H

#include "web/ctx.h"

enum { BLANK_ID, BLANK_SERIES, BLANK_NUMBER, BLANK_ON, BLANK_QUANTITY,
	NBLANK };
extern const struct field blank_form[NBLANK];

#endif
