/* favourites.c: a doctor keeps lines to write again, and lets them go. */

#include "db/favourites.h"
#include "pages/common.h"
#include "pages/register/pages.h"

/* POST /prescriptions/:id/favourite: keep what this line says. */
enum status
page_favourite_add(struct ctx *c)
{
	const char *id, *patient;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = favourite_add(c->db, id, &patient)) != OK)
		return st;
	c->subject = patient;
	return redirect(c, "/patients/%s/prescriptions?done=favourite_added",
	    patient);
}

enum { PATIENT, NREMOVE };
static const struct field remove_form[NREMOVE] = {
	[PATIENT] = { "patient", F_UUID, .required = true },
};

/* POST /favourites/:id/remove: back to the form where it was listed. */
enum status
page_favourite_remove(struct ctx *c)
{
	struct value in[NREMOVE];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, remove_form, NREMOVE, in)) != OK ||
	    (st = favourite_remove(c->db, id)) != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions/new"
	    "?done=favourite_removed", in[PATIENT].text);
}
