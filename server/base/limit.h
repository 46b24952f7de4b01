/*
 * limit.h - every ceiling of the server in one place (see placetd.conf(5))
 */
#ifndef BASE_LIMIT_H
#define BASE_LIMIT_H

enum limit {
	LIMIT_HEADERS = 16384, /* bytes of request line and headers */
	LIMIT_HEADER_COUNT = 64,
	LIMIT_BODY = 65536,          /* bytes of a request body */
	LIMIT_BODY_READ = 1 << 20,   /* more is cut off while it arrives */
	LIMIT_FIELDS = 32,           /* fields of a form or query */
	LIMIT_FIELD = 8192,          /* bytes of one field */
	LIMIT_PATH = 2048,           /* bytes of a request target */
	LIMIT_SEGMENTS = 8,          /* {} in a route */
	LIMIT_ARENA = 16 << 20,      /* bytes a request may allocate */
	LIMIT_DOC = 4 << 20,         /* bytes of a document from SQL */
	LIMIT_QUEUE = 64 << 20,      /* the same, of all that a queue answers */
	LIMIT_CONF = 65536,          /* bytes of the configuration file */
	LIMIT_IPC = 65536,           /* bytes of one ipc message, header too */
	LIMIT_IPC_PENDING = 16384,   /* questions without answer yet */
	LIMIT_KEYD_SIGN = 64,        /* signatures of one fsync of keyd */
	LIMIT_KEYD_FRESH = 200,      /* sites that get a key at once */
	LIMIT_KEYD_OPEN = 2000,      /* addresses a second that may be read */
	LIMIT_BATCH = 256,           /* rows of one batched call */
	LIMIT_BATCH_BYTES = 4 << 20, /* bytes of bodies in it, or one body */
	LIMIT_BATCH_QUEUE = 16384,   /* requests waiting for a batch */
	LIMIT_SEQUENCE = 4096,       /* signatures the notary takes at once */
	LIMIT_SEQUENCE_LOGS = 2048,  /* logs they may belong to */
	LIMIT_ARGS = 32,             /* arguments of one SQL function */
	LIMIT_WORKERS = 64,
	LIMIT_WAITERS = 256,           /* readers of the feed that wait */
	LIMIT_KEYRING = 2048,          /* keys of peers a worker keeps parsed */
	LIMIT_ACTIVITY_VALUES = 16384, /* values in one activity */
	LIMIT_COMMENT = 40000,         /* bytes of a comment's plain text */
	LIMIT_STATIC = 1 << 20,        /* bytes of one file of pages/static */
	LIMIT_STATICS = 64,            /* how many there may be */
	LIMIT_CACHE_ENTRY = 1 << 20,   /* bytes of one cached page */
	LIMIT_PO = 1 << 20,            /* bytes of a catalogue of messages */
	LIMIT_TEMPLATE = 1 << 18,      /* bytes of a template */
	LIMIT_TEMPLATES = 512,         /* templates of a language */
	LIMIT_SECTIONS = 32,           /* sections in one another */
	LIMIT_PARTIALS = 16,           /* partials in one another */
	LIMIT_RENDER = 1 << 22,        /* steps to render one page */
};

#endif
