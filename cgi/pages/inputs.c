/* inputs.c: forms shown from a table, and what the database says of them. */

#include <string.h>

#include "pages/inputs.h"
#include "web/i18n.h"

static const char *const widget_flags[] = {
	[W_TEXT]      = "is_text",
	[W_DATE]      = "is_date",
	[W_NUMBER]    = "is_number",
	[W_SELECT]    = "is_select",
	[W_CHECKS]    = "is_checks",
	[W_FLAG]      = "is_flag",
	[W_DIAGNOSIS] = "is_diagnosis",
	[W_ALLERGEN]  = "is_allergen",
};

bool
codes_have(const char *list, const char *code)
{
	size_t len = strlen(code);

	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, ",");

		if (n == len && strncmp(list, code, n) == 0)
			return true;
		list += n + (list[n] == ',' ? 1 : 0);
	}
	return false;
}

static void
show_options(struct view *v, const struct book *book, const char *chosen)
{
	view_list(v, "options");
	for (size_t i = 0; book != NULL && i < book->len; i++) {
		bool stands = codes_have(chosen, book->item[i].code);
		struct view *o;

		if (book->item[i].retired && !stands)
			continue;
		o = view_item(v, "options");
		view_text(o, "code", book->item[i].code);
		view_text(o, "option", book->item[i].name);
		view_text(o, "source", book->item[i].note);
		view_flag(o, "selected", stands);
	}
}

static const char *
value_shown(const struct ctx *c, const struct field *f,
    const struct value *in)
{
	if (in->raw != NULL || in->text == NULL)
		return in->raw;
	return f->kind == F_DATE ? date_text(c, in->text) : in->text;
}

void
show_inputs(const struct ctx *c, struct view *v, const struct field *fields,
    const struct input *inputs, size_t n, const struct value *in,
    const struct book *const *books)
{
	bool has_errors = false;

	view_list(v, "inputs");
	for (size_t i = 0; i < n; i++) {
		const char *shown = value_shown(c, &fields[i], &in[i]);
		struct view *o;

		if (inputs[i].label == NULL)
			continue;
		has_errors = has_errors || in[i].error != NULL;
		o = view_item(v, "inputs");
		view_flag(o, widget_flags[inputs[i].widget], true);
		view_text(o, "field", fields[i].name);
		view_text(o, "label", tr(c, inputs[i].label));
		view_text(o, "note", inputs[i].note != NULL ?
		    tr(c, inputs[i].note) : NULL);
		view_text(o, "blank", tr(c, inputs[i].blank != NULL ?
		    inputs[i].blank : N_("choose")));
		view_flag(o, "required", fields[i].required);
		view_flag(o, "checked", shown != NULL && *shown == '1');
		view_text(o, "shown", shown);
		view_text(o, "error", in[i].error);
		view_long(o, "max", fields[i].max != 0 ?
		    (long)fields[i].max : 255);
		show_options(o, books != NULL ? books[i] : NULL, shown);
	}
	view_flag(v, "has_errors", has_errors);
}

struct book
choice_book(const struct ctx *c, const struct choice *table)
{
	struct book book = { 0 };

	while (table[book.len].code != NULL)
		book.len++;
	book.item = arena_array(c->arena, book.len, sizeof(*book.item));
	for (size_t i = 0; i < book.len; i++)
		book.item[i] = (struct book_entry){
		    .code = table[i].code, .name = tr(c, table[i].name),
		    .note = "" };
	return book;
}

bool
rule_fail(struct ctx *c, const struct rule *rules, struct value *in)
{
	return rule_named(c, rules, db_refusal(c->db), in);
}

bool
rule_named(struct ctx *c, const struct rule *rules, const char *name,
    struct value *in)
{
	for (; rules->name != NULL; rules++)
		if (strcmp(rules->name, name) == 0) {
			form_fail(c, &in[rules->field], rules->message);
			return true;
		}
	return false;
}
