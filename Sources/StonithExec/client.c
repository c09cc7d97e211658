#define _GNU_SOURCE
#include "action.h"
#include "door.h"
#include "plugin.h"
#include "script.h"
#include "state.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void cancel(struct server *server, uint64_t id)
{
	for (size_t i = 0; i < server->count; i++)
		if (server->children[i]->id == id) {
			server->cancel_flags[server->children[i]->slot] = 1;
			child_cancel(server->children[i], SERVER_CANCEL_GRACE_MS);
		}
}

/* Nobody comes any more: nothing needs to be kept. */
static void shut_door(struct server *server)
{
	if (server->door < 0)
		return;
	close(server->door);
	unlink(server->door_path);
	server->door = -1;
	for (size_t i = 0; i < server->count; i++)
		server->children[i]->kept = NULL;
	kept_forget_all(&server->kept);
}

/* false: nothing more is to come, or what came is not the protocol, and nothing after it can be trusted. */
static bool obey(struct server *server, struct frame *frame)
{
	struct order order;
	bool ok;

	switch (frame->kind) {
	case FRAME_ACT:
		ok = order_read(&frame->payload, &order);
		if (ok)
			begin(server, frame, &order);
		order_free(&order);
		return ok;
	case FRAME_CANCEL:
		cancel(server, frame->id);
		return true;
	case FRAME_FORGET:
		kept_forget(&server->kept, frame->id);
		return true;
	case FRAME_CLOSE:
		shut_door(server);
		return false;
	default:
		return false;
	}
}

/* The client is gone.  What it asked for and was not begun is not done; what runs goes on. */
static void lose_client(struct server *server)
{
	if (server->socket >= 0)
		close(server->socket);
	server->socket = -1;
	server->reading = false;
	buffer_drop(&server->in, server->in.length);
	buffer_drop(&server->out, server->out.length);
}

/* The other end is gone or talks nonsense: take no more orders, and unless another may come, stop what runs. */
static void stop_reading(struct server *server)
{
	if (server->door >= 0)
		return lose_client(server);
	server->reading = false;
	for (size_t i = 0; i < server->count; i++)
		cancel(server, server->children[i]->id);
}

/* Takes a client in place of the one before, and tells it all that is kept. */
static void greet(struct server *server, int socket)
{
	lose_client(server);
	server->socket = socket;
	server->reading = true;
	ready_put(&server->out, agent_table(&server->agent));
	for (size_t i = 0; i < server->kept.count; i++)
		put_bytes(&server->out, server->kept.items[i]->frames.bytes, server->kept.items[i]->frames.length);
	frame_close(&server->out, frame_open(&server->out, FRAME_CAUGHT_UP, 0));
}

void client_answer_door(struct server *server)
{
	int socket = door_accept(server->door);

	if (socket >= 0)
		greet(server, socket);
}

/* Takes in all that has come.  false at the end: what was asked for by someone who is gone is not begun. */
static bool take_in(struct server *server)
{
	uint8_t bytes[16 * 1024];
	ssize_t n;

	while ((n = recv(server->socket, bytes, sizeof bytes, MSG_DONTWAIT)) > 0 && server->in.length < SERVER_IN_MAX)
		put_bytes(&server->in, bytes, (size_t) n);
	explicit_bzero(bytes, sizeof bytes); /* passwords passed through it */
	return (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR))) && !server->in.failed;
}

void client_read(struct server *server)
{
	struct frame frame;
	enum frame_state state = FRAME_PARTIAL;
	bool is_there = take_in(server), ok = true;

	while (ok && (state = frame_next(server->in.bytes, server->in.length, &frame)) == FRAME_WHOLE) {
		if (is_there || frame.kind != FRAME_ACT)
			ok = obey(server, &frame);
		buffer_drop(&server->in, frame.length);
	}
	if (!ok || !is_there || state == FRAME_BAD)
		stop_reading(server);
}

void client_write(struct server *server)
{
	ssize_t n;

	if (server->out.length == 0)
		return;
	n = send(server->socket, server->out.bytes, server->out.length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n > 0)
		buffer_drop(&server->out, (size_t) n);
	else if (errno != EAGAIN && errno != EINTR) {
		server->out.length = 0;
		stop_reading(server);
	}
}
