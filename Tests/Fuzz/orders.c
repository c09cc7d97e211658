/*
 * orders.c - bytes as the fork server reads them from its client: frames, and in them orders; and what is kept of them
 * for the next client, which must stay within its bounds whatever is asked.
 */
#include "action.h"
#include "kept.h"

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

static void check_book(const struct kept_book *book)
{
	size_t bytes = 0;

	must(book->count <= KEPT_MAX);
	for (size_t i = 0; i < book->count; i++)
		bytes += book->items[i]->frames.length;
	must(bytes == book->bytes);
}

/*
 * A client asks, the action says so much as its frame is long, and ends when its id is odd.  It may ask for more than
 * fits: each byte of the name of a target is as good as 600.
 */
static void keep(struct kept_book *book, const struct frame *frame, const struct order *order, int64_t now)
{
	enum { SAID = 600 };
	static const uint8_t words[SAID];
	struct kept *kept = kept_find(book, frame->id) ? NULL : kept_add(book, frame->id);
	struct buffer said = { 0 };
	size_t before;

	if (!kept)
		return;
	for (size_t i = 0; i <= strlen(order->target) && i < 256; i++) {
		size_t start = frame_open(&said, FRAME_SAID, frame->id);
		put_u32(&said, 1);
		put_counted(&said, words, sizeof words);
		frame_close(&said, start);
	}
	put_failure(&said, frame->id, ENDING_EXITED, 0, &(struct buffer) { .bytes = (uint8_t *) words, .length = SAID });
	before = kept->frames.length;
	kept_put(book, kept, said.bytes, said.length);
	must(kept->frames.length > before); /* DONE is there in any case */
	free(said.bytes);
	if (frame->id & 1)
		kept_end(kept, now, (int64_t) (order->deadline & INT64_MAX));
}

/* What its caller gets wrong must not harm what is kept. */
static void obey(struct kept_book *book, const struct frame *frame, const struct order *order, int64_t now)
{
	size_t before = book->count;

	if (frame->kind == FRAME_ACT && order)
		keep(book, frame, order, now);
	if (frame->kind == FRAME_FORGET) {
		kept_forget(book, frame->id);
		must(book->count + 1 >= before);
	}
	if (frame->kind == FRAME_CLOSE)
		kept_forget_all(book);
	check_book(book);
}

/* On a copy of exactly its size, so that a read beyond it is seen. */
static size_t read_one(struct kept_book *book, const uint8_t *bytes, size_t length, int64_t now)
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
		bool is_order = order_read(&payload, &order);
		if (is_order)
			check_order(&frame, &order);
		obey(book, &frame, is_order ? &order : NULL, now);
		order_free(&order);
	}
	free(copy);
	return used;
}

/* After its time nothing is left but what runs, and that is never forgotten. */
static void run_out(struct kept_book *book)
{
	size_t running = 0;

	for (size_t i = 0; i < book->count; i++)
		running += book->items[i]->expires == INT64_MAX;
	must(kept_look_at_clock(book, INT64_MAX - 1) == INT64_MAX && book->count == running);
	check_book(book);
	kept_forget_all(book);
	must(book->count == 0 && book->bytes == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct kept_book book;
	int64_t now = 1;
	size_t used;

	while ((used = read_one(&book, bytes, length, now)) > 0) {
		bytes += used;
		length -= used;
		now += 1000;
		kept_look_at_clock(&book, now);
	}
	run_out(&book);
	return 0;
}
