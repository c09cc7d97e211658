/*
 * idle-agent - a fencing agent that does nothing, so that what is measured is whoever runs it.
 *
 * For pacemaker-fenced it is a fence agent, with its parameters on standard input; for stonithd an external script,
 * with its parameters in its environment. With fails=1 it fails, with fails=2 every other time, as its notes tell: a
 * fenced without a cluster tries devices in an order of its own. With note=FILE it adds a line to the file when it is
 * asked for power: "ended" or "began" with the milliseconds of CLOCK_MONOTONIC, for an agent that fails and one that
 * does not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const metadata =
	"<?xml version=\"1.0\"?><resource-agent name=\"fence_idle\" shortdesc=\"does nothing\">"
	"<longdesc>does nothing</longdesc><parameters><parameter name=\"plug\"><content type=\"string\"/>"
	"<shortdesc>node</shortdesc></parameter></parameters><actions><action name=\"on\"/><action name=\"off\"/>"
	"<action name=\"reboot\"/><action name=\"monitor\"/><action name=\"list\"/><action name=\"metadata\"/></actions>"
	"</resource-agent>";

static char action[32], note[256];
static int fails;

static void read_environment(const char *verb)
{
	const char *value = getenv("note");

	snprintf(action, sizeof action, "%s", verb);
	snprintf(note, sizeof note, "%s", value ? value : "");
	fails = getenv("fails") ? atoi(getenv("fails")) : 0;
}

static void read_lines(void)
{
	char line[512];

	while (fgets(line, sizeof line, stdin)) {
		sscanf(line, "action=%31s", action);
		sscanf(line, "note=%255s", note);
		sscanf(line, "fails=%d", &fails);
	}
}

/* Whether the last note is of a failure. */
static int failed_last(void)
{
	char line[64] = "";
	FILE *file = fopen(note, "r");

	while (file && fgets(line, sizeof line, file))
		;
	if (file)
		fclose(file);
	return line[0] == 'e';
}

int main(int argc, char **argv)
{
	struct timespec now;
	FILE *file;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (argc > 1)
		read_environment(argv[1]);
	else
		read_lines();
	if (!strcmp(action, "metadata"))
		return puts(metadata) < 0;
	if (strcmp(action, "reboot") && strcmp(action, "reset"))
		return 0;
	if (fails == 2)
		fails = !failed_last();
	if (note[0] && (file = fopen(note, "a"))) {
		if (fails)
			clock_gettime(CLOCK_MONOTONIC, &now);
		fprintf(file, "%s %.3f\n", fails ? "ended" : "began", now.tv_sec * 1e3 + now.tv_nsec / 1e6);
		fclose(file);
	}
	return fails;
}
