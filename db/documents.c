/* documents.c: sealed documents, stored and returned byte for byte. */

#include "db/documents.h"

enum { SYNC, REACHED, LEFT, VERSIONS, CURRENT, OF_LINE, AUTHOR, PUT };

#define COLUMNS	"seq, area_id, rec, envelope"

const struct stmt document_stmts[] = {
	[SYNC] = { "document_sync",
	    "SELECT " COLUMNS
	    "  FROM document"
	    " WHERE inst = current_inst() AND type = $1 AND current"
	    "   AND seq > $2::bigint"
	    " ORDER BY seq LIMIT $3::int" },
	[REACHED] = { "document_reached",
	    "SELECT document_seq FROM crypto_inst WHERE inst = current_inst()" },
	[LEFT] = { "document_left",
	    "SELECT string_agg(l.patient_id::text, ',')"
	    "  FROM (SELECT t.patient_id FROM patient_transfer t"
	    "         WHERE t.inst = current_inst()"
	    "           AND ($1::bigint = 0 OR t.document_seq > $1::bigint)"
	    "           AND NOT EXISTS (SELECT FROM patient p"
	    "                            WHERE p.id = t.patient_id)"
	    "        UNION SELECT i.patient_id"
	    "                FROM import_left($1::bigint) i"
	    "        UNION SELECT e.rec FROM record_left($1::bigint) e) l" },
	[VERSIONS] = { "document_versions",
	    "SELECT " COLUMNS
	    "  FROM document"
	    " WHERE rec = $1"
	    " ORDER BY rev" },
	[CURRENT] = { "document_current",
	    "SELECT " COLUMNS
	    "  FROM document"
	    " WHERE rec = $1 AND current" },
	[OF_LINE] = { "document_of_line",
	    "SELECT " COLUMNS
	    "  FROM document"
	    " WHERE rec = (SELECT l.patient_id FROM prescription l"
	    "               WHERE l.id = $1) AND current" },
	[AUTHOR] = { "document_author",
	    "SELECT encode(sig_pub, 'hex'), epoch FROM document_author($1)" },
	[PUT] = { "document_put",
	    "SELECT document_put($1, $2::uuid, $3::uuid, $4, $5::uuid,"
	    " $6::int, $7::bigint, $8::int, decode($9, 'hex'),"
	    " decode($10, 'hex'), $11::uuid)" },
	{ NULL, NULL }
};

const struct stmt *const document_current_stmt = &document_stmts[CURRENT];
const struct stmt *const document_of_line_stmt = &document_stmts[OF_LINE];
const struct stmt *const document_author_stmt = &document_stmts[AUTHOR];
const struct stmt *const document_put_stmt = &document_stmts[PUT];

void
document_read_list(struct db *db, const struct rows *r, struct revision_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].seq = row_long(r, i, 0);
		out->item[i].area = row_long(r, i, 1);
		out->item[i].rec = row_text(r, i, 2);
		out->item[i].text = row_text(r, i, 3);
	}
}

enum status
document_sync(struct db *db, const char *type, const char *after,
    const char *limit, struct revision_list *out, long *reached,
    const char **left)
{
	struct query all[] = {
		QUERY(&document_stmts[SYNC], { type }, { after }, { limit }),
		{ .stmt = &document_stmts[REACHED] },
		QUERY(&document_stmts[LEFT], { after }),
	};
	enum status st;

	if ((st = db_run_all(db, all, 3)) != OK)
		return st;
	document_read_list(db, all[0].rows, out);
	*left = row_text(all[2].rows, 0, 0);
	*reached = rows_len(all[1].rows) > 0 ? row_long(all[1].rows, 0, 0) : 0;
	return OK;
}

enum status
document_versions(struct db *db, const char *rec, struct revision_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &document_stmts[VERSIONS], ARGS({ rec }),
	    &rows)) != OK)
		return st;
	document_read_list(db, rows, out);
	return out->len > 0 ? OK : NOT_FOUND;
}

const char *
document_read_text(const struct rows *rows)
{
	return rows_len(rows) > 0 ? row_text(rows, 0, 3) : NULL;
}

void
document_read_author(const struct rows *rows, struct document_author *out)
{
	out->sig_pub = rows_len(rows) > 0 ? row_text(rows, 0, 0) : "";
	out->epoch = rows_len(rows) > 0 ? row_long(rows, 0, 1) : 0;
}

struct query
document_put_query(struct db *db, const struct document *d,
    const char *patient)
{
	struct query q = DOCUMENT_PUT(d, patient);

	return query_keep(db, q.stmt, q.args, q.args_len);
}
