/*
 * message.c - is this a message as the table of them has it?
 *
 *	message NAME [own]      the document on standard input
 *	message
 *
 * NAME is that of a row (proto/src/msg_types.c), or "any".  "own" allows what
 * tests on one machine need: http, ports, names of one label.  Prints type
 * and owner, or what is wrong where, and fails.  Without arguments TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/msg.h>

enum { SIZE = 4 << 20 };

static enum placet_msg_type
type_named(const char *name)
{
	for (int t = 1; t < PLACET_MSG_TYPES; t++)
		if (strcmp(placet_msg_row(t)->name, name) == 0)
			return t;
	if (strcmp(name, "any") != 0) {
		fprintf(stderr, "message: no row is called '%s'\n", name);
		exit(2);
	}
	return PLACET_MSG_UNKNOWN;
}

/* "any" must be of some row, too. */
static int
check(const char *name, bool own, const char *data, size_t len)
{
	const struct placet_msg_rules rules = {
		.url = { .http = own, .port = own, .local = own },
		.json = { .size = SIZE, .values = 1 << 16, .string = SIZE },
		.want = type_named(name),
	};
	struct placet_arena arena = { 0 };
	struct placet_msg msg;
	int err = placet_msg_parse(&arena, data, len, &rules, &msg);

	if (err != 0)
		printf("# %s: %s\n",
		    *msg.fault.path != '\0' ? msg.fault.path : "(whole)",
		    msg.fault.reason != NULL ? msg.fault.reason
		                             : placet_strerror(err));
	else
		printf("# %s of %s\n", placet_msg_type_name(msg.type),
		    msg.owner != NULL ? msg.owner : "nobody");
	placet_arena_end(&arena);
	return err != 0 || msg.type == PLACET_MSG_UNKNOWN;
}

static int
self_test(void)
{
	static const char like[] =
	    "{\"@context\":\"" PLACET_AS "\",\"type\":\"Like\","
	    "\"id\":\"http://localhost:1/1\",\"actor\":\"http://localhost:1/a\","
	    "\"object\":\"https://b.example/2\"}";
	const bool good = check("like", true, like, strlen(like)) == 0 &&
	    check("any", true, like, strlen(like)) == 0 &&
	    check("like", false, like, strlen(like)) != 0 &&
	    check("follow", true, like, strlen(like)) != 0;

	printf("1..1\n%sok 1 - a message fits its row and no other\n",
	    good ? "" : "not ");
	return !good;
}

int
main(int argc, char **argv)
{
	static char text[SIZE + 1];

	if (argc == 1)
		return self_test();
	return check(argv[1], argc > 2 && strcmp(argv[2], "own") == 0, text,
	    fread(text, 1, SIZE, stdin));
}
