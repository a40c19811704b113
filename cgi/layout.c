/* layout.c: the names that every page's layout may show. */

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "layout.h"
#include "web/i18n.h"

enum { DONE_MAX = 40, NEXT_MAX = 500 };

static const struct area {
	const char	*path;
	const char	*flag;
} areas[] = {		/* the first that fits */
	{ "/patients/new", "nav_new" },
	{ "/patients", "nav_patients" },
	{ "/visits", "nav_patients" },
	{ "/prescriptions", "nav_prescriptions" },
	{ "/orders", "nav_orders" },
	{ "/reports", "nav_reports" },
	{ "/admin", "nav_admin" },
};

static const struct refusal {
	int		 code;
	const char	*flag;
	const char	*error;
	const char	*message;
} refusals[] = {
	{ 400, "is_400", "request", N_("The request could not be read.") },
	{ 401, NULL, "session",
	    N_("The session has ended. Please sign in again.") },
	{ 403, "is_403", "denied", N_("You may not do this.") },
	{ 404, "is_404", "not_found", N_("There is no such page.") },
	{ 405, "is_405", "method",
	    N_("This page cannot be called in this way.") },
	{ 409, "is_409", "conflict",
	    N_("The record was changed meanwhile.") },
	{ 413, "is_413", "too_large", N_("That is too much at once.") },
	{ 414, "is_400", "too_long", N_("The request could not be read.") },
	{ 415, "is_415", "media_type",
	    N_("The form came in an unknown format.") },
	{ 422, "is_422", "invalid",
	    N_("The form holds a value that cannot be taken.") },
	{ 428, NULL, "factor_due",
	    N_("Set up your second factor first: your role asks for it.") },
	{ 431, "is_400", "too_long", N_("The request could not be read.") },
	{ 503, "is_503", "unavailable",
	    N_("The register is not available for a moment.") },
};

static void
set_area(struct view *v, const char *path)
{
	size_t len;

	view_flag(v, "nav_home", strcmp(path, "/") == 0);
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		len = strlen(areas[i].path);
		if (strncmp(path, areas[i].path, len) == 0 &&
		    (path[len] == '\0' || path[len] == '/')) {
			view_flag(v, areas[i].flag, true);
			return;
		}
	}
}

/*
 * Which page of a patient's this is: "/patients/:id/notes" sets the flag
 * tab_notes, "/patients/:id" tab_overview, "/prescriptions/:id/edit"
 * tab_prescriptions (part_patient_nav.html).
 */
static void
set_tab(struct view *v, const struct serving *s)
{
	static const char patient[] = "/patients/:id";
	const char *word;

	if (s->route == NULL || strchr(s->route->path, ':') == NULL)
		return;
	word = s->route->path;
	if (strncmp(word, patient, sizeof(patient) - 1) == 0)
		word += sizeof(patient) - 1;
	view_flag(v, *word == '\0' ? "tab_overview" :
	    text_printf(s->worker->arena, "tab_%.*s",
	    (int)strcspn(word + 1, "/"), word + 1), true);
}

/* ?done=patient_saved shows the notice {{#done_patient_saved}}, and {{#notice}} any. */
static void
set_done(struct view *v, const struct serving *s)
{
	const char *done = pair_find(s->req.query, s->req.query_len, "done");
	size_t len;

	if (done == NULL || (len = strlen(done)) == 0 || len > DONE_MAX ||
	    strspn(done, "abcdefghijklmnopqrstuvwxyz_") != len)
		return;
	view_flag(v, "notice", true);
	view_flag(v, text_printf(s->worker->arena, "done_%s", done), true);
}

static void
set_user(struct view *v, const struct serving *s)
{
	view_flag(v, "signed_in", s->c.user != NULL);
	view_text(v, "csrf", s->c.csrf);
	if (s->c.user == NULL)
		return;
	view_text(v, "user_name", s->c.user->name);
	for (int p = PERM_SELF + 1; p < PERM_LEN; p++)
		if (may(&s->c, (enum perm)p))
			view_flag(v, s->worker->may_names[p], true);
}

void
layout_prepare(struct serving *s)
{
	struct view *v;

	if (s->c.lang == NULL)
		s->c.lang = s->req.lang_cookie != NULL ? s->req.lang_cookie :
		    i18n_choose(s->req.accept_language);
	if (is_api(&s->req))
		return;
	v = view_new(s->worker->arena);
	view_text(v, "lang", s->c.lang);
	view_flag(v, strcmp(s->c.lang, "en") == 0 ? "lang_en" : "lang_ru",
	    true);
	view_text(v, "handler", s->route != NULL ? s->route->name : "error");
	view_text(v, "request_path", s->req.path);
	view_text(v, "request_id", s->req.id);
	view_flag(v, "demo", s->worker->site.demo);
	set_user(v, s);
	set_area(v, s->req.path);
	set_tab(v, s);
	set_done(v, s);
	s->c.base = v;
}

static const struct refusal *
find_refusal(int code)
{
	const size_t n = sizeof(refusals) / sizeof(refusals[0]);

	for (size_t i = 0; i < n; i++)
		if (refusals[i].code == code)
			return &refusals[i];
	return &refusals[n - 1];
}

static void
show_error(struct serving *s, const struct refusal *r)
{
	static const char plain[] = "The page cannot be shown.\n";
	struct view *v = view_new(s->worker->arena);

	view_flag(v, r->flag, true);
	view_text(v, "handler", "error");
	if (render(&s->c, "error", v) != OK) {
		log_error("cannot show the error page");
		answer_bytes(&s->c, "text/plain; charset=utf-8", plain,
		    sizeof(plain) - 1, NULL);
	}
	s->res.code = r->code;
}

/* Where the user wanted to go is asked for again after signing in. */
static void
ask_to_sign_in(struct serving *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789/._~-";
	const char *done = s->req.cookie == NULL ? "" : "done=session_ended";
	const char *ch = s->req.target;
	struct str next;

	if (s->req.method != METHOD_GET || strcmp(ch, "/") == 0 ||
	    strlen(ch) > NEXT_MAX) {
		redirect(&s->c, "/login%s%s", *done != '\0' ? "?" : "", done);
		return;
	}
	str_init(&next, s->worker->arena, 2 * NEXT_MAX);
	for (; *ch != '\0'; ch++) {
		if (strchr(plain, *ch) != NULL)
			str_add_char(&next, *ch);
		else
			str_addf(&next, "%%%02X", (unsigned char)*ch);
	}
	redirect(&s->c, "/login?%s%snext=%s", done, *done != '\0' ? "&" : "",
	    next.text);
}

void
layout_error(struct serving *s, int code)
{
	const struct refusal *r = find_refusal(code);

	if (s->c.lang == NULL)
		layout_prepare(s);
	response_clear(&s->res);
	if (is_api(&s->req)) {
		if (answer_error(&s->c, r->code, r->error, r->message) != OK)
			s->dead = true;
	} else if (code == 401) {
		ask_to_sign_in(s);
	} else if (code == 428) {
		redirect(&s->c, "/account/factor");
	} else {
		show_error(s, r);
	}
	if (s->allow != NULL)
		answer_header(&s->c, "Allow", s->allow);
	if (code == 503)
		answer_header(&s->c, "Retry-After", "2");
}

/* Every field of the request but its token, which is of this session anyway. */
static void
show_fields(struct view *v, const struct serving *s)
{
	const bool get = s->req.method == METHOD_GET;
	const struct pair *pairs = get ? s->req.query : s->req.body;
	const size_t n = get ? s->req.query_len : s->req.body_len;
	struct view *item;

	view_list(v, "fields");
	for (size_t i = 0; i < n; i++) {
		if (strcmp(pairs[i].name, "csrf") == 0)
			continue;
		item = view_item(v, "fields");
		view_text(item, "name", pairs[i].name);
		view_text(item, "value", pairs[i].value);
	}
	if (get)
		return;
	item = view_item(v, "fields");
	view_text(item, "name", "csrf");
	view_text(item, "value", s->c.csrf);
}

const struct proof layout_proofs[] = {
	{ "factor_fresh", "factor_ask", N_("A fresh code"), "factor",
	    N_("A code of the second factor is needed") },
	{ "password_fresh", "password_ask", N_("Your password again"),
	    "password", N_("The password is needed again") },
	{ NULL, NULL, NULL, NULL, NULL }
};

void
layout_proof(struct serving *s, const struct proof *p)
{
	struct view *v = view_new(s->worker->arena);

	response_clear(&s->res);
	if (is_api(&s->req)) {
		if (answer_error(&s->c, 403, p->error, p->message) != OK)
			s->dead = true;
		return;
	}
	view_text(v, "title", tr(&s->c, p->title));
	view_text(v, "handler", p->page);
	view_text(v, "method", s->req.method == METHOD_GET ? "get" : "post");
	view_text(v, "action", s->req.path);
	view_text(v, "user_login", s->c.user->login);
	show_fields(v, s);
	if (render(&s->c, p->page, v) != OK)
		layout_error(s, 403);
	else
		s->res.code = 403;
}
