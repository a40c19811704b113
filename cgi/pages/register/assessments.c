/* assessments.c: assess, correct and take back; what was assessed so far. */

#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/sheet.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* The form; the answer is the status that the request ends with. */
static enum status
show_sheet(struct ctx *c, const struct sheet *s, const char *action,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	const char *heading = s->corrects != NULL ?
	    tr(c, "Correct an assessment") : tr(c, "Assessment");
	enum status st;

	sheet_show(c, v, s);
	show_who(c, v, &s->patient, s->passport, false);
	view_text(v, "heading", heading);
	view_text(v, "title", heading);
	view_text(v, "action", action);
	view_flag(v, "correction", s->corrects != NULL);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "assessment_new", v)) != OK)
		return st;
	return answer;
}

static const char *
add_action(const struct ctx *c, const char *patient)
{
	return text_printf(c->arena, "/patients/%s/assessments", patient);
}

/* GET /patients/:id/assessments/new: the chosen instruments, or a visit's. */
enum status
page_assessment_new(struct ctx *c)
{
	struct sheet s;
	const char *id, *entry;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK || (st = uuid_new(c, &entry)) != OK ||
	    (st = sheet_open(c, id, sheet_chosen(c), NULL, &s)) != OK)
		return st;
	s.in[SHEET_ID].text = entry;
	s.in[SHEET_ON].text = today(c);
	return show_sheet(c, &s, add_action(c, id), OK);
}

/* POST /patients/:id/assessments: all that was answered, or nothing. */
enum status
page_assessment_add(struct ctx *c)
{
	struct assessment_entry *entry;
	struct sheet s;
	const char *id;
	enum status st;
	size_t n = 0;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = sheet_open(c, id, sheet_chosen(c), NULL, &s)) != OK)
		return st;
	if ((st = sheet_read(c, &s)) == INVALID)
		return show_sheet(c, &s, add_action(c, id), INVALID);
	if (st != OK)
		return st;
	entry = arena_array(c->arena, s.instruments.len, sizeof(*entry));
	for (size_t i = 0; i < s.instruments.len; i++)
		n += sheet_entry(c, &s, &s.instruments.item[i], &entry[n]);
	if ((st = assessment_add(c->db, id, entry, n)) == INVALID)
		sheet_refuse(c, &s);
	if (st == INVALID || st == CONFLICT)
		return show_sheet(c, &s, add_action(c, id), st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s?done=assessment_added", id);
}

/* The sheet of an assessment that is to be corrected. */
static enum status
open_correction(struct ctx *c, const struct assessment *a, struct sheet *s)
{
	return sheet_open(c, a->patient,
	    text_printf(c->arena, "{%s}", a->instrument), a->moment, s);
}

static const char *
correct_action(const struct ctx *c, const char *id)
{
	return text_printf(c->arena, "/assessments/%s", id);
}

/* GET /assessments/:id/edit: the answers, to be saved as a new version. */
enum status
page_assessment_edit(struct ctx *c)
{
	struct assessment a;
	struct observed_list answers;
	struct sheet s;
	const char *id, *entry;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK || (st = uuid_new(c, &entry)) != OK ||
	    (st = assessment_get(c->db, id, &a, &answers)) != OK)
		return st;
	if (!a.current)
		return CONFLICT;
	if ((st = open_correction(c, &a, &s)) != OK)
		return st;
	sheet_fill(c, &s, &a, &answers);
	s.in[SHEET_ID].text = entry;
	return show_sheet(c, &s, correct_action(c, id), OK);
}

/* The entry again, to be saved over the version that stands now, if any. */
static enum status
show_stale(struct ctx *c, struct sheet *s, const char *id)
{
	const char *now;
	enum status st;

	if ((st = assessment_standing(c->db, id, &now)) != OK)
		return st;
	return show_sheet(c, s, correct_action(c, now != NULL ? now : id),
	    CONFLICT);
}

/* POST /assessments/:id: a new version; the old one is kept. */
enum status
page_assessment_save(struct ctx *c)
{
	struct assessment_entry entry = { 0 };
	struct assessment a;
	struct observed_list answers;
	struct sheet s;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = assessment_get(c->db, id, &a, &answers)) != OK ||
	    (st = open_correction(c, &a, &s)) != OK)
		return st;
	s.corrects = &a;
	if ((st = sheet_read(c, &s)) == INVALID)
		return show_sheet(c, &s, correct_action(c, id), INVALID);
	if (st != OK)
		return st;
	for (size_t i = 0; i < s.instruments.len; i++)
		if (strcmp(s.instruments.item[i].code, a.instrument) == 0)
			(void)sheet_entry(c, &s, &s.instruments.item[i],
			    &entry);
	if ((st = assessment_correct(c->db, id, &entry)) == CONFLICT)
		return show_stale(c, &s, id);
	if (st == INVALID) {
		sheet_refuse(c, &s);
		return show_sheet(c, &s, correct_action(c, id), INVALID);
	}
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/assessments?instrument=%s"
	    "&done=assessment_corrected", a.patient, a.instrument);
}

/* POST /assessments/:id/undo: entered in error, says its author. */
enum status
page_assessment_undo(struct ctx *c)
{
	struct assessment a;
	struct observed_list answers;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = assessment_get(c->db, id, &a, &answers)) != OK)
		return st;
	c->subject = a.patient;
	if (!a.mine)
		return DENIED;
	if ((st = assessment_take_back(c->db, id)) != OK)
		return st;
	return redirect(c, "/patients/%s/assessments?instrument=%s"
	    "&done=assessment_taken_back", a.patient, a.instrument);
}
