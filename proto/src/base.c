/*
 * base.c - the words for the errors
 */
#include <placet/base.h>

const char *
placet_strerror(int err)
{
	/* No default: the compiler names the error that has no words. */
	switch ((enum placet_err)err) {
	case PLACET_OK: return "no error";
	case PLACET_ENOMEM: return "out of memory";
	case PLACET_ECRYPTO: return "the crypto library refused";
	case PLACET_EFORMAT: return "not well formed";
	case PLACET_EUTF8: return "not valid text";
	case PLACET_ELIMIT: return "too large";
	case PLACET_EDUP: return "the same name twice";
	case PLACET_ETYPE: return "not of the expected type";
	case PLACET_ERANGE: return "number out of range";
	case PLACET_EPROOF: return "the proof proves something else";
	case PLACET_ESIG: return "the signature does not verify";
	case PLACET_EKEY: return "no known key signed";
	case PLACET_EMISSING: return "a required member is absent";
	case PLACET_EQUORUM: return "too few witnesses cosigned";
	}
	return "unknown error";
}
