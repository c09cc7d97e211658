#define _GNU_SOURCE
#include "server.h"

#include "action.h"
#include "child.h"
#include "door.h"
#include "kept.h"
#include "plugin.h"
#include "script.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* Everything the loop knows.  One thread: fork() must stay safe. */
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
	volatile int32_t *cancel_flags;      /* shared with the children, one a slot */
	bool slot_used[SERVER_ACTIONS_MAX];
	bool orphans;                        /* an action ended without cleaning up behind it */
};

static size_t slot_take(struct server *server)
{
	size_t slot = 0;

	while (server->slot_used[slot])
		slot++;
	server->slot_used[slot] = true;
	server->cancel_flags[slot] = 0;
	return slot;
}

/* What was said goes to the client, where there is one, and is kept for the next, where there may be one. */
static void publish(struct server *server, struct kept *kept)
{
	if (server->reading || server->door < 0)
		put_bytes(&server->out, server->said.bytes, server->said.length);
	if (kept)
		kept_put(&server->kept, kept, server->said.bytes, server->said.length);
	buffer_drop(&server->said, server->said.length);
}

static struct kept *keep(struct server *server, uint64_t id)
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

/* DONE has been said of an action without a process.  For a client that comes later, what it was is kept as well. */
static void unbegun(struct server *server, uint64_t id, const struct order *order)
{
	struct kept *kept = keep(server, id);
	struct buffer begun = { 0 };

	if (kept) {
		put_begun(&begun, id, 0, order);
		kept_put(&server->kept, kept, begun.bytes, begun.length);
		buffer_free(&begun);
		kept_end(kept, clock_milliseconds(), order->deadline > INT64_MAX ? 0 : (int64_t) order->deadline);
	}
	publish(server, kept);
}

/* An action that was not begun: ENDING_NOT_BEGUN with errno, or ENDING_DEADLINE or ENDING_CANCELLED. */
static void not_begun(struct server *server, uint64_t id, const struct order *order, enum ending ending, int error)
{
	put_failure(&server->said, id, ending, (uint32_t) error, NULL);
	unbegun(server, id, order);
}

/* An action that external scripts cannot do is answered as a plugin would. */
static void not_supported(struct server *server, uint64_t id, const struct order *order)
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

/* Passes on what was said of a child.  After DONE nothing more comes, even while its process is still there. */
static void pass_on(struct server *server, struct child *child, bool is_over)
{
	publish(server, child->kept);
	if (child->kept && is_over) {
		kept_end(child->kept, clock_milliseconds(), child->deadline);
		child->kept = NULL;
	}
}

/* What a child must not inherit: the way to the client, and the ends of its siblings' pipes. */
static void close_in_child(struct server *server)
{
	close(server->socket);
	close(server->signals);
	close(server->door);
	for (size_t i = 0; i < server->count; i++) {
		close(server->children[i]->result); /* -1 where it is closed already */
		close(server->children[i]->output);
	}
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

_Noreturn static void become(struct server *server, struct child *child, const struct order *order)
{
	const volatile int32_t *cancelled = &server->cancel_flags[child->slot];

	close_in_child(server);
	child_become(child);
	if (!server->agent.script)
		action_run(server->agent.plugin, order, cancelled, child->result_in);
	setrlimit(RLIMIT_NOFILE, &server->files); /* some programs walk through all descriptors there could be */
	script_become(server->agent.script, !server->agent.is_alert, order, cancelled, child->result_in);
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
	child->kept = keep(server, child->id);
	server->children[server->count++] = child;
	put_begun(&server->said, child->id, child->pid, order);
	pass_on(server, child, false);
}

static void begin(struct server *server, uint64_t id, struct order *order)
{
	enum ending hindered = hindrance(server, id, order);
	const struct kept *kept = kept_find(&server->kept, id);
	struct child *child;
	size_t slot;

	if (kept) /* never twice: whoever asks again is told what came of it so far */
		return put_bytes(&server->out, kept->frames.bytes, kept->frames.length);
	if (server->agent.script && !script_verb(order->action))
		return not_supported(server, id, order);
	if (hindered != ENDING_RETURNED)
		return not_begun(server, id, order, hindered, hindered == ENDING_NOT_BEGUN ? EAGAIN : 0);
	slot = slot_take(server);
	child = child_begin(id, slot, order->deadline);
	if (!child) {
		server->slot_used[slot] = false;
		return not_begun(server, id, order, ENDING_NOT_BEGUN, errno);
	}
	if (child->pid == 0)
		become(server, child, order);
	enroll(server, child, order);
}

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
			begin(server, frame->id, &order);
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
	ready_put(&server->out, server->agent.script ? &script_table : server->agent.plugin);
	for (size_t i = 0; i < server->kept.count; i++)
		put_bytes(&server->out, server->kept.items[i]->frames.bytes, server->kept.items[i]->frames.length);
	frame_close(&server->out, frame_open(&server->out, FRAME_CAUGHT_UP, 0));
}

static void answer_door(struct server *server)
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

static void read_orders(struct server *server)
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

static void write_replies(struct server *server)
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

/* Takes out the child at an index: its last words, its pipes, its place. */
static void bury(struct server *server, size_t index, int status)
{
	struct child *child = server->children[index];

	child_finish(child, status, &server->said);
	pass_on(server, child, true);
	if (!child->done || status != 0)
		server->orphans = true;
	server->slot_used[child->slot] = false;
	server->children[index] = server->children[--server->count];
	child_free(child);
}

/*
 * What an action left behind comes to us, the subreaper; whatever is not an action of ours goes.  One that returned has
 * killed its own already, so this is for those that crashed or were killed: until nothing more is found, since each
 * death may bring its children.
 */
static void kill_orphans(struct server *server)
{
	int spared[SERVER_ACTIONS_MAX];

	if (!server->orphans)
		return;
	for (size_t i = 0; i < server->count; i++)
		spared[i] = server->children[i]->pid;
	server->orphans = children_sweep(spared, server->count) > 0;
}

static void reap(struct server *server)
{
	struct signalfd_siginfo info;

	while (read(server->signals, &info, sizeof info) > 0)
		;
	for (size_t i = 0; i < server->count;) {
		int status;
		if (child_reap(server->children[i], &status))
			bury(server, i, status);
		else
			i++;
	}
	kill_orphans(server);
}

static int64_t look_at_deadlines(struct server *server)
{
	int64_t now = clock_milliseconds(), nearest = kept_look_at_clock(&server->kept, now);

	for (size_t i = 0; i < server->count; i++) {
		int64_t due = child_look_at_clock(server->children[i], now);
		if (due < nearest)
			nearest = due;
	}
	return nearest == INT64_MAX ? -1 : nearest > now ? nearest - now : 0;
}

static size_t fill(struct server *server, struct pollfd *fds)
{
	size_t n = 0;

	fds[n++] = (struct pollfd) { server->reading ? server->socket : -1, POLLIN, 0 };
	fds[n++] = (struct pollfd) { server->signals, POLLIN, 0 };
	fds[n++] = (struct pollfd) { server->door, POLLIN, 0 };
	if (server->reading && server->out.length)
		fds[0].events |= POLLOUT;
	for (size_t i = 0; i < server->count; i++) {
		fds[n++] = (struct pollfd) { server->children[i]->result, POLLIN, 0 };
		fds[n++] = (struct pollfd) { server->children[i]->output, POLLIN, 0 };
	}
	return n;
}

static void listen_to_children(struct server *server, const struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct child *child = server->children[i];
		if (fds[2 * i].revents) {
			child_hear(child, &server->said);
			pass_on(server, child, child->done);
		}
		if (fds[2 * i + 1].revents)
			child_collect(child);
	}
}

enum { OWN_FDS = 3 };

static void turn(struct server *server)
{
	static struct pollfd fds[OWN_FDS + 2 * SERVER_ACTIONS_MAX];
	int64_t wait = look_at_deadlines(server);
	size_t n = fill(server, fds), count = server->count;

	if (poll(fds, n, wait > 3600000 ? 3600000 : (int) wait) < 0)
		return;
	listen_to_children(server, fds + OWN_FDS, count);
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		read_orders(server);
	if (fds[1].revents)
		reap(server);
	if (fds[2].revents)
		answer_door(server);
	write_replies(server);
}

/* With a door only once nothing runs or is kept and, the path gone, nobody has come at the last moment. */
static bool is_over(struct server *server)
{
	if (server->reading || server->count)
		return false;
	if (server->door < 0)
		return true;
	if (server->kept.count)
		return false;
	unlink(server->door_path);
	answer_door(server);
	return !server->reading;
}

static void raise_file_limit(struct rlimit *before)
{
	struct rlimit most;

	getrlimit(RLIMIT_NOFILE, before);
	most = (struct rlimit) { before->rlim_max, before->rlim_max }; /* two an action */
	setrlimit(RLIMIT_NOFILE, &most);
}

int serve(struct agent agent, int socket, int door, const char *door_path)
{
	static struct server server;
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	mallopt(M_ARENA_MAX, 1); /* a plugin's thread needs no arena of its own: a dozen page faults */
	mallopt(M_TRIM_THRESHOLD, 4 << 20); /* an action gives its memory back by ending */
	mallopt(M_TOP_PAD, 512 << 10);
	server = (struct server) {
		.agent = agent, .socket = socket, .door = door, .door_path = door_path, .reading = true
	};
	raise_file_limit(&server.files);
	server.signals = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	server.cancel_flags = mmap(NULL, SERVER_ACTIONS_MAX * sizeof *server.cancel_flags, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (server.signals < 0 || server.cancel_flags == MAP_FAILED)
		return 1;
	ready_put(&server.out, agent.script ? &script_table : agent.plugin);
	write_replies(&server);
	while (!is_over(&server))
		turn(&server);
	return 0;
}
