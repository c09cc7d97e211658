/*
 * stonith-exec - forks a process for each action asked of it on descriptor 3, done by one plugin, script or RHCS agent.
 *
 * Started by a daemon, never by hand.
 * Usage: stonith-exec [--lock] [--keep SOCKET] PLUGIN.so | --script|--agent|--alert PROGRAM
 */
#define _GNU_SOURCE
#include "stonith_exec.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SOCKET_FD = 3 };

/* The path that follows the options; NULL when it is not the only argument left. */
static const char *arguments(char **argv, struct stonith_exec_options *options)
{
	for (; *argv && **argv == '-'; argv++) {
		if (!strcmp(*argv, "--lock"))
			options->lock = true;
		else if (!strcmp(*argv, "--script"))
			options->kind = STONITH_EXEC_SCRIPT;
		else if (!strcmp(*argv, "--agent"))
			options->kind = STONITH_EXEC_AGENT;
		else if (!strcmp(*argv, "--alert"))
			options->kind = STONITH_EXEC_ALERT;
		else if (!strcmp(*argv, "--keep") && argv[1] && *argv[1] == '/')
			options->keep = *++argv;
		else
			return NULL;
	}
	return *argv && !argv[1] ? *argv : NULL;
}

int main(int argc, char **argv)
{
	struct stonith_exec_options options = { .spare = true };
	const char *path = argc > 1 ? arguments(argv + 1, &options) : NULL;
	int fd;

	if (!path || fcntl(SOCKET_FD, F_GETFD) < 0) {
		fputs("usage: stonith-exec [--lock] [--keep SOCKET] PLUGIN.so | --script|--agent|--alert PROGRAM, with a socket "
			"on descriptor 3: see stonith-exec(8)\n", stderr);
		return 64;
	}
	while ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && fd < SOCKET_FD)
		; /* 0 to 2 are never a pipe of ours */
	close(fd);
	return stonith_exec_serve(path, SOCKET_FD, options);
}
