/* csv.h: a table as a file that a spreadsheet opens as it stands. */
#ifndef PAGES_CSV_H
#define PAGES_CSV_H

#include "web/ctx.h"

/* Begin with the mark by which a spreadsheet knows UTF-8. */
struct str *csv_new(const struct ctx *c);

/*
 * One cell.  Text that a spreadsheet would compute is disarmed by an
 * apostrophe, whatever has a separator, a quote or a line end is quoted.
 */
void csv_text(const struct ctx *c, struct str *s, const char *text);

/* A canonical decimal or an ISO date as people of the language write it. */
void csv_decimal(const struct ctx *c, struct str *s, const char *decimal);
void csv_date(const struct ctx *c, struct str *s, const char *iso);

void csv_end_row(struct str *s);

#endif
