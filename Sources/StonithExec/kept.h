/* kept.h - what was said of actions, kept until the client has it safe: a client that crashed asks again. */
#ifndef KEPT_H
#define KEPT_H

#include "frame.h"
#include "server.h"

#ifndef KEPT_BYTES_MAX /* the fuzz target has less */
#define KEPT_BYTES_MAX (8u * 1024 * 1024) /* of all together; then only begin and end are kept */
#endif

enum {
	KEPT_MAX = 2 * SERVER_ACTIONS_MAX,   /* all that run, and as many that are over; then the oldest of these goes */
	KEPT_TARGET_MAX = 255,               /* of a target's name */
	KEPT_AFTERLIFE_MS = 60 * 1000        /* from an action's deadline, or its end where that is later */
};

struct kept {
	uint64_t id;
	int64_t expires;      /* CLOCK_BOOTTIME, milliseconds; INT64_MAX while it runs */
	struct buffer frames; /* BEGUN, SAID…, DONE, as they go to a client */
};

struct kept_book {
	struct kept *items[KEPT_MAX];
	size_t count, bytes;
};

/* Begins to keep an action.  NULL when there is no memory: fencing goes on, and is not kept. */
struct kept *kept_add(struct kept_book *book, uint64_t id);
struct kept *kept_find(const struct kept_book *book, uint64_t id);

/* Adds whole frames of the action.  Where there is no more room SAID is left out, and the output in DONE. */
void kept_put(struct kept_book *book, struct kept *kept, const uint8_t *frames, size_t length);

/* The action is over: it is kept until it is forgotten, or the time is up. */
void kept_end(struct kept *kept, int64_t now, int64_t deadline);

/* An action that runs, or is not known, is left alone. */
void kept_forget(struct kept_book *book, uint64_t id);
/* Those that run as well: nobody may add to them any more. */
void kept_forget_all(struct kept_book *book);

/* Forgets what nobody has asked for in time; answers when to look again. */
int64_t kept_look_at_clock(struct kept_book *book, int64_t now);

#endif
