/*
 * conf.h - the settings of placetd.conf(5): one row each in conf.c
 *
 * Read by libconfuse before the processes are forked.  A row says name, type,
 * place in struct conf, whether SIGHUP can change it, default and help; the
 * manual page and `placet config explain` are made from the rows.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum conf_type { CONF_TEXT, CONF_INT, CONF_BOOL, CONF_LIST };

struct conf_list {
	char **v;
	size_t n;
};

/* All strings are owned by the struct and never NULL ("" when not set). */
struct conf {
	struct conf_list listen; /* "127.0.0.1:8080", "[::1]:8080" */
	struct conf_list listen_tls;
	char *tls_certificate; /* PEM chain */
	char *tls_key;         /* PEM key */
	struct conf_list
	    trusted_proxies;       /* CIDR whose X-Forwarded-For we believe */
	char *public_scheme;       /* "https" or "http": for links in mail */
	long public_port;          /* 0: none in links */
	char *database;            /* libpq conninfo without user */
	char *state_dir;           /* keyd's own, 0700 */
	char *data_dir;            /* pages, style, locale; installed */
	char *user;                /* prefix of the uids when root, "" none */
	long workers;              /* 0: one a core */
	long database_connections; /* reading connections a worker */
	long database_inflight;    /* calls in flight a worker */
	long statement_timeout;    /* ms */
	long request_timeout;      /* s for a whole request to arrive */
	long max_connections;      /* a worker */
	long max_connections_address; /* a worker and address, 0 none */
	long rate_read;               /* requests/s an address, burst 4x */
	long rate_write;              /* POSTs/min an address */
	long rate_inbox;              /* messages/s an address or signer */
	char *federation_ca;          /* PEM file; "" the system's */
	char *federation_groups;      /* software names, by blanks */
	bool federation_test;         /* http, ports, this machine */
	long cache_bytes;             /* a worker */
	char *smtp_url;               /* "smtp://127.0.0.1:25" */
	char *smtp_user;
	char *smtp_password_file;
	char *mail_from;  /* address of the envelope and From */
	char *source_url; /* of this very program; "" for none */
	bool development; /* /dev/mail, of sites under reserved names */
	bool log_json;
	char *log_level;
};

struct conf_row {
	const char *name;
	enum conf_type type;
	size_t offset;
	bool reload;       /* does SIGHUP change it? */
	const char *value; /* default, as it would stand in the file */
	long min, max;     /* CONF_INT; CONF_LIST: at most max elements */
	const char *help;
	const char
	    *choice; /* CONF_TEXT: the words allowed, by blanks; or NULL */
};

extern const struct conf_row conf_rows[];
extern const size_t conf_nrows;

/*
 * Read a file over the defaults; path NULL gives the defaults alone.  On
 * failure -1 and why[] says file:line and the nearest valid name.  On success
 * free with conf_release().
 */
int conf_read(struct conf *c, const char *path, char *why, size_t size);
void conf_release(struct conf *c);

/*
 * Before `next` takes the place of `now` on SIGHUP: exchange what only a
 * restart can change, so that it goes on as it is.  Returns the name of such
 * a setting that the file has changed, for the log, or NULL.
 */
const char *conf_carry(struct conf *now, struct conf *next);

/*
 * "127.0.0.1:8080" or "[::1]:8080", numbers only; -1 if it is neither.  For
 * listen and listen_tls, which conf_read() has checked already.
 */
int conf_address(const char *s, struct sockaddr_storage *sa, socklen_t *len);

#endif
