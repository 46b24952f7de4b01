/*
 * fuzz_nullifier.c - who is the same has the same input, and nobody else's
 *
 * Input: an address, or six lines, the fields of FranceConnect.
 */
#include <string.h>

#include <placet/nullifier.h>
#include <placet/text.h>

#include "fuzz.h"

enum { HEAD = 42, FIELDS = 6 };

static const struct placet_hash petition = { { 7 } };

static void
mail(const char *s, size_t size)
{
	struct placet_buf b = { 0 }, again = { 0 };
	const char *norm;

	if (placet_nullifier_mail(&petition, s, size, &b) != 0)
		return;
	promise(memcmp(b.data + HEAD, "mail\n", 5) == 0);
	norm = b.data + HEAD + 5;
	promise(placet_text_line(norm, strlen(norm)));
	promise(b.data + b.len == norm + strlen(norm));
	promise(
	    placet_nullifier_mail(&petition, norm, strlen(norm), &again) == 0);
	promise(again.len == b.len && memcmp(again.data, b.data, b.len) == 0);
	placet_buf_release(&b);
	placet_buf_release(&again);
}

/* The fields can be told apart again: two a line, no other newline. */
static void
pivot(char *s)
{
	const char *field[FIELDS] = { "", "", "", "", "", "" };
	struct placet_pivot who;
	struct placet_buf b = { 0 };
	const char *at;

	for (size_t i = 0; i < FIELDS; i++) {
		field[i] = s;
		s += strcspn(s, "\n");
		if (*s == '\n')
			*s++ = '\0';
	}
	who = (struct placet_pivot){ field[0], field[1], field[2], field[3],
		field[4], field[5] };
	if (placet_nullifier_fc(&petition, &who, &b) != 0)
		return;
	promise(memcmp(b.data + HEAD, "fc\n", 3) == 0);
	at = b.data + HEAD + 3;
	for (size_t i = 0; i < FIELDS; i++) {
		const size_t n = strlen(field[i]);

		at = strchr(at, '\n') + 1;
		promise(memcmp(at, field[i], n) == 0 && at[n] == '\n');
		at += n + 1;
	}
	promise(at == b.data + b.len);
	placet_buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);

	promise(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	copy[size] = '\0';
	mail(copy, size);
	pivot(copy);
	free(copy);
	return 0;
}
