/*
 * route.c - find the row that a path asks for
 *
 * A walk over all rows: there are a few dozen, most differ within the first
 * bytes, and a request costs a hundred times more elsewhere.
 */
#include <string.h>

#include "form.h"
#include "route.h"

/*
 * What one {} takes: up to the next slash, or with `rest` all of it as it
 * stands (tiles: no name there needs an escape).  False when that is empty or
 * no text: then the path fits no row.
 */
static bool
take_segment(struct req *r, const char **path, bool rest)
{
	size_t len = rest ? strlen(*path) : strcspn(*path, "/");
	const char **seg = &r->seg[r->nseg];

	if (len == 0 || r->nseg == LIMIT_SEGMENTS)
		return false;
	if (rest)
		*seg = strchr(*path, '%') == NULL ? *path : NULL;
	else if (form_path_decode(&r->arena, *path, len, seg) != 0)
		*seg = NULL;
	if (*seg == NULL)
		return false;
	r->nseg++;
	*path += len;
	return true;
}

/* Does path fit the row's pattern?  {} takes one segment, not empty. */
static bool
path_fits(struct req *r, const struct route *route, const char *path)
{
	const char *pattern = route->path;

	r->nseg = 0;
	while (*pattern != '\0') {
		if (pattern[0] == '{' && pattern[1] == '}') {
			pattern += 2;
			if (!take_segment(r, &path,
			        (route->flags & RAWPATH) && *pattern == '\0'))
				return false;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return *path == '\0';
}

static bool
face_fits(const struct req *r, const struct route *route)
{
	if (route->flags & PAGE)
		return r->face == FACE_HTML;
	return (r->face == FACE_AS) == ((route->flags & AS) != 0);
}

int
route_find(
    struct req *r, enum method method, const char *path, const char **allow)
{
	const struct route *other = NULL; /* fits, but for the face */
	bool get = false, post = false;

	for (int i = 0; i < nroutes; i++) {
		if (!path_fits(r, &routes[i], path))
			continue;
		r->route = &routes[i];
		if (routes[i].method == method && face_fits(r, &routes[i]))
			return 0;
		if (routes[i].method == method && other == NULL)
			other = &routes[i];
		if (routes[i].method == GET)
			get = true;
		else
			post = true;
	}
	if (other != NULL) {
		r->route = other;
		return path_fits(r, other, path) ? 0 : 404;
	}
	if (!get && !post)
		return 404;
	*allow = !post ? "GET, HEAD" : !get ? "POST" : "GET, HEAD, POST";
	return 405;
}

int
route_nargs(const struct route *route)
{
	int n = 0;

	while (n < ROUTE_ARGS && route->args[n] != NOTHING)
		n++;
	return n;
}
