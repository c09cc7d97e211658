/* action.h - the side of the forked child: one action, from its request frame to its result. */
#ifndef ACTION_H
#define ACTION_H

#include "frame.h"
#include "stonith_plugin.h"

int64_t clock_milliseconds(void); /* CLOCK_BOOTTIME */

enum { ACTION_PARAMETERS_MAX = 256 };

struct parameter {
	char *name, *value;
};

struct order {
	uint32_t action, flags;
	uint64_t deadline; /* CLOCK_BOOTTIME, milliseconds */
	char *target;
	uint32_t count;
	struct parameter *parameters;
};

/* Reads the payload of an ACT frame.  false when it is not one; what was read is freed by order_free() either way. */
bool order_read(struct reader *payload, struct order *order);
void order_free(struct order *order);

/*
 * Runs the action in this process and never returns: says and result go to `result_fd` as frames, what is left of
 * child processes is killed first, whatever process group or session they went to.
 */
_Noreturn void action_run(const struct stonith_plugin *plugin, const struct order *order,
	const volatile int32_t *cancelled, int result_fd);

/* Tells the server, from the process of an action, that it has no result to give and why. */
void result_send(int result_fd, enum ending ending, uint32_t detail);

/*
 * Kills every child of this process but the spared ones, and reaps those already dead.  Answers how many it found; a
 * killed child's own children become ours when it dies (PR_SET_CHILD_SUBREAPER), so look again after each death.
 */
int children_sweep(const int *spared, size_t count);

#endif
