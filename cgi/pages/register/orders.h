/* orders.h: how ordered services and devices are put into views. */
#ifndef REGISTER_ORDERS_H
#define REGISTER_ORDERS_H

#include "db/order_entry.h"
#include "db/orders.h"
#include "db/patients.h"
#include "pages/common.h"

/* Tables that end with a NULL code. */
extern const struct choice order_states[], order_kinds[], service_periods[];

bool order_is_service(const struct care_order *o);

/* "2 times a week". */
const char *order_often(const struct ctx *c, const struct care_order *o);

/* "done 3 of 4". */
const char *order_done(const struct ctx *c, const struct care_order *o);

/* One order, for the rows of part_order_*.html; steps NULL shows none. */
void show_order(const struct ctx *c, struct view *v,
    const struct care_order *o, const struct order_steps *steps);

/* The list "orders" of the overview and its flag "has_orders". */
void show_open_orders(const struct ctx *c, struct view *v,
    const struct care_order_list *list);

/* The list "groups", each with "options": a book by the notes of its lines. */
void show_grouped(struct view *v, const struct book *book,
    const char *selected);

/*
 * A day is told at its field if it lies in the future, before the birth or,
 * unless late, after the end of the register entry; false then.
 */
bool order_day_holds(struct ctx *c, const struct patient *p,
    struct value *in, bool late);

/* What is told of a service that was done. */
enum { DONE_ON, DONE_BY, NDONE };

/* The page of one order; done is the refused form of its log, or NULL. */
enum status order_page(struct ctx *c, const struct care_order *o,
    const struct value *done, enum status answer)
    __attribute__((warn_unused_result));

#endif
