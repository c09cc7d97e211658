/*
 * stonith_plugin.h - what a fencing plugin is to the toolkit.  ABI 1, UNSTABLE until every device of the
 * toolkit exists: recompile plugins for each release until then.  Manual: stonith-plugin(7).
 * A whole plugin in C: examples/plugin-template/.
 *
 * A plugin is a shared object in <libdir>/stonith/native/.  It exports one function, stonith_plugin_entry(), which
 * returns a pointer to a constant table.  stonith-exec loads it once and forks one process for each action, so a
 * plugin does one action at a time and knows nothing of threads, other actions or the daemon: when act() has
 * returned, the process ends and everything in it with it.
 *
 * Strings are UTF-8, end in NUL and are borrowed: those handed to a plugin live until act() returns, those a plugin
 * hands over are copied before the call returns.  Every struct begins with or carries its size, set by whoever
 * made it; the reader looks at no field beyond that size.
 */
#ifndef STONITH_PLUGIN_H
#define STONITH_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STONITH_PLUGIN_ABI 1u

/* What is asked of the plugin. */
enum stonith_action {
	STONITH_RESET = 1,    /* power the target off and on again, or off and on if that is surer */
	STONITH_OFF = 2,      /* power the target off; a target that is off already is success */
	STONITH_ON = 3,       /* power the target on */
	STONITH_STATUS = 4,   /* is the device able to work?  Says nothing of the target's power. */
	STONITH_LIST = 5,     /* say every node the device can fence, with STONITH_SAY_HOST */
	STONITH_PROBE = 6,    /* status, and all that can be proven without changing anything or waiting; with a target,
	                         whatever proves that it lives, with STONITH_SAY_LIFE */
	STONITH_IDENTIFY = 7  /* say who the device or target is, with STONITH_SAY_IDENTITY */
};

/* How it ended: the field's S_OK to S_OOPS (cluster-glue 1.0.12, stonith.h), and unknown. */
enum stonith_code {
	STONITH_S_OK = 0,
	STONITH_S_BADCONFIG = 1,  /* parameters are missing or wrong */
	STONITH_S_ACCESS = 2,     /* login refused: name, password or privilege */
	STONITH_S_INVAL = 3,      /* the action is not one this device can do */
	STONITH_S_BADHOST = 4,    /* the device does not control this target */
	STONITH_S_RESETFAIL = 5,  /* the device answered, and the action failed */
	STONITH_S_TIMEOUT = 6,    /* the device did not answer in time */
	STONITH_S_ISOFF = 7,      /* the target is off and the action needs it on */
	STONITH_S_OOPS = 8,       /* the plugin itself failed */
	STONITH_S_UNKNOWN = 9     /* the command left and nobody knows what came of it: never to be read as off */
};

/* What a success rests on, weakest first. */
enum stonith_evidence {
	STONITH_EVIDENCE_NONE = 0,
	STONITH_EVIDENCE_SILENT = 1,    /* the target fell silent while a witness answered */
	STONITH_EVIDENCE_ACCEPTED = 2,  /* the device accepted the command */
	STONITH_EVIDENCE_READ_BACK = 3  /* the power state was read back and is what was asked for */
};

/* What a plugin says while it works: any number, in any order, each one string. */
enum stonith_say {
	STONITH_SAY_TEXT = 1,      /* the closing message: what failed, where, what to do next; the last one counts */
	STONITH_SAY_CAUSE = 2,     /* the fine cause as one stable word for programs, such as wrong-password */
	STONITH_SAY_IDENTITY = 3,  /* who the device says it is, such as its GUID */
	STONITH_SAY_HINT = 4,      /* NAME=VALUE to remember; comes back as the parameter remembered.NAME */
	STONITH_SAY_HOST = 5,      /* a node that the device controls */
	STONITH_SAY_PROGRESS = 6,  /* what is being done right now, for a person who waits */
	STONITH_SAY_WARNING = 7,   /* what an operator should know though the action goes on */
	STONITH_SAY_LIFE = 8       /* proof that the target lives, in a few words: "its power is on", "10.0.0.1 answers" */
};

/* stonith_request.flags */
#define STONITH_LEAVE_OFF 1u /* a reset that finds the target off, by reading its power, leaves it off: a success */

/* One action, made by the caller. */
struct stonith_request {
	uint32_t size;
	uint32_t action;                   /* enum stonith_action */
	const char *target;                /* node name in lower case; "" where the action has none */
	int64_t milliseconds_left;         /* from the moment act() is called; after that the process is killed */
	const volatile int32_t *cancelled; /* becomes non-zero when nobody wants the result any more */
	/* the value of a parameter, or NULL where it is not set */
	const char *(*parameter)(const struct stonith_request *request, const char *name);
	void *host;                        /* the caller's own */
	uint32_t flags;                    /* STONITH_LEAVE_OFF or 0 */
};

/* Where the result goes, made by the caller; the plugin calls say() and sets evidence. */
struct stonith_reply {
	uint32_t size;
	uint32_t evidence;                 /* enum stonith_evidence; STONITH_EVIDENCE_NONE when act() is called */
	void (*say)(struct stonith_reply *reply, uint32_t what, const char *string);
	void *host;                        /* the caller's own */
};

/* stonith_parameter.flags */
#define STONITH_PARAMETER_REQUIRED 1u /* the device cannot work without it */
#define STONITH_PARAMETER_LISTED 2u   /* "stonith -n" shows it; -p and -F give values in this order */
#define STONITH_PARAMETER_SECRET 4u   /* never printed, logged or kept */
#define STONITH_PARAMETER_UNIQUE 8u   /* no two devices share a value (the unique="1" of the metadata) */
#define STONITH_PARAMETER_HOST 16u    /* a host's name or address; ":PORT" may follow.  The daemon may have looked the
                                         name up beforehand: the address is then the parameter resolved.NAME */
#define STONITH_PARAMETER_ALIAS 32u   /* another name of the parameter before it in the table that is no alias itself:
                                         one of the names is enough where that one is required */

struct stonith_parameter {
	const char *name;
	const char *type;                  /* string, integer, boolean or select (the RA API's content types) */
	const char *fallback;              /* the default, or NULL */
	const char *brief;                 /* a few words */
	const char *description;           /* sentences */
	uint32_t flags;
	uint32_t reserved;                 /* 0 */
};

/* What the device does about a target. */
enum stonith_kind {
	STONITH_KIND_POWER = 0,  /* it switches the target's power */
	STONITH_KIND_CHECK = 1,  /* it changes nothing: it finds out whether the target is dead, and may wait */
	STONITH_KIND_PERSON = 2  /* it asks a person, whose word is an authority and no evidence: success needs none */
};

/* The table, constant for the life of the process.  One that ends before `kind` is of a power device. */
struct stonith_plugin {
	uint32_t abi;                      /* STONITH_PLUGIN_ABI */
	uint32_t size;                     /* sizeof(struct stonith_plugin) */
	const char *type;                  /* the type operators write, such as external/ipmi */
	const char *device_id;             /* one line: what it is */
	const char *description;           /* sentences: what it needs, its round trips, its traps */
	const char *url;                   /* where to read more */
	const struct stonith_parameter *parameters;
	uint32_t parameter_count;
	uint32_t parameter_size;           /* sizeof(struct stonith_parameter) */
	void (*warm)(void);                /* once after loading, before any fork: load tables, resolve symbols; or NULL */
	int32_t (*act)(const struct stonith_request *request, struct stonith_reply *reply); /* enum stonith_code */
	uint32_t kind;                     /* enum stonith_kind */
	uint32_t evidence_max;             /* the most a success can rest on; 0 is taken as STONITH_EVIDENCE_READ_BACK */
};

/* The one symbol a plugin exports. */
const struct stonith_plugin *stonith_plugin_entry(void);

#ifdef __cplusplus
}
#endif
#endif
