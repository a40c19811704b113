/* doses.c: what the lines of a form amount to, computed while they are typed. */

#include "pages/register/line_form.h"
#include "pages/register/pages.h"

static enum status
answer_check(struct ctx *c, const char *patient,
    const struct prescription_source *old)
{
	struct value in[NLINE];
	struct line_check check;
	struct view *v = view_new(c->arena);
	enum status st;

	c->subject = patient;
	st = line_form_read(c, patient, old, in, &check);
	if (st != OK && st != INVALID)
		return st;
	check.set.refused = false;
	check.set.live = true;
	line_check_show(c, v, &check);
	return answer_view(c, v);
}

/* POST /api/patients/:id/prescriptions/doses: of a new line. */
enum status
page_dose_new(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return answer_check(c, id, NULL);
}

/* POST /api/prescriptions/:id/doses: of a new version of the line. */
enum status
page_dose_change(struct ctx *c)
{
	struct prescription_source old;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = entry_get(c->db, id, &old)) != OK)
		return st;
	return answer_check(c, old.patient, &old);
}
