/* home.c: an institution at a glance, and what waits to be done. */

#include <stdio.h>

#include "db/home.h"
#include "db/language.h"
#include "db/patch_day.h"

enum { FIGURES, TODO, RECENT, PLACE, REPORTS };

/* The user's patients who are cared for now. */
#define ACTIVE_PATIENTS \
	"patient p WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])" \
	" AND p.status = 'active'"

#define ACTIVE_LINES \
	"l.area_id = ANY ((SELECT areas('record_read'))::int[])" \
	" AND l.current AND l.status = 'active'"

const struct stmt home_stmts[] = {
	[FIGURES] = { "home_figures",
	    "SELECT count(*),"
	    "       count(*) FILTER (WHERE p.date_in >="
	    "           date_trunc('month', current_date)::date),"
	    "       count(*) FILTER (WHERE p.last_pain > 3),"
	    "       count(*) FILTER (WHERE"
	    "           coalesce(p.last_seen_on, p.date_in) < current_date - 14)"
	    "  FROM " ACTIVE_PATIENTS },
	[TODO] = { "home_todo",
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'pain',"
	    "        p.last_pain::text, p.last_seen_on"
	    "   FROM " ACTIVE_PATIENTS " AND p.last_pain > 3"
	    "  ORDER BY p.last_pain DESC, p.last_seen_on LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'to_return',"
	    "        string_agg(o.name, ', '), min(o.since)"
	    "   FROM (SELECT o.patient_id, "
	    IN_LANGUAGE("$1", "d.name", "d.name_en") " AS name,"
	    "                o.return_due_on AS since"
	    "           FROM device_order o JOIN device d ON d.code = o.device"
	    "          WHERE o.area_id ="
	    "                ANY ((SELECT areas('record_read'))::int[])"
	    "            AND o.status = 'issued'"
	    "            AND o.return_due_on IS NOT NULL"
	    "          ORDER BY o.return_due_on LIMIT 20) o"
	    "   JOIN patient p ON p.id = o.patient_id"
	    "  GROUP BY p.id ORDER BY 6 LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'ending', '',"
	    "        min(l.ends_on)"
	    "   FROM prescription l JOIN patient p ON p.id = l.patient_id"
	    "  WHERE " ACTIVE_LINES
	    "    AND l.ends_on BETWEEN current_date AND current_date + 3"
	    "  GROUP BY p.id ORDER BY 6 LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'patch',"
	    "        count(*)::text, current_date"
	    "   FROM prescription l JOIN patient p ON p.id = l.patient_id"
	    "  WHERE " ACTIVE_LINES
	    "    AND coalesce(l.ends_on, 'infinity') >= current_date"
	    "    AND l.schedule = 'patch' AND " PATCH_TODAY("l")
	    "  GROUP BY p.id ORDER BY p.id LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'review',"
	    "        count(*)::text, min(l.review_on)"
	    "   FROM prescription l JOIN patient p ON p.id = l.patient_id"
	    "  WHERE " ACTIVE_LINES
	    "    AND coalesce(l.ends_on, 'infinity') >= current_date"
	    "    AND l.review_on <= current_date"
	    "  GROUP BY p.id ORDER BY 6, p.id LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'unseen',"
	    "        (current_date - coalesce(p.last_seen_on, p.date_in))::text,"
	    "        coalesce(p.last_seen_on, p.date_in)"
	    "   FROM " ACTIVE_PATIENTS
	    "    AND coalesce(p.last_seen_on, p.date_in) < current_date - 14"
	    "  ORDER BY 6 LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code, 'waiting', '',"
	    "        v.planned_on"
	    "   FROM visit v JOIN patient p ON p.id = v.patient_id"
	    "  WHERE v.area_id = ANY ((SELECT areas('record_read'))::int[])"
	    "    AND v.current AND v.status = 'planned'"
	    "    AND v.planned_on < current_date"
	    "  ORDER BY 6 LIMIT 5)"
	    " UNION ALL "
	    "(SELECT p.id, p.registry_no, p.diagnosis_code,"
	    "        CASE WHEN b.first_on IS NULL THEN 'family' ELSE 'family_again'"
	    "        END, '', CASE WHEN b.first_on IS NULL THEN b.first_due"
	    "                 ELSE b.second_due END"
	    "   FROM bereavement b JOIN patient p ON p.id = b.patient_id"
	    "  WHERE b.area_id = ANY ((SELECT areas('record_read'))::int[])"
	    "    AND b.status = 'open' AND b.second_on IS NULL"
	    "    AND (b.first_on IS NULL OR b.second_due <= current_date + 14)"
	    "  ORDER BY 6 LIMIT 5)" },
	[RECENT] = { "home_recent",
	    "SELECT p.id, p.registry_no, p.diagnosis_code, '', '',"
	    "       to_char(r.at, 'YYYY-MM-DD HH24:MI')"
	    "  FROM recent_patients(8) r JOIN patient p ON p.id = r.patient_id"
	    " ORDER BY r.at DESC" },
	[PLACE] = { "home_place",
	    "SELECT " IN_LANGUAGE("$2", "name", "name_en")
	    "  FROM area WHERE id = $1::int" },
	[REPORTS] = { "home_reports",
	    "SELECT id, kind, state, since, until FROM report_run"
	    " WHERE state IN ('done', 'failed') AND seen_at IS NULL"
	    " ORDER BY finished_at DESC LIMIT 5" },
	{ NULL, NULL }
};

static struct home_line *
read_lines(struct db *db, const struct rows *r, size_t *len)
{
	struct home_line *lines;

	*len = rows_len(r);
	lines = arena_array(db_arena(db), *len, sizeof(*lines));
	for (size_t i = 0; i < *len; i++)
		lines[i] = (struct home_line){
			.patient = row_text(r, i, 0),
			.registry_no = row_text(r, i, 1),
			.diagnosis = row_text(r, i, 2),
			.what = row_text(r, i, 3),
			.value = row_text(r, i, 4),
			.on = row_text(r, i, 5),
		};
	return lines;
}

static void
read_reports(struct db *db, const struct rows *r, struct home_reports *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct home_report){
			.id = row_text(r, i, 0),
			.kind = row_text(r, i, 1),
			.state = row_text(r, i, 2),
			.from = row_text(r, i, 3),
			.to = row_text(r, i, 4),
		};
}

enum status
home_reports(struct db *db, struct home_reports *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &home_stmts[REPORTS], NULL, 0, &r)) == OK)
		read_reports(db, r, out);
	return st;
}

enum status
home_get(struct db *db, long area, const char *lang, struct home *out)
{
	char id[24];
	struct query q[] = {
		{ .stmt = &home_stmts[FIGURES] },
		QUERY(&home_stmts[TODO], { lang }),
		{ .stmt = &home_stmts[RECENT] },
		QUERY(&home_stmts[PLACE], { id }, { lang }),
		TRANSFER_OFFERS(lang),
		{ .stmt = key_tasks_stmt },
		{ .stmt = &home_stmts[REPORTS] },
	};
	enum status st;

	snprintf(id, sizeof(id), "%ld", area);
	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	out->place = rows_len(q[3].rows) > 0 ? row_text(q[3].rows, 0, 0) : "";
	out->figures = (struct home_figures){
		.on_register = row_text(q[0].rows, 0, 0),
		.new_this_month = row_text(q[0].rows, 0, 1),
		.in_pain = row_text(q[0].rows, 0, 2),
		.unseen = row_text(q[0].rows, 0, 3),
	};
	out->todo = read_lines(db, q[1].rows, &out->todo_len);
	transfer_read_offers(db, q[4].rows, &out->offers);
	key_tasks_read(q[5].rows, &out->keys);
	read_reports(db, q[6].rows, &out->reports);
	out->recent = read_lines(db, q[2].rows, &out->recent_len);
	return OK;
}
