/* conditions.h - how the kernel treats the server and what it starts, where the daemon has more than its share. */
#ifndef CONDITIONS_H
#define CONDITIONS_H

/*
 * A process with SCHED_RR that works for a second without a pause (RLIMIT_RTTIME, set by the daemon) falls back to
 * SCHED_OTHER and goes on.
 */
void conditions_give_way(void);

/* This process is one like any other: SCHED_OTHER, nice 0, and killed when memory runs out like any other. */
void conditions_ordinary(void);

#endif
