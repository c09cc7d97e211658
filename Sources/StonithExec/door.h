/* door.h - the socket at which a client that comes later finds the server (--keep). */
#ifndef DOOR_H
#define DOOR_H

/* Listens at the path, for its owner alone.  -1 with errno. */
int door_open(const char *path);

/*
 * The connection of the next one who waits there.  -1 when nobody does, or it is neither root nor of our own user, as
 * the kernel knows it.
 */
int door_accept(int door);

#endif
