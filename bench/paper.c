/* paper.c: how long 10,000 lines take on paper beside a bare loop, and what 1,000 pages take of memory. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <hpdf.h>

#include "base/str.h"
#include "reports/prescriptions.h"
#include "reports/table.h"

#define FONTS	"/usr/share/fonts/truetype/paratype"

enum { LINES = 10000, CELLS = 13, RUNS = 5, ROWS = 34, CELL = 64 };

/* Of this process alone, because others take their share of the machine. */
static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const char *
same(const void *lang, const char *msgid)
{
	(void)lang;
	return msgid;
}

static const struct report_terms terms = { .tr = same, .lang_code = "ru",
	.fonts = FONTS, .institution = "Онежский хоспис",
	.from = "2026-10-01", .to = "2026-12-31",
	.made_at = "2026-12-31T14:35:00+03:00", .made_by = "Ковалёва Н. П." };

static const struct prescription_line line = {
	.medicine = "Морфин, таблетки пролонгированного действия 30 мг",
	.dose = "30", .unit = "мг", .route = "внутрь",
	.schedule = "2 раза в день", .start = "2026-10-03",
	.end = "2026-11-02", .status = "completed", .author = "Карху И. Т.",
	.indication = "боль", .amount = "1860 мг", .ddd = "18,6" };

/* As the report has them. */
static const char *const cells[CELLS] = { "1000",
	"Морфин, таблетки пролонгированного действия 30 мг", "30 мг",
	"внутрь", "2 раза в день", "нет", "03.10.2026", "02.11.2026",
	"завершено", "боль", "1860 мг", "18,6", "Карху И. Т." };

static void
expect_ok(enum status st)
{
	if (st == OK)
		return;
	fprintf(stderr, "paper: status %d\n", (int)st);
	exit(1);
}

static void
own(struct arena *a)
{
	struct prescription_line *lines = arena_array(a, LINES,
	    sizeof(*lines));
	struct pdf_bytes out;

	for (size_t i = 0; i < LINES; i++)
		lines[i] = line;
	expect_ok(prescriptions_pdf(a, &(struct prescriptions_report){
	    .terms = terms, .registry_no = "П-1000-0", .year_of_birth = 1950,
	    .lines = lines, .nlines = LINES }, &out));
}

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
	(void)user;
	fprintf(stderr, "paper: libharu %lx %lx\n", (unsigned long)error,
	    (unsigned long)detail);
	exit(1);
}

/* What is needed to have the same cells on as many pages, and no more. */
static void
bare(struct arena *a)
{
	HPDF_Doc doc = HPDF_New(on_error, NULL);
	HPDF_Page page = NULL;
	HPDF_UINT32 size;
	HPDF_Font font;

	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	HPDF_UseUTFEncodings(doc);
	HPDF_SetCurrentEncoder(doc, "UTF-8");
	font = HPDF_GetFont(doc, HPDF_LoadTTFontFromFile(doc, FONTS
	    "/PTS55F.ttf", HPDF_TRUE), "UTF-8");
	for (int i = 0; i < LINES; i++) {
		if (i % ROWS == 0) {
			page = HPDF_AddPage(doc);
			HPDF_Page_SetWidth(page, 842);
			HPDF_Page_SetHeight(page, 595);
			HPDF_Page_SetFontAndSize(page, font, 7.6f);
		}
		for (int k = 0; k < CELLS; k++) {
			HPDF_Page_BeginText(page);
			HPDF_Page_MoveTextPos(page, (HPDF_REAL)(40 + 58 * k),
			    (HPDF_REAL)(550 - 15 * (i % ROWS)));
			HPDF_Page_ShowText(page, cells[k]);
			HPDF_Page_EndText(page);
		}
	}
	HPDF_SaveToStream(doc);
	size = HPDF_GetStreamSize(doc);
	HPDF_ReadFromStream(doc, arena_alloc(a, size), &size);
	HPDF_Free(doc);
}

static void
time_one(void (*make)(struct arena *), double *best)
{
	struct arena *a = arena_new();
	double ms = now_ms();

	make(a);
	ms = now_ms() - ms;
	*best = *best == 0 || ms < *best ? ms : *best;
	arena_free(a);
}

/* A table of so many pages, each cell another text. */
static void
fill_pages(struct arena *a, long wanted)
{
	const struct column columns[] = { { "№", 1, ALIGN_RIGHT, 0 },
		{ "Препарат", 5, ALIGN_LEFT, 0 }, { "Доза", 2, ALIGN_RIGHT, 0 },
		{ "Дней", 2, ALIGN_RIGHT, 0 }, { "Автор", 3, ALIGN_LEFT, 0 } };
	const struct pdf_meta meta = { .title = "1,000", .lang = "ru",
		.created = terms.made_at, .fonts = FONTS };
	size_t n = (size_t)wanted * 42;
	struct row *rows = arena_array(a, n, sizeof(*rows));
	struct pdf_bytes out;
	struct rusage used;
	struct flow f;

	for (size_t i = 0; i < n; i++) {
		const char **c = arena_array(a, 5, sizeof(*c));

		c[0] = text_printf(a, "%zu", i + 1);
		c[1] = line.medicine;
		c[2] = text_printf(a, "%zu мг", i % 90);
		c[3] = text_printf(a, "%zu", i * 7 % 91);
		c[4] = line.author;
		rows[i] = (struct row){ .cells = c };
	}
	flow_start(&f, a, pdf_new(a, &meta));
	flow_table(&f, &(struct table){ .columns = columns, .ncolumns = 5,
	    .rows = rows, .nrows = n });
	flow_end(&f, &(struct running){ "1,000", "1,000" }, "foot", "{1} {2}");
	n = pdf_pages(f.pdf);
	expect_ok(pdf_finish(f.pdf, &out));
	getrusage(RUSAGE_SELF, &used);
	printf("%zu %.1f\n", n, (double)used.ru_maxrss / 1024);
}

/*
 * paper: the milliseconds of the report and of the bare loop; paper PAGES: how
 * many pages were made, and the most memory that this took, in MiB.
 */
int
main(int argc, char **argv)
{
	double report = 0, loop = 0;

	if (argc > 1) {
		fill_pages(arena_new(), strtol(argv[1], NULL, 10));
		return 0;
	}
	for (int i = 0; i < RUNS; i++) {
		time_one(own, &report);
		time_one(bare, &loop);
	}
	printf("%.1f %.1f\n", report, loop);
	return 0;
}
