/* clinical_page.c: diagnoses, allergies and eligibility of a patient on one page. */

#include "pages/register/clinical.h"
#include "pages/register/note.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"

/* The newest of the notes that say the diagnosis in words. */
static void
show_words(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct note_list list;

	note_read(c->db, rows, &list);
	view_list(v, "words");
	view_flag(v, "has_words", list.len > 0);
	if (list.len > 0)
		show_note(c, view_item(v, "words"), &list.item[0]);
}

/* GET /patients/:id/diagnoses: what stands and what stood. */
enum status
page_diagnosis_list(struct ctx *c)
{
	static const struct note_filter in_words = { .kind = "diagnosis" };
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
	enum { WORDS = 5 };
	struct query q[WORDS + NOTE_QUERIES] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		DIAGNOSES_ALL(id, c->lang),
		ALLERGIES_ALL(id, c->lang),
		ELIGIBILITIES_ALL(id, c->lang),
	};
	note_queries(c->db, id, &in_words, 0, 1, c->lang, &q[WORDS]);
	if ((st = db_run_all(c->db, q, WORDS + 1)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	diagnosis_read(c->db, q[2].rows, &diagnoses);
	allergy_read(c->db, q[3].rows, &allergies);
	eligibility_read(c->db, q[4].rows, &eligibilities);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	show_diagnoses(c, v, &diagnoses);
	show_words(c, v, q[WORDS].rows);
	show_allergies(c, v, &allergies);
	show_eligibilities(c, v, &eligibilities);
	return render(c, "diagnosis_list", v);
}
