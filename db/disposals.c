/* disposals.c: how long data is kept, what is over, its deletion by two persons. */

#include "db/disposals.h"
#include "db/language.h"
#include "db/letterheads.h"

enum { RULES, RULE, PLACES, DUE, HASH, LIST, GET, DUE_OF, HASH_OF, ASK, DECIDE };

/* What is out of use deletes nothing.  Kept in step with read_rule(). */
#define RULE_COLUMNS(lang) \
	"SELECT r.code, " IN_LANGUAGE(lang, "r.name", "r.name_en") "," \
	"       r.since, r.months," \
	"       CASE WHEN r.retired_at IS NULL AND CURRENT_DATE BETWEEN" \
	"            coalesce(r.valid_from, '-infinity') AND" \
	"            coalesce(r.valid_to, 'infinity') THEN r.way" \
	"       ELSE 'hold' END," \
	"       " IN_LANGUAGE(lang, "r.source", "r.source_en") "," \
	"       coalesce(sum(c.entries), 0), min(c.oldest)" \
	"  FROM retention_rule r" \
	"  LEFT JOIN retention_count() c ON c.rule = r.code"

/* Kept in step with read_disposal(). */
#define COLUMNS(lang) \
	"SELECT d.id, d.rule, " IN_LANGUAGE(lang, "r.name", "r.name_en") "," \
	"       d.area_id, " IN_LANGUAGE(lang, "a.name", "a.name_en") "," \
	"       d.as_of, d.entries, encode(d.list_hash, 'hex'), q.state," \
	"       q.reason, b.name, extract(epoch FROM q.asked_at)::bigint," \
	"       x.name, extract(epoch FROM q.decided_at)::bigint," \
	"       d.certificate, extract(epoch FROM d.done_at)::bigint," \
	"       coalesce(d.months, retention_months(r, d.area_id, d.as_of))," \
	"       " IN_LANGUAGE(lang, "coalesce(d.source, r.source)", \
	    "coalesce(d.source_en, r.source_en)") "," \
	"       (SELECT string_agg(e.key || '=' || e.value, ',' ORDER BY e.key)" \
	"          FROM jsonb_each_text(d.deleted) e), q.id," \
	"       q.asked_by = current_account()," \
	"       q.asked_by <> current_account()" \
	"  FROM disposal d" \
	"  JOIN retention_rule r ON r.code = d.rule" \
	"  JOIN right_request q ON q.disposal_id = d.id" \
	"  JOIN area a ON a.id = d.area_id" \
	"  LEFT JOIN staff b ON b.id = q.asked_by" \
	"  LEFT JOIN staff x ON x.id = q.decided_by"

/* The first of a list by the day they ended.  Kept in step with read_due(). */
#define DUE_FROM(lang, source) \
	"SELECT d.called, " IN_LANGUAGE(lang, "a.name", "a.name_en") "," \
	"       d.ended_on" \
	"  FROM " source " d JOIN area a ON a.id = d.area_id" \
	" ORDER BY d.ended_on, d.called LIMIT 200"

const struct stmt disposal_stmts[] = {
	[RULES] = { "retention_list",
	    RULE_COLUMNS("$1") " GROUP BY r.code ORDER BY r.ord, r.code" },
	[RULE] = { "retention_get",
	    RULE_COLUMNS("$2") " WHERE r.code = $1 GROUP BY r.code" },
	[PLACES] = { "retention_places",
	    "SELECT o.id, " IN_LANGUAGE("$2", "o.name", "o.name_en") ","
	    "       sum(c.entries), min(c.oldest)"
	    "  FROM retention_count() c"
	    "  JOIN area a ON a.id = c.area_id"
	    "  JOIN area o ON o.path @> a.path"
	    " WHERE c.rule = $1 AND o.id = ANY (areas('user_manage'))"
	    " GROUP BY o.id ORDER BY o.path" },
	[DUE] = { "disposal_due",
	    DUE_FROM("$3", "disposal_due($1, $2::int, CURRENT_DATE)") },
	[HASH] = { "disposal_hash",
	    "SELECT entries, encode(list_hash, 'hex')"
	    "  FROM disposal_hash($1, $2::int, CURRENT_DATE)" },
	[LIST] = { "disposal_list", COLUMNS("$1") " ORDER BY d.id DESC LIMIT 200" },
	[GET] = { "disposal_get", COLUMNS("$2") " WHERE d.id = $1::bigint" },
	[DUE_OF] = { "disposal_due_of",
	    DUE_FROM("$2", "(SELECT u.* FROM disposal s, LATERAL"
	    " disposal_due(s.rule, s.area_id, s.as_of) u"
	    " WHERE s.id = $1::bigint AND s.done_at IS NULL)") },
	[HASH_OF] = { "disposal_hash_of",
	    "SELECT h.entries, encode(h.list_hash, 'hex')"
	    "  FROM disposal s, disposal_hash(s.rule, s.area_id, s.as_of) h"
	    " WHERE s.id = $1::bigint AND s.done_at IS NULL" },
	[ASK] = { "disposal_ask",
	    "SELECT disposal_ask($1, $2::int,"
	    " CASE WHEN $3 ~ '^[0-9a-f]{64}$' THEN decode($3, 'hex') END, $4)" },
	[DECIDE] = { "disposal_decide",
	    "SELECT request_decide(id, $2::boolean) FROM right_request"
	    " WHERE disposal_id = $1::bigint" },
	{ NULL, NULL }
};

static void
read_rule(const struct rows *r, size_t i, struct retention *out)
{
	*out = (struct retention){
		.code = row_text(r, i, 0),
		.name = row_text(r, i, 1),
		.since = row_text(r, i, 2),
		.months = row_long(r, i, 3),
		.way = row_text(r, i, 4),
		.source = row_text(r, i, 5),
		.entries = row_long(r, i, 6),
		.oldest = row_text(r, i, 7),
	};
}

static void
read_disposal(const struct rows *r, size_t i, struct disposal *out)
{
	*out = (struct disposal){
		.id = row_text(r, i, 0),
		.rule = row_text(r, i, 1),
		.name = row_text(r, i, 2),
		.area = row_text(r, i, 3),
		.area_name = row_text(r, i, 4),
		.as_of = row_text(r, i, 5),
		.entries = row_long(r, i, 6),
		.hash = row_text(r, i, 7),
		.state = row_text(r, i, 8),
		.reason = row_text(r, i, 9),
		.asked_by = row_text(r, i, 10),
		.asked_at = row_text(r, i, 11),
		.decided_by = row_text(r, i, 12),
		.decided_at = row_text(r, i, 13),
		.certificate = row_text(r, i, 14),
		.done_at = row_text(r, i, 15),
		.months = row_long(r, i, 16),
		.source = row_text(r, i, 17),
		.rows = row_text(r, i, 18),
		.mine = row_bool(r, i, 19),
		.may_release = row_bool(r, i, 20),
	};
}

static void
read_due(struct db *db, const struct rows *due, const struct rows *hash,
    struct due_list *out)
{
	out->len = rows_len(due);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct due){
			.called = row_text(due, i, 0),
			.area_name = row_text(due, i, 1),
			.ended_on = row_text(due, i, 2),
		};
	out->entries = rows_len(hash) > 0 ? row_long(hash, 0, 0) : 0;
	out->hash = rows_len(hash) > 0 ? row_text(hash, 0, 1) : "";
}

enum status
retention_list(struct db *db, const char *lang, struct retentions *out,
    struct disposals *done)
{
	struct query q[] = {
		QUERY(&disposal_stmts[RULES], { lang }),
		QUERY(&disposal_stmts[LIST], { lang }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	out->len = rows_len(q[0].rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_rule(q[0].rows, i, &out->item[i]);
	done->len = rows_len(q[1].rows);
	done->item = arena_array(db_arena(db), done->len, sizeof(*done->item));
	for (size_t i = 0; i < done->len; i++)
		read_disposal(q[1].rows, i, &done->item[i]);
	return OK;
}

enum status
retention_get(struct db *db, const char *code, const char *lang,
    const char *area, struct retention *out, struct due_places *places,
    struct due_list *list)
{
	struct query q[] = {
		QUERY(&disposal_stmts[RULE], { code }, { lang }),
		QUERY(&disposal_stmts[PLACES], { code }, { lang }),
		QUERY(&disposal_stmts[DUE], { code }, { area }, { lang }),
		QUERY(&disposal_stmts[HASH], { code }, { area }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 4)) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	read_rule(q[0].rows, 0, out);
	places->len = rows_len(q[1].rows);
	places->item = arena_array(db_arena(db), places->len,
	    sizeof(*places->item));
	for (size_t i = 0; i < places->len; i++)
		places->item[i] = (struct due_place){
			.area = row_text(q[1].rows, i, 0),
			.name = row_text(q[1].rows, i, 1),
			.entries = row_long(q[1].rows, i, 2),
			.oldest = row_text(q[1].rows, i, 3),
		};
	read_due(db, q[2].rows, q[3].rows, list);
	return OK;
}

enum status
disposal_get(struct db *db, const char *id, const char *lang,
    struct disposal *out, struct due_list *now, struct rows **letter)
{
	struct query q[] = {
		QUERY(&disposal_stmts[GET], { id }, { lang }),
		QUERY(&disposal_stmts[DUE_OF], { id }, { lang }),
		QUERY(&disposal_stmts[HASH_OF], { id }),
		OWN_LETTERHEAD,
	};
	enum status st;

	if ((st = db_run_all(db, q, 4)) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	read_disposal(q[0].rows, 0, out);
	read_due(db, q[1].rows, q[2].rows, now);
	*letter = q[3].rows;
	return OK;
}

enum status
disposal_ask(struct db *db, const char *rule, const char *area,
    const char *hash, const char *reason, const char **id)
{
	struct query q = QUERY(&disposal_stmts[ASK], { rule }, { area },
	    { hash }, { reason });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) == OK)
		*id = row_text(q.rows, 0, 0);
	return st;
}

enum status
disposal_decide(struct db *db, const char *id, bool release,
    const char **result)
{
	struct query q[] = {
		QUERY(&disposal_stmts[DECIDE], { id },
		    { release ? "true" : "false" }),
		{ .stmt = &db_rules_now },
	};
	enum status st;

	if ((st = db_try_all(db, q, 2)) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	*result = row_text(q[0].rows, 0, 0);
	return OK;
}
