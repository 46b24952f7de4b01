/*
 * policy_parse.c - reading a tlog-policy file
 *
 * Line by line: split into all its words, then given to the reader that the
 * first word names.
 */
#include <string.h>

#include <placet/policy.h>
#include <placet/text.h>

/* Words of the longest line: a group of all that can be named. */
enum { WORDS = PLACET_POLICY_NAMES + 3 };

struct words {
	struct placet_policy_word at[WORDS];
	size_t n;
};

typedef int line_reader(struct placet_policy *p, const struct words *w);

static bool
word_is(const struct placet_policy_word *w, const char *s)
{
	return w->len == strlen(s) && memcmp(w->p, s, w->len) == 0;
}

/* Its place among the names, or their number. */
static size_t
name_find(const struct placet_policy *p, const struct placet_policy_word *w)
{
	size_t i = 0;

	while (i < p->nname &&
	    (p->name[i].name.len != w->len ||
	        memcmp(p->name[i].name.p, w->p, w->len) != 0))
		i++;
	return i;
}

/* A place for a new name, not yet among the others. */
static int
name_new(struct placet_policy *p, const struct placet_policy_word *w,
    struct placet_policy_name **name)
{
	if (word_is(w, "none") || name_find(p, w) < p->nname)
		return PLACET_EDUP;
	if (p->nname == PLACET_POLICY_NAMES)
		return PLACET_ELIMIT;
	*name = &p->name[p->nname];
	(*name)->name = *w;
	(*name)->group = p->nname;
	return PLACET_OK;
}

static int
log_read(struct placet_policy *p, const struct words *w)
{
	struct placet_policy_log *log = &p->log[p->nlog];
	int err;

	if (p->nlog == PLACET_POLICY_LOGS)
		return PLACET_ELIMIT;
	err = placet_vkey_parse(
	    w->at[1].p, w->at[1].len, log->origin, log->pub);
	if (err != 0)
		return err;
	for (size_t i = 0; i < p->nlog; i++)
		if (memcmp(p->log[i].pub, log->pub, sizeof log->pub) == 0)
			return PLACET_EDUP;
	log->url = w->at[2];
	p->nlog++;
	return PLACET_OK;
}

static int
witness_read(struct placet_policy *p, const struct words *w)
{
	struct placet_policy_name *name;
	int err = name_new(p, &w->at[1], &name);

	if (err == 0)
		err = placet_cosign_vkey_parse(
		    w->at[2].p, w->at[2].len, name->key_name, name->pub);
	if (err != 0)
		return err;
	name->id = placet_cosign_id(name->key_name, name->pub);
	for (size_t i = 0; i < p->nname; i++)
		if (p->name[i].k == 0 &&
		    memcmp(p->name[i].pub, name->pub, sizeof name->pub) == 0)
			return PLACET_EDUP;
	name->url = w->at[3];
	p->nname++;
	return PLACET_OK;
}

/* How many of n are enough? */
static int
threshold(const struct placet_policy_word *w, size_t n, size_t *k)
{
	uint64_t number = 1;
	int err = PLACET_OK;

	if (word_is(w, "all"))
		number = n;
	else if (!word_is(w, "any"))
		err = placet_decimal(w->p, w->len, n, &number);
	if (err == 0 && number == 0)
		err = PLACET_ERANGE;
	*k = (size_t)number;
	return err;
}

static int
group_read(struct placet_policy *p, const struct words *w)
{
	struct placet_policy_name *name;
	int err = name_new(p, &w->at[1], &name);

	if (err == 0)
		err = threshold(&w->at[2], w->n - 3, &name->k);
	if (err != 0)
		return err;
	for (size_t i = 3; i < w->n; i++) {
		const size_t member = name_find(p, &w->at[i]);

		if (member == p->nname)
			return PLACET_EMISSING;
		if (p->name[member].group != member)
			return PLACET_EDUP;
		p->name[member].group = p->nname;
	}
	p->nname++;
	return PLACET_OK;
}

static int
quorum_read(struct placet_policy *p, const struct words *w)
{
	if (p->none || p->quorum < p->nname)
		return PLACET_EDUP;
	p->none = word_is(&w->at[1], "none");
	if (p->none)
		return PLACET_OK;
	p->quorum = name_find(p, &w->at[1]);
	return p->quorum < p->nname ? PLACET_OK : PLACET_EMISSING;
}

static const struct {
	const char *word;
	line_reader *read;
	size_t min, max; /* words of the line */
} readers[] = {
	{ "log", log_read, 2, 3 },
	{ "witness", witness_read, 3, 4 },
	{ "group", group_read, 4, WORDS },
	{ "quorum", quorum_read, 2, 2 },
};

/* Only space and tab part words; of the controls only tab may be there. */
static int
split(const char *s, size_t len, struct words *w)
{
	bool between = true;

	*w = (struct words){ .n = 0 };
	for (size_t i = 0; i < len; i++) {
		const uint8_t c = (uint8_t)s[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return PLACET_EUTF8;
		if (c == ' ' || c == '\t') {
			between = true;
			continue;
		}
		if (between && w->n < WORDS)
			w->at[w->n].p = s + i;
		w->n += between;
		between = false;
		if (w->n <= WORDS)
			w->at[w->n - 1].len++;
	}
	return PLACET_OK;
}

static int
line_read(struct placet_policy *p, const char *s, size_t len)
{
	struct words w;
	int err = split(s, len, &w);

	if (err != 0 || w.n == 0 || w.at[0].p[0] == '#')
		return err;
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		if (!word_is(&w.at[0], readers[i].word))
			continue;
		if (w.n < readers[i].min)
			return PLACET_EFORMAT;
		if (w.n > readers[i].max)
			return w.n > WORDS ? PLACET_ELIMIT : PLACET_EFORMAT;
		return readers[i].read(p, &w);
	}
	return PLACET_EFORMAT;
}

int
placet_policy_parse(const void *data, size_t len, struct placet_policy *p)
{
	const char *s = data, *end;
	int err;

	memset(p, 0, sizeof *p);
	p->quorum = PLACET_POLICY_NAMES;
	if (len > PLACET_POLICY_MAX)
		return PLACET_ELIMIT;
	for (; len > 0; len -= (size_t)(end + 1 - s), s = end + 1) {
		p->line++;
		end = memchr(s, '\n', len);
		if (end == NULL)
			return PLACET_EFORMAT;
		err = line_read(p, s, (size_t)(end - s));
		if (err != 0)
			return err;
	}
	return p->none || p->quorum < p->nname ? PLACET_OK : PLACET_EMISSING;
}
