/*
 * log.h - one line a message on stderr: "<process>: <message>"
 *
 * Messages are lower case, without full stop, with 'quoted' subjects, and
 * never hold an address, a token or a name.  fatal() ends the process with
 * status 1; the master starts it again.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARN_, LOG_ERROR_ };

/* Who speaks, from now on ("master", "web 1"); the string is kept. */
void log_name(const char *who);
void log_level(enum log_level level);
/* "debug", "info", "warn", "error"; -1 for any other word. */
int log_level_parse(const char *s, enum log_level *level);
/* Write JSON lines {"time","level","process","message"} instead. */
void log_json(int on);

void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* log_warn adds ": strerror(errno)"; log_warnx does not. */
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warnx(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fatal(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
_Noreturn void fatalx(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

#endif
