#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

void linux_prepare_process(void)
{
	struct rlimit no_core = { 0, 0 };
	int fd;

	while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd <= STDERR_FILENO)
		;
	close(fd);
	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_DUMPABLE, 0); /* a pipe of core_pattern gets one whatever the limit is */
	signal(SIGPIPE, SIG_IGN);
}

int linux_raise_descriptors(int wanted)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	if (limit.rlim_cur >= (rlim_t) wanted)
		return wanted;
	limit.rlim_cur = limit.rlim_max < (rlim_t) wanted ? limit.rlim_max : (rlim_t) wanted;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? (int) limit.rlim_cur : 0;
}

/* Only where we have it: who started us as SCHED_IDLE meant our children too. */
static bool is_realtime(void)
{
	int policy = sched_getscheduler(0);

	return policy == SCHED_RR || policy == SCHED_FIFO;
}

static void attributes(posix_spawnattr_t *attr, bool scheduled_alike)
{
	short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
	struct sched_param none = { 0 };
	sigset_t all, none_blocked;

	sigfillset(&all);
	sigemptyset(&none_blocked);
	posix_spawnattr_init(attr);
	if (!scheduled_alike && is_realtime()) {
		flags |= POSIX_SPAWN_SETSCHEDULER;
		posix_spawnattr_setschedpolicy(attr, SCHED_OTHER);
		posix_spawnattr_setschedparam(attr, &none);
	}
	posix_spawnattr_setflags(attr, flags);
	posix_spawnattr_setpgroup(attr, 0);
	posix_spawnattr_setsigdefault(attr, &all);
	posix_spawnattr_setsigmask(attr, &none_blocked);
}

static int spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count, bool scheduled_alike)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int error, spare = count;

	for (int i = 0; i < count; i++)
		if (descriptors[i] >= spare)
			spare = descriptors[i] + 1;
	posix_spawn_file_actions_init(&actions);
	attributes(&attr, scheduled_alike);
	/* Twice, by way of numbers that none of them has: a plain dup2() could overwrite one still to be moved. */
	for (int i = 0; i < count; i++)
		posix_spawn_file_actions_adddup2(&actions, descriptors[i], spare + i);
	for (int i = 0; i < count; i++)
		posix_spawn_file_actions_adddup2(&actions, spare + i, i);
	posix_spawn_file_actions_addclosefrom_np(&actions, count);
	error = posix_spawn(pid, path, &actions, &attr, arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	return error;
}

int linux_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count)
{
	return spawn(pid, path, arguments, environment, descriptors, count, false);
}

int linux_spawn_scheduled_alike(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count)
{
	return spawn(pid, path, arguments, environment, descriptors, count, true);
}

static volatile sig_atomic_t heir;

static void pass_on(int number)
{
	if (heir > 0)
		kill(-heir, number);
	raise(number); /* to the default, which SA_RESETHAND has put back, once this handler returns */
}

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP };

static void pass_signals_to(pid_t child)
{
	struct sigaction action = { .sa_handler = child ? pass_on : SIG_DFL, .sa_flags = (int) SA_RESETHAND }, old;

	heir = child;
	for (size_t i = 0; i < sizeof ending_signals / sizeof ending_signals[0]; i++)
		if (sigaction(ending_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(ending_signals[i], &action, NULL);
}

int linux_spawn_sharing_signals(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count)
{
	sigset_t held, before;
	int error;

	/* Held meanwhile: one that came between the two would end us and leave the child. */
	sigemptyset(&held);
	for (size_t i = 0; i < sizeof ending_signals / sizeof ending_signals[0]; i++)
		sigaddset(&held, ending_signals[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
	error = linux_spawn(pid, path, arguments, environment, descriptors, count);
	if (error == 0)
		pass_signals_to(*pid);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return error;
}

void linux_keep_signals(void)
{
	pass_signals_to(0);
}

void linux_end_with_parent(int number)
{
	pid_t parent = getppid();

	prctl(PR_SET_PDEATHSIG, number);
	if (getppid() != parent)
		raise(number);
}

int linux_pidfd_open(pid_t pid)
{
	return (int) syscall(SYS_pidfd_open, pid, 0);
}

int linux_socketpair(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int linux_pipe(int ends[2])
{
	return pipe2(ends, O_CLOEXEC);
}

int linux_bounded_pipe(int ends[2], int bytes)
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	fcntl(ends[1], F_SETPIPE_SZ, bytes); /* as much as the system gives */
	return 0;
}

_Static_assert(sizeof(struct signalfd_siginfo) == LINUX_SIGNALFD_BYTES, "the kernel's ABI");

int linux_signalfd(const int signals[], int count)
{
	sigset_t set;

	sigemptyset(&set);
	for (int i = 0; i < count; i++)
		sigaddset(&set, signals[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int linux_background(void)
{
	int ends[2];
	unsigned char status = 1;
	pid_t pid;

	if (linux_pipe(ends) < 0 || (pid = fork()) < 0)
		return -1;
	if (pid == 0) {
		close(ends[0]);
		setsid();
		return ends[1];
	}
	close(ends[1]);
	while (read(ends[0], &status, 1) < 0 && errno == EINTR)
		;
	_exit(status);
}

void linux_ready(int descriptor, int status)
{
	unsigned char byte = (unsigned char) status;

	while (write(descriptor, &byte, 1) < 0 && errno == EINTR)
		;
	close(descriptor);
}

/* Whether a socket at this path has nobody behind it any more. */
static bool is_stale(const struct sockaddr_un *address)
{
	struct stat status;
	int probe, error;

	if (lstat(address->sun_path, &status) < 0 || !S_ISSOCK(status.st_mode))
		return false;
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (probe < 0)
		return false;
	error = connect(probe, (const struct sockaddr *) address, sizeof *address) < 0 ? errno : 0;
	close(probe);
	return error == ECONNREFUSED;
}

int linux_listen(const char *path, unsigned int mode, int backlog)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error;

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	if (is_stale(&address))
		unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (bind(fd, (const struct sockaddr *) &address, sizeof address) == 0 && chmod(path, mode) == 0 &&
		listen(fd, backlog) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int linux_datagram_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

bool linux_write_all(int descriptor, const void *bytes, size_t count)
{
	const char *rest = bytes;

	while (count > 0) {
		ssize_t written = write(descriptor, rest, count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		rest += written;
		count -= (size_t) written;
	}
	return true;
}

int linux_send_datagram(int socket, const char *path, const void *bytes, size_t count)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof address.sun_path)
		return ENAMETOOLONG;
	strcpy(address.sun_path, path);
	if (sendto(socket, bytes, count, MSG_NOSIGNAL, (const struct sockaddr *) &address, sizeof address) < 0)
		return errno;
	return 0;
}

bool linux_exited(int status)
{
	return WIFEXITED(status);
}

int linux_exit_status(int status)
{
	return WEXITSTATUS(status);
}

int linux_term_signal(int status)
{
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
