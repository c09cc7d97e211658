/*
 * stonith-exec - loads one plugin and forks a process for each action asked of it on descriptor 3.
 *
 * Started by stonith and stonithd, never by hand.  Usage: stonith-exec [--lock] PLUGIN.so
 */
#define _GNU_SOURCE
#include "plugin.h"
#include "server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKET_FD = 3 };

static void refuse(char *reason)
{
	struct buffer out = { 0 };
	size_t start = frame_open(&out, FRAME_REFUSED, 0);

	put_string(&out, reason ? reason : "out of memory");
	frame_close(&out, start);
	if (!out.failed)
		send(SOCKET_FD, out.bytes, out.length, MSG_NOSIGNAL);
	free(out.bytes);
	free(reason);
}

int main(int argc, char **argv)
{
	bool lock = argc == 3 && !strcmp(argv[1], "--lock");
	struct rlimit no_core = { 0, 0 };
	const struct stonith_plugin *plugin;
	char *reason = NULL;
	int fd;

	if (argc != (lock ? 3 : 2) || fcntl(SOCKET_FD, F_GETFD) < 0) {
		fputs("usage: stonith-exec [--lock] PLUGIN.so, with a socket on descriptor 3; stonith(8) starts it\n", stderr);
		return 64;
	}
	while ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && fd < SOCKET_FD)
		; /* 0 to 2 are never a pipe of ours */
	close(fd);
	fcntl(SOCKET_FD, F_SETFD, FD_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &no_core); /* passwords are in memory */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	plugin = plugin_load(argv[argc - 1], &reason);
	if (!plugin) {
		refuse(reason);
		return 1;
	}
	if (lock)
		mlockall(MCL_CURRENT); /* no page of the plugin may need a disk later; refused without the right to, which is no reason to stop */
	return serve(plugin, SOCKET_FD);
}
