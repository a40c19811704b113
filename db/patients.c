/* patients.c: the patient table and the passports sealed beside it. */

#include "db/patient_columns.h"

/* Whoever prescribes sees them on every page of the patient. */
#define ALLERGIES(lang) \
	"(SELECT string_agg(" IN_LANGUAGE(lang, "y.name", "y.name_en") "," \
	"        ', ' ORDER BY array_position(" \
	"        ARRAY['severe', 'unknown', 'moderate'], y.severity), y.name)" \
	"   FROM allergy_entry y WHERE y.patient_id = p.id AND y.current" \
	"    AND y.subject <> '-')"

/* Kept in step with read_patient(). */
#define COLUMNS(lang) \
	LIST_COLUMNS(lang) ", p.inst, p.year_of_birth, p.district_id," \
	" " IN_LANGUAGE(lang, "d.name", "d.name_en") ", p.institution_id," \
	" p.removal_reason, p.date_in, p.date_out, p.died_on," \
	" current_date - coalesce(p.last_seen_on, p.date_in), p.version," \
	" p.area_id, " IN_LANGUAGE(lang, "b.name", "b.name_en") "," \
	" " ALLERGIES(lang) ","\
	" (SELECT y.noted_on FROM allergy y WHERE y.patient_id = p.id" \
	"   AND y.current AND y.subject = '-')"

#define JOINS	LIST_JOINS "  LEFT JOIN area d ON d.id = p.district_id" \
	"  LEFT JOIN area b ON b.id = p.area_id AND b.kind = 'department'"

/* The institution of an area: itself, or the one it is a department of. */
#define INSTITUTION_OF(area) \
	"(SELECT i.id FROM area a JOIN area i ON i.path @> a.path" \
	"  WHERE a.id = " area " AND i.kind = 'institution')"

enum { ROWS, GET, OF_LINE, LOCK, ADMIT, SAVE };

const struct stmt patient_stmts[] = {
	[ROWS] = { "patient_rows",
	    "SELECT " LIST_COLUMNS("$2")
	    "  FROM patient p" LIST_JOINS
	    " WHERE p.id = ANY (string_to_array($1, ',')::uuid[])" },
	[GET] = { "patient_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM patient p" JOINS
	    " WHERE p.id = $1" },
	[OF_LINE] = { "patient_of_line",
	    "SELECT " COLUMNS("$2")
	    "  FROM patient p" JOINS
	    " WHERE p.id = (SELECT l.patient_id FROM prescription l"
	    "                WHERE l.id = $1)" },
	[LOCK] = { "patient_lock",
	    "SELECT version FROM patient WHERE id = $1 FOR UPDATE" },
	[ADMIT] = { "patient_admit",
	    "INSERT INTO patient (id, inst, institution_id, area_id,"
	    "       district_id, year_of_birth, sex, diagnosis_code, date_in,"
	    "       commission_no, commission_on, basis_code, consent_on,"
	    "       status, created_by, changed_by)"
	    " VALUES ($1, $2, " INSTITUTION_OF("$3::int") ", $3::int, $4::int,"
	    "       $5::int, $6, $7, $8::date, $9, $10::date, $11, $12::date,"
	    "       $13, current_account(), current_account())" },
	[SAVE] = { "patient_save",
	    "UPDATE patient SET district_id = $3::int,"
	    "       year_of_birth = $4::int, sex = $5, diagnosis_code = $6,"
	    "       date_in = $7::date"
	    " WHERE id = $1 AND version = $2::int"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const patient_get_stmt = &patient_stmts[GET];
const struct stmt *const patient_of_line_stmt = &patient_stmts[OF_LINE];

void
patient_read_listed(const struct rows *r, size_t i, struct patient *p)
{
	p->id = row_text(r, i, 0);
	p->registry_no = row_text(r, i, 1);
	p->age = row_long(r, i, 2);
	p->sex = row_text(r, i, 3);
	p->institution_name = row_text(r, i, 4);
	p->diagnosis = row_text(r, i, 5);
	p->diagnosis_title = row_text(r, i, 6);
	p->status = row_text(r, i, 7);
	p->pain = row_text(r, i, 8);
	p->seen_on = row_text(r, i, 9);
}

static void
read_patient(const struct rows *r, size_t i, struct patient *p)
{
	patient_read_listed(r, i, p);
	p->inst = row_text(r, i, 10);
	p->year_of_birth = row_long(r, i, 11);
	p->district = row_text(r, i, 12);
	p->district_name = row_text(r, i, 13);
	p->institution = row_text(r, i, 14);
	p->removal_reason = row_text(r, i, 15);
	p->date_in = row_text(r, i, 16);
	p->date_out = row_text(r, i, 17);
	p->died_on = row_text(r, i, 18);
	p->unseen_days = row_long(r, i, 19);
	p->version = row_long(r, i, 20);
	p->area = row_text(r, i, 21);
	p->department = row_text(r, i, 22);
	p->allergies = row_text(r, i, 23);
	p->no_allergies_on = row_text(r, i, 24);
}

void
patient_read_list(struct db *db, const struct rows *r, struct patient_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		patient_read_listed(r, i, &out->item[i]);
}

enum status
patient_rows(struct db *db, const char *ids, const char *lang,
    struct patient_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &patient_stmts[ROWS], ARGS({ ids }, { lang }),
	    &rows)) != OK)
		return st;
	patient_read_list(db, rows, out);
	return OK;
}

enum status
patient_read_one(const struct rows *rows, struct patient *out)
{
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_patient(rows, 0, out);
	return OK;
}

enum status
patient_lock(struct db *db, const char *id)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &patient_stmts[LOCK], ARGS({ id }), &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}

enum status
patient_admit(struct db *db, const struct patient_entry *in,
    const struct document *passport)
{
	struct query q[] = {
		QUERY(&patient_stmts[ADMIT], { in->id }, { passport->inst },
		    { in->institution }, { in->district },
		    { in->year_of_birth }, { in->sex }, { in->diagnosis },
		    { in->date_in }, { in->commission_no },
		    { in->commission_on }, { in->basis }, { in->consent_on },
		    { in->status }),
		DOCUMENT_PUT(passport, in->id),
	};

	return db_try_all(db, q, 2);
}

enum status
patient_save(struct db *db, const struct patient_entry *in,
    const struct document *passport)
{
	static const struct document none;
	const struct document *d = passport != NULL ? passport : &none;
	struct query q[] = {
		QUERY(&patient_stmts[SAVE], { in->id }, { in->version },
		    { in->district }, { in->year_of_birth }, { in->sex },
		    { in->diagnosis }, { in->date_in }),
		DOCUMENT_PUT(d, in->id),
	};
	enum status st;

	if ((st = db_run_all(db, q, passport != NULL ? 2 : 1)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : CONFLICT;
}
