/* clinical_page.c: diagnoses, allergies and eligibility of a patient on one page. */

#include "pages/register/clinical.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"

/* GET /patients/:id/diagnoses: what stands and what stood. */
enum status
page_diagnosis_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct diagnosis_list diagnoses;
	struct allergy_list allergies;
	struct eligibility_list eligibilities;
	struct patient p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		DIAGNOSES_ALL(id, c->lang),
		ALLERGIES_ALL(id, c->lang),
		ELIGIBILITIES_ALL(id, c->lang),
	};
	if ((st = db_run_all(c->db, q, 5)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	diagnosis_read(c->db, q[2].rows, &diagnoses);
	allergy_read(c->db, q[3].rows, &allergies);
	eligibility_read(c->db, q[4].rows, &eligibilities);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	show_diagnoses(c, v, &diagnoses);
	show_allergies(c, v, &allergies);
	show_eligibilities(c, v, &eligibilities);
	return render(c, "diagnosis_list", v);
}
