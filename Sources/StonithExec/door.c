#define _GNU_SOURCE
#include "door.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4 };

int door_open(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int door, error;
	mode_t before;

	if (strlen(path) >= sizeof address.sun_path)
		return errno = ENAMETOOLONG, -1;
	strcpy(address.sun_path, path);
	door = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (door < 0)
		return -1;
	before = umask(0177); /* one thread: nobody else makes a file meanwhile */
	error = bind(door, (const struct sockaddr *) &address, sizeof address) < 0 ? errno : 0;
	umask(before);
	if (error == 0 && listen(door, BACKLOG) == 0)
		return door;
	error = error ? error : errno;
	close(door);
	errno = error;
	return -1;
}

int door_accept(int door)
{
	struct ucred peer;
	socklen_t size = sizeof peer;
	int socket = accept4(door, NULL, NULL, SOCK_CLOEXEC);

	if (socket < 0)
		return -1;
	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == geteuid()))
		return socket;
	close(socket);
	return -1;
}
