/*
 * template.c - a whole plugin in C.  Copy it, give it a type and parameters of its own, and talk to your device in
 * power() and is_on().  This one's "device" is a text file whose last line says whether the node is on.
 *
 *   cc -shared -fPIC -o template.so template.c
 *   install -m 644 template.so /usr/lib/stonith/native/
 *   stonith -t template hostlist=pm01 switch=/tmp/switch -T reset pm01
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <stonith_plugin.h>

static const struct stonith_parameter parameters[] = {
	{ "hostlist", "string", NULL, "Hosts", "The nodes on this switch, with blanks between.",
	  STONITH_PARAMETER_REQUIRED | STONITH_PARAMETER_LISTED, 0 },
	{ "switch", "string", NULL, "Switch", "The file that plays the power switch.",
	  STONITH_PARAMETER_REQUIRED | STONITH_PARAMETER_LISTED, 0 },
};

/* Says what failed and what to do, and answers the code. */
static int32_t fail(struct stonith_reply *reply, int32_t code, const char *cause, const char *text)
{
	reply->say(reply, STONITH_SAY_CAUSE, cause);
	reply->say(reply, STONITH_SAY_TEXT, text);
	return code;
}

static int names_host(const char *list, const char *host)
{
	size_t length = strlen(host);

	while (*(list += strspn(list, " ,"))) {
		size_t word = strcspn(list, " ,");
		if (word == length && !strncasecmp(list, host, length))
			return 1;
		list += word;
	}
	return 0;
}

static void list_hosts(struct stonith_reply *reply, const char *list)
{
	char host[256];

	while (*(list += strspn(list, " ,"))) {
		size_t word = strcspn(list, " ,");
		if (word < sizeof host) {
			memcpy(host, list, word);
			host[word] = 0;
			reply->say(reply, STONITH_SAY_HOST, host);
		}
		list += word;
	}
}

static int power(const char *path, const char *host, const char *state)
{
	FILE *file = fopen(path, "a");

	if (!file)
		return 0;
	fprintf(file, "%s %s\n", host, state);
	return fclose(file) == 0;
}

/* 1 on, 0 off, -1 when nobody can tell. */
static int is_on(const char *path, const char *host)
{
	char line[300], state[4];
	char name[256];
	int on = -1;
	FILE *file = fopen(path, "r");

	if (!file)
		return -1;
	while (fgets(line, sizeof line, file))
		if (sscanf(line, "%255s %3s", name, state) == 2 && !strcmp(name, host))
			on = !strcmp(state, "on");
	fclose(file);
	return on;
}

/* Sends a command and believes only what it reads back. */
static int32_t switch_to(const char *path, const char *host, int on, struct stonith_reply *reply)
{
	if (is_on(path, host) != on && !power(path, host, on ? "on" : "off"))
		return fail(reply, STONITH_S_ACCESS, "not-writable", "the switch cannot be written: check its permissions");
	if (is_on(path, host) != on)
		return fail(reply, STONITH_S_RESETFAIL, "not-switched", "the switch did not do it: look at its log");
	reply->evidence = STONITH_EVIDENCE_READ_BACK;
	return STONITH_S_OK;
}

static int32_t act(const struct stonith_request *request, struct stonith_reply *reply)
{
	const char *hosts = request->parameter(request, "hostlist");
	const char *path = request->parameter(request, "switch");
	FILE *file;
	int32_t code;

	if (!hosts || !path)
		return fail(reply, STONITH_S_BADCONFIG, "bad-config", "hostlist and switch must be set");
	if (*request->target && !names_host(hosts, request->target))
		return fail(reply, STONITH_S_BADHOST, "wrong-target", "the node is not in hostlist: nothing was sent");
	switch (request->action) {
	case STONITH_LIST:
		list_hosts(reply, hosts);
		return STONITH_S_OK;
	case STONITH_STATUS:
	case STONITH_PROBE:
		if ((file = fopen(path, "r"))) {
			fclose(file);
			return STONITH_S_OK;
		}
		return fail(reply, STONITH_S_ACCESS, "not-readable", "the switch cannot be read: check its path");
	case STONITH_OFF:
		return switch_to(path, request->target, 0, reply);
	case STONITH_ON:
		return switch_to(path, request->target, 1, reply);
	case STONITH_RESET:
		code = switch_to(path, request->target, 0, reply);
		if (code == STONITH_S_OK && is_on(path, request->target) != 1 && !power(path, request->target, "on"))
			reply->say(reply, STONITH_SAY_WARNING, "it is off, and could not be switched on again");
		return code; /* of the off, which is what counts */
	default:
		return fail(reply, STONITH_S_INVAL, "not-supported", "a text file cannot do that");
	}
}

static const struct stonith_plugin plugin = {
	.abi = STONITH_PLUGIN_ABI,
	.size = sizeof(struct stonith_plugin),
	.type = "template",
	.device_id = "example switch",
	.description = "A text file that plays a power switch: an example to copy.",
	.url = "stonith-plugin(7)",
	.parameters = parameters,
	.parameter_count = sizeof parameters / sizeof parameters[0],
	.parameter_size = sizeof parameters[0],
	.act = act,
	.kind = STONITH_KIND_POWER,
	.evidence_max = STONITH_EVIDENCE_READ_BACK,
};

const struct stonith_plugin *stonith_plugin_entry(void)
{
	return &plugin;
}
