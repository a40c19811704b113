/* equivalents.h: searching by what opioids amount to. */
#ifndef REGISTER_EQUIVALENTS_H
#define REGISTER_EQUIVALENTS_H

#include "db/patient_search.h"
#include "web/ctx.h"

/*
 * run_last() of the queries of a search.  When it asks for what opioids amount
 * to and something in force was not computed yet today, that is computed, kept,
 * and the search run again.
 */
enum status run_search(struct ctx *c, const struct patient_filter *f,
    struct query *q, size_t n) __attribute__((warn_unused_result));

#endif
