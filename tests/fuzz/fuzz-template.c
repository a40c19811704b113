/* fuzz-template.c: any bytes as a template; what parses has sound nodes. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "web/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct nodes *nodes)
{
	for (size_t i = 0; i < nodes->len; i++) {
		const struct node *node = &nodes->node[i];

		assert(strlen(node->text) == node->len || node->kind ==
		    NODE_TEXT);
		if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED)
			assert(node->end > i && node->end <= nodes->len);
		else
			assert(node->len != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct nodes nodes;
	const char *why;
	size_t line;

	if (template_parse(arena, "en", (const char *)data, size, &nodes,
	    &line, &why) == OK)
		check(&nodes);
	else
		assert(why != NULL && line > 0);
	arena_free(arena);
	return 0;
}
