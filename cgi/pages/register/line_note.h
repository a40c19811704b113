/* line_note.h: plan, instructions, reason and form of a line, in words. */
#ifndef REGISTER_LINE_NOTE_H
#define REGISTER_LINE_NOTE_H

#include "db/line_notes.h"
#include "pages/common.h"

/* note_plan, note_told, note_why and note_given of part_line.html. */
void show_line_note(const struct ctx *c, struct view *v,
    const struct line_notes *notes, const char *line);

#endif
