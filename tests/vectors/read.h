/*
 * read.h - reading test vectors back
 *
 * One function a list of cases: it does with the inputs what the library
 * does, and answers the error of the library, or WRONG when it worked but
 * gave something else than the case says.
 */
#ifndef READ_H
#define READ_H

#include <stdio.h>
#include <string.h>

#include <placet/json.h>
#include <placet/text.h>

#include "vec.h"

enum { WRONG = 1 };

typedef int read_case(const struct placet_json *v);

read_case read_leaf, read_petition, read_nullifier_commitment, read_profile;
read_case read_tree, read_inclusion, read_consistency, read_path, read_width;
read_case read_vkey, read_checkpoint, read_receipt;
read_case read_email, read_evaluation, read_two_holders, read_key_sum;
read_case read_json, read_canonical, read_number;
read_case read_time, read_http_date, read_url, read_key_url;
read_case read_digest, read_content_digest, read_key_pem, read_signature;
read_case read_integrity, read_request_signed, read_request_to_sign;
read_case read_cosign_vkey, read_cosignature, read_policy, read_html;
read_case read_nullifier_mail, read_nullifier_fc, read_message, read_decision;
read_case read_base58, read_multikey, read_did;

/* Bytes of a case; its memory ends with the case's. */
struct bytes {
	uint8_t *b;
	size_t len;
};

/* Of hexadecimal, or of base64 in a member called "base64". */
struct bytes read_bytes(const struct placet_json *v, const char *name);
/* Exactly 32 of them. */
struct placet_hash read_hash(const struct placet_json *v, const char *name);
/* A member that must be there. */
const char *read_text(const struct placet_json *v, const char *name);
uint64_t read_int(const struct placet_json *v, const char *name);
struct placet_json *read_list(const struct placet_json *v, const char *name);

/* 0 if the member is there and says the same, else WRONG. */
int same_hex(const struct placet_json *v, const char *name, const void *data,
    size_t len);
int same_text(
    const struct placet_json *v, const char *name, const char *s, size_t len);

#endif
