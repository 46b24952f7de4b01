/*
 * conf.c - the settings: one row each, read by conf_read.c
 *
 * The rows are the third contents page of the program: what can be set.
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/limit.h"

#define ROW(n, t) #n, t, offsetof(struct conf, n)

enum { RESTART = false, RELOAD = true };

/* clang-format off */
const struct conf_row conf_rows[] = {
	{ ROW(listen, CONF_LIST), RESTART, "{ \"127.0.0.1:8080\" }", 0, 16,
	    "Addresses and ports for HTTP, to put a proxy before." },
	{ ROW(listen_tls, CONF_LIST), RESTART, "{ }", 0, 16,
	    "Addresses and ports for HTTPS." },
	{ ROW(tls_certificate, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "PEM file of the certificate and its chain." },
	{ ROW(tls_key, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "PEM file of the certificate's private key." },
	{ ROW(trusted_proxies, CONF_LIST), RELOAD, "{ }", 0, 64,
	    "Networks (CIDR) whose X-Forwarded-For is believed." },
	{ ROW(public_scheme, CONF_TEXT), RELOAD, "\"https\"", 0, 0,
	    "Scheme of the links in mails.", "http https" },
	{ ROW(public_port, CONF_INT), RELOAD, "0", 0, 65535,
	    "Port in the links in mails; 0 for none." },
	{ ROW(database, CONF_TEXT), RELOAD, "\"dbname=placet\"", 0, 0,
	    "How to reach PostgreSQL: a libpq string without user." },
	{ ROW(state_dir, CONF_TEXT), RESTART,
	    "\"" PLACET_LOCALSTATEDIR "/lib/placet\"", 0, 0,
	    "Folder of the secret keys and of what they last signed." },
	{ ROW(data_dir, CONF_TEXT), RELOAD, "\"" PLACET_DATADIR "\"", 0, 0,
	    "Folder of the installed pages, style and languages." },
	{ ROW(user, CONF_TEXT), RESTART, "\"placet\"", 0, 0,
	    "When started as root: processes run as <user>-web and so on; "
	    "empty to stay who we are." },
	{ ROW(workers, CONF_INT), RESTART, "0", 0, LIMIT_WORKERS,
	    "Web processes; 0 for one a core." },
	{ ROW(database_connections, CONF_INT), RELOAD, "1", 1, 16,
	    "Reading connections of a web process." },
	{ ROW(database_inflight, CONF_INT), RELOAD, "1024", 1, 65536,
	    "Calls a web process has in flight before it answers 503." },
	{ ROW(statement_timeout, CONF_INT), RELOAD, "2000", 100, 60000,
	    "Milliseconds a call may take." },
	{ ROW(request_timeout, CONF_INT), RELOAD, "20", 1, 300,
	    "Seconds within which a whole request must arrive." },
	{ ROW(max_connections, CONF_INT), RELOAD, "10000", 16, 200000,
	    "Connections a web process keeps open." },
	{ ROW(max_connections_address, CONF_INT), RELOAD, "256", 0, 200000,
	    "The same for one address; 0 for no ceiling." },
	{ ROW(rate_read, CONF_INT), RELOAD, "50", 0, 1000000,
	    "Requests a second for one address, four times as many at once; "
	    "0 for no ceiling. Each web process counts for itself." },
	{ ROW(rate_write, CONF_INT), RELOAD, "60", 0, 1000000,
	    "Forms a minute for one address; 0 for no ceiling. Each web "
	    "process counts for itself." },
	{ ROW(rate_inbox, CONF_INT), RELOAD, "100", 0, 1000000,
	    "Messages of other servers a second for one address, and of one "
	    "server from all of its addresses; ten times as many at once; 0 "
	    "for no ceiling." },
	{ ROW(federation_ca, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "PEM file of the authorities that vouch for other servers; empty "
	    "for the system's." },
	{ ROW(federation_groups, CONF_TEXT), RELOAD,
	    "\"lemmy piefed mbin kbin nodebb lotide\"", 0, 0,
	    "Software (as its NodeInfo names it) that takes what a group "
	    "announces as activities, by blanks." },
	{ ROW(federation_test, CONF_BOOL), RELOAD, "false", 0, 0,
	    "Federate with http, ports and this very machine: for tests; "
	    "refused unless development is true." },
	{ ROW(cache_bytes, CONF_INT), RELOAD, "8388608", 0, 1 << 30,
	    "Bytes of ready pages a web process keeps." },
	{ ROW(smtp_url, CONF_TEXT), RELOAD, "\"smtp://127.0.0.1:25\"", 0, 0,
	    "Where mail goes: smtp:// or smtps://; empty to send none." },
	{ ROW(smtp_user, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "User name at the mail server; empty for none." },
	{ ROW(smtp_password_file, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "File that holds the password at the mail server." },
	{ ROW(mail_from, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "Sender of mails; empty for no-reply@ the site's host." },
	{ ROW(source_url, CONF_TEXT), RELOAD, "\"\"", 0, 0,
	    "Where readers find the source of this server, if you changed it "
	    "you owe it to them (AGPL 13)." },
	{ ROW(development, CONF_BOOL), RELOAD, "false", 0, 0,
	    "Show the mails on /dev/mail: never where citizens sign." },
	{ ROW(log_json, CONF_BOOL), RELOAD, "false", 0, 0,
	    "Log in JSON lines." },
	{ ROW(log_level, CONF_TEXT), RELOAD, "\"info\"", 0, 0,
	    "Least level that is logged.", "debug info warn error" },
};
/* clang-format on */

const size_t conf_nrows = sizeof conf_rows / sizeof *conf_rows;

int
conf_address(const char *s, struct sockaddr_storage *sa, socklen_t *len)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *ai;
	char host[64];
	const char *colon = strrchr(s, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - s);

	if (n == 0 || n >= sizeof host || colon[1] == '\0' ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return -1;
	if (s[0] == '[') {
		if (n < 3 || s[n - 1] != ']')
			return -1;
		s++;
		n -= 2;
	} else if (memchr(s, ':', n) != NULL)
		return -1;
	memcpy(host, s, n);
	host[n] = '\0';
	if (strtol(colon + 1, NULL, 10) > 65535 ||
	    getaddrinfo(host, colon + 1, &hints, &ai) != 0)
		return -1;
	memcpy(sa, ai->ai_addr, ai->ai_addrlen);
	*len = ai->ai_addrlen;
	freeaddrinfo(ai);
	return 0;
}

static void
list_release(struct conf_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
}

void
conf_release(struct conf *c)
{
	for (size_t i = 0; i < conf_nrows; i++) {
		void *place = (char *)c + conf_rows[i].offset;
		char **s = place;

		if (conf_rows[i].type == CONF_TEXT)
			free(*s);
		else if (conf_rows[i].type == CONF_LIST)
			list_release(place);
	}
	memset(c, 0, sizeof *c);
}

static size_t
size_of(enum conf_type type)
{
	switch (type) {
	case CONF_TEXT: return sizeof(char *);
	case CONF_INT: return sizeof(long);
	case CONF_BOOL: return sizeof(bool);
	case CONF_LIST: return sizeof(struct conf_list);
	}
	return 0;
}

static bool
same(enum conf_type type, const void *a, const void *b)
{
	const struct conf_list *la = a, *lb = b;
	char *const *sa = a, *const *sb = b;

	if (type == CONF_TEXT)
		return strcmp(*sa, *sb) == 0;
	if (type != CONF_LIST)
		return memcmp(a, b, size_of(type)) == 0;
	for (size_t i = 0; i < la->n && i < lb->n; i++)
		if (strcmp(la->v[i], lb->v[i]) != 0)
			return false;
	return la->n == lb->n;
}

const char *
conf_carry(struct conf *now, struct conf *next)
{
	unsigned char hold[sizeof(struct conf_list)];
	const char *changed = NULL;

	for (size_t i = 0; i < conf_nrows; i++) {
		const struct conf_row *row = &conf_rows[i];
		void *a = (char *)now + row->offset;
		void *b = (char *)next + row->offset;

		if (row->reload)
			continue;
		if (!same(row->type, a, b))
			changed = row->name;
		memcpy(hold, a, size_of(row->type));
		memcpy(a, b, size_of(row->type));
		memcpy(b, hold, size_of(row->type));
	}
	return changed;
}
