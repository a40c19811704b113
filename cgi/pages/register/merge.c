/* merge.c: two entries of one person side by side, and merging them. */

#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/merges.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "seal/envelope.h"
#include "web/i18n.h"

/* The open fields come first, under the numbers of the table below. */
enum { DISTRICT, DIAGNOSIS, DATE_IN, SOURCE, REFERRED, READY, CONTACT,
	COMMISSION, CONSENT, SETTLEMENT, CARE, NOPEN,
	OTHER = NOPEN, ROW_VERSION, OTHER_VERSION, PASSPORT, OTHER_PASSPORT,
	YEAR, SEX, NFIELDS };

static const char *const sides[] = { "own", "other", NULL };
static const char *const sex_codes[] = { "m", "f", "u", NULL };

#define SIDE	F_CHOICE, .choices = sides
#define VERSION_FIELD	F_INT, .required = true, .low = 1, .high = 2147483647

static const struct field merge_form[NFIELDS] = {
	[DISTRICT] = { "from_district_id", SIDE },
	[DIAGNOSIS] = { "from_diagnosis_code", SIDE },
	[DATE_IN] = { "from_date_in", SIDE },
	[SOURCE] = { "from_referral_source", SIDE },
	[REFERRED] = { "from_referred_on", SIDE },
	[READY] = { "from_ready_on", SIDE },
	[CONTACT] = { "from_first_contact_on", SIDE },
	[COMMISSION] = { "from_commission", SIDE },
	[CONSENT] = { "from_consent_on", SIDE },
	[SETTLEMENT] = { "from_settlement", SIDE },
	[CARE] = { "from_care_institution_id", SIDE },
	[OTHER] = { .name = "with", .kind = F_UUID, .required = true },
	[ROW_VERSION] = { "version", VERSION_FIELD },
	[OTHER_VERSION] = { "other_version", VERSION_FIELD },
	[PASSPORT] = { "passport", F_SEALED, .max = ENVELOPE_MAX },
	[OTHER_PASSPORT] = { "other_passport", F_SEALED, .max = ENVELOPE_MAX },
	[YEAR] = { "year_of_birth", F_INT, .required = true, .low = 1900,
	    .high = 2100 },
	[SEX] = { "sex", F_CHOICE, .required = true, .choices = sex_codes },
};

static const char *const open_labels[NOPEN] = {
	[DISTRICT] = N_("District"), [DIAGNOSIS] = N_("Diagnosis"),
	[DATE_IN] = N_("On the register from"), [SOURCE] = N_("Referred by"),
	[REFERRED] = N_("Referred on"), [READY] = N_("Ready for care on"),
	[CONTACT] = N_("First contact on"),
	[COMMISSION] = N_("Conclusion of the commission"),
	[CONSENT] = N_("Consented on"), [SETTLEMENT] = N_("Settlement"),
	[CARE] = N_("Institution of care"),
};

static const struct rule rules[] = {
	{ "merge_same_institution", OTHER, N_("The two entries belong to "
	    "institutions with different keys; they cannot be merged.") },
	{ "merge_not_merged", OTHER, N_("One of the two is merged with "
	    "another entry already. Take that back first.") },
	{ "merge_death_stays", OTHER, N_("The entry that would go holds a "
	    "death. Let it be the one that stays.") },
	{ "merge_into_registered", OTHER, N_("The entry that would stay is "
	    "off the register. Let the other one stay.") },
	{ "merge_allergies_agree", OTHER, N_("One entry says that no allergy "
	    "is known, the other names one. Correct that first.") },
	{ "patient_entry_after_birth", OTHER, N_("A chosen date lies before "
	    "the year of birth. Choose another one.") },
	{ "patient_born_before_in", OTHER, N_("A chosen date lies before "
	    "the year of birth. Choose another one.") },
	{ "patient_out_after_in", OTHER, N_("A chosen date does not fit the "
	    "state of the entry. Choose another one.") },
	{ "patient_entry_before_death", OTHER, N_("A chosen date lies after "
	    "the death. Choose another one.") },
	{ "patient_ready_after_referral", OTHER, N_("The chosen dates of "
	    "referral and readiness do not fit together.") },
	{ "patient_contact_after_referral", OTHER, N_("The chosen dates of "
	    "referral and first contact do not fit together.") },
	{ "patient_active_needs_commission", OTHER, N_("A patient under "
	    "observation has a conclusion of the commission. Choose it.") },
	{ "patient_active_needs_consent", OTHER, N_("A patient under "
	    "observation has consented. Choose the date.") },
	{ NULL, 0, NULL }
};

/* One of the two, as the page and the database need him. */
struct side {
	struct patient		 p;
	struct registration	 r;
	const char		*passport;
	struct merge_rows_list	 rows;
};

void
show_merge_rows(const struct ctx *c, struct view *v,
    const struct merge_rows_list *rows)
{
	static const struct choice names[] = {
		{ "",             N_("Other rows"),    NULL },
		{ "allergy",      N_("Allergies"),     NULL },
		{ "assessment",   N_("Assessments"),   NULL },
		{ "diagnosis",    N_("Diagnoses"),     NULL },
		{ "observation",  N_("Observations"),  NULL },
		{ "prescription", N_("Prescriptions, with their versions"),
		    NULL },
		{ NULL, NULL, NULL }
	};
	long rest = 0;
	struct view *o;

	view_list(v, "moved");
	for (size_t i = 0; i < rows->len; i++) {
		const struct merge_rows *r = &rows->item[i];
		const struct choice *name = choice_find(names, r->table);

		if (*name->code == '\0') {
			rest += r->rows;
			continue;
		}
		o = view_item(v, "moved");
		view_text(o, "what", tr(c, name->name));
		view_long(o, "rows", r->rows);
		view_text(o, "stayed", r->stayed == 0 ? "" :
		    text_printf(c->arena, "%ld", r->stayed));
	}
	if (rest == 0)
		return;
	o = view_item(v, "moved");
	view_text(o, "what", tr(c, names[0].name));
	view_long(o, "rows", rest);
}

void
show_merges(const struct ctx *c, struct view *v, const char *patient,
    const struct merge_list *merges)
{
	view_list(v, "merges");
	for (size_t i = 0; i < merges->len; i++) {
		const struct merge *m = &merges->item[i];
		bool stayed = strcmp(m->patient, patient) == 0;
		struct view *o = view_item(v, "merges");

		view_text(o, "merge", m->id);
		view_flag(o, "stayed", stayed);
		view_text(o, "with", stayed ? m->other : m->patient);
		view_text(o, "with_no", stayed ? m->other_no : m->patient_no);
		view_text(o, "at", date_text(c, m->at));
		view_text(o, "author", m->author);
	}
}

enum status
merge_passports_read(struct ctx *c, const struct value *stays,
    const struct value *goes, struct merge_passports *out)
{
	const char *const text[TWO] = { stays->text, goes->text };
	enum status st;

	for (size_t i = 0; i < TWO; i++) {
		out->sealed[i] = text[i] != NULL ? &out->room[i] : NULL;
		if (text[i] != NULL && (st = sealed_read(c, "passport",
		    text[i], &out->room[i])) != OK)
			return st;
	}
	return OK;
}

void
merge_passports_put(struct ctx *c, const struct merge_passports *p,
    struct query *q, size_t *n)
{
	for (size_t i = 0; i < TWO; i++) {
		const struct document *d = &p->room[i].document;

		if (p->sealed[i] != NULL)
			q[(*n)++] = document_put_query(c->db, d, d->rec);
	}
}

enum status
merge_passports_hold(struct ctx *c, const struct merge_passports *p,
    const struct rows *author, const char *const rec[TWO],
    const char *const last[TWO])
{
	struct envelope_place place;
	enum status st = sealed_author_read(c, author, &place);

	for (size_t i = 0; i < TWO && st == OK; i++)
		if (p->sealed[i] != NULL)
			st = sealed_follows(c, p->sealed[i], &place, rec[i],
			    last[i]);
	return st;
}

/* All that is open of one of the two. */
enum { SIDE_PATIENT, SIDE_PASSPORT, SIDE_REGISTRATION, SIDE_COUNTS, SIDE_LEN };
#define SIDE_QUERIES(id, lang) \
	PATIENT_GET(id, lang), DOCUMENT_CURRENT(id), \
	REGISTRATION_GET(id, lang), MERGE_COUNTS(id)

static enum status
read_side(struct ctx *c, const struct query q[SIDE_LEN], struct side *out)
{
	enum status st;

	if ((st = patient_read_one(q[SIDE_PATIENT].rows, &out->p)) != OK)
		return st;
	out->passport = document_read_text(q[SIDE_PASSPORT].rows);
	registration_read(q[SIDE_REGISTRATION].rows, &out->r);
	merge_read_rows(c->db, q[SIDE_COUNTS].rows, &out->rows);
	return OK;
}

/* Both patients, in one round trip. */
static enum status
read_sides(struct ctx *c, const char *id, const char *with,
    struct side s[TWO])
{
	struct query q[] = { SIDE_QUERIES(id, c->lang),
		SIDE_QUERIES(with, c->lang) };
	enum status st;

	if (strcmp(id, with) == 0)
		return NOT_FOUND;
	if ((st = db_run_all(c->db, q, TWO * SIDE_LEN)) != OK ||
	    (st = read_side(c, q, &s[STAYS])) != OK)
		return st;
	return read_side(c, q + SIDE_LEN, &s[GOES]);
}

/* The open fields of one side, in words. */
static void
open_texts(const struct ctx *c, const struct side *s, const char *out[NOPEN])
{
	const struct registration *r = &s->r;

	out[DISTRICT] = s->p.district_name;
	out[DIAGNOSIS] = text_printf(c->arena, "%s %s", s->p.diagnosis,
	    s->p.diagnosis_title);
	out[DATE_IN] = date_text(c, s->p.date_in);
	out[SOURCE] = r->referral_source_name;
	out[REFERRED] = date_text(c, r->referred_on);
	out[READY] = date_text(c, r->ready_on);
	out[CONTACT] = date_text(c, r->first_contact_on);
	out[COMMISSION] = *r->commission_no == '\0' ? "" :
	    text_printf(c->arena, "№ %s, %s, %s", r->commission_no,
	    date_text(c, r->commission_on), r->basis_name);
	out[CONSENT] = date_text(c, r->consent_on);
	out[SETTLEMENT] = *r->settlement == '\0' ? "" :
	    strcmp(r->settlement, "urban") == 0 ? tr(c, "urban") :
	    tr(c, "rural");
	out[CARE] = r->care_institution_name;
}

/* What stays unless somebody chooses: one's own, but the earlier date in. */
static bool
takes_other(const struct side s[2], size_t field, const struct value *in,
    const char *own)
{
	if (in != NULL && in[field].text != NULL)
		return strcmp(in[field].text, "other") == 0;
	if (field == DATE_IN)
		return strcmp(s[1].p.date_in, s[0].p.date_in) < 0;
	return *own == '\0';
}

static void
show_open(const struct ctx *c, struct view *v, const struct side s[2],
    const struct value *in)
{
	const char *own[NOPEN], *other[NOPEN];

	open_texts(c, &s[0], own);
	open_texts(c, &s[1], other);
	view_list(v, "open");
	for (size_t i = 0; i < NOPEN; i++) {
		struct view *o;
		bool taken;

		if (strcmp(own[i], other[i]) == 0)
			continue;
		taken = takes_other(s, i, in, own[i]);
		o = view_item(v, "open");
		view_text(o, "name", merge_form[i].name);
		view_text(o, "label", tr(c, open_labels[i]));
		view_text(o, "own", own[i]);
		view_text(o, "other", other[i]);
		view_flag(o, "takes_own", !taken);
		view_flag(o, "takes_other", taken);
	}
}

static void
show_side(const struct ctx *c, struct view *v, const char *name,
    const struct side *s)
{
	struct view *o = view_item(v, name);

	show_patient(c, o, &s->p);
	view_text(o, "passport", s->passport);
	view_long(o, "version", s->p.version);
	view_long(o, "born", s->p.year_of_birth);
	view_text(o, "sex", s->p.sex);
	show_merge_rows(c, o, &s->rows);
}

/* Both side by side; problem is NULL or says why they were not merged. */
static enum status
show_form(struct ctx *c, const struct side s[2], const struct value *in,
    const char *problem, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	view_text(v, "title", tr(c, "Merge two entries"));
	view_text(v, "problem", problem);
	view_flag(v, "conflict", answer == CONFLICT);
	show_side(c, v, "stays", &s[0]);
	show_side(c, v, "goes", &s[1]);
	show_open(c, v, s, in);
	if ((st = render(c, "merge_form", v)) != OK)
		return st;
	return answer;
}

enum { WITH, NWITH };
static const struct field with_form[NWITH] = {
	[WITH] = { .name = "with", .kind = F_UUID, .required = true },
};

/* GET /patients/:id/merge?with=: what would become of the two. */
enum status
page_merge_form(struct ctx *c)
{
	struct value in[NWITH];
	struct side s[2];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((st = form_read(c, with_form, NWITH, in)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	c->subject = id;
	if ((st = read_sides(c, id, in[WITH].text, s)) != OK)
		return st;
	return show_form(c, s, NULL, NULL, OK);
}

/* The names of the fields that come from the other, as an array. */
static const char *
taken(const struct ctx *c, const struct value *in)
{
	struct str *s = str_new(c->arena);

	for (size_t i = 0; i < NOPEN; i++)
		if (in[i].text != NULL && strcmp(in[i].text, "other") == 0)
			str_addf(s, "%s%s", s->len > 0 ? "," : "",
			    merge_form[i].name + strlen("from_"));
	return text_printf(c->arena, "{%.*s}", (int)s->len, s->text);
}

/* The two as they were, and merged, in one round trip; then the seals are looked at. */
static enum status
merge(struct ctx *c, const char *id, const struct value *in,
    const struct merge_passports *passports, struct side s[TWO])
{
	enum { AUTHOR = TWO * SIDE_LEN, ADD, FIRST };
	const char *const rec[TWO] = { id, in[OTHER].text };
	struct query q[FIRST + TWO] = {
		SIDE_QUERIES(rec[STAYS], c->lang),
		SIDE_QUERIES(rec[GOES], c->lang),
		DOCUMENT_AUTHOR(c->user->inst),
		MERGE_ADD(rec[STAYS], in[ROW_VERSION].text, rec[GOES],
		    in[OTHER_VERSION].text, taken(c, in), in[YEAR].text,
		    in[SEX].text),
	};
	size_t n = FIRST;
	enum status st, read;

	merge_passports_put(c, passports, q, &n);
	if ((st = db_try_all(c->db, q, n)) == FAILED)
		return st;
	if ((read = read_side(c, q, &s[STAYS])) != OK ||
	    (read = read_side(c, q + SIDE_LEN, &s[GOES])) != OK)
		return read;
	if (st != OK)
		return st;
	return merge_passports_hold(c, passports, q[AUTHOR].rows, rec,
	    (const char *const[TWO]){ s[STAYS].passport, s[GOES].passport });
}

/* Whether both that were sent are passports of these two. */
static enum status
read_passports(struct ctx *c, const char *id, const struct value *in,
    struct merge_passports *out)
{
	enum status st;

	if (in[OTHER_PASSPORT].text == NULL)
		return INVALID;
	if ((st = merge_passports_read(c, &in[PASSPORT], &in[OTHER_PASSPORT],
	    out)) != OK)
		return st;
	if ((out->sealed[STAYS] != NULL &&
	    strcmp(out->room[STAYS].envelope.rec, id) != 0) ||
	    strcmp(out->room[GOES].envelope.rec, in[OTHER].text) != 0)
		return INVALID;
	return OK;
}

/* POST /patients/:id/merge: the other's rows come here, he is removed. */
enum status
page_merge_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct merge_passports passports;
	struct side s[TWO];
	const char *id, *why;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, merge_form, NFIELDS, in)) != OK)
		return st;
	c->subject = id;
	c->detail = text_printf(c->arena, "{\"other\":\"%s\"}",
	    in[OTHER].text);
	if (strcmp(id, in[OTHER].text) == 0)
		return NOT_FOUND;
	if ((st = read_passports(c, id, in, &passports)) == OK)
		st = merge(c, id, in, &passports, s);
	else if ((read = read_sides(c, id, in[OTHER].text, s)) != OK)
		return read;
	if (st == OK)
		return redirect(c, "/patients/%s?done=patients_merged", id);
	if (st != INVALID && st != CONFLICT)
		return st;
	why = rule_fail(c, rules, in) ? in[OTHER].error :
	    st == CONFLICT ? NULL : tr(c, "The identity arrived without its "
	    "seal, or the seal does not hold; it is sealed by the script of "
	    "this page. Check the clock of this computer.");
	if (st == CONFLICT && (read = read_sides(c, id, in[OTHER].text,
	    s)) != OK)
		return read;
	return show_form(c, s, in, why, st);
}
