/* language.h: SQL for names kept in two languages. */
#ifndef LANGUAGE_H
#define LANGUAGE_H

/* lang is a parameter ("$1"); a missing English name falls back to Russian. */
#define IN_LANGUAGE(lang, ru, en) \
	"CASE WHEN " lang " = 'en' THEN coalesce(nullif(" en ", ''), " ru ")" \
	" ELSE " ru " END"

#endif
