/*
 * nullifier.c - one spelling for one person
 */
#include <string.h>

#include <placet/nullifier.h>
#include <placet/text.h>

static void
head(const struct placet_hash *petition, const char *kind, struct placet_buf *b)
{
	placet_buf_str(b, "placet/n1\n");
	placet_buf_add(b, petition->b, sizeof petition->b);
	placet_buf_str(b, kind);
	placet_buf_byte(b, '\n');
}

int
placet_nullifier_mail(const struct placet_hash *petition, const char *address,
    size_t len, struct placet_buf *b)
{
	char norm[PLACET_EMAIL_SIZE];
	int err = placet_email_norm(address, len, norm);

	if (err != 0)
		return err;
	head(petition, "mail", b);
	placet_buf_str(b, norm);
	return b->err;
}

/* 'd' stands for a digit, anything else for itself. */
static bool
matches(const char *s, const char *pattern)
{
	for (; *pattern != '\0'; s++, pattern++)
		if (*pattern == 'd' ? *s < '0' || *s > '9' : *s != *pattern)
			return false;
	return *s == '\0';
}

static int
name_check(const char *s)
{
	const size_t len = strlen(s);

	if (len > PLACET_PIVOT_NAME_MAX)
		return PLACET_ELIMIT;
	if (len == 0 || !placet_text_line(s, len) || s[0] == ' ' ||
	    s[len - 1] == ' ' || strstr(s, "  ") != NULL)
		return PLACET_EFORMAT;
	return PLACET_OK;
}

static unsigned
two_digits(const char *s)
{
	return (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
}

/* Without a month there is no day; calendars are the register's affair. */
static bool
date_valid(const char *s)
{
	unsigned month, day;

	if (!matches(s, "dddd-dd-dd"))
		return false;
	month = two_digits(s + 5);
	day = two_digits(s + 8);
	return month <= 12 && day <= 31 && (month > 0 || day == 0);
}

/* Corsica's communes have a letter. */
static bool
birth_valid(const char *place, const char *country)
{
	if (!matches(country, "99ddd"))
		return false;
	if (place[0] == '\0')
		return strcmp(country, "99100") != 0;
	return matches(place, "ddddd") || matches(place, "2Addd") ||
	    matches(place, "2Bddd");
}

static int
pivot_check(const struct placet_pivot *who)
{
	int err = name_check(who->given_name);

	if (err == 0)
		err = name_check(who->family_name);
	if (err != 0)
		return err;
	if (!date_valid(who->birthdate) ||
	    !birth_valid(who->birthplace, who->birthcountry) ||
	    (strcmp(who->gender, "male") != 0 &&
	        strcmp(who->gender, "female") != 0))
		return PLACET_EFORMAT;
	return PLACET_OK;
}

int
placet_nullifier_fc(const struct placet_hash *petition,
    const struct placet_pivot *who, struct placet_buf *b)
{
	int err = pivot_check(who);

	if (err != 0)
		return err;
	head(petition, "fc", b);
	placet_buf_printf(b,
	    "given_name\n%s\nfamily_name\n%s\nbirthdate\n%s\n"
	    "gender\n%s\nbirthplace\n%s\nbirthcountry\n%s\n",
	    who->given_name, who->family_name, who->birthdate, who->gender,
	    who->birthplace, who->birthcountry);
	return b->err;
}

void
placet_nullifier(
    const struct placet_oprf_output *output, struct placet_hash *nullifier)
{
	memcpy(nullifier->b, output->b, sizeof nullifier->b);
}
