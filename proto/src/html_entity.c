/*
 * html_entity.c - character references: &#233; &#xe9; &eacute;
 *
 * HTML knows two thousand names.  These are all of Latin-1, the five of XML
 * and what editors and servers make of punctuation; letters beyond come as
 * themselves, since everybody writes UTF-8.
 */
#include <stdlib.h>
#include <string.h>

#include "html_part.h"

struct entity {
	const char *name;
	uint16_t cp;
};

/* In the order of strcmp. */
/* clang-format off */
static const struct entity entities[] = {
	{ "AElig", 0xc6 }, { "Aacute", 0xc1 }, { "Acirc", 0xc2 },
	{ "Agrave", 0xc0 }, { "Aring", 0xc5 }, { "Atilde", 0xc3 },
	{ "Auml", 0xc4 }, { "Ccedil", 0xc7 }, { "Dagger", 0x2021 },
	{ "ETH", 0xd0 }, { "Eacute", 0xc9 }, { "Ecirc", 0xca },
	{ "Egrave", 0xc8 }, { "Euml", 0xcb }, { "Iacute", 0xcd },
	{ "Icirc", 0xce }, { "Igrave", 0xcc }, { "Iuml", 0xcf },
	{ "NewLine", 0x0a }, { "Ntilde", 0xd1 }, { "OElig", 0x152 },
	{ "Oacute", 0xd3 }, { "Ocirc", 0xd4 }, { "Ograve", 0xd2 },
	{ "Oslash", 0xd8 }, { "Otilde", 0xd5 }, { "Ouml", 0xd6 },
	{ "Prime", 0x2033 }, { "Scaron", 0x160 }, { "THORN", 0xde },
	{ "Tab", 0x09 }, { "Uacute", 0xda }, { "Ucirc", 0xdb },
	{ "Ugrave", 0xd9 }, { "Uuml", 0xdc }, { "Yacute", 0xdd },
	{ "Yuml", 0x178 }, { "aacute", 0xe1 }, { "acirc", 0xe2 },
	{ "acute", 0xb4 }, { "aelig", 0xe6 }, { "agrave", 0xe0 },
	{ "amp", 0x26 }, { "apos", 0x27 }, { "aring", 0xe5 }, { "ast", 0x2a },
	{ "asymp", 0x2248 }, { "atilde", 0xe3 }, { "auml", 0xe4 },
	{ "bdquo", 0x201e }, { "brvbar", 0xa6 }, { "bsol", 0x5c },
	{ "bull", 0x2022 }, { "ccedil", 0xe7 }, { "cedil", 0xb8 },
	{ "cent", 0xa2 }, { "check", 0x2713 }, { "circ", 0x2c6 },
	{ "colon", 0x3a }, { "comma", 0x2c }, { "commat", 0x40 },
	{ "copy", 0xa9 }, { "curren", 0xa4 }, { "dagger", 0x2020 },
	{ "darr", 0x2193 }, { "deg", 0xb0 }, { "divide", 0xf7 },
	{ "dollar", 0x24 }, { "eacute", 0xe9 }, { "ecirc", 0xea },
	{ "egrave", 0xe8 }, { "emsp", 0x2003 }, { "ensp", 0x2002 },
	{ "equals", 0x3d }, { "eth", 0xf0 }, { "euml", 0xeb },
	{ "euro", 0x20ac }, { "excl", 0x21 }, { "fnof", 0x192 },
	{ "frac12", 0xbd }, { "frac14", 0xbc }, { "frac34", 0xbe },
	{ "frasl", 0x2044 }, { "ge", 0x2265 }, { "grave", 0x60 },
	{ "gt", 0x3e }, { "hArr", 0x21d4 }, { "harr", 0x2194 },
	{ "hearts", 0x2665 }, { "hellip", 0x2026 }, { "iacute", 0xed },
	{ "icirc", 0xee }, { "iexcl", 0xa1 }, { "igrave", 0xec },
	{ "infin", 0x221e }, { "iquest", 0xbf }, { "iuml", 0xef },
	{ "lArr", 0x21d0 }, { "laquo", 0xab }, { "larr", 0x2190 },
	{ "lbrack", 0x5b }, { "ldquo", 0x201c }, { "le", 0x2264 },
	{ "lowbar", 0x5f }, { "loz", 0x25ca }, { "lpar", 0x28 },
	{ "lrm", 0x200e }, { "lsaquo", 0x2039 }, { "lsqb", 0x5b },
	{ "lsquo", 0x2018 }, { "lt", 0x3c }, { "macr", 0xaf },
	{ "mdash", 0x2014 }, { "micro", 0xb5 }, { "middot", 0xb7 },
	{ "minus", 0x2212 }, { "nbsp", 0xa0 }, { "ndash", 0x2013 },
	{ "ne", 0x2260 }, { "not", 0xac }, { "ntilde", 0xf1 },
	{ "num", 0x23 }, { "oacute", 0xf3 }, { "ocirc", 0xf4 },
	{ "oelig", 0x153 }, { "ograve", 0xf2 }, { "oline", 0x203e },
	{ "ordf", 0xaa }, { "ordm", 0xba }, { "oslash", 0xf8 },
	{ "otilde", 0xf5 }, { "ouml", 0xf6 }, { "para", 0xb6 },
	{ "percnt", 0x25 }, { "period", 0x2e }, { "permil", 0x2030 },
	{ "plus", 0x2b }, { "plusmn", 0xb1 }, { "pound", 0xa3 },
	{ "prime", 0x2032 }, { "quest", 0x3f }, { "quot", 0x22 },
	{ "rArr", 0x21d2 }, { "raquo", 0xbb }, { "rarr", 0x2192 },
	{ "rbrack", 0x5d }, { "rdquo", 0x201d }, { "reg", 0xae },
	{ "rlm", 0x200f }, { "rpar", 0x29 }, { "rsaquo", 0x203a },
	{ "rsqb", 0x5d }, { "rsquo", 0x2019 }, { "sbquo", 0x201a },
	{ "scaron", 0x161 }, { "sect", 0xa7 }, { "semi", 0x3b },
	{ "shy", 0xad }, { "sol", 0x2f }, { "sup1", 0xb9 }, { "sup2", 0xb2 },
	{ "sup3", 0xb3 }, { "szlig", 0xdf }, { "thinsp", 0x2009 },
	{ "thorn", 0xfe }, { "tilde", 0x2dc }, { "times", 0xd7 },
	{ "trade", 0x2122 }, { "uacute", 0xfa }, { "uarr", 0x2191 },
	{ "ucirc", 0xfb }, { "ugrave", 0xf9 }, { "uml", 0xa8 },
	{ "uuml", 0xfc }, { "vert", 0x7c }, { "yacute", 0xfd },
	{ "yen", 0xa5 }, { "yuml", 0xff }, { "zwj", 0x200d },
	{ "zwnj", 0x200c },
};

/* What 0x80-0x9f mean in a reference: they are taken for Windows-1252. */
static const uint16_t windows[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};
/* clang-format on */

enum { NAME_MAX_LEN = 8, REPLACEMENT = 0xfffd };

static int
by_name(const void *key, const void *item)
{
	const struct entity *e = item;

	return strcmp(key, e->name);
}

/* The digits between "&#" and ";": how many bytes with what is around? */
static size_t
numeric(const char *s, size_t len, uint32_t *cp)
{
	const bool hex = len > 2 && (s[2] == 'x' || s[2] == 'X');
	const size_t first = hex ? 3 : 2;
	size_t i = first;
	uint32_t n = 0;

	for (; i < len; i++) {
		const char c = s[i];
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (hex && c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a' + 10);
		else if (hex && c >= 'A' && c <= 'F')
			digit = (unsigned)(c - 'A' + 10);
		else
			break;
		if (n <= 0x10ffff)
			n = n * (hex ? 16 : 10) + digit;
	}
	if (i == first || i == len || s[i] != ';')
		return 0;
	if (n == 0 || n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff))
		n = REPLACEMENT;
	else if (n >= 0x80 && n <= 0x9f)
		n = windows[n - 0x80];
	*cp = n;
	return i + 1;
}

size_t
html_entity(const char *s, size_t len, uint32_t *cp)
{
	char name[NAME_MAX_LEN + 1];
	const struct entity *e;
	size_t n = 0;

	if (len > 1 && s[1] == '#')
		return numeric(s, len, cp);
	while (n < NAME_MAX_LEN && 1 + n < len &&
	    ((s[1 + n] >= 'a' && s[1 + n] <= 'z') ||
	        (s[1 + n] >= 'A' && s[1 + n] <= 'Z') ||
	        (s[1 + n] >= '0' && s[1 + n] <= '9'))) {
		name[n] = s[1 + n];
		n++;
	}
	name[n] = '\0';
	if (1 + n == len || s[1 + n] != ';')
		return 0;
	e = bsearch(name, entities, sizeof entities / sizeof *entities,
	    sizeof *entities, by_name);
	if (e == NULL)
		return 0;
	*cp = e->cp;
	return n + 2;
}
