/* books.c: the reference books, the entries of one, and a book as a file. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/admin/books.h"
#include "pages/admin/pages.h"
#include "pages/common.h"
#include "pages/csv.h"
#include "web/i18n.h"
#include "web/request.h"

enum { PAGE_SIZE = 50 };

static const struct choice parts[] = {
	{ "places",    N_("Institutions and staff"), NULL },
	{ "care",      N_("Care"), NULL },
	{ "diagnoses", N_("Diagnoses"), NULL },
	{ "medicines", N_("Medicines"), NULL },
	{ "opioids",   N_("Opioids and safety"), NULL },
	{ "reports",   N_("Reports"), NULL },
	{ "lists",     N_("Short lists"), NULL },
	{ "reasons",   N_("Reasons"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice states[] = {
	{ "current", N_("in use"), NULL },
	{ "retired", N_("retired entries"), NULL },
	{ "all",     N_("all entries"), NULL },
	{ NULL, NULL, NULL }
};

/* What the database says of a value; its detail follows. */
static const struct choice faults[] = {
	{ "rule",       N_("the book does not take this value"), NULL },
	{ "required",   N_("Fill in this field"), NULL },
	{ "long",       N_("longer than so many characters"), NULL },
	{ "characters", N_("This has characters that cannot be stored"), NULL },
	{ "formula",    N_("begins like a formula of a spreadsheet"), NULL },
	{ "number",     N_("Write a number"), NULL },
	{ "range",      N_("outside of"), NULL },
	{ "date",       N_("Write a date as DD.MM.YYYY"), NULL },
	{ "flag",       N_("Write yes or no"), NULL },
	{ "choice",     N_("not one of these"), NULL },
	{ "ref",        N_("there is no such code in its book"), NULL },
	{ "pattern",    N_("This is not a valid value"), NULL },
	{ "exists",     N_("there is such an entry already"), NULL },
	{ "none",       N_("there is no entry with this number"), NULL },
	{ "twice",      N_("stands twice in the file, first in row"), NULL },
	{ "column_twice", N_("this column stands twice in the file"), NULL },
	{ "column_missing", N_("this column is missing in the file"), NULL },
	{ NULL, NULL, NULL }
};

const char *
fault_text(const struct ctx *c, const char *why, const char *detail)
{
	const char *said = tr(c, choice_find(faults, why)->name);

	if (*detail == '\0')
		return said;
	return strcmp(why, "rule") == 0 ? detail :
	    text_printf(c->arena, "%s: %s", said, detail);
}

const char *
link_text(const struct ctx *c, const char *text)
{
	struct str *s = str_new(c->arena);
	char hex[4];

	for (; *text != '\0'; text++) {
		snprintf(hex, sizeof(hex), "%%%02X", (unsigned char)*text);
		str_add_text(s, hex);
	}
	return s->text != NULL ? s->text : "";
}

/* GET /admin/books: all of them, by their parts. */
enum status
page_book_list(struct ctx *c)
{
	struct view *v = view_new(c->arena), *part = NULL;
	struct book_items list;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = book_items(c->db, c->lang, &list)) != OK)
		return st;
	view_text(v, "title", tr(c, "Reference books"));
	view_flag(v, "tab_books", true);
	view_list(v, "parts");
	for (size_t i = 0; i < list.len; i++) {
		const struct book_item *b = &list.item[i];
		struct view *o;

		if (i == 0 || strcmp(b->part, list.item[i - 1].part) != 0) {
			part = view_item(v, "parts");
			view_text(part, "part", tr(c,
			    choice_find(parts, b->part)->name));
		}
		o = view_item(part, "books");
		view_text(o, "book", b->code);
		view_text(o, "name", b->name);
		view_text(o, "entries", b->entries);
		view_long(o, "retired", b->retired);
		view_flag(o, "has_retired", b->retired > 0);
		view_date(o, "changed_at", b->changed_at);
	}
	return render(c, "book_list", v);
}

enum { TEXT, SORT, STATE, PAGE, NSEARCH };
static const char *const state_codes[] = { "current", "retired", "all", NULL };
static const struct field search_form[NSEARCH] = {
	[TEXT]  = { "q",     F_TEXT, .max = 200 },
	[SORT]  = { "sort",  F_CODE, .max = 64 },
	[STATE] = { "state", F_CHOICE, .choices = state_codes },
	[PAGE]  = { "page",  F_INT, .low = 0, .high = 10000 },
};

/* A heading sorts by its column, and once more the other way round. */
static void
show_heads(const struct ctx *c, struct view *v, const struct book_columns *list,
    const char *sort)
{
	bool down = sort != NULL && *sort == '-';

	view_list(v, "heads");
	for (size_t i = 0; i < list->len; i++) {
		const struct book_column *k = &list->item[i];
		bool mine = sort != NULL && strcmp(sort + down, k->name) == 0;
		struct view *o;

		if (!k->shown)
			continue;
		o = view_item(v, "heads");
		view_text(o, "label", k->label);
		view_flag(o, "number", k->is_number);
		view_flag(o, "up", mine && !down);
		view_flag(o, "down", mine && down);
		view_text(o, "sort", query_link(c, "", "sort",
		    mine && !down ? text_printf(c->arena, "-%s", k->name) :
		    k->name));
	}
}

static void
show_entry(const struct ctx *c, struct view *v, const struct book_columns *list,
    const struct entry_item *e)
{
	const char *cell = e->cells;
	bool first = true;

	view_flag(v, "retired", e->retired);
	for (size_t i = 0; i < list->len; i++) {
		struct view *o;
		size_t len = strcspn(cell, (const char[]){ CELL_END, '\0' });

		if (!list->item[i].shown)
			continue;
		o = view_item(v, "cells");
		view_text(o, "label", list->item[i].label);
		view_text(o, "cell", text_copy_len(c->arena, cell, len));
		view_flag(o, "number", list->item[i].is_number);
		view_text(o, "link", first ? link_text(c, e->key) : NULL);
		first = false;
		cell += len + (cell[len] == CELL_END);
	}
}

/* GET /admin/books/:id: the entries of a book. */
enum status
page_book_show(struct ctx *c)
{
	const char *book = path_param(c, "id");
	struct view *v = view_new(c->arena);
	struct value in[NSEARCH];
	struct book_columns columns;
	struct entry_items list;
	struct book_head head;
	enum status st;

	if ((st = form_read(c, search_form, NSEARCH, in)) != OK)
		return st;
	bool down = in[SORT].text != NULL && *in[SORT].text == '-';
	struct entry_search s = {
		.book = book,
		.text = in[TEXT].text,
		.sort = in[SORT].text != NULL ? in[SORT].text + down : NULL,
		.down = down ? "true" : "false",
		.state = in[STATE].text,
		.size = text_printf(c->arena, "%d", PAGE_SIZE),
		.offset = text_printf(c->arena, "%ld",
		    in[PAGE].number * PAGE_SIZE),
	};
	struct query q[] = {
		BOOK_HEAD_QUERY(book, NULL, c->lang),
		BOOK_COLUMNS_QUERY(book, c->lang),
		ENTRY_LIST_QUERY(&s, c->lang),
	};
	if ((st = db_run_all(c->db, q, 3)) != OK)
		return st;
	book_head_read(q[0].rows, &head);
	book_columns_read(c->db, q[1].rows, &columns);
	entry_list_read(c->db, q[2].rows, &list);
	view_text(v, "title", head.name);
	view_flag(v, "tab_books", true);
	view_text(v, "book", book);
	view_flag(v, "may_write", head.may_write);
	view_text(v, "q", in[TEXT].text);
	view_text(v, "sorted", in[SORT].text);
	show_choices(c, v, "states", states, in[STATE].text);
	view_flag(v, "filtered", in[TEXT].text != NULL || in[STATE].text != NULL);
	view_flag(v, "has_entries", list.len > 0);
	show_heads(c, v, &columns, in[SORT].text);
	view_list(v, "entries");
	for (size_t i = 0; i < list.len; i++)
		show_entry(c, view_item(v, "entries"), &columns,
		    &list.item[i]);
	show_pages(c, v, in[PAGE].number, PAGE_SIZE, list.len, list.total);
	return render(c, "book_show", v);
}

static void
add_row(const struct ctx *c, struct str *s, const char *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(cells, (const char[]){ CELL_END, '\0' });

		csv_text(c, s, text_copy_len(c->arena, cells, len));
		cells += len + (cells[len] == CELL_END);
	}
	csv_end_row(s);
}

/* GET /admin/books/:id/export: the book as an import would take it again. */
enum status
page_book_export(struct ctx *c)
{
	const char *book = path_param(c, "id");
	struct book_columns columns;
	struct entry_items list;
	struct str *s;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = book_export(c->db, book, c->lang, &columns, &list)) != OK)
		return st;
	s = csv_new(c);
	for (size_t i = 0; i < columns.len; i++)
		csv_text(c, s, columns.item[i].label);
	csv_end_row(s);
	for (size_t i = 0; i < list.len; i++)
		add_row(c, s, list.item[i].cells, columns.len);
	c->detail = text_printf(c->arena, "{\"book\":\"%s\"}", book);
	return answer_bytes(c, "text/csv; charset=utf-8", s->text, s->len,
	    text_printf(c->arena, "%s.csv", book));
}
