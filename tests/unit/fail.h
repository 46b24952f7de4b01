/*
 * fail.h - makes what the library calls fail, one call at a time
 *
 * A test that is linked with the library's objects and -Wl,--wrap=NAME gets
 * all its calls of NAME, and theirs, into __wrap_NAME, which FAILS() defines.
 * Calls between other libraries are not touched.  The names are those of
 * FAIL_WRAPS in Makefile.am: one more is a row here and one there.
 */
#ifndef UNIT_FAIL_H
#define UNIT_FAIL_H

#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>
#include <yajl/yajl_parse.h>

/* Which call of `name` fails; counted from 0. */
struct fail {
	const char *name; /* NULL: none */
	size_t at;
	bool ever; /* all the later ones too */
	size_t seen;
};

static struct fail fail;

/* Does this call of `name` fail? */
static inline bool
fail_now(const char *name)
{
	size_t n;

	if (fail.name == NULL || strcmp(fail.name, name) != 0)
		return false;
	n = fail.seen++;
	return n == fail.at || (fail.ever && n > fail.at);
}

#define FAILS(type, name, params, args, failed)                         \
	type __real_##name params;                                      \
	type __wrap_##name params;                                      \
	type __wrap_##name params                                       \
	{                                                               \
		return fail_now(#name) ? (failed) : __real_##name args; \
	}

/* clang-format off */
/* memory, and what begins with it */
FAILS(void *, malloc, (size_t n), (n), NULL)
FAILS(void *, calloc, (size_t n, size_t m), (n, m), NULL)
FAILS(void *, realloc, (void *p, size_t n), (p, n), NULL)
FAILS(locale_t, newlocale, (int mask, const char *name, locale_t base),
    (mask, name, base), (locale_t)0)
FAILS(yajl_handle, yajl_alloc,
    (const yajl_callbacks *c, yajl_alloc_funcs *a, void *arg), (c, a, arg),
    NULL)

/* OpenSSL */
FAILS(BIGNUM *, BN_bin2bn, (const unsigned char *s, int n, BIGNUM *to),
    (s, n, to), NULL)
FAILS(OSSL_PARAM_BLD *, OSSL_PARAM_BLD_new, (void), (), NULL)
FAILS(int, OSSL_PARAM_BLD_push_BN,
    (OSSL_PARAM_BLD *b, const char *name, const BIGNUM *n), (b, name, n), 0)
FAILS(OSSL_PARAM *, OSSL_PARAM_BLD_to_param, (OSSL_PARAM_BLD *b), (b), NULL)
FAILS(EVP_PKEY_CTX *, EVP_PKEY_CTX_new_from_name,
    (OSSL_LIB_CTX *lib, const char *name, const char *wanted),
    (lib, name, wanted), NULL)
FAILS(EVP_PKEY_CTX *, EVP_PKEY_CTX_new, (EVP_PKEY *key, ENGINE *e), (key, e),
    NULL)
FAILS(int, EVP_PKEY_fromdata_init, (EVP_PKEY_CTX *c), (c), 0)
FAILS(int, EVP_PKEY_fromdata,
    (EVP_PKEY_CTX *c, EVP_PKEY **key, int what, OSSL_PARAM *p),
    (c, key, what, p), 0)
FAILS(EVP_PKEY *, EVP_PKEY_new_raw_private_key,
    (int type, ENGINE *e, const unsigned char *p, size_t n), (type, e, p, n),
    NULL)
FAILS(EVP_PKEY *, EVP_PKEY_new_raw_public_key,
    (int type, ENGINE *e, const unsigned char *p, size_t n), (type, e, p, n),
    NULL)
FAILS(int, EVP_PKEY_get_raw_public_key,
    (const EVP_PKEY *key, unsigned char *p, size_t *n), (key, p, n), 0)
FAILS(int, i2d_PUBKEY, (const EVP_PKEY *key, unsigned char **p), (key, p), -1)
FAILS(int, i2d_PKCS8_PRIV_KEY_INFO,
    (const PKCS8_PRIV_KEY_INFO *info, unsigned char **p), (info, p), -1)
FAILS(PKCS8_PRIV_KEY_INFO *, EVP_PKEY2PKCS8, (const EVP_PKEY *key), (key),
    NULL)
FAILS(EVP_PKEY *, EVP_PKCS82PKEY, (const PKCS8_PRIV_KEY_INFO *info), (info),
    NULL)
FAILS(EVP_MD *, EVP_MD_fetch,
    (OSSL_LIB_CTX *lib, const char *name, const char *wanted),
    (lib, name, wanted), NULL)
FAILS(EVP_MD_CTX *, EVP_MD_CTX_new, (void), (), NULL)
FAILS(int, EVP_DigestInit_ex, (EVP_MD_CTX *c, const EVP_MD *md, ENGINE *e),
    (c, md, e), 0)
FAILS(int, EVP_DigestUpdate, (EVP_MD_CTX *c, const void *p, size_t n),
    (c, p, n), 0)
FAILS(int, EVP_DigestFinal_ex, (EVP_MD_CTX *c, unsigned char *p, unsigned *n),
    (c, p, n), 0)
FAILS(int, EVP_DigestSignInit, (EVP_MD_CTX *c, EVP_PKEY_CTX **pc,
    const EVP_MD *md, ENGINE *e, EVP_PKEY *key), (c, pc, md, e, key), 0)
FAILS(int, EVP_DigestSign, (EVP_MD_CTX *c, unsigned char *sig, size_t *siglen,
    const unsigned char *p, size_t n), (c, sig, siglen, p, n), 0)
FAILS(int, EVP_DigestVerifyInit, (EVP_MD_CTX *c, EVP_PKEY_CTX **pc,
    const EVP_MD *md, ENGINE *e, EVP_PKEY *key), (c, pc, md, e, key), 0)
FAILS(int, EVP_DigestVerify, (EVP_MD_CTX *c, const unsigned char *sig,
    size_t siglen, const unsigned char *p, size_t n), (c, sig, siglen, p, n), 0)
FAILS(int, EVP_PKEY_CTX_set_rsa_padding, (EVP_PKEY_CTX *c, int pad), (c, pad),
    0)
FAILS(int, EVP_PKEY_CTX_set_signature_md, (EVP_PKEY_CTX *c, const EVP_MD *md),
    (c, md), 0)
FAILS(int, EVP_PKEY_verify_init, (EVP_PKEY_CTX *c), (c), 0)
FAILS(int, EVP_PKEY_verify, (EVP_PKEY_CTX *c, const unsigned char *sig,
    size_t siglen, const unsigned char *p, size_t n), (c, sig, siglen, p, n), 0)
FAILS(int, EVP_PKEY_sign_init, (EVP_PKEY_CTX *c), (c), 0)
FAILS(int, EVP_PKEY_sign, (EVP_PKEY_CTX *c, unsigned char *sig, size_t *siglen,
    const unsigned char *p, size_t n), (c, sig, siglen, p, n), 0)

/* libsodium */
FAILS(int, sodium_init, (void), (), -1)
FAILS(int, crypto_scalarmult_ristretto255_base,
    (unsigned char *q, const unsigned char *n), (q, n), -1)
FAILS(int, crypto_scalarmult_ristretto255,
    (unsigned char *q, const unsigned char *n, const unsigned char *p),
    (q, n, p), -1)
FAILS(int, crypto_core_ristretto255_add,
    (unsigned char *r, const unsigned char *p, const unsigned char *q),
    (r, p, q), -1)
FAILS(int, crypto_core_ristretto255_scalar_invert,
    (unsigned char *r, const unsigned char *s), (r, s), -1)
/* clang-format on */

/* Its last argument is the size of an RSA key, as a size_t. */
EVP_PKEY *__real_EVP_PKEY_Q_keygen(
    OSSL_LIB_CTX *lib, const char *wanted, const char *type, ...);
EVP_PKEY *__wrap_EVP_PKEY_Q_keygen(
    OSSL_LIB_CTX *lib, const char *wanted, const char *type, ...);
EVP_PKEY *
__wrap_EVP_PKEY_Q_keygen(
    OSSL_LIB_CTX *lib, const char *wanted, const char *type, ...)
{
	va_list ap;
	size_t bits;

	va_start(ap, type);
	bits = va_arg(ap, size_t);
	va_end(ap);
	if (fail_now("EVP_PKEY_Q_keygen"))
		return NULL;
	return __real_EVP_PKEY_Q_keygen(lib, wanted, type, bits);
}

/* Something to try: what it answers, its outputs looked at by itself. */
typedef int fail_op(void);

/*
 * Run op with the first call of `name` failing, then the second, and so on
 * until there is no such call any more.  All but the last run must answer
 * `want`, the last 0.  Returns in how many runs a call failed; when op does
 * otherwise, SIZE_MAX.
 */
static inline size_t
fail_each(fail_op *op, const char *name, int want)
{
	for (size_t n = 0;; n++) {
		int err;

		fail = (struct fail){ .name = name, .at = n };
		err = op();
		fail.name = NULL;
		if (fail.seen <= n)
			return err == 0 ? n : SIZE_MAX;
		if (err != want) {
			print_error("# call %zu of %s: %d\n", n, name, err);
			return SIZE_MAX;
		}
	}
}

enum { FAIL_ABORTED = 42 };

/* For -Wl,--wrap=abort: an end that a parent can tell from others. */
_Noreturn void __wrap_abort(void);
_Noreturn void
__wrap_abort(void)
{
	exit(FAIL_ABORTED);
}

/* Of the sanitizer, where there is one: what aborts cannot clean up. */
void __lsan_disable(void) __attribute__((weak));

/* Does op end the program when that call fails?  Tried in a child. */
static inline bool
fail_aborts(fail_op *op, const char *name, size_t at)
{
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (__lsan_disable != NULL)
			__lsan_disable();
		fail = (struct fail){ .name = name, .at = at };
		exit(op() == 0 ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child &&
	    WIFEXITED(status) && WEXITSTATUS(status) == FAIL_ABORTED;
}

#endif
