/*
 * fenced-client - asks pacemaker-fenced to fence, over libstonithd, and says how long it took.
 *
 *   fenced-client one-by-one|at-once ROUNDS COUNT AGENT [NAME=VALUE...]
 *
 * Registers COUNT devices of an agent, d1 for node n1 and so on; a '%' in a value stands for the device's number.
 * Fences the nodes ROUNDS times, all of them each time, and prints the milliseconds of each round. Exit status 1 when
 * anything failed.
 *
 * Build: cc -o fenced-client fenced-client.c $(pkg-config --cflags --libs pacemaker-fencing)
 */
#include <crm/stonith-ng.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TIMEOUT_S = 120 };

static int open_calls, failed_calls;

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void stop(const char *what, int code)
{
	fprintf(stderr, "fenced-client: %s: %s\n", what, strerror(abs(code)));
	exit(1);
}

/* NAME=VALUE as a parameter of device number n. */
static stonith_key_value_t *with_parameter(stonith_key_value_t *list, const char *word, int n)
{
	const char *equals = strchr(word, '='), *mark;
	char name[64], value[512];

	if (!equals || equals - word >= (long) sizeof name)
		stop(word, -EINVAL);
	snprintf(name, sizeof name, "%.*s", (int) (equals - word), word);
	mark = strchr(equals + 1, '%');
	if (mark)
		snprintf(value, sizeof value, "%.*s%d%s", (int) (mark - equals - 1), equals + 1, n, mark + 1);
	else
		snprintf(value, sizeof value, "%s", equals + 1);
	return stonith_key_value_add(list, name, value);
}

static void register_device(stonith_t *st, int n, const char *agent, char **words)
{
	stonith_key_value_t *list = with_parameter(NULL, "pcmk_host_check=static-list", n);
	char id[32];
	int code;

	list = with_parameter(list, "pcmk_host_list=n%", n);
	for (; *words; words++)
		list = with_parameter(list, *words, n);
	snprintf(id, sizeof id, "d%d", n);
	code = st->cmds->register_device(st, st_opt_sync_call, id, NULL, agent, list);
	stonith_key_value_freeall(list, 1, 1);
	if (code < 0)
		stop(id, code);
}

static void ended(stonith_t *st, stonith_callback_data_t *data)
{
	(void) st;
	open_calls--;
	if (data->rc != 0) {
		failed_calls++;
		fprintf(stderr, "fenced-client: call %d: %s\n", data->call_id, strerror(abs(data->rc)));
	}
}

static void begin(stonith_t *st, int n)
{
	char node[32];
	int call;

	snprintf(node, sizeof node, "n%d", n);
	call = st->cmds->fence(st, st_opt_none, node, "reboot", TIMEOUT_S, 0);
	if (call < 0)
		stop(node, call);
	open_calls++;
	st->cmds->register_callback(st, call, TIMEOUT_S, st_opt_none, NULL, "ended", ended);
}

static void wait_for_all(stonith_t *st, int descriptor)
{
	struct pollfd entry = { descriptor, POLLIN, 0 };

	while (open_calls > 0) {
		if (poll(&entry, 1, TIMEOUT_S * 1000) <= 0)
			stop("no answer", -ETIMEDOUT);
		if (!stonith_dispatch(st))
			stop("connection", -ENOTCONN);
	}
}

static double fence_all(stonith_t *st, int descriptor, int count, int at_once)
{
	double start = milliseconds();

	for (int n = 1; n <= count; n++) {
		begin(st, n);
		if (!at_once)
			wait_for_all(st, descriptor);
	}
	wait_for_all(st, descriptor);
	return milliseconds() - start;
}

int main(int argc, char **argv)
{
	stonith_t *st;
	int descriptor = -1, rounds, count, code;

	if (argc < 5 || (rounds = atoi(argv[2])) < 1 || (count = atoi(argv[3])) < 1) {
		fputs("usage: fenced-client one-by-one|at-once ROUNDS COUNT AGENT [NAME=VALUE...]\n", stderr);
		return 1;
	}
	st = stonith_api_new();
	code = st->cmds->connect(st, "fenced-client", &descriptor);
	if (code != 0)
		stop("connect", code);
	for (int n = 1; n <= count; n++)
		register_device(st, n, argv[4], argv + 5);
	for (int i = 0; i < rounds; i++)
		printf("%.3f\n", fence_all(st, descriptor, count, !strcmp(argv[1], "at-once")));
	st->cmds->disconnect(st);
	stonith_api_delete(st);
	return failed_calls != 0;
}
