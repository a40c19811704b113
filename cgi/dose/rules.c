/* rules.c: safety checks of prescription lines; the rules are data. */

#include <string.h>

#include "base/str.h"
#include "dose/finding.h"

static const struct {
	const char	*kind;
	rule_fn		*fn;
} kinds[] = {
	{ "allergy",		rule_allergy },
	{ "day_maximum",	rule_day_maximum },
	{ "interval",		rule_interval },
	{ "needs_companion",	rule_needs_companion },
	{ "needs_rescue",	rule_needs_rescue },
	{ "rescue_share",	rule_rescue_share },
	{ "rx_form",		rule_rx_form },
	{ "rx_quantity",	rule_rx_quantity },
	{ "same_class",		rule_same_class },
	{ "same_medicine",	rule_same_medicine },
	{ "several",		rule_several },
	{ "several_patches",	rule_several_patches },
	{ "times_maximum",	rule_times_maximum },
	{ "together",		rule_together },
	{ "wrong_form",		rule_wrong_form },
};

static rule_fn *
find_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].fn;
	return NULL;
}

bool
dose_rule_known(const char *kind)
{
	return find_kind(kind) != NULL;
}

static bool
is_word(const char *text, const char *word, size_t len)
{
	return strncmp(text, word, len) == 0 && text[len] == '\0';
}

/* A group or #id as a whole, an ATC code by its beginning. */
static bool
names_medicine(const char *word, size_t len, const struct dose_medicine *m)
{
	if (word[0] == '#')
		return is_word(m->id, word + 1, len - 1);
	if (len >= 3 && word[1] >= '0' && word[1] <= '9')
		return strncmp(m->atc, word, len) == 0;
	return is_word(m->group, word, len);
}

bool
dose_names(const char *list, const struct dose_medicine *medicine)
{
	size_t len;

	for (const char *p = list; *p != '\0'; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		if (len > 0 && names_medicine(p, len, medicine))
			return true;
	}
	return false;
}

bool
together(const struct dose_line *a, const struct dose_line *b)
{
	return dose_overlaps(a, b->starts_on, b->schedule == DOSE_ONCE ?
	    b->starts_on : b->ends_on);
}

bool
is_steady(const struct dose_line *line)
{
	return !line->prn && line->basis == DOSE_BACKGROUND &&
	    line->schedule != DOSE_ONCE;
}

bool
is_picked(const struct picked *p, const struct dose_line *line)
{
	for (size_t i = 0; i < p->len; i++)
		if (p->line[i] == line)
			return true;
	return false;
}

void
pick(struct picked *p, const struct dose_line *line)
{
	if (!is_picked(p, line) && p->len < LINES_MAX)
		p->line[p->len++] = line;
}

bool
concerns(const struct check *k, const struct picked *p)
{
	const struct dose_case *in = k->in;

	for (size_t i = 0; i < p->len; i++)
		if (p->line[i] < in->lines + in->nfresh)
			return true;
	return in->nfresh == 0;
}

/* Does the finding speak of all these lines already? */
static bool
covers(const struct dose_finding *f, const struct picked *p)
{
	size_t same = 0;

	for (size_t i = 0; i < p->len; i++)
		for (size_t k = 0; k < f->nlines; k++)
			same += f->lines[k] == p->line[i];
	return same == p->len;
}

bool
is_told(const struct check *k, const struct dose_rule *rule,
    const struct picked *p)
{
	for (size_t i = 0; i < k->out->len; i++) {
		const struct dose_finding *f = &k->out->item[i];

		for (size_t n = 0; n < f->nlines; n++)
			if (strcmp(f->rule->cause, rule->cause) == 0 &&
			    is_picked(p, f->lines[n]))
				return true;
	}
	return false;
}

static const char *
fill(struct arena *a, const char *text, const struct figures *f)
{
	struct str s;

	str_init(&s, a, 200);
	for (; *text != '\0'; text++) {
		if (text[0] == '{' && text[1] >= '1' &&
		    text[1] < '1' + FIGURES_MAX && text[2] == '}' &&
		    f->text[text[1] - '1'] != NULL) {
			str_add_text(&s, f->text[text[1] - '1']);
			text += 2;
		} else {
			str_add_char(&s, *text);
		}
	}
	return s.text;
}

void
find(struct check *k, const struct dose_rule *rule, const struct picked *p,
    const struct figures *f)
{
	const struct dose_line **lines;
	struct dose_finding *item;

	if (!concerns(k, p))
		return;
	for (size_t i = 0; i < k->out->len; i++)
		if (strcmp(k->out->item[i].rule->cause, rule->cause) == 0 &&
		    covers(&k->out->item[i], p))
			return;
	item = arena_array(k->arena, k->out->len + 1, sizeof(*item));
	if (k->out->len > 0)
		memcpy(item, k->out->item, k->out->len * sizeof(*item));
	lines = arena_array(k->arena, p->len, sizeof(*lines));
	memcpy(lines, p->line, p->len * sizeof(*lines));
	item[k->out->len++] = (struct dose_finding){
		.rule = rule,
		.lines = lines,
		.nlines = p->len,
		.text = fill(k->arena, rule->text, f),
		.source = f->source != NULL ? f->source : rule->source,
	};
	k->out->item = item;
}

const char *
names_of(const struct check *k, const struct picked *p)
{
	struct str s;
	size_t before;

	str_init(&s, k->arena, 60);
	for (size_t i = 0; i < p->len; i++) {
		for (before = 0; before < i; before++)
			if (strcmp(p->line[before]->medicine->id,
			    p->line[i]->medicine->id) == 0)
				break;
		if (before < i)
			continue;
		if (s.len > 0)
			str_add_text(&s, ", ");
		str_add_text(&s, p->line[i]->medicine->name);
	}
	return s.text;
}

const char *
unit_name(const struct check *k, const char *code)
{
	for (size_t i = 0; i < k->in->nnames; i++)
		if (strcmp(k->in->names[i].code, code) == 0)
			return k->in->names[i].name;
	return code;
}

const char *
dose_number(struct arena *a, struct ratio r, int places, char point)
{
	struct decimal d;
	char text[DECIMAL_TEXT], *dot;

	if (ratio_round(r, places, &d) != OK)
		return "—";
	decimal_print(d, text);
	if ((dot = strchr(text, '.')) != NULL)
		*dot = point;
	return text_copy(a, text);
}

const char *
amount_text(const struct check *k, struct dose_amount amount)
{
	if (!ratio_known(amount.value))
		return "—";
	return text_printf(k->arena, "%s %s", dose_number(k->arena,
	    amount.value, 2, k->in->point), unit_name(k, amount.unit));
}

void
dose_check(struct arena *a, const struct dose_case *in,
    struct dose_findings *out)
{
	struct check k = { a, in, out };
	rule_fn *fn;

	*out = (struct dose_findings){ NULL, 0 };
	for (int severity = DOSE_STOP; severity >= DOSE_INFO; severity--)
		for (size_t i = 0; i < in->nrules; i++)
			if ((int)in->rules[i].severity == severity &&
			    (fn = find_kind(in->rules[i].kind)) != NULL)
				fn(&k, &in->rules[i]);
}
