/* i18n.c: the texts of the two languages, through GNU gettext. */

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "web/i18n.h"

#define DOMAIN	"palreg"

/* Texts of the program itself, found again by their address: a hash table
 * with open addressing.  When it is three quarters full, no more are kept. */
enum { KEPT = 8192, KEPT_MAX = KEPT / 4 * 3 };
static struct {
	const char	*msgid;
	const char	*text;
} kept[KEPT];
static size_t kept_len;

/*
 * glibc heeds LANGUAGE unless the locale is "C"; C.UTF-8 is always there, so
 * that no Russian locale has to be installed.
 */
void
i18n_open(const char *dir)
{
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL ||
	    setenv("LANGUAGE", "ru", 1) != 0 ||
	    bindtextdomain(DOMAIN, dir) == NULL ||
	    bind_textdomain_codeset(DOMAIN, "UTF-8") == NULL)
		log_fatal("cannot set up the message catalogue");
	memset(kept, 0, sizeof(kept));
	kept_len = 0;
}

static bool
is_russian(const char *lang)
{
	return strcmp(lang, "ru") == 0;
}

const char *
i18n_text(const char *lang, const char *msgid)
{
	if (!is_russian(lang) || *msgid == '\0')
		return msgid;
	return dgettext(DOMAIN, msgid);
}

const char *
i18n_literal(const char *lang, const char *msgid)
{
	size_t i = ((uintptr_t)msgid >> 3) % KEPT;

	if (!is_russian(lang))
		return msgid;
	while (kept[i].msgid != NULL && kept[i].msgid != msgid)
		i = (i + 1) % KEPT;
	if (kept[i].msgid != NULL)
		return kept[i].text;
	if (kept_len == KEPT_MAX)
		return i18n_text(lang, msgid);
	kept_len++;
	kept[i].msgid = msgid;
	kept[i].text = i18n_text(lang, msgid);
	return kept[i].text;
}

const char *
i18n_plural(const char *lang, const char *one, const char *many,
    unsigned long n)
{
	if (!is_russian(lang))
		return n == 1 ? one : many;
	return dngettext(DOMAIN, one, many, n);
}

/* ";q=0.8" as 800; absent is 1000, malformed 0. */
static long
read_weight(const char *item, size_t len)
{
	const char *mark = memchr(item, ';', len);
	const char *end = item + len;
	long weight = 0, step = 1000;

	if (mark == NULL)
		return 1000;
	mark++;
	while (mark < end && *mark == ' ')
		mark++;
	if (end - mark < 3 || mark[0] != 'q' || mark[1] != '=')
		return 0;
	for (mark += 2; mark < end && step > 0; mark++) {
		if (*mark == '.')
			continue;
		if (*mark < '0' || *mark > '9')
			break;
		weight += (*mark - '0') * step;
		step /= 10;
	}
	return weight;
}

static bool
names_language(const char *item, size_t len, const char *lang)
{
	return len >= 2 && strncasecmp(item, lang, 2) == 0 &&
	    (len == 2 || item[2] == '-' || item[2] == ';' || item[2] == ' ');
}

const char *
i18n_choose(const char *text)
{
	long ru = 0, en = 0, weight;
	size_t len;

	while (text != NULL && *text != '\0') {
		text += strspn(text, " ,");
		len = strcspn(text, ",");
		weight = read_weight(text, len);
		if (names_language(text, len, "ru") && weight > ru)
			ru = weight;
		else if (names_language(text, len, "en") && weight > en)
			en = weight;
		text += len;
	}
	return en > ru ? "en" : "ru";
}
