/* system_map.c: where data goes, drawn from what is really there. */

#include <string.h>

#include "base/message.h"
#include "base/str.h"
#include "pages/admin/system_map.h"
#include "web/request.h"

/* The drawing, in its own units: four columns of boxes. */
enum { WIDTH = 1000, BOX_W = 200, BOX_H = 48, STEP = 60, TOP = 10, LEFT = 10,
	GAP = 60, COLUMNS = 4 };
enum { BROWSER, FRONT, PROGRAM, DATABASE };

/* The programs there are, and what each is for. */
static const struct declared {
	const char	*name;
	const char	*what;	/* msgid */
} declared[] = {
	{ "auth",     N_("sign-in, keys") },
	{ "register", N_("patients, records") },
	{ "admin",    N_("users, books") },
	{ "report",   N_("reports") },
};
enum { NDECLARED = sizeof(declared) / sizeof(declared[0]) };

/* What passes a request on to somebody else. */
static const char *const passing[] = { "proxy_pass", "grpc_pass", "uwsgi_pass",
	"scgi_pass", "memcached_pass", "mirror", "auth_request", NULL };

struct drawing {
	const struct ctx	*c;
	struct view		*v;
	int			 rows;	/* that are drawn */
	bool			 undeclared;
};

static int
column_x(int column)
{
	return LEFT + column * (BOX_W + GAP);
}

static int
row_y(int row)
{
	return TOP + row * STEP;
}

static void
add_box(struct drawing *d, int column, int row, const char *title,
    const char *note, bool strange)
{
	struct view *o = view_item(d->v, "boxes");

	view_long(o, "x", column_x(column));
	view_long(o, "y", row_y(row));
	view_long(o, "w", BOX_W);
	view_long(o, "h", BOX_H);
	view_long(o, "middle", column_x(column) + BOX_W / 2);
	view_long(o, "title_y", row_y(row) + 20);
	view_long(o, "note_y", row_y(row) + 38);
	view_text(o, "title", title);
	view_text(o, "note", note);
	view_text(o, "look", strange ? "strange" : "known");
}

static void
add_line(struct drawing *d, int column, int from, int to, bool strange)
{
	struct view *o = view_item(d->v, "lines");

	view_text(o, "look", strange ? "strange" : "known");
	view_text(o, "points", text_printf(d->c->arena, "%d,%d %d,%d",
	    column_x(column) + BOX_W, row_y(from) + BOX_H / 2,
	    column_x(column + 1), row_y(to) + BOX_H / 2));
}

/* The same in words. */
static void
add_flow(struct drawing *d, const char *from, const char *to, const char *over,
    const char *now, bool strange)
{
	struct view *o = view_item(d->v, "flows");

	view_text(o, "from", from);
	view_text(o, "to", to);
	view_text(o, "over", over);
	view_text(o, "now", now);
	view_flag(o, "strange", strange);
	d->undeclared |= strange;
}

/* Where a program's upstream listens, or NULL. */
static const char *
socket_of(const struct ctx *c, const struct conf *conf, const char *name)
{
	const char *block = text_printf(c->arena, "upstream palreg_%s", name);

	for (size_t i = 0; conf != NULL && i < conf->len; i++)
		if (strcmp(conf->item[i].block, block) == 0 &&
		    strcmp(conf->item[i].name, "server") == 0)
			return text_copy_len(c->arena, conf->item[i].value,
			    strcspn(conf->item[i].value, " "));
	return NULL;
}

static long
connections_of(const struct ctx *c, const struct connected_list *roles,
    const char *name)
{
	const char *role = text_printf(c->arena, "palreg_%s", name);

	for (size_t i = 0; i < roles->len; i++)
		if (strcmp(roles->item[i].role, role) == 0)
			return roles->item[i].connections;
	return 0;
}

static const char *
count_text(const struct ctx *c, long n)
{
	return text_printf(c->arena, trn(c, "%ld connection",
	    "%ld connections", (unsigned long)n), n);
}

static void
add_program(struct drawing *d, const struct conf *conf,
    const struct connected_list *roles, const struct declared *p)
{
	const char *socket = socket_of(d->c, conf, p->name);
	const char *program = text_printf(d->c->arena, "palreg-%s", p->name);
	const char *role = text_printf(d->c->arena, "palreg_%s", p->name);
	const char *now = count_text(d->c,
	    connections_of(d->c, roles, p->name));
	int row = d->rows++;

	add_box(d, PROGRAM, row, program, tr(d->c, p->what), false);
	add_box(d, DATABASE, row, role, now, false);
	if (socket != NULL)
		add_line(d, FRONT, 0, row, false);
	add_line(d, PROGRAM, row, row, false);
	add_flow(d, "nginx", program, socket != NULL ? socket :
	    tr(d->c, "not in the configuration"), "", false);
	add_flow(d, program, "PostgreSQL", text_printf(d->c->arena, "%s %s",
	    tr(d->c, "Unix socket, role"), role), now, false);
}

static bool
is_declared(const char *name)
{
	for (size_t i = 0; i < NDECLARED; i++)
		if (strcmp(declared[i].name, name) == 0)
			return true;
	return false;
}

/* Roles that are no program's: an operator, or what nobody knows of. */
static void
add_other_roles(struct drawing *d, const struct connected_list *roles)
{
	static const char ours[] = "palreg_";
	enum { PREFIX = sizeof(ours) - 1 };

	for (size_t i = 0; i < roles->len; i++) {
		const struct connected *r = &roles->item[i];
		const char *now = count_text(d->c, r->connections);
		int row;

		if (strncmp(r->role, ours, PREFIX) == 0 &&
		    is_declared(r->role + PREFIX))
			continue;
		row = d->rows++;
		add_box(d, PROGRAM, row, tr(d->c, "not a program of palreg"),
		    "", true);
		add_box(d, DATABASE, row, r->role, now, true);
		add_line(d, PROGRAM, row, row, true);
		add_flow(d, tr(d->c, "not a program of palreg"), "PostgreSQL",
		    r->role, now, true);
	}
}

static bool
is_passing(const char *name)
{
	for (size_t i = 0; passing[i] != NULL; i++)
		if (strcmp(passing[i], name) == 0)
			return true;
	return false;
}

/* "fastcgi_pass palreg_auth", or palreg_ with what the path says. */
static bool
is_ours(const struct directive *k)
{
	return strncmp(k->value, "palreg_", strlen("palreg_")) == 0 &&
	    (k->value[7] == '$' || is_declared(k->value + 7));
}

/* What nginx passes on elsewhere: everything but the sockets of the programs. */
static void
add_outgoing(struct drawing *d, const struct conf *conf)
{
	for (size_t i = 0; conf != NULL && i < conf->len; i++) {
		const struct directive *k = &conf->item[i];
		int row;

		if (!is_passing(k->name) && (strcmp(k->name, "fastcgi_pass")
		    != 0 || is_ours(k)))
			continue;
		row = d->rows++;
		add_box(d, PROGRAM, row, tr(d->c, "passed on elsewhere"),
		    k->value, true);
		add_line(d, FRONT, 0, row, true);
		add_flow(d, "nginx", tr(d->c, "passed on elsewhere"),
		    text_printf(d->c->arena, "%s %s", k->name, k->value), "",
		    true);
	}
}

static const char *
listens(const struct ctx *c, const struct conf *conf)
{
	for (size_t i = 0; conf != NULL && i < conf->len; i++)
		if (strcmp(conf->item[i].name, "listen") == 0)
			return conf->item[i].value;
	return tr(c, "configuration not readable");
}

void
show_map(const struct ctx *c, struct view *v, const struct conf *conf,
    const struct connected_list *roles)
{
	struct drawing d = { .c = c, .v = v };
	const char *front = c->req->server != NULL ? c->req->server : "nginx";
	const char *tls = c->req->tls != NULL ? c->req->tls : "TLS";

	view_list(v, "boxes");
	view_list(v, "lines");
	view_list(v, "flows");
	add_box(&d, BROWSER, 0, tr(c, "Browser"),
	    tr(c, "names are opened here alone"), false);
	add_box(&d, FRONT, 0, front, listens(c, conf), false);
	add_line(&d, BROWSER, 0, 0, false);
	add_flow(&d, tr(c, "Browser"), "nginx", tls, listens(c, conf), false);
	for (size_t i = 0; i < NDECLARED; i++)
		add_program(&d, conf, roles, &declared[i]);
	add_other_roles(&d, roles);
	add_outgoing(&d, conf);
	view_long(v, "map_width", WIDTH);
	view_long(v, "map_height", row_y(d.rows));
	view_flag(v, "undeclared", d.undeclared);
}
