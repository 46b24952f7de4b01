/*
 * test_key_pem.c - which texts are keys, and what is wrong with the others
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/key.h>

#include "hex.h"

#define BEGIN "-----BEGIN PUBLIC KEY-----"
#define END   "-----END PUBLIC KEY-----"
#define KEY   "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
#define HALF  "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrB"
#define REST  "Z9w7lshQhqowtrbLDFw4rXAxZuE="

static int
parse(const char *pem, size_t len)
{
	struct placet_key *key;
	const int err = placet_key_parse(pem, len, &key);

	assert_true((err == 0) == (key != NULL));
	placet_key_free(key);
	return err;
}

static int
parse_secret(const char *pem)
{
	struct placet_secret *secret;
	const int err = placet_secret_parse(pem, strlen(pem), &secret);

	assert_true((err == 0) == (secret != NULL));
	placet_secret_free(secret);
	return err;
}

static int
parse_der(const char *label, const void *der, size_t len)
{
	struct placet_buf b = { 0 };
	int err;

	placet_buf_printf(&b, "-----BEGIN %s-----\n", label);
	placet_buf_base64(&b, der, len);
	placet_buf_printf(&b, "\n-----END %s-----\n", label);
	assert_int_equal(b.err, 0);
	err = parse(b.data, b.len);
	placet_buf_release(&b);
	return err;
}

static int
parse_hex(const char *label, const char *hex)
{
	const struct hex der = unhex(hex);

	return parse_der(label, der.b, der.len);
}

static void
what_peers_write_is_read(void **state)
{
	static const char *const table[] = {
		BEGIN "\n" KEY "\n" END "\n",
		BEGIN "\n" KEY "\n" END,
		BEGIN "\r\n" KEY "\r\n" END "\r\n",
		BEGIN "\r" KEY "\r" END "\r",
		BEGIN "\n" HALF "\n" REST "\n" END "\n\n",
		BEGIN "\n" HALF "\r\n" REST "\n" END,
		" \t\r\n" BEGIN "\n" KEY "\n" END " \t\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(parse(table[i], strlen(table[i])), 0);
}

static void
other_texts_are_refused(void **state)
{
	static const char *const table[] = {
		"",
		"\n",
		KEY,
		BEGIN,
		BEGIN "\n",
		BEGIN END,
		BEGIN "\n" END "\n",
		BEGIN "\n" KEY "\n",
		BEGIN KEY "\n" END "\n",
		BEGIN "\n" KEY END "\n",
		BEGIN " \n" KEY "\n" END "\n",
		BEGIN "\n\n" KEY "\n" END "\n",
		BEGIN "\n" HALF "\n\n" REST "\n" END "\n",
		BEGIN "\n " KEY "\n" END "\n",
		BEGIN "\n" KEY " \n" END "\n",
		BEGIN "\n" HALF " " REST "\n" END "\n",
		BEGIN "\n" HALF "=" REST "\n" END "\n",
		BEGIN "\n" KEY "=\n" END "\n",
		BEGIN "\n" HALF "\n" END "\n",
		BEGIN "\nProc-Type: 4,ENCRYPTED\n\n" KEY "\n" END "\n",
		BEGIN "\n" KEY "\n" END "\nx",
		BEGIN "\n" KEY "\n" END BEGIN "\n" KEY "\n" END "\n",
		"x\n" BEGIN "\n" KEY "\n" END "\n",
		BEGIN "\n" KEY "\n-----END RSA PUBLIC KEY-----\n",
		BEGIN "\n" KEY "\n-----END PUBLIC KEY----\n",
		BEGIN "\n" KEY "\n----END PUBLIC KEY-----\n",
		"-----BEGIN PUBLIC KEY----\n" KEY "\n" END "\n",
		"-----begin PUBLIC KEY-----\n" KEY "\n" END "\n",
		"-----BEGIN public key-----\n" KEY "\n" END "\n",
		"-----BEGIN  PUBLIC KEY-----\n" KEY "\n" END "\n",
		"-----BEGIN EC PUBLIC KEY-----\n" KEY
		"\n-----END EC PUBLIC KEY-----\n",
		"-----BEGIN CERTIFICATE-----\n" KEY
		"\n-----END CERTIFICATE-----\n",
	};
	static const char with_nul[] = BEGIN "\n" HALF "\0" REST "\n" END;
	char many[PLACET_PEM_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(
		    parse(table[i], strlen(table[i])), PLACET_EFORMAT);
	assert_int_equal(parse(with_nul, sizeof with_nul - 1), PLACET_EFORMAT);
	memset(many, ' ', sizeof many);
	assert_int_equal(parse(many, sizeof many), PLACET_ELIMIT);
	memcpy(many, BEGIN "\n" KEY "\n" END, sizeof BEGIN KEY END + 1);
	assert_int_equal(parse(many, PLACET_PEM_MAX), 0);
}

#define SEED "INTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"
#define SECRET(body) \
	"-----BEGIN PRIVATE KEY-----\n" body "\n-----END PRIVATE KEY-----\n"

/* Keys for nothing but this test: RSA too short, and of another kind. */
static const char rsa_512[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA2T96agyx4rTsUvgx\n"
    "Dg7nGyuIEvF76ckqsG+xKcedIijcm74siUARib5c8jSTn/L3h6QlNH2iDGwdcvqK\n"
    "rokgKQIDAQABAkAWG2SMmCAd7sVBqCntwUx5MlPVgadXYfYrICKKGtr9l7TjEtRu\n"
    "6ius+LM2Yo7RPoDPzLrPooukM/7i1b8TFCr1AiEA7xi7VeUsn1cdM9865nWp2UkX\n"
    "snr8Bq2XutUzhjYkfvMCIQDom1IWVYOM8p/szc/AIr/iT6/HWl7lFRCIlk5fOQvD\n"
    "cwIhALxbQnHHiiC48xODP5aAiV7Y2ydLBbKJHOgdv2pyysuLAiEA1JbIMmNbhOFm\n"
    "qq37lvXre7IqzD9bBXH4F22QGVVw2+MCIQDSsq8v7M+tCtUoYwc6qllVRs2urGjX\n"
    "LsscduTUAQdJJQ==\n"
    "-----END PRIVATE KEY-----\n";
static const char p256[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRuEszfEaPIS7pZjU\n"
    "zKxTzSD/ZJDK+QGcwZZgLR177hmhRANCAARP3ceHw1Tb2/KpwCwu66mQfcflXrDq\n"
    "HRgl1AD3iwbn8cdxh+GMVYZ5OXX4xur3RgtAKRrFjCD5RYtLLadT8OlK\n"
    "-----END PRIVATE KEY-----\n";

static void
each_half_has_its_own_door(void **state)
{
	static const char secret[] = SECRET("MC4CAQAwBQYDK2VwBCIE" SEED);

	(void)state;
	assert_int_equal(parse(secret, strlen(secret)), PLACET_ETYPE);
	assert_int_equal(parse_secret(secret), 0);
	assert_int_equal(
	    parse_secret(BEGIN "\n" KEY "\n" END "\n"), PLACET_ETYPE);
	assert_int_equal(parse_secret(""), PLACET_EFORMAT);
	assert_int_equal(parse_secret(rsa_512), PLACET_ERANGE);
	assert_int_equal(parse_secret(p256), PLACET_ETYPE);
	/* Cut short, a byte more, of X25519, of nothing known. */
	assert_int_equal(
	    parse_secret(SECRET("MC4CAQAwBQYDK2VwBCIE")), PLACET_EFORMAT);
	assert_int_equal(
	    parse_secret(SECRET("MC4CAQAwBQYDK2VwBCIE" SEED "AA==")),
	    PLACET_EFORMAT);
	assert_int_equal(
	    parse_secret(SECRET("MC4CAQAwBQYDK2VuBCIE" SEED)), PLACET_ETYPE);
	assert_int_equal(
	    parse_secret(SECRET("MC4CAQAwBQYDK2VjBCIE" SEED)), PLACET_ETYPE);
}

#define POINT                              \
	"19bf44096984cdfe8541bac167dc3b96" \
	"c85086aa30b6b6cb0c5c38ad703166e1"

static void
der_has_one_form(void **state)
{
	static const struct {
		const char *der;
		int err;
	} table[] = {
		{ "302a300506032b6570032100" POINT, 0 },
		/* Bytes behind, within and after; a byte less. */
		{ "302a300506032b6570032100" POINT "00", PLACET_EFORMAT },
		{ "302b300506032b6570032100" POINT "00", PLACET_EFORMAT },
		{ "302b300506032b6570032200" POINT "00", PLACET_EFORMAT },
		{ "3029300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "302b300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "300a300506032b65700301", PLACET_EFORMAT },
		{ "3009300506032b65700300", PLACET_EFORMAT },
		{ "300a300506032b6570030100", PLACET_EFORMAT },
		/* Lengths longer than they need be, without end, too long. */
		{ "30812a300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "3082002a300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "3080300506032b6570032100" POINT "0000", PLACET_EFORMAT },
		{ "30840000002a300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "3082ffff300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "3081", PLACET_EFORMAT },
		{ "308201", PLACET_EFORMAT },
		{ "30", PLACET_EFORMAT },
		{ "3000", PLACET_EFORMAT },
		/* Other tags, and bits left over. */
		{ "312a300506032b6570032100" POINT, PLACET_EFORMAT },
		{ "302a300506032b6570042100" POINT, PLACET_EFORMAT },
		{ "302a300506032b6570032101" POINT, PLACET_EFORMAT },
		/* Parameters where none belong; X25519, Ed448, id-RSASSA-PSS,
		 * id-ecPublicKey. */
		{ "302c300706032b65700500032100" POINT, PLACET_ETYPE },
		{ "302a300506032b656e032100" POINT, PLACET_ETYPE },
		{ "302a300506032b6571032100" POINT, PLACET_ETYPE },
		{ "3010300b06092a864886f70d01010a030100", PLACET_ETYPE },
		{ "300e300906072a8648ce3d0201030100", PLACET_ETYPE },
		/* rsaEncryption without its NULL, and without a key. */
		{ "3010300b06092a864886f70d010101030100", PLACET_ETYPE },
		{ "3012300d06092a864886f70d0101010500030100", PLACET_EFORMAT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(
		    parse_hex("PUBLIC KEY", table[i].der), table[i].err);
	assert_int_equal(
	    parse_hex("RSA PUBLIC KEY", table[0].der), PLACET_EFORMAT);
}

/* The key of FEP-521a, as PKCS#1. */
static void
the_rsa_key_of_fep_521a_is_read(void **state)
{
	enum { MODULUS_END = 265 };
	struct hex der = unhex(
	    "3082010a0282010100b1b5fcd8d4d5e88ca5c4287b31f578865caf6a"
	    "78826a3b8ff7b1b23aa4af4e6a0474139f945bd9d3a911ffd0fa72db"
	    "78e4593a86c91f9da836186ebd3402d51f6a3844247ab5088b46929c"
	    "311b43604fed84499f06f0f39bf55590e2187f1bbe229ba8f49fd2e5"
	    "70cd0e3733c76bfede80e1e7e0881e4538ea1bc5782be9512f8bf132"
	    "526e05f4923564fe6e1e21bf7087adebb660fa533fca06d0a8e66991"
	    "e1312d70b64a61da8ca77c028cdf939601e2cffe2855759b1d479f08"
	    "47bcac59d7d62427a431d4e3dfd2697428b9dd6309a7b1167db99fe0"
	    "1af1ff1b739566fb949e47089d1dae84aef1214ef7f5773e86a0d3e9"
	    "da246f9bec09d60c705891183d0203010001");

	(void)state;
	assert_int_equal(parse_der("RSA PUBLIC KEY", der.b, der.len), 0);
	der.b[der.len] = 0;
	assert_int_equal(
	    parse_der("RSA PUBLIC KEY", der.b, der.len + 1), PLACET_EFORMAT);
	der.b[MODULUS_END - 1] &= 0xfe;
	assert_int_equal(
	    parse_der("RSA PUBLIC KEY", der.b, der.len), PLACET_ERANGE);
}

/* An RSA key of that many bits, all ones, with that exponent. */
static int
parse_rsa(unsigned bits, const char *exponent)
{
	const struct hex e = unhex(exponent);
	const size_t n = (bits + 7) / 8, sign = bits % 8 == 0;
	const size_t inner = 4 + sign + n + e.len;
	uint8_t der[1200];
	size_t at = 0;

	der[at++] = 0x30;
	der[at++] = 0x82;
	der[at++] = (uint8_t)(inner >> 8);
	der[at++] = (uint8_t)inner;
	der[at++] = 0x02;
	der[at++] = 0x82;
	der[at++] = (uint8_t)((n + sign) >> 8);
	der[at++] = (uint8_t)(n + sign);
	if (sign)
		der[at++] = 0;
	memset(der + at, 0xff, n);
	if (!sign)
		der[at] = (uint8_t)((1U << bits % 8) - 1);
	memcpy(der + at + n, e.b, e.len);
	return parse_der("RSA PUBLIC KEY", der, at + n + e.len);
}

static void
rsa_keys_have_their_measure(void **state)
{
	static const struct {
		unsigned bits;
		const char *exponent;
		int err;
	} table[] = {
		{ 2048, "0203010001", 0 },
		{ 2049, "0203010001", 0 },
		{ 4096, "0203010001", 0 },
		{ 8192, "0203010001", 0 },
		{ 2040, "0203010001", PLACET_ERANGE },
		{ 2047, "0203010001", PLACET_ERANGE },
		{ 8193, "0203010001", PLACET_ERANGE },
		{ 2048, "020103", 0 },
		{ 2048, "020900ffffffffffffffff", 0 },
		{ 2048, "0209010000000000000001", PLACET_ERANGE },
		{ 2048, "020101", PLACET_ERANGE },
		{ 2048, "020102", PLACET_ERANGE },
		{ 2048, "0203010000", PLACET_ERANGE },
		{ 2048, "020100", PLACET_EFORMAT },
		{ 2048, "0200", PLACET_EFORMAT },
		{ 2048, "02020003", PLACET_EFORMAT },
		{ 2048, "0201ff", PLACET_EFORMAT },
		{ 2048, "040103", PLACET_EFORMAT },
		{ 2048, "020103020103", PLACET_EFORMAT },
		{ 2048, "", PLACET_EFORMAT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(
		    parse_rsa(table[i].bits, table[i].exponent), table[i].err);
}

/* 8193 bits, and numbers that nobody looks at before that. */
static void
secret_rsa_keys_have_it_too(void **state)
{
	const struct hex head = unhex(
	    "30820437020100300d06092a864886f70d0101010500048204213082041d"
	    "0201000282040101");
	const struct hex tail = unhex(
	    "020103020101020101020101020101020101020101");
	struct placet_buf der = { 0 }, pem = { 0 };

	(void)state;
	placet_buf_add(&der, head.b, head.len);
	for (size_t i = 0; i < 1024; i++)
		placet_buf_byte(&der, 0xff);
	placet_buf_add(&der, tail.b, tail.len);
	placet_buf_str(&pem, "-----BEGIN PRIVATE KEY-----\n");
	placet_buf_base64(&pem, der.data, der.len);
	placet_buf_str(&pem, "\n-----END PRIVATE KEY-----\n");
	assert_int_equal(pem.err, 0);
	assert_int_equal(parse_secret(pem.data), PLACET_ERANGE);
	placet_buf_release(&der);
	placet_buf_release(&pem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_peers_write_is_read),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(each_half_has_its_own_door),
		cmocka_unit_test(der_has_one_form),
		cmocka_unit_test(the_rsa_key_of_fep_521a_is_read),
		cmocka_unit_test(rsa_keys_have_their_measure),
		cmocka_unit_test(secret_rsa_keys_have_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
