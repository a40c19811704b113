/* line_page.c: the page of the form of a prescription line, with its choices. */

#include <string.h>

#include "base/str.h"
#include "db/books.h"
#include "db/documents.h"
#include "db/favourites.h"
#include "pages/register/line_rules.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* The queries of the page, in one round trip. */
enum { PATIENT, PASSPORT, UNITS, ROUTES, REASONS, CODES, PRODUCTS, LINES,
	FREQUENCIES, FAVOURITES, NOW, CHECK };
_Static_assert(CHECK + LINE_CHECK_QUERIES == LINE_FORM_QUERIES, "queries");

static const struct choice bases[] = {
	{ "background",   N_("background"),           NULL },
	{ "breakthrough", N_("breakthrough, rescue"), NULL },
	{ NULL, NULL, NULL }
};

/* Selects that are filled from one of the small books. */
static const struct {
	int		 field;
	const char	*list;	/* in the template */
	const char	*book;
} selects[] = {
	{ E_INDICATION, "indications", "indication" },
	{ E_DILUENT,    "diluents",    "diluent" },
	{ E_DEVICE,     "devices",     "infusion_device" },
	{ E_DECIDER,    "deciders",    "titration_decider" },
	{ E_RX_FORM,    "rx_forms",    "rx_form" },
};

static void
show_product(struct ctx *c, struct view *v, const struct product *p,
    const char *selected)
{
	bool chosen = selected != NULL && strcmp(selected, p->id) == 0;
	struct view *o;

	if (p->retired && !chosen)
		return;
	o = view_item(v, "products");
	view_text(o, "id", p->id);
	view_text(o, "medicine", p->medicine);
	view_text(o, "units", p->units);
	view_text(o, "routes", p->routes);
	view_text(o, "patch_hours", p->patch_hours);
	view_text(o, "name", text_printf(c->arena, "%s, %s %s", p->inn,
	    p->form, p->strength));
	view_flag(o, "selected", chosen);
	if (chosen) {
		view_text(v, "medicine", p->medicine);
		view_text(v, "medicine_text", p->inn);
	}
}

static void
show_codes(struct ctx *c, struct view *v, const struct book *codes,
    const struct value *in)
{
	struct book book;

	for (size_t i = 0; i < sizeof(selects) / sizeof(selects[0]); i++) {
		book = book_of(c->db, codes, selects[i].book);
		show_book(v, selects[i].list, &book,
		    in[selects[i].field].text);
	}
	book = book_of(c->db, codes, "line_instruction");
	view_list(v, "instructions");
	for (int i = 0; i < 3; i++) {
		struct view *o = view_item(v, "instructions");

		view_text(o, "field", text_printf(c->arena,
		    "instruction_%d", i + 1));
		view_long(o, "number", i + 1);
		show_book(o, "codes", &book, in[L_INSTRUCTION + i].text);
	}
}

/* One option: value, label and whether it is the chosen one. */
static void
show_line_option(struct view *v, const char *list, const char *code,
    const char *name, const char *selected)
{
	struct view *o = view_item(v, list);

	view_text(o, "code", code);
	view_text(o, "name", name);
	view_flag(o, "selected", selected != NULL && strcmp(selected, code) == 0);
}

static bool
seen_pump(const struct prescription_list *lines, size_t before,
    const char *pump)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(lines->item[i].pump, pump) == 0)
			return true;
	return false;
}

/* "Morphine 30 mg/24 h + midazolam 10 mg/24 h": all lines of one mix. */
static const char *
mix_text(struct ctx *c, const struct prescription_list *lines,
    const char *pump)
{
	struct str *s = str_new(c->arena);

	for (size_t i = 0; i < lines->len; i++) {
		const struct prescription *l = &lines->item[i];

		if (strcmp(l->pump, pump) == 0)
			str_addf(s, "%s%s %s %s", s->len > 0 ? " + " : "",
			    l->medicine, decimal_text(c, l->dose),
			    l->unit_name);
	}
	return s->text;
}

/* The patient's lines this one may rescue, and the pumps it may join. */
static void
show_lines_to_join(struct ctx *c, struct view *v,
    const struct prescription_list *lines, const struct value *in)
{
	view_list(v, "backgrounds");
	view_list(v, "pumps");
	for (size_t i = 0; i < lines->len; i++) {
		const struct prescription *l = &lines->item[i];

		if (!l->timing.prn)
			show_line_option(v, "backgrounds", l->series,
			    text_printf(c->arena, "%s %s %s", l->medicine,
			    decimal_text(c, l->dose), l->unit_name),
			    in[E_BACKGROUND].text);
		if (*l->pump != '\0' && !seen_pump(lines, i, l->pump))
			show_line_option(v, "pumps", l->pump,
			    mix_text(c, lines, l->pump), in[E_PUMP].text);
	}
}

static void
show_weekdays(struct ctx *c, struct view *v, const struct value *in)
{
	view_list(v, "weekday");
	for (int i = 0; i < 7; i++) {
		struct view *o = view_item(v, "weekday");

		view_text(o, "field", text_printf(c->arena, "weekday_%d",
		    i + 1));
		view_text(o, "name", tr(c, weekday_names[i]));
		view_flag(o, "checked", in[L_DAY + i].number != 0);
	}
}

/* What is seldom said stands folded, unless something is said there. */
static bool
says_more(const struct value *in)
{
	static const int parts[] = { E_BASIS, E_BACKGROUND, E_STEP, E_STEP_DAYS,
		E_TARGET, E_DECIDER, E_QUANTITY, E_PACKS, E_INSTRUCTIONS,
		L_INSTRUCTION };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (in[parts[i]].text != NULL || in[parts[i]].error != NULL)
			return true;
	return false;
}

static void
show_purpose(struct view *v, const struct line_purpose *purpose)
{
	view_text(v, "heading", purpose->heading);
	view_text(v, "title", purpose->heading);
	view_text(v, "submit", purpose->submit);
	view_text(v, "action", purpose->action);
	view_flag(v, "is_new", purpose->is_new);
	view_flag(v, "conflict", purpose->conflict);
	view_flag(v, "to_sheet", purpose->to_sheet);
}

/* What is computed of the values that the form begins with. */
static void
show_check(struct ctx *c, struct view *v, const char *patient,
    const struct line_purpose *purpose, const struct value *in,
    const struct query *q, struct line_check *check)
{
	struct line_check first;

	if (check == NULL) {
		line_check_read(c, patient, purpose->old, in, q, &first);
		check = &first;
	}
	line_check_show(c, v, check);
}

static void
show_favourites(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct favourite_list list;

	favourite_read(c->db, rows, &list);
	view_list(v, "favourites");
	view_flag(v, "has_favourites", list.len > 0);
	for (size_t i = 0; i < list.len; i++) {
		const struct favourite *f = &list.item[i];
		struct view *o = view_item(v, "favourites");

		view_text(o, "favourite", f->id);
		view_text(o, "name", text_printf(c->arena, "%s, %s %s",
		    f->medicine, f->form, f->strength));
		view_text(o, "what", text_printf(c->arena, "%s %s %s, %s",
		    decimal_text(c, f->dose), f->unit_name, f->route_name,
		    timing_text(c, &f->timing)));
	}
}

static void
show_frequencies(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct frequency_list list;

	frequency_read(c->db, rows, &list);
	view_list(v, "frequencies");
	for (size_t i = 0; i < list.len; i++) {
		struct view *o = view_item(v, "frequencies");

		view_text(o, "name", list.item[i].name);
		view_text(o, "fills_schedule", list.item[i].schedule);
		view_text(o, "fills_times", list.item[i].times_per_day);
		view_text(o, "fills_hours", list.item[i].interval_hours);
		view_text(o, "fills_clock", list.item[i].clock);
	}
}

static void
show_books(struct ctx *c, struct view *v, const struct query *q,
    const struct value *in)
{
	struct book book;
	struct product_list products;

	book_read(c->db, q[UNITS].rows, &book);
	show_book(v, "units", &book, in[E_UNIT].text);
	book_read(c->db, q[ROUTES].rows, &book);
	show_book(v, "routes", &book, in[E_ROUTE].text);
	book_read(c->db, q[REASONS].rows, &book);
	show_book(v, "reasons", &book, in[E_REASON].text);
	book_read(c->db, q[CODES].rows, &book);
	show_codes(c, v, &book, in);
	book_read_products(c->db, q[PRODUCTS].rows, &products);
	view_list(v, "products");
	for (size_t i = 0; i < products.len; i++)
		show_product(c, v, &products.item[i], in[E_PRODUCT].text);
}

/* What somebody else made of the line meanwhile. */
static void
show_clash(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct prescription_list lines;

	prescription_read(c->db, rows, &lines);
	view_list(v, "now");
	for (size_t i = 0; i < lines.len; i++)
		show_line(c, view_item(v, "now"), &lines.item[i]);
}

void
line_form_queries(struct ctx *c, const char *patient, const char *product,
    const char *clash, struct query q[LINE_FORM_QUERIES])
{
	const struct query own[CHECK] = {
		[PATIENT] = PATIENT_GET(patient, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(patient),
		[UNITS] = UNITS_QUERY(c->lang),
		[ROUTES] = ROUTES_QUERY(c->lang),
		[REASONS] = REASONS_QUERY(c->lang, "stop"),
		[CODES] = CODES_QUERY(c->lang),
		[PRODUCTS] = PRODUCTS_QUERY(c->lang),
		[LINES] = PRESCRIPTION_ACTIVE(patient, c->lang),
		[FREQUENCIES] = FREQUENCIES_QUERY(c->lang),
		[FAVOURITES] = FAVOURITES_QUERY(c->lang),
		[NOW] = PRESCRIPTION_NOW(clash, c->lang),
	};

	for (int i = 0; i < CHECK; i++)
		q[i] = query_keep(c->db, own[i].stmt, own[i].args,
		    own[i].args_len);
	line_check_queries(c, patient, product, &q[CHECK]);
}

enum status
line_form_render(struct ctx *c, const char *patient,
    const struct line_purpose *purpose, const struct value in[NLINE],
    struct line_check *check, const struct query q[LINE_FORM_QUERIES])
{
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct patient p;
	enum status st;

	c->subject = patient;
	if ((st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	form_show(v, line_form, L_FINDINGS, in);
	view_text(v, "line", in[L_ID].text);
	view_flag(v, "prn", in[E_PRN].number != 0);
	view_flag(v, "more_open", says_more(in));
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), false);
	show_books(c, v, q, in);
	show_choices(c, v, "schedules", prescription_schedules,
	    in[E_SCHEDULE].text);
	show_choices(c, v, "bases", bases, in[E_BASIS].text);
	prescription_read(c->db, q[LINES].rows, &lines);
	show_lines_to_join(c, v, &lines, in);
	show_weekdays(c, v, in);
	show_frequencies(c, v, q[FREQUENCIES].rows);
	show_favourites(c, v, q[FAVOURITES].rows);
	show_purpose(v, purpose);
	show_clash(c, v, q[NOW].rows);
	show_check(c, v, patient, purpose, in, &q[CHECK], check);
	return render(c, "prescription_new", v);
}

enum status
line_form_show(struct ctx *c, const char *patient,
    const struct line_purpose *purpose, const struct value in[NLINE],
    struct line_check *check)
{
	struct query q[LINE_FORM_QUERIES];
	enum status st;

	line_form_queries(c, patient, in[E_PRODUCT].error == NULL ?
	    in[E_PRODUCT].text : NULL, purpose->clash, q);
	if ((st = db_run_all(c->db, q, check == NULL ? LINE_FORM_QUERIES :
	    CHECK)) != OK)
		return st;
	return line_form_render(c, patient, purpose, in, check, q);
}
