/* transfers.h: patients who go from one area of an institution to another. */
#ifndef TRANSFERS_H
#define TRANSFERS_H

#include "db/db.h"

/* One transfer as both sides see it; every member is a text. */
struct transfer {
	const char	*id;
	const char	*from;		/* names of areas */
	const char	*to;
	const char	*reason;
	const char	*planned_on;
	const char	*status;	/* offered, accepted, declined, withdrawn */
	const char	*decline_reason;
	const char	*offered_by;
	const char	*offered_on;
	const char	*decided_by;
	const char	*decided_on;
	const char	*version;
};

struct transfer_list {
	struct transfer	*item;
	size_t		 len;
};

/* Somebody offered to an area of this user: enough to decide about. */
struct transfer_offer {
	struct transfer	 transfer;
	const char	*patient;
	const char	*registry_no;
	long		 age;
	const char	*sex;
	const char	*diagnosis;
	const char	*diagnosis_title;
	const char	*patient_status;
	const char	*passport;	/* sealed; NULL when there is none */
};

struct transfer_offers {
	struct transfer_offer	*item;
	size_t			 len;
};

extern const struct stmt transfer_stmts[];

/* Queries for a pipeline, each with its reader. */
extern const struct stmt *const transfer_history_stmt,
    *const transfer_areas_stmt, *const transfer_offers_stmt,
    *const transfer_offer_stmt;
/* Of one patient, newest first. */
#define TRANSFER_HISTORY(id, lang) \
	QUERY(transfer_history_stmt, { id }, { lang })
/* Where a patient could go; read by book_read(). */
#define TRANSFER_AREAS(id, lang) \
	QUERY(transfer_areas_stmt, { id }, { lang })
/* What waits for this user to be accepted; the one of an id. */
#define TRANSFER_OFFERS(lang)	QUERY(transfer_offers_stmt, { lang })
#define TRANSFER_OFFER(id, lang) \
	QUERY(transfer_offer_stmt, { id }, { lang })

void transfer_read(struct db *db, const struct rows *rows,
    struct transfer_list *out);
void transfer_read_offers(struct db *db, const struct rows *rows,
    struct transfer_offers *out);

/* CONFLICT when version is not the patient's; INVALID: a rule. */
enum status transfer_add(struct db *db, const char *patient,
    const char *version, const char *to, const char *reason,
    const char *planned_on) __attribute__((warn_unused_result));

/*
 * accept, decline (with a reason) or withdraw.  *patient becomes whom it was
 * about; CONFLICT when somebody decided before; INVALID: a rule.
 */
enum status transfer_decide(struct db *db, const char *id,
    const char *version, const char *action, const char *reason,
    const char **patient) __attribute__((warn_unused_result));

#endif
