/*
 * scoped.h - handles that release themselves when their block ends
 *
 * DEFINE_SCOPED(EVP_PKEY, EVP_PKEY_free) makes
 *
 *	scoped(EVP_PKEY) *key = EVP_PKEY_new();
 *
 * release itself on every way out.  To let it live on, copy it out and set
 * it to NULL.  Never goto over a declaration.
 */
#ifndef PLACET_SCOPED_H
#define PLACET_SCOPED_H

#define scoped(T) __attribute__((cleanup(T##_scope_end))) T
#define DEFINE_SCOPED(T, release)               \
	static inline void T##_scope_end(T **p) \
	{                                       \
		if (*p != NULL)                 \
			release(*p);            \
	}                                       \
	struct T##_scope_semicolon

#endif
