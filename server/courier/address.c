/*
 * address.c - see address.h
 *
 * Two tables after the IANA registries of special-purpose addresses (RFC
 * 6890 and what came since).  Every deny-list of a fediverse server was
 * incomplete once (research/federation 3), so IPv6 is an allow-list: only
 * 2000::/3 is global unicast today, less what is cut out of it.
 */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "courier/address.h"

struct net4 {
	uint32_t net;
	unsigned bits;
};

struct net6 {
	uint8_t net[16];
	unsigned bits;
	unsigned ipv4; /* an IPv4 address begins at this byte; 0 none */
};

#define IP(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

/* clang-format off */
static const struct net4 closed4[] = {
	{ IP(0, 0, 0, 0), 8 },       { IP(10, 0, 0, 0), 8 },
	{ IP(100, 64, 0, 0), 10 },   { IP(127, 0, 0, 0), 8 },
	{ IP(169, 254, 0, 0), 16 },  { IP(172, 16, 0, 0), 12 },
	{ IP(192, 0, 0, 0), 24 },    { IP(192, 0, 2, 0), 24 },
	{ IP(192, 88, 99, 0), 24 },  { IP(192, 168, 0, 0), 16 },
	{ IP(198, 18, 0, 0), 15 },   { IP(198, 51, 100, 0), 24 },
	{ IP(203, 0, 113, 0), 24 },  { IP(224, 0, 0, 0), 4 },
	{ IP(240, 0, 0, 0), 4 },
};

/* The most special first; what is in none of them is closed. */
static const struct net6 closed6[] = {
	{ { 0x20, 0x01, 0x00, 0x00 }, 32, 0 },  /* Teredo: address inverted */
	{ { 0x20, 0x01, 0x00 }, 23, 0 },        /* protocol assignments */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, 0 },  /* documentation */
	{ { 0x3f, 0xff }, 20, 0 },              /* documentation */
	{ { 0x5f, 0x00 }, 16, 0 },              /* segment routing */
};

/* Here an IPv4 address decides. */
static const struct net6 inside6[] = {
	{ { [10] = 0xff, [11] = 0xff }, 96, 12 },        /* v4-mapped */
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12 },          /* NAT64 */
	{ { 0x20, 0x02 }, 16, 2 },                       /* 6to4 */
};
/* clang-format on */

static bool
public4(uint32_t ip, bool loopback)
{
	if (loopback && ip >> 24 == 127)
		return true;
	for (size_t i = 0; i < sizeof closed4 / sizeof *closed4; i++)
		if ((ip ^ closed4[i].net) >> (32 - closed4[i].bits) == 0)
			return false;
	return true;
}

static bool
within(const uint8_t ip[16], const struct net6 *n)
{
	const unsigned bytes = n->bits / 8, bits = n->bits % 8;

	return memcmp(ip, n->net, bytes) == 0 &&
	    (bits == 0 || (ip[bytes] ^ n->net[bytes]) >> (8 - bits) == 0);
}

static bool
public6(const uint8_t ip[16], bool loopback)
{
	static const uint8_t self[16] = { [15] = 1 };

	if (loopback && memcmp(ip, self, sizeof self) == 0)
		return true;
	for (size_t i = 0; i < sizeof inside6 / sizeof *inside6; i++) {
		const uint8_t *v4 = ip + inside6[i].ipv4;

		if (within(ip, &inside6[i]))
			return public4(
			    IP(v4[0], v4[1], v4[2], v4[3]), loopback);
	}
	for (size_t i = 0; i < sizeof closed6 / sizeof *closed6; i++)
		if (within(ip, &closed6[i]))
			return false;
	return ip[0] >> 5 == 1; /* 2000::/3 */
}

bool
address_public(const struct sockaddr *sa, bool loopback)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (sa->sa_family == AF_INET) {
		memcpy(&in, sa, sizeof in);
		return public4(ntohl(in.sin_addr.s_addr), loopback);
	}
	if (sa->sa_family == AF_INET6) {
		memcpy(&in6, sa, sizeof in6);
		return public6(in6.sin6_addr.s6_addr, loopback);
	}
	return false;
}

/* IPv4 as v4-mapped, also where it is inside of another form. */
static bool
common(const struct sockaddr *sa, uint8_t ip[16])
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	memset(ip, 0, 16);
	memcpy(ip, inside6[0].net, 12);
	if (sa->sa_family == AF_INET) {
		memcpy(&in, sa, sizeof in);
		memcpy(ip + 12, &in.sin_addr, 4);
		return true;
	}
	if (sa->sa_family != AF_INET6)
		return false;
	memcpy(&in6, sa, sizeof in6);
	for (size_t i = 0; i < sizeof inside6 / sizeof *inside6; i++)
		if (within(in6.sin6_addr.s6_addr, &inside6[i])) {
			memcpy(ip + 12, in6.sin6_addr.s6_addr + inside6[i].ipv4,
			    4);
			return true;
		}
	memcpy(ip, in6.sin6_addr.s6_addr, 16);
	return true;
}

void
address_add(struct address_set *set, const struct sockaddr *sa)
{
	if (set->n < ADDRESS_SET && common(sa, set->ip[set->n]))
		set->n++;
}

bool
address_among(const struct sockaddr *sa, const struct address_set *set)
{
	uint8_t ip[16];

	if (!common(sa, ip))
		return false;
	for (size_t i = 0; i < set->n; i++)
		if (memcmp(ip, set->ip[i], sizeof ip) == 0)
			return true;
	return false;
}

bool
address_own(struct address_set *own)
{
	struct ifaddrs *list;

	own->n = 0;
	if (getifaddrs(&list) != 0)
		return false;
	for (const struct ifaddrs *i = list; i != NULL; i = i->ifa_next)
		if (i->ifa_addr != NULL)
			address_add(own, i->ifa_addr);
	freeifaddrs(list);
	return true;
}
