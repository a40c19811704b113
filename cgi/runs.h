/* runs.h: the runs that palreg-report makes apart from requests. */
#ifndef RUNS_H
#define RUNS_H

#include <stdbool.h>

struct db;
struct worker;

/*
 * Make one run after another until the worker is to stop.  w->db counts, in
 * one transaction a run; the desk takes runs, tells how far they are, and
 * holds by its connection that they are being made: it goes with the worker.
 * False when the database is away.
 */
bool runs_work(struct worker *w, struct db *desk);

#endif
