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
	SEG1,
	SEG2,
	SEG3,
	LANG,
	FORM,        /* all fields as one JSON object of strings */
	ONE,         /* "1": the first page of a list */
	THE_SITE,    /* "0": the actor that is the site */
	THE_COMMUNE, /* "-1": the actor that is the commune */
	EXTRA1,
	EXTRA2,
	EXTRA3,
	EXTRA4,
	EXTRA5,
	EXTRA6,
	EXTRA7,
	EXTRA8,
};

enum { ROUTE_ARGS = 12 };

enum route_flag {
	BATCH = 1,      /* the function takes arrays and answers an array */
	SLOW = 2,       /* on the slow lane */
	CACHED = 4,     /* anonymous; kept until a NOTIFY about petition SEG1 */
	LISTED = 8,     /* the same, until one about any petition of the site */
	PRIVATE = 16,   /* no-store, no-referrer: a token is in the path */
	DEV = 32,       /* only with development = true */
	RAWPATH = 64,   /* the last {} takes the rest, slashes too */
	NOSITE = 128,   /* answers whatever the Host is */
	ONECLICK = 256, /* mail programs post it, RFC 8058: the token is all */
	AS = 512,       /* ActivityStreams: chosen when asked for, or when no
	                   other row has the path */
	INBOX = 1024,   /* a signed message of another server: see inbox.c */
	PAGE = 2048,    /* for the page; a row below has the other faces */
	OPEN = 4096,    /* however often: nobody is limited */
	SHARED = 8192,  /* pages of other sites may read it (CORS) */
	LEAVES = 16384, /* its form may end at another server */
};

struct route {
	enum method method;
	const char *path; /* "/petitions/{}" */
	enum who who;
	const char *function; /* of schema web; NULL: no call */
	enum source args[ROUTE_ARGS];
	const char *page; /* template; NULL: finish does it */
	unsigned flags;
	const char *form;      /* function and page shown again on 422: */
	const char *form_page; /* takes SITE, SEG1, LANG */
	const char *later;     /* function called instead when r->later: takes
	                          SITE, EXTRA4, EXTRA5, EXTRA6 */
	req_step *check;       /* pure refusals; may wait for keyd */
	req_step *finish;      /* after the fact */
};

extern const struct route routes[];
extern const int nroutes;

/*
 * Find the row of r->path for r->face, else for another, and keep what {}
 * matched in r->seg: 0, 404 or 405 (then *allow gets "GET, HEAD", "POST" or
 * "GET, HEAD, POST").
 */
int route_find(
    struct req *r, enum method method, const char *path, const char **allow);

/* How many arguments its function takes. */
int route_nargs(const struct route *route);

/* The steps of the noun files that routes.c names. */
req_step signature_claim_check, signature_claim_finish;
req_step signature_show_finish;
req_step receipt_finish;
req_step log_tile_check, log_tile_finish, log_checkpoint_finish;
req_step as_finish, as_page_finish, note_finish;
req_step webfinger_check, webfinger_finish, hostmeta_finish;
req_step nodeinfo_check, nodeinfo_finish;
req_step feed_check, feed_finish;
req_step intent_check, intent_finish, intent_wait_finish;
req_step inbox_check, inbox_finish;
req_step static_finish, robots_finish, livez_finish, readyz_finish;

#endif
