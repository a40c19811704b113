/* order_entry.c: services and devices are ordered, changed and taken a step on. */

#include <string.h>

#include "db/language.h"
#include "db/order_entry.h"

enum { SERVICE_ADD, SERVICE_SAVE, SERVICE_STEP, SERVICE_SIGN, SERVICE_RENEW,
	DEVICE_ADD, DEVICE_SAVE, DEVICE_STEP, DEVICE_SIGN, STEPS, TAKE_BACK,
	DONE_ADD, DONE_TAKE_BACK };

#define SERVICE_PARTS \
	"service, times, per, performer, place, starts_on, ends_on, indication"
#define NEW_COLUMNS \
	"patient_id, area_id, institution_id, author_id, changed_by"
#define NEW_VALUES(of) \
	of ".area_id, " of ".institution_id, current_account()," \
	" current_account()"

#define SIGN(table, status) \
	"UPDATE " table " SET status = '" status "', sheet_id = $2::uuid" \
	" WHERE id = ANY (string_to_array($1, ',')::uuid[])" \
	"   AND status = 'draft' AND author_id = current_account()" \
	" RETURNING id"

const struct stmt order_entry_stmts[] = {
	[SERVICE_ADD] = { "service_add",
	    "INSERT INTO service_order (id, " NEW_COLUMNS ", " SERVICE_PARTS
	    ", status)"
	    " SELECT $1::uuid, p.id, " NEW_VALUES("p") ", $3, $4::int, $5, $6,"
	    "       $7, $8::date, $9::date, $10, $11"
	    "  FROM patient p WHERE p.id = $2::uuid"
	    " RETURNING id" },
	[SERVICE_SAVE] = { "service_save",
	    "UPDATE service_order SET service = $3, times = $4::int, per = $5,"
	    "       performer = $6, place = $7, starts_on = $8::date,"
	    "       ends_on = $9::date, indication = $10"
	    " WHERE id = $1::uuid AND version = $2::int"
	    " RETURNING id" },
	[SERVICE_STEP] = { "service_step",
	    "UPDATE service_order SET status = $4,"
	    "       ended_on = CASE WHEN $4 IN ('done', 'stopped',"
	    "           'cancelled') THEN $5::date END, reason = $6"
	    " WHERE id = $1::uuid AND version = $2::int AND status = $3"
	    " RETURNING id" },
	[SERVICE_SIGN] = { "service_sign",
	    SIGN("service_order", "requested") },
	[SERVICE_RENEW] = { "service_renew",
	    "INSERT INTO service_order (" NEW_COLUMNS ", " SERVICE_PARTS
	    ", status, renews, sheet_id)"
	    " SELECT o.patient_id, " NEW_VALUES("o") ", o.service, $3::int,"
	    "       o.per, o.performer, o.place, $4::date, $5::date,"
	    "       o.indication, CASE WHEN o.status = 'active'"
	    "           AND $4::date <= current_date THEN 'active'"
	    "           ELSE 'requested' END, o.id, $6::uuid"
	    "  FROM service_order o"
	    " WHERE o.id = $1::uuid AND o.version = $2::int"
	    "   AND o.status IN ('requested', 'active')"
	    " RETURNING id" },
	[DEVICE_ADD] = { "device_add",
	    "INSERT INTO device_order (id, " NEW_COLUMNS ", device, model,"
	    "       quantity, needed_on, commission_no, commission_on, source,"
	    "       status)"
	    " SELECT $1::uuid, p.id, " NEW_VALUES("p") ", $3, $4, $5::int,"
	    "       $6::date, $7, $8::date, $9, $10"
	    "  FROM patient p WHERE p.id = $2::uuid"
	    " RETURNING id" },
	[DEVICE_SAVE] = { "device_save",
	    "UPDATE device_order SET device = $3, model = $4,"
	    "       quantity = $5::int, needed_on = $6::date,"
	    "       commission_no = $7, commission_on = $8::date, source = $9,"
	    "       requested_on = coalesce($10::date, requested_on),"
	    "       issued_on = coalesce($11::date, issued_on),"
	    "       serial_no = $12"
	    " WHERE id = $1::uuid AND version = $2::int"
	    " RETURNING id" },
	[DEVICE_STEP] = { "device_step",
	    "UPDATE device_order SET status = $4,"
	    "       requested_on = CASE $4 WHEN 'requested' THEN $5::date"
	    "           ELSE requested_on END,"
	    "       issued_on = CASE $4 WHEN 'issued' THEN $5::date"
	    "           ELSE issued_on END,"
	    "       returned_on = CASE $4 WHEN 'returned' THEN $5::date END,"
	    "       ended_on = CASE WHEN $4 IN ('refused', 'not_needed')"
	    "           THEN $5::date END,"
	    "       reason = $6, source = coalesce($7, source),"
	    "       model = coalesce($8, model),"
	    "       serial_no = coalesce($9, serial_no)"
	    " WHERE id = $1::uuid AND version = $2::int AND status = $3"
	    " RETURNING id" },
	[DEVICE_SIGN] = { "device_sign", SIGN("device_order", "needed") },
	[STEPS] = { "order_steps",
	    "SELECT kind, action, from_status, to_status, "
	    IN_LANGUAGE("$1", "name", "name_en") ","
	    "       'day' = ANY (asks), 'reason' = ANY (asks),"
	    "       'source' = ANY (asks), 'serial' = ANY (asks), by_author"
	    "  FROM order_step WHERE action <> 'undo'"
	    " ORDER BY kind, from_status, ord" },
	[TAKE_BACK] = { "order_take_back",
	    "SELECT order_undo(o.id) FROM care_order o"
	    " WHERE o.id = $1::uuid AND o.version = $2::int" },
	[DONE_ADD] = { "service_done_add",
	    "INSERT INTO service_done (id, order_id, patient_id, area_id,"
	    "       done_on, done_by, author_id)"
	    " SELECT $1::uuid, o.id, o.patient_id, o.area_id, $3::date,"
	    "       s.id, current_account()"
	    "  FROM service_order o"
	    "  JOIN staff s ON s.id = coalesce($4::uuid, current_account())"
	    " WHERE o.id = $2::uuid"
	    " RETURNING id" },
	[DONE_TAKE_BACK] = { "service_done_take_back",
	    "UPDATE service_done SET taken_back_by = current_account()"
	    " WHERE id = $1::uuid AND order_id = $2::uuid"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const order_steps_stmt = &order_entry_stmts[STEPS];

void
order_read_steps(struct db *db, const struct rows *r, struct order_steps *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct order_step){
			.kind = row_text(r, i, 0),
			.action = row_text(r, i, 1),
			.from = row_text(r, i, 2),
			.to = row_text(r, i, 3),
			.name = row_text(r, i, 4),
			.asks_day = row_bool(r, i, 5),
			.asks_reason = row_bool(r, i, 6),
			.asks_source = row_bool(r, i, 7),
			.asks_serial = row_bool(r, i, 8),
			.by_author = row_bool(r, i, 9),
		};
}

/* One row is written, or missing says why not. */
static enum status
write_one(struct db *db, struct query *q, enum status missing)
{
	enum status st;

	if ((st = db_try_all(db, q, 1)) != OK)
		return st;
	return rows_len(q->rows) == 1 ? OK : missing;
}

enum status
service_add(struct db *db, const struct service_entry *in)
{
	struct query q = QUERY(&order_entry_stmts[SERVICE_ADD], { in->id },
	    { in->patient }, { in->service }, { in->times }, { in->per },
	    { in->performer }, { in->place }, { in->starts_on },
	    { in->ends_on }, { in->indication }, { in->status });

	return write_one(db, &q, NOT_FOUND);
}

enum status
service_save(struct db *db, const struct service_entry *in)
{
	struct query q = QUERY(&order_entry_stmts[SERVICE_SAVE], { in->id },
	    { in->version }, { in->service }, { in->times }, { in->per },
	    { in->performer }, { in->place }, { in->starts_on },
	    { in->ends_on }, { in->indication });

	return write_one(db, &q, CONFLICT);
}

enum status
device_add(struct db *db, const struct device_entry *in)
{
	struct query q = QUERY(&order_entry_stmts[DEVICE_ADD], { in->id },
	    { in->patient }, { in->device }, { in->model }, { in->quantity },
	    { in->needed_on }, { in->commission_no }, { in->commission_on },
	    { in->source }, { in->status });

	return write_one(db, &q, NOT_FOUND);
}

enum status
device_save(struct db *db, const struct device_entry *in)
{
	struct query q = QUERY(&order_entry_stmts[DEVICE_SAVE], { in->id },
	    { in->version }, { in->device }, { in->model }, { in->quantity },
	    { in->needed_on }, { in->commission_no }, { in->commission_on },
	    { in->source }, { in->requested_on }, { in->issued_on },
	    { in->serial_no });

	return write_one(db, &q, CONFLICT);
}

enum status
order_take_step(struct db *db, const char *kind,
    const struct order_step_entry *in)
{
	struct query service = QUERY(&order_entry_stmts[SERVICE_STEP],
	    { in->id }, { in->version }, { in->from }, { in->to }, { in->on },
	    { in->reason });
	struct query device = QUERY(&order_entry_stmts[DEVICE_STEP],
	    { in->id }, { in->version }, { in->from }, { in->to }, { in->on },
	    { in->reason }, { in->source }, { in->model },
	    { in->serial_no });

	return write_one(db, strcmp(kind, "service") == 0 ? &service :
	    &device, CONFLICT);
}

enum status
order_take_back(struct db *db, const char *id, const char *version)
{
	struct query q = QUERY(&order_entry_stmts[TAKE_BACK], { id },
	    { version });

	return write_one(db, &q, CONFLICT);
}

enum status
service_done_add(struct db *db, const char *id, const char *order,
    const char *on, const char *by)
{
	struct query q = QUERY(&order_entry_stmts[DONE_ADD], { id },
	    { order }, { on }, { by });

	return write_one(db, &q, NOT_FOUND);
}

enum status
service_done_take_back(struct db *db, const char *id, const char *order)
{
	struct query q = QUERY(&order_entry_stmts[DONE_TAKE_BACK], { id },
	    { order });

	return write_one(db, &q, CONFLICT);
}

enum status
order_sign(struct db *db, const struct order_sheet *sheet)
{
	struct query sign[] = {
		QUERY(&order_entry_stmts[SERVICE_SIGN], { sheet->drafts },
		    { sheet->id }),
		QUERY(&order_entry_stmts[DEVICE_SIGN], { sheet->drafts },
		    { sheet->id }),
	};
	struct query *q = arena_array(db_arena(db), 2 + sheet->renewed_len,
	    sizeof(*q));
	size_t n = 0;
	enum status st;

	if (sheet->drafts_len + sheet->renewed_len == 0)
		return OK;
	q[n++] = sign[0];
	q[n++] = sign[1];
	for (size_t i = 0; i < sheet->renewed_len; i++) {
		const struct service_entry *in = &sheet->renewed[i];

		q[n++] = query_keep(db, &order_entry_stmts[SERVICE_RENEW],
		    ARGS({ in->id }, { in->version }, { in->times },
		    { in->starts_on }, { in->ends_on }, { sheet->id }));
	}
	if ((st = db_try_all(db, q, n)) != OK)
		return st;
	if (rows_len(q[0].rows) + rows_len(q[1].rows) != sheet->drafts_len)
		return CONFLICT;
	for (size_t i = 2; i < n; i++)
		if (rows_len(q[i].rows) != 1)
			return CONFLICT;
	return OK;
}
