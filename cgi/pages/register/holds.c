/* holds.c: a line that was on hold is checked when it is resumed. */

#include <string.h>

#include "db/documents.h"
#include "pages/register/dose_show.h"
#include "pages/register/entry.h"
#include "pages/register/holds.h"
#include "pages/register/pages.h"
#include "pages/register/patient_doses.h"
#include "pages/register/show.h"

/* The queries of a resumed line, in one round trip. */
enum { PATIENT, PASSPORT, LINES, DOSES,
	NQUERIES = DOSES + PATIENT_DOSES_QUERIES };

/* The line beside all others, as it will be given from today on. */
static void
check_resumed(struct patient_doses *doses, struct dose_line *line,
    const struct prescription_source *l)
{
	struct finding_set *set = &doses->set;

	line->id = l->id;
	line->series = l->series;
	if (line->starts_on < doses->d.today)
		line->starts_on = doses->d.today;
	set->place = FINDING_SHEET;
	set->fresh = line;
	set->nfresh = 1;
	set->old = &l->id;
	finding_check(set);
}

/* Why it was held, and what is asked. */
static enum status
show_resumed(struct ctx *c, struct query q[NQUERIES],
    const struct patient_doses *doses, const char *line)
{
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct patient p;
	enum status st;

	if ((st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), false);
	prescription_read(c->db, q[LINES].rows, &lines);
	view_list(v, "lines");
	for (size_t i = 0; i < lines.len; i++)
		if (strcmp(lines.item[i].id, line) == 0)
			show_line(c, view_item(v, "lines"), &lines.item[i]);
	view_text(v, "line", line);
	show_findings(c, v, &doses->set);
	if ((st = render(c, "prescription_resume", v)) != OK)
		return st;
	return INVALID;
}

enum status
hold_ends(struct ctx *c, const char *id, const struct value *in,
    struct override_entries *kept)
{
	struct prescription_source l;
	struct patient_doses doses;
	struct query q[NQUERIES];
	struct dose_line line;
	enum status st;

	if ((st = entry_get(c->db, id, &l)) != OK)
		return st;
	c->subject = l.patient;
	q[PATIENT] = (struct query)PATIENT_GET(l.patient, c->lang);
	q[PASSPORT] = (struct query)DOCUMENT_CURRENT(l.patient);
	q[LINES] = (struct query)PRESCRIPTION_HISTORY(l.patient, c->lang, true);
	patient_doses_queries(c, l.patient, &q[DOSES]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK)
		return st;
	patient_doses_read(c, l.patient, &q[DOSES], NULL, &doses);
	if (!dosing_line(&doses.d, l.medicine, l.part, &line))
		return OK;
	check_resumed(&doses, &line, &l);
	doses.set.in = in;
	doses.set.refused = true;
	if (!findings_answered(c, &doses.set))
		return show_resumed(c, q, &doses, id);
	findings_kept(c, &doses.set, kept);
	return OK;
}
