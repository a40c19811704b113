/* main.c: a worker: set up, then one request (or run) after another. */

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "auth/origin.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "router.h"
#include "web/fcgi.h"
#include "web/i18n.h"

/* Patients: so many are counted in about a second. */
enum { RECYCLE = 10000, AT_ONCE = 2000 };

static volatile sig_atomic_t stopping;

/*
 * A signal that comes between the look at the flag and the wait for a request
 * would be lost, so it is repeated until the worker is gone.
 */
static void
on_stop(int number)
{
	(void)number;
	stopping = 1;
	alarm(1);
}

bool
worker_stops(void)
{
	return stopping != 0;
}

static void
catch_signals(void)
{
	struct sigaction stop = { .sa_handler = on_stop };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&stop.sa_mask);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGALRM, &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static const char *
setting(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL || *value == '\0')
		log_fatal("%s is not set", name);
	return value;
}

/* Typefaces lie where Debian puts them unless told otherwise. */
static struct site
read_site(struct arena *a)
{
	const char *origins = setting("PALREG_ORIGIN");
	const char *fonts = getenv("PALREG_FONTS");
	const char *disk = getenv("PALREG_DISK");
	const char *at_once = getenv("PALREG_AT_ONCE");

	return (struct site){
		.origin = origin_first(a, origins),
		.origins = origins,
		.fonts = fonts != NULL ? fonts :
		    "/usr/share/fonts/truetype/paratype",
		.cert = getenv("PALREG_CERT"),
		.nginx = getenv("PALREG_NGINX"),
		.disk = disk != NULL ? disk : "/",
		.at_once = at_once != NULL ? strtol(at_once, NULL, 10) :
		    AT_ONCE,
		.demo = getenv("PALREG_DEMO") != NULL,
	};
}

/* A single CGI request may do without: then only public pages answer. */
static struct db *
open_db(struct worker *w)
{
	const char *conninfo;

	if (getenv("PALREG_DB") == NULL && fcgi_is_cgi())
		return NULL;
	conninfo = text_printf(w->own,
	    "%s user=palreg_%s application_name=palreg-%s",
	    setting("PALREG_DB"), w->program->name, w->program->name);
	return db_open(conninfo, w->program->modules);
}

static const char *
may_name(struct arena *a, const char *permission)
{
	char *name = text_printf(a, "may_%s", permission);

	for (char *ch = name; *ch != '\0'; ch++)
		*ch = (char)tolower((unsigned char)*ch);
	return name;
}

static void
set_up(struct worker *w)
{
	setenv("TZ", "Europe/Moscow", 0);
	tzset();
	log_open(text_printf(w->own, "palreg-%s", w->program->name));
	w->site = read_site(w->own);
	i18n_open(setting("PALREG_LOCALE"));
	w->templates = templates_load(setting("PALREG_TEMPLATES"));
	for (int p = 0; p < PERM_LEN; p++)
		w->may_names[p] = may_name(w->own,
		    permission_name((enum perm)p));
	if (w->program->start != NULL)
		w->program->start();
	if ((w->db = open_db(w)) != NULL)
		db_use_arena(w->db, w->arena);
}

static long
recycle_after(void)
{
	const char *text = getenv("PALREG_RECYCLE");

	return text != NULL ? strtol(text, NULL, 10) : RECYCLE;
}

/* False when a request failed. */
static bool
serve_all(struct worker *w)
{
	const long last = recycle_after();
	enum accepted got;
	bool sound = true;

	for (long n = 1; !stopping && sound; n++) {
		if ((got = fcgi_accept()) == NO_MORE)
			break;
		if (got == INTERRUPTED)
			continue;
		sound = router_serve(w, &fcgi_gateway);
		fcgi_finish();
		arena_reset(w->arena);
		if (n == last)
			break;
	}
	return sound;
}

/* Two connections: what one is at can be told by the other. */
static bool
make_runs(struct worker *w)
{
	struct db *desk = open_db(w);
	bool sound;

	if (w->db == NULL || desk == NULL)
		log_fatal("runs need a database");
	db_use_arena(desk, w->arena);
	sound = program.runs(w, desk);
	db_close(desk);
	return sound;
}

/* Called as "palreg-report --runs" it makes runs and answers nobody. */
static bool
wants_runs(int argc, char **argv)
{
	if (argc == 1)
		return false;
	if (argc != 2 || strcmp(argv[1], "--runs") != 0 || program.runs == NULL)
		log_fatal("unknown argument");
	return true;
}

int
main(int argc, char **argv)
{
	struct worker w = { .program = &program };
	bool sound, runs = wants_runs(argc, argv);

	w.own = arena_new();
	w.arena = arena_new();
	set_up(&w);
	if (runs || !fcgi_is_cgi())
		catch_signals();
	sound = runs ? make_runs(&w) : serve_all(&w);
	if (w.db != NULL)
		db_close(w.db);
	templates_free(w.templates);
	arena_free(w.arena);
	arena_free(w.own);
	return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
