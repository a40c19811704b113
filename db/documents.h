/* documents.h: sealed documents, stored and returned byte for byte. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include "db/db.h"

/* One revision about to be stored; every member is taken from its envelope. */
struct document {
	const char	*text;		/* the envelope, byte for byte */
	const char	*rec;
	const char	*inst;
	const char	*type;
	const char	*author;
	const char	*rev;
	const char	*ts;
	const char	*kep;
	const char	*prev;		/* hex, compared with the last hash */
	const char	*hash;		/* hex */
};

struct revision {
	long		 seq;
	long		 area;
	const char	*rec;
	const char	*text;
};

struct revision_list {
	struct revision	*item;
	size_t		 len;
};

/* What the roster says of an author and of the institution's epoch. */
struct document_author {
	const char	*sig_pub;	/* hex; "" when the account is no member */
	long		 epoch;		/* the highest one of the roster */
};

extern const struct stmt document_stmts[];

/*
 * Current revisions of a type with seq > after, ascending, at most limit.
 * reached is the last seq that the institution has given out, to anybody;
 * left lists, comma-separated, patients who were once in the reach of this
 * user, or offered to it, and are not any more (transferred, or an import taken
 * back): all, when after is 0.
 */
enum status document_sync(struct db *db, const char *type, const char *after,
    const char *limit, struct revision_list *out, long *reached,
    const char **left)
    __attribute__((warn_unused_result));

/* Rows of sequence number, area, record and envelope. */
void document_read_list(struct db *db, const struct rows *rows,
    struct revision_list *out);

/* All revisions of one document, oldest first; NOT_FOUND when none is seen. */
enum status document_versions(struct db *db, const char *rec,
    struct revision_list *out) __attribute__((warn_unused_result));

/* The queries of the current revision, for a pipeline; of whose line. */
extern const struct stmt *const document_current_stmt,
    *const document_of_line_stmt;
#define DOCUMENT_CURRENT(rec)	QUERY(document_current_stmt, { rec })
#define DOCUMENT_OF_LINE(line)	QUERY(document_of_line_stmt, { line })

/* Its envelope; NULL when there is none. */
const char *document_read_text(const struct rows *rows);

/* The query of the user as an author of this institution, for a pipeline. */
extern const struct stmt *const document_author_stmt;
#define DOCUMENT_AUTHOR(inst)	QUERY(document_author_stmt, { inst })
void document_read_author(const struct rows *rows,
    struct document_author *out);

/* The statement that stores a revision, for a pipeline with other writes. */
extern const struct stmt *const document_put_stmt;
#define DOCUMENT_PUT(d, patient) \
	QUERY(document_put_stmt, { (d)->text }, { (d)->rec }, { (d)->inst }, \
	    { (d)->type }, { (d)->author }, { (d)->rev }, { (d)->ts }, \
	    { (d)->kep }, { (d)->prev }, { (d)->hash }, { patient })
/* The same, for as long as the request. */
struct query document_put_query(struct db *db, const struct document *d,
    const char *patient);

#endif
