/* line_notes.h: what a line says beside dose and schedule, where there is room. */
#ifndef LINE_NOTES_H
#define LINE_NOTES_H

#include "db/db.h"

/* Names are in the language asked for; "" where nothing is said. */
struct line_note {
	const char	*line;		/* id of the version */
	const char	*step;		/* of a titration, canonical decimal */
	long		 step_days;
	const char	*target;
	const char	*unit;
	const char	*decider;
	const char	*instructions;	/* for the family, "; " between them */
	const char	*change_reason;
	const char	*quantity;	/* canonical decimal */
	const char	*packs;
	const char	*form;		/* of the prescription */
	const char	*blank;		/* "АБ 123" of the newest one that stands */
	const char	*blank_on;	/* ISO date */
};

struct line_notes {
	struct line_note	*item;
	size_t			 len;
};

extern const struct stmt line_note_stmts[];

/* Of a patient's lines that have something to say; read by line_note_read(). */
extern const struct stmt *const line_note_stmt;
#define LINE_NOTES(patient, lang)	QUERY(line_note_stmt, { patient }, { lang })
void line_note_read(struct db *db, const struct rows *rows,
    struct line_notes *out);

/* That of a line, or NULL. */
const struct line_note *line_note_of(const struct line_notes *notes,
    const char *line);

#endif
