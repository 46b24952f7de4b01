/*
 * leaf.c - leaf v1, and the commitments that it carries
 *
 * One validity check serves both ways, so that decode accepts exactly what
 * encode writes.  Numbers end at 2^63 - 1, which every database holds.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/leaf.h>

enum { VERSION = 1, INSTANCE_MAX = 253 };

/* What the encoding still holds. */
struct reader {
	const uint8_t *p;
	size_t len;
	bool failed;
};

static uint64_t
get_number(struct reader *r, size_t bytes)
{
	uint64_t n = 0;

	if (r->failed || r->len < bytes) {
		r->failed = true;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		n = n << 8 | r->p[i];
	r->p += bytes;
	r->len -= bytes;
	return n;
}

static void
get_bytes(struct reader *r, void *out, size_t len)
{
	if (r->failed || r->len < len) {
		r->failed = true;
		return;
	}
	memcpy(out, r->p, len);
	r->p += len;
	r->len -= len;
}

static void
put_number(struct placet_buf *b, uint64_t n, unsigned bytes)
{
	while (bytes-- > 0)
		placet_buf_byte(b, (uint8_t)(n >> (8 * bytes)));
}

/* A host as URLs spell it in lower case, with its port if it has one. */
static bool
instance_valid(const char *s)
{
	size_t len = strnlen(s, INSTANCE_MAX + 1);

	if (len == 0 || len > INSTANCE_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((s[i] < 'a' || s[i] > 'z') && (s[i] < '0' || s[i] > '9') &&
		    strchr(".-:[]", s[i]) == NULL)
			return false;
	return true;
}

static int
leaf_valid(const struct placet_leaf *leaf)
{
	if (leaf->time % 3600 != 0 || !instance_valid(leaf->instance))
		return PLACET_EFORMAT;
	if (leaf->time > INT64_MAX)
		return PLACET_ERANGE;
	switch (leaf->type) {
	case PLACET_LEAF_SIGN:
	case PLACET_LEAF_OPEN: return PLACET_OK;
	case PLACET_LEAF_WITHDRAW:
	case PLACET_LEAF_INVALIDATE:
		return leaf->index <= INT64_MAX ? PLACET_OK : PLACET_ERANGE;
	case PLACET_LEAF_CLOSE:
		for (int i = 0; i < 4; i++)
			if (leaf->count[i] > INT64_MAX)
				return PLACET_ERANGE;
		return PLACET_OK;
	}
	return PLACET_EFORMAT;
}

int
placet_leaf_encode(const struct placet_leaf *leaf, struct placet_buf *b)
{
	size_t len;

	if (leaf_valid(leaf) != 0)
		return PLACET_EFORMAT;
	len = strlen(leaf->instance);
	placet_buf_byte(b, VERSION);
	placet_buf_byte(b, (uint8_t)leaf->type);
	put_number(b, leaf->time, 8);
	placet_buf_byte(b, (uint8_t)len);
	placet_buf_add(b, leaf->instance, len);
	/* No switch: the type is a valid one. */
	if (leaf->type == PLACET_LEAF_SIGN) {
		placet_buf_add(b, leaf->cn.b, sizeof leaf->cn.b);
		placet_buf_add(b, leaf->cp.b, sizeof leaf->cp.b);
	} else if (leaf->type == PLACET_LEAF_OPEN) {
		placet_buf_add(b, leaf->text.b, sizeof leaf->text.b);
		placet_buf_add(b, leaf->key, sizeof leaf->key);
	} else if (leaf->type == PLACET_LEAF_CLOSE) {
		for (int i = 0; i < 4; i++)
			put_number(b, leaf->count[i], 8);
	} else {
		put_number(b, leaf->index, 8);
		if (leaf->type == PLACET_LEAF_INVALIDATE)
			put_number(b, leaf->reason, 2);
	}
	return b->err;
}

int
placet_leaf_decode(const void *data, size_t len, struct placet_leaf *leaf)
{
	struct reader r = { data, len, false };
	uint64_t version, type;
	size_t named;

	memset(leaf, 0, sizeof *leaf);
	version = get_number(&r, 1);
	type = get_number(&r, 1);
	leaf->time = get_number(&r, 8);
	named = (size_t)get_number(&r, 1);
	get_bytes(&r, leaf->instance, named);
	if (r.failed || version != VERSION)
		return PLACET_EFORMAT;
	/* A NUL inside would be a second spelling of what stands before it. */
	if (strlen(leaf->instance) != named)
		return PLACET_EFORMAT;
	leaf->type = (enum placet_leaf_type)type;
	switch (leaf->type) {
	case PLACET_LEAF_SIGN:
		get_bytes(&r, leaf->cn.b, sizeof leaf->cn.b);
		get_bytes(&r, leaf->cp.b, sizeof leaf->cp.b);
		break;
	case PLACET_LEAF_WITHDRAW: leaf->index = get_number(&r, 8); break;
	case PLACET_LEAF_INVALIDATE:
		leaf->index = get_number(&r, 8);
		leaf->reason = (uint16_t)get_number(&r, 2);
		break;
	case PLACET_LEAF_OPEN:
		get_bytes(&r, leaf->text.b, sizeof leaf->text.b);
		get_bytes(&r, leaf->key, sizeof leaf->key);
		break;
	case PLACET_LEAF_CLOSE:
		for (int i = 0; i < 4; i++)
			leaf->count[i] = get_number(&r, 8);
		break;
	}
	return r.failed || r.len > 0 ? PLACET_EFORMAT : leaf_valid(leaf);
}

static const char petition_tag[] = "placet/petition/v1\n";
static const char cn_tag[] = "placet/cn/v1\n";
static const char cp_tag[] = "placet/cp/v1\n";

void
placet_petition_id(
    const uint8_t site[16], uint32_t number, struct placet_hash *petition)
{
	const uint8_t be[] = { (uint8_t)(number >> 24), (uint8_t)(number >> 16),
		(uint8_t)(number >> 8), (uint8_t)number };
	const struct placet_bytes piece[] = {
		{ petition_tag, sizeof petition_tag - 1 },
		{ site, 16 },
		{ be, sizeof be },
	};

	placet_sha256v(piece, 3, petition);
}

void
placet_commit_nullifier(const struct placet_hash *petition,
    const struct placet_hash *salt, const struct placet_hash *nullifier,
    struct placet_hash *cn)
{
	const struct placet_bytes piece[] = {
		{ cn_tag, sizeof cn_tag - 1 },
		{ petition->b, sizeof petition->b },
		{ salt->b, sizeof salt->b },
		{ nullifier->b, sizeof nullifier->b },
	};

	placet_sha256v(piece, 4, cn);
}

void
placet_commit_profile(const struct placet_hash *petition,
    const struct placet_hash *salt, const void *profile, size_t len,
    struct placet_hash *cp)
{
	const struct placet_bytes piece[] = {
		{ cp_tag, sizeof cp_tag - 1 },
		{ petition->b, sizeof petition->b },
		{ salt->b, sizeof salt->b },
		{ profile, len },
	};

	placet_sha256v(piece, 4, cp);
}

int
placet_profile(const char *name, const char *commune, struct placet_buf *b)
{
	if (strchr(name, '\n') != NULL || strchr(commune, '\n') != NULL)
		return PLACET_EFORMAT;
	placet_buf_printf(b, "name\n%s\ncommune\n%s\n", name, commune);
	return b->err;
}
