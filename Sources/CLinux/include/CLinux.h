/* CLinux.h - what Linux has and Swift's Glibc module leaves out. */
#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * First thing in a program: descriptors 0 to 2 are open, so that no file or socket of ours gets their numbers; no core
 * file, since passwords are in memory; writing to a closed pipe is an error and no signal.
 */
void linux_prepare_process(void);

/* Lets this process have so many descriptors, or as many as the system allows.  Returns how many, 0 when unknown. */
int linux_raise_descriptors(int wanted);

/*
 * Starts a program in a process group of its own, with every signal at its default and unblocked.  Descriptor i of the
 * child is descriptors[i]; it has no others.  It is scheduled as any process is, even where the caller has SCHED_RR.
 * Answers 0 or errno.
 */
int linux_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count);

/* The same, scheduled as the caller is. */
int linux_spawn_scheduled_alike(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count);

/*
 * The same, and until linux_keep_signals() a SIGINT, SIGTERM or SIGHUP that ends the caller is sent to the child's
 * process group first.  One child at a time.
 */
int linux_spawn_sharing_signals(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count);
void linux_keep_signals(void);

/* This process gets that signal when its parent ends. */
void linux_end_with_parent(int number);

/* A descriptor that becomes readable when the process ends; -1 with errno. */
int linux_pidfd_open(pid_t pid);

/* A connected pair of stream sockets, a pair of pipe ends: both close-on-exec.  0, or -1 with errno. */
int linux_socketpair(int ends[2]);
int linux_pipe(int ends[2]);

/* A pipe whose ends never block, and that holds so many bytes where the system allows it. */
int linux_bounded_pipe(int ends[2], int bytes);

/* Blocks the signals, and answers a descriptor from which they are read as struct signalfd_siginfo; -1 with errno. */
int linux_signalfd(const int signals[], int count);
enum { LINUX_SIGNALFD_BYTES = 128 };

/*
 * Goes on in a background process with a session of its own, before any thread exists.  The calling process waits until
 * that one says that it is ready and exits with its status.  Answers a descriptor for linux_ready(), or -1 with errno.
 */
int linux_background(void);

/* Tells the process that waits in linux_background() to exit with this status. */
void linux_ready(int descriptor, int status);

/* Writes all of it to a descriptor that blocks; false, with errno, when that cannot be. */
bool linux_write_all(int descriptor, const void *bytes, size_t count);

/* A listening unix socket at a path that nobody serves: a stale one is removed.  -1 with errno. */
int linux_listen(const char *path, unsigned int mode, int backlog);

/* A unix datagram socket that never blocks; -1 with errno. */
int linux_datagram_socket(void);

/* Sends to the socket at that path.  Answers 0 or errno. */
int linux_send_datagram(int socket, const char *path, const void *bytes, size_t count);

/* A datagram socket that never blocks, connected to a unix socket; `@` begins an abstract name.  -1 with errno. */
int linux_connect_datagram(const char *path);

/* This thread is scheduled as any process is, SCHED_OTHER. */
void linux_ordinary_scheduling(void);

/*
 * This thread has SCHED_RR with that priority, and so has what it starts.  One that works for a second without a pause
 * falls back to SCHED_OTHER, and the process gets the signal `tell`, where that is not 0.  0 or errno.
 */
int linux_realtime(int priority, int tell);

/* Keeps all of this process in memory, what is mapped later once it is used.  0 or errno. */
int linux_lock_memory(void);

/* How willing the kernel is to kill this process when memory runs out: -1000 never, 1000 first.  0 or errno. */
int linux_oom_score_adjust(int score);

bool linux_exited(int status);
int linux_exit_status(int status);
int linux_term_signal(int status);

/*
 * The first SIGINT from now on prints the text, at most 1023 bytes, on standard error; the next one ends the program.
 * Where SIGINT is ignored it stays so.
 */
void linux_say_on_interrupt(const char *text);
bool linux_was_interrupted(void);

#endif
