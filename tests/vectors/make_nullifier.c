/*
 * make_nullifier.c - what nullifiers are made of
 */
#include <string.h>

#include <placet/nullifier.h>

#include "vec.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const addresses[] = { "eve@example.org",
	" Eve+mairie@EXAMPLE.org", "e.v.e@googlemail.com" };

/* clang-format off */
static const struct placet_pivot good[] = {
	{ "Angela Claire Louise", "DUBOIS", "1962-08-24", "female", "75107",
	  "99100" },
	{ "Noël Désiré", "O'NEIL-ÇA", "1990-00-00", "male", "2A004",
	  "99100" },
	{ "Zoé", "MARTIN", "1985-02-00", "female", "", "99127" },
};

static const struct {
	const char *desc;
	struct placet_pivot who;
	int err;
} bad[] = {
	{ "two spaces", { "Angela  Claire", "DUBOIS", "1962-08-24", "female",
	  "75107", "99100" }, PLACET_EFORMAT },
	{ "a space in front", { " Angela", "DUBOIS", "1962-08-24", "female",
	  "75107", "99100" }, PLACET_EFORMAT },
	{ "a newline", { "Angela", "DUBOIS\n", "1962-08-24", "female",
	  "75107", "99100" }, PLACET_EFORMAT },
	{ "no name", { "Angela", "", "1962-08-24", "female", "75107",
	  "99100" }, PLACET_EFORMAT },
	{ "a date in French", { "Angela", "DUBOIS", "24/08/1962", "female",
	  "75107", "99100" }, PLACET_EFORMAT },
	{ "month 13", { "Angela", "DUBOIS", "1962-13-24", "female", "75107",
	  "99100" }, PLACET_EFORMAT },
	{ "another word for a gender", { "Angela", "DUBOIS", "1962-08-24",
	  "F", "75107", "99100" }, PLACET_EFORMAT },
	{ "no place of birth in France", { "Angela", "DUBOIS", "1962-08-24",
	  "female", "", "99100" }, PLACET_EFORMAT },
	{ "a country by its letters", { "Angela", "DUBOIS", "1962-08-24",
	  "female", "75107", "FR" }, PLACET_EFORMAT },
};
/* clang-format on */

static void
vec_pivot(struct vec *v, const struct placet_pivot *who)
{
	vec_text(v, "given_name", who->given_name);
	vec_text(v, "family_name", who->family_name);
	vec_text(v, "birthdate", who->birthdate);
	vec_text(v, "gender", who->gender);
	vec_text(v, "birthplace", who->birthplace);
	vec_text(v, "birthcountry", who->birthcountry);
}

static void
mails(struct vec *v, const struct placet_hash *petition)
{
	struct placet_buf b = { 0 };

	vec_array(v, "mail");
	for (size_t i = 0; i < COUNT(addresses); i++) {
		placet_buf_clear(&b);
		must(placet_nullifier_mail(petition, addresses[i],
		         strlen(addresses[i]), &b) == PLACET_OK);
		vec_object(v, NULL);
		vec_hex(v, "petition", petition->b, sizeof petition->b);
		vec_text(v, "address", addresses[i]);
		vec_hex(v, "input", b.data, b.len);
		vec_end(v);
	}
	vec_end(v);
	placet_buf_clear(&b);
	must(placet_nullifier_mail(petition, "eve", 3, &b) == PLACET_EFORMAT);
	vec_array(v, "refuse_mail");
	vec_case(v, "no address");
	vec_hex(v, "petition", petition->b, sizeof petition->b);
	vec_text(v, "address", "eve");
	vec_refused(v, PLACET_EFORMAT);
	vec_end(v);
	placet_buf_release(&b);
}

void
make_nullifier(struct vec *v)
{
	struct placet_buf b = { 0 };
	struct placet_hash petition;

	vec_fill("petition", petition.b);
	vec_text(v, "about",
	    "nullifier/v1: the input that is hashed with the keys of two "
	    "holders (oprf.json), of an address or of an identity of "
	    "FranceConnect.");
	vec_text(v, "source", "tests/vectors/make_nullifier.c");
	mails(v, &petition);
	vec_array(v, "fc");
	for (size_t i = 0; i < COUNT(good); i++) {
		placet_buf_clear(&b);
		must(placet_nullifier_fc(&petition, &good[i], &b) == PLACET_OK);
		vec_object(v, NULL);
		vec_hex(v, "petition", petition.b, sizeof petition.b);
		vec_pivot(v, &good[i]);
		vec_hex(v, "input", b.data, b.len);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse_fc");
	for (size_t i = 0; i < COUNT(bad); i++) {
		placet_buf_clear(&b);
		vec_expect(bad[i].desc,
		    placet_nullifier_fc(&petition, &bad[i].who, &b),
		    bad[i].err);
		vec_case(v, bad[i].desc);
		vec_hex(v, "petition", petition.b, sizeof petition.b);
		vec_pivot(v, &bad[i].who);
		vec_refused(v, bad[i].err);
	}
	vec_end(v);
	placet_buf_release(&b);
}
