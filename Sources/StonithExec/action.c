#define _GNU_SOURCE
#include "action.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t clock_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool order_read(struct reader *payload, struct order *order)
{
	memset(order, 0, sizeof *order);
	order->action = get_u32(payload);
	order->flags = get_u32(payload);
	order->deadline = get_u64(payload);
	order->target = get_string(payload);
	uint32_t count = get_u32(payload);
	if (payload->failed || count > ACTION_PARAMETERS_MAX)
		return false;
	order->parameters = calloc((size_t) count + 1, sizeof *order->parameters);
	if (!order->parameters)
		return false;
	for (order->count = 0; order->count < count; order->count++) {
		struct parameter *parameter = &order->parameters[order->count];
		parameter->name = get_string(payload);
		parameter->value = get_string(payload);
		if (payload->failed) {
			order->count++; /* what it holds is freed with the rest */
			return false;
		}
	}
	return payload->left == 0;
}

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void order_free(struct order *order)
{
	for (uint32_t i = 0; i < order->count; i++) {
		free(order->parameters[i].name);
		wipe(order->parameters[i].value);
	}
	free(order->parameters);
	free(order->target);
	memset(order, 0, sizeof *order);
}

static const char *look_up(const struct stonith_request *request, const char *name)
{
	const struct order *order = request->host;

	for (uint32_t i = 0; name && i < order->count; i++)
		if (!strcmp(order->parameters[i].name, name))
			return order->parameters[i].value;
	return NULL;
}

static void send_all(int result_fd, const struct buffer *frame)
{
	size_t sent = 0;

	while (!frame->failed && sent < frame->length) {
		ssize_t n = write(result_fd, frame->bytes + sent, frame->length - sent);
		if (n < 0 && errno != EINTR)
			return; /* the server is gone: nobody is left to tell */
		if (n > 0)
			sent += (size_t) n;
	}
}

static void say(struct stonith_reply *reply, uint32_t what, const char *string)
{
	struct buffer frame = { 0 };
	size_t start = frame_open(&frame, FRAME_SAID, 0), length;

	if (!string)
		return;
	length = strnlen(string, FRAME_BYTES_MAX / 4);
	put_u32(&frame, what);
	put_counted(&frame, string, length);
	frame_close(&frame, start);
	send_all(*(const int *) reply->host, &frame);
	free(frame.bytes);
}

static void send_result(int result_fd, int32_t code, uint32_t evidence)
{
	struct buffer frame = { 0 };
	size_t start = frame_open(&frame, FRAME_DONE, 0);

	put_u32(&frame, ENDING_RETURNED);
	put_u32(&frame, 0);
	put_u32(&frame, (uint32_t) code);
	put_u32(&frame, evidence);
	put_string(&frame, "");
	frame_close(&frame, start);
	send_all(result_fd, &frame);
}

void result_send(int result_fd, enum ending ending, uint32_t detail)
{
	struct buffer frame = { 0 };

	put_failure(&frame, 0, ending, detail, NULL);
	send_all(result_fd, &frame);
}

static bool holds(const int *pids, size_t count, int pid)
{
	for (size_t i = 0; i < count; i++)
		if (pids[i] == pid)
			return true;
	return false;
}

/* The children that one thread of this process made. */
static int sweep_thread(const char *thread, const int *spared, size_t count)
{
	char path[64];
	int pid, found = 0;
	FILE *list;

	snprintf(path, sizeof path, "/proc/self/task/%.20s/children", thread);
	list = fopen(path, "re");
	if (!list)
		return 0;
	while (fscanf(list, "%d", &pid) == 1)
		if (!holds(spared, count, pid)) {
			found++;
			kill(pid, SIGKILL);
			waitpid(pid, NULL, WNOHANG);
		}
	fclose(list);
	return found;
}

int children_sweep(const int *spared, size_t count)
{
	DIR *threads = opendir("/proc/self/task");
	struct dirent *entry;
	int found = 0;

	while (threads && (entry = readdir(threads)))
		if (entry->d_name[0] != '.')
			found += sweep_thread(entry->d_name, spared, count);
	if (threads)
		closedir(threads);
	return found;
}

/*
 * No process of this action may outlive it: the next action on the device would meet it.  Ends when the kernel says
 * that there is none; without /proc to find them by, it waits for them, until the deadline kills all.
 */
static void kill_leftovers(void)
{
	while (waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD) {
		children_sweep(NULL, 0);
		waitpid(-1, NULL, 0);
	}
}

_Noreturn void action_run(const struct stonith_plugin *plugin, const struct order *order,
	const volatile int32_t *cancelled, int result_fd)
{
	struct stonith_request request = {
		.size = sizeof request,
		.action = order->action,
		.target = order->target,
		.milliseconds_left = (int64_t) order->deadline - clock_milliseconds(),
		.cancelled = cancelled,
		.parameter = look_up,
		.host = (void *) order,
		.flags = order->flags,
	};
	struct stonith_reply reply = { .size = sizeof reply, .say = say, .host = &result_fd };
	int32_t code;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (request.milliseconds_left <= 0 || *cancelled)
		_exit(0); /* the machine stood still meanwhile: the server says which of the two it was */
	code = plugin->act(&request, &reply);
	fflush(NULL);
	kill_leftovers();
	send_result(result_fd, code, reply.evidence);
	_exit(0);
}
