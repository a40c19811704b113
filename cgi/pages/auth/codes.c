/* codes.c: new recovery codes: shown once, kept as hashes. */

#include "auth/recovery.h"
#include "base/str.h"
#include "base/uuid.h"
#include "db/bytea.h"
#include "pages/auth/codes.h"

enum status
make_codes(struct ctx *c, struct view *v, const char **hashes)
{
	unsigned char id[UUID_LEN], hash[HASH_LEN];
	struct str *array = str_new(c->arena);
	char text[RECOVERY_TEXT + 1], plain[CODE_MAX + 1];
	enum status st;

	if ((st = uuid_parse(c->user->id, id)) != OK)
		return st;
	view_list(v, "codes");
	for (int i = 0; i < RECOVERY_CODES; i++) {
		if ((st = recovery_new(text)) != OK)
			return st;
		code_plain(text, plain);
		if ((st = recovery_hash(id, plain, hash)) != OK)
			return st;
		view_text(view_item(v, "codes"), "code",
		    text_copy(c->arena, text));
		str_addf(array, "%s\"\\%s\"", i == 0 ? "{" : ",",
		    bytea_text(c->arena, hash, sizeof(hash)));
	}
	str_add_char(array, '}');
	*hashes = array->text;
	return OK;
}

enum status
show_codes(struct ctx *c, struct view *v)
{
	view_text(v, "title", tr(c, "Recovery codes"));
	view_text(v, "login", c->user->login);
	return render(c, "factor_codes", v);
}
