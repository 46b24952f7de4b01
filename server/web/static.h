/*
 * static.h - style, script and icons, read once at start
 */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include <stddef.h>

struct statics;

/* All files of dir; NULL with why[] when there is no style.css among them. */
struct statics *statics_new(const char *dir, char *why, size_t size);
void statics_free(struct statics *s);

/* "/static/style-<8 hex>.css" */
const char *statics_style(const struct statics *s);

#endif
