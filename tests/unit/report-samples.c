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
	  "active", NULL, "Ковалёва Н. П." },
	{ "Морфин, таблетки пролонгированного действия, покрытые плёночной"
	  " оболочкой, 30 мг", "30", "мг", "внутрь", "каждые 12 ч", 0, NULL,
	  "2026-09-12", "2026-11-14", "stopped", "замена на более эффективный"
	  " препарат", "Ковалёва Н. П." },
	{ "Морфин, раствор для инъекций 10 мг/мл", "2.5", "мг", "подкожно",
	  "при прорыве боли", 1, "6", "2026-10-03", NULL, "active", NULL,
	  "Hämäläinen-Öhman Ä." },
	{ "Лактулоза, сироп 667 мг/мл", "15", "мл", "внутрь", "2 раза в"
	  " сутки", 0, NULL, "2026-10-20", "2026-12-20", "on_hold", NULL,
	  "Карху Ё. А." },
	{ "Оксикодон + налоксон, таблетки пролонгированного действия"
	  " 20 мг + 10 мг", "20", "мг", "внутрь", "каждые 12 ч", 0, NULL,
	  "2026-10-01", "2026-10-10", "completed", NULL, "Ковалёва Н. П." },
	{ "Метоклопрамид, таблетки 10 мг", "10", "мг", "внутрь", "3 раза в"
	  " сутки", 0, NULL, "2026-10-05", "2026-10-15", "stopped",
	  "нежелательная реакция № 12 – QTc ≥ 500 мс", "Карху Ё. А." },
	{ "Дексаметазон, раствор для инъекций 4 мг/мл", "0.5", "мг",
	  "подкожно непрерывно", "непрерывно 24 ч", 0, NULL, "2026-11-01",
	  NULL, "active", NULL, "Ковалёва Н. П." },
	{ "Габапентин, капсулы 300 мг", "300", "мг", "внутрь", "на ночь", 0,
	  NULL, "2026-10-08", "2026-10-09", "entered_in_error", NULL,
	  "Карху Ё. А." },
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

static const struct summary_count institutions[] = {
	{ "Республиканский центр паллиативной помощи", 214 },
	{ "Сортавальская центральная районная больница", 87 },
	{ "Костомукшская межрайонная больница № 1", 126 },
};

static const struct summary_count diagnoses[] = {
	{ "Злокачественные новообразования", 321 },
	{ "Новообразования неопределённого характера и центральной нервной"
	  " системы", 12 },
	{ "Прогрессирующие заболевания нервной системы", 48 },
	{ "Деменция", 37 },
	{ "Последствия инсульта", 41 },
	{ "Сердечная недостаточность", 22 },
	{ "Болезни органов дыхания", SUMMARY_HIDDEN },
	{ "Болезни печени", SUMMARY_HIDDEN },
	{ "ВИЧ-инфекция", 9 },
};

static const struct summary_medicine medicines[] = {
	{ "Морфин", 168, 402 },
	{ "Фентанил, трансдермальная система", 121, 190 },
	{ "Лактулоза", 117, 131 },
	{ "Дексаметазон", 84, 112 },
	{ "Метоклопрамид", 66, 71 },
	{ "Габапентин", 58, 74 },
	{ "Трамадол", 53, 60 },
	{ "Галоперидол", 31, 33 },
	{ "Оксикодон + налоксон", 18, 21 },
	{ "Мидазолам", 11, 14 },
	{ "Кетамин", SUMMARY_HIDDEN, SUMMARY_HIDDEN },
	{ "Октреотид", SUMMARY_HIDDEN, SUMMARY_HIDDEN },
};

static const struct summary_month months[] = {
	{ "10.2026", 31, 22, 421 },
	{ "11.2026", 24, 27, 418 },
	{ "12.2026", 29, 20, 427 },
};

void
sample_summary(struct summary_report *out, int in_russian)
{
	*out = (struct summary_report){
		.terms = sample_terms(in_russian),
		.threshold = 5,
		.institutions = institutions,
		.ninstitutions = 3,
		.at_start = 412,
		.in = 84,
		.out = 69,
		.at_end = 427,
		.total = 496,
		.statuses = { 12, 31, 380, SUMMARY_HIDDEN, 69 },
		.sexes = { 213, 280, SUMMARY_HIDDEN },
		.ages = { 21, 26, 97, 180, 172 },
		.by_age = {
			{ 12, 9, 0 }, { SUMMARY_HIDDEN, 23, 0 },
			{ 51, 46, 0 }, { 88, 91, SUMMARY_HIDDEN },
			{ 60, 111, SUMMARY_HIDDEN },
		},
		.diagnoses = diagnoses,
		.ndiagnoses = sizeof(diagnoses) / sizeof(diagnoses[0]),
		.medicines = medicines,
		.nmedicines = sizeof(medicines) / sizeof(medicines[0]),
		.medicine_patients = 318,
		.medicine_lines = 1112,
		.months = months,
		.nmonths = 3,
	};
	out->terms.institution = "Республика Карелия";
}
