/*
 * fuzz.h - what a harness is: one function, given any bytes
 *
 * Built with -fsanitize=fuzzer the fuzzer calls it; otherwise replay.c does,
 * with the files of the corpus.  A harness aborts when a promise is broken.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define promise(holds)           \
	do {                     \
		if (!(holds))    \
			abort(); \
	} while (0)

#endif
