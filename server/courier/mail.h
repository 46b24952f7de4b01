/*
 * mail.h - from a queued job to the words of a message
 *
 * Pure but for reading the templates once: server/pages/mail/<kind>.<lang>.txt
 * hold a Subject line, an empty line and paragraphs.  The plain text and the
 * HTML are made from the same template, so that they cannot say different
 * things.  Nothing that a citizen typed goes into a header.
 */
#ifndef COURIER_MAIL_H
#define COURIER_MAIL_H

#include <time.h>

#include <placet/arena.h>
#include <placet/buf.h>

enum mail_kind { MAIL_CONFIRM, MAIL_ALREADY, MAIL_KINDS };
enum mail_lang { MAIL_FR, MAIL_EN, MAIL_LANGS };

struct mail_texts {
	char *text[MAIL_KINDS][MAIL_LANGS];
};

/* Read all templates; -1 and a logged reason when one is missing. */
int mail_texts_load(struct mail_texts *t, const char *data_dir);
void mail_texts_release(struct mail_texts *t);

/* What a message is made from; all strings NUL-terminated and borrowed. */
struct mail_order {
	enum mail_kind kind;
	enum mail_lang lang;
	const char *id;     /* names the job for ever: makes the Message-ID */
	const char *scheme; /* of links */
	long port;          /* of links; 0: none */
	const char *host;
	const char *name;  /* of the site */
	const char *title; /* of the petition */
	long petition;
	const char *to;
	const char *token; /* NULL: there is none */
	const char *from;
	time_t now;
};

enum { MAIL_HEADERS = 10 };

/* Everything lives in the arena given to mail_compose. */
struct mail {
	const char *from; /* envelope */
	const char *to;
	const char *subject; /* as read by people */
	const char
	    *header[MAIL_HEADERS]; /* folded and encoded, no CRLF at end */
	size_t nheader;
	const char *text;
	const char *html;
};

/* 0, EFORMAT for an address or a host that is none, ENOMEM, ELIMIT. */
int mail_compose(struct placet_arena *a, const struct mail_texts *t,
    const struct mail_order *o, struct mail *m);

#endif
