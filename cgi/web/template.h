/* template.h: logic-less templates (a strict mustache subset), always escaping. */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct str;
struct view;
struct json;
struct templates;

/*
 * {{name}} {{#name}}…{{/name}} {{^name}}…{{/name}} {{>part}} {{! comment}}
 * and {{_Message in English}}, translated once when the file is loaded.
 * No triple brace, no "&", no delimiter change, no lambda.  A section over a
 * list repeats, over a true flag or a non-empty text shows once.
 * {{>page}} in layout.html stands for the page that is rendered.
 */

/* A new, empty view: names and values, looked up from inner to outer. */
struct view *view_new(struct arena *a);

/* Append an item to the list name and return it. */
struct view *view_item(struct view *v, const char *name);

/* Make an empty list so that {{#name}} and {{^name}} are defined. */
void view_list(struct view *v, const char *name);

/* Names are literals or live as long as the view; NULL text is the empty text. */
void view_text(struct view *v, const char *name, const char *text);
void view_long(struct view *v, const char *name, long number);
void view_flag(struct view *v, const char *name, bool on);

/* ISO date (or timestamp) as ДД.ММ.ГГГГ; NULL or empty shows nothing. */
void view_date(struct view *v, const char *name, const char *iso);

/* "0.50" as "0,5" (ru) or "0.5" (en). */
void view_decimal(struct view *v, const char *name, const char *decimal,
    const char *lang);

/* The same names and values as an object of JSON, lists as arrays. */
void view_json(const struct view *v, const char *key, struct json *j);

/*
 * Load every *.html of a colon-separated list of directories, once for each
 * language.  A template that does not parse, a missing part, an unknown tag or
 * a name that stands twice ends the program with a message.
 */
struct templates *templates_load(const char *dirs);

/* For tests; a worker keeps its templates. */
void templates_free(struct templates *t);

/* Append page name (in layout.html when layout) in lang; inner view first. */
enum status template_render(const struct templates *t, const char *lang,
    const char *name, bool layout, const struct view *inner,
    const struct view *outer, struct str *out)
    __attribute__((warn_unused_result));

#endif
