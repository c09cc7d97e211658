/*
 * plugin_table.c - the table of a plugin that may lie: numbers from the input, pointers from a small table of strings
 * good and bad, everything placed so that it ends where the readable memory ends.
 */
#define _GNU_SOURCE
#include "plugin.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK = 8 * 1024, PAGE = 4096, ROOM = 1024 * 1024, PARAMETERS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct input {
	const uint8_t *bytes;
	size_t left;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static uint8_t byte(struct input *in)
{
	return in->left ? in->left--, *in->bytes++ : 0;
}

/* Mostly what is right, else a number that a liar or an error could give. */
static uint32_t number(struct input *in, uint32_t right)
{
	static const uint32_t wrong[] = { 0, 1, 2, 3, 127, 128, 129, 4096, 4097, 0x7FFFFFFF, 0xFFFFFFFF };
	uint8_t choice = byte(in);

	if (choice < 200)
		return right;
	if (choice < 230)
		return wrong[choice % (sizeof wrong / sizeof *wrong)];
	return right + (uint32_t) (int8_t) byte(in) * (choice & 1 ? 8 : 1);
}

/* Readable bytes that end at a page nobody may touch. */
static uint8_t *guarded(size_t size)
{
	uint8_t *start = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(start != MAP_FAILED && !mprotect(start + size, PAGE, PROT_NONE));
	return start + size;
}

/* A string without its NUL: PLUGIN_STRING_MAX bytes and then nothing that could be read. */
static const char *endless(void)
{
	static uint8_t *end;

	if (!end) {
		end = guarded(BLOCK);
		memset(end - BLOCK, 'a', BLOCK);
	}
	return (const char *) end - BLOCK;
}

/* The longest that is allowed, its NUL the last byte that can be read. */
static const char *longest(void)
{
	static uint8_t *end;

	if (!end) {
		end = guarded(BLOCK);
		memset(end - BLOCK, 'b', BLOCK);
		end[-1] = 0;
	}
	return (const char *) end - BLOCK;
}

static const char *text(struct input *in)
{
	static const char *const texts[] = { "external/ipmi", "passwd", "string", "", "a=b", "Upper", "two words", "\xFF" };
	uint8_t choice = byte(in);

	if (choice >= 0xF0)
		return NULL;
	if (choice >= 0xE0)
		return endless();
	if (choice >= 0xD0)
		return longest();
	return choice < 0xA0 ? texts[choice % 3] : texts[choice % 8];
}

static int32_t act(const struct stonith_request *request, struct stonith_reply *reply)
{
	(void) request;
	(void) reply;
	abort(); /* a table is looked at, never called */
}

/* The rows as the table says they are laid out, their last byte before the guard. */
static const struct stonith_parameter *rows(struct input *in, uint32_t count, uint32_t size)
{
	static uint8_t *end;
	size_t bytes = (size_t) count * size;
	uint8_t *start;

	if (!end)
		end = guarded(ROOM);
	start = end - bytes;
	for (uint32_t i = 0; i < count; i++) {
		struct stonith_parameter row = {
			.name = text(in), .type = text(in), .fallback = text(in), .brief = text(in),
			.description = text(in), .flags = number(in, 7),
		};
		memcpy(start + (size_t) i * size, &row, size < sizeof row ? size : sizeof row);
	}
	return (const void *) start;
}

/* A table accepted must come out as one whole READY frame that says the same. */
static void check_ready(const struct stonith_plugin *plugin)
{
	struct buffer out = { 0 };
	struct reader in;
	uint32_t count;

	ready_put(&out, plugin);
	must(!out.failed && out.length > FRAME_HEAD);
	in = (struct reader) { out.bytes, out.length, false };
	must(get_u32(&in) == out.length - 4);
	in.bytes += FRAME_HEAD - 4;
	in.left -= FRAME_HEAD - 4;
	for (int i = 0; i < 4; i++)
		free(get_string(&in));
	must(get_u32(&in) <= STONITH_KIND_PERSON && get_u32(&in) <= STONITH_EVIDENCE_READ_BACK);
	count = get_u32(&in);
	must(count == plugin->parameter_count && count <= PLUGIN_PARAMETERS_MAX);
	for (uint32_t i = 0; i < count; i++)
		for (int field = 0; field < 7; field++)
			if (field == 2 || field == 6)
				get_u32(&in);
			else
				free(get_string(&in));
	must(!in.failed && in.left == 0);
	free(out.bytes);
}

/* The struct itself stands before a guard too, cut to the size it gives where that is less than the whole. */
static const struct stonith_plugin *place(const struct stonith_plugin *whole)
{
	static uint8_t *end;
	size_t size = whole->size;

	if (!end)
		end = guarded(BLOCK);
	if (size > sizeof *whole)
		size = sizeof *whole;
	size = size < 8 ? 8 : size / 8 * 8; /* abi and size are always there */
	memcpy(end - size, whole, size);
	return (const void *) (end - size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct input in = { bytes, length };
	struct stonith_plugin whole = {
		.abi = number(&in, STONITH_PLUGIN_ABI), .size = number(&in, sizeof whole), .type = text(&in),
		.device_id = text(&in), .description = text(&in), .url = text(&in),
		.parameter_count = number(&in, byte(&in) % (PARAMETERS + 1)),
		.parameter_size = number(&in, sizeof(struct stonith_parameter)),
		.act = byte(&in) < 250 ? act : NULL,
		.kind = number(&in, STONITH_KIND_CHECK), .evidence_max = number(&in, STONITH_EVIDENCE_ACCEPTED),
	};
	const struct stonith_plugin *plugin;
	bool fits = (uint64_t) whole.parameter_count * whole.parameter_size <= ROOM;

	if (byte(&in) < 250 && fits && whole.parameter_count <= 4096)
		whole.parameters = rows(&in, whole.parameter_count, whole.parameter_size);
	else if (!fits)
		whole.parameters = (const void *) endless(); /* a count or size so large must be refused unseen */
	plugin = place(&whole);
	if (!plugin_fault(plugin))
		check_ready(plugin);
	return 0;
}
