/* show.h: how patients, prescription lines and choices are put into views. */
#ifndef REGISTER_SHOW_H
#define REGISTER_SHOW_H

#include "db/areas.h"
#include "db/books.h"
#include "db/patients.h"
#include "db/prescriptions.h"
#include "web/ctx.h"

/* A code with its name in English and the colour of its tag. */
struct choice {
	const char	*code;
	const char	*name;	/* msgid */
	const char	*tone;	/* ok, warn, stop or quiet */
};

/* Tables that end with a NULL code. */
extern const struct choice patient_statuses[], patient_sexes[],
    prescription_statuses[], prescription_schedules[];

/* The entry of a table; its first one when the code is not there. */
const struct choice *choice_find(const struct choice *table, const char *code);

/* The options of a select: items code, name and the flag selected. */
void show_choices(const struct ctx *c, struct view *v, const char *name,
    const struct choice *table, const char *selected);
void show_book(struct view *v, const char *name, const struct book *book,
    const char *selected);
void show_areas(struct view *v, const char *name,
    const struct area_list *areas, const char *selected);

/* The tag's colour of a pain score: above 6 is severe, above 3 needs a doctor. */
const char *pain_tone(const char *pain);

/* Whether this user may write prescriptions for this patient. */
bool may_prescribe(const struct ctx *c, const struct patient *p);

/* All a patient's row and header show, without the identity. */
void show_patient(const struct ctx *c, struct view *v, const struct patient *p);

/* The header of a patient's pages; passport is the sealed identity or NULL. */
void show_who(const struct ctx *c, struct view *v, const struct patient *p,
    const char *passport, bool actions);

/* One prescription line, as part_line.html and the search show it. */
void show_line(const struct ctx *c, struct view *v,
    const struct prescription *l);

/* The list "lines" and its flag "has_lines". */
void show_lines(const struct ctx *c, struct view *v,
    const struct prescription_list *list);

/* "3 times a day", "every 12 h, at most 6 per 24 h" … */
const char *schedule_text(const struct ctx *c, const struct prescription *l);

/* The page links: page counts from 0, size rows a page, total in all. */
void show_pages(const struct ctx *c, struct view *v, long page, long size,
    size_t shown, long total);

/* ISO date as ДД.ММ.ГГГГ in the arena; "" for none. */
const char *date_text(const struct ctx *c, const char *iso);

/* Today, ISO. */
const char *today(const struct ctx *c);

/* Read the UUID of the path, or NOT_FOUND. */
enum status path_uuid(const struct ctx *c, const char **id)
    __attribute__((warn_unused_result));

#endif
