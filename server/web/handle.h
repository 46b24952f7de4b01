/*
 * handle.h - what people type to say where their account is
 *
 * "@zoe@social.example" above all; but also without the first "@", as an
 * address of a profile, with spaces or invisible marks that were copied along,
 * or only the name of the server.
 */
#ifndef WEB_HANDLE_H
#define WEB_HANDLE_H

#include <stdbool.h>

#include <placet/url.h>

enum { HANDLE_ACCOUNT = 64 };

struct handle {
	char account[HANDLE_ACCOUNT + 1]; /* as typed; "": only a server */
	char host[PLACET_HOST_MAX + 7];   /* lower case, with a port if any */
};

enum handle_end {
	HANDLE_OK,
	HANDLE_EMPTY,
	HANDLE_FOREIGN, /* the server's name has letters beyond a-z */
	HANDLE_WRONG,
};

/* `testing` allows ports, addresses and names of one label. */
enum handle_end handle_parse(const char *typed, bool testing, struct handle *h);

#endif
