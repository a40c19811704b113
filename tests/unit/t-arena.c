/* t-arena.c: memory that is zeroed, aligned, and wiped by a reset. */

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "unit.h"

static void
test_aligned_and_zeroed(void **state)
{
	struct arena *a = arena_new();
	char *p;

	(void)state;
	for (size_t size = 1; size < 300; size += 7) {
		p = arena_alloc(a, size);
		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_free(a);
}

static void
test_large(void **state)
{
	struct arena *a = arena_new();
	char *small = arena_alloc(a, 8), *large = arena_alloc(a, 1 << 20);
	char *after = arena_alloc(a, 8);

	(void)state;
	memset(large, 1, 1 << 20);
	memcpy(small, "small", 6);
	memcpy(after, "after", 6);
	assert_string_equal(small, "small");
	assert_string_equal(after, "after");
	assert_int_equal(large[(1 << 20) - 1], 1);
	arena_free(a);
}

static void
test_reset_wipes(void **state)
{
	struct arena *a = arena_new();
	char *p = arena_alloc(a, 64), *again;

	(void)state;
	memset(p, 'x', 64);
	arena_alloc(a, 1 << 20);
	arena_reset(a);
	again = arena_alloc(a, 64);
	assert_ptr_equal(again, p);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(again[i], 0);
	arena_free(a);
}

static void
test_array(void **state)
{
	struct arena *a = arena_new();
	long *n = arena_array(a, 1000, sizeof(*n));

	(void)state;
	n[999] = 7;
	assert_int_equal(n[0], 0);
	assert_non_null(arena_array(a, 0, 8));
	arena_free(a);
}

static void
test_grow(void **state)
{
	struct arena *a = arena_new();
	char *p = arena_alloc(a, 10), *moved, *next;

	(void)state;
	memcpy(p, "growing", 8);
	assert_ptr_equal(arena_grow(a, p, 10, 1000), p);
	for (size_t i = 8; i < 1000; i++)
		assert_int_equal(p[i], 0);
	next = arena_alloc(a, 8);
	assert_true(next >= p + 1000);
	moved = arena_grow(a, p, 1000, 2000);
	assert_ptr_not_equal(moved, p);
	assert_string_equal(moved, "growing");
	assert_ptr_not_equal(arena_grow(a, moved, 2000, 1 << 20), moved);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aligned_and_zeroed),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_reset_wipes),
		cmocka_unit_test(test_array),
		cmocka_unit_test(test_grow),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
