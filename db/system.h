/* system.h: what is told of the whole register, of nobody in it. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include "db/db.h"

struct system_facts {
	const char	*change;	/* newest of the schema */
	const char	*changed_at;	/* seconds, as below */
	const char	*server;	/* version of PostgreSQL */
	const char	*size;		/* of the database, in words */
	long		 patients;
	long		 accounts;
	long		 sessions;
	const char	*level;		/* ok, near or over */
	const char	*backup_at;	/* "" when none was noted */
	const char	*backup_what;
	long		 backup_hours;
	bool		 archiving;
	const char	*archived_at;
	bool		 archive_failed;
	long		 servers;	/* other databases it may ask */
	long		 queued;	/* reports that wait */
	long		 running;
	long		 failed;	/* in the last day */
	long		 kept;		/* and can be fetched again */
	const char	*waits_since;	/* the first that waits, or "" */
};

/* Who is connected, by database role. */
struct connected {
	const char	*role;
	long		 connections;
};

struct connected_list {
	struct connected	*item;
	size_t			 len;
};

extern const struct stmt system_stmts[];

/* For who manages users anywhere; DENIED for others. */
enum status system_get(struct db *db, struct system_facts *out,
    struct connected_list *roles) __attribute__((warn_unused_result));

#endif
