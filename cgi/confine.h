/* confine.h: what a worker may still ask of the kernel. */
#ifndef CONFINE_H
#define CONFINE_H

/* A program with sanitizers asks for more: memory without end, a process of
 * its own that looks for leaks. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED	1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED	0
#endif

/*
 * Before anything is read: no new privileges, no core file, nobody of the
 * same user looks into the memory, few open files, bounded memory.  Ends the
 * process if the kernel refuses.
 */
void confine_limits(void);

/*
 * For good, once everything is open: files below the paths of a NULL-ended
 * list may be read, none written or run, and no system call is left but those
 * that serving takes and the NULL-ended calls (NULL for none).  Another call
 * kills the process (SIGSYS).  A path that does not exist is left out; on a
 * kernel without Landlock any file may be read, but still none written.  Ends
 * the process if the filter cannot be set.
 */
void confine(const char *const *paths, const char *const *calls);

#endif
