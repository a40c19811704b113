/* log.c: one JSON line on standard error for each thing worth knowing. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/str.h"

enum { ID_MAX = 64 };

/* Live as long as the worker. */
static const char *program = "palreg";
static char request[ID_MAX + 1];
static struct arena *arena;

void
log_open(const char *name)
{
	program = name;
}

void
log_request(const char *id)
{
	request[0] = '\0';
	if (id != NULL)
		strncat(request, id, ID_MAX);
}

static void
put_time(struct json *j)
{
	struct timespec now;
	struct tm tm;
	char second[32], text[48];

	if (clock_gettime(CLOCK_REALTIME, &now) != 0 ||
	    gmtime_r(&now.tv_sec, &tm) == NULL)
		return;
	strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, sizeof(text), "%s.%03ldZ", second,
	    now.tv_nsec / 1000000);
	json_put_text(j, "ts", text);
}

/* A line that cannot be written has nowhere to be reported. */
static void
write_all(const char *text, size_t len)
{
	ssize_t n;

	while (len > 0) {
		if ((n = write(STDERR_FILENO, text, len)) <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

void
log_event(const char *event, const struct log_field *fields, unsigned n)
{
	struct json j;
	struct str line;

	if (arena == NULL)
		arena = arena_new();
	str_init(&line, arena, 512);
	json_open(&j, &line);
	json_begin_object(&j, NULL);
	put_time(&j);
	json_put_text(&j, "program", program);
	if (request[0] != '\0')
		json_put_text(&j, "request", request);
	json_put_text(&j, "event", event);
	for (unsigned i = 0; i < n; i++) {
		if (fields[i].text != NULL)
			json_put_text(&j, fields[i].name, fields[i].text);
		else
			json_put_long(&j, fields[i].name, fields[i].number);
	}
	json_end_object(&j);
	str_add_char(&line, '\n');
	write_all(line.text, line.len);
	arena_reset(arena);
}

static void
log_message(const char *event, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

static void
log_message(const char *event, const char *fmt, va_list ap)
{
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	log_event(event, LOG_FIELDS({ "message", text, 0 }));
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_message("error", fmt, ap);
	va_end(ap);
}

_Noreturn void
log_fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_message("fatal", fmt, ap);
	va_end(ap);
	exit(EXIT_FAILURE);
}
