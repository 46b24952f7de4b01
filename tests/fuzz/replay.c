/*
 * replay.c - runs a harness over files, so that no fault once found returns
 *
 * Files come as arguments; without any, those of the harness's own corpus.
 * The output is TAP.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

enum { PATH_SIZE = 1024, FILE_SIZE = 1 << 20 };

static int
replay(const char *path, int number)
{
	FILE *in = fopen(path, "rb");
	uint8_t *data = malloc(FILE_SIZE), *exact;
	size_t len;

	if (in == NULL || data == NULL) {
		printf("not ok %d - %s cannot be read\n", number, path);
		free(data);
		if (in != NULL)
			fclose(in);
		return 1;
	}
	len = fread(data, 1, FILE_SIZE, in);
	fclose(in);
	/* Of the exact size, so that one byte too far is seen. */
	exact = malloc(len > 0 ? len : 1);
	if (exact != NULL) {
		memcpy(exact, data, len);
		LLVMFuzzerTestOneInput(exact, len);
	}
	free(exact);
	free(data);
	printf("ok %d - %s\n", number, path);
	return 0;
}

static int
replay_corpus(const char *name)
{
	const char *srcdir = getenv("srcdir");
	struct dirent **entry = NULL;
	char path[PATH_SIZE];
	int n, failed = 0, count = 0;

	snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s",
	    srcdir != NULL ? srcdir : ".", name);
	n = scandir(path, &entry, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char file[2 * PATH_SIZE];

		snprintf(file, sizeof file, "%s/%s", path, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			failed |= replay(file, ++count);
		free(entry[i]);
	}
	free(entry);
	printf("1..%d\n", count);
	return failed != 0 || count == 0;
}

int
main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '_');
	int failed = 0;

	if (argc < 2)
		return replay_corpus(name != NULL ? name + 1 : argv[0]);
	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i], i);
	printf("1..%d\n", argc - 1);
	return failed;
}
