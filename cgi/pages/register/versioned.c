/* versioned.c: the pages of what is told of a patient in versions. */

#include "base/str.h"
#include "pages/register/versioned.h"

const char *
target_action(const struct ctx *c, const struct target *t)
{
	if (t->id != NULL)
		return text_printf(c->arena, "/%s/%s", t->path, t->id);
	return text_printf(c->arena, "/patients/%s/%s%s", t->patient, t->path,
	    t->none ? "/none" : "");
}

static enum status
target_new(struct ctx *c, const struct versioned *k, struct target *out)
{
	*out = (struct target){ .path = k->path, .standing = true,
		.none = k->none };
	return path_uuid(c, &out->patient);
}

/* What the path names, and the room of its form. */
static enum status
target_open(struct ctx *c, const struct versioned *k, struct target *out,
    struct value *in)
{
	const char *id;
	enum status st;

	*out = (struct target){ .path = k->path };
	if ((st = path_uuid(c, &id)) != OK ||
	    (st = k->open(c, id, out, in)) != OK)
		return st;
	c->subject = out->patient;
	return OK;
}

static bool
refuse(struct ctx *c, const struct versioned *k, struct value *in)
{
	return (k->refuse != NULL && k->refuse(c, in)) ||
	    rule_fail(c, k->rules, in);
}

/* Read the form and write what it says, or show it again. */
static enum status
save(struct ctx *c, const struct versioned *k, const struct target *t,
    const char *done)
{
	struct value in[VERSIONED_FIELDS];
	enum status st;

	c->subject = t->patient;
	if ((st = k->read(c, t, in)) == INVALID)
		return k->show(c, *t, in, INVALID);
	if (st != OK)
		return st;
	st = k->write(c, t, in);
	if (st == CONFLICT || (st == INVALID && refuse(c, k, in)))
		return k->show(c, *t, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/%s?done=%s", t->patient, k->tab,
	    done);
}

enum status
versioned_new(struct ctx *c, const struct versioned *k, struct value *in)
{
	struct target t;
	enum status st;

	if ((st = target_new(c, k, &t)) != OK)
		return st;
	return k->show(c, t, in, OK);
}

enum status
versioned_add(struct ctx *c, const struct versioned *k)
{
	struct target t;
	enum status st;

	if ((st = target_new(c, k, &t)) != OK)
		return st;
	return save(c, k, &t, k->added);
}

enum status
versioned_edit(struct ctx *c, const struct versioned *k)
{
	struct value in[VERSIONED_FIELDS] = { 0 };
	struct target t;
	enum status st;

	if ((st = target_open(c, k, &t, in)) != OK)
		return st;
	return t.standing ? k->show(c, t, in, OK) : CONFLICT;
}

enum status
versioned_correct(struct ctx *c, const struct versioned *k)
{
	struct value was[VERSIONED_FIELDS];
	struct target t;
	enum status st;

	if ((st = target_open(c, k, &t, was)) != OK)
		return st;
	return save(c, k, &t, k->corrected);
}

enum status
versioned_end(struct ctx *c, const struct versioned *k)
{
	struct value was[VERSIONED_FIELDS];
	struct target t;
	enum status st;

	if ((st = target_open(c, k, &t, was)) != OK)
		return st;
	st = k->end(c, &t);
	if (st != OK && (st != INVALID || k->stays == NULL))
		return st;
	return redirect(c, "/patients/%s/%s?done=%s", t.patient, k->tab,
	    st == OK ? k->ended : k->stays);
}
