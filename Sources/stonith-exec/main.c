/*
 * stonith-exec - loads one plugin and forks a process for each action asked of it on descriptor 3.
 *
 * Started by a daemon, never by hand.  Usage: stonith-exec [--lock] PLUGIN.so
 */
#define _GNU_SOURCE
#include "stonith_exec.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SOCKET_FD = 3 };

int main(int argc, char **argv)
{
	bool lock = argc == 3 && !strcmp(argv[1], "--lock");
	int fd;

	if (argc != (lock ? 3 : 2) || fcntl(SOCKET_FD, F_GETFD) < 0) {
		fputs("usage: stonith-exec [--lock] PLUGIN.so, with a socket on descriptor 3: see stonith-exec(8)\n", stderr);
		return 64;
	}
	while ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && fd < SOCKET_FD)
		; /* 0 to 2 are never a pipe of ours */
	close(fd);
	return stonith_exec_serve(argv[argc - 1], SOCKET_FD, lock);
}
