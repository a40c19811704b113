/* orders.h: services and devices ordered for patients, as they are read. */
#ifndef ORDERS_H
#define ORDERS_H

#include "db/db.h"

/* Texts are "" where there is nothing; dates are ISO 8601. */
struct care_order {
	const char	*id;
	const char	*patient;
	const char	*registry_no;
	const char	*kind;		/* service or device */
	const char	*code;
	const char	*name;
	const char	*status;
	const char	*state;		/* status, or due, waiting, to_return */
	const char	*since;		/* start of a service, need of a device */
	const char	*days;		/* overdue; waited for, or waiting */
	const char	*ended_on;
	const char	*reason;	/* name */
	const char	*author;
	const char	*changed_by;
	const char	*changed_at;	/* "YYYY-MM-DD HH:MM" */
	const char	*institution;
	const char	*district;
	long		 version;
	bool		 may_undo;	/* the last step was this user's, today */
	bool		 own_new;	/* this user wrote it today */

	/* Of a service. */
	const char	*until;
	const char	*times;
	const char	*per;		/* once, day, week, month */
	const char	*performer;
	const char	*performer_name;
	const char	*place;
	const char	*place_name;
	const char	*indication;
	const char	*indication_name;
	const char	*due_on;
	const char	*done;		/* how many times */
	const char	*planned;	/* to today or its end */
	const char	*planned_all;	/* "" without an end */

	/* Of a device. */
	const char	*model;
	const char	*quantity;
	const char	*commission_no;
	const char	*commission_on;
	const char	*source;
	const char	*source_name;
	const char	*requested_on;
	const char	*issued_on;
	const char	*serial_no;
	const char	*returned_on;
	const char	*return_due_on;
	bool		 consumable;
};

struct care_order_list {
	struct care_order	*item;
	size_t			 len;
};

/* What was done of a service on a day. */
struct service_done {
	const char	*id;
	const char	*on;
	const char	*by;
	const char	*taken_back_by;	/* name; "" for what stands */
	bool		 may_take_back;
};

struct service_done_list {
	struct service_done	*item;
	size_t			 len;
};

extern const struct stmt order_stmts[];

/*
 * Queries for a pipeline: the orders of a patient (all, open, on the sheet,
 * under way or waited for on a day).
 */
extern const struct stmt *const order_history_stmt, *const order_open_stmt,
    *const order_sheet_stmt, *const order_day_stmt, *const order_get_stmt, *const order_past_stmt,
    *const order_done_stmt;
#define ORDER_HISTORY(patient, lang) \
	QUERY(order_history_stmt, { patient }, { lang })
#define ORDER_OPEN(patient, lang)	QUERY(order_open_stmt, { patient }, { lang })
#define ORDER_SHEET(patient, lang) \
	QUERY(order_sheet_stmt, { patient }, { lang })
#define ORDER_DAY(patient, lang, day) \
	QUERY(order_day_stmt, { patient }, { lang }, { day })
/* One order, its former versions, and what was done of it. */
#define ORDER_GET(id, lang)	QUERY(order_get_stmt, { id }, { lang })
#define ORDER_PAST(id, lang)	QUERY(order_past_stmt, { id }, { lang })
#define ORDER_DONE(id)		QUERY(order_done_stmt, { id })

void order_read(struct db *db, const struct rows *rows,
    struct care_order_list *out);
void order_read_done(struct db *db, const struct rows *rows,
    struct service_done_list *out);

/* NOT_FOUND also when row-level security hides the order. */
enum status order_get(struct db *db, const char *id, const char *lang,
    struct care_order *out) __attribute__((warn_unused_result));

/* What can be ordered, for book_read(); the group is its note. */
extern const struct stmt *const service_book_stmt, *const device_book_stmt;
#define SERVICES_QUERY(lang)	QUERY(service_book_stmt, { lang })
#define DEVICES_QUERY(lang)	QUERY(device_book_stmt, { lang })

#endif
