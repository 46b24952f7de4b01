# pg.sh - a private PostgreSQL cluster for tests; source it
#
#	pg_start DIR    make DIR/data (if it is not there) and start it
#	pg_stop DIR     stop it at once, whatever is connected
#	pg_crash DIR    stop it as a power cut would
#
# pg_start sets PGHOST (DIR, where the socket is), PGPORT, PGUSER (postgres)
# and unsets what could lead elsewhere.  No TCP; whoever reaches the socket is
# trusted, so DIR is open to its owner alone (and to root): set PG_MODE=711
# before when processes of other uids must connect.  Several clusters may run
# side by side.  The server never runs as root: then it is user postgres's.
# PG_FSYNC=off for tests that lose nothing by it.

pg_bindir() {
	if command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]
	then
		pg_config --bindir
	else
		for pg_b in /usr/lib/postgresql/*/bin; do :; done
		echo "$pg_b"
	fi
}

# Run a command as the user who owns the cluster.
pg_as() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && setpriv --reuid postgres --regid postgres --init-groups \
		    env -u PGDATA "$@")
	else
		(cd / && env -u PGDATA "$@")
	fi
}

pg_init() {
	pg_as "$(pg_bindir)/initdb" -D "$1/data" -U postgres -A trust -E UTF8 \
	    --locale=C.UTF-8 -k >"$1/initdb.log" || {
		cat "$1/initdb.log" >&2
		return 1
	}
	pg_as sh -c "cat >>'$1/data/postgresql.conf'" <<EOF
listen_addresses = ''
unix_socket_directories = '$1'
max_connections = 100
shared_buffers = ${PG_SHARED_BUFFERS:-128MB}
wal_compression = off
max_wal_size = 4GB
checkpoint_timeout = 15min
fsync = ${PG_FSYNC:-on}
jit = off
log_min_messages = warning
EOF
}

pg_start() {
	mkdir -p "$1" || return 1
	if [ "$(id -u)" = 0 ]; then
		chown postgres: "$1" || return 1
	fi
	chmod "${PG_MODE:-700}" "$1"
	[ -f "$1/data/PG_VERSION" ] || pg_init "$1" || return 1
	pg_as "$(pg_bindir)/pg_ctl" -D "$1/data" -l "$1/postgres.log" -w -t 60 \
	    start >/dev/null || {
		cat "$1/postgres.log" >&2
		return 1
	}
	PGHOST=$1
	PGPORT=5432
	PGUSER=postgres
	export PGHOST PGPORT PGUSER
	unset PGDATABASE PGSERVICE PGHOSTADDR PGPASSWORD PGOPTIONS
}

# pg_ctl finds the server by the pid in the data directory, never by name.
pg_stop() {
	[ ! -f "$1/data/postmaster.pid" ] ||
	    pg_as "$(pg_bindir)/pg_ctl" -D "$1/data" -m fast -w -t 60 stop \
	    >/dev/null
}

pg_crash() {
	[ ! -f "$1/data/postmaster.pid" ] ||
	    pg_as "$(pg_bindir)/pg_ctl" -D "$1/data" -m immediate -w -t 60 stop \
	    >/dev/null
}
