/* rotations.h: another key for an institution: who has left, who gave which grant, and the new epoch. */
#ifndef ROTATIONS_H
#define ROTATIONS_H

#include "db/enrolments.h"

/* The last change of the key. */
struct rotation {
	const char	*epoch;		/* "" when there was none yet */
	const char	*reason;	/* leaver, periodic or compromise */
	const char	*officer;	/* his name */
	const char	*started;	/* ISO 8601 with Z */
	const char	*finished;	/* "" before the last key is wrapped */
	const char	*closed;	/* "" while old wraps are kept */
	long		 unchecked;	/* old wraps still kept for want of a second look */
};

/* A grant that stands. */
struct given {
	long		 epoch;
	const char	*recipient;
	const char	*sender;
	long		 seq;		/* where in the roster it was given */
};

/* What a change begins from; empty for who is no officer. */
struct rotation_base {
	bool			 officer;
	struct leaver_list	 leavers;
	struct given		*given;
	size_t			 given_len;
	struct rotation		 last;
};

extern const struct stmt rotation_stmts[];

/* The grants that stand, for an officer. */
extern const struct stmt *const given_stmt;
struct given *given_read(struct db *db, const struct rows *rows, size_t *len);

enum status rotation_base_get(struct db *db, struct rotation_base *out)
    __attribute__((warn_unused_result));

/*
 * Append entries (one a line, the epoch last) and keep grants (one a line).
 * DENIED for who is no officer, CONFLICT when the roster has moved on, INVALID
 * when somebody is removed who has not left, forgotten, or left with a grant
 * of somebody who is no officer any more.
 */
enum status rotation_begin(struct db *db, const char *entries,
    const char *grants) __attribute__((warn_unused_result));

#endif
