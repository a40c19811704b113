/* admission.c: what is checked of a new patient, one by one or by the file. */

#include <string.h>

#include "pages/register/admission.h"
#include "web/i18n.h"

static const char *const sex_codes[] = { "m", "f", "u", NULL };

const struct field admission_form[NADMISSION] = {
	[ID]          = { .name = "id", .kind = F_UUID },
	[ROW_VERSION]     = { "version",       F_INT, .low = 1, .high = 2147483647 },
	[PASSPORT]    = { "passport",      F_SEALED, .max = ENVELOPE_MAX },
	[YEAR]        = { "year_of_birth", F_INT, .required = true,
	    .low = 1900, .high = 2100 },
	[SEX]         = { "sex",           F_CHOICE, .required = true,
	    .choices = sex_codes },
	[DISTRICT]    = { "district",      F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[INSTITUTION] = { "institution",   F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[DIAGNOSIS]   = { "diagnosis",     F_CODE, .required = true, .max = 8 },
	[DATE_IN]     = { "date_in",       F_DATE, .required = true },
	[COMMISSION_NO] = { "commission_no", F_TEXT, .max = 40 },
	[COMMISSION_ON] = { .name = "commission_on", .kind = F_DATE },
	[BASIS]       = { "basis",         F_CODE, .max = 30 },
	[CONSENT]     = { .name = "consent_on", .kind = F_DATE },
	[DRAFT]       = { .name = "draft", .kind = F_FLAG },
};

const char admission_no_diagnosis[] = N_("not an ICD-10 code of the "
    "reference book; choose the most exact one from the list");

const struct rule admission_rules[] = {
	{ "patient_commission_no", COMMISSION_NO,
	    N_("a number such as 128 or 128/П") },
	{ "patient_commission_whole", COMMISSION_NO,
	    N_("Give number and date of the conclusion") },
	{ "patient_active_needs_commission", BASIS,
	    N_("Give the conclusion and its basis, or leave both empty") },
	{ "patient_active_needs_consent", CONSENT,
	    N_("Without consent nobody is taken in") },
	{ "patient_entry_not_in_future", COMMISSION_ON,
	    N_("this date lies in the future") },
	{ "patient_entry_after_birth", COMMISSION_ON,
	    N_("this day lies before the year of birth") },
	{ "patient_basis_code_fkey", BASIS, N_("Choose one from the list") },
	{ NULL, 0, NULL }
};

struct patient_entry
admission_entry(const char *id, const struct value *in)
{
	return (struct patient_entry){
		.id = id,
		.year_of_birth = in[YEAR].text,
		.sex = in[SEX].text,
		.district = in[DISTRICT].text,
		.institution = in[INSTITUTION].text,
		.diagnosis = in[DIAGNOSIS].text,
		.date_in = in[DATE_IN].text,
		.version = in[ROW_VERSION].text,
		.commission_no = in[COMMISSION_NO].text,
		.commission_on = in[COMMISSION_ON].text,
		.basis = in[BASIS].text,
		.consent_on = in[CONSENT].text,
	};
}

const char *
admission_status(const struct value *in)
{
	if (in[DRAFT].text != NULL)
		return "draft";
	return in[COMMISSION_NO].text != NULL || in[COMMISSION_ON].text != NULL
	    ? "active" : "awaiting";
}

bool
admission_days_hold(struct ctx *c, struct value *in)
{
	if (in[DATE_IN].error != NULL || in[DATE_IN].text == NULL ||
	    strcmp(in[DATE_IN].text, today(c)) <= 0)
		return true;
	form_fail(c, &in[DATE_IN], N_("this date lies in the future"));
	return false;
}
