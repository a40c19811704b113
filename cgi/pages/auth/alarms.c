/* alarms.c: what to do after an integrity alarm; the browser fills in which. */

#include "pages/auth/pages.h"
#include "web/view.h"

/* GET /account/alarms: for everybody, as signing in may be what was stopped. */
enum status
page_alarm_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Integrity alarm"));
	return render(c, "alarm_show", v);
}
