#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char said[1024];
static size_t said_size;
static volatile sig_atomic_t interrupted;

static void say(int number)
{
	int before = errno;
	ssize_t count = write(STDERR_FILENO, said, said_size);

	(void) number;
	(void) count;
	interrupted = 1;
	errno = before;
}

void linux_say_on_interrupt(const char *text)
{
	struct sigaction action = { .sa_handler = say, .sa_flags = (int) SA_RESETHAND }, old;

	said_size = strnlen(text, sizeof said);
	memcpy(said, text, said_size);
	if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
}

bool linux_was_interrupted(void)
{
	return interrupted;
}
