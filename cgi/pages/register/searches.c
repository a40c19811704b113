/* searches.c: searches for patients which somebody keeps under a name. */

#include <string.h>

#include "db/saved_searches.h"
#include "pages/inputs.h"
#include "pages/register/find.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

/* The conditions come first, under the same numbers. */
enum { NAME = NFIND, NSAVE };
enum { RENAME_NAME, RENAME_VERSION, NRENAME };

static const struct field name_field =
    { "name", F_TEXT, .required = true, .max = 120 };

static const struct field rename_form[NRENAME] = {
	[RENAME_NAME] = { "name", F_TEXT, .required = true, .max = 120 },
	[RENAME_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

static const struct rule rules[] = {
	{ "saved_search_once", 0, N_("you have a search of this name") },
	{ "saved_search_name", 0, N_("a name of at most 60 characters") },
	{ "saved_search_name_no_number", 0, N_("the server reads this name: "
	    "no number of a patient may stand in it") },
	{ "saved_search_most", 0,
	    N_("you keep 50 searches; remove one that you do not need") },
	{ NULL, 0, NULL }
};

/* The form of a name for the conditions in. */
static enum status
show_new(struct ctx *c, const struct value *in, enum status answer)
{
	struct query q[FIND_QUERIES];
	struct find_books books;
	struct view *v = view_new(c->arena);
	enum status st;

	find_queries(c, q);
	if ((st = db_run_all(c->db, q, FIND_QUERIES)) != OK)
		return st;
	find_books_read(c, q, FIND_QUERIES, &books);
	find_show_chips(c, v, in, &books);
	view_text(v, "sort", in[FIND_SORT].text);
	view_text(v, "name", in[NAME].raw);
	view_text(v, "name_error", in[NAME].error);
	view_text(v, "title", tr(c, "Save the search"));
	if ((st = render(c, "search_new", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/searches/new: conditions are about to get a name. */
enum status
page_search_new(struct ctx *c)
{
	struct value in[NSAVE] = { 0 };
	enum status st;

	if ((st = find_read(c, in)) != OK)
		return st;
	if (!find_is_filtered(in))
		return redirect(c, "/patients");
	return show_new(c, in, OK);
}

/* POST /patients/searches: keep the conditions under a name. */
enum status
page_search_add(struct ctx *c)
{
	struct field form[NSAVE];
	struct value in[NSAVE];
	enum status st;

	memcpy(form, find_form, sizeof(find_form));
	form[NAME] = name_field;
	if ((st = form_read(c, form, NSAVE, in)) != OK && st != INVALID)
		return st;
	for (size_t i = 0; i < NFIND; i++)
		if (in[i].error != NULL)
			return INVALID;
	if (!find_check(c, &in[P_NUMBER]) || !find_is_filtered(in))
		return INVALID;
	if (st == INVALID)
		return show_new(c, in, INVALID);
	st = saved_search_add(c->db, in[NAME].text, find_query(c, in, NFIND));
	if ((st == INVALID || st == CONFLICT) &&
	    rule_fail(c, rules, &in[NAME]))
		return show_new(c, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/patients/searches?done=search_saved");
}

/* All of them; in: the refused name of the one that is id. */
static enum status
show_all(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct query q = SAVED_SEARCHES_QUERY;
	struct saved_search_list list;
	struct view *v = view_new(c->arena);
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	saved_search_read(c->db, q.rows, &list);
	view_text(v, "title", tr(c, "Saved searches"));
	view_flag(v, "has_searches", list.len > 0);
	view_list(v, "searches");
	for (size_t i = 0; i < list.len; i++) {
		struct view *o = view_item(v, "searches");
		bool refused = id != NULL && strcmp(id, list.item[i].id) == 0;

		view_text(o, "id", list.item[i].id);
		view_text(o, "name", list.item[i].name);
		view_text(o, "shown", refused ? in->raw : list.item[i].name);
		view_text(o, "error", refused ? in->error : NULL);
		view_text(o, "query", list.item[i].query);
		view_long(o, "version", list.item[i].version);
	}
	if ((st = render(c, "search_list", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/searches: apply, rename or remove what was kept. */
enum status
page_search_list(struct ctx *c)
{
	return show_all(c, NULL, NULL, OK);
}

/* POST /patients/searches/:id: another name. */
enum status
page_search_rename(struct ctx *c)
{
	struct value in[NRENAME];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((st = form_read(c, rename_form, NRENAME, in)) != OK &&
	    st != INVALID)
		return st;
	if (in[RENAME_VERSION].text == NULL)
		return INVALID;
	if (st == OK)
		st = saved_search_rename(c->db, id, in[RENAME_VERSION].text,
		    in[RENAME_NAME].text);
	if (st == INVALID || (st == CONFLICT && *db_refusal(c->db) != '\0')) {
		rule_fail(c, rules, &in[RENAME_NAME]);
		return show_all(c, id, &in[RENAME_NAME], INVALID);
	}
	if (st != OK)
		return st;
	return redirect(c, "/patients/searches?done=search_renamed");
}

/* POST /patients/searches/:id/remove: it is not needed any more. */
enum status
page_search_remove(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = saved_search_remove(c->db, id)) != OK)
		return st;
	return redirect(c, "/patients/searches?done=search_removed");
}
