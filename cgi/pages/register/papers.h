/* papers.h: what the printed pages of prescriptions begin with. */
#ifndef REGISTER_PAPERS_H
#define REGISTER_PAPERS_H

#include "db/blanks.h"
#include "db/line_notes.h"
#include "db/papers.h"
#include "dose/dose.h"
#include "pages/register/show.h"

/* What every paper loads: its patient, its lines, the names of units. */
struct paper {
	struct patient		 patient;
	struct paper_list	 lines;
	struct book		 units;
	struct line_notes	 notes;
};

/*
 * Run the query of the lines, and the others, at most PAPER_MORE, in one round
 * trip; the header of the paper and the patient's go into v, the rows of the
 * others into them.  NOT_FOUND where the patient is not seen.
 */
enum { PAPER_MORE = 2 };
enum status paper_open(struct ctx *c, struct view *v, const char *patient,
    struct query lines, struct query *more, size_t len, const char *heading,
    struct paper *out) __attribute__((warn_unused_result));

/* One line as every paper shows it: part_paper_*.html. */
void show_paper_line(const struct ctx *c, struct view *v,
    const struct paper_line *l, const struct book *units);

/*
 * The page of one line; in is the refused form of a blank, or NULL.  Returns
 * answer once the page stands.
 */
enum status paper_one_show(struct ctx *c, const char *patient,
    const char *line, const struct value *in, enum status answer)
    __attribute__((warn_unused_result));

/* What dose_plan() and dose_convert() need of a line. */
void paper_dose(const struct paper_line *l, struct dose_line *out,
    struct dose_product *product);

#endif
