/*
 * trial.h - would processes with these settings get through their beginning?
 */
#ifndef MASTER_TRIAL_H
#define MASTER_TRIAL_H

#include "base/conf.h"

/* False, and logged, if not.  Takes as long as compiling all templates. */
bool trial(const struct conf *conf);

#endif
