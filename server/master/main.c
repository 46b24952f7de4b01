/*
 * main.c - placetd: read the command line and the settings, then supervise
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "master/supervise.h"
#include "master/tls.h"
#include "master/trial.h"

#define CONF_FILE PLACET_SYSCONFDIR "/placet/placetd.conf"

static const char usage[] =
    "usage: placetd [-fhtV] [-c file]\n"
    "  -c file  read the settings there (" CONF_FILE ")\n"
    "  -f       stay in the foreground: placetd always does\n"
    "  -t       check the settings and exit\n"
    "  -V       print the version and exit\n"
    "  -h       print this and exit\n";

static void
load(struct conf *conf, const char *path)
{
	char why[512];
	enum log_level level;
	SSL_CTX *tls;

	if (conf_read(conf, path, why, sizeof why) != 0)
		fatalx("%s", why);
	log_json(conf->log_json);
	if (log_level_parse(conf->log_level, &level) == 0)
		log_level(level);
	tls = tls_load(conf, why, sizeof why);
	if (tls == NULL && why[0] != '\0')
		fatalx("%s", why);
	SSL_CTX_free(tls);
	if (!trial(conf))
		_exit(1); /* it has said why */
}

/* As root every process gets a user of its own: find out now if one lacks. */
static uid_t
check_users(const struct conf *conf)
{
	static const char *const role[] = { "web", "notary", "courier",
		"keyd" };
	const struct passwd *pw = NULL;
	char name[64];

	for (size_t i = 0; i < sizeof role / sizeof *role; i++) {
		snprintf(name, sizeof name, "%s-%s", conf->user, role[i]);
		if ((pw = getpwnam(name)) == NULL)
			fatalx("no user '%s'; set 'user' to \"\" to run "
			       "everything as root (development only)",
			    name);
	}
	return pw->pw_uid;
}

/* The folder of the keys belongs to keyd alone; it is last in the list. */
static void
prepare(const struct conf *conf)
{
	const bool drop = geteuid() == 0 && conf->user[0] != '\0';
	const uid_t uid = drop ? check_users(conf) : geteuid();

	if (mkdir(conf->state_dir, 0700) != 0 && errno != EEXIST)
		fatal("cannot make '%s'", conf->state_dir);
	if (drop && chown(conf->state_dir, uid, (gid_t)-1) != 0)
		fatal("cannot give '%s' to its user", conf->state_dir);
}

/* The children share our standard input; nobody reads it. */
static void
quiet(void)
{
	const int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0)
		fatal("cannot open '/dev/null'");
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && dup2(null, fd) < 0)
			fatal("cannot open '/dev/null'");
	if (null > STDERR_FILENO)
		close(null);
}

int
main(int argc, char **argv)
{
	const char *path = CONF_FILE;
	struct conf conf;
	bool test = false;
	int c;

	log_name("placetd");
	while ((c = getopt(argc, argv, "c:fhtV")) != -1)
		switch (c) {
		case 'c': path = optarg; break;
		case 'f': break;
		case 't': test = true; break;
		case 'V': return puts("placetd " PLACET_VERSION) < 0;
		case 'h': return fputs(usage, stdout) < 0;
		default: fputs(usage, stderr); return 2;
		}
	if (optind < argc) {
		fputs(usage, stderr);
		return 2;
	}
	load(&conf, path);
	if (test) {
		log_info("'%s' is valid", path);
		conf_release(&conf);
		return 0;
	}
	umask(077);
	quiet();
	prepare(&conf);
	return supervise(&conf, path);
}
