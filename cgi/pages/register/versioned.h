/* versioned.h: the pages of what is told of a patient in versions. */
#ifndef REGISTER_VERSIONED_H
#define REGISTER_VERSIONED_H

#include "pages/inputs.h"

/* What a form is about: a new entry of a patient, or one that stands. */
struct target {
	const char	*path;		/* allergies, care/places … */
	const char	*patient;
	const char	*id;		/* as paths name it; NULL for a new one */
	const char	*series;
	long		 version;	/* the last one, 0 for none */
	bool		 standing;	/* may be followed by another version */
	bool		 none;		/* "none known", of allergies */
};

/* Where its form is sent. */
const char *target_action(const struct ctx *c, const struct target *t);

enum { VERSIONED_FIELDS = 12 };		/* a form has at most */

/* A noun of which a patient has many, each in versions. */
struct versioned {
	const char	*path;
	const char	*tab;		/* of the patient: where it is listed */
	const char	*added;		/* notices */
	const char	*corrected;
	const char	*ended;
	const char	*stays;		/* when a rule lets it not end; or NULL */
	const struct rule *rules;
	bool		 none;		/* of new ones */
	/* Fills all of *t but its path, and what the form says. */
	enum status (*open)(struct ctx *c, const char *id, struct target *t,
	    struct value *in);
	enum status (*read)(struct ctx *c, const struct target *t,
	    struct value *in);
	enum status (*write)(struct ctx *c, const struct target *t,
	    const struct value *in);
	/* The form; the answer is the status that the request ends with. */
	enum status (*show)(struct ctx *c, struct target t, struct value *in,
	    enum status answer);
	/* Reads the form of an end and does it. */
	enum status (*end)(struct ctx *c, const struct target *t);
	/* What the rules do not tell; or NULL.  False when it was not that. */
	bool (*refuse)(struct ctx *c, struct value *in);
};

/* GET /patients/:id/<path>/new: a form that begins with in. */
enum status versioned_new(struct ctx *c, const struct versioned *k,
    struct value *in) __attribute__((warn_unused_result));

/* POST /patients/:id/<path>. */
enum status versioned_add(struct ctx *c, const struct versioned *k)
    __attribute__((warn_unused_result));

/* GET /<path>/:id/edit. */
enum status versioned_edit(struct ctx *c, const struct versioned *k)
    __attribute__((warn_unused_result));

/* POST /<path>/:id: the next version; the one before is kept. */
enum status versioned_correct(struct ctx *c, const struct versioned *k)
    __attribute__((warn_unused_result));

/* POST /<path>/:id/end or undo: it has passed, or was entered in error. */
enum status versioned_end(struct ctx *c, const struct versioned *k)
    __attribute__((warn_unused_result));

#endif
