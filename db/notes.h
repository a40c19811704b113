/* notes.h: notes: what may be known of them without their text. */
#ifndef NOTES_H
#define NOTES_H

#include "db/documents.h"

/* How many a page shows, and the most that are sent for a search. */
enum { NOTE_PAGE = 50, NOTE_MOST = 2000 };

/* One revision; of a list the newest one of each note. */
struct note {
	const char	*id;		/* rec of its document */
	const char	*rev;
	const char	*patient;
	const char	*registry_no;	/* of the patient */
	const char	*kind;		/* code of note_kind */
	const char	*kind_name;
	const char	*on;		/* ISO 8601 */
	const char	*author;
	const char	*created;	/* seconds since 1970 */
	const char	*marked_by;	/* who said "in error"; "" when nobody */
	const char	*marked;	/* seconds since 1970, or "" */
	const char	*text;		/* the envelope */
	bool		 in_error;
	bool		 mine;		/* written in part by who asks */
	bool		 current;
};

struct note_list {
	struct note	*item;
	size_t		 len;
};

/* Every member NULL means: not asked for. */
struct note_filter {
	const char	*kind;
	const char	*since;
	const char	*until;
	bool		 with_errors;
};

/* What a doctor writes beside the sealed text. */
struct note_entry {
	const char	*patient;
	const char	*kind;
	const char	*on;
};

extern const struct stmt note_stmts[];

/*
 * The queries of a page, for a pipeline: the notes that fit, also of entries
 * that are merged into this one, newest first
 * (limit of them after offset); how many fit, and how many there are in all.
 */
enum { NOTE_QUERIES = 2 };
void note_queries(struct db *db, const char *patient,
    const struct note_filter *f, long offset, long limit, const char *lang,
    struct query q[NOTE_QUERIES]);
void note_read(struct db *db, const struct rows *rows, struct note_list *out);

/* Counts of the second query: fitting, entered in error, in all. */
struct note_counts {
	long	fitting;
	long	in_error;
	long	all;
};
void note_read_counts(const struct rows *rows, struct note_counts *out);

/* The newest revision; NOT_FOUND when none is seen. */
enum status note_get(struct db *db, const char *id, const char *lang,
    struct note *out) __attribute__((warn_unused_result));

/* All revisions, newest first; NOT_FOUND when none is seen. */
enum status note_versions(struct db *db, const char *id, const char *lang,
    struct note_list *out) __attribute__((warn_unused_result));

/*
 * A revision with its sealed document. INVALID when a rule refuses it and
 * CONFLICT when another one was first; the transaction goes on then.
 */
enum status note_put(struct db *db, const struct note_entry *in,
    const struct document *d) __attribute__((warn_unused_result));

/* Entered in error: CONFLICT when rev is not the newest revision any more. */
enum status note_mark(struct db *db, const char *id, const char *rev)
    __attribute__((warn_unused_result));

#endif
