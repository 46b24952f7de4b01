/*
 * make.c - the one program that makes proto/vectors
 *
 *	make           compare what is made with $srcdir/proto/vectors (TAP)
 *	make FOLDER    write the files there
 *
 * The checked-in files are its output and nothing else: whoever changes one
 * changes the other, and sees which bytes of the protocol moved.  Keys, salts
 * and times are fixed; no two runs differ.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/data.h"
#include "vec.h"

/* clang-format off */
static const struct theme {
	const char *name;
	vec_theme *make;
} themes[] = {
	{ "commitment",  make_commitment },
	{ "cosignature", make_cosignature },
	{ "digest",      make_digest },
	{ "email",       make_email },
	{ "html",        make_html },
	{ "httpsig",     make_httpsig },
	{ "integrity",   make_integrity },
	{ "jcs",         make_jcs },
	{ "json",        make_json },
	{ "key",         make_key },
	{ "leaf",        make_leaf },
	{ "merkle",      make_merkle },
	{ "messages",    make_message },
	{ "multikey",    make_multikey },
	{ "note",        make_note },
	{ "nullifier",   make_nullifier },
	{ "oprf",        make_oprf },
	{ "policy",      make_policy },
	{ "receipt",     make_receipt },
	{ "tile",        make_tile },
	{ "time",        make_time },
	{ "url",         make_url },
	{ "witness",     make_witness },
};
/* clang-format on */

enum { THEMES = sizeof themes / sizeof *themes };

static void
theme_make(const struct theme *t, struct vec *v)
{
	vec_object(v, NULL);
	vec_text(v, "licence", "CC0-1.0");
	t->make(v);
	vec_end(v);
	placet_buf_byte(&v->b, '\n');
	must(v->depth == 0 && v->b.err == PLACET_OK);
}

static bool
theme_same(const struct theme *t, const struct vec *v)
{
	const char *srcdir = getenv("srcdir");
	struct file f;
	char path[1024];
	bool same;

	snprintf(path, sizeof path, "%s/proto/vectors/%s.json",
	    srcdir != NULL ? srcdir : ".", t->name);
	f = file_read(path);
	same = f.data != NULL && f.len == v->b.len &&
	    memcmp(f.data, v->b.data, f.len) == 0;
	free(f.data);
	return same;
}

static bool
theme_write(const struct theme *t, const struct vec *v, const char *folder)
{
	char path[1024];
	FILE *out;
	bool good;

	snprintf(path, sizeof path, "%s/%s.json", folder, t->name);
	out = fopen(path, "wb");
	if (out == NULL)
		return false;
	good = fwrite(v->b.data, 1, v->b.len, out) == v->b.len;
	return fclose(out) == 0 && good;
}

int
main(int argc, char **argv)
{
	int failed = 0;

	if (argc == 1)
		printf("1..%d\n", THEMES);
	for (int i = 0; i < THEMES; i++) {
		struct vec v = { 0 };
		bool good;

		theme_make(&themes[i], &v);
		if (argc > 1) {
			good = theme_write(&themes[i], &v, argv[1]);
			if (!good)
				perror(argv[1]);
		} else {
			good = theme_same(&themes[i], &v);
			printf("%sok %d - %s.json is what is made\n",
			    good ? "" : "not ", i + 1, themes[i].name);
		}
		failed += !good;
		placet_buf_release(&v.b);
	}
	return failed > 0;
}
