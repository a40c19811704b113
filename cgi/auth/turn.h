/* turn.h: taking turns at what is dear, across the workers of a machine. */
#ifndef TURN_H
#define TURN_H

#include "base/status.h"

enum { TURN_AT_ONCE = 2, TURN_QUEUE = 32 };

/* Open the place where turns are taken; once, while files may be opened. */
void turn_open(void);

/*
 * Wait until fewer than TURN_AT_ONCE others are at it.  FAILED at once when
 * TURN_QUEUE others wait already.  A worker that dies gives up its turn.
 */
enum status turn_take(void) __attribute__((warn_unused_result));

/* Let the next one go on. */
void turn_give(void);

#endif
