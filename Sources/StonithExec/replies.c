#define _GNU_SOURCE
#include "action.h"
#include "state.h"

#include <string.h>

/* What was said goes to the client, where there is one, and is kept for the next, where there may be one. */
static void publish(struct server *server, struct kept *kept)
{
	if (server->reading || server->door < 0)
		put_bytes(&server->out, server->said.bytes, server->said.length);
	if (kept)
		kept_put(&server->kept, kept, server->said.bytes, server->said.length);
	buffer_drop(&server->said, server->said.length);
}

struct kept *reply_keep(struct server *server, uint64_t id)
{
	return server->door >= 0 ? kept_add(&server->kept, id) : NULL;
}

static void put_begun(struct buffer *out, uint64_t id, pid_t pid, const struct order *order)
{
	size_t start = frame_open(out, FRAME_BEGUN, id);

	put_u32(out, (uint32_t) pid);
	put_u32(out, order->action);
	put_u64(out, order->deadline);
	put_counted(out, order->target, strnlen(order->target, KEPT_TARGET_MAX));
	frame_close(out, start);
}

void reply_pass_on(struct server *server, struct child *child, bool is_over)
{
	publish(server, child->kept);
	if (child->kept && is_over) {
		kept_end(child->kept, clock_milliseconds(), child->deadline);
		child->kept = NULL;
	}
}

void reply_begun(struct server *server, struct child *child, const struct order *order)
{
	child->kept = reply_keep(server, child->id);
	put_begun(&server->said, child->id, child->pid, order);
	reply_pass_on(server, child, false);
}

/* DONE has been said of an action without a process.  For a client that comes later, what it was is kept as well. */
static void unbegun(struct server *server, uint64_t id, const struct order *order)
{
	struct kept *kept = reply_keep(server, id);
	struct buffer begun = { 0 };

	if (kept) {
		put_begun(&begun, id, 0, order);
		kept_put(&server->kept, kept, begun.bytes, begun.length);
		buffer_free(&begun);
		kept_end(kept, clock_milliseconds(), order->deadline > INT64_MAX ? 0 : (int64_t) order->deadline);
	}
	publish(server, kept);
}

void reply_not_begun(struct server *server, uint64_t id, const struct order *order, enum ending ending, int error)
{
	put_failure(&server->said, id, ending, (uint32_t) error, NULL);
	unbegun(server, id, order);
}

void reply_not_supported(struct server *server, uint64_t id, const struct order *order)
{
	size_t start = frame_open(&server->said, FRAME_DONE, id);

	put_u32(&server->said, ENDING_RETURNED);
	put_u32(&server->said, 0);
	put_u32(&server->said, STONITH_S_INVAL);
	put_u32(&server->said, STONITH_EVIDENCE_NONE);
	put_string(&server->said, "");
	frame_close(&server->said, start);
	unbegun(server, id, order);
}
