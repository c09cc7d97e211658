#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

void linux_ordinary_scheduling(void)
{
	struct sched_param none = { 0 };

	sched_setscheduler(0, SCHED_OTHER, &none);
}

static volatile sig_atomic_t told;

/* A realtime process that works for so long without a pause may be going round in circles, and nothing else runs. */
static void give_way(int number)
{
	struct sched_param none = { 0 };
	int error = errno;

	sched_setscheduler(0, SCHED_OTHER, &none);
	sched_setscheduler(getpid(), SCHED_OTHER, &none); /* the thread that is meant, if another one got the signal */
	if (told)
		kill(getpid(), told);
	errno = error;
	(void) number;
}

int linux_realtime(int priority, int tell)
{
	struct sched_param parameter = { .sched_priority = priority };
	struct rlimit most = { 1000000, 2000000 }; /* microseconds on end */
	struct sigaction action = { .sa_handler = give_way, .sa_flags = SA_RESTART };

	told = tell;
	if (sigaction(SIGXCPU, &action, NULL) < 0 || setrlimit(RLIMIT_RTTIME, &most) < 0)
		return errno;
	return sched_setscheduler(0, SCHED_RR, &parameter) < 0 ? errno : 0;
}

/* Whether locking what is mapped later can fail, which would then end the process: it can where memory is counted. */
static bool may_lock_anything(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	struct rlimit limit;

	if (syscall(SYS_capget, &head, data) == 0 && data[0].effective & 1u << CAP_IPC_LOCK)
		return true;
	return getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY;
}

int linux_lock_memory(void)
{
	if (!may_lock_anything())
		return EPERM;
	if (mlockall(MCL_CURRENT) < 0)
		return errno;
	return mlockall(MCL_FUTURE | MCL_ONFAULT) < 0 ? errno : 0;
}

int linux_oom_score_adjust(int score)
{
	char text[16];
	int length = 0, file, error;

	if (score < 0)
		text[length++] = '-';
	score = score < 0 ? -score : score;
	for (int digit = 1000; digit > 0; digit /= 10)
		text[length++] = (char) ('0' + score / digit % 10);
	file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	error = write(file, text, (size_t) length) < 0 ? errno : 0;
	close(file);
	return error;
}
