/*
 * data.h - files for tests: our own, and test data from elsewhere
 *
 * The latter is not ours to keep in the tree.  It lies where PLACET_DATA says
 * or beside the tree; tests that need it say so and return where it is absent
 * (cmocka's skip() would be "not ok" in TAP).
 */
#ifndef UNIT_DATA_H
#define UNIT_DATA_H

#include <stdio.h>
#include <stdlib.h>

struct file {
	char *data; /* NUL-terminated; NULL if it could not be read */
	size_t len;
};

/* Where the data from elsewhere lies, with `name` behind; kept in `path`. */
static inline const char *
data_path(const char *name, char *path, size_t size)
{
	const char *dir = getenv("PLACET_DATA");
	const char *srcdir = getenv("srcdir");

	if (dir != NULL)
		snprintf(path, size, "%s/%s", dir, name);
	else
		snprintf(path, size, "%s/../shared/data/%s",
		    srcdir != NULL ? srcdir : ".", name);
	return path;
}

/* Free .data yourself. */
static inline struct file
file_read(const char *path)
{
	struct file f = { 0 };
	FILE *in = fopen(path, "rb");

	if (in == NULL)
		return f;
	f.data = malloc((1 << 20) + 1);
	if (f.data != NULL) {
		f.len = fread(f.data, 1, 1 << 20, in);
		f.data[f.len] = '\0';
	}
	fclose(in);
	return f;
}

#endif
