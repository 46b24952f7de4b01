/*
 * net.h - addresses of clients, and networks of proxies that we believe
 */
#ifndef WEB_NET_H
#define WEB_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* IPv4 is kept mapped (::ffff:a.b.c.d), so that all are of one kind. */
struct net_address {
	uint8_t b[16];
};

/* What limits count by: an IPv4 address, or the /64 of an IPv6 one. */
struct net_key {
	uint64_t n;
};

enum { NET_TEXT = 46 };

bool net_from_sockaddr(const struct sockaddr *sa, struct net_address *out);
/* "192.0.2.1", "2001:db8::1"; also "[2001:db8::1]:80", "192.0.2.1:80". */
bool net_parse(const char *s, size_t len, struct net_address *out);
void net_text(const struct net_address *a, char out[NET_TEXT]);
struct net_key net_key(const struct net_address *a);

/* A list of CIDR networks. */
struct nets;

/* NULL with *bad naming the one that is none (or NULL: no memory). */
struct nets *nets_new(const char *const *cidr, size_t n, const char **bad);
void nets_free(struct nets *nets);
bool nets_has(const struct nets *nets, const struct net_address *a);

/*
 * Who asks: the peer, or when that is a proxy of ours, the last address of
 * X-Forwarded-For that is not.  Anybody can write the rest of that header.
 */
void net_client(const struct nets *trusted, const struct net_address *peer,
    const char *forwarded, struct net_address *out);

#endif
