/* child.h - one running action as the server sees it: its process, its pipes, its clock. */
#ifndef CHILD_H
#define CHILD_H

#include "frame.h"

#include <sys/types.h>

struct kept;

struct child {
	uint64_t id;
	size_t slot;                /* of its cancel flag */
	bool is_script;             /* it becomes a program: asked to stop by SIGTERM, its exit status counts */
	size_t tail_max;            /* of its output so much is kept */
	pid_t pid, server;          /* pid is 0 in the child itself, right after child_begin() */
	int result, output;         /* what it says as frames; its stdout and stderr */
	int order;                  /* of a spare: where its order goes; else -1 */
	int result_in, output_in, order_in; /* the child's ends, open only in the child */
	int64_t deadline, kill_at;  /* CLOCK_BOOTTIME, milliseconds; kill_at is INT64_MAX until a cancel */
	bool killed_at_deadline, killed_by_cancel, done;
	struct buffer heard;        /* frames not yet whole */
	size_t said_bytes;
	struct kept *kept;          /* what is kept of it, until it is over; NULL where nothing is */
	struct buffer tail;         /* the last of its output */
};

/* Where a child finds its ends: numbers that nothing else has, in the server and in the child. */
struct seats {
	int result, order;
	int above; /* no pipe of the server's lies below */
};

/*
 * Forks.  NULL with errno when it could not.  In the child it answers with pid 0.
 *
 * is_spare: it waits for an order, and has neither id nor deadline until then
 */
struct child *child_begin(uint64_t id, size_t slot, uint64_t deadline, const struct seats *seats, bool is_spare);
/* In the child: own process group, the pipes in their places, signals as a plugin expects them. */
void child_become(struct child *child, const struct seats *seats);
/* Gives a spare its order, a whole frame.  false when it did not take it all. */
bool child_order(struct child *child, uint64_t id, uint64_t deadline, const uint8_t *frame, size_t length);

/* Relays what the child said since, as frames with its id.  At most SERVER_SAID_BYTES_MAX, and nothing after DONE. */
void child_hear(struct child *child, struct buffer *out);
void child_collect(struct child *child);

/* Kills it when its time is up; answers when to look again. */
int64_t child_look_at_clock(struct child *child, int64_t now);
void child_cancel(struct child *child, int64_t grace_milliseconds);

/* true when the process is dead and reaped. */
bool child_reap(struct child *child, int *status);
/* Says how it ended, unless it said DONE itself. */
void child_finish(struct child *child, int status, struct buffer *out);
void child_free(struct child *child);

#endif
