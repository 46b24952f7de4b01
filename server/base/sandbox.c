/*
 * sandbox.c - uid, limits, and a seccomp filter made of short lists
 *
 * The filter looks at the architecture, then at one list after the other:
 * calls nobody here needs, calls that change files, calls that make
 * processes, calls of the network.  What is on a list that applies fails with
 * EPERM, all the rest is allowed: the aim is that a process taken over cannot
 * reach further than its descriptors and the database functions of its role.
 */
#define _GNU_SOURCE /* setresuid, CLONE_THREAD; NOLINT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#endif

/* The leak checker stops us from a process of its own, by ptrace. */
#if defined(__SANITIZE_ADDRESS__)
#define LEAK_CHECKER 1
#else
#define LEAK_CHECKER 0
#endif

/* What the four processes are let, in one place. */
static const struct {
	const char *role;
	struct sandbox rights;
	bool database;
} roles[] = {
	{ "web", { .net = SANDBOX_NET_UNIX }, true },
	{ "notary", { .net = SANDBOX_NET_UNIX, .files = 256 }, true },
	{ "courier", { .net = SANDBOX_NET_OUT, .files = 4096 }, true },
	{ "keyd", { .net = SANDBOX_NET_NONE, .files = 1024, .write = true },
	    false },
};

#ifdef OUR_ARCH

#define DENY(err)        (SECCOMP_RET_ERRNO | ((err)&SECCOMP_RET_DATA))
#define WHERE(field)     ((unsigned)offsetof(struct seccomp_data, field))
#define ARG_LOW(n)       (WHERE(args) + 8U * (n)) /* both are little-endian */
#define LOAD(offset)     BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define RETURN(what)     BPF_STMT(BPF_RET | BPF_K, (what))
#define IF_EQ(k, t, f)   BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (t), (f))
#define IF_GE(k, t, f)   BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (k), (t), (f))
#define IF_BITS(k, t, f) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (k), (t), (f))

/* Nobody: other programs, other processes, the kernel, io_uring's bypass. */
static const int nobody[] = {
	SYS_execve,
	SYS_execveat,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_pidfd_open,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_kcmp,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_unshare,
	SYS_setns,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_open_by_handle_at,
	SYS_name_to_handle_at,
	SYS_swapon,
	SYS_swapoff,
	SYS_reboot,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_adjtimex,
	SYS_acct,
	SYS_quotactl,
	SYS_listen,
	SYS_bind,
};

/* Only keyd changes files. */
static const int writing[] = {
	SYS_renameat2,
	SYS_mkdirat,
	SYS_unlinkat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_mknodat,
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fchown,
	SYS_fchownat,
	SYS_truncate,
	SYS_ftruncate,
	SYS_fallocate,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	SYS_utimensat,
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_open /* the older calls, which aarch64 never had */
	SYS_creat,
	SYS_rename,
	SYS_mkdir,
	SYS_rmdir,
	SYS_unlink,
	SYS_link,
	SYS_symlink,
	SYS_mknod,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
#endif
};

/* keyd has its descriptors and needs no other. */
static const int network[] = {
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_accept,
	SYS_accept4,
};

enum { PROGRAM_MAX = 512 };

struct program {
	struct sock_filter f[PROGRAM_MAX];
	unsigned short n;
};

static void
emit(struct program *p, const struct sock_filter *f, size_t n)
{
	if (p->n + n > PROGRAM_MAX)
		fatalx("seccomp: the filter is too long");
	memcpy(p->f + p->n, f, n * sizeof *f);
	p->n = (unsigned short)(p->n + n);
}

#define EMIT(p, ...)                                                 \
	do {                                                         \
		const struct sock_filter emit_f[] = { __VA_ARGS__ }; \
		emit(p, emit_f, sizeof emit_f / sizeof *emit_f);     \
	} while (0)

/* The accumulator holds the number of the call between all pieces. */
static void
deny(struct program *p, int nr, unsigned err)
{
	EMIT(p, IF_EQ((unsigned)nr, 0, 1), RETURN(DENY(err)));
}

static void
deny_all(struct program *p, const int *nr, size_t n)
{
	for (size_t i = 0; i < n; i++)
		deny(p, nr[i], EPERM);
}

/* Deny unless the low half of argument `arg` is this. */
static void
deny_unless(struct program *p, int nr, unsigned arg, unsigned value)
{
	EMIT(p, IF_EQ((unsigned)nr, 0, 4), LOAD(ARG_LOW(arg)),
	    IF_EQ(value, 1, 0), RETURN(DENY(EPERM)), LOAD(WHERE(nr)));
}

/* Deny if any of these bits is set in it. */
static void
deny_bits(struct program *p, int nr, unsigned arg, unsigned bits)
{
	EMIT(p, IF_EQ((unsigned)nr, 0, 4), LOAD(ARG_LOW(arg)),
	    IF_BITS(bits, 0, 1), RETURN(DENY(EPERM)), LOAD(WHERE(nr)));
}

/* What is compiled for another table of calls gets none. */
static void
head(struct program *p)
{
	EMIT(p, LOAD(WHERE(arch)), IF_EQ(OUR_ARCH, 1, 0), RETURN(DENY(EPERM)),
	    LOAD(WHERE(nr)));
#if defined(__x86_64__)
	EMIT(p, IF_GE(0x40000000U, 0, 1), RETURN(DENY(EPERM))); /* x32 */
#endif
}

static void
rules_processes(struct program *p)
{
	const unsigned self = (unsigned)getpid();

	deny_unless(p, SYS_kill, 0, self);
	deny_unless(p, SYS_tgkill, 0, self);
	if (LEAK_CHECKER)
		return;
	deny(p, SYS_ptrace, EPERM);
}

/*
 * Threads stay allowed: curl resolves names in them.  clone3 hides its flags
 * in memory, where no filter looks; glibc takes ENOSYS for an old kernel and
 * goes back to clone.
 */
static void
rules_fork(struct program *p)
{
	if (LEAK_CHECKER)
		return;
	deny(p, SYS_clone3, ENOSYS);
	EMIT(p, IF_EQ(SYS_clone, 0, 4), LOAD(ARG_LOW(0)),
	    IF_BITS(CLONE_THREAD, 1, 0), RETURN(DENY(EPERM)), LOAD(WHERE(nr)));
#ifdef SYS_fork
	deny(p, SYS_fork, EPERM);
	deny(p, SYS_vfork, EPERM);
#endif
}

static void
rules_files(struct program *p)
{
	const unsigned bits = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

	deny_all(p, writing, sizeof writing / sizeof *writing);
	deny_bits(p, SYS_openat, 2, bits);
	deny(p, SYS_openat2, ENOSYS);
#ifdef SYS_open
	deny_bits(p, SYS_open, 1, bits);
#endif
}

/* A netlink socket tells getaddrinfo() which families there are. */
static void
rules_net(struct program *p, enum sandbox_net net)
{
	switch (net) {
	case SANDBOX_NET_NONE:
		deny_all(p, network, sizeof network / sizeof *network);
		break;
	case SANDBOX_NET_UNIX: deny_unless(p, SYS_socket, 0, AF_UNIX); break;
	case SANDBOX_NET_OUT:
		EMIT(p, IF_EQ(SYS_socket, 0, 7), LOAD(ARG_LOW(0)),
		    IF_EQ(AF_UNIX, 4, 0), IF_EQ(AF_INET, 3, 0),
		    IF_EQ(AF_INET6, 2, 0), IF_EQ(AF_NETLINK, 1, 0),
		    RETURN(DENY(EPERM)), LOAD(WHERE(nr)));
		break;
	}
}

static void
filter(const struct sandbox *s)
{
	struct program p = { .n = 0 };
	struct sock_fprog prog;

	head(&p);
	deny_all(&p, nobody, sizeof nobody / sizeof *nobody);
	rules_processes(&p);
	if (s->processes == 0)
		rules_fork(&p);
	if (!s->write)
		rules_files(&p);
	rules_net(&p, s->net);
	EMIT(&p, RETURN(SECCOMP_RET_ALLOW));
	prog.len = p.n;
	prog.filter = p.f;
	/* In a kernel without seccomp, uid and limits still hold. */
	if (prctl(PR_GET_SECCOMP) < 0)
		log_warn("this kernel has no seccomp filter");
	else if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) != 0)
		fatal("seccomp");
}

#else /* OUR_ARCH */

static void
filter(const struct sandbox *s)
{
	(void)s;
	log_warnx("no seccomp filter for this architecture");
}

#endif

static void
become(const char *user)
{
	const struct passwd *pw = getpwnam(user);

	if (pw == NULL)
		fatalx("no user '%s'", user);
	if (setgroups(0, NULL) != 0 ||
	    setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) != 0 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) != 0)
		fatal("cannot become user '%s'", user);
	/* A new uid forgets both of these. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
}

static void
limit(int what, rlim_t value)
{
	struct rlimit r;

	if (getrlimit((unsigned)what, &r) != 0)
		fatal("getrlimit");
	if (r.rlim_max == RLIM_INFINITY || value < r.rlim_max)
		r.rlim_max = value;
	r.rlim_cur = r.rlim_max;
	if (setrlimit((unsigned)what, &r) != 0)
		fatal("setrlimit");
}

void
sandbox_enter(const struct sandbox *s)
{
	if (s->files > 0)
		limit(RLIMIT_NOFILE, (rlim_t)s->files);
	limit(RLIMIT_CORE, 0);
	if (s->user != NULL && geteuid() == 0)
		become(s->user);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		fatal("no_new_privs");
	filter(s);
}

void
sandbox_role(const struct conf *conf, const char *role)
{
	char user[64];
	struct sandbox s = { 0 };
	size_t i = 0;

	while (strcmp(roles[i].role, role) != 0)
		i++;
	s = roles[i].rights;
	if (conf->user[0] != '\0') {
		snprintf(user, sizeof user, "%s-%s", conf->user, role);
		s.user = user;
	}
	if (s.files == 0)
		s.files = conf->max_connections + 256;
	if (roles[i].database && s.net == SANDBOX_NET_UNIX)
		s.net = sandbox_for_database(conf->database);
	sandbox_enter(&s);
}

/* Is each of these hosts, separated by commas, a folder of sockets? */
static bool
local(const char *hosts, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((i == 0 || hosts[i - 1] == ',') && hosts[i] != '/' &&
		    hosts[i] != '@' && hosts[i] != ',')
			return false;
	return true;
}

/*
 * Only the question "TCP or not" is asked here, so anything that is not
 * plainly a list of folders counts as TCP.
 */
enum sandbox_net
sandbox_for_database(const char *conninfo)
{
	const char *env = getenv("PGHOST"), *s = conninfo;
	bool named = false;

	if (strncmp(s, "postgres://", 11) == 0 ||
	    strncmp(s, "postgresql://", 13) == 0)
		return SANDBOX_NET_OUT;
	while ((s = strstr(s, "host")) != NULL) {
		const bool starts = s == conninfo || strchr(" \t\n", s[-1]);

		s += strlen("host");
		if (starts && strncmp(s, "addr", 4) == 0)
			return SANDBOX_NET_OUT;
		if (!starts || s[strspn(s, " \t")] != '=')
			continue;
		s += strspn(s, " \t") + 1;
		s += strspn(s, " \t'");
		named = true;
		if (!local(s, strcspn(s, " \t'")))
			return SANDBOX_NET_OUT;
	}
	if (!named && env != NULL && !local(env, strlen(env)))
		return SANDBOX_NET_OUT;
	return SANDBOX_NET_UNIX;
}
