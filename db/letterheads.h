/* letterheads.h: what an institution writes at the head of its papers. */
#ifndef LETTERHEADS_H
#define LETTERHEADS_H

#include "db/db.h"

struct letterhead {
	const char	*area;		/* id */
	const char	*area_name;
	const char	*name;		/* "" where there is none, as below */
	const char	*address;
	const char	*phone;
	const char	*head;		/* who signs */
	long		 version;	/* 0 where there is none yet */
};

struct letterheads {
	struct letterhead	*item;
	size_t			 len;
};

/* What an administrator writes; version "0" for the first. */
struct letterhead_entry {
	const char	*area;
	const char	*version;
	const char	*name;
	const char	*address;	/* NULL is none, as below */
	const char	*phone;
	const char	*head;
};

extern const struct stmt letterhead_stmts[], own_letterhead_stmts[];

/* The letterhead of who asks: a query read by letterhead_read(). */
extern const struct stmt *const own_letterhead_stmt;
#define OWN_LETTERHEAD	{ .stmt = own_letterhead_stmt }
void letterhead_read(const struct rows *rows, struct letterhead *out);

/* Of each region and institution managed. */
enum status letterhead_list(struct db *db, const char *lang,
    struct letterheads *out) __attribute__((warn_unused_result));

/* NOT_FOUND out of reach. */
enum status letterhead_get(struct db *db, const char *area, const char *lang,
    struct letterhead *out) __attribute__((warn_unused_result));

/* CONFLICT when somebody wrote it meanwhile. */
enum status letterhead_write(struct db *db, const struct letterhead_entry *in)
    __attribute__((warn_unused_result));

#endif
