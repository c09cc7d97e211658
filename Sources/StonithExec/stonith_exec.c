#define _GNU_SOURCE
#include "stonith_exec.h"

#include "conditions.h"
#include "door.h"
#include "plugin.h"
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void refuse(int socket, char *reason)
{
	struct buffer out = { 0 };
	size_t start = frame_open(&out, FRAME_REFUSED, 0);

	put_string(&out, reason ? reason : "out of memory");
	frame_close(&out, start);
	if (!out.failed)
		send(socket, out.bytes, out.length, MSG_NOSIGNAL);
	free(out.bytes);
	free(reason);
}

/* The Swift runtime's crash handlers would print a page where one line is wanted: every signal goes to its default. */
static void reset_signals(void)
{
	sigset_t none;

	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		signal(signal_number, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A plugin must not read what somebody types at stonith. */
static void no_input(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	dup2(null, STDIN_FILENO);
	close(null);
}

/* false, with the reason sent, when what lies at the path cannot be used. */
static bool agent_load(const char *path, int socket, enum stonith_exec_kind kind, struct agent *agent)
{
	char *reason = NULL;

	*agent = (struct agent) { .kind = kind };
	if (kind == STONITH_EXEC_PLUGIN)
		agent->plugin = plugin_load(path, &reason);
	else if (access(path, X_OK) == 0)
		agent->script = path;
	else
		reason = strdup(strerror(errno));
	if (!agent->plugin && !agent->script)
		return refuse(socket, reason), false;
	return true;
}

int stonith_exec_serve(const char *path, int socket, struct stonith_exec_options options)
{
	struct rlimit no_core = { 0, 0 };
	struct agent agent;
	struct serving serving = { .door = -1, .door_path = options.keep, .has_spare = options.spare };

	reset_signals();
	conditions_give_way();
	no_input();
	fcntl(socket, F_SETFD, FD_CLOEXEC);
	setrlimit(RLIMIT_CORE, &no_core); /* passwords are in memory */
	prctl(PR_SET_DUMPABLE, 0);           /* nor for a pipe of core_pattern, which gets one whatever the limit is */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (!agent_load(path, socket, options.kind, &agent))
		return 1;
	if (options.keep)
		serving.door = door_open(options.keep); /* without one it works as well, but for a crash of the client */
	if (options.lock)
		mlockall(MCL_CURRENT); /* without the right to it goes on: late in a bad hour beats not at all */
	return serve(agent, socket, serving);
}

int stonith_exec_fork(const char *plugin, int socket, pid_t *pid)
{
	*pid = fork();
	if (*pid < 0)
		return errno;
	if (*pid == 0) {
		setpgid(0, 0);
		if (socket > STDERR_FILENO + 1)
			close_range(STDERR_FILENO + 1, (unsigned) socket - 1, 0);
		close_range((unsigned) socket + 1, ~0u, 0);
		_exit(stonith_exec_serve(plugin, socket, (struct stonith_exec_options) { 0 }));
	}
	return 0;
}
