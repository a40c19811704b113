/* section_view.h: tables and charts of a report for the page. */
#ifndef REPORT_SECTION_VIEW_H
#define REPORT_SECTION_VIEW_H

#include "pages/report/tables.h"

/* A list of that name, each of it for templates/part_section.html. */
void section_view(const struct ctx *c, struct view *v, const char *name,
    const struct section *sections, size_t n);

/* The list "facts": what stands above the tables. */
void section_facts(struct view *v, const struct fact *facts, size_t n);

#endif
