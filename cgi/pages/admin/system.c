/* system.c: what runs, how it is, and where data goes. */

#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "base/conf.h"
#include "base/str.h"
#include "db/system.h"
#include "pages/admin/pages.h"
#include "pages/admin/system_map.h"
#include "pages/common.h"
#include "seal/crypt.h"
#include "web/i18n.h"
#include "web/request.h"

enum { FILE_SIZE = 64 * 1024, DAY = 24 * 60 * 60, CERT_WARN_DAYS = 30,
	BACKUP_WARN_HOURS = 26, DISK_WARN_PERCENT = 10 };

/* One thing that somebody has to do something about. */
static void
warn(struct view *v, const char *text)
{
	view_flag(v, "has_warnings", true);
	view_text(view_item(v, "warnings"), "text", text);
}

/* Until when browsers take the certificate that nginx shows them. */
static void
show_cert(const struct ctx *c, struct view *v)
{
	const char *pem = c->site->cert != NULL ?
	    file_text(c->arena, c->site->cert, FILE_SIZE) : NULL;
	long end, left;

	if (pem == NULL || crypt_cert_end(pem, strlen(pem), &end) != OK) {
		warn(v, tr(c, "The TLS certificate cannot be read; nobody can "
		    "tell here when it ends."));
		return;
	}
	left = (end - (long)time(NULL)) / DAY;
	view_text(v, "cert_end", moment_text(c, text_long(c->arena, end)));
	view_text(v, "cert_left", text_printf(c->arena, trn(c, "%ld day",
	    "%ld days", (unsigned long)labs(left)), left));
	if (end <= (long)time(NULL))
		warn(v, tr(c, "The TLS certificate has ended."));
	else if (left < CERT_WARN_DAYS)
		warn(v, text_printf(c->arena, tr(c, "The TLS certificate ends "
		    "in less than %d days."), CERT_WARN_DAYS));
}

static void
show_disk(const struct ctx *c, struct view *v)
{
	struct statvfs fs;
	unsigned long free_, all;

	if (statvfs(c->site->disk, &fs) != 0 || fs.f_blocks == 0) {
		warn(v, tr(c, "The disk cannot be looked at."));
		return;
	}
	free_ = fs.f_bavail * fs.f_frsize >> 20;
	all = fs.f_blocks * fs.f_frsize >> 20;
	view_text(v, "disk", text_printf(c->arena,
	    tr(c, "%lu GB free of %lu GB"), free_ >> 10, all >> 10));
	if (free_ / (all / 100 + 1) < DISK_WARN_PERCENT)
		warn(v, text_printf(c->arena, tr(c, "Less than %d %% of the "
		    "disk is free."), DISK_WARN_PERCENT));
}

static void
show_backup(const struct ctx *c, struct view *v, const struct system_facts *f)
{
	view_text(v, "backup_at", *f->backup_at != '\0' ?
	    moment_text(c, f->backup_at) : "");
	view_text(v, "backup_what", f->backup_what);
	view_text(v, "archived_at", *f->archived_at != '\0' ?
	    moment_text(c, f->archived_at) : "");
	view_flag(v, "archiving", f->archiving);
	if (*f->backup_at == '\0' && !f->archiving)
		warn(v, tr(c, "No backup is set up."));
	else if (*f->backup_at == '\0')
		warn(v, tr(c, "No whole backup was noted, only the archive of "
		    "changes."));
	else if (f->backup_hours > BACKUP_WARN_HOURS)
		warn(v, text_printf(c->arena, tr(c, "The last backup is older "
		    "than %d hours."), BACKUP_WARN_HOURS));
	if (f->archive_failed)
		warn(v, tr(c, "The archive of changes fails."));
}

/* How many persons there are data of, against what the protection is for. */
static void
show_persons(const struct ctx *c, struct view *v, const struct system_facts *f)
{
	view_long(v, "patients", f->patients);
	view_long(v, "accounts", f->accounts);
	view_long(v, "persons", f->patients + f->accounts);
	view_long(v, "sessions", f->sessions);
	if (strcmp(f->level, "near") == 0)
		warn(v, tr(c, "The register comes near to 100,000 persons, "
		    "where another level of protection begins."));
	else if (strcmp(f->level, "over") == 0)
		warn(v, tr(c, "The register holds data of 100,000 persons or "
		    "more: the third level of protection is not enough."));
}

/* Reports that are made apart from the request. */
static void
show_queue(const struct ctx *c, struct view *v, const struct system_facts *f)
{
	view_long(v, "queued", f->queued);
	view_long(v, "running", f->running);
	view_long(v, "failed", f->failed);
	view_long(v, "kept", f->kept);
	view_text(v, "waits_since", *f->waits_since != '\0' ?
	    moment_text(c, f->waits_since) : "");
	if (f->failed > 0)
		warn(v, text_printf(c->arena, trn(c, "%ld report failed in the "
		    "last day.", "%ld reports failed in the last day.",
		    (unsigned long)f->failed), f->failed));
}

static void
show_versions(const struct ctx *c, struct view *v,
    const struct system_facts *f)
{
	view_text(v, "program", PACKAGE_VERSION);
	view_text(v, "change", f->change);
	view_text(v, "changed_at", *f->changed_at != '\0' ?
	    moment_text(c, f->changed_at) : "");
	view_text(v, "postgresql", f->server);
	view_text(v, "libpq", db_library(c->db));
	view_text(v, "openssl", crypt_version());
	view_text(v, "libc", gnu_get_libc_version());
	view_text(v, "nginx", c->req->server);
	view_text(v, "tls", c->req->tls);
	view_text(v, "size", f->size);
}

/* What nginx is told, from its file; NULL when that cannot be read. */
static const struct conf *
configuration(const struct ctx *c, struct conf *out)
{
	const char *text = c->site->nginx != NULL ?
	    file_text(c->arena, c->site->nginx, FILE_SIZE) : NULL;

	return text != NULL && conf_read(c->arena, text, out) == OK ? out :
	    NULL;
}

/* GET /admin/system */
enum status
page_system_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct connected_list roles;
	struct system_facts facts;
	const struct conf *conf;
	struct conf read;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = system_get(c->db, &facts, &roles)) != OK)
		return st;
	view_text(v, "title", tr(c, "System"));
	view_flag(v, "tab_system", true);
	view_list(v, "warnings");
	show_versions(c, v, &facts);
	show_cert(c, v);
	show_disk(c, v);
	show_backup(c, v, &facts);
	show_persons(c, v, &facts);
	show_queue(c, v, &facts);
	if ((conf = configuration(c, &read)) == NULL)
		warn(v, tr(c, "The configuration of nginx cannot be read; the "
		    "map shows less than there is."));
	show_map(c, v, conf, &roles);
	if (facts.servers > 0)
		warn(v, tr(c, "The database may ask other servers."));
	view_flag(v, "outgoing", facts.servers > 0);
	return render(c, "system_show", v);
}
