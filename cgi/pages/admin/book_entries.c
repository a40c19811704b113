/* book_entries.c: an entry of a reference book: its form, states, history. */

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "pages/admin/books.h"
#include "pages/admin/pages.h"
#include "pages/common.h"
#include "web/i18n.h"
#include "web/request.h"

/* How a value is asked for; the flags are those of part_inputs.html. */
static const struct widget {
	const char	*kind;
	const char	*flag;
} widgets[] = {
	{ "text",   "is_text" },
	{ "date",   "is_date" },
	{ "flag",   "is_flag" },
	{ "choice", "is_select" },
	{ "ref",    "is_select" },
	{ "refs",   "is_checks" },
};

static const struct choice actions[] = {
	{ "create",  N_("added"),    "ok" },
	{ "edit",    N_("changed"),  "quiet" },
	{ "retire",  N_("retired"),  "warn" },
	{ "restore", N_("in use again"), "ok" },
	{ "delete",  N_("removed entry"),  "stop" },
	{ "undo",    N_("import taken back"), "warn" },
	{ NULL, NULL, NULL }
};

/* What was asked for and what came back of it. */
struct asked {
	const char			*book;
	const char			*key;	/* NULL: a new entry */
	const struct entry_faults	*faults;
	bool				 typed;	/* show what was sent */
};

static const char *
sent(const struct ctx *c, const char *name)
{
	const struct request *req = c->req;
	const char *all = NULL;

	for (size_t i = 0; i < req->body_len; i++)
		if (strcmp(req->body[i].name, name) == 0)
			all = all == NULL ? req->body[i].value :
			    text_printf(c->arena, "%s,%s", all,
			    req->body[i].value);
	return all != NULL ? all : "";
}

static bool
is_chosen(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (; *list != '\0'; list += strspn(list, ",")) {
		size_t n = strcspn(list, ",");

		if (n == len && strncmp(list, code, n) == 0)
			return true;
		list += n;
	}
	return false;
}

/* What is out of use is offered only where it stands already. */
static void
show_options(struct view *v, const struct entry_options *list,
    const struct entry_field *f, const char *value)
{
	bool many = strcmp(f->kind, "refs") == 0;

	view_list(v, "options");
	for (size_t i = 0; i < list->len; i++) {
		const struct entry_option *e = &list->item[i];
		bool mine = many ? is_chosen(value, e->code) :
		    strcmp(value, e->code) == 0;
		struct view *o;

		if (strcmp(e->name, f->name) != 0 || (e->retired && !mine))
			continue;
		o = view_item(v, "options");
		view_text(o, "code", e->code);
		view_text(o, "option", e->title);
		view_flag(o, "selected", mine);
	}
}

static const char *
fault_of(const struct ctx *c, const struct entry_faults *list, const char *name)
{
	for (size_t i = 0; list != NULL && i < list->len; i++)
		if (strcmp(list->item[i].name, name) == 0)
			return fault_text(c, list->item[i].why,
			    list->item[i].detail);
	return NULL;
}

static const char *
widget_flag(const char *kind)
{
	for (size_t i = 0; i < sizeof(widgets) / sizeof(widgets[0]); i++)
		if (strcmp(widgets[i].kind, kind) == 0)
			return widgets[i].flag;
	return widgets[0].flag;
}

static void
show_field(const struct ctx *c, struct view *v, const struct asked *a,
    const struct entry_field *f, const struct entry_options *options)
{
	const char *value = a->typed ? sent(c, f->name) : f->value;

	view_flag(v, widget_flag(f->kind), true);
	view_text(v, "field", f->name);
	view_text(v, "label", f->label);
	view_text(v, "note", f->help);
	view_text(v, "blank", tr(c, f->required ? N_("choose") : N_("none")));
	view_flag(v, "required", f->required && strcmp(f->kind, "refs") != 0);
	view_text(v, "shown", value);
	view_long(v, "max", f->max);
	view_text(v, "error", fault_of(c, a->faults, f->name));
	view_flag(v, "checked", a->typed ? *value == '1' :
	    strcmp(value, "yes") == 0 || strcmp(value, "да") == 0);
	show_options(v, options, f, value);
}

/* The parts of the key of what is there are told, not asked for. */
static void
show_fields(const struct ctx *c, struct view *v, const struct asked *a,
    const struct entry_fields *fields, const struct entry_options *options)
{
	struct str *names = str_new(c->arena);

	view_list(v, "inputs");
	view_list(v, "told");
	for (size_t i = 0; i < fields->len; i++) {
		const struct entry_field *f = &fields->item[i];

		str_addf(names, "%s%s", i > 0 ? "," : "", f->name);
		if (f->fixed) {
			struct view *o = view_item(v, "told");

			view_text(o, "field", f->name);
			view_text(o, "label", f->label);
			view_text(o, "value", f->value);
			view_text(o, "shown", f->shown);
		} else {
			show_field(c, view_item(v, "inputs"), a, f, options);
		}
	}
	view_text(v, "columns", names->text);
	view_list(v, "values");
	for (size_t i = 0; i < fields->len; i++) {
		struct view *o = view_item(v, "values");

		view_text(o, "label", fields->item[i].label);
		view_text(o, "value", fields->item[i].shown);
	}
}

void
show_changes(const struct ctx *c, struct view *v,
    const struct entry_changes *list)
{
	struct view *o = NULL, *d;

	view_list(v, "changes");
	view_flag(v, "has_changes", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct entry_change *e = &list->item[i];

		if (i == 0 || strcmp(e->id, list->item[i - 1].id) != 0) {
			const struct choice *action = choice_find(actions,
			    e->action);

			o = view_item(v, "changes");
			view_text(o, "at", date_text(c, e->at));
			view_text(o, "who", e->who);
			view_text(o, "action", tr(c, action->name));
			view_text(o, "tone", action->tone);
			view_text(o, "import", e->import);
			view_text(o, "key", e->key);
			view_text(o, "link", link_text(c, e->key));
			view_list(o, "differences");
		}
		if (*e->label == '\0')
			continue;
		d = view_item(o, "differences");
		view_text(d, "label", e->label);
		view_text(d, "before", e->before);
		view_text(d, "after", e->after);
	}
}

static enum status
show_entry(struct ctx *c, const struct asked *a, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		BOOK_HEAD_QUERY(a->book, a->key, c->lang),
		ENTRY_FIELDS_QUERY(a->book, a->key, c->lang),
		ENTRY_OPTIONS_QUERY(a->book, c->lang),
		ENTRY_CHANGES_QUERY(a->book, a->key != NULL ? a->key : "",
		    c->lang, "20", "0"),
	};
	struct entry_changes changes;
	struct entry_fields fields;
	struct entry_options options;
	struct book_head head;
	enum status st;

	if ((st = db_run_all(c->db, q, 4)) != OK)
		return st;
	book_head_read(q[0].rows, &head);
	entry_fields_read(c->db, q[1].rows, &fields);
	entry_options_read(c->db, q[2].rows, &options);
	entry_changes_read(c->db, q[3].rows, &changes);
	view_text(v, "title", a->key != NULL ? head.title :
	    tr(c, "New entry"));
	view_flag(v, "tab_books", true);
	view_text(v, "book", a->book);
	view_text(v, "book_name", head.name);
	view_text(v, "key", a->key);
	view_text(v, "version", head.version);
	view_flag(v, "may_write", head.may_write);
	view_flag(v, "retired", head.retired);
	view_flag(v, "may_delete", head.may_delete);
	view_flag(v, "has_errors", answer == INVALID);
	view_flag(v, "conflict", answer == CONFLICT);
	view_text(v, "refused", fault_of(c, a->faults, ""));
	show_fields(c, v, a, &fields, &options);
	show_changes(c, v, &changes);
	if ((st = render(c, "book_entry", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/books/:id/new */
enum status
page_book_entry_new(struct ctx *c)
{
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	return show_entry(c, &(struct asked){ .book = path_param(c, "id") }, OK);
}

enum { KEY, NKEY };
static const struct field key_form[NKEY] = {
	[KEY] = { "key", F_TEXT, .required = true, .max = 200 },
};

/* GET /admin/books/:id/entry: what it says, and what it said. */
enum status
page_book_entry_show(struct ctx *c)
{
	struct value in[NKEY];
	enum status st;

	if ((st = form_read(c, key_form, NKEY, in)) == INVALID)
		return NOT_FOUND;
	if (st != OK)
		return st;
	return show_entry(c, &(struct asked){ .book = path_param(c, "id"),
	    .key = in[KEY].text }, OK);
}

/* Fields that no book has. */
static bool
is_own(const char *name)
{
	static const char *const own[] = { "csrf", "entry_key",
	    "entry_version", "entry_columns" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i], name) == 0)
			return true;
	return false;
}

/*
 * What was sent as an object of JSON, by the columns that the form had; a box
 * that is not ticked is not sent and empty.
 */
static enum status
read_values(struct ctx *c, const char **out)
{
	const char *columns = sent(c, "entry_columns"), *name;
	struct str *s = str_new(c->arena);
	struct json j;

	if (*columns == '\0')
		return MALFORMED;
	for (size_t i = 0; i < c->req->body_len; i++)
		if (!is_own(c->req->body[i].name) &&
		    !is_chosen(columns, c->req->body[i].name))
			return MALFORMED;
	json_open(&j, s);
	json_begin_object(&j, NULL);
	for (size_t i = 0; (name = list_item(c, columns, i)) != NULL; i++)
		json_put_text(&j, name, sent(c, name));
	json_end_object(&j);
	*out = s->text;
	return OK;
}

static const char *
detail_of(const struct ctx *c, const char *book, const char *key)
{
	struct str *s = str_new(c->arena);
	struct json j;

	json_open(&j, s);
	json_begin_object(&j, NULL);
	json_put_text(&j, "book", book);
	json_put_text(&j, "entry", key);
	json_end_object(&j);
	return s->text;
}

/* POST /admin/books/:id/entry: a new one, or what became of one. */
enum status
page_book_entry_save(struct ctx *c)
{
	struct entry_faults faults;
	struct asked a = { .book = path_param(c, "id"), .faults = &faults,
	    .typed = true };
	const char *key = sent(c, "entry_key"), *values;
	enum status st;

	if ((st = read_values(c, &values)) != OK)
		return st;
	a.key = *key != '\0' ? key : NULL;
	st = entry_save(c->db, a.book, a.key, a.key != NULL ?
	    sent(c, "entry_version") : "0", values, c->lang, &faults);
	if (st == INVALID && faults.len == 0)
		return MALFORMED;
	if (st == INVALID || st == CONFLICT)
		return show_entry(c, &a, st);
	if (st != OK)
		return st;
	c->detail = detail_of(c, a.book, a.key != NULL ? key : sent(c, "code"));
	if (a.key == NULL)
		return redirect(c, "/admin/books/%s?done=entry_saved", a.book);
	return redirect(c, "/admin/books/%s/entry?key=%s&done=entry_saved",
	    a.book, link_text(c, key));
}

enum { STATE_KEY, STATE_VERSION, TO, NSTATE };
static const char *const steps[] = { "retire", "restore", "delete", NULL };
static const struct field state_form[NSTATE] = {
	[STATE_KEY] = { "key", F_TEXT, .required = true, .max = 200 },
	[STATE_VERSION] = { "version", F_INT, .required = true, .low = 0,
	    .high = 2147483647 },
	[TO] = { "to", F_CHOICE, .required = true, .choices = steps },
};

/* POST /admin/books/:id/state: out of use, in use again, or away. */
enum status
page_book_entry_state(struct ctx *c)
{
	struct asked a = { .book = path_param(c, "id") };
	struct value in[NSTATE];
	const char *why, *done = "entry_state";
	enum status st;

	if ((st = form_read(c, state_form, NSTATE, in)) != OK)
		return st;
	a.key = in[STATE_KEY].text;
	c->detail = detail_of(c, a.book, a.key);
	st = entry_turn(c->db, a.book, a.key, in[STATE_VERSION].text,
	    in[TO].text, &why);
	if (st == CONFLICT)
		return show_entry(c, &a, CONFLICT);
	if (st == INVALID)
		done = strcmp(why, "used") == 0 ? "entry_used" : "entry_already";
	else if (st != OK)
		return st;
	return redirect(c, "/admin/books/%s/entry?key=%s&done=%s", a.book,
	    link_text(c, a.key), done);
}

enum { PAGE_SIZE = 50 };
enum { PAGE, NHISTORY };
static const struct field history_form[NHISTORY] = {
	[PAGE] = { "page", F_INT, .low = 0, .high = 100000 },
};

/* GET /admin/books/:id/history: what was changed in a book. */
enum status
page_book_history(struct ctx *c)
{
	const char *book = path_param(c, "id");
	struct view *v = view_new(c->arena);
	struct value in[NHISTORY];
	struct entry_changes list;
	struct book_head head;
	enum status st;

	if ((st = form_read(c, history_form, NHISTORY, in)) != OK)
		return st;
	struct query q[] = {
		BOOK_HEAD_QUERY(book, NULL, c->lang),
		ENTRY_CHANGES_QUERY(book, NULL, c->lang, "50",
		    text_printf(c->arena, "%ld", in[PAGE].number * PAGE_SIZE)),
	};
	if ((st = db_run_all(c->db, q, 2)) != OK)
		return st;
	book_head_read(q[0].rows, &head);
	entry_changes_read(c->db, q[1].rows, &list);
	view_text(v, "title", tr(c, "Changes of the book"));
	view_flag(v, "tab_books", true);
	view_text(v, "book", book);
	view_text(v, "book_name", head.name);
	view_flag(v, "whole_book", true);
	show_changes(c, v, &list);
	show_pages(c, v, in[PAGE].number, PAGE_SIZE, PAGE_SIZE, list.total);
	return render(c, "book_history", v);
}
