#define _GNU_SOURCE
#include "script.h"

#include "conditions.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where ha_log.sh lies, which scripts call by its bare name. */
#define LOG_TOOL_FOLDER "/usr/share/cluster-glue"
#define PLAIN_PATH "/usr/sbin:/usr/bin:/sbin:/bin"

extern char **environ;

const struct stonith_plugin script_table = {
	.abi = STONITH_PLUGIN_ABI,
	.size = sizeof script_table,
	.type = "",
	.device_id = "",
	.description = "",
	.url = "",
	.kind = STONITH_KIND_POWER,
	.evidence_max = STONITH_EVIDENCE_ACCEPTED,
};

const char *script_verb(uint32_t action)
{
	switch (action) {
	case STONITH_RESET:
		return "reset";
	case STONITH_OFF:
		return "off";
	case STONITH_ON:
		return "on";
	case STONITH_STATUS:
	case STONITH_PROBE:
		return "status";
	case STONITH_LIST:
		return "gethosts";
	default:
		return NULL;
	}
}

static bool changes_power(uint32_t action)
{
	return action == STONITH_RESET || action == STONITH_OFF || action == STONITH_ON;
}

/* Whether an entry of the environment is of this name. */
static bool is_of(const char *entry, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(entry, name, length) && entry[length] == '=';
}

static bool is_ours(const char *name)
{
	return !strcmp(name, "PATH") || !strcmp(name, "HA_LOGTAG");
}

static bool is_replaced(const char *entry, const struct order *order)
{
	for (uint32_t i = 0; i < order->count; i++)
		if (is_of(entry, order->parameters[i].name))
			return true;
	return is_of(entry, "PATH") || is_of(entry, "HA_LOGTAG");
}

/* The server's own, the parameters over it, and over all what every script is given (ExternalScript.environment). */
static char **environment(const char *path, const struct order *order)
{
	const char *base = strrchr(path, '/'), *search = getenv("PATH");
	size_t inherited = 0, n = 0;
	char **entries;

	while (environ[inherited])
		inherited++;
	entries = calloc(inherited + order->count + 3, sizeof *entries);
	if (!entries)
		return NULL;
	for (size_t i = 0; i < inherited; i++)
		if (!is_replaced(environ[i], order))
			entries[n++] = environ[i];
	for (uint32_t i = 0; i < order->count; i++) {
		const struct parameter *parameter = &order->parameters[i];
		if (!is_ours(parameter->name)
		    && asprintf(&entries[n++], "%s=%s", parameter->name, parameter->value) < 0)
			return NULL;
	}
	if (asprintf(&entries[n++], "HA_LOGTAG=external/%s", base ? base + 1 : path) < 0
	    || asprintf(&entries[n++], "PATH=" LOG_TOOL_FOLDER ":%s", search ? search : PLAIN_PATH) < 0)
		return NULL;
	return entries;
}

/* The names of the hosts are all that is wanted of a list. */
static void drop_errors(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	dup2(null, STDERR_FILENO);
	close(null);
}

_Noreturn void script_become(const char *path, bool has_arguments, const struct order *order,
	const volatile int32_t *cancelled, int result_fd)
{
	const char *target = changes_power(order->action) ? order->target : NULL;
	const char *verb = has_arguments ? script_verb(order->action) : NULL;
	char *arguments[] = { (char *) path, (char *) verb, (char *) target, NULL };
	char **entries = environment(path, order);
	enum ending ending = ENDING_NOT_BEGUN;

	if (order->action == STONITH_LIST)
		drop_errors();
	signal(SIGPIPE, SIG_DFL);
	conditions_ordinary();
	if (*cancelled)
		ending = ENDING_CANCELLED;
	else if (clock_milliseconds() >= (int64_t) order->deadline)
		ending = ENDING_DEADLINE; /* the machine stood still meanwhile */
	else if (entries)
		execve(path, arguments, entries);
	result_send(result_fd, ending, ending == ENDING_NOT_BEGUN ? (uint32_t) errno : 0);
	_exit(127);
}
