/*
 * locale.c - a reader of .po files (see locale.h)
 *
 * The part of the format that translators' tools write: comments, flags,
 * msgid, msgid_plural, msgstr, msgstr[n], strings over several lines.  What
 * we do not know is an error with its line, at start, not a wrong page later.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/arena.h>
#include <placet/buf.h>
#include <placet/text.h>

#include "base/limit.h"

#include "locale.h"

enum part { PART_ID, PART_PLURAL, PART_STR0, PART_STR1, PARTS };

struct locale {
	struct placet_arena arena;
	const char *path;
	enum plural rule;
	struct message *message; /* sorted by id */
	size_t n, cap;
};

/* Where the reader is. */
struct reader {
	struct locale *l;
	unsigned line;      /* of the file, from 1 */
	unsigned rule_line; /* of Plural-Forms in the header */
	unsigned begin;     /* line of the entry's msgid */
	bool fuzzy;         /* the flag of the entry to come */
	bool entry_fuzzy;   /* of the entry being read */
	int part;           /* what a bare string continues; -1 nothing */
	bool has[PARTS];
	struct placet_buf text[PARTS];
	const char *error;
};

int
plural_form(enum plural rule, double n)
{
	if (rule == PLURAL_OVER_ONE)
		return n > 1.0;
	return !(n >= 1.0 && n <= 1.0);
}

/* Append the string that s begins with to the current part. */
static const char *
string_read(struct reader *r, const char *s)
{
	struct placet_buf *b = &r->text[r->part];

	for (s++; *s != '\0' && *s != '"'; s++) {
		if (*s != '\\') {
			placet_buf_byte(b, (uint8_t)*s);
			continue;
		}
		switch (*++s) {
		case 'n': placet_buf_byte(b, '\n'); break;
		case 't': placet_buf_byte(b, '\t'); break;
		case 'r': placet_buf_byte(b, '\r'); break;
		case '"':
		case '\\': placet_buf_byte(b, (uint8_t)*s); break;
		default: return "unknown escape in string";
		}
	}
	if (*s != '"')
		return "string is not closed";
	if (s[1 + strspn(s + 1, " \t")] != '\0')
		return "text after string";
	return b->err != 0 ? "string is too long" : NULL;
}

/* "nplurals=2; plural=(n > 1);" of the header: one of the two we know. */
static const char *
header_read(struct locale *l, const char *header)
{
	const char *at = strstr(header, "Plural-Forms:");
	char rule[64];
	size_t n = 0;

	if (at == NULL)
		return NULL;
	for (at += strlen("Plural-Forms:"); *at != '\0' && *at != '\n'; at++)
		if (strchr(" \t\r()", *at) == NULL && n < sizeof rule - 1)
			rule[n++] = *at;
	rule[n] = '\0';
	if (n > 0 && rule[n - 1] == ';')
		rule[n - 1] = '\0';
	if (strcmp(rule, "nplurals=2;plural=n>1") == 0)
		l->rule = PLURAL_OVER_ONE;
	else if (strcmp(rule, "nplurals=2;plural=n!=1") == 0)
		l->rule = PLURAL_NOT_ONE;
	else
		return "Plural-Forms must be n > 1 or n != 1";
	return NULL;
}

static const char *
text_of(struct reader *r, enum part part)
{
	const struct placet_buf *b = &r->text[part];
	const char *s = placet_memdup(&r->l->arena, b->data, b->len);

	if (s == NULL)
		r->error = "out of memory";
	return s;
}

static void
message_add(struct reader *r)
{
	struct locale *l = r->l;
	struct message *m;

	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 256 : l->cap * 2;
		m = realloc(l->message, l->cap * sizeof *m);
		if (m == NULL) {
			r->error = "out of memory";
			return;
		}
		l->message = m;
	}
	m = &l->message[l->n++];
	*m = (struct message){ .line = r->begin };
	m->id = text_of(r, PART_ID);
	m->str[0] = text_of(r, PART_STR0);
	if (r->has[PART_PLURAL]) {
		m->plural = text_of(r, PART_PLURAL);
		m->str[1] = text_of(r, PART_STR1);
	}
}

/* The entry is complete: keep it if it is a translation. */
static void
entry_keep(struct reader *r)
{
	const struct placet_buf *str = &r->text[PART_STR0];
	const bool plural = r->has[PART_PLURAL];

	if (!r->has[PART_STR0] || r->has[PART_STR1] != plural) {
		r->error = "entry lacks a msgstr";
		r->line = r->begin;
	} else if (r->text[PART_ID].len == 0) {
		r->error = header_read(r->l, str->len > 0 ? str->data : "");
		if (r->error != NULL)
			r->line = r->rule_line;
	} else if (!r->entry_fuzzy && str->len > 0 &&
	    (!plural || r->text[PART_STR1].len > 0)) {
		message_add(r);
	}
}

static void
entry_end(struct reader *r)
{
	if (r->has[PART_ID] && r->error == NULL)
		entry_keep(r);
	for (int i = 0; i < PARTS; i++) {
		placet_buf_clear(&r->text[i]);
		r->has[i] = false;
	}
	r->entry_fuzzy = false;
	r->part = -1;
}

/* A line that begins with a keyword. */
static const char *
keyword_read(struct reader *r, const char *s)
{
	static const struct {
		const char *word;
		enum part part;
	} words[] = { { "msgid_plural", PART_PLURAL },
		{ "msgstr[0]", PART_STR0 }, { "msgstr[1]", PART_STR1 },
		{ "msgid", PART_ID }, { "msgstr", PART_STR0 } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const size_t len = strlen(words[i].word);
		const char *string = s + len;

		if (strncmp(s, words[i].word, len) != 0)
			continue;
		string += strspn(string, " \t");
		if (*string != '"')
			return "string expected";
		if (words[i].part == PART_ID) {
			entry_end(r);
			r->begin = r->line;
			r->entry_fuzzy = r->fuzzy;
			r->fuzzy = false;
			if (r->error != NULL)
				return r->error;
		} else if (!r->has[PART_ID]) {
			return "msgid expected";
		}
		if (r->has[words[i].part])
			return "said twice";
		r->has[words[i].part] = true;
		r->part = (int)words[i].part;
		return string_read(r, string);
	}
	return "unknown keyword";
}

static const char *
line_read(struct reader *r, char *s)
{
	s += strspn(s, " \t");
	s[strcspn(s, "\r")] = '\0';
	if (*s == '\0')
		return NULL;
	if (*s == '#') {
		if (s[1] == ',' && strstr(s, "fuzzy") != NULL)
			r->fuzzy = true;
		else if (s[1] == '~') /* an obsolete entry: not ours */
			r->fuzzy = false;
		return NULL;
	}
	if (strstr(s, "Plural-Forms:") != NULL && r->text[PART_ID].len == 0)
		r->rule_line = r->line;
	if (*s != '"')
		return keyword_read(r, s);
	return r->part >= 0 ? string_read(r, s) : "string without keyword";
}

static int
message_order(const void *a, const void *b)
{
	const struct message *x = a, *y = b;

	return strcmp(x->id, y->id);
}

/* The whole file, NUL-terminated; NULL with *error. */
static char *
text_read(const char *path, const char **error)
{
	FILE *in = fopen(path, "rbe");
	char *text = malloc(LIMIT_PO + 2);
	size_t n = 0;

	*error = NULL;
	if (in == NULL || text == NULL)
		*error = "cannot be read";
	else
		n = fread(text, 1, LIMIT_PO + 1, in);
	if (in != NULL)
		fclose(in);
	if (*error == NULL) {
		text[n] = '\0';
		if (n > LIMIT_PO)
			*error = "file is too long";
		else if (!placet_utf8_valid(text, n) || strlen(text) != n)
			*error = "file is not UTF-8 text";
	}
	if (*error == NULL)
		return text;
	free(text);
	return NULL;
}

/* Lines to entries; r->error and r->line say what failed. */
static void
entries_read(struct reader *r, char *text)
{
	for (char *line = text; line != NULL && r->error == NULL;) {
		char *next = strchr(line, '\n');

		if (next != NULL)
			*next++ = '\0';
		r->line++;
		r->error = line_read(r, line);
		line = next;
	}
	if (r->error == NULL)
		entry_end(r);
}

/* An id may stand once only, else the order of lines would choose. */
static void
entries_sort(struct reader *r)
{
	struct locale *l = r->l;

	if (r->error != NULL || l->n == 0)
		return;
	qsort(l->message, l->n, sizeof *l->message, message_order);
	for (size_t i = 1; i < l->n; i++) {
		if (strcmp(l->message[i].id, l->message[i - 1].id) != 0)
			continue;
		r->error = "message is there twice";
		r->line = l->message[i].line > l->message[i - 1].line
		    ? l->message[i].line
		    : l->message[i - 1].line;
	}
}

struct locale *
locale_new(const char *path, char *why, size_t size)
{
	struct locale *l = calloc(1, sizeof *l);
	struct reader r = { .l = l, .part = -1 };
	char *text = NULL;

	if (l == NULL) {
		snprintf(why, size, "%s: out of memory", path);
		return NULL;
	}
	l->path = placet_strdup(&l->arena, path);
	text = text_read(path, &r.error);
	if (l->path == NULL)
		r.error = "out of memory";
	if (text != NULL)
		entries_read(&r, text);
	entries_sort(&r);
	free(text);
	for (int i = 0; i < PARTS; i++)
		placet_buf_release(&r.text[i]);
	if (r.error == NULL)
		return l;
	snprintf(why, size, "%s:%u: %s", path, r.line, r.error);
	locale_free(l);
	return NULL;
}

void
locale_free(struct locale *l)
{
	if (l == NULL)
		return;
	free(l->message);
	placet_arena_end(&l->arena);
	free(l);
}

const struct message *
locale_find(const struct locale *l, const char *id)
{
	const struct message key = { .id = id };

	if (l->n == 0)
		return NULL;
	return bsearch(&key, l->message, l->n, sizeof key, message_order);
}

enum plural
locale_plural(const struct locale *l)
{
	return l->rule;
}

const char *
locale_path(const struct locale *l)
{
	return l->path;
}
