/* date.h: calendar dates as day numbers, ISO text and Russian text. */
#ifndef DATE_H
#define DATE_H

#include "base/status.h"

enum { DATE_TEXT = 10 };	/* characters of either spelling */

/*
 * Read "2024-02-29" or "29.02.2024" (a leading zero may lack in the latter)
 * into days since 1970-01-01.  INVALID unless the whole text is a date of the
 * years 1000 to 9999 that exists.
 */
enum status date_parse(const char *text, long *days)
    __attribute__((warn_unused_result));

/* days must lie in the years that date_parse() knows; adding days is "+". */
void date_iso(long days, char out[DATE_TEXT + 1]);
void date_russian(long days, char out[DATE_TEXT + 1]);

/* Today where the clinic is: the time zone of TZ, else Europe/Moscow. */
long date_today(void);

/* A moment of a day here, as seconds since 1970, and back to day and minute. */
long date_moment(long days, long minutes);
void date_local(long moment, long *days, long *minutes);

/* Whole years from one day to another, as ages are counted. */
long date_years(long from, long to);

#endif
