/*
 * route.h - a row of routes.c, and finding it
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "req.h"

enum method { GET, POST };
enum who { ANYONE, CITIZEN, AGENT, MODERATOR, ADMIN, PEER };

/* Where an argument of the SQL function comes from. */
enum source {
	NOTHING, /* end of the list */
	SITE,    /* site id */
	SEG1, SEG2, SEG3,
	LANG,
	FORM,    /* all fields as one JSON object of strings */
	EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7, EXTRA8,
};

enum route_flag {
	BATCH = 1,    /* the function takes arrays and answers an array */
	SLOW = 2,     /* on the slow lane */
	CACHED = 4,   /* anonymous, kept until the next NOTIFY about it */
	PRIVATE = 8,  /* no-store, no-referrer: a token is in the path */
	DEV = 16,     /* only with development = true */
	RAWPATH = 32, /* the last {} takes the rest, slashes too */
};

struct route {
	enum method method;
	const char *path;       /* "/petitions/{}" */
	enum who who;
	const char *function;   /* of schema web; NULL: no call */
	enum source args[10];
	const char *page;       /* template; NULL: finish does it */
	unsigned flags;
	const char *form;       /* function and page shown again on 422: */
	const char *form_page;  /* takes SITE, SEG1, LANG */
	req_step *check;        /* pure refusals; may wait for keyd */
	req_step *finish;       /* after the fact */
};

extern const struct route routes[];
extern const int nroutes;

/* 0, 404 or 405 (then *allow gets "GET, HEAD" or "POST"). */
int route_find(
    struct req *r, enum method method, const char *path, const char **allow);

#endif
