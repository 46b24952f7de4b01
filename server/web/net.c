/*
 * net.c - see net.h
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <placet/text.h>

#include "net.h"

struct net {
	struct net_address base;
	unsigned bits; /* of 128 */
};

struct nets {
	size_t n;
	struct net net[];
};

static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

static void
from_v4(const void *four, struct net_address *out)
{
	memcpy(out->b, mapped, 12);
	memcpy(out->b + 12, four, 4);
}

bool
net_from_sockaddr(const struct sockaddr *sa, struct net_address *out)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof in);
		from_v4(&in.sin_addr, out);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof in6);
		memcpy(out->b, &in6.sin6_addr, 16);
		return true;
	}
	return false;
}

/* Cut brackets and a port off. */
static void
bare(const char **s, size_t *len)
{
	const char *colon = memchr(*s, ':', *len);

	if (*len > 1 && **s == '[') {
		const char *end = memchr(*s, ']', *len);

		if (end == NULL)
			return;
		*s += 1;
		*len = (size_t)(end - *s);
	} else if (colon != NULL &&
	    memchr(colon + 1, ':', *len - (size_t)(colon + 1 - *s)) == NULL) {
		*len = (size_t)(colon - *s);
	}
}

bool
net_parse(const char *s, size_t len, struct net_address *out)
{
	char text[NET_TEXT];
	uint8_t four[4];

	bare(&s, &len);
	if (len == 0 || len >= sizeof text)
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	if (inet_pton(AF_INET, text, four) == 1) {
		from_v4(four, out);
		return true;
	}
	return inet_pton(AF_INET6, text, out->b) == 1;
}

void
net_text(const struct net_address *a, char out[NET_TEXT])
{
	bool four = memcmp(a->b, mapped, sizeof mapped) == 0;

	if (inet_ntop(four ? AF_INET : AF_INET6, a->b + (four ? 12 : 0), out,
	        NET_TEXT) == NULL)
		out[0] = '\0';
}

struct net_key
net_key(const struct net_address *a)
{
	struct net_key key = { 0 };

	/* ::ffff:0:0/96 is nobody's /64, so the two kinds do not mix. */
	if (memcmp(a->b, mapped, sizeof mapped) == 0)
		memcpy(&key.n, a->b + 8, 8);
	else
		memcpy(&key.n, a->b, 8);
	return key;
}

static bool
net_init(struct net *net, const char *cidr)
{
	size_t len = strcspn(cidr, "/");
	uint64_t bits = 128, most = 128, offset = 0;

	if (!net_parse(cidr, len, &net->base))
		return false;
	if (memcmp(net->base.b, mapped, sizeof mapped) == 0 &&
	    memchr(cidr, ':', len) == NULL) {
		offset = 96;
		most = 32;
	}
	bits = most;
	if (cidr[len] == '/' &&
	    placet_decimal(
	        cidr + len + 1, strlen(cidr + len + 1), most, &bits) != 0)
		return false;
	net->bits = (unsigned)(offset + bits);
	return true;
}

struct nets *
nets_new(const char *const *cidr, size_t n, const char **bad)
{
	struct nets *nets = calloc(1, sizeof *nets + n * sizeof *nets->net);

	*bad = NULL;
	if (nets == NULL)
		return NULL;
	nets->n = n;
	for (size_t i = 0; i < n; i++) {
		if (!net_init(&nets->net[i], cidr[i])) {
			*bad = cidr[i];
			free(nets);
			return NULL;
		}
	}
	return nets;
}

void
nets_free(struct nets *nets)
{
	free(nets);
}

static bool
net_has(const struct net *net, const struct net_address *a)
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;
	uint8_t mask = (uint8_t)(0xff00u >> rest);

	if (memcmp(net->base.b, a->b, whole) != 0)
		return false;
	return rest == 0 || ((net->base.b[whole] ^ a->b[whole]) & mask) == 0;
}

bool
nets_has(const struct nets *nets, const struct net_address *a)
{
	for (size_t i = 0; i < nets->n; i++)
		if (net_has(&nets->net[i], a))
			return true;
	return false;
}

void
net_client(const struct nets *trusted, const struct net_address *peer,
    const char *forwarded, struct net_address *out)
{
	size_t len = forwarded == NULL ? 0 : strlen(forwarded);

	*out = *peer;
	while (len > 0 && nets_has(trusted, out)) {
		struct net_address hop;
		size_t from = len, end = len;

		while (from > 0 && forwarded[from - 1] != ',')
			from--;
		len = from > 0 ? from - 1 : 0;
		while (from < end && strchr(" \t", forwarded[from]) != NULL)
			from++;
		while (end > from && strchr(" \t", forwarded[end - 1]) != NULL)
			end--;
		if (!net_parse(forwarded + from, end - from, &hop))
			return; /* a proxy that says nonsense is the client */
		*out = hop;
	}
}
