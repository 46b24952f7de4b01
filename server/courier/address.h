/*
 * address.h - which addresses a request to a stranger may go to
 *
 * Asked of the address that is about to be connected to, not of the name:
 * a name can be looked up twice with two answers.
 */
#ifndef COURIER_ADDRESS_H
#define COURIER_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { ADDRESS_SET = 64 };

/* Addresses, each in the one form that all its forms have in common. */
struct address_set {
	uint8_t ip[ADDRESS_SET][16];
	size_t n;
};

/*
 * Is this a public address: global unicast, and so are the IPv4 addresses
 * inside of IPv6 ones?  With `loopback` those of this machine are, too, for
 * tests.
 */
bool address_public(const struct sockaddr *sa, bool loopback);

/*
 * The addresses that this machine has now, as many as there is room for: a
 * name that leads to one of them leads to ourselves.  Must be asked before
 * the sandbox; false if it cannot be known.
 */
bool address_own(struct address_set *own);

void address_add(struct address_set *set, const struct sockaddr *sa);
bool address_among(const struct sockaddr *sa, const struct address_set *set);

#endif
