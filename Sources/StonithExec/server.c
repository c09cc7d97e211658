#define _GNU_SOURCE
#include "server.h"

#include "action.h"
#include "plugin.h"
#include "script.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Takes out the child at an index: its last words, its pipes, its place. */
static void bury(struct server *server, size_t index, int status)
{
	struct child *child = server->children[index];

	child_finish(child, status, &server->said);
	reply_pass_on(server, child, true);
	if (!child->done || status != 0)
		server->orphans = true;
	slot_give_back(server, child->slot);
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
	int spared[SERVER_SLOTS];
	size_t n = 0;

	if (!server->orphans)
		return;
	for (size_t i = 0; i < server->count; i++)
		spared[n++] = server->children[i]->pid;
	if (server->spare)
		spared[n++] = server->spare->pid;
	server->orphans = children_sweep(spared, n) > 0;
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
	if (server->spare && child_reap(server->spare, &(int) { 0 }))
		spare_lost(server);
	kill_orphans(server);
}

static int64_t look_at_deadlines(struct server *server)
{
	int64_t now = clock_milliseconds(), nearest = kept_look_at_clock(&server->kept, now);

	if (!server->spare && !server->in.length && server->spare_at < nearest)
		nearest = server->spare_at;
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
			reply_pass_on(server, child, child->done);
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

	if (!server->reading && !server->count && !server->kept.count)
		return; /* what was kept has just grown too old: nothing would end a wait */
	if (poll(fds, n, wait > 3600000 ? 3600000 : (int) wait) < 0)
		return;
	listen_to_children(server, fds + OWN_FDS, count);
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		client_read(server);
	if (fds[1].revents)
		reap(server);
	if (fds[2].revents)
		client_answer_door(server);
	client_write(server);
	spare_make(server);
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
	client_answer_door(server);
	return !server->reading;
}

static void raise_file_limit(struct rlimit *before)
{
	struct rlimit most;

	getrlimit(RLIMIT_NOFILE, before);
	most = (struct rlimit) { before->rlim_max, before->rlim_max }; /* two an action */
	setrlimit(RLIMIT_NOFILE, &most);
}

/*
 * Two descriptors for children, below all that come to the server later and above all that the plugin opened while it
 * was loaded: what is not theirs can then be closed at once.
 */
static void set_seats(struct seats *seats)
{
	enum { GAP = 64 };

	seats->result = open("/dev/null", O_RDWR | O_CLOEXEC);
	seats->order = open("/dev/null", O_RDWR | O_CLOEXEC);
	seats->above = seats->order + 1;
	for (int fd = seats->above; fd < seats->above + GAP; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			seats->above = fd + 1;
}

int serve(struct agent agent, int socket, struct serving serving)
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
		.agent = agent, .socket = socket, .door = serving.door, .door_path = serving.door_path, .reading = true,
		.spare_at = serving.has_spare && agent.plugin ? 0 : INT64_MAX,
	};
	raise_file_limit(&server.files);
	server.signals = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	server.cancel_flags = mmap(NULL, SERVER_SLOTS * sizeof *server.cancel_flags, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	set_seats(&server.seats);
	if (server.signals < 0 || server.seats.order < 0 || server.cancel_flags == MAP_FAILED)
		return 1;
	ready_put(&server.out, agent_table(&server.agent));
	client_write(&server);
	spare_make(&server);
	while (!is_over(&server))
		turn(&server);
	return 0;
}
