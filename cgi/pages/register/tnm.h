/* tnm.h: the spelling of a TNM formula. */
#ifndef REGISTER_TNM_H
#define REGISTER_TNM_H

#include "base/arena.h"

/*
 * As it is stored and shown: "т2аN1, м0" is "T2a N1 M0".  Cyrillic letters
 * that look or sound like the Latin ones are taken for them.  A c or p between
 * two parts belongs to the one it stands at: "T2c N1", "T2 cN1".  Whether it
 * is a TNM at all is the database's to say.
 */
const char *tnm_spell(struct arena *a, const char *typed);

#endif
