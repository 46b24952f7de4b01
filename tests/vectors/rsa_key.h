/*
 * rsa_key.h - the RSA key of the test vectors
 *
 * A secret key that everybody knows, so that signatures can be compared byte
 * for byte.  It signs nothing anywhere, and must never.
 */
#ifndef RSA_KEY_H
#define RSA_KEY_H

/* clang-format off */
static const char rsa_key_pem[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCo3J15Ot3k7J5j\n"
	"6eH2pb0Xlabt6qnHvbidDLB8rrVyaH2AQS+rOMLBacez6cqCfoFYm10bBUKo6Ned\n"
	"HQxwfabo7kysmDnERuLBXH+gVXPWklBrEEkfMFMnSRhghJddYRH3Aljd6xB/hbrj\n"
	"aBXXc0ErCw47mVbdBijNe0RqRNTdXhDVU/Cwkg+ZveseADGIPxEyELAXBevliuDY\n"
	"epdr8T/0rQ9fzyDcyc0DZMRSyCtn8MiOjt2mJrkJsvoauPwIxhZYEJSa3tObI7Ua\n"
	"eYCe+1ShH4M6DQQyo3LxHd830P6szWZpPp0VnpY76A1M3tpolMMD+0TrXXxpCY7S\n"
	"arpEdkwjAgMBAAECggEAU4YgTEUuWZwislgPAYG0ePR4h8khZp+0r9YFe/6s2GTP\n"
	"4v8bVY1zY9jvQ1IabZamYw4iLQnakZLuh5PFQeUdCK1KdrqrJCdN5QfcRxHNhO6F\n"
	"YZfCG2+7SbzRlngvKKyphqz+CPLLC9C5gt9KonGrY9+JkDhGK3hu+UiGLCxUwBOH\n"
	"/pw4TJ6R/wv7m7KkCC9LO8dvhGgAcaugxRcKrxbuDNTrfSmouCPjfC4w/WhXkG4V\n"
	"5p2L4vwurM+/Tre/dxTjCKz1M5QKImZvK6Sr+Fs84mTgcxubMTkO8dddkAcjOwfR\n"
	"iWZInSX5I4WKwCRlNgpDyNRHSEr24yqoqP00eWVjDQKBgQDRShybd/6+PTVsywgS\n"
	"+OAU10UPFsWXabZrg4fhzjMr/+Zc1vplFjFGLhMxpy5j4bg5whlk1L2HVkrxKB+d\n"
	"NSC4gXw2q0PXt18RLmxYrs1iKd8VKDfTqHGHzjlf5JxQju/2ShQYZVNNWjG8vdjb\n"
	"qXODmZl83JX4tLxWPzs/Znr8BQKBgQDOjKPQTOJZJ7Nz/Ddj2P1/z6QpBhlZvezR\n"
	"WC/7U+ocmPuvZxC2uR9PttF2hx7wP4ITBSZBRtN9RvVh3NaAVP7eY3dFR9PEZX/B\n"
	"nnJcodNdPC+1duusr3O6hZfrOblNzAaaBs36ig8dEmqzXwDV3wLYRvdmtEuK59CW\n"
	"q0frDNhIBwKBgD9aDbrJ4eS4JnneI32KtFnap97fZ8RjjYKR+AnUHw1MkvC7amQ7\n"
	"CYNS4yB+mL5HTzq8lG8/LnfPGTRSju9Ja7QuDemGgizEJxTOVqGpmCYEwrBm0i9R\n"
	"p7wSIq/yRZblDaIh3l9cHJEnojKdzQ0BCCRn1FxFcWgtXW1GCqswXD35AoGAScyG\n"
	"W06dMS22OKLNR6eoK5qNFPtQ43ewvbu8qRf6de1TQACbQC40uc6gWLE+pKiMWS9l\n"
	"07zyo7hOxICbQ48a4Wq4mtBnIa0CULPEOMS5OH7grP2ohzLJLsO83Bbr1pgnY7E6\n"
	"t2HMtJ538U7ohYIBCjWQ/+k7dI4PQUZBlAIq5NECgYEAr4xcRBbjfxNaCFvWFUNy\n"
	"nyiNEiFYaebhNn6Q3c2klVkHwFdSmdIpdd2ItEFF2ooNbQ6kfyU5Pmxj2V2A/b6l\n"
	"wQSa0ybi12D2e8QbnoVF8xrPONdGMCICXAa1CLDxInVKju3imuVv9uIf5MBRXiwt\n"
	"ZXZ7/efdL2JdLtmvwL1YSTs=\n"
	"-----END PRIVATE KEY-----\n";
/* clang-format on */

#endif
