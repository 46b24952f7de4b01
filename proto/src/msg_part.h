/*
 * msg_part.h - what the files of msg share, and the words of the table
 */
#ifndef MSG_PART_H
#define MSG_PART_H

#include <placet/msg.h>

#define T_ID       PLACET_T_ID
#define T_KEY      PLACET_T_KEY
#define T_REF      PLACET_T_REF
#define T_OBJECT   PLACET_T_OBJECT
#define T_PART     PLACET_T_PART
#define T_AUDIENCE PLACET_T_AUDIENCE
#define T_LINK     PLACET_T_LINK
#define T_HOST     PLACET_T_HOST
#define T_LINE     PLACET_T_LINE
#define T_TEXT     PLACET_T_TEXT
#define T_HTML     PLACET_T_HTML
#define T_TOKEN    PLACET_T_TOKEN
#define T_TIME     PLACET_T_TIME
#define T_INT      PLACET_T_INT
#define T_BOOL     PLACET_T_BOOL
#define T_ENUM     PLACET_T_ENUM
#define T_HASH     PLACET_T_HASH
#define T_BYTES    PLACET_T_BYTES
#define T_LANG     PLACET_T_LANG
#define T_ANY      PLACET_T_ANY

#define ACTOR    PLACET_MSG_AN_ACTOR
#define POST     PLACET_MSG_A_POST
#define ACTIVITY PLACET_MSG_AN_ACTIVITY
#define OBJECT   PLACET_MSG_AN_OBJECT
#define PART     PLACET_MSG_A_PART
#define DOCUMENT PLACET_MSG_A_DOCUMENT

/* The table. */
extern const struct placet_msg_row placet_msg_rows[PLACET_MSG_TYPES];
extern const struct placet_msg_field placet_msg_common[PLACET_MSG_FAMILIES]
                                                      [PLACET_MSG_FIELDS];
extern const char *const placet_reason_names[PLACET_REASONS + 1];

/* The "@context" of what we write. */
extern const char placet_context_message[];
extern const char placet_context_actor[];

/* How deep checked objects may lie in one another. */
enum { MSG_DEPTH = 8 };

/* A document on its way through the rows. */
struct check {
	struct placet_arena *arena;
	const struct placet_msg_rules *rules;
	struct placet_msg *msg;
	const struct placet_msg_ref **ref; /* where the next one goes */
	struct placet_slice owner;         /* its origin; s NULL: no owner */
	size_t pathlen;
	int depth;
};

/* Note what is wrong at the current path; answers err. */
int msg_fault(struct check *c, int err, const char *reason);
/* The path grows by ".name" or "[i]", and is cut back to what it was. */
size_t msg_path_name(struct check *c, const char *name);
size_t msg_path_index(struct check *c, size_t i);
void msg_path_back(struct check *c, size_t len);

/* Does v fit the field?  One for each kind; those of msg_value.c. */
typedef int check_kind(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v);
check_kind msg_check_html, msg_check_line, msg_check_text, msg_check_token;
check_kind msg_check_time, msg_check_int, msg_check_bool, msg_check_enum;
check_kind msg_check_hash, msg_check_bytes, msg_check_lang, msg_check_any;

/* All fields of a row. */
int msg_check_fields(struct check *c, const struct placet_msg_row *row,
    struct placet_json *object);
/* Is that a URL of the owner's origin? */
bool msg_same_origin(const struct check *c, const char *id);
/* An id, or the id of an object; NULL if it is neither. */
const char *msg_id_of(const struct placet_json *v);
/* The row that an object says it is of; UNKNOWN if none. */
enum placet_msg_type msg_type_of(const struct placet_json *object);
bool msg_has_type(const struct placet_json *object, const char *type);
const char *msg_owner_field(const struct placet_msg_row *row);
const struct placet_msg_field *msg_find_field(
    const struct placet_msg_row *row, const char *name, size_t len);

#endif
