/* trail.c: what happened under one's own account. */

#include "base/str.h"
#include "pages/auth/pages.h"
#include "pages/trail.h"

enum { PAGE_SIZE = 50 };
enum { BEFORE, NFIELDS };

static const struct field trail_form[NFIELDS] = {
	[BEFORE] = { "before", F_INT, .low = 1, .high = 9007199254740991 },
};

/* GET /account/trail: was it always me? */
enum status
page_account_trail(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[NFIELDS];
	struct trail trail;
	enum status st;

	if ((st = form_read(c, trail_form, NFIELDS, in)) != OK ||
	    (st = trail_own(c->db, in[BEFORE].text,
	    text_long(c->arena, PAGE_SIZE), &trail)) != OK)
		return st;
	view_text(v, "title", tr(c, "What I did"));
	show_trail(c, v, &trail, PAGE_SIZE);
	return render(c, "account_trail", v);
}
