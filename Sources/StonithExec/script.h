/* script.h - an external script in the place of a plugin: the side of the forked child, and what is said of it. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "action.h"

/* What the first frame says of any script: a power device that accepts commands, and nothing more is known. */
extern const struct stonith_plugin script_table;

/* The script's first argument; NULL for an action that the contract of external scripts cannot ask. */
const char *script_verb(uint32_t action);

/*
 * Makes this process the script, with the order's parameters in its environment.  Never returns: when it is too late
 * or the script cannot be run, it says so on `result_fd` as a DONE frame.
 *
 * has_arguments: false for an alert, whose environment says all
 */
_Noreturn void script_become(const char *path, bool has_arguments, const struct order *order,
	const volatile int32_t *cancelled, int result_fd);

#endif
