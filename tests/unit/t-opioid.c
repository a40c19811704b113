/* t-opioid.c: every cell of every factor table, sums, ranges and days. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dose/opioid.h"
#include "unit.h"

/* The published tables come first, then the one made of them. */
enum { PUBLISHED = 5, TABLES, FACTORS_MAX = 400, TEXT_MAX = 40 };

static const char *const tables[TABLES] = { "anzca_2021", "norway", "bnf",
    "cdc_2016", "cepeda_2010", "palreg_2026" };

/* The tables as published, and the default (DOMAIN 2.7); "" is no factor. */
static const struct {
	const char	*medicine;	/* number in db/reference */
	const char	*routes;
	const char	*unit;
	const char	*cells[TABLES];
} published[] = {
	{ "1", "PO NG PEG", "mg", { "1", "1", "1", "1", "1", "1" } },
	{ "1", "SC IV IM CSCI CIVI", "mg", { "3", "3", "2", "", "2", "3" } },
	{ "1", "PR", "mg", { "", "0.94", "", "", "", "1" } },
	{ "4", "PO", "mg", { "1.5", "1.5", "1.5", "1.5", "1.5", "1.5" } },
	{ "87", "PO NG PEG", "mg",
	    { "1.5", "1.5", "1.5", "1.5", "1.5", "1.5" } },
	{ "87", "SC IV IM CSCI CIVI", "mg", { "3", "3", "2", "", "", "3" } },
	{ "8", "PO NG PEG", "mg", { "5", "5", "5", "4", "5", "5" } },
	{ "8", "SC IV IM CSCI CIVI", "mg",
	    { "15", "15", "", "", "10", "15" } },
	{ "2", "TD", "ug/h", { "3", "2.4", "", "2.4", "3.6", "3" } },
	{ "2", "SL BUC", "ug", { "", "0.25", "", "0.13", "", "0.13" } },
	{ "2", "NAS", "ug", { "", "0.25", "", "0.16", "", "0.16" } },
	{ "3", "SC IV CSCI CIVI", "ug", { "0.2", "0.15", "", "", "", "0.2" } },
	{ "5", "TD", "ug/h", { "2", "2.22", "", "", "1.44", "2" } },
	{ "5", "SL", "mg", { "40", "48", "", "30", "60", "40" } },
	{ "5", "IM IV", "mg", { "", "", "", "", "", "" } },
	{ "11", "PO NG PEG PR", "mg",
	    { "0.2", "0.15", "0.1", "0.1", "0.2", "0.2" } },
	{ "11", "SC IV IM CSCI", "mg", { "", "", "", "", "", "0.2" } },
	{ "12", "PO", "mg", { "0.3", "0.2", "0.4", "0.4", "", "0.3" } },
	{ "88", "PO NG PEG", "mg",
	    { "0.13", "0.1", "0.1", "0.15", "0.083", "0.13" } },
	{ "13", "PO", "mg", { "", "0.05", "0.1", "0.25", "0.1", "0.1" } },
	{ "89", "SC IV IM", "mg", { "0.4", "0.3", "", "", "", "0.4" } },
	{ "89", "PO", "mg", { "", "", "", "0.1", "0.083", "0.1" } },
	{ "9", "PO SC IV", "mg", { "", "", "", "", "", "" } },
	{ "7", "PO SC IM IV", "mg", { "", "", "", "", "", "" } },
	{ "6", "BUC", "mg", { "", "", "", "", "", "" } },
	{ "10", "IM IV SC", "mg", { "", "", "", "", "", "" } },
};

/* A line of db/reference/ome_factor.csv. */
static struct row {
	char			medicine[TEXT_MAX];
	char			table[TEXT_MAX];
	char			route[TEXT_MAX];
	char			unit[TEXT_MAX];
	struct dose_factor	factor;
} rows[FACTORS_MAX];
static size_t nrows;

static struct decimal
of(const char *text)
{
	struct decimal d = { 0, 0 };

	assert_int_equal(decimal_parse(text, &d), OK);
	return d;
}

static void
assert_ratio(struct ratio r, const char *value)
{
	assert_true(ratio_known(r));
	assert_int_equal(ratio_compare(r, ratio_of(of(value))), 0);
}

static void
read_rows(void)
{
	char line[200], factor[TEXT_MAX], path[4096];
	const char *folder = getenv("PALREG_REFERENCE");
	FILE *f;

	assert_non_null(folder);
	snprintf(path, sizeof(path), "%s/ome_factor.csv", folder);
	assert_non_null(f = fopen(path, "r"));
	assert_non_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f) != NULL) {
		struct row *r = &rows[nrows++];

		assert_true(nrows < FACTORS_MAX);
		assert_int_equal(sscanf(line, "%39[^,],%39[^,],%39[^,],"
		    "%39[^,],%39[0-9.]", r->table, r->medicine, r->route,
		    r->unit, factor), 5);
		r->factor = (struct dose_factor){ r->table, r->route, r->unit,
		    of(factor) };
	}
	fclose(f);
}

/* The medicine with its factors as the reference has them. */
static struct dose_medicine
medicine(const char *id, struct dose_factor *into)
{
	struct dose_medicine m = { .id = id, .group = "opioid_strong",
	    .atc = strcmp(id, "9") == 0 ? "N07BC02" : "", .factors = into };

	for (size_t i = 0; i < nrows; i++)
		if (strcmp(rows[i].medicine, id) == 0)
			into[m.nfactors++] = rows[i].factor;
	return m;
}

static size_t
check_cell(const char *id, const char *route, const char *unit,
    const char *table, const char *cell)
{
	struct dose_factor factors[FACTORS_MAX];
	struct dose_medicine m = medicine(id, factors);
	bool rate = strcmp(unit, "ug/h") == 0;
	struct dose_line l = { .medicine = &m, .dose = of("1"), .unit = unit,
	    .route = route, .schedule = rate ? DOSE_PATCH :
	    DOSE_TIMES_PER_DAY, .times_per_day = of("1"),
	    .interval_hours = 72 };
	struct ratio ome = dose_ome(&l, dose_background(&l), table);

	if (cell[0] == '\0') {
		if (ratio_known(ome))
			fail_msg("%s %s has a factor in %s", id, route, table);
		return 0;
	}
	if (!ratio_known(ome) || ratio_compare(ome, ratio_of(of(cell))) != 0)
		fail_msg("%s %s in %s is not %s", id, route, table, cell);
	return 1;
}

/* Each table reproduces its own source, and has nothing beyond it. */
static void
test_every_cell(void **state)
{
	char routes[TEXT_MAX], *next;
	size_t cells = 0, known = 0;

	(void)state;
	for (size_t i = 0; i < LEN(published); i++) {
		snprintf(routes, sizeof(routes), "%s", published[i].routes);
		for (char *r = strtok_r(routes, " ", &next); r != NULL;
		    r = strtok_r(NULL, " ", &next))
			for (size_t t = 0; t < TABLES; t++)
				cells += check_cell(published[i].medicine, r,
				    published[i].unit, tables[t],
				    published[i].cells[t]);
	}
	for (size_t i = 0; i < nrows; i++)
		for (size_t t = 0; t < TABLES; t++)
			known += strcmp(rows[i].table, tables[t]) == 0;
	assert_int_equal(cells, known);
}

/* Even if somebody enters a factor: it would depend on the dose. */
static void
test_methadone_never(void **state)
{
	static const struct dose_factor factor = { "local", "PO", "mg",
	    { 6, 0 } };
	static const struct dose_medicine methadone = { .id = "9",
	    .atc = "N07BC02", .group = "opioid_strong", .factors = &factor,
	    .nfactors = 1 };
	struct dose_line l = { .medicine = &methadone, .dose = { 10, 0 },
	    .unit = "mg", .route = "PO", .schedule = DOSE_ONCE };

	(void)state;
	assert_false(ratio_known(dose_ome(&l, dose_background(&l), "local")));
}

static struct dose_factor store[4][FACTORS_MAX];
static struct dose_medicine morphine, fentanyl, oxycodone, promedol;
static const struct dose_medicine paracetamol = { .id = "15",
	.group = "nonopioid", .atc = "N02BE01" };

/* Oxycodone 20 mg twice, a patch of 25 ug/h, morphine as needed. */
static size_t
lines_of(struct dose_line *l)
{
	morphine = medicine("1", store[0]);
	fentanyl = medicine("2", store[1]);
	oxycodone = medicine("4", store[2]);
	promedol = medicine("7", store[3]);
	l[0] = (struct dose_line){ .medicine = &oxycodone, .dose = { 20, 0 },
	    .unit = "mg", .route = "PO", .schedule = DOSE_TIMES_PER_DAY,
	    .times_per_day = { 2, 0 }, .starts_on = 100, .ends_on = 109 };
	l[1] = (struct dose_line){ .medicine = &fentanyl, .dose = { 25, 0 },
	    .unit = "ug/h", .route = "TD", .schedule = DOSE_PATCH,
	    .interval_hours = 72, .starts_on = 105,
	    .ends_on = DOSE_FOREVER };
	l[2] = (struct dose_line){ .medicine = &morphine, .dose = { 10, 0 },
	    .unit = "mg", .route = "PO", .schedule = DOSE_EVERY_HOURS,
	    .prn = true, .prn_max_per_day = 6, .starts_on = 100,
	    .ends_on = DOSE_FOREVER };
	l[3] = (struct dose_line){ .medicine = &promedol, .dose = { 20, 0 },
	    .unit = "mg", .route = "IM", .schedule = DOSE_ONCE,
	    .starts_on = 103, .ends_on = 103 };
	l[4] = (struct dose_line){ .medicine = &paracetamol,
	    .dose = { 500, 0 }, .unit = "mg", .route = "PO",
	    .schedule = DOSE_TIMES_PER_DAY, .times_per_day = { 4, 0 },
	    .starts_on = 100, .ends_on = DOSE_FOREVER };
	return 5;
}

/* The cases of DOMAIN, and amounts that no factor exists for. */
static void
test_sums(void **state)
{
	struct arena *a = arena_new();
	struct dose_line l[5];
	size_t n = lines_of(l);
	struct dose_opioids sum;

	(void)state;
	dose_opioids(a, l, n, 100, "anzca_2021", &sum);
	assert_int_equal(sum.lines, 2);
	assert_ratio(sum.background, "60");
	assert_ratio(sum.maximum, "120");
	assert_int_equal(sum.napart, 0);
	dose_opioids(a, &l[1], 1, 110, "anzca_2021", &sum);
	assert_ratio(sum.background, "75");
	dose_opioids(a, &l[1], 1, 110, "cdc_2016", &sum);
	assert_ratio(sum.background, "60");
	dose_opioids(a, l, n, 103, "anzca_2021", &sum);
	assert_ratio(sum.background, "60");
	assert_int_equal(sum.napart, 1);
	assert_ptr_equal(sum.apart[0].medicine, &promedol);
	assert_ratio(sum.apart[0].maximum.value, "20");
	assert_string_equal(sum.apart[0].maximum.unit, "mg");
	dose_opioids(a, l, n, 106, "bnf", &sum);	/* knows no patch */
	assert_ratio(sum.background, "60");
	assert_int_equal(sum.napart, 1);
	dose_opioids(a, &l[4], 1, 106, "bnf", &sum);
	assert_int_equal(sum.lines, 0);
	arena_free(a);
}

/* BNF knows no patch: its smaller sum is not the least of the range. */
static void
test_range(void **state)
{
	struct arena *a = arena_new();
	struct dose_line l[5];
	size_t n = lines_of(l);
	struct dose_range r = dose_opioid_range(a, l, n, 106, tables,
	    PUBLISHED);

	(void)state;
	assert_int_equal(r.tables, 4);
	assert_ratio(r.least, "120");
	assert_ratio(r.most, "150");
	r = dose_opioid_range(a, &l[3], 1, 103, tables, PUBLISHED);
	assert_int_equal(r.tables, 0);
	arena_free(a);
}

/* A series says on each day what the sum of that day says. */
static void
test_days(void **state)
{
	struct arena *a = arena_new();
	struct dose_day days[16];
	struct dose_line l[5];
	size_t n = lines_of(l);
	struct dose_opioids sum;

	(void)state;
	dose_opioid_days(l, n, "anzca_2021", 98, 113, days);
	for (long d = 0; d < 16; d++) {
		dose_opioids(a, l, n, 98 + d, "anzca_2021", &sum);
		assert_int_equal(ratio_compare(days[d].background,
		    sum.background), 0);
		assert_int_equal(ratio_compare(days[d].maximum, sum.maximum),
		    0);
		assert_int_equal(days[d].missing, sum.napart);
	}
	assert_ratio(days[0].background, "0");
	assert_ratio(days[2].background, "60");
	assert_ratio(days[8].background, "135");
	assert_ratio(days[15].background, "75");
	dose_opioid_days(l, n, "anzca_2021", 107, 107, days);
	assert_ratio(days[0].background, "135");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cell),
		cmocka_unit_test(test_methadone_never),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_days),
	};

	read_rows();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
