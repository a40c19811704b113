/* sheet_orders.c: services and devices on the sheet of prescriptions. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/register/orders.h"
#include "pages/register/sheet_orders.h"
#include "web/i18n.h"

/* What ends within so many days is offered to go on. */
enum { ENDS_SOON = 3 };

static const struct field row_form[SO_NROW] = {
	[SO_ORDER]   = { .name = "order", .kind = F_UUID },
	[SO_VERSION] = { "order_version", F_INT, .low = 1, .high = 2147483647 },
	[SO_SIGN]    = { .name = "order_sign", .kind = F_FLAG },
	[SO_TIMES]   = { "times",         F_INT, .low = 1, .high = 31 },
	[SO_DAYS]    = { "order_days",    F_INT, .low = 1, .high = 730 },
};

void
sheet_orders_fields(const struct ctx *c, struct field out[SO_NFIELDS])
{
	for (int i = 0; i < SO_ROWS_MAX; i++)
		for (int k = 0; k < SO_NROW; k++) {
			struct field *f = &out[i * SO_NROW + k];

			*f = row_form[k];
			f->name = text_printf(c->arena, "%s_%d",
			    row_form[k].name, i);
		}
}

static struct value *
find_row(struct value *in, const char *order)
{
	for (size_t i = 0; in != NULL && i < SO_ROWS_MAX; i++) {
		struct value *row = &in[i * SO_NROW];

		if (row[SO_ORDER].text != NULL &&
		    strcmp(row[SO_ORDER].text, order) == 0)
			return row;
	}
	return NULL;
}

/* For how many days it was ordered; "" without an end. */
static const char *
days_of(const struct ctx *c, const struct care_order *o)
{
	long start, end;

	if (date_parse(o->since, &start) != OK ||
	    date_parse(o->until, &end) != OK)
		return "";
	return text_printf(c->arena, "%ld", end - start + 1);
}

static bool
ends_soon(const struct care_order *o)
{
	long end;

	return date_parse(o->until, &end) == OK &&
	    end <= date_today() + ENDS_SOON;
}

static void
show_row(struct ctx *c, struct view *v, const struct care_order *o, size_t n,
    bool sent, const struct value *row)
{
	bool draft = strcmp(o->status, "draft") == 0;

	show_order(c, v, o, NULL);
	view_text(v, "n", text_printf(c->arena, "%zu", n));
	view_flag(v, "order_sign", row != NULL ? row[SO_SIGN].number != 0 :
	    !sent && (draft || ends_soon(o)));
	view_flag(v, "order_changed", row != NULL &&
	    row[SO_VERSION].number != o->version);
	view_text(v, "times_typed", row != NULL && row[SO_TIMES].raw != NULL ?
	    row[SO_TIMES].raw : o->times);
	view_text(v, "times_error", row != NULL ? row[SO_TIMES].error : NULL);
	view_text(v, "order_days", row != NULL ? row[SO_DAYS].raw :
	    days_of(c, o));
	view_text(v, "order_days_error", row != NULL ? row[SO_DAYS].error :
	    NULL);
}

void
sheet_orders_show(struct ctx *c, struct view *v,
    const struct care_order_list *list, struct value *in)
{
	view_list(v, "order_rows");
	view_flag(v, "has_orders", list->len > 0);
	for (size_t i = 0; i < list->len && i < SO_ROWS_MAX; i++)
		show_row(c, view_item(v, "order_rows"), &list->item[i], i,
		    in != NULL, find_row(in, list->item[i].id));
}

/* The last day of so many from a day on; NULL without an end. */
static const char *
last_day(const struct ctx *c, const char *starts, const struct value *days)
{
	char text[DATE_TEXT + 1];
	long start;

	if (days->text == NULL || date_parse(starts, &start) != OK)
		return NULL;
	date_iso(start + days->number - 1, text);
	return text_copy(c->arena, text);
}

/* A number of times that fits, and days where it is done but once. */
static bool
row_holds(struct ctx *c, const struct care_order *o, struct value *row)
{
	static const struct {
		const char	*per;
		long		 most;
	} limits[] = { { "day", 24 }, { "week", 21 }, { "month", 31 },
		{ "once", 1 } };

	if (row[SO_TIMES].text == NULL && row[SO_TIMES].error == NULL)
		form_fail(c, &row[SO_TIMES], N_("a number of times"));
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (strcmp(o->per, limits[i].per) == 0 &&
		    row[SO_TIMES].number > limits[i].most)
			form_fail(c, &row[SO_TIMES], N_("at most 24 a day, "
			    "21 a week, 31 a month, 1 in all"));
	if (strcmp(o->per, "once") == 0 && row[SO_DAYS].number > 32)
		form_fail(c, &row[SO_DAYS],
		    N_("what is done once is done within a month"));
	return row[SO_TIMES].error == NULL && row[SO_DAYS].error == NULL;
}

static const struct care_order *
find_order(const struct care_order_list *list, const char *id)
{
	for (size_t i = 0; i < list->len; i++)
		if (strcmp(list->item[i].id, id) == 0)
			return &list->item[i];
	return NULL;
}

enum status
sheet_orders_read(struct ctx *c, const struct care_order_list *list,
    struct value in[SO_NFIELDS], const char *starts, struct order_sheet *out)
{
	struct service_entry *renewed =
	    arena_array(c->arena, SO_ROWS_MAX, sizeof(*renewed));
	struct str *drafts = str_new(c->arena);
	enum status answer = OK;

	*out = (struct order_sheet){ .renewed = renewed };
	for (size_t i = 0; i < SO_ROWS_MAX; i++) {
		struct value *row = &in[i * SO_NROW];
		const struct care_order *o;

		if (row[SO_SIGN].number == 0 || row[SO_ORDER].text == NULL)
			continue;
		o = find_order(list, row[SO_ORDER].text);
		if (o == NULL || o->version != row[SO_VERSION].number)
			return CONFLICT;
		if (strcmp(o->status, "draft") == 0) {
			str_addf(drafts, "%s%s", drafts->len > 0 ? "," : "",
			    o->id);
			out->drafts_len++;
			continue;
		}
		if (!row_holds(c, o, row))
			answer = INVALID;
		renewed[out->renewed_len++] = (struct service_entry){
			.id = o->id,
			.version = row[SO_VERSION].text,
			.times = row[SO_TIMES].text,
			.starts_on = starts,
			.ends_on = last_day(c, starts, &row[SO_DAYS]),
		};
	}
	out->drafts = drafts->text;
	return answer;
}
