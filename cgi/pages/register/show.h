/* show.h: how patients and prescription lines are put into views. */
#ifndef REGISTER_SHOW_H
#define REGISTER_SHOW_H

#include "db/care.h"
#include "db/patients.h"
#include "db/prescriptions.h"
#include "db/registrations.h"
#include "db/visits.h"
#include "pages/common.h"

/* Tables that end with a NULL code. */
extern const struct choice patient_statuses[], patient_sexes[],
    patient_settlements[], prescription_statuses[];

/* Who gave the answers of an assessment. */
extern const struct choice assessment_sources[];

/* The tag's colour of a pain score: above 6 is severe, above 3 needs a doctor. */
const char *pain_tone(const char *pain);

/* Whether he is cared for, or waits to be: neither removed nor turned away. */
bool is_on_register(const struct patient *p);

/* The list "steps": what may be done with the state now. */
void show_steps(struct view *v, const struct state_steps *steps);

/* Whether this user may write prescriptions for this patient. */
bool may_prescribe(const struct ctx *c, const struct patient *p);

/* All a patient's row and header show, without the identity. */
void show_patient(const struct ctx *c, struct view *v, const struct patient *p);

/* The header of a patient's pages; passport is the sealed identity or NULL. */
void show_who(const struct ctx *c, struct view *v, const struct patient *p,
    const char *passport, bool actions);

/* What the care card of the overview shows. */
void show_care(const struct ctx *c, struct view *v,
    const struct care_glance *g);

/* One visit, as part_visit.html and the list of a day show it. */
void show_visit(const struct ctx *c, struct view *v, const struct visit *w);

/* One prescription line, as part_line.html and the search show it. */
void show_line(const struct ctx *c, struct view *v,
    const struct prescription *l);

/* The list "lines" and its flag "has_lines". */
void show_lines(const struct ctx *c, struct view *v,
    const struct prescription_list *list);

#endif
