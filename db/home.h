/* home.h: an institution at a glance, and what waits to be done. */
#ifndef HOME_H
#define HOME_H

#include "db/db.h"
#include "db/transfers.h"
#include "db/wraps.h"

struct home_figures {
	const char	*on_register;
	const char	*new_this_month;
	const char	*in_pain;	/* last pain above 3 */
	const char	*unseen;	/* for 14 days */
};

/* A patient with a reason to be in the list. */
struct home_line {
	const char	*patient;
	const char	*registry_no;
	const char	*diagnosis;
	const char	*what;		/* pain, unseen, ending, patch, review,
					 * waiting, family …; "" if opened */
	const char	*value;		/* pain score or days, "" if none */
	const char	*on;		/* ISO date or time */
};

/* A report of the user that is over, and that he has not seen. */
struct home_report {
	const char	*id;
	const char	*kind;
	const char	*state;		/* done, failed */
	const char	*from;		/* ISO dates */
	const char	*to;
};

struct home_reports {
	struct home_report	*item;
	size_t			 len;
};

struct home {
	const char		*place;	/* name of the area worked in */
	struct home_figures	 figures;
	struct home_line	*todo;
	size_t			 todo_len;
	struct home_line	*recent;
	size_t			 recent_len;
	struct transfer_offers	 offers;	/* patients to accept */
	struct key_tasks	 keys;		/* for an officer */
	struct home_reports	 reports;
};

extern const struct stmt home_stmts[];

/* Of who sees no patients, the reports alone. */
enum status home_reports(struct db *db, struct home_reports *out)
    __attribute__((warn_unused_result));

/* All of it in one round trip. */
enum status home_get(struct db *db, long area, const char *lang,
    struct home *out)
    __attribute__((warn_unused_result));

#endif
