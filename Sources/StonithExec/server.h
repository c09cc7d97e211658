/* server.h - the loop: frames in, one forked process an action, frames out. */
#ifndef SERVER_H
#define SERVER_H

#include "stonith_exec.h"
#include "stonith_plugin.h"

#include <stdbool.h>

enum {
	SERVER_ACTIONS_MAX = 2048,          /* at once; one more is answered ENDING_NOT_BEGUN */
	SERVER_SLOTS = SERVER_ACTIONS_MAX + 1, /* and the spare */
	SERVER_SAID_BYTES_MAX = 64 * 1024,  /* of one action; what comes after is dropped */
	SERVER_IN_MAX = 4 * 1024 * 1024,    /* orders not yet looked at */
	SERVER_TAIL_BYTES = 4 * 1024,       /* kept of what an action wrote to stdout and stderr */
	SERVER_LIST_BYTES = 64 * 1024,      /* the same, of a script's list of hosts */
	SERVER_CANCEL_GRACE_MS = 1000,      /* from a cancel to the kill */
	SERVER_SPARE_REST_MS = 10,          /* from an order to the next spare: what was begun goes first */
	SERVER_SPARE_AGAIN_MS = 1000        /* when no process can be had */
};

/* What carries the actions out: a plugin that is loaded and warm, or else the path of a program. */
struct agent {
	const struct stonith_plugin *plugin;
	const char *script; /* of a program of any kind */
	enum stonith_exec_kind kind;
};

/* How it is served. */
struct serving {
	int door;              /* a listening socket (door.h), or -1 */
	const char *door_path; /* where it lies */
	bool has_spare;        /* a process is kept ready for the next action of a plugin */
};

/*
 * Serves the socket until its other end is closed and the last action is over.  With a door (--keep) what runs goes on
 * without a client, and what was said is kept for the next one.  Answers the exit status.
 */
int serve(struct agent agent, int socket, struct serving serving);

#endif
