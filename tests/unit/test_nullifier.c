/*
 * test_nullifier.c - one person, one input; and the whole way to N
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/hash.h>
#include <placet/nullifier.h>
#include <placet/text.h>

static const struct placet_hash petition = { { 1, 2, 3 } };

static const struct placet_pivot angela = { "Angela Claire Louise", "DUBOIS",
	"1962-08-24", "female", "75107", "99100" };

/* What must stand before the identity. */
static void
assert_head(const struct placet_buf *b, const char *kind)
{
	const size_t n = strlen(kind);

	assert_true(b->len > 42 + n + 1);
	assert_memory_equal(b->data, "placet/n1\n", 10);
	assert_memory_equal(b->data + 10, petition.b, 32);
	assert_memory_equal(b->data + 42, kind, n);
	assert_int_equal(b->data[42 + n], '\n');
}

static void
mail_is_one_input_in_all_its_spellings(void **state)
{
	static const struct {
		const char *typed, *norm;
	} t[] = {
		{ "ana@ville.example", "ana@ville.example" },
		{ " \tAna+Petition@Ville.Example ", "ana@ville.example" },
		{ "a.n.a@ville.example", "a.n.a@ville.example" },
		{ "A.n.a+x@GoogleMail.com", "ana@gmail.com" },
		{ "ana@XN--CAF-DMA.example", "ana@xn--caf-dma.example" },
	};
	struct placet_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		placet_buf_clear(&b);
		assert_int_equal(placet_nullifier_mail(&petition, t[i].typed,
		                     strlen(t[i].typed), &b),
		    0);
		assert_head(&b, "mail");
		assert_string_equal(b.data + 47, t[i].norm);
		assert_int_equal(b.len, 47 + strlen(t[i].norm));
	}
	placet_buf_release(&b);
}

static void
what_is_no_address_has_no_input(void **state)
{
	static const char *const bad[] = { "", "ana", "ana@ville",
		"ana@caf\xC3\xA9.example", "\xC3\xA9@ville.example",
		"a@b.example\n", "\"a\"@ville.example", "a@[192.0.2.1]" };
	struct placet_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(placet_nullifier_mail(
		                     &petition, bad[i], strlen(bad[i]), &b),
		    PLACET_EFORMAT);
	assert_int_equal(b.len, 0);
	b.ceiling = 20;
	assert_int_equal(
	    placet_nullifier_mail(&petition, "a@b.example", 11, &b),
	    PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
person_of_franceconnect_is_written_field_by_field(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(placet_nullifier_fc(&petition, &angela, &b), 0);
	assert_head(&b, "fc");
	assert_string_equal(b.data + 45,
	    "given_name\nAngela Claire Louise\nfamily_name\nDUBOIS\n"
	    "birthdate\n1962-08-24\ngender\nfemale\nbirthplace\n75107\n"
	    "birthcountry\n99100\n");
	placet_buf_release(&b);
	b.ceiling = 20;
	assert_int_equal(
	    placet_nullifier_fc(&petition, &angela, &b), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
fields_are_as_franceconnect_sends_them(void **state)
{
	static const struct placet_pivot good[] = {
		{ "\xC3\x89lo\xC3\xAFse",
		    "O'NEILL-D\xE2\x80\x99"
		    "ARTAGNAN",
		    "2000-02-29", "female", "2A004", "99100" },
		{ "Jean", "DUPONT", "1950-00-00", "male", "", "99352" },
		{ "Jean", "DUPONT", "1950-12-00", "male", "2B033", "99100" },
		{ "Jean", "DUPONT", "1950-12-31", "male", "91352", "99352" },
	};
	static const struct placet_pivot wrong[] = {
		{ "", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "Jean", "", "1950-01-01", "male", "75107", "99100" },
		{ " Jean", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "Jean ", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "A  B", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "A\nB", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "A\xFF", "DUPONT", "1950-01-01", "male", "75107", "99100" },
		{ "A", "B\xE2\x80\xAE", "1950-01-01", "male", "75107",
		    "99100" },
		{ "A", "B", "1950-1-01", "male", "75107", "99100" },
		{ "A", "B", "1950-01-011", "male", "75107", "99100" },
		{ "A", "B", "1950/01/01", "male", "75107", "99100" },
		{ "A", "B", "195o-01-01", "male", "75107", "99100" },
		{ "A", "B", "1950-13-01", "male", "75107", "99100" },
		{ "A", "B", "1950-01-32", "male", "75107", "99100" },
		{ "A", "B", "1950-00-01", "male", "75107", "99100" },
		{ "A", "B", "1950-01-01", "Male", "75107", "99100" },
		{ "A", "B", "1950-01-01", "", "75107", "99100" },
		{ "A", "B", "1950-01-01", "male", "", "99100" },
		{ "A", "B", "1950-01-01", "male", "7510", "99100" },
		{ "A", "B", "1950-01-01", "male", "2C004", "99100" },
		{ "A", "B", "1950-01-01", "male", "2a004", "99100" },
		{ "A", "B", "1950-01-01", "male", "75107", "9910" },
		{ "A", "B", "1950-01-01", "male", "75107", "FRANCE" },
		{ "A", "B", "1950-01-01", "male", "75107", "75100" },
	};
	struct placet_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(
		    placet_nullifier_fc(&petition, &good[i], &b), 0);
	placet_buf_clear(&b);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(placet_nullifier_fc(&petition, &wrong[i], &b),
		    PLACET_EFORMAT);
	assert_int_equal(b.len, 0);
	placet_buf_release(&b);
}

static void
names_have_a_limit(void **state)
{
	char longest[PLACET_PIVOT_NAME_MAX + 2];
	struct placet_pivot who = angela;
	struct placet_buf b = { 0 };

	(void)state;
	memset(longest, 'A', sizeof longest);
	longest[PLACET_PIVOT_NAME_MAX] = '\0';
	who.given_name = who.family_name = longest;
	assert_int_equal(placet_nullifier_fc(&petition, &who, &b), 0);
	longest[PLACET_PIVOT_NAME_MAX] = 'A';
	longest[PLACET_PIVOT_NAME_MAX + 1] = '\0';
	assert_int_equal(
	    placet_nullifier_fc(&petition, &who, &b), PLACET_ELIMIT);
	who.given_name = "A";
	assert_int_equal(
	    placet_nullifier_fc(&petition, &who, &b), PLACET_ELIMIT);
	placet_buf_release(&b);
}

/* The two holders, and what an asker does with them. */
static struct placet_oprf_key key_h, key_k;

static struct placet_oprf_element
evaluated(const struct placet_oprf_key *key,
    const struct placet_oprf_element *blinded)
{
	struct placet_oprf_element z;
	struct placet_oprf_proof proof;

	assert_int_equal(placet_oprf_evaluate(&key->sk, blinded, 1, &z), 0);
	assert_int_equal(
	    placet_oprf_prove(key, blinded, &z, 1, NULL, &proof), 0);
	assert_int_equal(
	    placet_oprf_verify(&key->pk, blinded, &z, 1, &proof), 0);
	return z;
}

static struct placet_hash
nullifier_of(const struct placet_hash *p, const char *address)
{
	struct placet_oprf_element blinded, h, k, sum;
	struct placet_oprf_scalar blind;
	struct placet_oprf_output out;
	struct placet_buf in = { 0 };
	struct placet_hash n;

	assert_int_equal(
	    placet_nullifier_mail(p, address, strlen(address), &in), 0);
	assert_int_equal(placet_oprf_blind_draw(
	                     PLACET_VOPRF, in.data, in.len, &blind, &blinded),
	    0);
	h = evaluated(&key_h, &blinded);
	k = evaluated(&key_k, &blinded);
	assert_int_equal(placet_oprf_add(&h, &k, &sum), 0);
	assert_int_equal(
	    placet_oprf_finalize(in.data, in.len, &blind, &sum, &out), 0);
	placet_buf_release(&in);
	placet_nullifier(&out, &n);
	assert_memory_equal(n.b, out.b, 32);
	return n;
}

static void
two_holders_make_one_nullifier(void **state)
{
	const struct placet_hash elsewhere = { { 3, 2, 1 } };
	struct placet_hash n, other;

	(void)state;
	assert_int_equal(placet_oprf_key_draw(&key_h), 0);
	assert_int_equal(placet_oprf_key_draw(&key_k), 0);
	n = nullifier_of(&petition, "Ana+here@ville.example");
	other = nullifier_of(&petition, "ana@ville.example");
	assert_memory_equal(&n, &other, sizeof n);
	other = nullifier_of(&petition, "bea@ville.example");
	assert_memory_not_equal(&n, &other, sizeof n);
	other = nullifier_of(&elsewhere, "ana@ville.example");
	assert_memory_not_equal(&n, &other, sizeof n);
	/* One key alone, as of a holder that learned addresses, is not it. */
	assert_int_equal(placet_oprf_key_draw(&key_k), 0);
	other = nullifier_of(&petition, "ana@ville.example");
	assert_memory_not_equal(&n, &other, sizeof n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mail_is_one_input_in_all_its_spellings),
		cmocka_unit_test(what_is_no_address_has_no_input),
		cmocka_unit_test(
		    person_of_franceconnect_is_written_field_by_field),
		cmocka_unit_test(fields_are_as_franceconnect_sends_them),
		cmocka_unit_test(names_have_a_limit),
		cmocka_unit_test(two_holders_make_one_nullifier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
