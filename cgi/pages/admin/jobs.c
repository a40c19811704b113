/* jobs.c: jobs and the roles that usually go with them. */

#include "base/str.h"
#include "db/jobs.h"
#include "db/users.h"
#include "pages/admin/pages.h"
#include "pages/inputs.h"
#include "web/i18n.h"

enum { NAME, NAME_EN, ROLES, ROW_VERSION, NFIELDS };

static const struct field job_form[NFIELDS] = {
	[NAME]    = { "name",    F_TEXT, .required = true, .max = 200 },
	[NAME_EN] = { "name_en", F_TEXT, .max = 200 },
	[ROLES]   = { "roles",   F_CODES, .max = 2000 },
	[ROW_VERSION] = { "version", F_INT, .low = 1, .high = 2147483647 },
};

static const struct input job_inputs[NFIELDS] = {
	[NAME]    = { N_("Name"), W_TEXT, NULL, NULL },
	[NAME_EN] = { N_("Name in English"), W_TEXT, NULL, NULL },
	[ROLES]   = { N_("Roles"), W_CHECKS, N_("a new user with this job gets "
	    "them, if no role is chosen for him"), NULL },
};

static const struct rule rules[] = {
	{ "job_name_key", NAME, N_("there is a job of this name") },
	{ "job_name_length", NAME, N_("at most 200 characters") },
	{ NULL, 0, NULL }
};

/* GET /admin/jobs */
enum status
page_job_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct jobs list;
	enum status st;

	if ((st = job_list(c->db, c->lang, &list)) != OK)
		return st;
	view_text(v, "title", tr(c, "Jobs"));
	view_flag(v, "tab_jobs", true);
	view_list(v, "jobs");
	for (size_t i = 0; i < list.len; i++) {
		struct view *o = view_item(v, "jobs");

		view_text(o, "id", list.item[i].id);
		view_text(o, "name", list.item[i].shown);
		view_text(o, "roles", list.item[i].role_names);
		view_long(o, "people", list.item[i].people);
	}
	return render(c, "job_list", v);
}

/* The form of a job; id NULL is a new one. */
static enum status
show_form(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct query roles = USER_ROLES_QUERY(c->lang);
	struct view *v = view_new(c->arena);
	const struct book *books[NFIELDS] = { 0 };
	struct book book;
	enum status st;

	if ((st = db_run_all(c->db, &roles, 1)) != OK)
		return st;
	book_read(c->db, roles.rows, &book);
	for (size_t i = 0; i < book.len; i++)
		book.item[i].note = "";
	books[ROLES] = &book;
	show_inputs(c, v, job_form, job_inputs, NFIELDS, in, books);
	view_text(v, "title", id != NULL ? tr(c, "Job") : tr(c, "New job"));
	view_flag(v, "tab_jobs", true);
	view_text(v, "id", id);
	view_text(v, "version", in[ROW_VERSION].text);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "job_form", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/jobs/new */
enum status
page_job_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };

	return show_form(c, NULL, in, OK);
}

static enum status
write_job(struct ctx *c, const char *id)
{
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, job_form, NFIELDS, in)) == INVALID)
		return show_form(c, id, in, INVALID);
	if (st != OK)
		return st;
	st = job_write(c->db, &(struct job_entry){
		.id = id,
		.version = in[ROW_VERSION].text,
		.name = in[NAME].text,
		.name_en = in[NAME_EN].text,
		.roles = in[ROLES].text != NULL ?
		    array_text(c, in[ROLES].text) : "{}",
	});
	if ((st == CONFLICT || st == INVALID) && rule_fail(c, rules, in))
		return show_form(c, id, in, INVALID);
	if (st == CONFLICT)
		return show_form(c, id, in, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/jobs?done=job_saved");
}

/* POST /admin/jobs */
enum status
page_job_add(struct ctx *c)
{
	return write_job(c, NULL);
}

/* GET /admin/jobs/:id */
enum status
page_job_show(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	const char *id;
	struct job job;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = job_get(c->db, id, c->lang, &job)) != OK)
		return st;
	in[NAME].text = job.name;
	in[NAME_EN].text = job.name_en;
	in[ROLES].text = job.role_ids;
	in[ROW_VERSION].text = text_long(c->arena, job.version);
	return show_form(c, id, in, OK);
}

/* POST /admin/jobs/:id */
enum status
page_job_save(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK)
		return st;
	return write_job(c, id);
}

/* POST /admin/jobs/:id/remove: people keep their job and their roles. */
enum status
page_job_remove(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = job_remove(c->db, id)) != OK)
		return st;
	return redirect(c, "/admin/jobs?done=job_removed");
}
