/* members.c: who holds keys of the institution; the browser reads it in the roster. */

#include "pages/auth/pages.h"
#include "web/view.h"

/* GET /account/members: an empty table, which only the verified roster fills. */
enum status
page_members_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Members and their keys"));
	view_flag(v, "has_inst", c->user->inst != NULL);
	return render(c, "members_show", v);
}
