/*
 * kill-at - dies by SIGKILL just before its Nth write, so that a test can stop a program at each of its effects.
 *
 * Preloaded into stonithd (other programs are left alone).  KILL_AT=N; it counts from a SIGUSR2 on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile sig_atomic_t armed;
static long left;

static void arm(int number)
{
	(void) number;
	armed = 1;
}

__attribute__((constructor)) static void prepare(void)
{
	const char *at = getenv("KILL_AT");

	if (strcmp(program_invocation_short_name, "stonithd") || !at)
		return;
	left = atol(at);
	signal(SIGUSR2, arm);
}

static void count(void)
{
	if (armed && --left == 0)
		kill(getpid(), SIGKILL);
}

#define COUNTED(type, name, parameters, arguments) \
	type name parameters \
	{ \
		static type (*next) parameters; \
		if (!next) \
			next = (type (*) parameters) dlsym(RTLD_NEXT, #name); \
		count(); \
		return next arguments; \
	}

COUNTED(ssize_t, write, (int fd, const void *bytes, size_t length), (fd, bytes, length))
COUNTED(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
COUNTED(ssize_t, send, (int fd, const void *bytes, size_t length, int flags), (fd, bytes, length, flags))
COUNTED(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags))
