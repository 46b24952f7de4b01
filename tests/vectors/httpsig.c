/*
 * httpsig.c - HTTP signatures from the shell, for programs in other languages
 *
 *	httpsig sign SCHEME KEY KEYID CREATED ORIGIN [COMPONENT...]
 *	httpsig check KEY NOW ORIGIN
 *	httpsig
 *
 * The first two read a request as it comes over the wire, but for lines that
 * end in LF.  "sign" (SCHEME cavage or rfc9421, KEY a file with a secret key
 * as PEM) prints the headers to add.  "check" (KEY a file with a public key)
 * prints the key id, or says why not and fails.  Without arguments what one
 * signs the other accepts, as TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/httpsig.h>

#include "../unit/data.h"

enum { FIELDS = PLACET_HTTPSIG_FIELDS, SIZE = 1 << 20 };

struct wire {
	struct placet_http_field field[FIELDS];
	struct placet_http_request req;
};

static _Noreturn void
die(const char *words)
{
	fprintf(stderr, "httpsig: %s\n", words);
	exit(2);
}

static char *
line(char **at)
{
	char *start = *at, *end = strchr(start, '\n');

	if (end == NULL)
		die("the request ends in its headers");
	*end = '\0';
	*at = end + 1;
	return start;
}

/* Cut up text[0..len), which is followed by a NUL. */
static void
wire_cut(struct wire *w, char *text, size_t len, const char *origin)
{
	char *at = text, *s = line(&at), *value = strchr(s, ' ');

	*w = (struct wire){ 0 };
	if (value == NULL)
		die("the request line has no target");
	*value++ = '\0';
	value[strcspn(value, " ")] = '\0';
	w->req.method = s;
	w->req.target = value;
	w->req.origin = origin;
	w->req.field = w->field;
	for (s = line(&at); *s != '\0'; s = line(&at)) {
		value = strchr(s, ':');
		if (value == NULL || w->req.nfields == FIELDS)
			die("a header is malformed, or one too many");
		*value++ = '\0';
		w->field[w->req.nfields].name = s;
		w->field[w->req.nfields++].value = value;
	}
	w->req.body = at;
	w->req.bodylen = len - (size_t)(at - text);
}

static void
wire_read(struct wire *w, const char *origin)
{
	static char text[SIZE + 1];
	const size_t len = fread(text, 1, SIZE, stdin);

	text[len] = '\0';
	wire_cut(w, text, len, origin);
}

static int
sign(char **argv)
{
	const struct file pem = file_read(argv[1]);
	const bool newer = strcmp(argv[0], "rfc9421") == 0;
	const struct placet_httpsig_how how = {
		.scheme = newer ? PLACET_HTTPSIG_RFC9421
		                : PLACET_HTTPSIG_CAVAGE,
		.keyid = argv[2],
		.created = strtoll(argv[3], NULL, 10),
		.covered = argv[5] != NULL ? (const char *const *)argv + 5
		                           : NULL,
	};
	struct placet_buf signature = { 0 }, input = { 0 };
	struct placet_secret *secret = NULL;
	struct wire w;
	int err;

	wire_read(&w, argv[4]);
	if (pem.data == NULL ||
	    placet_secret_parse(pem.data, pem.len, &secret) != 0)
		die("the key cannot be read");
	err = placet_httpsig_sign(&how, &w.req, secret, &signature, &input);
	if (err == 0 && newer)
		printf("Signature-Input: %s\n", input.data);
	if (err == 0)
		printf("Signature: %s\n", signature.data);
	else
		fprintf(stderr, "%s\n", placet_strerror(err));
	placet_buf_release(&signature);
	placet_buf_release(&input);
	placet_secret_free(secret);
	free(pem.data);
	return err != 0;
}

/* Says why not; 0 and the key id if so. */
static int
check_with(const struct wire *w, int64_t now, struct placet_key *key)
{
	const struct placet_httpsig_policy policy = { .now = now };
	struct placet_arena arena = { 0 };
	struct placet_httpsig sig;
	int err = placet_httpsig_open(&arena, &w->req, &policy, &sig);

	if (err == 0)
		err = placet_httpsig_check(&sig, key);
	if (err == 0)
		printf("%s\n", sig.keyid);
	else
		fprintf(stderr, "%s\n",
		    sig.why != NULL ? sig.why : placet_strerror(err));
	placet_arena_end(&arena);
	return err != 0;
}

static int
check(char **argv)
{
	const struct file pem = file_read(argv[0]);
	struct placet_key *key = NULL;
	struct wire w;
	int failed;

	wire_read(&w, argv[2]);
	if (pem.data == NULL || placet_key_parse(pem.data, pem.len, &key) != 0)
		die("the key cannot be read");
	failed = check_with(&w, strtoll(argv[1], NULL, 10), key);
	placet_key_free(key);
	free(pem.data);
	return failed;
}

/* A GET of the older scheme, which says its key id as TAP says a comment. */
static int
self_test(void)
{
	static const uint8_t seed[32] = { 7 };
	char text[] = "GET /actor HTTP/1.1\nHost: placet.example\n"
	              "Date: Tue, 20 Apr 2021 02:07:55 GMT\nSignature: \n\n";
	const struct placet_httpsig_how how = {
		.scheme = PLACET_HTTPSIG_CAVAGE,
		.keyid = "#key",
	};
	struct placet_buf signature = { 0 };
	struct placet_secret *secret;
	struct placet_key *key;
	struct wire w;
	int failed;

	wire_cut(&w, text, strlen(text), "https://placet.example");
	if (placet_secret_of_seed(seed, &secret) != 0 ||
	    placet_secret_public(secret, &key) != 0)
		die("no key");
	failed = placet_httpsig_sign(&how, &w.req, secret, &signature, NULL) !=
	    0;
	if (!failed) {
		w.field[w.req.nfields - 1].value = signature.data;
		failed = check_with(&w, 1618884475, key);
	}
	printf("1..1\n%sok 1 - what is signed is accepted\n",
	    failed ? "not " : "");
	placet_buf_release(&signature);
	placet_secret_free(secret);
	placet_key_free(key);
	return failed;
}

int
main(int argc, char **argv)
{
	if (argc == 1)
		return self_test();
	if (argc >= 7 && strcmp(argv[1], "sign") == 0)
		return sign(argv + 2);
	if (argc == 5 && strcmp(argv[1], "check") == 0)
		return check(argv + 2);
	die("see the comment on top of httpsig.c");
}
