/* unit.h: what every test program here begins with. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

#endif
