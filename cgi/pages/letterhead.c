/* letterhead.c: the letterhead at the head of a page that is printed. */

#include "pages/letterhead.h"

void
show_letterhead(struct view *v, const struct rows *rows)
{
	struct letterhead l;

	letterhead_read(rows, &l);
	view_flag(v, "letterhead", *l.name != '\0');
	view_text(v, "letter_name", l.name);
	view_text(v, "letter_address", l.address);
	view_text(v, "letter_phone", l.phone);
	view_text(v, "letter_head", l.head);
}
