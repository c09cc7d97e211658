/*
 * frame.h - the messages between stonith-exec and whoever started it.
 *
 * A frame is a 32-bit length (of what follows it), an 8-bit kind, a 64-bit action id and a payload, all integers
 * big-endian.  A string is a 32-bit length and its bytes, without a NUL.  The Swift side is Sources/Wire.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FRAME_HEAD = 13,            /* length, kind, id */
	FRAME_BYTES_MAX = 64 * 1024, /* a whole frame, but for READY */
	READY_BYTES_MAX = 256 * 1024
};

enum frame_kind {
	/* in: u32 action, u32 flags (of stonith_request), u64 deadline (CLOCK_BOOTTIME, ms), string target, u32 count,
	 * (string name, string value)* */
	FRAME_ACT = 1,
	FRAME_CANCEL = 2,   /* in: nothing more */
	FRAME_FORGET = 3,   /* in: nothing more; the client has the result of the action safe */
	FRAME_CLOSE = 4,    /* in, id 0: nothing more; nobody will ask for anything again */
	FRAME_READY = 16,   /* out, once, id 0: the plugin's table, see ready_put() */
	FRAME_REFUSED = 17, /* out, once, id 0: string reason; then the server ends */
	FRAME_SAID = 18,    /* out: u32 enum stonith_say, string */
	FRAME_DONE = 19,    /* out, once an action: u32 enum ending, u32 detail, u32 code, u32 evidence, string output tail */
	/* out, at most once an action, before all else of it: u32 pid of its process (0: it had none), u32 action, u64
	 * deadline, string target */
	FRAME_BEGUN = 20,
	FRAME_CAUGHT_UP = 21 /* out, id 0, to a client that came later: it has been told all that is kept */
};

/* How the process of an action ended. */
enum ending {
	ENDING_RETURNED = 0, /* act() returned; code and evidence are the plugin's */
	ENDING_EXITED = 1,   /* it exited without a result, or was a script; detail is the exit status */
	ENDING_SIGNAL = 2,   /* it died of a signal; detail is the signal */
	ENDING_DEADLINE = 3, /* killed at the deadline */
	ENDING_CANCELLED = 4,/* killed because it did not heed a cancel */
	ENDING_NOT_BEGUN = 5 /* no process could be made, or the script not be run; detail is errno */
};

/* A buffer that grows; `failed` is set when memory ran out or a limit was passed, and stays set. */
struct buffer {
	uint8_t *bytes;
	size_t length, room;
	bool failed;
};

void put_bytes(struct buffer *out, const void *bytes, size_t length);
void put_u32(struct buffer *out, uint32_t value);
void put_u64(struct buffer *out, uint64_t value);
void put_string(struct buffer *out, const char *string);
void put_counted(struct buffer *out, const void *bytes, size_t length);

/* Starts a frame and answers where; frame_close() fills in its length. */
size_t frame_open(struct buffer *out, enum frame_kind kind, uint64_t id);
void frame_close(struct buffer *out, size_t start);
/* A whole DONE frame of an action that has no result of its own. */
void put_failure(struct buffer *out, uint64_t id, enum ending ending, uint32_t detail, const struct buffer *tail);
void buffer_drop(struct buffer *buffer, size_t length); /* forget the first `length` bytes, and wipe them */
void buffer_free(struct buffer *buffer); /* wiped; the length stays */

/* Reads what is left of one frame's payload; `failed` is set by the first read that does not fit, and stays set. */
struct reader {
	const uint8_t *bytes;
	size_t left;
	bool failed;
};

uint32_t get_u32(struct reader *in);
uint64_t get_u64(struct reader *in);
/* A string as malloc()ed text ending in NUL; NULL when it does not fit, holds a NUL itself, or memory ran out. */
char *get_string(struct reader *in);

/* One whole frame at the start of the bytes. */
struct frame {
	uint8_t kind;
	uint64_t id;
	struct reader payload;
	const uint8_t *bytes;
	size_t length; /* of the whole frame */
};

enum frame_state { FRAME_WHOLE, FRAME_PARTIAL, FRAME_BAD };
enum frame_state frame_next(const uint8_t *bytes, size_t length, struct frame *frame);

#endif
