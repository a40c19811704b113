/* report-samples.c: invented data for the tests of reports/. */

#include <string.h>

#include "report-samples.h"
#include "report-samples-ru.h"

/* A message the table lacks comes out marked, which a test looks for. */
static const char *
translate(const void *lang, const char *msgid)
{
	if (lang == NULL)
		return msgid;
	for (size_t i = 0; i < sizeof(russian) / sizeof(russian[0]); i++)
		if (strcmp(msgid, russian[i][0]) == 0)
			return russian[i][1];
	return "UNTRANSLATED";
}

struct report_terms
sample_terms(int in_russian)
{
	return (struct report_terms){
		.tr = translate,
		.lang = in_russian ? russian : NULL,
		.lang_code = in_russian ? "ru" : "en",
		.fonts = SAMPLE_FONTS,
		.institution = "Республиканский центр паллиативной помощи,"
		    " г. Петрозаводск",
		.from = "2026-10-01",
		.to = "2026-12-31",
		.made_at = "2026-12-31T14:35:00+03:00",
		.made_by = "Ковалёва Н. П.",
	};
}

/* Taken in turn, so that neighbouring lines differ. */
static const struct prescription_line models[] = {
	{ "Фентанил, пластырь трансдермальный 25 мкг/ч", "25", "мкг/ч",
	  "трансдермально", "смена каждые 72 ч", 0, NULL, "2026-10-03", NULL,
	  "active", NULL, "Ковалёва Н. П.", NULL, NULL,
	  NULL, 0 },
	{ "Морфин, таблетки пролонгированного действия, покрытые плёночной"
	  " оболочкой, 30 мг", "30", "мг", "внутрь", "каждые 12 ч", 0, NULL,
	  "2026-09-12", "2026-11-14", "stopped", "замена на более эффективный"
	  " препарат", "Ковалёва Н. П.", NULL, NULL,
	  NULL, 0 },
	{ "Морфин, раствор для инъекций 10 мг/мл", "2.5", "мг", "подкожно",
	  "при прорыве боли", 1, "6", "2026-10-03", NULL, "active", NULL,
	  "Hämäläinen-Öhman Ä.", NULL, NULL,
	  NULL, 0 },
	{ "Лактулоза, сироп 667 мг/мл", "15", "мл", "внутрь", "2 раза в"
	  " сутки", 0, NULL, "2026-10-20", "2026-12-20", "on_hold", NULL,
	  "Карху Ё. А.", NULL, NULL,
	  NULL, 0 },
	{ "Оксикодон + налоксон, таблетки пролонгированного действия"
	  " 20 мг + 10 мг", "20", "мг", "внутрь", "каждые 12 ч", 0, NULL,
	  "2026-10-01", "2026-10-10", "completed", NULL, "Ковалёва Н. П.", NULL, NULL,
	  NULL, 0 },
	{ "Метоклопрамид, таблетки 10 мг", "10", "мг", "внутрь", "3 раза в"
	  " сутки", 0, NULL, "2026-10-05", "2026-10-15", "stopped",
	  "нежелательная реакция № 12 – QTc ≥ 500 мс", "Карху Ё. А.", NULL, NULL,
	  NULL, 0 },
	{ "Дексаметазон, раствор для инъекций 4 мг/мл", "0.5", "мг",
	  "подкожно непрерывно", "непрерывно 24 ч", 0, NULL, "2026-11-01",
	  NULL, "active", NULL, "Ковалёва Н. П.", NULL, NULL,
	  NULL, 0 },
	{ "Габапентин, капсулы 300 мг", "300", "мг", "внутрь", "на ночь", 0,
	  NULL, "2026-10-08", "2026-10-09", "entered_in_error", NULL,
	  "Карху Ё. А.", NULL, NULL,
	  NULL, 0 },
};

static struct prescription_line lines[SAMPLE_LINES];

void
sample_prescriptions(struct prescriptions_report *out, int in_russian)
{
	const size_t n = sizeof(models) / sizeof(models[0]);

	for (size_t i = 0; i < SAMPLE_LINES; i++)
		lines[i] = models[i % n];
	*out = (struct prescriptions_report){
		.terms = sample_terms(in_russian),
		.registry_no = "П-2041-7",
		.year_of_birth = 1955,
		.sex = "f",
		.diagnosis_code = "C34.1",
		.diagnosis_title = "Злокачественное новообразование верхней"
		    " доли, бронхов или лёгкого",
		.lines = lines,
		.nlines = SAMPLE_LINES,
	};
}

static const struct fact facts[] = {
	{ "Период", "01.10.2026 – 31.12.2026" }, { "Учреждения", "все" },
};

static const struct column columns[] = {
	{ "Учреждение", 40, ALIGN_LEFT, 0 }, { "Приняты", 12, ALIGN_RIGHT, 0 },
	{ "Сняты", 12, ALIGN_RIGHT, 0 }, { "На конец", 12, ALIGN_RIGHT, 0 },
	{ "Доля", 24, ALIGN_LEFT, 1 },
};

static const struct row few_rows[] = {
	{ .cells = (const char *const[]){ "Онежский хоспис", "31", "22", "421",
	    NULL }, .bar = 0.6 },
	{ .cells = (const char *const[]){ "Сегозерская больница", "×", "×", "×",
	    NULL }, .bar = -1 },
	{ .cells = (const char *const[]){ "Ладожская служба", "29", "20", "127",
	    NULL }, .bar = 0.4 },
	{ .cells = (const char *const[]){ "Всего", "84", "69", "1 627", NULL },
	    .kind = ROW_TOTAL },
};

static const char *const series[] = { "Приняты", "Сняты", "На конец" };
static const double values[] = { 31, 22, 421, -1, -1, -1, 29, 20, 127 };

/* Each kind of chart beside the same table. */
static const enum section_chart charts[] = { SECTION_MONTHS, SECTION_BARS,
	SECTION_PYRAMID, SECTION_MULTIPLES, SECTION_PLAIN };
enum { SAMPLE_SECTIONS = sizeof(charts) / sizeof(charts[0]) };

void
sample_sections(struct section_report *out, int in_russian)
{
	static struct section sections[SAMPLE_SECTIONS];

	for (size_t i = 0; i < SAMPLE_SECTIONS; i++)
		sections[i] = (struct section){
			.code = "institution",
			.heading = "Пациенты по учреждениям",
			.note = "Сумма строк равна целому.",
			.columns = columns, .ncolumns = 5, .rows = few_rows,
			.nrows = 4, .chart = charts[i],
			.chart_heading = "Приняты, сняты, состоят",
			.series = series, .nseries = charts[i] ==
			    SECTION_PYRAMID ? 2 : 3,
			.values = values, .nvalues = 3, .unit = "пациенты",
		};
	*out = (struct section_report){
		.terms = sample_terms(in_russian),
		.title = "Сводный отчёт", .subject = "Сводный отчёт",
		.facts = facts, .nfacts = 2, .statement = "Без имён.",
		.contents = "Содержание", .hidden = "×",
		.sections = sections, .nsections = SAMPLE_SECTIONS,
	};
	out->terms.institution = "Республика Карелия";
}
