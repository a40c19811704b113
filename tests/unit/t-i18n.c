/* t-i18n.c: gettext without a Russian locale, and Accept-Language. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "unit.h"
#include "web/i18n.h"

static const char catalogue[] =
    "msgid \"\"\n"
    "msgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
    "\"Language: ru\\n\"\n"
    "\"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n\"\n"
    "msgid \"Patient\"\n"
    "msgstr \"Пациент\"\n"
    "msgid \"%lu patient\"\n"
    "msgid_plural \"%lu patients\"\n"
    "msgstr[0] \"%lu пациент\"\n"
    "msgstr[1] \"%lu пациента\"\n"
    "msgstr[2] \"%lu пациентов\"\n";

static char dir[] = "/tmp/t-i18n-XXXXXX";

/* The catalogue as msgfmt compiles it. */
static int
setup(void **state)
{
	char path[256], command[600];
	FILE *file;

	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ru.po", dir);
	if ((file = fopen(path, "w")) == NULL)
		return -1;
	fputs(catalogue, file);
	fclose(file);
	snprintf(command, sizeof(command), "mkdir -p %s/ru/LC_MESSAGES && "
	    "msgfmt -o %s/ru/LC_MESSAGES/palreg.mo %s/ru.po", dir, dir, dir);
	if (system(command) != 0)
		return -1;
	i18n_open(dir);
	return 0;
}

static int
teardown(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static void
test_text(void **state)
{
	(void)state;
	assert_string_equal(i18n_text("ru", "Patient"), "Пациент");
	assert_string_equal(i18n_text("en", "Patient"), "Patient");
	assert_string_equal(i18n_text("ru", "Not translated"),
	    "Not translated");
	assert_string_equal(i18n_text("ru", ""), "");
}

static void
test_plural(void **state)
{
	static const struct {
		unsigned long	 n;
		const char	*ru, *en;
	} cases[] = {
		{ 1, "%lu пациент", "%lu patient" },
		{ 2, "%lu пациента", "%lu patients" },
		{ 5, "%lu пациентов", "%lu patients" },
		{ 0, "%lu пациентов", "%lu patients" },
		{ 11, "%lu пациентов", "%lu patients" },
		{ 21, "%lu пациент", "%lu patients" },
		{ 104, "%lu пациента", "%lu patients" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_string_equal(i18n_plural("ru", "%lu patient",
		    "%lu patients", cases[i].n), cases[i].ru);
		assert_string_equal(i18n_plural("en", "%lu patient",
		    "%lu patients", cases[i].n), cases[i].en);
	}
}

static void
test_choose(void **state)
{
	static const char *const english[] = { "en", "en-US", "EN-gb",
	    "en-US,en;q=0.9", "en,ru;q=0.9", "de,en;q=0.5",
	    "ru;q=0.3, en;q=0.8", "en ; q=1" };
	static const char *const russian[] = { "", "ru", "ru-RU,en;q=0.9",
	    "de", "en;q=0.5,ru;q=0.5", "en;q=0", "*", ",,;", "english",
	    "en;q=x", "ru,en", "en;q", "enx;q=1" };

	(void)state;
	for (size_t i = 0; i < LEN(english); i++)
		assert_string_equal(i18n_choose(english[i]), "en");
	for (size_t i = 0; i < LEN(russian); i++)
		assert_string_equal(i18n_choose(russian[i]), "ru");
	assert_string_equal(i18n_choose(NULL), "ru");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_plural),
		cmocka_unit_test(test_choose),
	};

	return cmocka_run_group_tests_name("i18n", tests, setup, teardown);
}
