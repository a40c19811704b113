/* parse.c: a template's text as a list of nodes. */

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "web/escape.h"
#include "web/i18n.h"
#include "web/parse.h"
#include "web/view.h"

enum { DEPTH_MAX = 32, NAME_MAX_LEN = 60 };

struct parser {
	struct arena	*arena;
	const char	*lang;
	const char	*source;
	const char	*end;
	const char	*next;		/* first byte not yet read */
	struct nodes	*out;
	struct str	 text;		/* literal text not yet a node */
	size_t		 open[DEPTH_MAX];
	size_t		 depth;
	const char	*why;
};

/* One {{tag}}: its mark (0 for a value) and what stands in it. */
struct tag {
	char		 mark;
	const char	*begin;		/* the "{{" */
	const char	*after;		/* behind the "}}" */
	const char	*text;
	size_t		 len;
};

static bool
refuse(struct parser *p, const char *why)
{
	p->why = why;
	return false;
}

static struct node *
add_node(struct parser *p, enum node_kind kind, const char *text, size_t len)
{
	struct nodes *out = p->out;
	struct node *node;

	if (out->len == out->size) {
		out->size = out->size == 0 ? 64 : out->size * 2;
		node = arena_array(p->arena, out->size, sizeof(*node));
		if (out->len != 0)
			memcpy(node, out->node, out->len * sizeof(*node));
		out->node = node;
	}
	node = &out->node[out->len++];
	node->kind = kind;
	node->text = text_copy_len(p->arena, text, len);
	node->len = len;
	node->hash = view_hash(node->text);
	return node;
}

static void
flush_text(struct parser *p)
{
	if (p->text.len != 0)
		add_node(p, NODE_TEXT, p->text.text, p->text.len);
	p->text.len = 0;
}

static bool
is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

static bool
is_name(const char *text, size_t len)
{
	if (len == 0 || len > NAME_MAX_LEN || text[0] < 'a' || text[0] > 'z')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!((text[i] >= 'a' && text[i] <= 'z') ||
		    (text[i] >= '0' && text[i] <= '9') || text[i] == '_'))
			return false;
	return true;
}

/* Read the tag at "{{". */
static bool
read_tag(struct parser *p, const char *begin, struct tag *tag)
{
	const char *text = begin + 2;
	const char *close;

	close = memmem(text, (size_t)(p->end - text), "}}", 2);
	if (close == NULL)
		return refuse(p, "a tag is not closed");
	tag->begin = begin;
	tag->after = close + 2;
	while (text < close && is_blank(*text))
		text++;
	tag->mark = text < close ? *text : '\0';
	if (tag->mark != '\0' && strchr("#^/>!_", tag->mark) != NULL)
		text++;
	else
		tag->mark = 0;
	while (text < close && is_blank(*text))
		text++;
	while (close > text && is_blank(close[-1]))
		close--;
	tag->text = text;
	tag->len = (size_t)(close - text);
	if (tag->after < p->end && *tag->after == '}')
		return refuse(p, "a brace too many");
	if (tag->mark == '!' || (tag->mark == '_' && tag->len != 0))
		return true;
	if (!is_name(tag->text, tag->len))
		return refuse(p, "not a tag that is known here");
	return true;
}

/*
 * A tag that shows nothing itself and stands alone on its line takes the line
 * with it.  Sets the ends of that line.
 */
static bool
stands_alone(const struct parser *p, const struct tag *tag,
    const char **line, const char **after)
{
	const char *left = tag->begin, *right = tag->after;

	if (tag->mark == 0 || tag->mark == '_')
		return false;
	while (left > p->source && (left[-1] == ' ' || left[-1] == '\t'))
		left--;
	while (right < p->end && (*right == ' ' || *right == '\t'))
		right++;
	if (left != p->source && left[-1] != '\n')
		return false;
	if (right < p->end && *right == '\r' && right + 1 < p->end &&
	    right[1] == '\n')
		right++;
	if (right < p->end && *right != '\n')
		return false;
	*line = left;
	*after = right < p->end ? right + 1 : right;
	return true;
}

static bool
open_section(struct parser *p, const struct tag *tag)
{
	if (p->depth == DEPTH_MAX)
		return refuse(p, "too many sections in one another");
	p->open[p->depth++] = p->out->len;
	add_node(p, tag->mark == '#' ? NODE_SECTION : NODE_INVERTED,
	    tag->text, tag->len);
	return true;
}

static bool
close_section(struct parser *p, const struct tag *tag)
{
	struct node *node;

	if (p->depth == 0)
		return refuse(p, "a section is closed that is not open");
	node = &p->out->node[p->open[--p->depth]];
	if (node->len != tag->len ||
	    memcmp(node->text, tag->text, tag->len) != 0)
		return refuse(p, "another section is open");
	node->end = p->out->len;
	return true;
}

static void
add_message(struct parser *p, const struct tag *tag)
{
	const char *msgid = text_copy_len(p->arena, tag->text, tag->len);
	const char *text = i18n_text(p->lang, msgid);

	add_escaped(&p->text, text);
}

static bool
take_tag(struct parser *p, const struct tag *tag)
{
	if (tag->mark == '_') {
		add_message(p, tag);
		return true;
	}
	if (tag->mark == '!')
		return true;
	flush_text(p);
	switch (tag->mark) {
	case '#':
	case '^':
		return open_section(p, tag);
	case '/':
		return close_section(p, tag);
	case '>':
		add_node(p, NODE_PART, tag->text, tag->len);
		return true;
	default:
		add_node(p, NODE_VALUE, tag->text, tag->len);
		return true;
	}
}

static bool
read_next(struct parser *p)
{
	const char *begin, *line, *after;
	struct tag tag;

	begin = memmem(p->next, (size_t)(p->end - p->next), "{{", 2);
	if (begin == NULL) {
		str_add(&p->text, p->next, (size_t)(p->end - p->next));
		p->next = p->end;
		return true;
	}
	if (!read_tag(p, begin, &tag))
		return false;
	line = tag.begin;
	after = tag.after;
	/* What an earlier tag of the same line took is not taken again. */
	if (stands_alone(p, &tag, &line, &after) && line < p->next) {
		line = tag.begin;
		after = tag.after;
	}
	str_add(&p->text, p->next, (size_t)(line - p->next));
	p->next = after;
	return take_tag(p, &tag);
}

static size_t
line_of(const struct parser *p)
{
	size_t line = 1;

	for (const char *c = p->source; c < p->next; c++)
		if (*c == '\n')
			line++;
	return line;
}

enum status
template_parse(struct arena *a, const char *lang, const char *source,
    size_t len, struct nodes *out, size_t *line, const char **why)
{
	struct parser p = { .arena = a, .lang = lang, .source = source,
	    .end = source + len, .next = source, .out = out };
	bool sound = true;

	memset(out, 0, sizeof(*out));
	str_init(&p.text, a, 256);
	if (!utf8_valid(source, len))
		sound = refuse(&p, "not UTF-8");
	while (sound && p.next < p.end)
		sound = read_next(&p);
	flush_text(&p);
	if (sound && p.depth != 0)
		sound = refuse(&p, "a section is not closed");
	*line = line_of(&p);
	*why = p.why;
	return sound ? OK : INVALID;
}
