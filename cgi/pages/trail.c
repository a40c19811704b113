/* trail.c: how events of the audit trail are told of. */

#include <string.h>

#include "pages/trail.h"
#include "web/i18n.h"
#include "web/request.h"

/* Every event of a route; anything else is told by its name. */
static const struct choice events[] = {
	{ "ACCESS", N_("tried to open a page"), NULL },
	{ "ACCESS_VIEW", N_("looked who may see a patient"), NULL },
	{ "ADMISSION", N_("admitted a member or his new keys"), NULL },
	{ "ADMISSION_LIST", N_("looked at invitations and answers"), NULL },
	{ "ALLERGY_ADD", N_("entered an allergy"), NULL },
	{ "ALLERGY_CORRECT", N_("corrected an allergy"), NULL },
	{ "ALLERGY_END", N_("ended an allergy"), NULL },
	{ "ALLERGY_NONE", N_("noted that no allergy is known"), NULL },
	{ "ASSESSMENT_ADD", N_("assessed a patient"), NULL },
	{ "ASSESSMENT_CORRECT", N_("corrected an assessment"), NULL },
	{ "ASSESSMENT_UNDO", N_("took an assessment back"), NULL },
	{ "AUDIT_EXPORT", N_("took the audit trail as a file"), NULL },
	{ "AUDIT_VIEW", N_("read the audit trail"), NULL },
	{ "BEREAVEMENT_SAVE", N_("saved the care for a family"), NULL },
	{ "BLANK_ADD", N_("recorded a prescription form"), NULL },
	{ "BLANK_UNDO", N_("marked a prescription form as an error"), NULL },
	{ "BOOK_ENTRY_SAVE", N_("saved an entry of a book"), NULL },
	{ "BOOK_ENTRY_STATE", N_("retired or restored an entry of a book"), NULL },
	{ "BOOK_EXPORT", N_("took a book as a file"), NULL },
	{ "BOOK_IMPORT", N_("imported a book"), NULL },
	{ "BOOK_IMPORT_BEGIN", N_("began the import of a book"), NULL },
	{ "BOOK_IMPORT_DROP", N_("dropped the import of a book"), NULL },
	{ "BOOK_IMPORT_TRY", N_("tried the import of a book"), NULL },
	{ "BOOK_IMPORT_UNDO", N_("took the import of a book back"), NULL },
	{ "CARE_PLACE_ADD", N_("entered a place of care"), NULL },
	{ "CARE_PLACE_CORRECT", N_("corrected a place of care"), NULL },
	{ "CARE_PLACE_UNDO", N_("took a place of care back"), NULL },
	{ "DEVICE_ORDER", N_("ordered a device"), NULL },
	{ "DIAGNOSIS_ADD", N_("entered a diagnosis"), NULL },
	{ "DIAGNOSIS_CORRECT", N_("corrected a diagnosis"), NULL },
	{ "DIAGNOSIS_END", N_("ended a diagnosis"), NULL },
	{ "DISPOSAL_ASK", N_("asked for a deletion"), NULL },
	{ "DISPOSAL_DECIDE", N_("released or refused a deletion"), NULL },
	{ "DISPOSAL_VIEW", N_("looked at a deletion"), NULL },
	{ "DOCUMENT_SYNC", N_("fetched sealed names"), NULL },
	{ "DOCUMENT_VIEW", N_("fetched a sealed document"), NULL },
	{ "DUPLICATE_MARK", N_("told two patients apart"), NULL },
	{ "ELIGIBILITY_ADD", N_("entered an eligibility"), NULL },
	{ "ELIGIBILITY_CORRECT", N_("corrected an eligibility"), NULL },
	{ "ELIGIBILITY_END", N_("ended an eligibility"), NULL },
	{ "ENTRY_SAVE", N_("changed a register entry"), NULL },
	{ "FACTOR_ADD", N_("set up a second factor"), NULL },
	{ "FACTOR_BEGIN", N_("began to set up a second factor"), NULL },
	{ "FACTOR_CODES", N_("made new recovery codes"), NULL },
	{ "FACTOR_FRESH", N_("gave a fresh code"), NULL },
	{ "FACTOR_KEY_ADD", N_("set up a security key"), NULL },
	{ "FACTOR_KEY_BEGIN", N_("began to set up a security key"), NULL },
	{ "FACTOR_KEY_COPIED", N_("a security key signed less often than before"), NULL },
	{ "FACTOR_KEY_REMOVE", N_("removed one's own security key"), NULL },
	{ "FACTOR_RECOVERY", N_("used a recovery code"), NULL },
	{ "FACTOR_REFUSED", N_("failed to give a fresh code"), NULL },
	{ "FACTOR_REMOVE", N_("removed one's own second factor"), NULL },
	{ "FACTOR_RESET", N_("reset a second factor"), NULL },
	{ "FACTOR_RESET_ASK", N_("asked to reset a second factor"), NULL },
	{ "BROWSER_ENROL", N_("had a browser remember the key file"), NULL },
	{ "BROWSER_REMOVE", N_("removed a browser from one's own account"), NULL },
	{ "UNLOCKERS_CHANGE", N_("changed what unlocks besides the password"), NULL },
	{ "UNLOCK_KEY", N_("unlocked with a security key"), NULL },
	{ "INTEGRITY_ALARM", N_("reported a failed integrity check"), NULL },
	{ "INVITE", N_("made an invitation"), NULL },
	{ "INVITE_ANSWER", N_("answered an invitation"), NULL },
	{ "JOB_ADD", N_("created a job"), NULL },
	{ "JOB_REMOVE", N_("removed a job"), NULL },
	{ "JOB_SAVE", N_("changed a job"), NULL },
	{ "JOIN", N_("joined an institution"), NULL },
	{ "KEY_CHECK", N_("checked records under the new key"), NULL },
	{ "KEY_WRAP", N_("wrapped records with the new key"), NULL },
	{ "LANGUAGE", N_("chose a language"), NULL },
	{ "LETTERHEAD_SAVE", N_("changed a letterhead"), NULL },
	{ "LOCK", N_("locked the keys"), NULL },
	{ "LOGIN", N_("signed in"), NULL },
	{ "LOGIN_CODE_REFUSED", N_("failed with the code at sign-in"), NULL },
	{ "LOGIN_REFUSED", N_("failed to sign in"), NULL },
	{ "LOGOUT", N_("signed out"), NULL },
	{ "NOTE_ADD", N_("wrote a note"), NULL },
	{ "NOTE_CHANGE", N_("changed a note"), NULL },
	{ "NOTE_ERROR", N_("marked a note as an error"), NULL },
	{ "OBSERVATION_ADD", N_("entered an observation"), NULL },
	{ "ORDER_CHANGE", N_("changed an order"), NULL },
	{ "ORDER_EXPORT", N_("took orders as a file"), NULL },
	{ "ORDER_SEARCH", N_("searched orders"), NULL },
	{ "ORDER_STEP", N_("took an order a step further"), NULL },
	{ "ORDER_UNDO", N_("took an order's step back"), NULL },
	{ "PASSWORD_FRESH", N_("gave the password anew"), NULL },
	{ "PASSWORD_REFUSED", N_("failed to give the password anew"), NULL },
	{ "PATIENT_ADMIT", N_("entered a patient"), NULL },
	{ "PATIENT_EXPORT", N_("took patients as a file"), NULL },
	{ "PATIENT_IMPORT", N_("imported patients"), NULL },
	{ "PATIENT_IMPORT_UNDO", N_("took an import of patients back"), NULL },
	{ "PATIENT_LIST", N_("looked at the list of patients"), NULL },
	{ "PATIENT_MERGE", N_("merged two patients"), NULL },
	{ "PATIENT_MERGE_UNDO", N_("took a merge back"), NULL },
	{ "PATIENT_SAVE", N_("changed a patient"), NULL },
	{ "PATIENT_STATUS", N_("changed the status of a patient"), NULL },
	{ "PATIENT_STATUS_UNDO", N_("took a change of status back"), NULL },
	{ "PATIENT_VIEW", N_("opened a patient"), NULL },
	{ "PREFERENCE_ADD", N_("entered a wish"), NULL },
	{ "PREFERENCE_CORRECT", N_("corrected a wish"), NULL },
	{ "PREFERENCE_UNDO", N_("took a wish back"), NULL },
	{ "PRESCRIPTION_ADD", N_("prescribed"), NULL },
	{ "PRESCRIPTION_CHANGE", N_("changed a prescription"), NULL },
	{ "PRESCRIPTION_EXPORT", N_("took prescriptions as a file"), NULL },
	{ "PRESCRIPTION_KEEP", N_("kept a warning with a reason"), NULL },
	{ "PRESCRIPTION_PRINT", N_("printed prescriptions"), NULL },
	{ "PRESCRIPTION_SEARCH", N_("searched prescriptions"), NULL },
	{ "PRESCRIPTION_SIGN", N_("signed a sheet"), NULL },
	{ "PRESCRIPTION_STATUS", N_("held, resumed or completed a prescription"), NULL },
	{ "PRESCRIPTION_STOP", N_("stopped a prescription"), NULL },
	{ "PRESCRIPTION_UNDO", N_("took a prescription's step back"), NULL },
	{ "PROPOSAL", N_("proposed a change of officers or of the root"), NULL },
	{ "PROPOSAL_DROP", N_("withdrew a proposal"), NULL },
	{ "PROPOSAL_SIGN", N_("signed a change of officers or of the root"), NULL },
	{ "RECORD_ERASED", N_("deleted a record whose time was over"), NULL },
	{ "RECORD_VIEW", N_("read a medical record"), NULL },
	{ "RECOVERY", N_("was restored by two custodians"), NULL },
	{ "RECOVERY_DRILL", N_("held a recovery drill"), NULL },
	{ "REPORT_ASK", N_("asked for a report"), NULL },
	{ "REPORT_CANCEL", N_("cancelled a report"), NULL },
	{ "REPORT_FAIL", N_("got no report that was asked for"), NULL },
	{ "REPORT_FETCH", N_("fetched a report that is kept"), NULL },
	{ "REPORT_ISSUE", N_("was issued a report"), NULL },
	{ "REPORT_PATIENT", N_("made a report on a patient"), NULL },
	{ "REPORT_REMOVE", N_("removed a report that was kept"), NULL },
	{ "REPORT_SUMMARY", N_("made a summary report"), NULL },
	{ "REPORT_VIEW", N_("looked at a report that is kept"), NULL },
	{ "RETENTION_VIEW", N_("looked at what is over"), NULL },
	{ "RIGHT_DECIDE", N_("decided a request"), NULL },
	{ "RIGHT_DENY", N_("denied a permission"), NULL },
	{ "RIGHT_UNDENY", N_("lifted a denial"), NULL },
	{ "ROLE_ADD", N_("created a role"), NULL },
	{ "ROLE_DROP", N_("took a role away"), NULL },
	{ "ROLE_GRANT", N_("gave a role or asked for it"), NULL },
	{ "ROLE_REMOVE", N_("removed a role"), NULL },
	{ "ROLE_SAVE", N_("changed a role"), NULL },
	{ "ROTATION", N_("changed the key of the institution"), NULL },
	{ "SEARCH_REMOVE", N_("removed a saved search"), NULL },
	{ "SEARCH_RENAME", N_("renamed a saved search"), NULL },
	{ "SEARCH_SAVE", N_("saved a search"), NULL },
	{ "SECRETS_CHANGE", N_("changed the password or the key file"), NULL },
	{ "SECRETS_REFUSED", N_("failed to change the password"), NULL },
	{ "SERVICE_DONE", N_("noted a service as done"), NULL },
	{ "SERVICE_DONE_UNDO", N_("took back that a service was done"), NULL },
	{ "SERVICE_ORDER", N_("ordered a service"), NULL },
	{ "SESSIONS_END", N_("ended all sessions of a user"), NULL },
	{ "SESSION_END", N_("ended a session"), NULL },
	{ "SETTING_ADD", N_("changed a setting"), NULL },
	{ "SETUP", N_("set an institution up"), NULL },
	{ "TRAIL_VIEW", N_("read one's own trail"), NULL },
	{ "TRANSFER_ACCEPT", N_("accepted a transfer"), NULL },
	{ "TRANSFER_DECLINE", N_("declined a transfer"), NULL },
	{ "TRANSFER_OFFER", N_("offered a transfer"), NULL },
	{ "TRANSFER_VIEW", N_("looked at a transfer"), NULL },
	{ "TRANSFER_WITHDRAW", N_("withdrew a transfer"), NULL },
	{ "UNLOCK", N_("unlocked the keys"), NULL },
	{ "UNLOCK_REFUSED", N_("failed to unlock the keys"), NULL },
	{ "USER_ADD", N_("created a user"), NULL },
	{ "USER_CONFIRM", N_("confirmed a user"), NULL },
	{ "USER_INVITE", N_("invited a user"), NULL },
	{ "USER_LIST", N_("looked at the list of users"), NULL },
	{ "USER_RELEASE", N_("confirmed another job or place"), NULL },
	{ "USER_RIGHTS", N_("looked what a user may do"), NULL },
	{ "USER_SAVE", N_("changed a user"), NULL },
	{ "USER_STATE", N_("blocked, unblocked or deleted a user"), NULL },
	{ "USER_VIEW", N_("opened a user"), NULL },
	{ "VISIT_ADD", N_("entered a visit"), NULL },
	{ "VISIT_CHANGE", N_("changed a visit"), NULL },
	{ "VISIT_LIST", N_("looked at the visits of a day"), NULL },
	{ "VISIT_UNDO", N_("took a visit back"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice results[] = {
	{ "OK",        N_("done"),        "ok" },
	{ "DENIED",    N_("denied"),      "stop" },
	{ "DELAYED",   N_("too soon"),    "warn" },
	{ "REFUSED",   N_("refused"),     "warn" },
	{ "NOT_FOUND", N_("not found"),   "warn" },
	{ NULL, NULL, NULL }
};

const char *
event_text(const struct ctx *c, const char *event)
{
	for (const struct choice *e = events; e->code != NULL; e++)
		if (strcmp(e->code, event) == 0)
			return tr(c, e->name);
	return event;
}

const char *
result_text(const struct ctx *c, const char *result)
{
	for (const struct choice *r = results; r->code != NULL; r++)
		if (strcmp(r->code, result) == 0)
			return tr(c, r->name);
	return result;
}

void
show_trail(const struct ctx *c, struct view *v, const struct trail *t,
    size_t size)
{
	view_flag(v, "has_events", t->len > 0);
	view_list(v, "events");
	for (size_t i = 0; i < t->len; i++) {
		const struct trail_event *e = &t->item[i];
		struct view *o = view_item(v, "events");

		view_text(o, "at", moment_text(c, e->at));
		view_text(o, "event", event_text(c, e->event));
		view_text(o, "code", e->event);
		view_text(o, "result", result_text(c, e->result));
		view_text(o, "tone", choice_find(results, e->result)->tone);
		view_text(o, "who", *e->name != '\0' ? e->name :
		    tr(c, "somebody of another area"));
		view_text(o, "login", e->login);
		view_text(o, "subject", e->subject);
		view_text(o, "subject_name", e->subject_name);
		view_text(o, "address", e->address);
	}
	if (t->len == size)
		view_text(v, "next", query_link(c, c->req->path, "before",
		    t->item[t->len - 1].id));
}
