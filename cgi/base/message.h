/* message.h: texts for people are written in English and translated later. */
#ifndef MESSAGE_H
#define MESSAGE_H

/* Marks a message for translation where it stands in a table. */
#define N_(msgid)	msgid

/* The same for a message with a plural, as two members of a table. */
#define NN_(one, many)	one, many

#endif
