/* find.c: the conditions by which patients are searched: read, shown, named. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db/staff.h"
#include "pages/inputs.h"
#include "pages/register/find.h"
#include "pages/register/show.h"
#include "web/i18n.h"

static const char *const status_codes[] = { "draft", "awaiting", "active",
	"suspended", "removed", "refused", "declined", NULL };
static const char *const sex_codes[] = { "m", "f", "u", NULL };
static const char *const device_codes[] = { "needed", "issued", NULL };
static const char *const sort_codes[] = { "change", "number", "age", "pain",
	"seen", "date_in", NULL };

static const struct choice devices[] = {
	{ "needed", N_("needed, not issued yet"), NULL },
	{ "issued", N_("issued, not returned"), NULL },
	{ NULL, NULL, NULL }
};

/* In the order of enum patient_sort. */
static const struct choice sorts[] = {
	{ "change",  N_("last changed"),        NULL },
	{ "number",  N_("register number"),     NULL },
	{ "age",     N_("oldest first"),        NULL },
	{ "pain",    N_("worst pain first"),    NULL },
	{ "seen",    N_("longest unseen first"), NULL },
	{ "date_in", N_("newest on the register"), NULL },
	{ NULL, NULL, NULL }
};

#define F_ID	F_INT, .low = 1, .high = 2147483647

const struct field find_form[NFIND] = {
	[P_STATUS]      = { "status",      F_CHOICE, .choices = status_codes },
	[P_DIAGNOSIS]   = { "diagnosis",   F_CODE, .max = 8 },
	[P_GROUP]       = { "group",       F_CODE, .max = 30 },
	[P_SEX]         = { "sex",         F_CHOICE, .choices = sex_codes },
	[P_AGE_FROM]    = { "age_from",    F_INT, .low = 0, .high = 130 },
	[P_AGE_TO]      = { "age_to",      F_INT, .low = 0, .high = 130 },
	[P_SINCE]       = { .name = "since", .kind = F_DATE },
	[P_UNTIL]       = { .name = "until", .kind = F_DATE },
	[P_INSTITUTION] = { .name = "institution", .kind = F_ID },
	[P_PAIN_FROM]   = { "pain_from",   F_INT, .low = 0, .high = 10 },
	[P_UNSEEN]      = { "unseen",      F_INT, .low = 0, .high = 9999 },
	[P_NUMBER]      = { "number",      F_TEXT, .max = 20 },
	[P_DISTRICT]    = { .name = "district", .kind = F_ID },
	[P_OUT_SINCE]   = { .name = "out_since", .kind = F_DATE },
	[P_OUT_UNTIL]   = { .name = "out_until", .kind = F_DATE },
	[P_PHASE]       = { "phase",       F_INT, .low = 1, .high = 9 },
	[P_PPS_FROM]    = { "pps_from",    F_INT, .low = 0, .high = 100 },
	[P_PPS_TO]      = { "pps_to",      F_INT, .low = 0, .high = 100 },
	[P_MEDICINE]    = { .name = "medicine", .kind = F_ID },
	[P_MEDICINE_GROUP] = { "medicine_group", F_CODE, .max = 30 },
	[P_DOCTOR]      = { .name = "doctor", .kind = F_UUID },
	[P_NO_LAXATIVE] = { .name = "no_laxative", .kind = F_FLAG },
	[P_DEVICE]      = { "device",      F_CHOICE, .choices = device_codes },
	[P_PLACE]       = { "place",       F_CODE, .max = 40 },
	[P_OME_FROM]    = { "ome_from",    F_INT, .low = 0, .high = 99999 },
	[P_OME_TO]      = { "ome_to",      F_INT, .low = 0, .high = 99999 },
	[FIND_SORT]     = { "sort",        F_CHOICE, .choices = sort_codes },
	[FIND_PAGE]     = { "page",        F_INT, .low = 0, .high = 10000 },
	[FIND_MORE]     = { .name = "more", .kind = F_FLAG },
	[FIND_IDS]      = { .name = "ids", .kind = F_FLAG },
};

const char *const find_labels[NFIND] = {
	[P_STATUS] = N_("Status"), [P_DIAGNOSIS] = N_("Diagnosis"),
	[P_GROUP] = N_("Group"), [P_SEX] = N_("Sex"),
	[P_AGE_FROM] = N_("Age from"), [P_AGE_TO] = N_("Age to"),
	[P_SINCE] = N_("On the register from"),
	[P_UNTIL] = N_("On the register until"),
	[P_INSTITUTION] = N_("Institution"), [P_PAIN_FROM] = N_("Pain from"),
	[P_UNSEEN] = N_("Not seen, days"), [P_NUMBER] = N_("Register No."),
	[P_DISTRICT] = N_("District"), [P_OUT_SINCE] = N_("Removed from"),
	[P_OUT_UNTIL] = N_("Removed until"), [P_PHASE] = N_("Phase of illness"),
	[P_PPS_FROM] = N_("PPS from"), [P_PPS_TO] = N_("PPS to"),
	[P_MEDICINE] = N_("Takes the medicine"),
	[P_MEDICINE_GROUP] = N_("Takes of the group"),
	[P_DOCTOR] = N_("Doctor"),
	[P_NO_LAXATIVE] = N_("Strong opioid without a laxative"),
	[P_DEVICE] = N_("Device"),
	[P_PLACE] = N_("Place of care"),
	[P_OME_FROM] = N_("OMEDD from, mg"), [P_OME_TO] = N_("OMEDD to, mg"),
	[FIND_SORT] = N_("Order"), [FIND_PAGE] = N_("Page"),
	[FIND_MORE] = N_("Order"), [FIND_IDS] = N_("Page"),
};

/* What the plain page leaves out. */
static const struct input rare_inputs[NPARTS] = {
	[P_NUMBER] = { N_("Register No."), W_TEXT,
	    N_("the beginning will do"), NULL },
	[P_DISTRICT] = { N_("District"), W_SELECT, NULL, N_("any") },
	[P_OUT_SINCE] = { N_("Removed from"), W_DATE, NULL, NULL },
	[P_OUT_UNTIL] = { N_("Removed until"), W_DATE, NULL, NULL },
	[P_PHASE] = { N_("Phase of illness"), W_SELECT,
	    N_("the last one recorded"), N_("any") },
	[P_PPS_FROM] = { N_("PPS from"), W_NUMBER, NULL, NULL },
	[P_PPS_TO] = { N_("PPS to"), W_NUMBER,
	    N_("the last one recorded, %"), NULL },
	[P_MEDICINE] = { N_("Takes the medicine"), W_SELECT, NULL,
	    N_("any") },
	[P_MEDICINE_GROUP] = { N_("Takes of the group"), W_SELECT, NULL,
	    N_("any") },
	[P_OME_FROM] = { N_("OMEDD from, mg"), W_NUMBER, NULL, NULL },
	[P_OME_TO] = { N_("OMEDD to, mg"), W_NUMBER,
	    N_("the background of today, as far as there are factors"), NULL },
	[P_DOCTOR] = { N_("Doctor"), W_SELECT,
	    N_("registered, prescribed or assessed"), N_("any") },
	[P_DEVICE] = { N_("Device"), W_SELECT, NULL, N_("any") },
	[P_PLACE] = { N_("Place of care"), W_SELECT, NULL, N_("any") },
	[P_NO_LAXATIVE] = { N_("Strong opioid without a laxative"), W_FLAG,
	    NULL, NULL },
};

/* "1234-5", "п-1234" … as the register writes its numbers, or NULL. */
static const char *
number_text(const struct ctx *c, const char *text)
{
	static const char *const letters[] = { "П-", "п-", "P-", "p-", "П",
		"п", "P", "p", "" };
	const char *digits = text;

	for (size_t i = 0; digits == text && *letters[i] != '\0'; i++)
		if (strncmp(text, letters[i], strlen(letters[i])) == 0)
			digits += strlen(letters[i]);
	if (*digits == '\0' || strspn(digits, "0123456789-") != strlen(digits))
		return NULL;
	return text_printf(c->arena, "П-%s", digits);
}

bool
find_check(struct ctx *c, struct value *number)
{
	if (number->error != NULL || number->text == NULL)
		return number->error == NULL;
	if ((number->text = number_text(c, number->text)) == NULL)
		form_fail(c, number,
		    N_("a number such as П-1234-5, or its beginning"));
	return number->error == NULL;
}

enum status
find_read(struct ctx *c, struct value in[NFIND])
{
	enum status st;

	if ((st = form_read(c, find_form, NFIND, in)) != OK && st != INVALID)
		return st;
	return find_check(c, &in[P_NUMBER]) ? st : INVALID;
}

struct patient_filter
find_filter(const struct value *in)
{
	struct patient_filter f;

	for (int i = 0; i < NPARTS; i++)
		f.part[i] = in[i].text;
	if (f.part[P_NO_LAXATIVE] != NULL)
		f.part[P_NO_LAXATIVE] = "true";
	return f;
}

enum patient_sort
find_sort(const struct value *in)
{
	const char *code = in[FIND_SORT].text;

	for (size_t i = 0; code != NULL && sorts[i].code != NULL; i++)
		if (strcmp(sorts[i].code, code) == 0)
			return (enum patient_sort)i;
	return PATIENT_BY_CHANGE;
}

static bool
is_given(const struct value *in)
{
	return in->text != NULL || (in->raw != NULL && *in->raw != '\0');
}

bool
find_is_filtered(const struct value *in)
{
	for (int i = 0; i < NPARTS; i++)
		if (is_given(&in[i]))
			return true;
	return false;
}

/* As an address holds it. */
static void
add_escaped(struct str *s, const char *text)
{
	static const char plain[] = "0123456789-._"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			str_add_char(s, *text);
		else
			str_addf(s, "%%%02X", (unsigned char)*text);
	}
}

const char *
find_query(const struct ctx *c, const struct value *in, size_t without)
{
	struct str *s = str_new(c->arena);

	for (size_t i = 0; i <= FIND_SORT; i++) {
		if (in[i].text == NULL || i == without)
			continue;
		str_addf(s, "%s%s=", s->len > 0 ? "&" : "",
		    find_form[i].name);
		add_escaped(s, in[i].text);
	}
	return s->text;
}

void
find_queries(const struct ctx *c, struct query q[FIND_QUERIES])
{
	const struct query all[FIND_QUERIES] = {
		[FIND_INSTITUTIONS] = AREA_QUERY("institution",
		    "patient_read", c->lang),
		[FIND_GROUPS] = DIAGNOSIS_GROUPS_QUERY(c->lang),
		[FIND_DISTRICTS] = DISTRICT_QUERY(c->lang),
		[FIND_PHASES] = PHASES_QUERY(c->lang),
		[FIND_MEDICINES] = MEDICINE_NAMES_QUERY(c->lang),
		[FIND_CODES] = CODES_QUERY(c->lang),
		[FIND_STAFF] = STAFF_QUERY,
		[FIND_PLACES] = CODED_QUERY(c->lang, "place_of_care"),
	};

	for (size_t i = 0; i < FIND_QUERIES; i++)
		q[i] = query_keep(c->db, all[i].stmt, all[i].args,
		    all[i].args_len);
}

static struct book
area_book(const struct ctx *c, const struct rows *rows)
{
	struct area_list areas;
	struct book book;

	area_read(c->db, rows, &areas);
	book.len = areas.len;
	book.item = arena_array(c->arena, areas.len, sizeof(*book.item));
	for (size_t i = 0; i < areas.len; i++)
		book.item[i] = (struct book_entry){
		    .code = text_printf(c->arena, "%ld", areas.item[i].id),
		    .name = areas.item[i].name, .note = "" };
	return book;
}

void
find_books_read(const struct ctx *c, const struct query *q, size_t n,
    struct find_books *out)
{
	struct book codes;

	*out = (struct find_books){ 0 };
	out->book[P_STATUS] = choice_book(c, patient_statuses);
	out->book[P_SEX] = choice_book(c, patient_sexes);
	out->book[P_DEVICE] = choice_book(c, devices);
	out->book[P_INSTITUTION] = area_book(c, q[FIND_INSTITUTIONS].rows);
	book_read(c->db, q[FIND_GROUPS].rows, &out->book[P_GROUP]);
	book_offer_all(&out->book[P_GROUP]);
	if (n < FIND_QUERIES)
		return;
	out->book[P_DISTRICT] = area_book(c, q[FIND_DISTRICTS].rows);
	book_read(c->db, q[FIND_PHASES].rows, &out->book[P_PHASE]);
	book_read(c->db, q[FIND_MEDICINES].rows, &out->book[P_MEDICINE]);
	book_read(c->db, q[FIND_STAFF].rows, &out->book[P_DOCTOR]);
	book_read(c->db, q[FIND_PLACES].rows, &out->book[P_PLACE]);
	book_read(c->db, q[FIND_CODES].rows, &codes);
	out->book[P_MEDICINE_GROUP] = book_of(c->db, &codes,
	    "medicine_group");
	book_offer_all(&out->book[P_MEDICINE]);
	book_offer_all(&out->book[P_PLACE]);
	book_offer_all(&out->book[P_MEDICINE_GROUP]);
}

/* What is asked of one part, in words. */
static const char *
part_text(const struct ctx *c, size_t part, const struct value *in,
    const struct find_books *books)
{
	const struct book *book = &books->book[part];
	const char *name = book->len > 0 ? book_name(book, in->text) : "";

	if (*name == '\0' && find_form[part].kind == F_DATE)
		return date_text(c, in->text);
	return *name != '\0' ? name : in->text;
}

void
find_show_chips(const struct ctx *c, struct view *v, const struct value *in,
    const struct find_books *books)
{
	const char *all = find_query(c, in, NFIND);
	long active = 0;

	view_list(v, "chips");
	for (size_t i = 0; i < NPARTS; i++) {
		struct view *o;

		if (in[i].text == NULL)
			continue;
		active++;
		o = view_item(v, "chips");
		view_text(o, "label", tr(c, find_labels[i]));
		view_text(o, "value", find_form[i].kind == F_FLAG ? "" :
		    part_text(c, i, &in[i], books));
		view_text(o, "without", find_query(c, in, i));
		view_text(o, "field", find_form[i].name);
		view_text(o, "sent", in[i].text);
	}
	view_text(v, "query", all);
	view_text(v, "active", active > 0 ?
	    text_printf(c->arena, "%ld", active) : "");
}

void
find_show(const struct ctx *c, struct view *v, const struct value *in,
    const struct find_books *books, bool all)
{
	const struct book *rare[NPARTS];
	struct view *o;

	form_show(v, find_form, NFIND, in);
	show_book(v, "statuses", &books->book[P_STATUS], in[P_STATUS].text);
	show_book(v, "sexes", &books->book[P_SEX], in[P_SEX].text);
	show_book(v, "groups", &books->book[P_GROUP], in[P_GROUP].text);
	show_book(v, "institutions", &books->book[P_INSTITUTION],
	    in[P_INSTITUTION].text);
	view_flag(v, "institutions_differ", books->book[P_INSTITUTION].len > 1);
	show_choices(c, v, "sorts", sorts, in[FIND_SORT].text);
	show_errors(c, v, find_labels, NFIND, in);
	view_list(v, "rare");
	if (!all)
		return;
	for (size_t i = 0; i < NPARTS; i++)
		rare[i] = &books->book[i];
	o = view_item(v, "rare");
	show_inputs(c, o, find_form, rare_inputs, NPARTS, in, rare);
	view_flag(o, "has_errors", false);
}
