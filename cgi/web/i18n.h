/* i18n.h: the texts of the two languages, through GNU gettext. */
#ifndef I18N_H
#define I18N_H

#include "base/message.h"

/*
 * Look for <dir>/ru/LC_MESSAGES/palreg.mo.  English is the language of the
 * messages themselves.  Call once, before any other function here.
 */
void i18n_open(const char *dir);

/* msgid in lang ("ru" or "en"); msgid itself where there is no translation. */
const char *i18n_text(const char *lang, const char *msgid)
    __attribute__((format_arg(2)));

/* As i18n_text(), for a text that stays where it is as long as the program. */
const char *i18n_literal(const char *lang, const char *msgid)
    __attribute__((format_arg(2)));

/* The form of one/many for n things. */
const char *i18n_plural(const char *lang, const char *one, const char *many,
    unsigned long n) __attribute__((format_arg(2), format_arg(3)));

/* "en" if an Accept-Language text (or NULL) prefers it to Russian, else "ru". */
const char *i18n_choose(const char *accept_language);

#endif
