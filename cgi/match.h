/* match.h: which row of the route table a request is for. */
#ifndef MATCH_H
#define MATCH_H

#include "worker.h"

/*
 * Set the route and the path's parameters.  Returns 0; 404; or 405 with allow
 * set.  A row that names more of the path goes before one with parameters.
 */
int route_match(struct serving *s);

#endif
