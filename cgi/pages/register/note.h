/* note.h: how notes are put into views. */
#ifndef REGISTER_NOTE_H
#define REGISTER_NOTE_H

#include "db/notes.h"
#include "pages/register/show.h"

/* One note, as part_note.html shows it: everything but its text. */
void show_note(const struct ctx *c, struct view *v, const struct note *n);

#endif
