/* plugin.h - loading a plugin and checking what it says of itself. */
#ifndef PLUGIN_H
#define PLUGIN_H

#include "frame.h"
#include "stonith_plugin.h"

enum {
	PLUGIN_STRING_MAX = 8 * 1024,  /* any one text of a plugin's table */
	PLUGIN_PARAMETERS_MAX = 128,
	PLUGIN_STRUCT_MAX = 4 * 1024   /* larger than any version of the structs can become */
};

/*
 * NULL when the table can be used, or else why not, as static text.  Looks at no byte beyond the size the table gives,
 * and takes a size it cannot believe for a lie.
 */
const char *plugin_fault(const struct stonith_plugin *plugin);

/*
 * Puts a READY frame: type, device id, description, url, u32 kind, u32 evidence_max, u32 count, then a parameter's
 * name, type, u32 has a default, default, brief, description, u32 flags each.
 */
void ready_put(struct buffer *out, const struct stonith_plugin *plugin);

/* Loads the object and warms it.  NULL with a malloc()ed reason when it cannot be used. */
const struct stonith_plugin *plugin_load(const char *path, char **reason);

#endif
