/* instruments.c: what can be assessed: instruments, their items and answers. */

#include <string.h>

#include "db/instruments.h"
#include "db/language.h"

enum { LIST, ITEMS, ANSWERS };

/* $1 array of codes, $2 language, $3 patient. */
#define KNOWN \
	"EXISTS (SELECT FROM assessment a WHERE" \
	" a.instrument = i.code AND a.patient_id = $3::uuid)"
#define CHOSEN \
	"(i.code = ANY ($1::text[])" \
	" OR ($1::text[] = '{}' AND i.visit AND i.retired_at IS NULL)" \
	" OR ($1::text[] = '{*}' AND " KNOWN "))"

const struct stmt instrument_stmts[] = {
	[LIST] = { "instrument_list",
	    "SELECT i.code, i.version, " IN_LANGUAGE("$2", "i.name", "i.name_en")
	    ", " IN_LANGUAGE("$2", "i.help", "i.help_en") ", i.source, "
	    IN_LANGUAGE("$2", "i.licence", "i.licence_en")
	    ", i.asks_completed_by, " CHOSEN ", " KNOWN
	    "  FROM instrument i"
	    " WHERE i.retired_at IS NULL OR " CHOSEN
	    " ORDER BY i.ord, i.code" },
	[ITEMS] = { "instrument_items",
	    "SELECT t.instrument, t.code, t.kind, "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") ","
	    "       trim_scale(t.low), trim_scale(t.high), trim_scale(t.step), "
	    IN_LANGUAGE("$2", "t.least", "t.least_en") ", "
	    IN_LANGUAGE("$2", "t.most", "t.most_en") ", t.worse,"
	    "       array_to_string(t.parts, ',')"
	    "  FROM instrument i JOIN instrument_item t ON t.instrument = i.code"
	    " WHERE " CHOSEN
	    " ORDER BY i.ord, i.code, t.ord" },
	[ANSWERS] = { "instrument_answers",
	    "SELECT w.instrument, w.item, trim_scale(w.value), "
	    IN_LANGUAGE("$2", "w.name", "w.name_en") ", "
	    IN_LANGUAGE("$2", "w.short", "w.short_en")
	    "  FROM instrument i"
	    "  JOIN instrument_answer w ON w.instrument = i.code"
	    " WHERE " CHOSEN
	    " ORDER BY w.instrument, w.item, w.ord" },
	{ NULL, NULL }
};

void
instrument_queries(struct db *db, const char *chosen, const char *patient,
    const char *lang, struct query q[INSTRUMENT_QUERIES])
{
	q[0] = query_keep(db, &instrument_stmts[LIST],
	    ARGS({ chosen }, { lang }, { patient }));
	q[1] = query_keep(db, &instrument_stmts[ITEMS],
	    ARGS({ chosen }, { lang }, { patient }));
	q[2] = query_keep(db, &instrument_stmts[ANSWERS],
	    ARGS({ chosen }, { lang }, { patient }));
}

static struct item
read_item(const struct rows *r, size_t i)
{
	return (struct item){
		.instrument = row_text(r, i, 0),
		.code = row_text(r, i, 1),
		.kind = row_text(r, i, 2),
		.name = row_text(r, i, 3),
		.low = row_text(r, i, 4),
		.high = row_text(r, i, 5),
		.step = row_text(r, i, 6),
		.least = row_text(r, i, 7),
		.most = row_text(r, i, 8),
		.worse = row_text(r, i, 9),
		.parts = row_text(r, i, 10),
	};
}

static struct instrument
read_instrument(const struct rows *r, size_t i)
{
	return (struct instrument){
		.code = row_text(r, i, 0),
		.version = row_text(r, i, 1),
		.name = row_text(r, i, 2),
		.help = row_text(r, i, 3),
		.source = row_text(r, i, 4),
		.licence = row_text(r, i, 5),
		.completed_by = row_bool(r, i, 6),
		.chosen = row_bool(r, i, 7),
		.known = row_bool(r, i, 8),
	};
}

/* The answers of an item stand together. */
static void
take_answers(struct item *item, const struct rows *r, struct answer *all)
{
	for (size_t i = 0; i < rows_len(r); i++) {
		if (strcmp(row_text(r, i, 0), item->instrument) != 0 ||
		    strcmp(row_text(r, i, 1), item->code) != 0)
			continue;
		if (item->answers_len++ == 0)
			item->answers = &all[i];
	}
}

/* And so do the items of an instrument. */
static void
take_items(struct instrument *instrument, struct item *all, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strcmp(all[i].instrument, instrument->code) == 0 &&
		    instrument->items_len++ == 0)
			instrument->items = &all[i];
}

void
instrument_read(struct db *db, const struct query q[INSTRUMENT_QUERIES],
    struct instrument_list *out)
{
	size_t items_len = rows_len(q[1].rows);
	size_t answers_len = rows_len(q[2].rows);
	struct item *items;
	struct answer *answers;

	items = arena_array(db_arena(db), items_len, sizeof(*items));
	answers = arena_array(db_arena(db), answers_len, sizeof(*answers));
	for (size_t i = 0; i < answers_len; i++) {
		answers[i].item = row_text(q[2].rows, i, 1);
		answers[i].value = row_text(q[2].rows, i, 2);
		answers[i].name = row_text(q[2].rows, i, 3);
		answers[i].label = row_text(q[2].rows, i, 4);
	}
	for (size_t i = 0; i < items_len; i++) {
		items[i] = read_item(q[1].rows, i);
		take_answers(&items[i], q[2].rows, answers);
	}
	out->len = rows_len(q[0].rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i] = read_instrument(q[0].rows, i);
		take_items(&out->item[i], items, items_len);
	}
}
