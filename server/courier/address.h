/*
 * address.h - which addresses a request to a stranger may go to
 *
 * Asked of the address that is about to be connected to, not of the name:
 * a name can be looked up twice with two answers.
 */
#ifndef COURIER_ADDRESS_H
#define COURIER_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Is this a public address: global unicast, and so are the IPv4 addresses
 * inside of IPv6 ones?  With `loopback` those of this machine are, too, for
 * tests.
 */
bool address_public(const struct sockaddr *sa, bool loopback);

#endif
