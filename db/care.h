/* care.h: places of care, preferences, care for the family after a death. */
#ifndef CARE_H
#define CARE_H

#include "db/db.h"

/* Texts are "" where there is none; dates are ISO 8601. */
struct care_place {
	const char	*series;
	long		 version;
	const char	*patient;
	const char	*place;		/* code */
	const char	*place_name;
	const char	*since;
	const char	*until;		/* when the next one began, or he left */
	bool		 in_error;
	bool		 current;
	const char	*author_name;
	const char	*created;	/* seconds since 1970 */
};

struct care_places {
	struct care_place	*item;
	size_t			 len;
};

/* What was said in one conversation. */
struct preference {
	const char	*series;
	long		 version;
	const char	*patient;
	const char	*discussed_on;
	const char	*with_whom;	/* codes, comma-separated */
	const char	*with_names;
	const char	*informed_diagnosis;	/* yes, partly, no, unwanted */
	const char	*informed_prognosis;
	const char	*wishes;
	const char	*wish_names;
	const char	*place_of_care;
	const char	*place_of_care_name;
	const char	*place_of_death;
	const char	*place_of_death_name;
	bool		 in_error;
	bool		 current;
	const char	*author_name;
	const char	*created;
};

struct preferences {
	struct preference	*item;
	size_t			 len;
};

/* The follow-up of the family, or one of its former versions. */
struct bereavement {
	long		 version;
	const char	*status;	/* open, closed */
	const char	*died_on;
	const char	*first_due;
	const char	*first_on;
	const char	*second_due;
	const char	*second_on;
	const char	*risk;		/* low, medium, high */
	const char	*closed_on;
	const char	*close_reason;
	const char	*close_reason_name;
	const char	*author_name;
	const char	*created;
	const char	*place_of_death;	/* name */
	const char	*preferred_met;		/* yes, no, unknown or "" */
	const char	*preferred_place;	/* name of the last wish, or "" */
};

struct bereavements {
	struct bereavement	*item;	/* what stands first */
	size_t			 len;
};

/* Where he wished to die; "" where that was not told. */
struct wished_death {
	const char	*place;		/* code of preferred_place */
	const char	*place_name;
	const char	*on;		/* of the conversation */
};

/* The card of the overview. */
struct care_glance {
	const char	*next_series;
	const char	*next_on;
	const char	*next_time;
	const char	*next_kind;
	bool		 next_overdue;
	const char	*last_on;
	const char	*last_kind;
	const char	*place;
	const char	*place_since;
	const char	*wishes;
	const char	*preferred_care;
	const char	*preferred_death;
};

struct care_place_entry {
	const char	*series;
	const char	*version;	/* the last one, "0" for a new one */
	const char	*patient;
	const char	*place;
	const char	*since;
};

/* Arrays as "{a,b}". */
struct preference_entry {
	const char	*series;
	const char	*version;
	const char	*patient;
	const char	*discussed_on;
	const char	*with_whom;
	const char	*informed_diagnosis;
	const char	*informed_prognosis;
	const char	*wishes;
	const char	*place_of_care;
	const char	*place_of_death;
};

struct bereavement_entry {
	const char	*first_on;	/* NULL where it has not taken place */
	const char	*second_on;
	const char	*risk;
	const char	*closed_on;
	const char	*close_reason;
};

extern const struct stmt care_stmts[];

/* Queries for a pipeline, each with its reader; all: with every version. */
extern const struct stmt *const care_places_stmt, *const care_place_stmt,
    *const preferences_stmt, *const preference_stmt, *const bereavement_stmt,
    *const care_glance_stmt, *const wished_death_stmt;
#define CARE_PLACES(patient, all, lang) \
	QUERY(care_places_stmt, { patient }, { all }, { lang })
#define CARE_PLACE_GET(series, lang) \
	QUERY(care_place_stmt, { series }, { lang })
void care_place_read(struct db *db, const struct rows *rows,
    struct care_places *out);

#define PREFERENCES(patient, all, lang) \
	QUERY(preferences_stmt, { patient }, { all }, { lang })
#define PREFERENCE_GET(series, lang) \
	QUERY(preference_stmt, { series }, { lang })
void preference_read(struct db *db, const struct rows *rows,
    struct preferences *out);

/* As he last said it, whatever else was said since. */
#define WISHED_DEATH(patient, lang) \
	QUERY(wished_death_stmt, { patient }, { lang })
void wished_death_read(const struct rows *rows, struct wished_death *out);

#define BEREAVEMENT(patient, all, lang) \
	QUERY(bereavement_stmt, { patient }, { all }, { lang })
void bereavement_read(struct db *db, const struct rows *rows,
    struct bereavements *out);

#define CARE_GLANCE(patient, lang) \
	QUERY(care_glance_stmt, { patient }, { lang })
void care_glance_read(const struct rows *rows, struct care_glance *out);

/* CONFLICT when version is not the last any more; INVALID names a rule. */
enum status care_place_save(struct db *db, const struct care_place_entry *in)
    __attribute__((warn_unused_result));
enum status preference_save(struct db *db, const struct preference_entry *in)
    __attribute__((warn_unused_result));
enum status bereavement_save(struct db *db, const char *patient,
    const char *version, const struct bereavement_entry *in)
    __attribute__((warn_unused_result));

/* Entered in error: nothing of it stands; CONFLICT as above. */
enum status care_place_take_back(struct db *db, const char *series,
    const char *version) __attribute__((warn_unused_result));
enum status preference_take_back(struct db *db, const char *series,
    const char *version) __attribute__((warn_unused_result));

#endif
