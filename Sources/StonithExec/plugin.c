#define _GNU_SOURCE
#include "plugin.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY "stonith_plugin_entry"

static bool text_ok(const char *text)
{
	return text && strnlen(text, PLUGIN_STRING_MAX) < PLUGIN_STRING_MAX;
}

static bool type_ok(const char *type)
{
	size_t length;

	if (!text_ok(type))
		return false;
	length = strspn(type, "abcdefghijklmnopqrstuvwxyz0123456789/_-");
	return length > 0 && length <= 64 && type[length] == 0;
}

static const struct stonith_parameter *parameter_at(const struct stonith_plugin *plugin, uint32_t index)
{
	const char *start = (const char *) plugin->parameters;

	return (const void *) (start + (size_t) index * plugin->parameter_size);
}

static const char *parameter_fault(const struct stonith_parameter *parameter)
{
	if (!text_ok(parameter->name) || !*parameter->name || strchr(parameter->name, '='))
		return "a parameter has no usable name";
	if (!text_ok(parameter->type) || !text_ok(parameter->brief) || !text_ok(parameter->description))
		return "a parameter lacks its type, brief or description";
	if (parameter->fallback && !text_ok(parameter->fallback))
		return "a parameter's default is longer than 8 KiB";
	return NULL;
}

/* A plugin built before these two fields were there has a table that ends before them. */
static bool says_kind(const struct stonith_plugin *plugin)
{
	return plugin->size >= offsetof(struct stonith_plugin, evidence_max) + sizeof plugin->evidence_max;
}

static uint32_t kind_of(const struct stonith_plugin *plugin)
{
	return says_kind(plugin) ? plugin->kind : STONITH_KIND_POWER;
}

static uint32_t evidence_max_of(const struct stonith_plugin *plugin)
{
	return says_kind(plugin) ? plugin->evidence_max : STONITH_EVIDENCE_NONE;
}

const char *plugin_fault(const struct stonith_plugin *plugin)
{
	if (!plugin)
		return ENTRY "() returned NULL";
	if (plugin->abi != STONITH_PLUGIN_ABI)
		return "it was built for another version of the plugin ABI: build it against this release's stonith_plugin.h";
	if (plugin->size < offsetof(struct stonith_plugin, kind) || plugin->size > PLUGIN_STRUCT_MAX)
		return "the size in its table cannot be true: set it to sizeof(struct stonith_plugin)";
	if (plugin->parameter_size < sizeof(struct stonith_parameter) || plugin->parameter_size > PLUGIN_STRUCT_MAX
	    || plugin->parameter_size % _Alignof(struct stonith_parameter))
		return "the parameter_size in its table cannot be true: set it to sizeof(struct stonith_parameter)";
	if (!type_ok(plugin->type))
		return "its type is not made of a-z, 0-9, '/', '_' and '-'";
	if (!text_ok(plugin->device_id) || !text_ok(plugin->description) || !text_ok(plugin->url))
		return "its device_id, description or url is missing or longer than 8 KiB";
	if (plugin->parameter_count > PLUGIN_PARAMETERS_MAX || (plugin->parameter_count && !plugin->parameters))
		return "its parameter table is missing or has more than 128 entries";
	if (!plugin->act)
		return "it has no act()";
	if (kind_of(plugin) > STONITH_KIND_PERSON || evidence_max_of(plugin) > STONITH_EVIDENCE_READ_BACK)
		return "its kind or evidence_max is none that this release knows";
	for (uint32_t i = 0; i < plugin->parameter_count; i++) {
		const char *fault = parameter_fault(parameter_at(plugin, i));
		if (fault)
			return fault;
	}
	return NULL;
}

void ready_put(struct buffer *out, const struct stonith_plugin *plugin)
{
	size_t start = frame_open(out, FRAME_READY, 0);

	put_string(out, plugin->type);
	put_string(out, plugin->device_id);
	put_string(out, plugin->description);
	put_string(out, plugin->url);
	put_u32(out, kind_of(plugin));
	put_u32(out, evidence_max_of(plugin));
	put_u32(out, plugin->parameter_count);
	for (uint32_t i = 0; i < plugin->parameter_count; i++) {
		const struct stonith_parameter *parameter = parameter_at(plugin, i);
		put_string(out, parameter->name);
		put_string(out, parameter->type);
		put_u32(out, parameter->fallback != NULL);
		put_string(out, parameter->fallback ? parameter->fallback : "");
		put_string(out, parameter->brief);
		put_string(out, parameter->description);
		put_u32(out, parameter->flags);
	}
	frame_close(out, start);
}

static size_t ready_bytes(const struct stonith_plugin *plugin)
{
	struct buffer out = { 0 };

	ready_put(&out, plugin);
	free(out.bytes);
	return out.failed ? SIZE_MAX : out.length;
}

static const struct stonith_plugin *refuse(char **reason, const char *what)
{
	*reason = strdup(what);
	return NULL;
}

const struct stonith_plugin *plugin_load(const char *path, char **reason)
{
	/* A Swift plugin must never be unloaded (the runtime keeps pointers into it). */
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	const struct stonith_plugin *(*entry)(void);
	const struct stonith_plugin *plugin;
	const char *fault;

	if (!object)
		return refuse(reason, dlerror());
	*(void **) &entry = dlsym(object, ENTRY);
	if (!entry)
		return refuse(reason, "it does not export " ENTRY "(), so it is not a stonith plugin");
	plugin = entry();
	fault = plugin_fault(plugin);
	if (!fault && ready_bytes(plugin) > READY_BYTES_MAX)
		fault = "its texts are longer than 256 KiB together";
	if (fault)
		return refuse(reason, fault);
	if (plugin->warm)
		plugin->warm();
	return plugin;
}
