/* line_notes.c: what a line says beside dose and schedule, where there is room. */

#include <string.h>

#include "db/language.h"
#include "db/line_notes.h"

const struct stmt line_note_stmts[] = {
	{ "line_notes",
	    "SELECT l.id, trim_scale(l.titration_step),"
	    "       l.titration_every_days, trim_scale(l.titration_target), "
	    IN_LANGUAGE("$2", "u.name", "u.name_en") ", "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") ","
	    "       array_to_string(ARRAY(SELECT "
	    IN_LANGUAGE("$2", "k.name", "k.name_en")
	    "  FROM line_instruction k WHERE k.code = ANY (l.instructions)"
	    " ORDER BY array_position(l.instructions, k.code)), '; '), "
	    IN_LANGUAGE("$2", "r.name", "r.name_en") ","
	    "       trim_scale(l.quantity), l.packs, l.rx_form,"
	    "       trim(b.series || ' ' || b.number), b.issued_on"
	    "  FROM prescription l"
	    "  LEFT JOIN unit u ON u.code = l.unit"
	    "  LEFT JOIN titration_decider t ON t.code = l.titration_by"
	    "  LEFT JOIN reason r"
	    "    ON r.kind = 'stop' AND r.code = l.change_reason"
	    "  LEFT JOIN LATERAL"
	    "       (SELECT b.series, b.number, b.issued_on"
	    "          FROM prescription_blank b"
	    "         WHERE b.prescription_id = l.id AND b.error_at IS NULL"
	    "         ORDER BY b.issued_on DESC, b.created_at DESC LIMIT 1) b"
	    "    ON true"
	    " WHERE l.patient_id = $1"
	    "   AND (l.titration_step IS NOT NULL OR l.instructions <> '{}'"
	    "        OR l.change_reason IS NOT NULL OR l.quantity IS NOT NULL"
	    "        OR l.packs IS NOT NULL OR b.number IS NOT NULL)" },
	{ NULL, NULL }
};

const struct stmt *const line_note_stmt = &line_note_stmts[0];

void
line_note_read(struct db *db, const struct rows *r, struct line_notes *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct line_note){
			.line = row_text(r, i, 0),
			.step = row_text(r, i, 1),
			.step_days = row_long(r, i, 2),
			.target = row_text(r, i, 3),
			.unit = row_text(r, i, 4),
			.decider = row_text(r, i, 5),
			.instructions = row_text(r, i, 6),
			.change_reason = row_text(r, i, 7),
			.quantity = row_text(r, i, 8),
			.packs = row_text(r, i, 9),
			.form = row_text(r, i, 10),
			.blank = row_text(r, i, 11),
			.blank_on = row_text(r, i, 12),
		};
}

const struct line_note *
line_note_of(const struct line_notes *notes, const char *line)
{
	for (size_t i = 0; i < notes->len; i++)
		if (strcmp(notes->item[i].line, line) == 0)
			return &notes->item[i];
	return NULL;
}
