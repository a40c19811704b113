/* sheet_orders.h: services and devices on the sheet of prescriptions. */
#ifndef REGISTER_SHEET_ORDERS_H
#define REGISTER_SHEET_ORDERS_H

#include "db/order_entry.h"
#include "db/orders.h"
#include "pages/common.h"

/* The fields of each row, after those of the lines. */
enum { SO_ORDER, SO_VERSION, SO_SIGN, SO_TIMES, SO_DAYS, SO_NROW };
enum { SO_ROWS_MAX = 30, SO_NFIELDS = SO_ROWS_MAX * SO_NROW };

/* order_0, order_version_0, order_sign_0, times_0, order_days_0 … _29 */
void sheet_orders_fields(const struct ctx *c, struct field out[SO_NFIELDS]);

/* The list "order_rows": as it was sent, or drafts and what ends soon ticked. */
void sheet_orders_show(struct ctx *c, struct view *v,
    const struct care_order_list *list, struct value *in);

/*
 * What is ticked, from the day starts on, of the orders in the list: all that
 * order_sign() could refuse is found here.  CONFLICT when one was changed
 * meanwhile, INVALID with what is wrong marked.
 */
enum status sheet_orders_read(struct ctx *c,
    const struct care_order_list *list, struct value in[SO_NFIELDS],
    const char *starts, struct order_sheet *out)
    __attribute__((warn_unused_result));

#endif
