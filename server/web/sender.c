/*
 * sender.c - who fills the queue of what waits for its key
 *
 * What a message says of itself is not known to be true yet, so shares are
 * counted by the network it came from: /24 of IPv4, /48 of IPv6.  The address
 * is not kept: the hash has a key that dies with the master.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/text.h>

#include "base/log.h"

#include "inbox.h"
#include "web.h"

enum { HASH = 16, V4 = 15, V6 = 6 };

const char *
sender_name(struct req *r)
{
	static const uint8_t mapped[12] = { [10] = 0xff, 0xff };
	char *name = placet_zalloc(&r->arena, 2 * HASH + 1);
	struct placet_bytes piece[] = {
		{ "placet/sender/v1\n", 17 },
		{ r->client.b, V6 },
	};
	struct placet_hash mac;

	if (name == NULL)
		fatal("out of memory");
	if (memcmp(r->client.b, mapped, sizeof mapped) == 0)
		piece[1].len = V4;
	placet_hmac(r->worker->child->secret, 32, piece,
	    sizeof piece / sizeof *piece, &mac);
	placet_hex(mac.b, HASH, name);
	return name;
}
