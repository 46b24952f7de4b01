/*
 * crypto.c - what libplacet's checks cost beside the bare libraries
 *
 *	crypto rsa|ed25519|rsa-sign|oprf|leaf|parse [ROUNDS]
 *
 * `rsa` and `ed25519` check signatures with a kept key beside OpenSSL's own
 * loop over a kept context, `oprf` evaluates beside libsodium's one
 * multiplication, `leaf` makes leaves from their fields and adds them to a
 * tree, as the notary does, beside SHA-256 of as many bytes, and `parse`
 * reads activities beside yajl with callbacks that only count.  Both sides
 * take turns of some milliseconds of processor time, so that the weather of
 * the machine falls on both.  Prints the medians in operations a second, for
 * parse in bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <yajl/yajl_parse.h>

#include <placet/hash.h>
#include <placet/json.h>
#include <placet/key.h>
#include <placet/leaf.h>
#include <placet/merkle.h>
#include <placet/oprf.h>

enum { ROUNDS_MAX = 1001, BATCH = 32, DOCUMENTS = 4 };

static const double turn = 0.01; /* seconds */

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "crypto: %s\n", what);
	exit(1);
}

/* --- signatures --------------------------------------------------------- */

static char msg[300]; /* as long as what HTTP signatures sign */
static uint8_t sig[PLACET_KEY_SIG_MAX];
static size_t siglen;
static struct placet_hash digest;
static struct placet_key *key;
static EVP_PKEY *pkey;
static EVP_PKEY_CTX *rsa;
static EVP_MD_CTX *ed25519;

/* A signature, its public key, and the same key for OpenSSL. */
static void
sign_with(struct placet_secret *secret, enum placet_sha sha)
{
	struct placet_buf b = { 0 };
	BIO *bio;

	memset(msg, 'm', sizeof msg);
	placet_sha256(msg, sizeof msg, &digest);
	must(
	    placet_secret_sign(secret, sha, msg, sizeof msg, sig, &siglen) == 0,
	    "signing");
	must(placet_secret_public(secret, &key) == 0, "public half");
	must(placet_key_pem(key, &b) == 0, "text");
	bio = BIO_new_mem_buf(b.data, (int)b.len);
	pkey = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
	must(pkey != NULL, "the key again");
	BIO_free(bio);
	placet_buf_release(&b);
	placet_secret_free(secret);
}

static void
rsa_start(void)
{
	struct placet_secret *secret;

	must(placet_secret_draw_rsa(2048, &secret) == 0, "a key");
	sign_with(secret, PLACET_SHA_256);
	rsa = EVP_PKEY_CTX_new(pkey, NULL);
	must(rsa != NULL && EVP_PKEY_verify_init(rsa) == 1 &&
	        EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PADDING) == 1 &&
	        EVP_PKEY_CTX_set_signature_md(rsa, EVP_sha256()) == 1,
	    "a context");
}

static size_t
rsa_ours(unsigned i)
{
	(void)i;
	must(placet_key_check(
	         key, PLACET_SHA_256, msg, sizeof msg, sig, siglen) == 0,
	    "our RSA");
	return 1;
}

static size_t
rsa_bare(unsigned i)
{
	(void)i;
	must(EVP_PKEY_verify(rsa, sig, siglen, digest.b, sizeof digest.b) == 1,
	    "their RSA");
	return 1;
}

static struct placet_secret *signer;

static void
sign_start(void)
{
	struct placet_buf b = { 0 };
	BIO *bio;

	memset(msg, 'm', sizeof msg);
	placet_sha256(msg, sizeof msg, &digest);
	must(placet_secret_draw_rsa(2048, &signer) == 0, "a key");
	must(placet_secret_pem(signer, &b) == 0, "text");
	bio = BIO_new_mem_buf(b.data, (int)b.len);
	pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	must(pkey != NULL, "the key again");
	BIO_free(bio);
	placet_buf_release(&b);
	rsa = EVP_PKEY_CTX_new(pkey, NULL);
	must(rsa != NULL && EVP_PKEY_sign_init(rsa) == 1 &&
	        EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PADDING) == 1 &&
	        EVP_PKEY_CTX_set_signature_md(rsa, EVP_sha256()) == 1,
	    "a context");
}

static size_t
sign_ours(unsigned i)
{
	(void)i;
	must(placet_secret_sign(
	         signer, PLACET_SHA_256, msg, sizeof msg, sig, &siglen) == 0,
	    "our signature");
	return 1;
}

static size_t
sign_bare(unsigned i)
{
	(void)i;
	siglen = sizeof sig;
	must(EVP_PKEY_sign(rsa, sig, &siglen, digest.b, sizeof digest.b) == 1,
	    "their signature");
	return 1;
}

static void
ed25519_start(void)
{
	const uint8_t seed[32] = { 1 };
	struct placet_secret *secret;

	must(placet_secret_of_seed(seed, &secret) == 0, "a key");
	sign_with(secret, PLACET_SHA_NONE);
	ed25519 = EVP_MD_CTX_new();
	must(ed25519 != NULL, "a context");
}

static size_t
ed25519_ours(unsigned i)
{
	(void)i;
	must(placet_key_check(
	         key, PLACET_SHA_NONE, msg, sizeof msg, sig, siglen) == 0,
	    "our Ed25519");
	return 1;
}

static size_t
ed25519_bare(unsigned i)
{
	(void)i;
	must(EVP_DigestVerifyInit(ed25519, NULL, NULL, NULL, pkey) == 1 &&
	        EVP_DigestVerify(
	            ed25519, sig, siglen, (uint8_t *)msg, sizeof msg) == 1,
	    "their Ed25519");
	return 1;
}

/* --- the blind evaluation ----------------------------------------------- */

static struct placet_oprf_scalar scalar;
static struct placet_oprf_element blinded, evaluated;

static void
oprf_start(void)
{
	must(sodium_init() >= 0, "libsodium");
	crypto_core_ristretto255_scalar_random(scalar.b);
	crypto_core_ristretto255_random(blinded.b);
}

static size_t
oprf_ours(unsigned i)
{
	(void)i;
	must(placet_oprf_evaluate(&scalar, &blinded, 1, &evaluated) == 0,
	    "our evaluation");
	return 1;
}

static size_t
oprf_bare(unsigned i)
{
	(void)i;
	must(crypto_scalarmult_ristretto255(evaluated.b, scalar.b, blinded.b) ==
	        0,
	    "their multiplication");
	return 1;
}

/* --- leaves ------------------------------------------------------------- */

static struct placet_frontier frontier;
static struct placet_leaf leaf = {
	.type = PLACET_LEAF_SIGN, .time = 3600, .instance = "rennes.localhost"
};
static struct placet_buf entry;
static EVP_MD_CTX *sha256;

static void
leaf_start(void)
{
	sha256 = EVP_MD_CTX_new();
	must(sha256 != NULL &&
	        EVP_DigestInit_ex(sha256, EVP_sha256(), NULL) == 1,
	    "a context");
}

static size_t
leaf_ours(unsigned i)
{
	memcpy(leaf.cn.b, &i, sizeof i);
	placet_buf_clear(&entry);
	must(placet_leaf_encode(&leaf, &entry) == 0, "our leaf");
	placet_frontier_add(&frontier, entry.data, entry.len);
	return 1;
}

static void
hash_bare(size_t len)
{
	static const uint8_t bytes[256];

	must(EVP_DigestInit_ex(sha256, NULL, NULL) == 1 &&
	        EVP_DigestUpdate(sha256, bytes, len) == 1 &&
	        EVP_DigestFinal_ex(sha256, digest.b, NULL) == 1,
	    "their hash");
}

/* The leaf behind a byte; a tree has one node a leaf, of 65 bytes. */
static size_t
leaf_bare(unsigned i)
{
	(void)i;
	hash_bare(1 + entry.len);
	hash_bare(1 + 2 * sizeof digest.b);
	return 1;
}

/* --- documents ---------------------------------------------------------- */

static struct placet_buf document[DOCUMENTS];
static size_t events;

static void
paragraph(struct placet_buf *b, unsigned i)
{
	placet_buf_printf(b,
	    "<p>Le pont de la %u\\u00e8me rue est ferm\xc3\xa9 depuis "
	    "l\xe2\x80\x99hiver, et le d\xc3\xa9tour fait perdre "
	    "\\\"une demi-heure\\\" aux \xc3\xa9l\xc3\xa8ves : <a href="
	    "\\\"https:\\/\\/paper.example\\/%u\\\" rel=\\\"nofollow "
	    "noopener\\\">ce que la ville r\xc3\xa9pond</a>.</p>\\n",
	    i + 2, i);
}

static void
mention(struct placet_buf *b, unsigned i)
{
	placet_buf_printf(b,
	    "%s{\"type\":\"Mention\",\"href\":\"https://social%u.example/"
	    "users/marie%u\",\"name\":\"@marie%u@social%u.example\"}",
	    i > 0 ? "," : "", i, i, i, i);
}

/* A Create of a Note as large servers send them, of three to four kB. */
static void
activity(struct placet_buf *b, unsigned n)
{
	const char *id = "https://social.example/users/camille";

	placet_buf_printf(b,
	    "{\"@context\":[\"https://www.w3.org/ns/activitystreams\","
	    "{\"ostatus\":\"http://ostatus.org#\",\"atomUri\":"
	    "\"ostatus:atomUri\",\"inReplyToAtomUri\":"
	    "\"ostatus:inReplyToAtomUri\",\"conversation\":"
	    "\"ostatus:conversation\",\"sensitive\":\"as:sensitive\","
	    "\"toot\":\"http://joinmastodon.org/ns#\",\"votersCount\":"
	    "\"toot:votersCount\"}],\"id\":\"%s/statuses/%u/activity\","
	    "\"type\":\"Create\",\"actor\":\"%s\",\"published\":"
	    "\"2026-03-%02uT08:30:00Z\",\"to\":[\"https://www.w3.org/ns/"
	    "activitystreams#Public\"],\"cc\":[\"%s/followers\"],"
	    "\"object\":{\"id\":\"%s/statuses/%u\",\"type\":\"Note\","
	    "\"summary\":null,\"inReplyTo\":null,\"sensitive\":false,"
	    "\"votersCount\":%u,\"attributedTo\":\"%s\",\"content\":\"",
	    id, n, id, n + 1, id, id, n, n * 100, id);
	for (unsigned i = 0; i < 3 + n; i++)
		paragraph(b, i);
	placet_buf_str(b, "\",\"attachment\":[],\"tag\":[");
	for (unsigned i = 0; i < 8; i++)
		mention(b, i);
	placet_buf_printf(b,
	    "],\"replies\":{\"id\":\"%s/statuses/%u/replies\",\"type\":"
	    "\"Collection\",\"first\":{\"type\":\"CollectionPage\","
	    "\"items\":[]}}}}",
	    id, n);
	must(b->err == 0, "a document");
}

static int
on_null(void *arg)
{
	(void)arg;
	events++;
	return 1;
}

static int
on_truth(void *arg, int truth)
{
	(void)truth;
	return on_null(arg);
}

static int
on_number(void *arg, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return on_null(arg);
}

static int
on_text(void *arg, const unsigned char *text, size_t len)
{
	(void)text;
	(void)len;
	return on_null(arg);
}

static const yajl_callbacks counting = { .yajl_null = on_null,
	.yajl_boolean = on_truth,
	.yajl_number = on_number,
	.yajl_string = on_text,
	.yajl_start_map = on_null,
	.yajl_map_key = on_text,
	.yajl_end_map = on_null,
	.yajl_start_array = on_null,
	.yajl_end_array = on_null };

static void
json_start(void)
{
	for (unsigned i = 0; i < DOCUMENTS; i++)
		activity(&document[i], i);
}

static size_t
json_ours(unsigned i)
{
	const struct placet_buf *doc = &document[i % DOCUMENTS];
	struct placet_arena arena = { 0 };
	struct placet_json *v;

	must(placet_json_parse(&arena, doc->data, doc->len, NULL, &v) == 0,
	    "our parser");
	placet_arena_end(&arena);
	return doc->len;
}

static size_t
json_bare(unsigned i)
{
	const struct placet_buf *doc = &document[i % DOCUMENTS];
	yajl_handle yajl = yajl_alloc(&counting, NULL, NULL);

	must(yajl != NULL &&
	        yajl_parse(yajl, (unsigned char *)doc->data, doc->len) ==
	            yajl_status_ok &&
	        yajl_complete_parse(yajl) == yajl_status_ok,
	    "their parser");
	yajl_free(yajl);
	return doc->len;
}

/* --- turns -------------------------------------------------------------- */

static const struct work {
	const char *name;
	void (*start)(void);
	size_t (*ours)(unsigned i);
	size_t (*bare)(unsigned i);
} works[] = {
	{ "rsa", rsa_start, rsa_ours, rsa_bare },
	{ "ed25519", ed25519_start, ed25519_ours, ed25519_bare },
	{ "rsa-sign", sign_start, sign_ours, sign_bare },
	{ "oprf", oprf_start, oprf_ours, oprf_bare },
	{ "leaf", leaf_start, leaf_ours, leaf_bare },
	{ "parse", json_start, json_ours, json_bare },
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Units a second over one turn. */
static double
rate(size_t (*step)(unsigned i))
{
	const double began = seconds();
	size_t units = 0;
	double took;

	do {
		for (unsigned i = 0; i < BATCH; i++)
			units += step(i);
		took = seconds() - began;
	} while (took < turn);
	return (double)units / took;
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_size);
	return v[n / 2];
}

int
main(int argc, char **argv)
{
	static double ours[ROUNDS_MAX], bare[ROUNDS_MAX];
	const size_t rounds = argc == 3 ? strtoull(argv[2], NULL, 10) : 101;
	const struct work *w = works;
	const struct work *end = works + sizeof works / sizeof *works;

	if (argc < 2 || argc > 3 || rounds < 1 || rounds > ROUNDS_MAX)
		return 2;
	while (w < end && strcmp(argv[1], w->name) != 0)
		w++;
	if (w == end)
		return 2;
	w->start();
	rate(w->ours);
	rate(w->bare);
	for (size_t i = 0; i < rounds; i++) {
		ours[i] = rate(w->ours);
		bare[i] = rate(w->bare);
	}
	printf("ours %.0f limit %.0f\n", median(ours, rounds),
	    median(bare, rounds));
	return 0;
}
