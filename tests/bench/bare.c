/*
 * bare.c - the limit of the HTTP library: evhttp answering one fixed body
 *
 *	bare PORT WORKERS BYTES
 *
 * Nothing else happens here, so what placetd reaches is measured against it
 * with a body of the same size and the same number of processes.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

static char *body;
static size_t bodylen;

static void
answer(struct evhttp_request *http, void *arg)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(http);

	(void)arg;
	evhttp_add_header(evhttp_request_get_output_headers(http),
	    "Content-Type", "text/html; charset=utf-8");
	evbuffer_add_reference(out, body, bodylen, NULL, NULL);
	evhttp_send_reply(http, 200, "OK", NULL);
}

static int
listen_on(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;

	at.sin_port = htons((uint16_t)port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(fd, 1024) != 0) {
		perror("bare");
		exit(1);
	}
	return fd;
}

static void
worker(int port)
{
	struct event_config *conf = event_config_new();
	struct event_base *base;
	struct evhttp *http;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	event_config_set_flag(conf,
	    EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = event_base_new_with_config(conf);
	http = evhttp_new(base);
	evhttp_set_gencb(http, answer, NULL);
	if (evhttp_accept_socket(http, listen_on(port)) != 0)
		exit(1);
	event_base_dispatch(base);
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: bare PORT WORKERS BYTES\n", stderr);
		return 2;
	}
	bodylen = strtoul(argv[3], NULL, 10);
	body = malloc(bodylen + 1);
	if (body == NULL)
		return 1;
	memset(body, 'x', bodylen);
	for (long i = strtol(argv[2], NULL, 10); i > 0; i--)
		if (fork() == 0)
			worker((int)strtol(argv[1], NULL, 10));
	while (wait(NULL) > 0)
		;
	return 0;
}
