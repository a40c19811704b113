/* login.h: which texts are login names. */
#ifndef SEAL_LOGIN_H
#define SEAL_LOGIN_H

#include "seal/tup.h"

/* True for [a-z0-9][a-z0-9._-]{1,62}, the form after trimming and folding. */
int login_is_valid(struct bytes login);

#endif
