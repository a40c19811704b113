/* finding.h: how rules say what they found; used by rule_*.c only. */
#ifndef DOSE_FINDING_H
#define DOSE_FINDING_H

#include "dose/rules.h"

enum { FIGURES_MAX = 4, LINES_MAX = 16 };

/* A check under way. */
struct check {
	struct arena			*arena;
	const struct dose_case		*in;
	struct dose_findings		*out;
};

/* Lines a rule speaks of, each once. */
struct picked {
	const struct dose_line	*line[LINES_MAX];
	size_t			 len;
};

/* Texts for {1} … {4} and a source of the figure's own, or NULL. */
struct figures {
	const char	*text[FIGURES_MAX];
	const char	*source;
};

bool is_picked(const struct picked *p, const struct dose_line *line);
void pick(struct picked *p, const struct dose_line *line);

/* Is at least one of them written now, or is everything checked? */
bool concerns(const struct check *k, const struct picked *p);

/*
 * Put down a finding, unless one for the same cause already speaks of these
 * lines, or none of them is written now.
 */
void find(struct check *k, const struct dose_rule *rule,
    const struct picked *p, const struct figures *f);

/* Does a finding for the same cause speak of one of them? */
bool is_told(const struct check *k, const struct dose_rule *rule,
    const struct picked *p);

/* "morphine, oxycodone": each medicine once. */
const char *names_of(const struct check *k, const struct picked *p);

/* "60 mg", the unit by its name; "—" where it is not known. */
const char *amount_text(const struct check *k, struct dose_amount amount);
const char *unit_name(const struct check *k, const char *code);

/* Both in force on some day. */
bool together(const struct dose_line *a, const struct dose_line *b);

/* Taken all the time: not as needed, not for breakthrough. */
bool is_steady(const struct dose_line *line);

/* Rule kinds, one function each. */
typedef void rule_fn(struct check *k, const struct dose_rule *rule);
rule_fn rule_needs_companion, rule_needs_rescue, rule_rescue_share,
    rule_together, rule_several, rule_several_patches, rule_same_medicine,
    rule_same_class;
rule_fn rule_interval, rule_day_maximum, rule_times_maximum, rule_wrong_form,
    rule_allergy, rule_rx_form, rule_rx_quantity;

#endif
