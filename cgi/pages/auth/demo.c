/* demo.c: enrol this browser for an account of the demonstration. */

#include "pages/auth/pages.h"
#include "web/view.h"

/* GET /demo: there only in a demo instance; nginx serves its accounts. */
enum status
page_demo_show(struct ctx *c)
{
	struct view *v;

	if (!c->site->demo)
		return NOT_FOUND;
	v = view_new(c->arena);
	view_text(v, "title", tr(c, "Demonstration"));
	return render(c, "demo_show", v);
}
