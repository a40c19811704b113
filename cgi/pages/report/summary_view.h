/* summary_view.h: tables and charts of the summary for the page. */
#ifndef REPORT_SUMMARY_VIEW_H
#define REPORT_SUMMARY_VIEW_H

#include "pages/report/tables.h"

/* The list "sections" of templates/part_section.html. */
void summary_view(const struct ctx *c, struct view *v,
    const struct section *sections, size_t n);

#endif
