/* summary.c: a patient on paper, for another institution that takes over. */

#include "db/assessments.h"
#include "db/diagnoses.h"
#include "pages/letterhead.h"
#include "pages/register/clinical.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/sheet.h"
#include "pages/register/show.h"
#include "pages/register/transfer.h"

/*
 * GET /patients/:id/summary: what the register knows now; the passport is
 * opened by the browser.
 */
enum status
page_patient_summary(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct diagnosis_list diagnoses;
	struct transfer_list transfers;
	struct score_list scores;
	struct registration r;
	struct book reasons;
	struct patient p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		REGISTRATION_GET(id, c->lang),
		DIAGNOSES_NOW(id, c->lang),
		ASSESSMENT_SCORES(id, c->lang),
		PRESCRIPTION_ACTIVE(id, c->lang),
		TRANSFER_HISTORY(id, c->lang),
		REASONS_QUERY(c->lang, "removal"),
		OWN_LETTERHEAD,
	};
	if ((st = db_run_all(c->db, q, 9)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	registration_read(q[2].rows, &r);
	diagnosis_read(c->db, q[3].rows, &diagnoses);
	score_read(c->db, q[4].rows, &scores);
	prescription_read(c->db, q[5].rows, &lines);
	transfer_read(c->db, q[6].rows, &transfers);
	book_read(c->db, q[7].rows, &reasons);
	show_letterhead(v, q[8].rows);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_registration(c, v, &r);
	show_diagnoses(c, v, &diagnoses);
	show_scores(c, v, &scores);
	show_lines(c, v, &lines);
	show_transfers(c, v, &p, &transfers);
	view_text(v, "removal_reason", book_name(&reasons, p.removal_reason));
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "date_out", date_text(c, p.date_out));
	view_text(v, "printed_on", date_text(c, today(c)));
	view_text(v, "printed_by", c->user->name);
	return render(c, "patient_summary", v);
}
