/*
 * site.h - which site a Host means
 *
 * One server hosts many communes.  The map is read from the database at start
 * and at each notice; requests hold the one that they began with.
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "base/conf.h"

#include "req.h"

/*
 * Make a map of {"sites":[{"id","uuid","host","name","moved","groups"}]}, held
 * once.  NULL when it is not that, or out of memory.
 */
struct sites *sites_new(const char *doc, size_t len, const struct conf *conf);
void sites_hold(struct sites *s);
void sites_drop(struct sites *s); /* NULL is fine */

/*
 * The site of a Host header: upper case and a port do not matter.  NULL when
 * no site has that name.
 */
const struct site *sites_find(const struct sites *s, const char *host);

#endif
