/*
 * routes.c - what this server answers: one row each
 *
 * A row is enough for most things: the SQL function, where its arguments come
 * from, the page that shows its document.  Every function named here is
 * prepared when a worker connects, so a row that names a function nobody
 * wrote is found at start.
 */
#include "route.h"

/* clang-format off */
const struct route routes[] = {
	{ GET,  "/",                          ANYONE, "home",             { SITE, LANG },             "home",      LISTED },
	{ GET,  "/petitions",                 ANYONE, "petition_list",    { SITE, ONE },              "petitions", LISTED },
	{ GET,  "/petitions/page/{}",         ANYONE, "petition_list",    { SITE, SEG1 },             "petitions", LISTED },
	{ GET,  "/search",                    ANYONE, "petition_search",  { SITE, FORM },             "search",    SLOW },

	{ GET,  "/petitions/{}",              ANYONE, "petition_page",    { SITE, SEG1, LANG },       "petition",  CACHED | PAGE },
	{ GET,  "/petitions/{}",              ANYONE, "petition_get",     { SITE, SEG1, LANG },       "petition",  CACHED },
	{ GET,  "/petitions/{}/count",        ANYONE, "petition_count",   { SITE, SEG1 },             NULL,        CACHED },

	{ GET,  "/petitions/{}/comments",     ANYONE, "comment_page",     { SITE, SEG1, ONE },        "comments",  CACHED },
	{ GET,  "/petitions/{}/comments/page/{}", ANYONE, "comment_page", { SITE, SEG1, SEG2 },       "comments",  CACHED },
	/* From one's own server: the last word of the path is what to do there. */
	{ GET,  "/petitions/{}/follow",       ANYONE, "follow_get",       { SITE, SEG1, LANG },       "follow",    CACHED | LEAVES },
	{ POST, "/petitions/{}/follow",       ANYONE, "intent_new",
	  { SITE, SEG1, EXTRA1, EXTRA2, EXTRA3, EXTRA4 },                                             "intent",    PRIVATE | LEAVES,
	  .form = "follow_get", .form_page = "follow", .check = intent_check, .finish = intent_finish },
	{ GET,  "/petitions/{}/like",         ANYONE, "follow_get",       { SITE, SEG1, LANG },       "like",      CACHED | LEAVES },
	{ POST, "/petitions/{}/like",         ANYONE, "intent_new",
	  { SITE, SEG1, EXTRA1, EXTRA2, EXTRA3, EXTRA4 },                                             "intent",    PRIVATE | LEAVES,
	  .form = "follow_get", .form_page = "like", .check = intent_check, .finish = intent_finish },
	{ GET,  "/petitions/{}/reply",        ANYONE, "follow_get",       { SITE, SEG1, LANG },       "reply",     CACHED | LEAVES },
	{ POST, "/petitions/{}/reply",        ANYONE, "intent_new",
	  { SITE, SEG1, EXTRA1, EXTRA2, EXTRA3, EXTRA4 },                                             "intent",    PRIVATE | LEAVES,
	  .form = "follow_get", .form_page = "reply", .check = intent_check, .finish = intent_finish },
	{ GET,  "/follow",                    ANYONE, "follow_get",       { SITE, SEG1, LANG },       "follow",    LISTED | LEAVES },
	{ POST, "/follow",                    ANYONE, "intent_new",
	  { SITE, SEG1, EXTRA1, EXTRA2, EXTRA3, EXTRA4 },                                             "intent",    PRIVATE | LEAVES,
	  .form = "follow_get", .form_page = "follow", .check = intent_check, .finish = intent_finish },
	{ GET,  "/follow/{}",                 ANYONE, "intent_get",       { SITE, EXTRA1 },           "intent",    PRIVATE,
	  .check = token_check, .finish = intent_wait_finish },

	{ GET,  "/petitions/{}/sign",         ANYONE, "sign_form",        { SITE, SEG1, LANG },       "sign",      CACHED },
	{ POST, "/petitions/{}/sign",         ANYONE, "signature_claim",
	  { SITE, SEG1, LANG, EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7 },               "claimed",   PRIVATE,
	  .form = "sign_form", .form_page = "sign",
	  .check = signature_claim_check, .finish = signature_claim_finish },

	{ GET,  "/petitions/{}/confirm/{}",   ANYONE, "signature_show",   { SITE, SEG1, EXTRA1, LANG }, "confirm",   PRIVATE,
	  .check = token_check, .finish = signature_show_finish },
	{ POST, "/petitions/{}/confirm/{}",   ANYONE, "signature_confirm", { SITE, SEG1, EXTRA1 },    "confirmed", PRIVATE | BATCH,
	  .check = token_check },
	{ GET,  "/petitions/{}/receipt/{}",   ANYONE, "receipt_get",      { SITE, SEG1, EXTRA1 },     "receipt",   PRIVATE,
	  .check = token_check, .finish = receipt_finish },

	{ GET,  "/petitions/{}/not-me/{}",    ANYONE, "mail_block_show",  { SITE, SEG1, EXTRA1 },     "not-me",    PRIVATE,
	  .check = token_check },
	{ POST, "/petitions/{}/not-me/{}",    ANYONE, "mail_block",       { SITE, SEG1, EXTRA1 },     "not-me-done", PRIVATE | ONECLICK,
	  .check = token_check },

	{ GET,  "/p/{}/checkpoint",           ANYONE, "log_checkpoint",   { SITE, SEG1 },             NULL,        CACHED,
	  .finish = log_checkpoint_finish },
	{ GET,  "/p/{}/tile/{}",              ANYONE, "log_tile",         { SITE, SEG1, EXTRA1, EXTRA2, EXTRA3 }, NULL, CACHED | RAWPATH,
	  .check = log_tile_check, .finish = log_tile_finish },

	/* What other servers read: an actor is 0 the site, -1 the commune, n a petition. */
	{ GET,  "/.well-known/webfinger",     ANYONE, "webfinger_get",    { SITE, EXTRA1 },           NULL, SHARED,
	  .check = webfinger_check, .finish = webfinger_finish },
	{ GET,  "/.well-known/host-meta",     ANYONE, NULL,               { NOTHING },                NULL, 0, .finish = hostmeta_finish },
	{ GET,  "/.well-known/nodeinfo",      ANYONE, "nodeinfo_links",   { SITE },                   NULL, LISTED | OPEN | SHARED, .finish = nodeinfo_finish },
	{ GET,  "/nodeinfo/{}",               ANYONE, "nodeinfo_get",     { SITE, SEG1 },             NULL, LISTED | OPEN | SHARED,
	  .check = nodeinfo_check, .finish = nodeinfo_finish },
	{ GET,  "/api/v1/acts/{}",            ANYONE, "acts_after",       { SITE, SEG1 },             NULL, 0, .check = feed_check, .finish = feed_finish },
	{ GET,  "/acts/{}",                   ANYONE, "act_get",          { SITE, SEG1 },             NULL, AS, .finish = note_finish },

	{ GET,  "/",                          ANYONE, "actor_get",        { SITE, THE_COMMUNE },      NULL, AS | LISTED, .finish = as_finish },
	{ GET,  "/actor",                     ANYONE, "actor_get",        { SITE, THE_SITE },         NULL, AS | LISTED, .finish = as_finish },
	{ GET,  "/actor",                     ANYONE, NULL,               { NOTHING },                NULL, 0, .finish = as_page_finish },
	{ GET,  "/actor/followers",           ANYONE, "followers_get",    { SITE, THE_SITE },         NULL, AS, .finish = as_finish },
	{ GET,  "/actor/following",           ANYONE, "following_get",    { SITE, THE_SITE },         NULL, AS, .finish = as_finish },
	{ GET,  "/actor/featured",            ANYONE, "featured_get",     { SITE, THE_SITE },         NULL, AS, .finish = as_finish },
	{ GET,  "/actor/outbox",              ANYONE, "outbox_get",       { SITE, THE_SITE },         NULL, AS, .finish = as_finish },
	{ GET,  "/actor/outbox/page/{}",      ANYONE, "outbox_page",      { SITE, THE_SITE, SEG1 },   NULL, AS, .finish = as_finish },
	{ GET,  "/commune",                   ANYONE, "actor_get",        { SITE, THE_COMMUNE },      NULL, AS | LISTED, .finish = as_finish },
	{ GET,  "/commune",                   ANYONE, NULL,               { NOTHING },                NULL, 0, .finish = as_page_finish },
	{ GET,  "/commune/followers",         ANYONE, "followers_get",    { SITE, THE_COMMUNE },      NULL, AS, .finish = as_finish },
	{ GET,  "/commune/following",         ANYONE, "following_get",    { SITE, THE_COMMUNE },      NULL, AS, .finish = as_finish },
	{ GET,  "/commune/featured",          ANYONE, "featured_get",     { SITE, THE_COMMUNE },      NULL, AS, .finish = as_finish },
	{ GET,  "/commune/moderators",        ANYONE, "moderators_get",   { SITE },                   NULL, AS, .finish = as_finish },
	{ GET,  "/commune/outbox",            ANYONE, "outbox_get",       { SITE, THE_COMMUNE },      NULL, AS, .finish = as_finish },
	{ GET,  "/commune/outbox/page/{}",    ANYONE, "outbox_page",      { SITE, THE_COMMUNE, SEG1 }, NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}",              ANYONE, "note_get",         { SITE, SEG1 },             NULL, AS | CACHED, .finish = note_finish },
	{ GET,  "/petitions/{}/actor",        ANYONE, "actor_get",        { SITE, SEG1 },             NULL, AS | CACHED, .finish = as_finish },
	{ GET,  "/petitions/{}/actor",        ANYONE, NULL,               { NOTHING },                NULL, 0, .finish = as_page_finish },
	{ GET,  "/petitions/{}/actor/followers", ANYONE, "followers_get", { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/actor/following", ANYONE, "following_get", { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/actor/featured", ANYONE, "featured_get",   { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/actor/outbox", ANYONE, "outbox_get",       { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/actor/outbox/page/{}", ANYONE, "outbox_page", { SITE, SEG1, SEG2 },    NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/news/{}",      ANYONE, "news_get",         { SITE, SEG1, SEG2 },       NULL, AS, .finish = note_finish },
	{ GET,  "/petitions/{}/news/{}",      ANYONE, NULL,               { NOTHING },                NULL, 0, .finish = as_page_finish },
	{ GET,  "/petitions/{}/quotes/{}",    ANYONE, "quote_get",        { SITE, SEG1, SEG2 },       NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/replies",      ANYONE, "replies_get",      { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/replies/page/{}", ANYONE, "replies_page",  { SITE, SEG1, SEG2 },       NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/thread",       ANYONE, "thread_get",       { SITE, SEG1 },             NULL, AS, .finish = as_finish },
	{ GET,  "/petitions/{}/signatures",   ANYONE, "signatures_get",   { SITE, SEG1 },             NULL, AS, .finish = as_finish },

	{ POST, "/inbox",                     PEER,   "inbox_receive",
	  { SITE, EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7, EXTRA8 },                   NULL,        INBOX | BATCH,
	  .later = "inbox_defer", .check = inbox_check, .finish = inbox_finish },
	{ POST, "/actor/inbox",               PEER,   "inbox_receive",
	  { SITE, EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7, EXTRA8 },                   NULL,        INBOX | BATCH,
	  .later = "inbox_defer", .check = inbox_check, .finish = inbox_finish },
	{ POST, "/commune/inbox",             PEER,   "inbox_receive",
	  { SITE, EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7, EXTRA8 },                   NULL,        INBOX | BATCH,
	  .later = "inbox_defer", .check = inbox_check, .finish = inbox_finish },
	{ POST, "/petitions/{}/actor/inbox",  PEER,   "inbox_receive",
	  { SITE, EXTRA1, EXTRA2, EXTRA3, EXTRA4, EXTRA5, EXTRA6, EXTRA7, EXTRA8 },                   NULL,        INBOX | BATCH,
	  .later = "inbox_defer", .check = inbox_check, .finish = inbox_finish },

	{ GET,  "/about",                     ANYONE, "site_get",         { SITE, LANG },             "about",         LISTED },
	{ GET,  "/legal",                     ANYONE, "site_get",         { SITE, LANG },             "legal",         LISTED },
	{ GET,  "/accessibility",             ANYONE, "site_get",         { SITE, LANG },             "accessibility", LISTED },

	{ GET,  "/static/{}",                 ANYONE, NULL, { NOTHING }, NULL, NOSITE, .finish = static_finish },
	{ GET,  "/robots.txt",                ANYONE, NULL, { NOTHING }, NULL, NOSITE, .finish = robots_finish },
	{ GET,  "/livez",                     ANYONE, NULL, { NOTHING }, NULL, NOSITE, .finish = livez_finish },
	{ GET,  "/readyz",                    ANYONE, NULL, { NOTHING }, NULL, NOSITE, .finish = readyz_finish },

	{ GET,  "/dev/mail",                  ANYONE, "dev_mail_list",    { SITE },                   "dev-mail",  DEV | PRIVATE },
	{ GET,  "/dev/mail/{}",               ANYONE, "dev_mail_get",     { SITE, SEG1 },             "dev-mail-one", DEV | PRIVATE },
};
/* clang-format on */

const int nroutes = sizeof routes / sizeof *routes;
