#define _GNU_SOURCE
#include "frame.h"

#include "stonith_plugin.h"

#include <stdlib.h>
#include <string.h>

static bool grow(struct buffer *out, size_t more)
{
	size_t room = out->room ? out->room : 1024;
	uint8_t *bytes;

	if (out->failed || more > SIZE_MAX / 4 - out->length)
		return out->failed = true, false;
	while (room < out->length + more)
		room *= 2;
	if (room == out->room)
		return true;
	bytes = malloc(room); /* not realloc(), which leaves a copy behind: passwords pass through here */
	if (!bytes)
		return out->failed = true, false;
	if (out->length)
		memcpy(bytes, out->bytes, out->length);
	buffer_free(out);
	out->bytes = bytes;
	out->room = room;
	return true;
}

void buffer_free(struct buffer *buffer)
{
	if (buffer->bytes)
		explicit_bzero(buffer->bytes, buffer->room);
	free(buffer->bytes);
	buffer->bytes = NULL;
}

void put_bytes(struct buffer *out, const void *bytes, size_t length)
{
	if (length == 0 || !grow(out, length))
		return;
	memcpy(out->bytes + out->length, bytes, length);
	out->length += length;
}

void put_u32(struct buffer *out, uint32_t value)
{
	uint8_t bytes[4] = { value >> 24, value >> 16, value >> 8, value };

	put_bytes(out, bytes, sizeof bytes);
}

void put_u64(struct buffer *out, uint64_t value)
{
	put_u32(out, value >> 32);
	put_u32(out, (uint32_t) value);
}

void put_counted(struct buffer *out, const void *bytes, size_t length)
{
	put_u32(out, (uint32_t) length);
	put_bytes(out, bytes, length);
}

void put_string(struct buffer *out, const char *string)
{
	put_counted(out, string, strlen(string));
}

size_t frame_open(struct buffer *out, enum frame_kind kind, uint64_t id)
{
	size_t start = out->length;
	uint8_t byte = kind;

	put_u32(out, 0);
	put_bytes(out, &byte, 1);
	put_u64(out, id);
	return start;
}

void frame_close(struct buffer *out, size_t start)
{
	uint32_t length;

	if (out->failed)
		return;
	length = (uint32_t) (out->length - start - 4);
	for (int i = 0; i < 4; i++)
		out->bytes[start + i] = (uint8_t) (length >> (24 - 8 * i));
}

void put_failure(struct buffer *out, uint64_t id, enum ending ending, uint32_t detail, const struct buffer *tail)
{
	size_t start = frame_open(out, FRAME_DONE, id);

	put_u32(out, ending);
	put_u32(out, detail);
	put_u32(out, ending == ENDING_DEADLINE ? STONITH_S_TIMEOUT : STONITH_S_OOPS);
	put_u32(out, STONITH_EVIDENCE_NONE);
	put_counted(out, tail ? tail->bytes : NULL, tail ? tail->length : 0);
	frame_close(out, start);
}

void buffer_drop(struct buffer *buffer, size_t length)
{
	buffer->length -= length;
	memmove(buffer->bytes, buffer->bytes + length, buffer->length);
	explicit_bzero(buffer->bytes + buffer->length, length);
}

static const uint8_t *take(struct reader *in, size_t length)
{
	const uint8_t *bytes = in->bytes;

	if (in->failed || in->left < length)
		return in->failed = true, NULL;
	in->bytes += length;
	in->left -= length;
	return bytes;
}

uint32_t get_u32(struct reader *in)
{
	const uint8_t *b = take(in, 4);

	return b ? (uint32_t) b[0] << 24 | (uint32_t) b[1] << 16 | (uint32_t) b[2] << 8 | b[3] : 0;
}

uint64_t get_u64(struct reader *in)
{
	uint64_t high = get_u32(in);

	return high << 32 | get_u32(in);
}

char *get_string(struct reader *in)
{
	uint32_t length = get_u32(in);
	const uint8_t *bytes = take(in, length);
	char *string;

	if (!bytes || memchr(bytes, 0, length))
		return in->failed = true, NULL;
	string = malloc((size_t) length + 1);
	if (!string)
		return in->failed = true, NULL;
	memcpy(string, bytes, length);
	string[length] = 0;
	return string;
}

enum frame_state frame_next(const uint8_t *bytes, size_t length, struct frame *frame)
{
	struct reader in = { bytes, length, false };
	uint32_t rest;
	const uint8_t *kind;

	if (length < 4)
		return FRAME_PARTIAL;
	rest = get_u32(&in);
	if (rest < FRAME_HEAD - 4 || rest > FRAME_BYTES_MAX - 4)
		return FRAME_BAD;
	if (in.left < rest)
		return FRAME_PARTIAL;
	in.left = rest;
	kind = take(&in, 1);
	frame->kind = *kind;
	frame->id = get_u64(&in);
	frame->payload = in;
	frame->bytes = bytes;
	frame->length = (size_t) rest + 4;
	return FRAME_WHOLE;
}
