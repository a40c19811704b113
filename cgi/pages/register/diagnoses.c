/* diagnoses.c: diagnoses of a patient: told, corrected, ended. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db/books.h"
#include "pages/inputs.h"
#include "pages/register/clinical.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/tnm.h"
#include "web/i18n.h"

enum { ROLE, CODE, ON, STAGE, TNM, GROUP, MORPHOLOGY, METASTASES, NFIELDS };

static const char *const role_codes[] = { "main", "complication",
	"concomitant", NULL };
static const char *const stage_codes[] = { "I", "II", "III", "IV", NULL };
static const char *const group_codes[] = { "Ia", "Ib", "II", "IIa", "III",
	"IV", NULL };

static const struct field diagnosis_form[NFIELDS] = {
	[ROLE]       = { "role", F_CHOICE, .required = true,
	    .choices = role_codes },
	[CODE]       = { "code", F_CODE, .required = true, .max = 8 },
	[ON]         = { .name = "diagnosed_on", .kind = F_DATE },
	[STAGE]      = { "stage", F_CHOICE, .choices = stage_codes },
	[TNM]        = { "tnm", F_TEXT, .max = 40 },
	[GROUP]      = { "clinical_group", F_CHOICE, .choices = group_codes },
	[METASTASES] = { "metastases", F_CODES, .max = 400 },
	[MORPHOLOGY] = { "morphology", F_TEXT, .max = 6 },
};

static const struct input diagnosis_inputs[NFIELDS] = {
	[ROLE]       = { N_("Role"), W_SELECT, NULL, NULL },
	[CODE]       = { N_("ICD-10 code or word"), W_DIAGNOSIS, NULL, NULL },
	[ON]         = { N_("Diagnosed on"), W_DATE,
	    N_("empty: not known"), NULL },
	[STAGE]      = { N_("Stage"), W_SELECT, NULL, N_("not stated") },
	[TNM]        = { N_("TNM"), W_TEXT, N_("for example pT2a N1 M0"),
	    NULL },
	[GROUP]      = { N_("Clinical group"), W_SELECT, NULL,
	    N_("not stated") },
	[METASTASES] = { N_("Distant metastases"), W_CHECKS,
	    N_("nothing ticked: not stated"), NULL },
	[MORPHOLOGY] = { N_("Morphology, ICD-O"), W_TEXT,
	    N_("for example 8140/3"), NULL },
};

static const struct choice roles[] = {
	{ "main",         N_("main"),         NULL },
	{ "complication", N_("complication"), NULL },
	{ "concomitant",  N_("concomitant"),  NULL },
	{ NULL, NULL, NULL }
};

static const struct choice stages[] = {
	{ "I",   N_("I"),   NULL },
	{ "II",  N_("II"),  NULL },
	{ "III", N_("III"), NULL },
	{ "IV",  N_("IV"),  NULL },
	{ NULL, NULL, NULL }
};

static const struct choice clinical_groups[] = {
	{ "Ia",  N_("Ia"),  NULL },
	{ "Ib",  N_("Ib"),  NULL },
	{ "II",  N_("II"),  NULL },
	{ "IIa", N_("IIa"), NULL },
	{ "III", N_("III"), NULL },
	{ "IV",  N_("IV"),  NULL },
	{ NULL, NULL, NULL }
};

static const struct choice endings[] = {
	{ "active",    N_("replaced"), "quiet" },
	{ "replaced",  N_("replaced by another main diagnosis"), "quiet" },
	{ "resolved",  N_("resolved"), "quiet" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

/* What the database's rules are about, and how to say it. */
static const struct rule rules[] = {
	{ "diagnosis_code_known", CODE, N_("not an ICD-10 code of the reference "
	    "book; choose the most exact one from the list") },
	{ "diagnosis_code_in_force", CODE, N_("this code is retired; choose "
	    "the one in force from the list") },
	{ "diagnosis_code_exact", CODE, N_("this code is subdivided; choose "
	    "the most exact one from the list") },
	{ "diagnosis_once", CODE,
	    N_("this diagnosis stands already; correct that entry") },
	{ "diagnosis_main_stays", ROLE, N_("the main diagnosis is replaced by "
	    "another main one; it is then kept in the history") },
	{ "diagnosis_tnm", TNM, N_("a TNM has T, N and M, for example "
	    "pT2a N1 M0") },
	{ "diagnosis_metastases_known", METASTASES,
	    N_("Choose one from the list") },
	{ "diagnosis_metastases_or_none", METASTASES,
	    N_("either none were found, or they are in these places") },
	{ "diagnosis_metastases_of_m", METASTASES,
	    N_("the metastases contradict the M of the TNM") },
	{ "diagnosis_morphology", MORPHOLOGY,
	    N_("four digits, a stroke and the behaviour, for example 8140/3") },
	{ "diagnosis_not_in_future", ON, N_("this date lies in the future") },
	{ "diagnosis_after_birth", ON,
	    N_("this day lies before the year of birth") },
	{ "diagnosis_before_end", ON,
	    N_("this day lies after the patient left the register") },
	{ "diagnosis_patient_on_register", CODE,
	    N_("This patient is not on the register; nothing new is recorded") },
	{ NULL, 0, NULL }
};

static void
show_diagnosis(const struct ctx *c, struct view *v, const struct diagnosis *d)
{
	view_text(v, "role", tr(c, choice_find(roles, d->role)->name));
	view_flag(v, "main", strcmp(d->role, "main") == 0);
	view_text(v, "code", d->code);
	view_text(v, "code_title", d->title);
	view_text(v, "on", date_text(c, d->on));
	view_text(v, "stage", d->stage);
	view_text(v, "tnm", d->tnm);
	view_text(v, "clinical_group", *d->clinical_group == '\0' ? "" :
	    tr(c, choice_find(clinical_groups, d->clinical_group)->name));
	view_text(v, "metastases", d->metastasis_names);
	view_text(v, "morphology", d->morphology);
	view_flag(v, "nothing_told", *d->stage == '\0' && *d->tnm == '\0' &&
	    *d->clinical_group == '\0' && *d->metastases == '\0' &&
	    *d->morphology == '\0');
	show_version(c, v, &d->v, endings);
}

void
show_diagnoses(const struct ctx *c, struct view *v,
    const struct diagnosis_list *list)
{
	bool some = false;

	view_list(v, "diagnoses");
	view_list(v, "diagnosis_history");
	for (size_t i = 0; i < list->len; i++) {
		const struct diagnosis *d = &list->item[i];

		show_diagnosis(c, view_item(v, d->v.current ? "diagnoses" :
		    "diagnosis_history"), d);
		some |= d->v.current;
	}
	view_flag(v, "has_diagnoses", some);
	view_flag(v, "has_diagnosis_history", list->len > 0 &&
	    !list->item[list->len - 1].v.current);
}

/* The form; the answer is the status that the request ends with. */
static enum status
show_form(struct ctx *c, struct target t, struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		PATIENT_GET(t.patient, c->lang),
		DOCUMENT_CURRENT(t.patient),
		DIAGNOSES_NOW(t.patient, c->lang),
		CODED_QUERY(c->lang, "metastasis_site"),
	};
	struct book sites, role_book = choice_book(c, roles),
	    stage_book = choice_book(c, stages),
	    group_book = choice_book(c, clinical_groups);
	const struct book *const books[NFIELDS] = { [ROLE] = &role_book,
		[STAGE] = &stage_book, [GROUP] = &group_book,
		[METASTASES] = &sites };
	struct diagnosis_list list;
	struct patient p;
	enum status st;

	c->subject = t.patient;
	if ((st = db_run_all(c->db, q, 4)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	diagnosis_read(c->db, q[2].rows, &list);
	book_read(c->db, q[3].rows, &sites);
	if (answer == CONFLICT)
		target_move(&t, list.item, list.len, sizeof(*list.item));
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_diagnoses(c, v, &list);
	show_inputs(c, v, diagnosis_form, diagnosis_inputs, NFIELDS, in, books);
	show_target(c, v, &t, t.id != NULL ? tr(c, "Correct a diagnosis") :
	    tr(c, "New diagnosis"), answer);
	if ((st = render(c, "diagnosis_edit", v)) != OK)
		return st;
	return answer;
}

/*
 * What the database says of a tumour's fields at another disease is said at
 * each of them.
 */
static bool
refuse_tumour(struct ctx *c, struct value *in)
{
	static const int tumour[] = { TNM, GROUP, METASTASES, MORPHOLOGY };

	if (strcmp(db_refusal(c->db), "diagnosis_tumour_fields") != 0)
		return false;
	for (size_t i = 0; i < sizeof(tumour) / sizeof(tumour[0]); i++)
		if (in[tumour[i]].text != NULL)
			form_fail(c, &in[tumour[i]],
			    N_("this is told of tumours only"));
	return true;
}

static enum status
read_form(struct ctx *c, const struct target *t, struct value *in)
{
	(void)t;
	return form_read(c, diagnosis_form, NFIELDS, in);
}

static enum status
write_diagnosis(struct ctx *c, const struct target *t, const struct value *in)
{
	struct diagnosis_told told = {
		.role = in[ROLE].text,
		.code = in[CODE].text,
		.on = in[ON].text,
		.stage = in[STAGE].text,
		.tnm = in[TNM].text != NULL ?
		    tnm_spell(c->arena, in[TNM].text) : NULL,
		.clinical_group = in[GROUP].text,
		.metastases = in[METASTASES].text,
		.morphology = in[MORPHOLOGY].text,
	};

	return t->id != NULL ? diagnosis_correct(c->db, t->id, &told) :
	    diagnosis_add(c->db, t->patient, &told);
}

static enum status
open_diagnosis(struct ctx *c, const char *id, struct target *t,
    struct value *in)
{
	struct diagnosis d;
	enum status st;

	if ((st = diagnosis_get(c->db, id, c->lang, &d)) != OK)
		return st;
	target_at(t, &d.v);
	in[ROLE].text = d.role;
	in[CODE].text = d.code;
	in[ON].text = d.on;
	in[STAGE].text = d.stage;
	in[TNM].text = d.tnm;
	in[GROUP].text = d.clinical_group;
	in[METASTASES].text = d.metastases;
	in[MORPHOLOGY].text = d.morphology;
	return OK;
}

static enum status
end_diagnosis(struct ctx *c, const struct target *t)
{
	static const char *const codes[] = { "resolved", "entered_in_error",
		NULL };
	const char *status;
	enum status st;

	if ((st = ending_read(c, codes, &status)) != OK)
		return st;
	return diagnosis_end(c->db, t->id, status);
}

static const struct versioned diagnoses = {
	.path = "diagnoses",
	.tab = "diagnoses",
	.added = "diagnosis_added",
	.corrected = "diagnosis_corrected",
	.ended = "diagnosis_ended",
	.stays = "diagnosis_main_stays",
	.rules = rules,
	.open = open_diagnosis,
	.read = read_form,
	.write = write_diagnosis,
	.show = show_form,
	.end = end_diagnosis,
	.refuse = refuse_tumour,
};

/* GET /patients/:id/diagnoses/new: an empty form. */
enum status
page_diagnosis_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };

	return versioned_new(c, &diagnoses, in);
}

/* POST /patients/:id/diagnoses: a diagnosis; a main one replaces the former. */
enum status
page_diagnosis_add(struct ctx *c)
{
	return versioned_add(c, &diagnoses);
}

/* GET /diagnoses/:id/edit: an entry, to be saved as its next version. */
enum status
page_diagnosis_edit(struct ctx *c)
{
	return versioned_edit(c, &diagnoses);
}

/* POST /diagnoses/:id: the next version; the one before is kept. */
enum status
page_diagnosis_save(struct ctx *c)
{
	return versioned_correct(c, &diagnoses);
}

/* POST /diagnoses/:id/end: it has passed, or was entered in error. */
enum status
page_diagnosis_end(struct ctx *c)
{
	return versioned_end(c, &diagnoses);
}
