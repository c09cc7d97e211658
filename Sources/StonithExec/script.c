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

enum { SECRET_BYTES_MIN = 3 }; /* a value of less is no secret (Secret.redacted) */

extern char **environ;

static const char *base_name(const char *path)
{
	const char *base = strrchr(path, '/');

	return base ? base + 1 : path;
}

const struct stonith_plugin *agent_table(const struct agent *agent)
{
	static struct stonith_plugin table = {
		.abi = STONITH_PLUGIN_ABI,
		.size = sizeof table,
		.type = "",
		.device_id = "",
		.description = "",
		.url = "",
		.kind = STONITH_KIND_POWER,
		.evidence_max = STONITH_EVIDENCE_ACCEPTED,
	};

	if (agent->plugin)
		return agent->plugin;
	if (agent->kind == STONITH_EXEC_AGENT)
		table.type = base_name(agent->script);
	return &table;
}

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
static char **script_environment(const char *path, const struct order *order)
{
	const char *search = getenv("PATH");
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
	if (asprintf(&entries[n++], "HA_LOGTAG=external/%s", base_name(path)) < 0
	    || asprintf(&entries[n++], "PATH=" LOG_TOOL_FOLDER ":%s", search ? search : PLAIN_PATH) < 0)
		return NULL;
	return entries;
}

/* A value of the order's that somebody put into our environment, such as a password taken from there; 1 is none. */
static bool holds_value(const char *entry, const struct order *order)
{
	const char *value = strchr(entry, '=');

	if (!value || strlen(++value) < SECRET_BYTES_MIN)
		return false;
	for (uint32_t i = 0; i < order->count; i++)
		if (!strcmp(value, order->parameters[i].value))
			return true;
	return false;
}

/* The server's own, with nothing in it of what the agent gets on its standard input; where to find programs stays. */
static char **agent_environment(const struct order *order)
{
	size_t inherited = 0, n = 0;
	char **entries;

	while (environ[inherited])
		inherited++;
	entries = calloc(inherited + 2, sizeof *entries);
	if (!entries)
		return NULL;
	for (size_t i = 0; i < inherited; i++)
		if (is_of(environ[i], "PATH") || !holds_value(environ[i], order))
			entries[n++] = environ[i];
	if (!getenv("PATH"))
		entries[n++] = (char *) "PATH=" PLAIN_PATH;
	return entries;
}

/* Neither name nor value may end the line: what follows would be an option of its own. */
static bool put_line(struct buffer *lines, const struct parameter *parameter)
{
	if (!*parameter->name || strpbrk(parameter->name, "=#\r\n") || strpbrk(parameter->value, "\r\n"))
		return false;
	put_bytes(lines, (const uint8_t *) parameter->name, strlen(parameter->name));
	put_bytes(lines, (const uint8_t *) "=", 1);
	put_bytes(lines, (const uint8_t *) parameter->value, strlen(parameter->value));
	put_bytes(lines, (const uint8_t *) "\n", 1);
	return !lines->failed;
}

/*
 * The order's parameters as lines in a pipe that becomes the standard input.  A pipe, since whoever reads it is the
 * last who ever does.  It takes all at once or not at all: nobody is there to write the rest.  false with errno.
 */
static bool lines_on_input(const struct order *order)
{
	struct buffer lines = { 0 };
	int ends[2];
	bool ok = true;

	errno = EINVAL;
	for (uint32_t i = 0; i < order->count && ok; i++)
		ok = put_line(&lines, &order->parameters[i]);
	if (ok && (ok = pipe2(ends, O_CLOEXEC) == 0)) {
		fcntl(ends[1], F_SETPIPE_SZ, (int) lines.length + 1);
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		errno = ENOSPC;
		ok = write(ends[1], lines.bytes, lines.length) == (ssize_t) lines.length
			&& dup2(ends[0], STDIN_FILENO) == STDIN_FILENO;
		close(ends[0]);
		close(ends[1]);
	}
	if (lines.bytes)
		explicit_bzero(lines.bytes, lines.length);
	free(lines.bytes);
	return ok;
}

/* The names of the hosts are all that is wanted of a list. */
static void drop_errors(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	dup2(null, STDERR_FILENO);
	close(null);
}

_Noreturn void script_become(const struct agent *agent, const struct order *order,
	const volatile int32_t *cancelled, int result_fd)
{
	const char *target = changes_power(order->action) ? order->target : NULL;
	const char *verb = agent->kind == STONITH_EXEC_SCRIPT ? script_verb(order->action) : NULL;
	char *arguments[] = { (char *) agent->script, (char *) verb, (char *) target, NULL };
	bool is_agent = agent->kind == STONITH_EXEC_AGENT;
	char **entries = is_agent ? agent_environment(order) : script_environment(agent->script, order);
	enum ending ending = ENDING_NOT_BEGUN;

	if (order->action == STONITH_LIST)
		drop_errors();
	signal(SIGPIPE, SIG_DFL);
	conditions_ordinary();
	if (*cancelled)
		ending = ENDING_CANCELLED;
	else if (clock_milliseconds() >= (int64_t) order->deadline)
		ending = ENDING_DEADLINE; /* the machine stood still meanwhile */
	else if (entries && (!is_agent || lines_on_input(order)))
		execve(agent->script, arguments, entries);
	result_send(result_fd, ending, ending == ENDING_NOT_BEGUN ? (uint32_t) errno : 0);
	_exit(127);
}
