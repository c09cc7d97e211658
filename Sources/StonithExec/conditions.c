#define _GNU_SOURCE
#include "conditions.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static void give_way(int number)
{
	struct sched_param none = { 0 };
	int error = errno;

	sched_setscheduler(0, SCHED_OTHER, &none);
	sched_setscheduler(getpid(), SCHED_OTHER, &none); /* the thread that is meant, if another one got the signal */
	errno = error;
	(void) number;
}

void conditions_give_way(void)
{
	struct sigaction action = { .sa_handler = give_way, .sa_flags = SA_RESTART };

	sigaction(SIGXCPU, &action, NULL);
}

/* One that is not spared stays as it is: to lower the number takes a right. */
static void allow_oom_kill(void)
{
	char text[16] = { 0 };
	int file;
	ssize_t n;

	prctl(PR_SET_DUMPABLE, 1); /* or the file is root's; a program is about to take our place */
	file = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
	if (file < 0)
		return;
	n = read(file, text, sizeof text - 1);
	if (n > 0 && atoi(text) < 0)
		n = write(file, "0", 1); /* where it fails the process stays spared: no reason not to fence */
	(void) n;
	close(file);
}

void conditions_ordinary(void)
{
	struct sched_param none = { 0 };

	sched_setscheduler(0, SCHED_OTHER, &none);
	setpriority(PRIO_PROCESS, 0, 0);
	allow_oom_kill();
}
