#define _GNU_SOURCE
#include "action.h"
#include "script.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* There is one more than there are actions at once: the spare has one. */
static size_t slot_take(struct server *server)
{
	size_t slot = 0;

	while (server->slot_used[slot])
		slot++;
	server->slot_used[slot] = true;
	server->cancel_flags[slot] = 0;
	return slot;
}

void slot_give_back(struct server *server, size_t slot)
{
	server->slot_used[slot] = false;
}

/* Whether what has been read, and not yet been looked at, takes the order back: it must not act even for a moment. */
static bool is_cancelled(const struct server *server, uint64_t id)
{
	size_t offset = 0;
	struct frame frame;

	while (frame_next(server->in.bytes + offset, server->in.length - offset, &frame) == FRAME_WHOLE) {
		if (frame.kind == FRAME_CANCEL && frame.id == id)
			return true;
		offset += frame.length;
	}
	return false;
}

/* What a child must not inherit: the way to the client, and the ends of its siblings' pipes. */
static void close_in_child(struct server *server)
{
	close(server->socket);
	close(server->signals);
	close(server->door);
	if (close_range((unsigned) server->seats.above, ~0u, 0) == 0)
		return;
	for (size_t i = 0; i < server->count; i++) {
		close(server->children[i]->result); /* -1 where it is closed already */
		close(server->children[i]->output);
	}
}

_Noreturn static void become(struct server *server, struct child *child, const struct order *order)
{
	const volatile int32_t *cancelled = &server->cancel_flags[child->slot];

	child_become(child, &server->seats);
	close_in_child(server);
	if (!server->agent.script)
		action_run(server->agent.plugin, order, cancelled, child->result_in);
	setrlimit(RLIMIT_NOFILE, &server->files); /* some programs walk through all descriptors there could be */
	script_become(&server->agent, order, cancelled, child->result_in);
}

/*
 * The spare waits until it is told what it is for, and then does it.  The bytes are wiped: passwords are in them.  At
 * the end of the pipe the server is gone, or wants it no more.
 */
_Noreturn static void become_spare(struct server *server, struct child *child)
{
	struct buffer in = { 0 };
	struct frame frame;
	struct order order;
	uint8_t bytes[4096];
	ssize_t n;

	child_become(child, &server->seats);
	close_in_child(server);
	while (frame_next(in.bytes, in.length, &frame) == FRAME_PARTIAL) {
		n = read(child->order_in, bytes, sizeof bytes);
		if (n == 0 || (n < 0 && errno != EINTR) || in.failed)
			_exit(0);
		if (n > 0)
			put_bytes(&in, bytes, (size_t) n);
	}
	close(child->order_in);
	explicit_bzero(bytes, sizeof bytes);
	if (!order_read(&frame.payload, &order))
		_exit(0);
	buffer_free(&in);
	action_run(server->agent.plugin, &order, &server->cancel_flags[child->slot], child->result_in);
}

/* Why an order is not begun; ENDING_RETURNED when it is. */
static enum ending hindrance(const struct server *server, uint64_t id, const struct order *order)
{
	if (order->deadline > INT64_MAX || clock_milliseconds() >= (int64_t) order->deadline)
		return ENDING_DEADLINE;
	if (is_cancelled(server, id))
		return ENDING_CANCELLED;
	return server->count == SERVER_ACTIONS_MAX ? ENDING_NOT_BEGUN : ENDING_RETURNED;
}

static void enroll(struct server *server, struct child *child, const struct order *order)
{
	child->is_script = server->agent.script != NULL;
	if (child->is_script && order->action == STONITH_LIST)
		child->tail_max = SERVER_LIST_BYTES;
	server->children[server->count++] = child;
	reply_begun(server, child, order);
}

/* The spare with the order in its pipe; NULL where there is none, or it did not take it. */
static struct child *use_spare(struct server *server, const struct frame *frame, const struct order *order)
{
	struct child *spare = server->spare;

	if (!spare)
		return NULL;
	server->spare = NULL;
	server->spare_at = clock_milliseconds() + SERVER_SPARE_REST_MS;
	if (child_order(spare, frame->id, order->deadline, frame->bytes, frame->length))
		return spare;
	kill(spare->pid, SIGKILL);
	server->orphans = true; /* the sweep reaps it */
	slot_give_back(server, spare->slot);
	child_free(spare);
	return NULL;
}

/* NULL with errno. */
static struct child *start(struct server *server, const struct frame *frame, const struct order *order)
{
	size_t slot = slot_take(server);
	struct child *child = child_begin(frame->id, slot, order->deadline, &server->seats, false);

	if (!child)
		slot_give_back(server, slot);
	else if (child->pid == 0)
		become(server, child, order);
	return child;
}

void begin(struct server *server, const struct frame *frame, struct order *order)
{
	enum ending hindered = hindrance(server, frame->id, order);
	const struct kept *kept = kept_find(&server->kept, frame->id);
	struct child *child;

	if (kept) /* never twice: whoever asks again is told what came of it so far */
		return put_bytes(&server->out, kept->frames.bytes, kept->frames.length);
	if (server->agent.script && !script_verb(order->action))
		return reply_not_supported(server, frame->id, order);
	if (hindered != ENDING_RETURNED)
		return reply_not_begun(server, frame->id, order, hindered, hindered == ENDING_NOT_BEGUN ? EAGAIN : 0);
	child = use_spare(server, frame, order);
	if (!child)
		child = start(server, frame, order);
	if (!child)
		return reply_not_begun(server, frame->id, order, ENDING_NOT_BEGUN, errno);
	enroll(server, child, order);
}

/* Not while a part of an order is there, whose passwords it would take with it. */
void spare_make(struct server *server)
{
	size_t slot;

	if (server->spare || server->in.length || clock_milliseconds() < server->spare_at)
		return;
	slot = slot_take(server);
	server->spare = child_begin(0, slot, INT64_MAX, &server->seats, true);
	if (!server->spare) {
		slot_give_back(server, slot);
		server->spare_at = clock_milliseconds() + SERVER_SPARE_AGAIN_MS;
	} else if (server->spare->pid == 0) {
		become_spare(server, server->spare);
	}
}

void spare_lost(struct server *server)
{
	slot_give_back(server, server->spare->slot);
	child_free(server->spare);
	server->spare = NULL;
	server->spare_at = clock_milliseconds() + SERVER_SPARE_AGAIN_MS;
}
