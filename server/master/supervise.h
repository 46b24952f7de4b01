/*
 * supervise.h - start the processes, start them again, stop them
 */
#ifndef MASTER_SUPERVISE_H
#define MASTER_SUPERVISE_H

#include "base/conf.h"

/*
 * Run until SIGTERM or SIGINT; returns the exit status.  Takes the settings
 * over; SIGHUP reads them again from path.
 */
int supervise(struct conf *conf, const char *path);

#endif
