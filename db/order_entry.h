/* order_entry.h: services and devices are ordered, changed and taken a step on. */
#ifndef ORDER_ENTRY_H
#define ORDER_ENTRY_H

#include "db/db.h"

/* NULL is "not given"; dates are ISO 8601. */
struct service_entry {
	const char	*id;		/* of the row */
	const char	*patient;	/* of a new order */
	const char	*version;	/* of the order that is changed */
	const char	*service;
	const char	*times;
	const char	*per;
	const char	*performer;
	const char	*place;
	const char	*starts_on;
	const char	*ends_on;
	const char	*indication;
	const char	*status;	/* draft or requested, of a new order */
};

struct device_entry {
	const char	*id;
	const char	*patient;
	const char	*version;
	const char	*device;
	const char	*model;
	const char	*quantity;
	const char	*needed_on;
	const char	*commission_no;
	const char	*commission_on;
	const char	*source;
	const char	*status;	/* draft or needed, of a new order */
	const char	*requested_on;	/* these of an order that is changed */
	const char	*issued_on;
	const char	*serial_no;
};

/* A step of either kind; what is not asked is NULL. */
struct order_step_entry {
	const char	*id;
	const char	*version;
	const char	*from;
	const char	*to;
	const char	*on;
	const char	*reason;
	const char	*source;
	const char	*model;
	const char	*serial_no;
};

/* A step from a status, as the table of steps has it. */
struct order_step {
	const char	*kind;
	const char	*action;
	const char	*from;
	const char	*to;
	const char	*name;
	bool		 asks_day;
	bool		 asks_reason;
	bool		 asks_source;
	bool		 asks_serial;
	bool		 by_author;
};

struct order_steps {
	struct order_step	*item;
	size_t			 len;
};

/* What a sheet does with orders: drafts are signed, services go on. */
struct order_sheet {
	const char			*id;
	const char			*drafts;	/* ids, commas */
	size_t				 drafts_len;
	const struct service_entry	*renewed;	/* id: of the old one */
	size_t				 renewed_len;
};

extern const struct stmt order_entry_stmts[];

/* All steps that are no undo, for a pipeline. */
extern const struct stmt *const order_steps_stmt;
#define ORDER_STEPS(lang)	QUERY(order_steps_stmt, { lang })
void order_read_steps(struct db *db, const struct rows *rows,
    struct order_steps *out);

/*
 * Each: INVALID when a rule refuses it, db_refusal() names the rule and the
 * transaction goes on; CONFLICT when the order was changed meanwhile or, for
 * a new one, exists; NOT_FOUND where the patient is out of reach.
 */
enum status service_add(struct db *db, const struct service_entry *in)
    __attribute__((warn_unused_result));
enum status service_save(struct db *db, const struct service_entry *in)
    __attribute__((warn_unused_result));
enum status device_add(struct db *db, const struct device_entry *in)
    __attribute__((warn_unused_result));
enum status device_save(struct db *db, const struct device_entry *in)
    __attribute__((warn_unused_result));
enum status order_take_step(struct db *db, const char *kind,
    const struct order_step_entry *in) __attribute__((warn_unused_result));
enum status order_take_back(struct db *db, const char *id,
    const char *version) __attribute__((warn_unused_result));
enum status order_sign(struct db *db, const struct order_sheet *sheet)
    __attribute__((warn_unused_result));

/* A service was done on a day by a member of the staff. */
enum status service_done_add(struct db *db, const char *id,
    const char *order, const char *on, const char *by)
    __attribute__((warn_unused_result));

/* That was wrong. */
enum status service_done_take_back(struct db *db, const char *id,
    const char *order) __attribute__((warn_unused_result));

#endif
