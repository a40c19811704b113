/* period.h: the days a report is about. */
#ifndef REPORT_PERIOD_H
#define REPORT_PERIOD_H

#include "db/reports.h"
#include "web/form.h"

/*
 * Both days are needed, in order, at most ten years apart; otherwise INVALID,
 * and the fields say why.
 */
enum status period_read(const struct ctx *c, struct value *since,
    struct value *until, struct report_scope *out)
    __attribute__((warn_unused_result));

#endif
