/* entry.c: admit and edit a patient: the sealed identity and the open part. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/admission.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/sealed.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* What only a new entry has: it makes the state the entry begins in. */
static const struct input commission_inputs[NADMISSION] = {
	[COMMISSION_NO] = { N_("Conclusion of the commission, No."), W_TEXT,
	    N_("for example 128 or 128/П"), NULL },
	[COMMISSION_ON] = { N_("Date of the conclusion"), W_DATE, NULL, NULL },
	[BASIS]       = { N_("Basis"), W_SELECT, NULL, NULL },
	[CONSENT]     = { N_("Consented on"), W_DATE,
	    N_("consent to the register, signed"), NULL },
	[DRAFT]       = { N_("Keep as a draft, do not send to the commission "
	    "yet"), W_FLAG, NULL, NULL },
};

enum status
patient_open(struct ctx *c, const char *id, struct patient *out,
    const char **passport)
{
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
	};
	enum status st;

	c->subject = id;
	if ((st = db_run_all(c->db, q, 2)) != OK)
		return st;
	*passport = document_read_text(q[1].rows);
	return patient_read_one(q[0].rows, out);
}

/* Whom one edits goes elsewhere by a transfer, not by the form. */
static void
keep_one(struct area_list *areas, const char *id)
{
	for (size_t i = 0; i < areas->len; i++)
		if (areas->item[i].id == strtol(id, NULL, 10)) {
			areas->item[0] = areas->item[i];
			areas->len = 1;
		}
}

/*
 * The choices of the open part, with the values chosen: as sent, unless in is
 * NULL, or as stored, unless p is NULL for a new patient.
 */
static enum status
show_open_part(struct ctx *c, struct view *v, const struct patient *p,
    const struct value *in)
{
	static const struct value nothing[NADMISSION];
	struct query q[] = {
		PLACES_QUERY("patient_write", c->lang),
		DISTRICT_QUERY(c->lang),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
	};
	struct area_list areas;
	struct book groups;
	const struct book *const books[NADMISSION] = { [BASIS] = &groups };
	enum status st;

	if ((st = db_run_all(c->db, q, 3)) != OK)
		return st;
	book_read(c->db, q[2].rows, &groups);
	show_inputs(c, view_item(v, "commission"), admission_form,
	    commission_inputs, NADMISSION, in != NULL ? in : nothing, books);
	area_read(c->db, q[0].rows, &areas);
	if (p != NULL)
		keep_one(&areas, p->area);
	show_areas(v, "institutions", &areas, p != NULL ? p->area :
	    in != NULL ? in[INSTITUTION].text : NULL);
	area_read(c->db, q[1].rows, &areas);
	show_areas(v, "districts", &areas, in != NULL ? in[DISTRICT].text :
	    p != NULL ? p->district : NULL);
	return OK;
}

/* The form again, as it was sent, with what was wrong at each field. */
static enum status
show_refused(struct ctx *c, const char *page, const struct value *in,
    const struct patient *p, const char *passport)
{
	struct view *v = view_new(c->arena);
	enum status st;

	if ((st = show_open_part(c, v, p, in)) != OK)
		return st;
	form_show(v, admission_form, NADMISSION, in);
	view_flag(v, "has_errors", true);
	if (p != NULL) {
		view_text(v, "id", p->id);
		view_text(v, "registry_no", p->registry_no);
		view_text(v, "current_passport", passport);
	}
	view_text(v, "title", tr(c, "Correct the entry"));
	if ((st = render(c, page, v)) != OK)
		return st;
	return INVALID;
}

/* GET /patients/new: an empty form. */
enum status
page_patient_new(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	enum status st;

	if ((st = show_open_part(c, v, NULL, NULL)) != OK)
		return st;
	view_text(v, "date_in", date_text(c, today(c)));
	view_text(v, "title", tr(c, "New patient"));
	return render(c, "patient_new", v);
}

/* Read the form and check what needs the reference books and the calendar. */
static enum status
read_form(struct ctx *c, struct value *in)
{
	enum status st, read = form_read(c, admission_form, NADMISSION, in);

	if (read != OK && read != INVALID)
		return read;
	if (in[DIAGNOSIS].error == NULL && in[DIAGNOSIS].text != NULL) {
		st = book_diagnosis_check(c->db, in[DIAGNOSIS].text);
		if (st != OK && st != INVALID)
			return st;
		if (st == INVALID) {
			form_fail(c, &in[DIAGNOSIS], admission_no_diagnosis);
			read = INVALID;
		}
	}
	return admission_days_hold(c, in) ? read : INVALID;
}

/* POST /patients: admit a patient whose identity arrives sealed. */
enum status
page_patient_admit(struct ctx *c)
{
	struct value in[NADMISSION];
	struct document passport;
	struct patient_entry entry;
	enum status st;

	if ((st = read_form(c, in)) != OK && st != INVALID)
		return st;
	if (in[ID].text == NULL || in[PASSPORT].text == NULL) {
		form_fail(c, &in[PASSPORT], N_("the identity arrived without "
		    "its seal; it is sealed by the script of this page"));
		st = INVALID;
	}
	if (st == INVALID)
		return show_refused(c, "patient_new", in, NULL, NULL);
	c->subject = in[ID].text;
	if ((st = sealed_check(c, "passport", in[ID].text,
	    in[PASSPORT].text, NULL, &passport)) == INVALID) {
		form_fail(c, &in[PASSPORT], N_("the seal of the identity does "
		    "not hold; check the clock of this computer"));
		return show_refused(c, "patient_new", in, NULL, NULL);
	}
	if (st != OK)
		return st;
	entry = admission_entry(in[ID].text, in);
	entry.status = admission_status(in);
	st = patient_admit(c->db, &entry, &passport);
	if (st == INVALID && rule_fail(c, admission_rules, in))
		return show_refused(c, "patient_new", in, NULL, NULL);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s?done=patient_admitted", in[ID].text);
}

/* GET /patients/:id/edit: the form with what is stored. */
enum status
page_patient_edit(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const char *id, *passport;
	struct patient p;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = patient_open(c, id, &p, &passport)) != OK ||
	    (st = show_open_part(c, v, &p, NULL)) != OK)
		return st;
	view_text(v, "id", p.id);
	view_text(v, "registry_no", p.registry_no);
	view_long(v, "version", p.version);
	view_text(v, "current_passport", passport);
	view_long(v, "year_of_birth", p.year_of_birth);
	view_text(v, "sex", p.sex);
	view_text(v, "diagnosis", p.diagnosis);
	view_text(v, "diagnosis_title", p.diagnosis_title);
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "title", text_printf(c->arena, "%s %s",
	    tr(c, "Edit patient"), p.registry_no));
	return render(c, "patient_edit", v);
}

/* One open field as another left it and as it was sent. */
static void
show_difference(struct view *v, const char *name, const char *label,
    const char *theirs, const char *theirs_text, const char *mine,
    const char *mine_text)
{
	struct view *o;

	o = view_item(v, "open");
	view_text(o, "name", name);
	view_text(o, "label", label);
	view_text(o, "theirs", theirs);
	view_text(o, "theirs_text", theirs_text);
	view_text(o, "mine", mine);
	view_text(o, "mine_text", mine_text);
}

static const char *
area_name(const struct area_list *areas, const char *id)
{
	for (size_t i = 0; i < areas->len; i++)
		if (areas->item[i].id == strtol(id, NULL, 10))
			return areas->item[i].name;
	return id;
}

/* Both versions side by side, nothing lost; the answer is 409. */
static enum status
show_conflict(struct ctx *c, const struct value *in, const char *id)
{
	struct view *v = view_new(c->arena);
	struct query districts = DISTRICT_QUERY(c->lang);
	struct area_list list;
	struct patient p;
	const char *passport;
	enum status st;

	if ((st = patient_open(c, id, &p, &passport)) != OK ||
	    (st = db_run_all(c->db, &districts, 1)) != OK)
		return st;
	area_read(c->db, districts.rows, &list);
	view_text(v, "title", tr(c, "Conflict"));
	view_text(v, "id", id);
	view_text(v, "registry_no", p.registry_no);
	view_long(v, "version", p.version);
	view_text(v, "current_passport", passport);
	view_text(v, "passport", in[PASSPORT].text);
	view_text(v, "year_of_birth", in[YEAR].text);
	view_text(v, "sex", in[SEX].text);
	show_difference(v, "institution", tr(c, "Institution"), p.institution,
	    p.institution_name, p.institution, p.institution_name);
	show_difference(v, "district", tr(c, "District"), p.district,
	    p.district_name, in[DISTRICT].text,
	    area_name(&list, in[DISTRICT].text));
	show_difference(v, "diagnosis", tr(c, "Diagnosis"), p.diagnosis,
	    p.diagnosis, in[DIAGNOSIS].text, in[DIAGNOSIS].text);
	show_difference(v, "date_in", tr(c, "On the register from"),
	    date_text(c, p.date_in), date_text(c, p.date_in),
	    date_text(c, in[DATE_IN].text), date_text(c, in[DATE_IN].text));
	if ((st = render(c, "patient_conflict", v)) != OK)
		return st;
	return CONFLICT;
}

/* POST /patients/:id: store a new version of both parts, or show a conflict. */
enum status
page_patient_save(struct ctx *c)
{
	struct value in[NADMISSION];
	struct document passport;
	struct patient_entry entry;
	struct patient p;
	const char *id, *current;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = read_form(c, in)) != OK && read != INVALID)
		return read;
	if ((st = patient_lock(c->db, id)) != OK ||
	    (st = patient_open(c, id, &p, &current)) != OK)
		return st;
	if (in[ROW_VERSION].text == NULL)
		return INVALID;
	if (read == INVALID)
		return show_refused(c, "patient_edit", in, &p, current);
	if (in[ROW_VERSION].number != p.version)
		return show_conflict(c, in, id);
	if (in[PASSPORT].text != NULL && (st = sealed_check(c, "passport",
	    id, in[PASSPORT].text, current, &passport)) == INVALID) {
		form_fail(c, &in[PASSPORT], N_("the seal of the identity does "
		    "not hold; check the clock of this computer"));
		return show_refused(c, "patient_edit", in, &p, current);
	}
	if (st == CONFLICT)
		return show_conflict(c, in, id);
	if (st != OK)
		return st;
	entry = admission_entry(id, in);
	if ((st = patient_save(c->db, &entry,
	    in[PASSPORT].text != NULL ? &passport : NULL)) != OK)
		return st;
	return redirect(c, "/patients/%s?done=patient_saved", id);
}
