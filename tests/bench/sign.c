/*
 * sign.c - signed messages to an inbox, made before the clock runs
 *
 *	sign [-a ACTORS] [-n COUNT] KIND PEERS ORIGIN NOTE FOLDER
 *
 * COUNT replies to NOTE, as Mastodon would write them, of ACTORS people under
 * the URL PEERS, to the shared inbox of the server ORIGIN, which they are
 * signed for; KIND is "rsa" (2048 bits) or "ed25519".  FOLDER gets
 *
 *	requests  each request behind its length, 4 bytes, the lowest first
 *	keys.sql  the rows that make the people and their keys known
 *	N.json    the actor of number N, for servers that fetch it
 *
 * A signature is good for an hour.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <placet/digest.h>
#include <placet/httpsig.h>
#include <placet/multikey.h>
#include <placet/text.h>
#include <placet/time.h>

enum { ACTORS_MAX = 256, SIGNERS = 2 };

struct actor {
	char id[256], keyid[300];
	struct placet_secret *secret;
};

struct job {
	const char *kind, *peers, *origin, *note, *folder;
	long count, actors;
	struct actor actor[ACTORS_MAX];
};

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "sign: %s\n", what);
	exit(1);
}

static FILE *
create(const struct job *j, const char *name)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", j->folder, name);
	f = fopen(path, "w");
	must(f != NULL, path);
	return f;
}

/* --- people -------------------------------------------------------------- */

/* The key as the database keeps it; freed by the next call. */
static const char *
key_text(const struct actor *a)
{
	static struct placet_buf pem;
	static char multikey[PLACET_MULTIKEY_SIZE];
	struct placet_key *key = NULL;
	uint8_t pub[32];

	placet_buf_clear(&pem);
	must(placet_secret_public(a->secret, &key) == 0, "no public key");
	if (placet_key_type(key) == PLACET_KEY_RSA) {
		must(placet_key_pem(key, &pem) == 0, "no PEM");
		placet_buf_byte(&pem, '\0');
	} else {
		must(placet_key_raw(key, pub) == 0, "no raw key");
		placet_multikey(pub, multikey);
	}
	placet_key_free(key);
	return pem.len > 0 ? pem.data : multikey;
}

static void
actor_json(const struct job *j, const struct actor *a, long n)
{
	char name[32];
	FILE *f;

	snprintf(name, sizeof name, "%ld.json", n);
	f = create(j, name);
	fprintf(f,
	    "{\"@context\":[\"https://www.w3.org/ns/activitystreams\","
	    "\"https://w3id.org/security/v1\"],\"id\":\"%s\","
	    "\"type\":\"Person\",\"preferredUsername\":\"u%ld\","
	    "\"inbox\":\"%s/inbox\",\"publicKey\":{\"id\":\"%s\","
	    "\"owner\":\"%s\",\"publicKeyPem\":\"",
	    a->id, n, a->id, a->keyid, a->id);
	for (const char *s = key_text(a); *s != '\0'; s++)
		if (*s == '\n')
			fputs("\\n", f);
		else
			fputc(*s, f);
	fputs("\"}}\n", f);
	must(fclose(f) == 0, "cannot write an actor");
}

/* "peer.example" of "https://peer.example/people". */
static const char *
host_of(const char *url, int *len)
{
	const char *host = strstr(url, "://");

	must(host != NULL, "PEERS is no URL");
	*len = (int)strcspn(host + 3, "/");
	return host + 3;
}

static void
actors_make(struct job *j)
{
	FILE *sql = create(j, "keys.sql");
	const bool rsa = strcmp(j->kind, "rsa") == 0;
	int len;
	const char *host = host_of(j->peers, &len);

	for (long n = 0; n < j->actors; n++) {
		struct actor *a = &j->actor[n];
		uint8_t seed[32] = { (uint8_t)n, 1 };

		snprintf(a->id, sizeof a->id, "%s/%ld", j->peers, n);
		snprintf(a->keyid, sizeof a->keyid, "%s#%s", a->id,
		    rsa ? "main-key" : "ed25519-key");
		must((rsa ? placet_secret_draw_rsa(2048, &a->secret)
		          : placet_secret_of_seed(seed, &a->secret)) == 0,
		    "no key");
		fprintf(sql,
		    "insert into placet.remote (id, host, type, username, "
		    "inbox) values ('%s', '%.*s', 'Person', 'u%ld', "
		    "'%s/inbox') on conflict do nothing;\n"
		    "insert into placet.remote_key (id, owner, kind, key) "
		    "values ('%s', '%s', '%s', '%s');\n",
		    a->id, len, host, n, a->id, a->keyid, a->id, j->kind,
		    key_text(a));
		actor_json(j, a, n);
	}
	must(fclose(sql) == 0, "cannot write keys.sql");
}

/* --- what they say ------------------------------------------------------- */

static void
body_make(
    const struct job *j, const struct actor *a, long n, struct placet_buf *b)
{
	char text[4096];
	int len = snprintf(text, sizeof text,
	    "{\"@context\":[\"https://www.w3.org/ns/activitystreams\","
	    "{\"ostatus\":\"http://ostatus.org#\","
	    "\"atomUri\":\"ostatus:atomUri\","
	    "\"inReplyToAtomUri\":\"ostatus:inReplyToAtomUri\","
	    "\"conversation\":\"ostatus:conversation\","
	    "\"sensitive\":\"as:sensitive\"}],"
	    "\"id\":\"%1$s/statuses/%2$ld/activity\",\"type\":\"Create\","
	    "\"actor\":\"%1$s\",\"published\":\"2026-01-05T10:00:00Z\","
	    "\"to\":[\"https://www.w3.org/ns/activitystreams#Public\"],"
	    "\"cc\":[\"%1$s/followers\"],\"object\":{"
	    "\"id\":\"%1$s/statuses/%2$ld\",\"type\":\"Note\","
	    "\"summary\":null,\"inReplyTo\":\"%3$s\","
	    "\"published\":\"2026-01-05T10:00:00Z\","
	    "\"url\":\"%1$s/statuses/%2$ld\",\"attributedTo\":\"%1$s\","
	    "\"to\":[\"https://www.w3.org/ns/activitystreams#Public\"],"
	    "\"cc\":[\"%1$s/followers\"],\"sensitive\":false,"
	    "\"atomUri\":\"%1$s/statuses/%2$ld\","
	    "\"inReplyToAtomUri\":\"%3$s\","
	    "\"content\":\"<p>Bonjour, je trouve que cette piste cyclable "
	    "serait bien utile \\u00e0 tous ceux qui vont chaque jour \\u00e0 "
	    "la gare ; c\\u2019est le num\\u00e9ro %2$ld.</p><p>Est-ce que la "
	    "commune a d\\u00e9j\\u00e0 un avis ?</p>\","
	    "\"contentMap\":{\"fr\":\"<p>Bonjour, je trouve que cette piste "
	    "cyclable serait bien utile \\u00e0 tous ceux qui vont chaque "
	    "jour \\u00e0 la gare ; c\\u2019est le num\\u00e9ro %2$ld.</p>\"},"
	    "\"attachment\":[],\"tag\":[{\"type\":\"Mention\","
	    "\"href\":\"%3$s\",\"name\":\"@petition\"}]}}",
	    a->id, n, j->note);

	must(len > 0 && (size_t)len < sizeof text, "a body too long");
	placet_buf_clear(b);
	placet_buf_add(b, text, (size_t)len);
}

static void
request_make(const struct job *j, long n, int64_t now, struct placet_buf *out)
{
	static struct placet_buf body, digest, sig, input;
	struct actor *a = (struct actor *)&j->actor[n % j->actors];
	int hostlen;
	const char *at = host_of(j->origin, &hostlen);
	char host[256], date[PLACET_HTTP_DATE_SIZE], length[32];
	struct placet_http_field field[5];
	const struct placet_httpsig_how how = {
		.scheme = PLACET_HTTPSIG_CAVAGE,
		.keyid = a->keyid,
		.created = now,
	};
	struct placet_http_request req = { .method = "POST",
		.target = "/inbox",
		.origin = j->origin,
		.field = field };

	body_make(j, a, n, &body);
	placet_buf_clear(&digest);
	placet_buf_clear(&sig);
	placet_digest_write(body.data, body.len, &digest);
	placet_buf_byte(&digest, '\0');
	snprintf(host, sizeof host, "%.*s", hostlen, at);
	snprintf(length, sizeof length, "%zu", body.len);
	must(placet_http_date_write(now, date) == 0, "no date");
	field[0] = (struct placet_http_field){ "Host", host };
	field[1] = (struct placet_http_field){ "Date", date };
	field[2] = (struct placet_http_field){ "Digest", digest.data };
	field[3] = (struct placet_http_field){ "Content-Type",
		"application/activity+json" };
	field[4] = (struct placet_http_field){ "Content-Length", length };
	req.nfields = 5;
	req.body = body.data;
	req.bodylen = body.len;
	must(placet_httpsig_sign(&how, &req, a->secret, &sig, &input) == 0,
	    "cannot sign");
	placet_buf_str(out, "POST /inbox HTTP/1.1\r\n");
	for (size_t i = 0; i < req.nfields; i++) {
		placet_buf_str(out, field[i].name);
		placet_buf_str(out, ": ");
		placet_buf_str(out, field[i].value);
		placet_buf_str(out, "\r\n");
	}
	placet_buf_str(out, "Signature: ");
	placet_buf_add(out, sig.data, sig.len);
	placet_buf_str(out, "\r\n\r\n");
	placet_buf_add(out, body.data, body.len);
}

/* One part of the requests, in a process of its own. */
static void
part_make(const struct job *j, int part)
{
	struct placet_buf out = { 0 };
	const int64_t now = time(NULL);
	char name[16];
	FILE *f;

	snprintf(name, sizeof name, "part%d", part);
	f = create(j, name);
	for (long n = part; n < j->count; n += SIGNERS) {
		uint8_t head[4];

		placet_buf_clear(&out);
		request_make(j, n, now, &out);
		must(out.err == 0, "out of memory");
		for (int i = 0; i < 4; i++)
			head[i] = (uint8_t)(out.len >> (8 * i));
		must(fwrite(head, 1, 4, f) == 4 &&
		        fwrite(out.data, 1, out.len, f) == out.len,
		    "cannot write");
	}
	must(fclose(f) == 0, "cannot write");
	exit(0);
}

static void
join(const struct job *j)
{
	FILE *out = create(j, "requests");

	for (int part = 0; part < SIGNERS; part++) {
		char path[512], block[65536];
		size_t n;
		FILE *f;

		snprintf(path, sizeof path, "%s/part%d", j->folder, part);
		f = fopen(path, "r");
		must(f != NULL, path);
		while ((n = fread(block, 1, sizeof block, f)) > 0)
			must(fwrite(block, 1, n, out) == n, "cannot write");
		fclose(f);
		unlink(path);
	}
	must(fclose(out) == 0, "cannot write");
}

int
main(int argc, char **argv)
{
	static struct job j = { .count = 1000, .actors = 16 };
	int o;

	while ((o = getopt(argc, argv, "a:n:")) != -1)
		switch (o) {
		case 'a': j.actors = strtol(optarg, NULL, 10); break;
		case 'n': j.count = strtol(optarg, NULL, 10); break;
		default: exit(2);
		}
	must(argc - optind == 5 && j.actors > 0 && j.actors <= ACTORS_MAX,
	    "usage: sign [-a ACTORS] [-n COUNT] KIND PEERS ORIGIN NOTE FOLDER");
	j.kind = argv[optind];
	j.peers = argv[optind + 1];
	j.origin = argv[optind + 2];
	j.note = argv[optind + 3];
	j.folder = argv[optind + 4];
	actors_make(&j);
	for (int part = 0; part < SIGNERS; part++) {
		const pid_t pid = fork();

		must(pid >= 0, "cannot fork");
		if (pid == 0)
			part_make(&j, part);
	}
	for (int part = 0; part < SIGNERS; part++) {
		int status = 1;

		must(wait(&status) > 0 && status == 0, "a signer failed");
	}
	join(&j);
	return 0;
}
