/* trail.c: how events of the audit trail are told of. */

#include <string.h>

#include "pages/trail.h"
#include "web/i18n.h"
#include "web/request.h"

/* What happens most; anything else is told by its name. */
static const struct choice events[] = {
	{ "LOGIN",          N_("signed in"),                NULL },
	{ "LOGOUT",         N_("signed out"),               NULL },
	{ "UNLOCK",         N_("unlocked the keys"),        NULL },
	{ "LOCK",           N_("locked the keys"),          NULL },
	{ "ACCESS",         N_("tried to open a page"),     NULL },
	{ "PATIENT_VIEW",   N_("opened a patient"),         NULL },
	{ "PATIENT_LIST",   N_("looked at the list of patients"), NULL },
	{ "PATIENT_ADMIT",  N_("entered a patient"),        NULL },
	{ "PATIENT_SAVE",   N_("changed a patient"),        NULL },
	{ "USER_LIST",      N_("looked at the list of users"), NULL },
	{ "USER_VIEW",      N_("opened a user"),            NULL },
	{ "USER_ADD",       N_("created a user"),           NULL },
	{ "USER_SAVE",      N_("changed a user"),           NULL },
	{ "USER_STATE",     N_("blocked, unblocked or deleted a user"), NULL },
	{ "USER_RELEASE",   N_("confirmed another job or place"), NULL },
	{ "ROLE_GRANT",     N_("gave a role or asked for it"), NULL },
	{ "ROLE_DROP",      N_("took a role away"),         NULL },
	{ "RIGHT_DENY",     N_("denied a permission"),      NULL },
	{ "RIGHT_UNDENY",   N_("lifted a denial"),          NULL },
	{ "RIGHT_DECIDE",   N_("decided a request"),        NULL },
	{ "AUDIT_VIEW",     N_("read the audit trail"),     NULL },
	{ "AUDIT_EXPORT",   N_("took the audit trail as a file"), NULL },
	{ "ACCESS_VIEW",    N_("looked who may see a patient"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice results[] = {
	{ "OK",        N_("done"),        "ok" },
	{ "DENIED",    N_("denied"),      "stop" },
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
