#define _GNU_SOURCE
#include "kept.h"

#include <stdlib.h>
#include <string.h>

static void forget_at(struct kept_book *book, size_t index)
{
	struct kept *kept = book->items[index];

	book->bytes -= kept->frames.length;
	memmove(&book->items[index], &book->items[index + 1], (book->count - index - 1) * sizeof book->items[0]);
	book->count--;
	buffer_free(&kept->frames);
	free(kept);
}

/* The one that is over for longest.  false when all of them run. */
static bool forget_oldest(struct kept_book *book)
{
	size_t oldest = 0;

	for (size_t i = 0; i < book->count; i++)
		if (book->items[i]->expires < book->items[oldest]->expires)
			oldest = i;
	if (book->count == 0 || book->items[oldest]->expires == INT64_MAX)
		return false;
	forget_at(book, oldest);
	return true;
}

struct kept *kept_add(struct kept_book *book, uint64_t id)
{
	struct kept *kept;

	if (book->count == KEPT_MAX && !forget_oldest(book))
		return NULL;
	kept = calloc(1, sizeof *kept);
	if (!kept)
		return NULL;
	kept->id = id;
	kept->expires = INT64_MAX;
	book->items[book->count++] = kept;
	return kept;
}

struct kept *kept_find(const struct kept_book *book, uint64_t id)
{
	for (size_t i = 0; i < book->count; i++)
		if (book->items[i]->id == id)
			return book->items[i];
	return NULL;
}

static bool has_room(struct kept_book *book, size_t length)
{
	while (book->bytes + length > KEPT_BYTES_MAX)
		if (!forget_oldest(book))
			return false;
	return true;
}

static void put_one(struct kept_book *book, struct kept *kept, const uint8_t *frame, size_t length)
{
	enum { DONE_NUMBERS = 16 };
	bool fits = has_room(book, length);
	size_t before = kept->frames.length, start;

	if (frame[4] == FRAME_SAID && !fits)
		return;
	if (frame[4] == FRAME_DONE && !fits) {
		start = frame_open(&kept->frames, FRAME_DONE, kept->id);
		put_bytes(&kept->frames, frame + FRAME_HEAD, DONE_NUMBERS);
		put_string(&kept->frames, "");
		frame_close(&kept->frames, start);
	} else {
		put_bytes(&kept->frames, frame, length);
	}
	book->bytes += kept->frames.length - before;
}

void kept_put(struct kept_book *book, struct kept *kept, const uint8_t *frames, size_t length)
{
	while (length >= FRAME_HEAD) {
		struct reader head = { frames, 4, false };
		size_t whole = (size_t) get_u32(&head) + 4;

		if (whole > length)
			return; /* our own frames are whole */
		put_one(book, kept, frames, whole);
		frames += whole;
		length -= whole;
	}
}

void kept_end(struct kept *kept, int64_t now, int64_t deadline)
{
	int64_t last = now > deadline ? now : deadline;

	kept->expires = last < INT64_MAX - KEPT_AFTERLIFE_MS ? last + KEPT_AFTERLIFE_MS : INT64_MAX - 1;
}

void kept_forget(struct kept_book *book, uint64_t id)
{
	for (size_t i = 0; i < book->count; i++)
		if (book->items[i]->id == id && book->items[i]->expires != INT64_MAX)
			return forget_at(book, i);
}

void kept_forget_all(struct kept_book *book)
{
	while (book->count)
		forget_at(book, book->count - 1);
}

int64_t kept_look_at_clock(struct kept_book *book, int64_t now)
{
	int64_t nearest = INT64_MAX;

	for (size_t i = 0; i < book->count;) {
		if (book->items[i]->expires <= now) {
			forget_at(book, i);
			continue;
		}
		if (book->items[i]->expires < nearest)
			nearest = book->items[i]->expires;
		i++;
	}
	return nearest;
}
