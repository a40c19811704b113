/* template.c: load the templates, and show views in them. */

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "web/escape.h"
#include "web/parse.h"
#include "web/template.h"
#include "web/view.h"

enum { LANGS = 2, DEPTH_MAX = 48, FILE_MAX = 512 * 1024 };

static const char *const langs[LANGS] = { "ru", "en" };

struct template {
	const char	*name;		/* the file's, without ".html" */
	const char	*source;
	size_t		 len;
	struct nodes	 nodes[LANGS];
};

/* Lives as long as the worker. */
struct templates {
	struct arena	*arena;
	struct template	*template;
	size_t		 len;
	size_t		 size;
	size_t		 layout;	/* len when there is none */
};

#define PART_PAGE	SIZE_MAX	/* {{>page}} */

/* Where a rendering stands: views from outer to inner. */
struct run {
	const struct templates	*t;
	int			 lang;
	size_t			 page;
	struct str		*out;
	const struct view	*views[DEPTH_MAX];
	size_t			 depth;
	size_t			 parts;
};

static size_t
find_template(const struct templates *t, const char *name)
{
	size_t i = 0;

	while (i < t->len && strcmp(t->template[i].name, name) != 0)
		i++;
	return i;
}

static const char *
read_file(struct arena *a, const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *text;

	if (file == NULL)
		log_fatal("cannot read template %s", path);
	text = arena_alloc(a, FILE_MAX);
	*len = fread(text, 1, FILE_MAX, file);
	if (ferror(file) || *len == FILE_MAX)
		log_fatal("cannot read template %s: too large", path);
	fclose(file);
	return text;
}

static void
add_template(struct templates *t, const char *dir, const char *file)
{
	struct template *grown, *one;
	const char *path = text_printf(t->arena, "%s/%s", dir, file);
	const char *name = text_copy_len(t->arena, file, strlen(file) - 5);
	struct arena *scratch = arena_new();
	const char *source;

	if (find_template(t, name) != t->len || strcmp(name, "page") == 0)
		log_fatal("cannot load template %s: its name is taken", path);
	if (t->len == t->size) {
		t->size = t->size == 0 ? 64 : t->size * 2;
		grown = arena_array(t->arena, t->size, sizeof(*grown));
		if (t->len != 0)
			memcpy(grown, t->template, t->len * sizeof(*grown));
		t->template = grown;
	}
	one = &t->template[t->len++];
	one->name = name;
	source = read_file(scratch, path, &one->len);
	one->source = text_copy_len(t->arena, source, one->len);
	arena_free(scratch);
}

static bool
is_template(const char *file)
{
	size_t len = strlen(file);

	return len > 5 && strcmp(file + len - 5, ".html") == 0;
}

static void
load_dir(struct templates *t, const char *dir)
{
	DIR *list = opendir(dir);
	struct dirent *file;

	if (list == NULL)
		log_fatal("cannot read template directory %s", dir);
	while ((file = readdir(list)) != NULL)
		if (is_template(file->d_name))
			add_template(t, dir, file->d_name);
	closedir(list);
}

static void
bind_parts(const struct templates *t, const struct template *one,
    struct nodes *nodes)
{
	for (size_t i = 0; i < nodes->len; i++) {
		struct node *node = &nodes->node[i];

		if (node->kind != NODE_PART)
			continue;
		node->part = strcmp(node->text, "page") == 0 ? PART_PAGE :
		    find_template(t, node->text);
		if (node->part == t->len)
			log_fatal("template %s: no part %s", one->name,
			    node->text);
	}
}

static void
parse_template(const struct templates *t, struct template *one)
{
	const char *why;
	size_t line;

	for (int i = 0; i < LANGS; i++) {
		if (template_parse(t->arena, langs[i], one->source, one->len,
		    &one->nodes[i], &line, &why) != OK)
			log_fatal("template %s, line %zu: %s", one->name,
			    line, why);
		bind_parts(t, one, &one->nodes[i]);
	}
}

struct templates *
templates_load(const char *dirs)
{
	struct arena *a = arena_new();
	struct templates *t = arena_alloc(a, sizeof(*t));
	char *next = text_copy(a, dirs), *dir;

	t->arena = a;
	while ((dir = strsep(&next, ":")) != NULL)
		if (*dir != '\0')
			load_dir(t, dir);
	for (size_t i = 0; i < t->len; i++)
		parse_template(t, &t->template[i]);
	t->layout = find_template(t, "layout");
	return t;
}

void
templates_free(struct templates *t)
{
	arena_free(t->arena);
}

static const struct entry *
look_up(const struct run *run, const struct node *node)
{
	const uint64_t bit = view_bit(node->hash);
	const struct view *v;
	const struct entry *e;

	for (size_t i = run->depth; i > 0; i--) {
		v = run->views[i - 1];
		if ((v->seen & bit) != 0 &&
		    (e = view_find(v, node->text, node->hash)) != NULL)
			return e;
	}
	return NULL;
}

static bool
is_true(const struct entry *e)
{
	if (e == NULL)
		return false;
	switch (e->kind) {
	case ENTRY_TEXT:
		return *e->text != '\0';
	case ENTRY_FLAG:
		return e->on;
	case ENTRY_LIST:
		return e->first != NULL;
	}
	return false;
}

static bool show_nodes(struct run *run, const struct nodes *nodes,
    size_t begin, size_t end);

static bool
show_section(struct run *run, const struct nodes *nodes, size_t at)
{
	const struct node *node = &nodes->node[at];
	const struct entry *e = look_up(run, node);

	if (is_true(e) != (node->kind == NODE_SECTION))
		return true;
	if (node->kind == NODE_INVERTED || e->kind != ENTRY_LIST)
		return show_nodes(run, nodes, at + 1, node->end);
	if (run->depth == DEPTH_MAX)
		return false;
	run->depth++;
	for (const struct view *v = e->first; v != NULL; v = v->next) {
		run->views[run->depth - 1] = v;
		if (!show_nodes(run, nodes, at + 1, node->end))
			return false;
	}
	run->depth--;
	return true;
}

static bool
show_part(struct run *run, size_t part)
{
	const struct nodes *nodes;
	bool done;

	if (part == PART_PAGE)
		part = run->page;
	if (run->parts == DEPTH_MAX)
		return false;
	run->parts++;
	nodes = &run->t->template[part].nodes[run->lang];
	done = show_nodes(run, nodes, 0, nodes->len);
	run->parts--;
	return done;
}

static bool
show_nodes(struct run *run, const struct nodes *nodes, size_t begin,
    size_t end)
{
	const struct entry *e;

	for (size_t i = begin; i < end; i++) {
		const struct node *node = &nodes->node[i];

		switch (node->kind) {
		case NODE_TEXT:
			str_add(run->out, node->text, node->len);
			break;
		case NODE_VALUE:
			e = look_up(run, node);
			if (e != NULL && e->kind == ENTRY_TEXT)
				add_escaped(run->out, e->text);
			break;
		case NODE_SECTION:
		case NODE_INVERTED:
			if (!show_section(run, nodes, i))
				return false;
			i = node->end - 1;
			break;
		case NODE_PART:
			if (!show_part(run, node->part))
				return false;
			break;
		}
	}
	return true;
}

enum status
template_render(const struct templates *t, const char *lang,
    const char *name, bool layout, const struct view *inner,
    const struct view *outer, struct str *out)
{
	struct run run = { .t = t, .out = out };

	run.lang = strcmp(lang, langs[1]) == 0 ? 1 : 0;
	run.page = find_template(t, name);
	if (run.page == t->len || (layout && t->layout == t->len)) {
		log_error("no template %s", run.page == t->len ? name :
		    "layout");
		return FAILED;
	}
	if (outer != NULL)
		run.views[run.depth++] = outer;
	if (inner != NULL)
		run.views[run.depth++] = inner;
	if (!show_part(&run, layout ? t->layout : run.page)) {
		log_error("template %s nests too deeply", name);
		return FAILED;
	}
	return OK;
}
