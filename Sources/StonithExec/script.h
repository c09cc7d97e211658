/* script.h - a script or RHCS agent in the place of a plugin: the side of the forked child, and what is said of it. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "action.h"
#include "server.h"

/*
 * What the first frame says.  Of any script: a power device that accepts commands, and nothing more is known, not even
 * a type.  Of an RHCS agent: the same, and its name is its type.
 */
const struct stonith_plugin *agent_table(const struct agent *agent);

/* The script's first argument; NULL for an action that the contract of external scripts cannot ask. */
const char *script_verb(uint32_t action);

/*
 * Makes this process the script or agent, with the order's parameters in its environment or on its standard input.
 * Never returns: when it is too late or the program cannot be run, it says so on `result_fd` as a DONE frame.
 */
_Noreturn void script_become(const struct agent *agent, const struct order *order,
	const volatile int32_t *cancelled, int result_fd);

#endif
