/*
 * shim.h - libipmiconsole for Swift: the node's serial console over LAN.  Only stonith-console touches it.
 */
#ifndef CIPMICONSOLE_SHIM_H
#define CIPMICONSOLE_SHIM_H

#include <ipmiconsole.h>

#endif
