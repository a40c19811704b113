/* orders.c: services and devices ordered for patients, as they are read. */

#include "db/in_use.h"
#include "db/order_columns.h"
#include "db/orders.h"

enum { HISTORY, OPEN, SHEET, DAY, GET, PAST, DONE, SERVICES, DEVICES };

#define OF_PATIENT(lang) \
	"SELECT " ORDER_COLUMNS(lang) \
	"  FROM care_order o" ORDER_JOINS " WHERE o.patient_id = $1"

/* All that can be ordered, or once could. */
#define BOOK(book, lang) \
	"SELECT b.code, " IN_LANGUAGE(lang, "b.name", "b.name_en") ", " \
	IN_LANGUAGE(lang, "g.name", "g.name_en") ", " \
	OUT_OF_USE("b.", "valid_until") \
	"  FROM " book " b JOIN coded_value g" \
	"    ON g.list = '" book "_group' AND g.code = b.group_code" \
	" ORDER BY g.ord, b.ord, b.code"

/* Former rows in the columns of the newest ones. */
#define PAST_ROWS \
	"SELECT p.id, p.version, p.status, p.changed_by, p.changed_at," \
	" p.starts_on AS since, p.ends_on AS until, p.ended_on, p.reason," \
	" p.times, p.per, p.performer, p.place, NULL::text AS model," \
	" NULL::int AS quantity, NULL::text AS source," \
	" NULL::text AS serial_no, NULL::date AS requested_on," \
	" NULL::date AS issued_on, NULL::date AS returned_on," \
	" NULL::text AS commission_no, NULL::date AS commission_on," \
	" p.service AS code" \
	"  FROM service_order_past p WHERE p.id = $1" \
	" UNION ALL " \
	"SELECT p.id, p.version, p.status, p.changed_by, p.changed_at," \
	" p.needed_on, NULL, p.ended_on, p.reason, NULL, NULL, NULL, NULL," \
	" p.model, p.quantity, p.source, p.serial_no, p.requested_on," \
	" p.issued_on, p.returned_on, p.commission_no, p.commission_on," \
	" p.device" \
	"  FROM device_order_past p WHERE p.id = $1"

const struct stmt order_stmts[] = {
	[HISTORY] = { "order_history",
	    OF_PATIENT("$2")
	    " ORDER BY o.since DESC, o.created_at DESC, o.id" },
	[OPEN] = { "order_open",
	    OF_PATIENT("$2")
	    "   AND (o.status IN ('needed', 'requested', 'issued', 'active')"
	    "        AND NOT (o.status = 'issued' AND o.consumable))"
	    " ORDER BY o.kind, o.days DESC NULLS LAST, o.since, o.id" },
	[SHEET] = { "order_sheet",
	    OF_PATIENT("$2")
	    "   AND (o.status = 'draft' OR"
	    "        o.kind = 'service' AND o.status IN ('requested', 'active'))"
	    " ORDER BY o.status <> 'draft', o.kind DESC, o.since, o.id" },
	[DAY] = { "order_day",
	    OF_PATIENT("$2")
	    "   AND o.status NOT IN ('draft', 'entered_in_error')"
	    "   AND o.since <= $3::date AND $3::date <="
	    "       coalesce(o.ended_on, o.returned_on, o.until, 'infinity')"
	    " ORDER BY o.kind DESC, o.since, o.id" },
	[GET] = { "order_get",
	    "SELECT " ORDER_COLUMNS("$2")
	    "  FROM care_order o" ORDER_JOINS " WHERE o.id = $1" },
	[PAST] = { "order_past",
	    "SELECT o.id, q.patient_id, '', q.kind, o.code, q.name, o.status,"
	    "       o.status, o.since, NULL, o.ended_on, "
	    IN_LANGUAGE("$2", "r.name", "r.name_en") ", '', c.name,"
	    "       to_char(o.changed_at, 'YYYY-MM-DD HH24:MI'), '', '',"
	    "       o.version, false, false, o.until, o.times, o.per,"
	    "       o.performer, "
	    ORDER_CODED("performer", "o.performer", "$2") ", o.place, "
	    ORDER_CODED("service_place", "o.place", "$2") ","
	    "       NULL, NULL, NULL, NULL, NULL, NULL, o.model, o.quantity,"
	    "       o.commission_no, o.commission_on, o.source, "
	    ORDER_CODED("device_source", "o.source", "$2") ","
	    "       o.requested_on, o.issued_on, o.serial_no, o.returned_on,"
	    "       NULL, false"
	    "  FROM (" PAST_ROWS ") o"
	    "  JOIN (SELECT k.id, k.patient_id, k.kind, k.reason_kind, "
	    IN_LANGUAGE("$2", "k.name", "k.name_en") " AS name"
	    "          FROM care_order k WHERE k.id = $1) q ON q.id = o.id"
	    "  LEFT JOIN reason r ON r.kind = q.reason_kind"
	    "       AND r.code = o.reason"
	    "  LEFT JOIN staff c ON c.id = o.changed_by"
	    " ORDER BY o.version DESC" },
	[DONE] = { "order_done",
	    "SELECT d.id, d.done_on, a.name, t.name,"
	    "       current_account() IN (d.author_id, d.done_by)"
	    "  FROM service_done d"
	    "  LEFT JOIN staff a ON a.id = d.done_by"
	    "  LEFT JOIN staff t ON t.id = d.taken_back_by"
	    " WHERE d.order_id = $1"
	    " ORDER BY d.done_on DESC, d.created_at DESC" },
	[SERVICES] = { "order_services", BOOK("service", "$1") },
	[DEVICES] = { "order_devices", BOOK("device", "$1") },
	{ NULL, NULL }
};

const struct stmt *const order_history_stmt = &order_stmts[HISTORY];
const struct stmt *const order_open_stmt = &order_stmts[OPEN];
const struct stmt *const order_sheet_stmt = &order_stmts[SHEET];
const struct stmt *const order_day_stmt = &order_stmts[DAY];
const struct stmt *const order_get_stmt = &order_stmts[GET];
const struct stmt *const order_past_stmt = &order_stmts[PAST];
const struct stmt *const order_done_stmt = &order_stmts[DONE];
const struct stmt *const service_book_stmt = &order_stmts[SERVICES];
const struct stmt *const device_book_stmt = &order_stmts[DEVICES];

static void
read_order(const struct rows *r, size_t i, struct care_order *o)
{
	o->id = row_text(r, i, 0);
	o->patient = row_text(r, i, 1);
	o->registry_no = row_text(r, i, 2);
	o->kind = row_text(r, i, 3);
	o->code = row_text(r, i, 4);
	o->name = row_text(r, i, 5);
	o->status = row_text(r, i, 6);
	o->state = row_text(r, i, 7);
	o->since = row_text(r, i, 8);
	o->days = row_text(r, i, 9);
	o->ended_on = row_text(r, i, 10);
	o->reason = row_text(r, i, 11);
	o->author = row_text(r, i, 12);
	o->changed_by = row_text(r, i, 13);
	o->changed_at = row_text(r, i, 14);
	o->institution = row_text(r, i, 15);
	o->district = row_text(r, i, 16);
	o->version = row_long(r, i, 17);
	o->may_undo = row_bool(r, i, 18);
	o->own_new = row_bool(r, i, 19);
	o->until = row_text(r, i, 20);
	o->times = row_text(r, i, 21);
	o->per = row_text(r, i, 22);
	o->performer = row_text(r, i, 23);
	o->performer_name = row_text(r, i, 24);
	o->place = row_text(r, i, 25);
	o->place_name = row_text(r, i, 26);
	o->indication = row_text(r, i, 27);
	o->indication_name = row_text(r, i, 28);
	o->due_on = row_text(r, i, 29);
	o->done = row_text(r, i, 30);
	o->planned = row_text(r, i, 31);
	o->planned_all = row_text(r, i, 32);
	o->model = row_text(r, i, 33);
	o->quantity = row_text(r, i, 34);
	o->commission_no = row_text(r, i, 35);
	o->commission_on = row_text(r, i, 36);
	o->source = row_text(r, i, 37);
	o->source_name = row_text(r, i, 38);
	o->requested_on = row_text(r, i, 39);
	o->issued_on = row_text(r, i, 40);
	o->serial_no = row_text(r, i, 41);
	o->returned_on = row_text(r, i, 42);
	o->return_due_on = row_text(r, i, 43);
	o->consumable = row_bool(r, i, 44);
}

void
order_read(struct db *db, const struct rows *rows,
    struct care_order_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_order(rows, i, &out->item[i]);
}

void
order_read_done(struct db *db, const struct rows *rows,
    struct service_done_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct service_done){
			.id = row_text(rows, i, 0),
			.on = row_text(rows, i, 1),
			.by = row_text(rows, i, 2),
			.taken_back_by = row_text(rows, i, 3),
			.may_take_back = row_bool(rows, i, 4),
		};
}

enum status
order_get(struct db *db, const char *id, const char *lang,
    struct care_order *out)
{
	struct query q = ORDER_GET(id, lang);
	enum status st;

	if ((st = db_run_all(db, &q, 1)) != OK)
		return st;
	if (rows_len(q.rows) == 0)
		return NOT_FOUND;
	read_order(q.rows, 0, out);
	return OK;
}
