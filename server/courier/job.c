/*
 * job.c - one mail from the queue to the relay
 *
 *	open (keyd) -> compose -> send (fetch) -> settle (SQL) -> end
 *
 * Each step is a function that starts something and one that is told how it
 * went.  Whatever goes wrong on the way sets `code`, and settle says to the
 * queue what becomes of the mail.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/json.h>
#include <placet/leaf.h>
#include <placet/text.h>

#include "base/ask.h"
#include "base/ipc.h"
#include "base/limit.h"
#include "base/log.h"
#include "courier/job.h"

struct job {
	struct courier *c;
	struct placet_arena arena;
	struct mail_order order;
	struct mail mail;
	struct event *again; /* settle once more */
	time_t lease;        /* ends then */
	const char *arg[3];  /* site, id, attempt: for SQL */
	const char *code;    /* NULL: sent */
	bool permanent;
	char codebuf[32];
};

static void job_settle(struct job *j);

static void
job_end(struct job *j)
{
	struct courier *c = j->c;

	if (j->again != NULL)
		event_free(j->again);
	placet_arena_end(&j->arena);
	free(j);
	courier_job_ended(c);
}

static void
job_settle_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	job_settle(arg);
}

/*
 * While the database is away the mail is ours until the lease ends: forget
 * it earlier, and it would be sent a second time.
 */
static void
job_settled(const struct db_result *res, void *arg)
{
	const struct timeval second = { 1, 0 };
	struct job *j = arg;

	if (res->status == 503 && time(NULL) < j->lease) {
		if (j->again == NULL)
			j->again = evtimer_new(j->c->base, job_settle_again, j);
		if (j->again == NULL)
			fatalx("out of memory");
		evtimer_add(j->again, &second);
		return;
	}
	if (res->status != 0)
		log_warnx("mail %s/%s: cannot say what became of it: %s",
		    j->arg[0], j->arg[1], res->message);
	job_end(j);
}

static void
job_settle(struct job *j)
{
	const struct db_arg args[] = { { j->arg[0] }, { j->arg[1] },
		{ j->arg[2] }, { j->code } };
	int stmt = COURIER_MAIL_SENT;

	if (j->code != NULL)
		stmt = j->permanent ? COURIER_MAIL_FAILED : COURIER_MAIL_RETRY;
	db_call(j->c->db, stmt, args, job_settled, j);
}

/* It will not be sent now, for this reason. */
static void
job_fail(struct job *j, const char *code, bool permanent)
{
	snprintf(j->codebuf, sizeof j->codebuf, "%s", code);
	j->code = j->codebuf;
	j->permanent = permanent;
	log_info("mail %s/%s: attempt %s: %s%s", j->arg[0], j->arg[1],
	    j->arg[2], code, permanent ? ", given up" : "");
	job_settle(j);
}

static void
job_sent(const char *code, bool permanent, void *arg)
{
	struct job *j = arg;

	if (code != NULL) {
		job_fail(j, code, permanent);
		return;
	}
	log_debug("mail %s/%s: sent", j->arg[0], j->arg[1]);
	job_settle(j);
}

static void
job_send(struct job *j)
{
	if (*j->c->conf->smtp_url != '\0')
		fetch_mail(j->c->fetch, &j->mail, job_sent, j);
	else if (j->c->conf->development)
		job_settle(j); /* it stands on /dev/mail */
	else
		job_fail(j, "smtp.none", false);
}

static void
job_stored(const struct db_result *res, void *arg)
{
	struct job *j = arg;

	if (res->status != 0)
		log_warnx("cannot keep a mail for /dev/mail: %s", res->message);
	job_send(j);
}

static void
job_store(struct job *j)
{
	const struct db_arg args[] = { { j->arg[0] }, { j->mail.to },
		{ j->mail.subject }, { j->mail.text } };

	db_call(j->c->db, COURIER_DEV_MAIL_STORE, args, job_stored, j);
}

/* The payload that the web process had sealed: {"to", "token"}. */
static int
job_read(struct job *j, const void *data, size_t len)
{
	struct placet_json *v;
	int err = placet_json_parse(&j->arena, data, len, NULL, &v);

	if (err != 0)
		return err;
	j->order.to = placet_json_text(v, "to");
	if (j->order.kind == MAIL_CONFIRM)
		j->order.token = placet_json_text(v, "token");
	if (j->order.to == NULL ||
	    (j->order.kind == MAIL_CONFIRM && j->order.token == NULL))
		return PLACET_EMISSING;
	return mail_compose(&j->arena, &j->c->texts, &j->order, &j->mail);
}

static void
job_opened(int status, const void *data, size_t len, void *arg)
{
	struct job *j = arg;
	int err;

	if (status != IPC_OK) {
		job_fail(j,
		    status == IPC_REFUSED ? "seal.refused" : "keyd.busy",
		    status == IPC_REFUSED);
		return;
	}
	j->order.now = time(NULL);
	err = job_read(j, data, len);
	if (err != 0)
		job_fail(j, err == PLACET_ENOMEM ? "memory" : "mail.invalid",
		    err != PLACET_ENOMEM);
	else if (j->c->conf->development)
		job_store(j);
	else
		job_send(j);
}

static void
job_open(struct job *j, const char *uuid, const char *sealed)
{
	struct ask_open ask;
	struct placet_hash petition;
	uint8_t box[2048];
	size_t len = sealed != NULL ? strlen(sealed) / 2 : 0;

	if (uuid == NULL || len == 0 || len > sizeof box ||
	    placet_unhex(uuid, strlen(uuid), ask.site, sizeof ask.site) != 0 ||
	    placet_unhex(sealed, strlen(sealed), box, len) != 0) {
		job_fail(j, "seal.missing", true);
		return;
	}
	placet_petition_id(ask.site, (uint32_t)j->order.petition, &petition);
	memcpy(ask.petition, petition.b, sizeof ask.petition);
	ipc_ask(
	    j->c->keyd, IPC_OPEN, &ask, sizeof ask, box, len, job_opened, j);
}

/* A member of the document that lives as long as the job. */
static const char *
keep(struct job *j, const struct placet_json *v, const char *name)
{
	const char *s = placet_json_text(v, name);
	char *copy = placet_strdup(&j->arena, s != NULL ? s : "");

	if (copy == NULL)
		fatalx("out of memory");
	return copy;
}

static const char *
keep_number(struct job *j, const struct placet_json *v, const char *name)
{
	const char *s = placet_printf(
	    &j->arena, "%lld", (long long)placet_json_integer(v, name, 0));

	if (s == NULL)
		fatalx("out of memory");
	return s;
}

static void
job_order(struct job *j, const struct placet_json *v)
{
	const struct conf *conf = j->c->conf;
	struct mail_order *o = &j->order;

	j->arg[0] = keep_number(j, v, "site");
	j->arg[1] = keep_number(j, v, "id");
	j->arg[2] = keep_number(j, v, "attempt");
	o->kind = strcmp(keep(j, v, "kind"), "already") == 0 ? MAIL_ALREADY
	                                                     : MAIL_CONFIRM;
	o->lang = strcmp(keep(j, v, "lang"), "en") == 0 ? MAIL_EN : MAIL_FR;
	o->scheme = conf->public_scheme;
	o->port = conf->public_port;
	o->host = keep(j, v, "host");
	o->name = keep(j, v, "name");
	o->title = keep(j, v, "title");
	o->petition = (long)placet_json_integer(v, "petition", 0);
	o->id = placet_printf(
	    &j->arena, "%s/%s", keep(j, v, "uuid"), j->arg[1]);
	o->from = *conf->mail_from != '\0'
	    ? conf->mail_from
	    : placet_printf(&j->arena, "no-reply@%s", o->host);
	if (o->id == NULL || o->from == NULL)
		fatalx("out of memory");
}

void
job_start(struct courier *c, const struct placet_json *v)
{
	struct job *j = calloc(1, sizeof *j);

	if (j == NULL)
		fatalx("out of memory");
	j->c = c;
	j->lease = time(NULL) + COURIER_LEASE;
	j->arena.ceiling = LIMIT_ARENA;
	job_order(j, v);
	job_open(j, placet_json_text(v, "uuid"), placet_json_text(v, "sealed"));
}
