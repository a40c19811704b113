/* t-reports.c: the two reports, told good and bad data. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report-samples.h"

static struct arena *arena;

static void
assert_pdf(enum status st, const struct pdf_bytes *out)
{
	assert_int_equal(st, OK);
	assert_true(out->len > 10000);
	assert_memory_equal(out->data, "%PDF-1.4", 8);
	assert_non_null(memmem(out->data + out->len - 16, 16, "%%EOF", 5));
}

static void
assert_none(enum status wanted, enum status st, const struct pdf_bytes *out)
{
	assert_int_equal(st, wanted);
	assert_null(out->data);
	assert_int_equal(out->len, 0);
}

static void
test_prescriptions(void **state)
{
	struct prescriptions_report in;
	struct pdf_bytes out;

	(void)state;
	for (int russian = 0; russian < 2; russian++)
		for (size_t n = 0; n <= SAMPLE_LINES; n += SAMPLE_LINES / 4) {
			sample_prescriptions(&in, russian);
			in.nlines = n;
			assert_pdf(prescriptions_pdf(arena, &in, &out), &out);
			assert_non_null(memmem(out.data, out.len,
			    PDF_IDENTITY_KEY, strlen(PDF_IDENTITY_KEY)));
		}
}

/* Whatever may be missing is, and it is still a report. */
static void
test_missing(void **state)
{
	const struct prescription_line line = { .start = "2026-10-01",
	    .status = "active", .prn = 1 };
	struct prescriptions_report in;
	struct pdf_bytes out;

	(void)state;
	sample_prescriptions(&in, 1);
	in.registry_no = "";
	in.sex = in.diagnosis_code = in.diagnosis_title = NULL;
	in.lines = &line;
	in.nlines = 1;
	assert_pdf(prescriptions_pdf(arena, &in, &out), &out);
}

/* Texts nobody would write: long, malformed, full of controls. */
static void
test_hostile(void **state)
{
	char *name = arena_alloc(arena, 40001);
	struct prescription_line line = { .medicine = name, .dose = name,
	    .unit = "\xff\xfe", .route = "\n\n\r\t", .schedule = "()\\<>",
	    .start = "2026-10-01", .status = "stopped", .stop_reason = name,
	    .author = "\xe2\x80" };
	struct prescriptions_report in;
	struct pdf_bytes out;

	(void)state;
	memset(name, 'W', 40000);
	sample_prescriptions(&in, 1);
	in.lines = &line;
	in.nlines = 1;
	assert_pdf(prescriptions_pdf(arena, &in, &out), &out);
}

static void
test_refused(void **state)
{
	struct prescription_line line;
	struct prescriptions_report in;
	struct pdf_bytes out;

	(void)state;
	sample_prescriptions(&in, 1);
	line = in.lines[0];
	in.lines = &line;
	in.nlines = 1;
	assert_pdf(prescriptions_pdf(arena, &in, &out), &out);
	line.status = "gone";
	assert_none(INVALID, prescriptions_pdf(arena, &in, &out), &out);
	line.status = "active";
	line.end = "2026-02-30";
	assert_none(INVALID, prescriptions_pdf(arena, &in, &out), &out);
	line.end = NULL;
	line.start = NULL;
	assert_none(INVALID, prescriptions_pdf(arena, &in, &out), &out);
	line.start = "2026-10-01";
	in.terms.to = "31.12.2026";
	assert_none(INVALID, prescriptions_pdf(arena, &in, &out), &out);
	in.terms.to = "2026-12-31";
	in.terms.fonts = "/nonexistent";
	assert_none(FAILED, prescriptions_pdf(arena, &in, &out), &out);
}

static void
test_sections(void **state)
{
	struct section_report in;
	struct section none;
	struct pdf_bytes out;

	(void)state;
	sample_sections(&in, 1);
	assert_pdf(section_pdf(arena, &in, &out), &out);
	none = in.sections[0];
	none.nvalues = none.nrows = 0;
	none.note = NULL;
	in.sections = &none;
	in.nsections = 1;
	assert_pdf(section_pdf(arena, &in, &out), &out);
}

static void
test_sections_refused(void **state)
{
	struct section_report in;
	struct pdf_bytes out;

	(void)state;
	sample_sections(&in, 1);
	in.terms.made_at = "";
	assert_none(INVALID, section_pdf(arena, &in, &out), &out);
	in.terms.made_at = "2026-12-31T14:35";
	in.terms.fonts = "/nonexistent";
	assert_none(FAILED, section_pdf(arena, &in, &out), &out);
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prescriptions),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_sections_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
