/* state.h - what the server's loop knows, and the parts that it is made of. */
#ifndef STATE_H
#define STATE_H

#include "child.h"
#include "kept.h"
#include "server.h"

#include <sys/resource.h>

/* One thread: fork() must stay safe. */
struct server {
	struct agent agent;
	struct rlimit files;                 /* as it was given to us, for scripts */
	int socket, signals;                 /* the socket is -1 while no client is there */
	bool reading;                        /* the other end may still ask for something */
	int door;                            /* where the next client knocks; -1 when the first is the only one */
	const char *door_path;
	struct buffer in, out;
	struct buffer said;                  /* frames on their way to `out` and to `kept` */
	struct kept_book kept;
	struct child *children[SERVER_ACTIONS_MAX];
	size_t count;
	struct child *spare;                 /* waits for an order; NULL where there is none */
	int64_t spare_at;                    /* when one is to be made; INT64_MAX where none is wanted */
	struct seats seats;
	volatile int32_t *cancel_flags;      /* shared with the children, one a slot */
	bool slot_used[SERVER_SLOTS];
	bool orphans;                        /* an action ended without cleaning up behind it */
};

/* replies.c: what was said goes to the client, where there is one, and is kept for the next, where there may be one. */
struct kept *reply_keep(struct server *server, uint64_t id);
void reply_begun(struct server *server, struct child *child, const struct order *order);
/* An action that was not begun: ENDING_NOT_BEGUN with errno, or ENDING_DEADLINE or ENDING_CANCELLED. */
void reply_not_begun(struct server *server, uint64_t id, const struct order *order, enum ending ending, int error);
/* An action that external scripts cannot do is answered as a plugin would. */
void reply_not_supported(struct server *server, uint64_t id, const struct order *order);
/* Passes on what was said of a child.  After DONE nothing more comes, even while its process is still there. */
void reply_pass_on(struct server *server, struct child *child, bool is_over);

/* begin.c: from an order to its process. */
void begin(struct server *server, const struct frame *frame, struct order *order);
void slot_give_back(struct server *server, size_t slot);
/* Forks the spare, where one is wanted and it is time; a failure is tried again. */
void spare_make(struct server *server);
/* The spare is dead and reaped. */
void spare_lost(struct server *server);

/* client.c: who asks. */
void client_read(struct server *server);
void client_write(struct server *server);
void client_answer_door(struct server *server);

#endif
