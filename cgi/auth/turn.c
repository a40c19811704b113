/* turn.c: taking turns at what is dear, across the workers of a machine. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/turn.h"
#include "base/log.h"

/*
 * A file of which nothing but the locks counts: the first bytes are the turns,
 * the others the places to wait.  The kernel drops a dead worker's locks.
 */
static int file = -1;
static int mine = -1;

/* Another user's file of that name is refused. */
void
turn_open(void)
{
	struct stat sb;
	char name[64];

	snprintf(name, sizeof(name), "/palreg-turn-%lu",
	    (unsigned long)geteuid());
	file = shm_open(name, O_RDWR | O_CREAT, 0600);
	if (file == -1 || fstat(file, &sb) != 0 || sb.st_uid != geteuid())
		log_fatal("cannot open the lock file %s: %s", name,
		    strerror(errno));
}

static bool
lock_byte(int at, short type, bool wait)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET,
	    .l_start = at, .l_len = 1 };
	int rc;

	do
		rc = fcntl(file, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
	while (rc == -1 && errno == EINTR);
	return rc == 0;
}

static int
take_any(int first, int n)
{
	for (int at = first; at < first + n; at++)
		if (lock_byte(at, F_WRLCK, false))
			return at;
	return -1;
}

enum status
turn_take(void)
{
	int place, turn;

	if ((mine = take_any(0, TURN_AT_ONCE)) != -1)
		return OK;
	if ((place = take_any(TURN_AT_ONCE, TURN_QUEUE)) == -1) {
		log_error("too many wait for their turn");
		return FAILED;
	}
	turn = place % TURN_AT_ONCE;
	if (lock_byte(turn, F_WRLCK, true))
		mine = turn;
	lock_byte(place, F_UNLCK, false);
	return mine != -1 ? OK : FAILED;
}

void
turn_give(void)
{
	if (mine != -1)
		lock_byte(mine, F_UNLCK, false);
	mine = -1;
}
