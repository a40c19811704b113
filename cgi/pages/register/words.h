/* words.h: amounts as people say them: "2 tablets", "twenty (tablets)". */
#ifndef REGISTER_WORDS_H
#define REGISTER_WORDS_H

#include "pages/common.h"

/* "2 tablets", "0.5 tablet", "5 mL": a canonical decimal of a UCUM unit. */
const char *counted_text(const struct ctx *c, const char *decimal,
    const char *unit, const struct book *units);

/* The unit alone, in the form that goes with the number. */
const char *counted_unit(const struct ctx *c, const char *decimal,
    const char *unit, const struct book *units);

/* "tablets" for 20 of {tab}; NULL for what is not counted in pieces. */
const char *counted_word(const struct ctx *c, unsigned long n,
    const char *unit);

/*
 * "20 (twenty) tablets", as a form for controlled medicines wants it; a
 * decimal of at most two places below a million, "" for any other.
 */
const char *in_words_text(const struct ctx *c, const char *decimal,
    const char *unit, const struct book *units);

#endif
