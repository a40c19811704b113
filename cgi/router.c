/* router.c: one request from its gates to its answer. */

#include <string.h>
#include <time.h>

#include "auth/csrf.h"
#include "auth/session.h"
#include "base/log.h"
#include "base/str.h"
#include "base/uuid.h"
#include "db/audit.h"
#include "db/sessions.h"
#include "layout.h"
#include "match.h"
#include "router.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "web/fcgi.h"

enum { ETAG_LEN = 16 };

bool
is_api(const struct request *req)
{
	return strncmp(req->path, "/api/", 5) == 0;
}

static int
code_of(enum status st)
{
	switch (st) {
	case OK:
		return 0;
	case MALFORMED:
		return 400;
	case INVALID:
		return 422;
	case DENIED:
		return 403;
	case NOT_FOUND:
		return 404;
	case CONFLICT:
		return 409;
	case FAILED:
		return 503;
	}
	return 503;
}

static bool
is_silent(const struct route *route)
{
	return strcmp(route->event, "NOTHING") == 0;
}

static void
keep_user(struct serving *s, const struct session_row *row)
{
	s->user = (struct user){
		.id = row->account,
		.login = row->login,
		.name = row->name,
		.inst = row->inst,
		.area = row->area,
		.perms = permission_set(row->permissions),
		.has_half = row->has_half,
		.factor_due = row->factor_due,
	};
	s->c.user = &s->user;
	s->c.lang = strcmp(row->language, "en") == 0 ? "en" : "ru";
	s->c.csrf = csrf_token(s->worker->arena, s->req.cookie);
}

/* BEGIN travels with session_context() in one round trip. */
static int
take_session(struct serving *s)
{
	int no_session = s->route->perm == PERM_PUBLIC ? 0 : 401;
	char hash[SESSION_HASH_TEXT + 1];
	struct session_row row;
	enum status st;

	if (s->req.cookie == NULL || s->worker->db == NULL)
		return no_session;
	if ((st = session_hash(s->req.cookie, hash)) == INVALID)
		return no_session;
	if (st != OK)
		return 503;
	s->hash = text_copy(s->worker->arena, hash);
	if ((st = session_take(s->worker->db, hash, &row)) == DENIED)
		return no_session;
	if (st != OK)
		return 503;
	keep_user(s, &row);
	return s->c.csrf != NULL ? 0 : 503;
}

static bool
is_ours(const struct serving *s)
{
	if (s->req.method == METHOD_GET)
		return true;
	if (!csrf_is_same_origin(&s->req, s->worker->site.origins))
		return false;
	return s->route->perm == PERM_PUBLIC ||
	    csrf_is_valid(&s->req, s->c.csrf);
}

/* The gates, in the one order; 0 when the page may run. */
static int
pass_gates(struct serving *s)
{
	int code;

	if ((code = route_match(s)) != 0)
		return code;
	if (s->worker->db != NULL)
		db_start(s->worker->db);
	if ((code = take_session(s)) != 0)
		return code;
	if (!may(&s->c, s->route->perm))
		return s->c.user != NULL && s->c.user->factor_due ? 428 : 403;
	if (!is_ours(s))
		return 403;
	return 0;
}

/* A page may have answered with an error of its own and still want its rows. */
static const char *
result_of(int code)
{
	if (code < 400)
		return "OK";
	return code == 401 || code == 403 || code == 429 ? "DENIED" :
	    "REFUSED";
}

/* What a path says is a subject only if it could be one. */
static const char *
subject_of(const struct serving *s)
{
	unsigned char id[UUID_LEN];

	if (s->c.subject == NULL || uuid_parse(s->c.subject, id) != OK)
		return NULL;
	return s->c.subject;
}

static struct audit
audit_of(const struct serving *s, const char *result)
{
	return (struct audit){
		.event = is_silent(s->route) ? "ACCESS" : s->route->event,
		.result = result,
		.subject = subject_of(s),
		.request = s->req.id,
		.address = s->req.address,
		.detail = s->c.detail,
		.reads = s->req.method == METHOD_GET,
	};
}

static enum status
commit(struct serving *s)
{
	struct db *db = s->worker->db;
	struct audit a;

	if (s->ended)
		return OK;
	if (!is_silent(s->route)) {
		a = audit_of(s, result_of(s->res.code));
		return db != NULL ? audit_commit(db, NULL, 0, &a) : FAILED;
	}
	if (db == NULL || !db_in_transaction(db))
		return OK;
	return db_run(db, &db_commit, NULL, 0, NULL);
}

static enum status
end_with(struct ctx *c, struct query *queries, size_t n)
{
	struct serving *s = c->serving;
	struct audit a = audit_of(s, result_of(s->res.code));
	enum status st;

	if (is_silent(s->route))
		return db_run_all(c->db, queries, n);
	st = audit_commit(c->db, queries, n, &a);
	s->ended = st == OK;
	return st;
}

/* Nothing stays; the refusal itself is written down afterwards. */
static enum status
roll_back(struct serving *s, int code)
{
	struct db *db = s->worker->db;
	enum status st = OK;
	struct audit a;

	if (db == NULL || code == 503)
		return OK;
	if (db_in_transaction(db))
		st = db_run(db, &db_rollback, NULL, 0, NULL);
	if (st != OK || s->route == NULL || (code != 403 && code != 404))
		return st;
	a = audit_of(s, code == 403 ? "DENIED" : "NOT_FOUND");
	return audit_refusal(db, s->hash, &a);
}

static void
refuse(struct serving *s, int code)
{
	if (roll_back(s, code) != OK)
		code = 503;
	if (code == 503)
		s->dead = true;
	layout_error(s, code);
}

/* What the database wants anew before it does this, a code or the password. */
static const struct proof *
proof_wanted(const struct serving *s, enum status st)
{
	if (st != DENIED || s->worker->db == NULL)
		return NULL;
	for (const struct proof *p = layout_proofs; p->constraint != NULL; p++)
		if (db_refused_by(s->worker->db, p->constraint))
			return p;
	return NULL;
}

static void
ask_proof(struct serving *s, const struct proof *proof)
{
	if (roll_back(s, 422) != OK)
		refuse(s, 503);
	else
		layout_proof(s, proof);
}

/* A refused form is shown again, by the page itself: its body stands. */
static void
settle(struct serving *s, enum status st)
{
	const struct proof *proof;
	size_t len;

	if (st == OK && (st = commit(s)) == OK)
		return;
	if ((proof = proof_wanted(s, st)) != NULL) {
		ask_proof(s, proof);
		return;
	}
	response_bytes(&s->res, &len);
	if ((st != INVALID && st != CONFLICT) || len == 0) {
		refuse(s, code_of(st));
		return;
	}
	if (s->res.code == 200)
		s->res.code = code_of(st);
	if (roll_back(s, s->res.code) != OK)
		refuse(s, 503);
}

static void
answer(struct serving *s, int code)
{
	if (code == 0)
		code = pass_gates(s);
	layout_prepare(s);
	if (code != 0)
		refuse(s, code);
	else
		settle(s, s->route->page(&s->c));
}

static bool
knows_etag(const struct serving *s)
{
	const char *known = s->req.if_none_match;

	return known != NULL && strstr(known, s->res.etag) != NULL;
}

static void
put_etag(struct serving *s)
{
	unsigned char hash[HASH_LEN];
	const void *body;
	size_t len;

	if (!s->res.want_etag || s->res.code != 200 ||
	    s->req.method != METHOD_GET)
		return;
	body = response_bytes(&s->res, &len);
	if (crypt_sha256(body, len, hash) != OK)
		return;
	s->res.etag = text_printf(s->worker->arena, "\"%s\"",
	    base64url_encode(s->worker->arena, hash, ETAG_LEN));
	if (knows_etag(s))
		s->res.code = 304;
}

static long
ms_since(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - begin->tv_sec) * 1000 +
	    (now.tv_nsec - begin->tv_nsec) / 1000000;
}

static const char *
method_name(const struct request *req)
{
	if (req->head)
		return "HEAD";
	if (req->method == METHOD_OTHER)
		return "other";
	return req->method == METHOD_GET ? "GET" : "POST";
}

static void
write_log(const struct serving *s, const struct timespec *begin)
{
	log_event("request", LOG_FIELDS(
	    { "method", method_name(&s->req), 0 },
	    { "path", s->req.path, 0 },
	    { "route", s->route != NULL ? s->route->name : "", 0 },
	    { "status", NULL, s->res.code },
	    { "ms", NULL, ms_since(begin) },
	    { "user", s->c.user != NULL ? s->c.user->id : "", 0 },
	    { "audit", s->route != NULL ? s->route->event : "", 0 },
	    { "address", s->req.address != NULL ? s->req.address : "", 0 }));
}

bool
router_serve(struct worker *w, const struct gateway *gw)
{
	struct serving s = { .worker = w };
	struct timespec begin;
	int code;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	code = request_read(w->arena, gw, &s.req);
	log_request(s.req.id);
	response_init(&s.res, w->arena);
	s.c.arena = w->arena;
	s.c.req = &s.req;
	s.c.res = &s.res;
	s.c.db = w->db;
	s.c.site = &w->site;
	s.c.templates = w->templates;
	s.c.serving = &s;
	s.c.last = end_with;
	answer(&s, code);
	put_etag(&s);
	if (!response_send(&s.res, gw, s.req.head))
		log_error("cannot send the answer");
	write_log(&s, &begin);
	log_request(NULL);
	return !s.dead;
}
