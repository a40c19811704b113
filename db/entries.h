/* entries.h: SQL for the entries of one person. */
#ifndef ENTRIES_H
#define ENTRIES_H

/*
 * A patient, and who was merged into him: a sealed note says whose it is, so
 * it stays with the entry that went.
 */
#define ENTRIES(patient) \
	"(ARRAY(WITH RECURSIVE e AS (SELECT " patient "::uuid AS id" \
	" UNION SELECT m.other_id FROM e JOIN patient_merge m" \
	"    ON m.patient_id = e.id AND m.undone_at IS NULL)" \
	" SELECT id FROM e))"

#endif
