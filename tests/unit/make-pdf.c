/* make-pdf.c: write sample reports into a folder, for pdf-text.sh to read. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/table.h"
#include "report-samples.h"

#define NCOLUMNS	4
#define NROWS		90
#define CELL		240

static void
save(const char *dir, const char *name, const void *data, size_t len)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if ((f = fopen(path, "wb")) == NULL ||
	    fwrite(data, 1, len, f) != len || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

static void
expect_ok(enum status st, const char *what)
{
	if (st == OK)
		return;
	fprintf(stderr, "make-pdf: %s: status %d\n", what, (int)st);
	exit(1);
}

static void
make_prescriptions(struct arena *a, const char *dir, const char *name,
    int russian, size_t nlines)
{
	struct prescriptions_report in;
	struct pdf_bytes out;

	sample_prescriptions(&in, russian);
	in.nlines = nlines;
	expect_ok(prescriptions_pdf(a, &in, &out), name);
	save(dir, name, out.data, out.len);
}

static void
make_summary(struct arena *a, const char *dir, const char *name, int russian)
{
	struct section_report in;
	struct pdf_bytes out;

	sample_sections(&in, russian);
	expect_ok(section_pdf(a, &in, &out), name);
	save(dir, name, out.data, out.len);
}

/* A table whose every cell is different, and the list of its cells. */
static void
make_table(struct arena *a, const char *dir)
{
	static const char *const words[] = {
		"ёж", "Hämäläinen", "№", "µg", "≥", "–", "«Öljy»", "…",
	};
	const struct column columns[NCOLUMNS] = {
		{ "Строка", 1, ALIGN_RIGHT, 0 },
		{ "Слово", 2, ALIGN_LEFT, 0 },
		{ "Долгое", 3, ALIGN_LEFT, 0 },
		{ "Середина", 2, ALIGN_CENTRE, 0 },
	};
	const struct pdf_meta meta = {
		.title = "Таблица & <проба>", .created = "2026-11-22T14:35",
		.lang = "ru", .fonts = SAMPLE_FONTS,
	};
	char *list = arena_alloc(a, 64 * 1024), *to = list;
	struct row rows[NROWS] = { 0 };
	const struct table t = { .columns = columns,
		.ncolumns = NCOLUMNS, .rows = rows, .nrows = NROWS };
	struct pdf_bytes out;
	struct flow f;

	for (int i = 0; i < NROWS; i++) {
		char *cells = arena_alloc(a, NCOLUMNS * CELL);
		const char **c = arena_array(a, NCOLUMNS, sizeof(*c));

		for (int j = 0; j < NCOLUMNS; j++)
			c[j] = cells + j * CELL;
		snprintf(cells, CELL, "%d", 1000 + i);
		snprintf(cells + CELL, CELL, "%s-%d", words[i % 8], i);
		snprintf(cells + 2 * CELL, CELL, "длинный текст ячейки %d, который"
		    " занимает несколько строк и переносится по словам %s", i,
		    words[(i + 3) % 8]);
		snprintf(cells + 3 * CELL, CELL, "с%dт", i * 7);
		rows[i].cells = c;
		rows[i].kind = i == NROWS - 1 ? ROW_TOTAL : ROW_PLAIN;
		for (int j = 0; j < NCOLUMNS; j++)
			to += sprintf(to, "%s\n", c[j]);
	}
	flow_start(&f, a, pdf_new(a, &meta));
	flow_table(&f, &t);
	expect_ok(pdf_finish(f.pdf, &out), "table");
	save(dir, "table.pdf", out.data, out.len);
	save(dir, "table.txt", list, strlen(list));
}

int
main(int argc, char **argv)
{
	struct arena *a;

	if (argc != 2) {
		fprintf(stderr, "usage: make-pdf folder\n");
		return 2;
	}
	a = arena_new();
	make_prescriptions(a, argv[1], "prescriptions.pdf", 1, SAMPLE_LINES);
	make_prescriptions(a, argv[1], "prescriptions-en.pdf", 0, 5);
	make_prescriptions(a, argv[1], "prescriptions-none.pdf", 1, 0);
	make_summary(a, argv[1], "summary.pdf", 1);
	make_summary(a, argv[1], "summary-en.pdf", 0);
	make_table(a, argv[1]);
	arena_free(a);
	return 0;
}
