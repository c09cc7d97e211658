#define _GNU_SOURCE
#include "child.h"

#include "action.h"
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_READS = 5 }; /* of 16 KiB: what a pipe holds, and its end */

/* Above the seats, so that a child can close all of the server's at once. */
static bool lift(int *end, int above)
{
	int lifted;

	if (*end >= above)
		return true;
	lifted = fcntl(*end, F_DUPFD_CLOEXEC, above);
	close(*end);
	*end = lifted;
	return lifted >= 0;
}

static bool make_pipe(int *reading, int *writing, int above)
{
	int ends[2] = { -1, -1 };
	bool ok = pipe2(ends, O_CLOEXEC) == 0 && lift(&ends[0], above) && lift(&ends[1], above);

	*reading = ends[0];
	*writing = ends[1];
	return ok;
}

/* The child's, in the server.  errno stays. */
static void close_ends(struct child *child)
{
	int error = errno;

	close(child->result_in); /* -1 where there is none */
	close(child->output_in);
	close(child->order_in);
	errno = error;
}

static bool make_pipes(struct child *child, const struct seats *seats, bool is_spare)
{
	if (!make_pipe(&child->result, &child->result_in, seats->above)
	    || !make_pipe(&child->output, &child->output_in, seats->above)
	    || (is_spare && !make_pipe(&child->order_in, &child->order, seats->above)))
		return false;
	fcntl(child->result, F_SETFL, O_NONBLOCK);
	fcntl(child->output, F_SETFL, O_NONBLOCK);
	if (is_spare)
		fcntl(child->order, F_SETFL, O_NONBLOCK);
	return true;
}

static struct child *give_up(struct child *child)
{
	int error = errno;

	child_free(child);
	errno = error;
	return NULL;
}

struct child *child_begin(uint64_t id, size_t slot, uint64_t deadline, const struct seats *seats, bool is_spare)
{
	struct child *child = malloc(sizeof *child);

	if (!child)
		return NULL;
	*child = (struct child) {
		.id = id, .slot = slot, .deadline = (int64_t) deadline, .kill_at = INT64_MAX, .tail_max = SERVER_TAIL_BYTES,
		.server = getpid(), .pid = -1,
		.result = -1, .output = -1, .order = -1, .result_in = -1, .output_in = -1, .order_in = -1,
	};
	if (make_pipes(child, seats, is_spare))
		child->pid = fork();
	if (child->pid == 0)
		return child;
	close_ends(child);
	if (child->pid < 0)
		return give_up(child);
	setpgid(child->pid, child->pid); /* here and in the child: whoever is first */
	return child;
}

void child_become(struct child *child, const struct seats *seats)
{
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* without its server nobody keeps its deadline */
	if (getppid() != child->server)
		_exit(0);
	/* close-on-exec: a program of the plugin's has no business with them */
	child->result_in = dup3(child->result_in, seats->result, O_CLOEXEC);
	if (child->order_in >= 0)
		child->order_in = dup3(child->order_in, seats->order, O_CLOEXEC);
	dup2(child->output_in, STDOUT_FILENO);
	dup2(child->output_in, STDERR_FILENO);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

bool child_order(struct child *child, uint64_t id, uint64_t deadline, const uint8_t *frame, size_t length)
{
	ssize_t n = write(child->order, frame, length);

	if (n < 0 || (size_t) n != length)
		return false;
	close(child->order);
	child->order = -1;
	child->id = id;
	child->deadline = (int64_t) deadline;
	return true;
}

/*
 * Whether a frame is one that action.c writes.  The plugin can write into the pipe as well, and what comes out of here
 * malformed would cost the client every other action of this server.  A script cannot: what comes was written by us.
 */
static bool frame_ok(const struct child *child, const struct frame *frame)
{
	struct reader in = frame->payload;
	uint32_t first = get_u32(&in);

	if (frame->kind == FRAME_DONE)
		return in.left == 16 && (first == ENDING_RETURNED || child->is_script);
	return frame->kind == FRAME_SAID && get_u32(&in) == in.left && !in.failed;
}

/* A frame from the child is relayed only if it is one that a child may send; its id is always the child's own. */
static void relay(struct child *child, struct frame *frame, struct buffer *out)
{
	size_t start, head = FRAME_HEAD;

	if (child->done || !frame_ok(child, frame))
		return;
	if (frame->kind == FRAME_SAID && (child->said_bytes += frame->length) > SERVER_SAID_BYTES_MAX)
		return;
	start = frame_open(out, frame->kind, child->id);
	if (frame->kind == FRAME_DONE) {
		child->done = true;
		for (int i = 0; i < PIPE_READS; i++)
			child_collect(child);
		put_bytes(out, frame->payload.bytes, 16); /* ending, detail, code, evidence; its own tail is empty */
		put_counted(out, child->tail.bytes, child->tail.length);
	} else {
		put_bytes(out, frame->payload.bytes, frame->length - head);
	}
	frame_close(out, start);
}

/* Reads what is there; a pipe at its end is closed, or poll() would report it for ever. */
static ssize_t read_some(int *pipe, uint8_t *bytes, size_t room)
{
	ssize_t n = read(*pipe, bytes, room);

	if (n == 0) {
		close(*pipe);
		*pipe = -1;
	}
	return n;
}

void child_hear(struct child *child, struct buffer *out)
{
	uint8_t bytes[16 * 1024];
	struct frame frame;
	enum frame_state state = FRAME_PARTIAL;
	ssize_t n = read_some(&child->result, bytes, sizeof bytes);

	if (n <= 0 || child->done)
		return;
	put_bytes(&child->heard, bytes, (size_t) n);
	while ((state = frame_next(child->heard.bytes, child->heard.length, &frame)) == FRAME_WHOLE) {
		relay(child, &frame, out);
		buffer_drop(&child->heard, frame.length);
	}
	if (state == FRAME_BAD)
		child->heard.length = 0; /* the plugin wrote over the pipe: what ends it will say so */
}

/* Between words where they are counted on: half a host's name is another's. */
static void cut_tail(struct child *child)
{
	struct buffer *tail = &child->tail;
	size_t over = tail->length > child->tail_max ? tail->length - child->tail_max : 0;

	while (over && child->tail_max > SERVER_TAIL_BYTES && over < tail->length && tail->bytes[over] > ' ')
		over++;
	if (over)
		buffer_drop(tail, over);
}

void child_collect(struct child *child)
{
	uint8_t bytes[16 * 1024];
	ssize_t n = read_some(&child->output, bytes, sizeof bytes);

	if (n <= 0)
		return;
	put_bytes(&child->tail, bytes, (size_t) n);
	cut_tail(child);
}

static void kill_group(const struct child *child)
{
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL); /* a plugin may have left its group */
}

int64_t child_look_at_clock(struct child *child, int64_t now)
{
	if (child->killed_at_deadline || child->killed_by_cancel)
		return INT64_MAX;
	if (now >= child->deadline)
		child->killed_at_deadline = true;
	else if (now >= child->kill_at)
		child->killed_by_cancel = true;
	else
		return child->deadline < child->kill_at ? child->deadline : child->kill_at;
	kill_group(child);
	return INT64_MAX;
}

void child_cancel(struct child *child, int64_t grace_milliseconds)
{
	if (child->kill_at != INT64_MAX)
		return;
	child->kill_at = clock_milliseconds() + grace_milliseconds;
	if (child->is_script)
		kill(-child->pid, SIGTERM);
}

bool child_reap(struct child *child, int *status)
{
	return waitpid(child->pid, status, WNOHANG) == child->pid;
}

/* A script that was told to stop may end with any status, so none is believed then. */
static enum ending script_ending(const struct child *child, int status)
{
	if (child->killed_at_deadline)
		return ENDING_DEADLINE;
	if (child->kill_at != INT64_MAX)
		return ENDING_CANCELLED;
	return WIFSIGNALED(status) ? ENDING_SIGNAL : ENDING_EXITED;
}

static enum ending plugin_ending(const struct child *child, int status)
{
	if (WIFSIGNALED(status) && !child->killed_at_deadline && !child->killed_by_cancel)
		return ENDING_SIGNAL;
	if (child->killed_by_cancel || (child->kill_at != INT64_MAX && !child->killed_at_deadline))
		return ENDING_CANCELLED;
	if (child->killed_at_deadline || clock_milliseconds() >= child->deadline)
		return ENDING_DEADLINE;
	return ENDING_EXITED;
}

void child_finish(struct child *child, int status, struct buffer *out)
{
	enum ending ending;
	uint32_t detail = 0;

	kill(-child->pid, SIGKILL); /* what is left of its group */
	for (int i = 0; i < PIPE_READS; i++) {
		child_hear(child, out);
		child_collect(child);
	}
	if (child->done)
		return;
	ending = child->is_script ? script_ending(child, status) : plugin_ending(child, status);
	if (ending == ENDING_SIGNAL)
		detail = (uint32_t) WTERMSIG(status);
	if (ending == ENDING_EXITED)
		detail = (uint32_t) WEXITSTATUS(status);
	put_failure(out, child->id, ending, detail, &child->tail);
}

void child_free(struct child *child)
{
	if (child->result >= 0)
		close(child->result);
	if (child->output >= 0)
		close(child->output);
	if (child->order >= 0)
		close(child->order);
	free(child->heard.bytes);
	free(child->tail.bytes);
	free(child);
}
