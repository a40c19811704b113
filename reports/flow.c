/* flow.c: text that runs down one column from page to page. */

#include <string.h>

#include "reports/flow.h"

#define MARGIN		42.5	/* 15 mm */
#define MARGIN_BINDING	56.7	/* 20 mm at the left */
#define HEAD_BASE	34.0	/* baseline of the running head */
#define FOOT_BASE	28.0	/* its distance from the bottom edge */
#define LEADING		1.32	/* of the size, from line to line */
#define ASCENT		0.95	/* of the size, from top to baseline */
#define FACT_GAP	14.0
#define NOTE_GAP	3.0	/* above and below a note */

static const struct style kind_style = { PDF_SMALL, 8, INK_JADE };
static const struct style letter_style = { PDF_BOLD, 9.5, INK_TEXT };
static const struct style title_style = { PDF_BOLD, 17, INK_TEXT };
static const struct style heading_styles[] = {
	{ PDF_BOLD, 12, INK_TEXT },
	{ PDF_BOLD, 10, INK_TEXT },
};
static const struct style note_style = { PDF_SMALL, 7.2, INK_QUIET };
static const struct style name_style = { PDF_SMALL, 7.2, INK_QUIET };
static const struct style value_style = { PDF_REGULAR, 9.5, INK_TEXT };
static const struct style running_style = { PDF_SMALL, 7.2, INK_QUIET };

void
flow_page(struct flow *f)
{
	pdf_page(f->pdf);
	f->y = f->top;
}

void
flow_start(struct flow *f, struct arena *a, struct pdf *pdf)
{
	f->arena = a;
	f->pdf = pdf;
	f->left = MARGIN_BINDING;
	f->width = pdf_width(pdf) - MARGIN_BINDING - MARGIN;
	f->top = HEAD_BASE + 22;
	f->bottom = pdf_height(pdf) - FOOT_BASE - 18;
	flow_page(f);
}

void
flow_need(struct flow *f, double height)
{
	if (f->y + height > f->bottom && f->y > f->top)
		flow_page(f);
}

void
flow_space(struct flow *f, double height)
{
	f->y += height;
}

void
flow_text(struct flow *f, const struct style *style, const char *text)
{
	struct span *lines;
	size_t n = text_wrap(f->arena, f->pdf, style, text, f->width, &lines);

	for (size_t i = 0; i < n; i++) {
		flow_need(f, style->size * LEADING);
		text_line(f->pdf, f->left, f->y + style->size * ASCENT,
		    f->width, ALIGN_LEFT, style, lines[i]);
		f->y += style->size * LEADING;
	}
}

void
flow_letter(struct flow *f, const char *const *lines, size_t n)
{
	if (*lines[0] == '\0')
		return;
	for (size_t i = 0; i < n; i++)
		if (*lines[i] != '\0')
			flow_text(f, i == 0 ? &letter_style : &note_style,
			    lines[i]);
	flow_space(f, 10);
}

void
flow_title(struct flow *f, const char *kind, const char *title)
{
	flow_text(f, &kind_style, kind);
	flow_space(f, 2);
	pdf_tag(f->pdf, PDF_TITLE, NULL);
	flow_text(f, &title_style, title);
	pdf_tag(f->pdf, PDF_TEXT, NULL);
	flow_space(f, 6);
	pdf_fill(f->pdf, f->left, f->y, f->width, 1.6, INK_JADE);
	flow_space(f, 12);
}

void
flow_heading(struct flow *f, int level, const char *text, double keep)
{
	const struct style *s = &heading_styles[level > 0];

	flow_need(f, s->size * LEADING + 18 + keep);
	if (f->y > f->top)
		flow_space(f, level > 0 ? 8 : 14);
	pdf_bookmark(f->pdf, level, text, f->y - 4);
	pdf_tag(f->pdf, level > 0 ? PDF_PART : PDF_CHAPTER, NULL);
	flow_text(f, s, text);
	pdf_tag(f->pdf, PDF_TEXT, NULL);
	flow_space(f, 4);
}

void
flow_note(struct flow *f, const char *text)
{
	flow_space(f, NOTE_GAP);
	flow_text(f, &note_style, text);
	flow_space(f, NOTE_GAP);
}

double
flow_note_height(struct flow *f, const char *text)
{
	struct span *lines;

	return 2 * NOTE_GAP + note_style.size * LEADING * (double)text_wrap(
	    f->arena, f->pdf, &note_style, text, f->width, &lines);
}

/* Draw one fact, or measure it only; returns its height. */
static double
put_fact(struct flow *f, const struct fact *fact, double x, double width,
    int draw)
{
	double y = f->y + name_style.size * LEADING;
	const char *value = fact->value;
	struct span *lines;
	size_t n;

	if (value == NULL || value[0] == '\0')
		value = "\xe2\x80\x94";
	n = text_wrap(f->arena, f->pdf, &value_style, value, width, &lines);
	if (draw) {
		text_line(f->pdf, x, f->y + name_style.size * ASCENT, width,
		    ALIGN_LEFT, &name_style, (struct span){ fact->name,
		    strlen(fact->name) });
		for (size_t i = 0; i < n; i++)
			text_line(f->pdf, x, y + value_style.size *
			    (ASCENT + LEADING * (double)i), width, ALIGN_LEFT,
			    &value_style, lines[i]);
	}
	return y - f->y + value_style.size * LEADING * (double)n;
}

void
flow_facts(struct flow *f, const struct fact *facts, size_t n,
    size_t columns)
{
	double width = (f->width - FACT_GAP * (double)(columns - 1)) /
	    (double)columns;

	for (size_t row = 0; row < n; row += columns) {
		double height = 0;

		for (int draw = 0; draw < 2; draw++) {
			if (draw)
				flow_need(f, height);
			for (size_t i = row; i < n && i < row + columns; i++) {
				double x = f->left + (width + FACT_GAP) *
				    (double)(i - row);
				double h = put_fact(f, &facts[i], x, width,
				    draw);

				height = h > height ? h : height;
			}
		}
		f->y += height + 5;
	}
}

void
flow_signatures(struct flow *f, const struct signature *s, size_t n,
    const char *date_label)
{
	const double role = 150, row = 34, date = 110;
	double line = f->width - role - date - 2 * FACT_GAP;

	flow_need(f, 12 + row * (double)n);
	flow_space(f, 12);
	for (size_t i = 0; i < n; i++, f->y += row) {
		double x = f->left + role, y = f->y + 14;
		double x2 = x + line + FACT_GAP;

		text_line(f->pdf, f->left, y - 1, role, ALIGN_LEFT,
		    &value_style, (struct span){ s[i].role,
		    strlen(s[i].role) });
		pdf_line(f->pdf, (struct pdf_point){ x, y },
		    (struct pdf_point){ x + line, y }, 0.6, INK_QUIET);
		pdf_line(f->pdf, (struct pdf_point){ x2, y },
		    (struct pdf_point){ f->left + f->width, y }, 0.6,
		    INK_QUIET);
		if (s[i].name != NULL)
			text_line(f->pdf, x, y + 9, line, ALIGN_CENTRE,
			    &note_style, (struct span){ s[i].name,
			    strlen(s[i].name) });
		text_line(f->pdf, x2, y + 9, f->left + f->width - x2,
		    ALIGN_CENTRE, &note_style, (struct span){ date_label,
		    strlen(date_label) });
	}
}

/* A running line: what does not fit beside the right part is cut off. */
static void
run(struct flow *f, double y, const char *left, const char *right)
{
	const struct style *s = &running_style;
	size_t len = strlen(right);
	double used = pdf_text_width(f->pdf, s->font, s->size, right, len);

	text_line(f->pdf, f->left, y, f->width, ALIGN_LEFT, s, (struct span){
	    left, pdf_text_fit(f->pdf, s->font, s->size, left, strlen(left),
	    f->width - used - FACT_GAP) });
	text_line(f->pdf, f->left, y, f->width, ALIGN_RIGHT, s,
	    (struct span){ right, len });
}

void
flow_end(struct flow *f, const struct running *head, const char *foot,
    const char *number)
{
	size_t n = pdf_pages(f->pdf);
	double y = pdf_height(f->pdf) - FOOT_BASE;

	pdf_tag(f->pdf, PDF_FURNITURE, NULL);
	for (size_t i = 0; i < n; i++) {
		const char *args[] = {
			text_count(f->arena, (long)i + 1),
			text_count(f->arena, (long)n),
		};

		pdf_turn_to(f->pdf, i);
		if (i > 0) {
			run(f, HEAD_BASE, head->left, head->right);
			pdf_fill(f->pdf, f->left, HEAD_BASE + 5, f->width, 0.5,
			    INK_RULE);
		}
		pdf_fill(f->pdf, f->left, y - 11, f->width, 0.5, INK_RULE);
		run(f, y, foot, text_fill(f->arena, number, args, 2));
	}
}
