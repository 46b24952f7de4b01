/*
 * log.c - one line a message on stderr, written by one write(2)
 *
 * Processes share stderr; a line shorter than a pipe's atomic size cannot be
 * torn by another one's.  Control characters are replaced, so that nothing
 * that comes from outside can forge a line.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { LINE_MAX_ = 1024 };

/* The one thing that may be global: who speaks, how loud, in which form. */
static const char *name = "placetd";
static enum log_level least = LOG_INFO_;
static int json;

static const char *const level_name[] = { "debug", "info", "warn", "error" };

void
log_name(const char *who)
{
	name = who;
}

void
log_level(enum log_level level)
{
	least = level;
}

void
log_json(int on)
{
	json = on;
}

int
log_level_parse(const char *s, enum log_level *level)
{
	for (size_t i = 0; i < sizeof level_name / sizeof *level_name; i++)
		if (strcmp(s, level_name[i]) == 0) {
			*level = (enum log_level)i;
			return 0;
		}
	return -1;
}

static void
plain(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

/* s as the inside of a JSON string; plain() was there before. */
static void
quote(const char *s, char *out, size_t size)
{
	size_t n = 0;

	for (; *s != '\0' && n + 3 < size; s++) {
		if (*s == '"' || *s == '\\')
			out[n++] = '\\';
		out[n++] = *s;
	}
	out[n] = '\0';
}

static void
emit(enum log_level level, const char *message)
{
	char line[3 * LINE_MAX_], quoted[2 * LINE_MAX_], when[32];
	struct timespec now;
	struct tm tm;
	int n;

	if (json) {
		clock_gettime(CLOCK_REALTIME, &now);
		gmtime_r(&now.tv_sec, &tm);
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
		quote(message, quoted, sizeof quoted);
		n = snprintf(line, sizeof line,
		    "{\"time\":\"%s.%03ldZ\",\"level\":\"%s\","
		    "\"process\":\"%s\",\"message\":\"%s\"}\n",
		    when, now.tv_nsec / 1000000, level_name[level], name,
		    quoted);
	} else
		n = snprintf(line, sizeof line, "%s: %s\n", name, message);
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* there is nobody left to tell */
}

static void __attribute__((format(printf, 3, 0)))
vlog(enum log_level level, int err, const char *fmt, va_list ap)
{
	char message[LINE_MAX_];
	size_t n;

	if (level < least)
		return;
	vsnprintf(message, sizeof message, fmt, ap);
	if (err != 0) {
		n = strlen(message);
		snprintf(
		    message + n, sizeof message - n, ": %s", strerror(err));
	}
	plain(message);
	emit(level, message);
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_DEBUG_, 0, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_INFO_, 0, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	const int err = errno;
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_WARN_, err, fmt, ap);
	va_end(ap);
}

void
log_warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_WARN_, 0, fmt, ap);
	va_end(ap);
}

void
fatal(const char *fmt, ...)
{
	const int err = errno;
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_ERROR_, err, fmt, ap);
	va_end(ap);
	_exit(1);
}

void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_ERROR_, 0, fmt, ap);
	va_end(ap);
	_exit(1);
}
