/* router.h: one request from its gates to its answer. */
#ifndef ROUTER_H
#define ROUTER_H

#include "worker.h"

struct gateway;

/*
 * Answer the request that gw stands for.  False when the worker should end
 * afterwards, because something failed that a fresh one may not suffer from.
 */
bool router_serve(struct worker *w, const struct gateway *gw);

#endif
