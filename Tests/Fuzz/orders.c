/* orders.c - bytes as the fork server reads them from its client: frames, and in them orders. */
#include "action.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* What was read, written again: it must be the bytes that were read. */
static void check_order(const struct frame *frame, const struct order *order)
{
	struct buffer out = { 0 };
	size_t start = frame_open(&out, frame->kind, frame->id);

	put_u32(&out, order->action);
	put_u32(&out, order->flags);
	put_u64(&out, order->deadline);
	put_string(&out, order->target);
	put_u32(&out, order->count);
	for (uint32_t i = 0; i < order->count; i++) {
		put_string(&out, order->parameters[i].name);
		put_string(&out, order->parameters[i].value);
	}
	frame_close(&out, start);
	must(out.length == frame->length && !memcmp(out.bytes + FRAME_HEAD, frame->payload.bytes, frame->payload.left));
	free(out.bytes);
}

/* On a copy of exactly its size, so that a read beyond it is seen. */
static size_t read_one(const uint8_t *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);
	struct frame frame;
	struct order order;
	size_t used = 0;

	memcpy(copy, bytes, length);
	if (frame_next(copy, length, &frame) == FRAME_WHOLE) {
		must(frame.length <= length && frame.length <= FRAME_BYTES_MAX);
		must(frame.payload.left == frame.length - FRAME_HEAD);
		used = frame.length;
		struct reader payload = frame.payload;
		if (order_read(&payload, &order))
			check_order(&frame, &order);
		order_free(&order);
	}
	free(copy);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	size_t used;

	while ((used = read_one(bytes, length)) > 0) {
		bytes += used;
		length -= used;
	}
	return 0;
}
