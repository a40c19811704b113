/* login.c: which texts are login names. */

#include "seal/login.h"

enum { LOGIN_MIN = 2, LOGIN_MAX = 63 };

static int
is_letter_or_digit(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int
login_is_valid(struct bytes login)
{
	if (login.len < LOGIN_MIN || login.len > LOGIN_MAX ||
	    !is_letter_or_digit(login.at[0]))
		return 0;
	for (size_t i = 1; i < login.len; i++)
		if (!is_letter_or_digit(login.at[i]) && login.at[i] != '.' &&
		    login.at[i] != '_' && login.at[i] != '-')
			return 0;
	return 1;
}
