/* book_imports.c: a file into a reference book: tried, taken in, taken back. */

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "db/book_imports.h"
#include "db/factor_resets.h"
#include "pages/admin/books.h"
#include "pages/admin/pages.h"
#include "pages/common.h"
#include "web/i18n.h"

/* A batch fits into a request with what encoding adds to it. */
enum { BATCH_MAX = 240 * 1024, TITLES_MAX = 8192, PAGE_SIZE = 50 };

static void
show_import(const struct ctx *c, struct view *v, const struct book_import *i)
{
	bool checked = strcmp(i->status, "checked") == 0;

	view_text(v, "import", i->id);
	view_text(v, "file", i->file);
	view_text(v, "who", i->who);
	view_text(v, "at", date_text(c, i->at));
	view_text(v, "undone_at", date_text(c, i->undone_at));
	view_text(v, "undone_by", i->undone_by);
	view_text(v, "ignored", i->ignored);
	view_long(v, "created", i->created);
	view_long(v, "edited", i->edited);
	view_long(v, "same", i->same);
	view_long(v, "problems_len", i->problems);
	view_long(v, "skipped", i->skipped);
	view_flag(v, "has_skipped", i->skipped > 0);
	view_flag(v, "checked", checked);
	view_flag(v, "may_commit", checked && i->problems == 0 &&
	    i->created + i->edited > 0);
	view_flag(v, "nothing", checked && i->problems == 0 &&
	    i->created + i->edited == 0);
	view_flag(v, "may_undo", i->may_write &&
	    strcmp(i->status, "committed") == 0);
}

/* GET /admin/books/:id/import: choose a file; the imports there were. */
enum status
page_book_import_form(struct ctx *c)
{
	const char *book = path_param(c, "id");
	struct view *v = view_new(c->arena);
	struct query q[] = {
		BOOK_HEAD_QUERY(book, NULL, c->lang),
		BOOK_COLUMNS_QUERY(book, c->lang),
		BOOK_IMPORTS_QUERY(book, NULL, c->lang),
	};
	struct book_import_list list;
	struct book_columns columns;
	struct book_head head;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = db_run_all(c->db, q, 3)) != OK ||
	    (strcmp(book, "staff_list") == 0 &&
	    (st = factor_demand(c->db)) != OK))
		return st;
	book_head_read(q[0].rows, &head);
	book_columns_read(c->db, q[1].rows, &columns);
	book_import_list_read(c->db, q[2].rows, &list);
	view_text(v, "title", tr(c, "Import from CSV"));
	view_flag(v, "tab_books", true);
	view_text(v, "book", book);
	view_text(v, "book_name", head.name);
	view_flag(v, "may_write", head.may_write);
	view_list(v, "columns");
	for (size_t i = 0; i < columns.len; i++)
		view_text(view_item(v, "columns"), "label",
		    columns.item[i].label);
	view_list(v, "imports");
	view_flag(v, "has_imports", list.len > 0);
	for (size_t i = 0; i < list.len; i++)
		show_import(c, view_item(v, "imports"), &list.item[i]);
	return render(c, "book_import", v);
}

enum { IMPORT_ID, BOOK, FILE_NAME, TITLES, NBEGIN };
static const struct field begin_form[NBEGIN] = {
	[IMPORT_ID] = { .name = "id", .kind = F_UUID, .required = true },
	[BOOK]      = { "book",   F_CODE, .required = true, .max = 40 },
	[FILE_NAME] = { "file",   F_TEXT, .required = true, .max = 400 },
	[TITLES]    = { "titles", F_LINES, .required = true, .max = TITLES_MAX },
};

static enum status
answer_count(struct ctx *c, long count)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_long(&j, "rows", count);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* POST /api/admin/imports: a file with these titles is going to come. */
enum status
page_book_import_begin(struct ctx *c)
{
	struct value in[NBEGIN];
	enum status st;

	if ((st = form_read(c, begin_form, NBEGIN, in)) != OK ||
	    (st = book_import_begin(c->db, in[IMPORT_ID].text, in[BOOK].text,
	    in[FILE_NAME].text, in[TITLES].text)) != OK)
		return st;
	c->subject = in[IMPORT_ID].text;
	return answer_count(c, 0);
}

enum { LINES, NSTAGE };
static const struct field stage_form[NSTAGE] = {
	[LINES] = { "lines", F_LINES, .required = true, .max = BATCH_MAX },
};

/* POST /api/admin/imports/:id/rows: some of its rows. */
enum status
page_book_import_stage(struct ctx *c)
{
	struct value in[NSTAGE];
	const char *id;
	long total;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, stage_form, NSTAGE, in)) != OK ||
	    (st = book_import_stage(c->db, id, in[LINES].text, &total)) != OK)
		return st;
	return answer_count(c, total);
}

/* POST /api/admin/imports/:id/check: the dry run. */
enum status
page_book_import_check(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = book_import_check(c->db, id)) != OK)
		return st;
	c->subject = id;
	return answer_count(c, 0);
}

static void
show_problems(const struct ctx *c, struct view *v,
    const struct book_import_problems *list)
{
	view_list(v, "problems");
	view_flag(v, "has_problems", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct book_import_problem *p = &list->item[i];
		struct view *o = view_item(v, "problems");

		view_long(o, "row", p->row);
		view_text(o, "label", p->label);
		view_text(o, "value", p->value);
		view_text(o, "why", fault_text(c, p->why, p->detail));
	}
}

static void
show_rows(const struct ctx *c, struct view *v,
    const struct book_import_rows *list)
{
	struct view *o = NULL, *d;

	view_list(v, "rows");
	view_flag(v, "has_rows", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct book_import_row *r = &list->item[i];
		bool is_new = strcmp(r->action, "create") == 0;

		if (i == 0 || strcmp(r->row, list->item[i - 1].row) != 0) {
			o = view_item(v, "rows");
			view_text(o, "row", r->row);
			view_text(o, "key", r->key);
			view_flag(o, "is_new", is_new);
			view_text(o, "link", is_new ? NULL :
			    link_text(c, r->key));
			view_list(o, "differences");
		}
		d = view_item(o, "differences");
		view_text(d, "label", r->label);
		view_text(d, "before", r->before);
		view_text(d, "after", r->after);
	}
}

/* One import on the page of its number; refused says why it stays. */
static enum status
show_page(struct ctx *c, const char *id, long page, const char *refused,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		BOOK_IMPORTS_QUERY(NULL, id, c->lang),
		BOOK_IMPORT_PROBLEMS_QUERY(id, c->lang, "200"),
		BOOK_IMPORT_ROWS_QUERY(id, c->lang, "50",
		    text_printf(c->arena, "%ld", page * PAGE_SIZE)),
	};
	struct book_import_problems problems;
	struct book_import_rows rows;
	struct book_import_list list;
	enum status st;

	if ((st = db_run_all(c->db, q, 3)) != OK)
		return st;
	book_import_list_read(c->db, q[0].rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	book_import_problems_read(c->db, q[1].rows, &problems);
	book_import_rows_read(c->db, q[2].rows, &rows);
	view_text(v, "title", tr(c, "Import into a reference book"));
	view_flag(v, "tab_books", true);
	view_text(v, "book", list.item[0].book);
	view_text(v, "book_name", list.item[0].book_name);
	view_text(v, "refused", refused);
	show_import(c, v, &list.item[0]);
	show_problems(c, v, &problems);
	show_rows(c, v, &rows);
	show_pages(c, v, page, PAGE_SIZE, PAGE_SIZE, rows.total);
	if ((st = render(c, "book_import_show", v)) != OK)
		return st;
	return answer;
}

enum { PAGE, NSHOW };
static const struct field show_form[NSHOW] = {
	[PAGE] = { "page", F_INT, .low = 0, .high = 100000 },
};

/* GET /admin/imports/:id: what it would change, or changed. */
enum status
page_book_import_show(struct ctx *c)
{
	struct value in[NSHOW];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, show_form, NSHOW, in)) != OK)
		return st;
	return show_page(c, id, in[PAGE].number, NULL, OK);
}

/* POST /admin/imports/:id/commit: all of it is in the book now, or nothing. */
enum status
page_book_import_commit(struct ctx *c)
{
	const char *id, *why;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = book_import_commit(c->db, id, &why)) != OK)
		return st;
	c->subject = id;
	return redirect(c, "/admin/imports/%s?done=book_import%s%s", id,
	    *why != '\0' ? "_" : "", why);
}

/* POST /admin/imports/:id/undo: the book as it was before. */
enum status
page_book_import_undo(struct ctx *c)
{
	const char *id, *why, *entry;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	if ((st = book_import_undo(c->db, id, &why, &entry)) == INVALID)
		return show_page(c, id, 0, text_printf(c->arena, "%s: %s",
		    strcmp(why, "used") == 0 ?
		    tr(c, "Nothing was taken back, an entry is used by now") :
		    tr(c, "Nothing was taken back, an entry was changed since"),
		    entry), CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/imports/%s?done=book_import_undone", id);
}

/* POST /admin/imports/:id/drop: what was only tried is forgotten. */
enum status
page_book_import_drop(struct ctx *c)
{
	const char *id, *book;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = book_import_drop(c->db, id, &book)) != OK)
		return st;
	c->subject = id;
	return redirect(c, "/admin/books/%s/import", book);
}
