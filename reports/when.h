/* when.h: ISO 8601 dates and times as reports need them. */
#ifndef REPORTS_WHEN_H
#define REPORTS_WHEN_H

struct arena;

struct when {
	int	year;
	int	month;
	int	day;
	long	days;		/* the same as days since 1970-01-01 */
	int	has_time;
	int	hour;
	int	minute;
	int	second;
	char	zone;		/* 'Z', '+' or '-' */
	int	zone_hour;
	int	zone_minute;
};

/*
 * Read YYYY-MM-DD, alone or followed by T or a blank, HH:MM[:SS[.…]] and
 * maybe Z, +HH or +HH:MM.  Returns 1, or 0 when the text is not that or
 * names no day of the calendar.
 */
int when_read(const char *iso, struct when *out);

/* The same as ДД.ММ.ГГГГ [ЧЧ:ММ]; "—" for NULL, "" and anything else. */
const char *when_text(struct arena *a, const char *iso);

/* The same with the second and the zone, as XMP has it; NULL for anything else. */
const char *when_iso(struct arena *a, const char *iso);

#endif
