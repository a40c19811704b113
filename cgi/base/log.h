/* log.h: one JSON line on standard error for each thing worth knowing. */
#ifndef LOG_H
#define LOG_H

/* A member of a line: text, or number where text is NULL. */
struct log_field {
	const char	*name;
	const char	*text;
	long		 number;
};

/* The program's name, in every line from now on; a literal. */
void log_open(const char *program);

/* The request being answered, in every line until the next; NULL for none. */
void log_request(const char *id);

/*
 * {"ts":…,"program":…,"request":…,"event":…, fields …} in one write.  Never
 * give it a name, a sealed text, a password, a cookie or a query.
 */
void log_event(const char *event, const struct log_field *fields, unsigned n);

/* An "error" line; house style: lower case, error first, no full stop. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As log_error(), then end the program: it cannot work at all. */
_Noreturn void log_fatal(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

#define LOG_FIELDS(...)	(const struct log_field[]){ __VA_ARGS__ }, \
	sizeof((const struct log_field[]){ __VA_ARGS__ }) / \
	sizeof(struct log_field)

#endif
