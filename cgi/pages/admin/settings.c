/* settings.c: what an administrator chooses for a region or an institution. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db/settings.h"
#include "pages/admin/pages.h"
#include "pages/inputs.h"
#include "web/i18n.h"

/* One row is one setting; load() says where its areas and values come from. */
enum { OME_TABLE, DOCTOR_SCOPE, SMALL_CELLS, SECOND_FACTOR, RECORD_YEARS,
    REPORT_DAYS, SESSION_HOURS, LANGUAGE, NSETTINGS };
static const struct {
	const char	*code;
	const char	*name;	/* msgid */
	const char	*help;	/* msgid */
} settings[NSETTINGS] = {
	[OME_TABLE] = { "ome_table", N_("Table of opioid factors"),
	    N_("By which oral morphine equivalents are computed on every page "
	    "and in every report. They serve to follow and to compare, not to "
	    "choose a dose.") },
	[DOCTOR_SCOPE] = { "doctor_scope", N_("Who of a department sees what"),
	    N_("Whether those who have a role in a department see its patients "
	    "alone or those of the whole institution. They write in their "
	    "department either way. It takes effect at once.") },
	[SECOND_FACTOR] = { "second_factor", N_("Second factor"),
	    N_("Who needs a code of his own device besides password and key "
	    "file: those whose roles ask for it, or everybody who works there. "
	    "Whoever has none sets it up before anything else.") },
	[SMALL_CELLS] = { "small_cells", N_("Least count in summaries"),
	    N_("What a summary tells to those who may not see single patients: "
	    "smaller counts, and what would give them away, are not "
	    "shown.") },
	[RECORD_YEARS] = { "record_years", N_("How long records are kept"),
	    N_("Records of patients who died or left the register: as long as "
	    "the retention periods say, or longer.") },
	[REPORT_DAYS] = { "report_days", N_("How long reports are kept"),
	    N_("A report that was issued can be fetched again by who asked for "
	    "it, byte for byte, for so many days; then it is removed. Its hash "
	    "stays in the audit trail.") },
	[SESSION_HOURS] = { "session_hours", N_("Longest session"),
	    N_("After how long everybody signs in again, whatever he does. It "
	    "holds for those who are signed in, too; without a request a "
	    "session ends after a quarter of an hour.") },
	[LANGUAGE] = { "language", N_("Language of new users"),
	    N_("In which language somebody begins whom an administrator "
	    "enters from now on. Everybody changes his own.") },
};

static const struct choice scopes[] = {
	{ "department",  N_("the department"),        NULL },
	{ "institution", N_("the whole institution"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice factor_needs[] = {
	{ "roles",     N_("whose role asks for it"), NULL },
	{ "everybody", N_("everybody"),              NULL },
	{ NULL, NULL, NULL }
};

/* As db/deploy/summary_need.sql has them. */
static const struct choice least_counts[] = {
	{ "5", "5", NULL }, { "3", "3", NULL }, { "7", "7", NULL },
	{ "10", "10", NULL }, { "15", "15", NULL }, { "20", "20", NULL },
	{ NULL, NULL, NULL }
};

/* As db/deploy/retention.sql has them. */
static const struct choice record_years[] = {
	{ "25", N_("as the retention periods say"), NULL },
	{ "30", N_("at least 30 years"), NULL },
	{ "40", N_("at least 40 years"), NULL },
	{ "50", N_("at least 50 years"), NULL },
	{ "75", N_("at least 75 years"), NULL },
	{ NULL, NULL, NULL }
};

/* As db/deploy/report_run.sql has them. */
static const struct choice report_days[] = {
	{ "90", N_("90 days"), NULL }, { "30", N_("30 days"), NULL },
	{ "365", N_("one year"), NULL }, { "1825", N_("five years"), NULL },
	{ NULL, NULL, NULL }
};

/* As db/deploy/setting_more.sql has them. */
static const struct choice session_hours[] = {
	{ "12", N_("12 hours"), NULL },
	{ "8",  N_("8 hours"),  NULL },
	{ "4",  N_("4 hours"),  NULL },
	{ "2",  N_("2 hours"),  NULL },
	{ NULL, NULL, NULL }
};

static const struct choice languages[] = {
	{ "ru", N_("Russian"), NULL },
	{ "en", N_("English"), NULL },
	{ NULL, NULL, NULL }
};

/* The values of those settings that have a table here; the first is usual. */
static const struct choice *const value_tables[NSETTINGS] = {
	[DOCTOR_SCOPE] = scopes,
	[SMALL_CELLS] = least_counts,
	[SECOND_FACTOR] = factor_needs,
	[RECORD_YEARS] = record_years,
	[REPORT_DAYS] = report_days,
	[SESSION_HOURS] = session_hours,
	[LANGUAGE] = languages,
};

static const char *const setting_codes[] = { "ome_table", "doctor_scope",
	"small_cells", "second_factor", "record_years", "report_days",
	"session_hours", "language", NULL };

enum { AREA, CODE, VALUE, FROM, FOLLOWS, NFIELDS };
static const struct field setting_form[NFIELDS] = {
	[AREA]    = { "area", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[CODE]    = { "code", F_CHOICE, .required = true,
	    .choices = setting_codes },
	[VALUE]   = { "value", F_CODE, .max = 40 },
	[FROM]    = { "valid_from", F_DATE, .required = true },
	[FOLLOWS] = { "follows", F_INT, .low = 0, .high = 2147483647,
	    .required = true },
};

/* What the page knows of each setting: its areas and its values. */
struct known {
	struct book		 areas[NSETTINGS];
	struct book		 values[NSETTINGS];
	struct setting_list	 list;
};

/* What is refused, by the name of its constraint. */
static const struct {
	const char	*constraint;
	int		 field;
	const char	*message;	/* msgid */
} refusals[] = {
	{ "setting_begins_today", FROM, N_("a setting begins today or later") },
	{ "setting_value_known", VALUE, N_("Choose one from the list") },
	{ "setting_scope", VALUE, N_("Choose one from the list") },
	{ "setting_small_cells", VALUE, N_("Choose one from the list") },
	{ "setting_second_factor", VALUE, N_("Choose one from the list") },
	{ "setting_record_years", VALUE, N_("Choose one from the list") },
	{ "setting_report_days", VALUE, N_("Choose one from the list") },
	{ "setting_session_hours", VALUE, N_("Choose one from the list") },
	{ "setting_language", VALUE, N_("Choose one from the list") },
	{ "setting_scope_today", FROM,
	    N_("this setting takes effect at once: choose today") },
	{ "setting_scope_own", VALUE, N_("this would widen your own rights; "
	    "another administrator chooses it") },
	{ "setting_area_id_fkey", AREA, N_("Choose one from the list") },
};

static enum status
load(struct ctx *c, struct known *out)
{
	struct query list = SETTING_LIST(c->lang);
	struct query tables = SETTING_OME_TABLES(c->lang);
	struct query q[NSETTINGS + 2];
	enum status st;

	for (int i = 0; i < NSETTINGS; i++)
		q[i] = setting_areas_query(c->db, c->lang, settings[i].code);
	q[NSETTINGS] = list;
	q[NSETTINGS + 1] = tables;
	if ((st = db_run_all(c->db, q, NSETTINGS + 2)) != OK)
		return st;
	for (int i = 0; i < NSETTINGS; i++) {
		book_read(c->db, q[i].rows, &out->areas[i]);
		if (value_tables[i] == NULL)
			continue;
		out->values[i] = choice_book(c, value_tables[i]);
		out->values[i].item[0].note = "default";
	}
	setting_read(c->db, q[NSETTINGS].rows, &out->list);
	book_read(c->db, q[NSETTINGS + 1].rows, &out->values[OME_TABLE]);
	return OK;
}

static int
setting_number(const char *code)
{
	int i = 0;

	while (i < NSETTINGS - 1 && strcmp(settings[i].code, code) != 0)
		i++;
	return i;
}

/* The newest choice for an area, or NULL. */
static const struct setting *
newest(const struct known *k, const char *area, const char *code)
{
	for (size_t i = 0; i < k->list.len; i++)
		if (strcmp(k->list.item[i].area, area) == 0 &&
		    strcmp(k->list.item[i].code, code) == 0)
			return &k->list.item[i];
	return NULL;
}

static const char *
value_name(const struct ctx *c, const struct book *values, const char *value)
{
	if (*value == '\0')
		return tr(c, "as above");
	return *book_name(values, value) != '\0' ? book_name(values, value) :
	    value;
}

/* The name of what holds where nobody chose. */
static const char *
usual_name(const struct book *values)
{
	for (size_t i = 0; i < values->len; i++)
		if (*values->item[i].note != '\0')
			return values->item[i].name;
	return "";
}

/* The form of one setting for one area, with what was typed when it is this. */
static void
show_area(struct ctx *c, struct view *v, const struct known *k, int setting,
    const struct book_entry *area, const struct value *in)
{
	const struct setting *last = newest(k, area->code,
	    settings[setting].code);
	bool mine = in != NULL && in[AREA].text != NULL &&
	    strcmp(in[AREA].text, area->code) == 0 && in[CODE].text != NULL &&
	    strcmp(in[CODE].text, settings[setting].code) == 0;

	view_text(v, "area", area->code);
	view_text(v, "area_name", area->name);
	view_text(v, "code", settings[setting].code);
	view_text(v, "now", *area->note != '\0' ?
	    value_name(c, &k->values[setting], area->note) :
	    usual_name(&k->values[setting]));
	view_flag(v, "by_default", *area->note == '\0');
	view_text(v, "follows", last != NULL ? last->id : "0");
	show_book(v, "values", &k->values[setting], mine ? in[VALUE].text :
	    last != NULL ? last->value : NULL);
	view_text(v, "valid_from", mine && in[FROM].raw != NULL ?
	    in[FROM].raw : date_text(c, today(c)));
	view_text(v, "value_error", mine ? in[VALUE].error : NULL);
	view_text(v, "valid_from_error", mine ? in[FROM].error : NULL);
}

static void
show_history(struct ctx *c, struct view *v, const struct known *k)
{
	view_list(v, "history");
	view_flag(v, "has_history", k->list.len > 0);
	for (size_t i = 0; i < k->list.len; i++) {
		const struct setting *s = &k->list.item[i];
		int setting = setting_number(s->code);
		struct view *o = view_item(v, "history");

		view_text(o, "area_name", s->area_name);
		view_text(o, "name", tr(c, settings[setting].name));
		view_text(o, "value", value_name(c, &k->values[setting],
		    s->value));
		view_date(o, "valid_from", s->valid_from);
		view_text(o, "author", s->author);
		view_text(o, "at", date_text(c, s->at));
	}
}

static enum status
show_settings(struct ctx *c, const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct known k;
	enum status st;

	if ((st = load(c, &k)) != OK)
		return st;
	view_text(v, "title", tr(c, "Settings"));
	view_flag(v, "tab_settings", true);
	view_flag(v, "conflict", answer == CONFLICT);
	view_flag(v, "has_errors", answer == INVALID);
	view_list(v, "settings");
	for (int i = 0; i < NSETTINGS; i++) {
		struct view *o = view_item(v, "settings");

		view_text(o, "name", tr(c, settings[i].name));
		view_text(o, "help", tr(c, settings[i].help));
		view_list(o, "areas");
		for (size_t a = 0; a < k.areas[i].len; a++)
			show_area(c, view_item(o, "areas"), &k, i,
			    &k.areas[i].item[a], in);
	}
	show_history(c, v, &k);
	if ((st = render(c, "settings_show", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/settings: what is chosen where, since when, by whom. */
enum status
page_settings_show(struct ctx *c)
{
	return show_settings(c, NULL, OK);
}

static void
refuse(struct ctx *c, struct value in[NFIELDS])
{
	const char *name = db_refusal(c->db);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].constraint, name) == 0)
			form_fail(c, &in[refusals[i].field],
			    refusals[i].message);
}

/* POST /admin/settings: one more choice; those before stay to be seen. */
enum status
page_setting_add(struct ctx *c)
{
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, setting_form, NFIELDS, in)) != OK &&
	    st != INVALID)
		return st;
	if (st == OK)
		st = setting_add(c->db, &(struct setting_choice){
		    .area = in[AREA].text,
		    .code = in[CODE].text,
		    .value = in[VALUE].text,
		    .valid_from = in[FROM].text,
		    .follows = in[FOLLOWS].text,
		});
	if (st == INVALID)
		refuse(c, in);
	if (st == INVALID || st == CONFLICT)
		return show_settings(c, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/admin/settings?done=setting_saved");
}
