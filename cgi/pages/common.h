/* common.h: what the pages of all programs do alike. */
#ifndef PAGES_COMMON_H
#define PAGES_COMMON_H

#include "base/json.h"
#include "db/areas.h"
#include "db/books.h"
#include "web/ctx.h"

/* A code with its name in English and the colour of its tag. */
struct choice {
	const char	*code;
	const char	*name;	/* msgid */
	const char	*tone;	/* ok, warn, stop or quiet */
};

/* The entry of a table; its first one when the code is not there. */
const struct choice *choice_find(const struct choice *table, const char *code);

/*
 * The options of a select: items code, name and the flag selected.  What a
 * book has out of use is offered only where it is selected.
 */
void show_choices(const struct ctx *c, struct view *v, const char *name,
    const struct choice *table, const char *selected);
void show_book(struct view *v, const char *name, const struct book *book,
    const char *selected);
void show_areas(struct view *v, const char *name,
    const struct area_list *areas, const char *selected);

/* The list "errors": label and error of each field at fault. */
void show_errors(const struct ctx *c, struct view *v,
    const char *const *labels, size_t n, const struct value *in);

/* path with what was asked, but name=value instead of its own, on page 0. */
const char *query_link(const struct ctx *c, const char *path,
    const char *name, const char *value);

/* The page links: page counts from 0, size rows a page, total in all. */
void show_pages(const struct ctx *c, struct view *v, long page, long size,
    size_t shown, long total);

/* ISO date (a time may follow) as ДД.ММ.ГГГГ; "" for none. */
const char *date_text(const struct ctx *c, const char *iso);

/* Seconds since 1970 as "ДД.ММ.ГГГГ ЧЧ:ММ" here; the time alone. */
const char *moment_text(const struct ctx *c, const char *seconds);
const char *time_text(const struct ctx *c, const char *seconds);

/* "8:05" or "08:05" into minutes of the day; INVALID for anything else. */
enum status time_read(const char *text, long *minutes)
    __attribute__((warn_unused_result));

/* "Morphine, prolonged-release tablets 10 mg"; without a product the medicine alone. */
const char *product_text(const struct ctx *c, const char *medicine,
    const char *form, const char *strength);

/* The place-th item of a comma-separated list, from 0; NULL when it is shorter. */
const char *list_item(const struct ctx *c, const char *list, size_t place);

/* "a,b" as the database's array "{a,b}"; NULL stays NULL.  For codes and ids. */
const char *array_text(const struct ctx *c, const char *list);

/* Today, ISO. */
const char *today(const struct ctx *c);

/* A comma-separated list as an array of texts. */
void put_list(const struct ctx *c, struct json *j, const char *key,
    const char *list);

/* Read the UUID of the path, or NOT_FOUND. */
enum status path_uuid(const struct ctx *c, const char **id)
    __attribute__((warn_unused_result));

/* The same for the number of a row, 1 to 2147483647. */
enum status path_number(const struct ctx *c, const char **id)
    __attribute__((warn_unused_result));

/* A fresh random UUID. */
enum status uuid_new(struct ctx *c, const char **out)
    __attribute__((warn_unused_result));

#endif
