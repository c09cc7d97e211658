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

/*
 * Starts a program in a process group of its own, with every signal at its default and unblocked.  Descriptor i of the
 * child is descriptors[i]; it has no others.  Answers 0 or errno.
 */
int linux_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count);

/*
 * The same, and until linux_keep_signals() a SIGINT, SIGTERM or SIGHUP that ends the caller is sent to the child's
 * process group first.  One child at a time.
 */
int linux_spawn_sharing_signals(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
	const int descriptors[], int count);
void linux_keep_signals(void);

/* A descriptor that becomes readable when the process ends; -1 with errno. */
int linux_pidfd_open(pid_t pid);

/* A connected pair of stream sockets, a pair of pipe ends: both close-on-exec.  0, or -1 with errno. */
int linux_socketpair(int ends[2]);
int linux_pipe(int ends[2]);

bool linux_exited(int status);
int linux_exit_status(int status);
int linux_term_signal(int status);

#endif
