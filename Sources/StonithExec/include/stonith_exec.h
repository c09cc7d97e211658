/* stonith_exec.h - the fork server: a program of its own for daemons, a copy of the caller for short-lived commands. */
#ifndef STONITH_EXEC_H
#define STONITH_EXEC_H

#include <stdbool.h>
#include <sys/types.h>

/* What lies at the path. */
enum stonith_exec_kind {
	STONITH_EXEC_PLUGIN,
	STONITH_EXEC_SCRIPT, /* an external script: a verb as argument, parameters in its environment */
	STONITH_EXEC_ALERT,  /* a script without arguments: its environment says all */
	STONITH_EXEC_AGENT   /* an RHCS agent: parameters as lines on its standard input, and nowhere else */
};

/* How to serve. */
struct stonith_exec_options {
	bool lock;      /* lock the memory once all is loaded */
	enum stonith_exec_kind kind;
	bool spare;     /* keep a process ready for the next action of a plugin */
	const char *keep; /* where a client that comes later finds the server, or NULL: the end of the socket cancels all */
};

/*
 * Serves the socket with the plugin, script or agent at the path until its other end is closed and the last action is
 * over.  The calling process must have one thread.  Answers the exit status.
 */
int stonith_exec_serve(const char *path, int socket, struct stonith_exec_options options);

/*
 * Forks a copy of the caller that serves.  For a command that has one thread and little memory this saves a whole
 * program start: the copy has the Swift runtime loaded already.  Answers 0 or errno.
 */
int stonith_exec_fork(const char *plugin, int socket, pid_t *pid);

#endif
