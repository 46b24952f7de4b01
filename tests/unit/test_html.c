/*
 * test_html.c - what is left of foreign HTML, and what never is
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <placet/html.h>

struct row {
	const char *html;
	const char *text;
};

static void
check(const struct row *row, size_t n)
{
	struct placet_buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		placet_buf_clear(&b);
		placet_buf_str(&b, "|");
		assert_int_equal(placet_html_text(row[i].html,
		                     strlen(row[i].html), 4096, false, &b),
		    0);
		assert_string_equal(b.data + 1, row[i].text);
	}
	placet_buf_release(&b);
}

#define CHECK(row) check(row, sizeof(row) / sizeof *(row))

static void
text_without_markup_passes(void **state)
{
	static const struct row row[] = {
		{ "", "" },
		{ "Oui.", "Oui." },
		{ "  two\n\twords \r\n", "two words" },
		{ "\xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x9a\xb2",
		    "\xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x9a\xb2" },
		{ "1 < 2, a <3 b, x<", "1 < 2, a <3 b, x<" },
		{ "</3 </ >", "</3 </ >" },
		{ "> \" '", "> \" '" },
		{ "AT&T, R&D; &", "AT&T, R&D; &" },
	};

	(void)state;
	CHECK(row);
}

static void
blocks_are_lines_and_paragraphs(void **state)
{
	static const struct row row[] = {
		{ "<p>a</p><p>b</p>", "a\n\nb" },
		{ "<p>a</p>\n\n<p></p><p> </p><br><br><br><p>b</p>", "a\n\nb" },
		{ "a<br>b<br/>c<BR />d", "a\nb\nc\nd" },
		{ "a<br><br>b<br><br><br>c", "a\n\nb\n\nc" },
		{ "<br><p><br>a<br></p><br>", "a" },
		{ "<div>a</div><div>b<div>c</div></div>d", "a\nb\nc\nd" },
		{ "<h1>T</h1>a<h6>U</h6>b", "T\n\na\n\nU\n\nb" },
		{ "a<blockquote>b</blockquote>c<hr>d", "a\n\nb\n\nc\n\nd" },
		{ "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d",
		    "- a\n- b\n- c\n\nd" },
		{ "<ol><li><p>a</p><p>b</p><li><p>c</ol>", "- a\n\nb\n\n- c" },
		{ "<ul><li></li><li> </li><li>a<li></ul>b", "- a\n\nb" },
		{ "<table><tr><th>a</th><td>b</td></tr><tr><td>c</table>d",
		    "a b\nc\n\nd" },
		{ "a <b> b</b> <i>c</i>d", "a b cd" },
		{ "</p></ul></ul></pre></a>a", "a" },
		{ "a<p", "a" },
		{ "<p>a", "a" },
	};

	(void)state;
	CHECK(row);
}

static void
white_space_stays_only_in_pre(void **state)
{
	static const struct row row[] = {
		{ "a<pre>\n  b\n\tc  \n\n\n  \nd\n</pre> e",
		    "a\n\n  b\n c\n\nd\n\ne" },
		{ "<pre>  a</pre>", "  a" },
		{ "<pre>a\r\nb</pre>", "a\nb" },
		{ "<pre>a\n   </pre>", "a" },
		{ "<pre><pre>a  b</pre>c  d</pre>e  f", "a  b\n\nc  d\n\ne f" },
	};

	(void)state;
	CHECK(row);
}

static void
references_are_decoded_once(void **state)
{
	static const struct row row[] = {
		{ "&lt;b&gt; &amp; &quot;&apos;", "<b> & \"'" },
		{ "&amp;lt;b&amp;gt; &amp;amp;", "&lt;b&gt; &amp;" },
		{ "&#233;&#xe9;&#XE9;&#x00e9;&eacute;",
		    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9" },
		{ "&Aacute;&yuml;&AElig;&szlig;",
		    "\xc3\x81\xc3\xbf\xc3\x86\xc3\x9f" },
		{ "&laquo;&nbsp;a&nbsp;&raquo;",
		    "\xc2\xab\xc2\xa0"
		    "a\xc2\xa0\xc2\xbb" },
		{ "&hellip;&mdash;&rsquo;&euro;",
		    "\xe2\x80\xa6\xe2\x80\x94\xe2\x80\x99\xe2\x82\xac" },
		{ "&#150;&#x80;", "\xe2\x80\x93\xe2\x82\xac" },
		{ "&#x1F6B2;&#128690;", "\xf0\x9f\x9a\xb2\xf0\x9f\x9a\xb2" },
		{ "&#0;&#xD800;&#x110000;&#99999999999999999999;",
		    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "&unknown; &eacute &EACUTE; &; &#; &#x; &#x1g; &#1",
		    "&unknown; &eacute &EACUTE; &; &#; &#x; &#x1g; &#1" },
		{ "&toolongforaname;&lt", "&toolongforaname;&lt" },
		{ "a&#32;&#10;b", "a b" },
		{ "<p>&nbsp;</p>a", "a" },
		{ "a &nbsp; b",
		    "a\xc2\xa0"
		    "b" },
	};

	(void)state;
	CHECK(row);
}

static void
what_is_not_text_is_dropped(void **state)
{
	static const struct row row[] = {
		{ "a<script>b<p>c</script>d", "ad" },
		{ "a<SCRIPT src=\"x\">b</sCrIpT >c", "ac" },
		{ "a<style>b</style>c<template>d</template>e", "ace" },
		{ "a<title>b</title>c<textarea>d</textarea>e", "ace" },
		{ "a<iframe>b</iframe>c<svg><text>d</text></svg>e", "ace" },
		{ "a<script>b</scripty></script/>c", "ac" },
		{ "a<script>b", "a" },
		{ "a<script>b</script", "a" },
		{ "a<!-- b --> c<!--d--!>e", "a ce" },
		{ "a<!-->b<!--->c<!---->d", "abcd" },
		{ "a<!-- <p>b</p>", "a" },
		{ "a<![CDATA[b>c]]>d", "ad" },
		{ "<!doctype html><html><body>a", "a" },
		{ "<?xml version='1.0'?>a<?b", "a" },
		{ "a<img src=x onerror=b alt=\"c>d\">e", "ae" },
		{ "a<p title='>'b\">c", "a\n\nc" },
		{ "a<b c=d\">e", "ae" },
		{ "a<b c=\"d>e", "a" },
		{ "<unknownelementname>a</unknownelementname>", "a" },
		{ "<script/>a", "" },
		{ "a<input =\">\">b", "a\">b" },
	};

	(void)state;
	CHECK(row);
}

static void
links_keep_their_targets(void **state)
{
	static const struct row row[] = {
		{ "see <a href=\"https://x.example/a\">this</a>.",
		    "see this (https://x.example/a)." },
		{ "<a href='HTTP://x.example/?a=1&amp;b=2'>a</a>",
		    "a (HTTP://x.example/?a=1&b=2)" },
		{ "<a href=https://x.example/>https://x.example/</a>",
		    "https://x.example/" },
		{ "<a href=\" https://x.example/ \">x.example</a>",
		    "https://x.example/" },
		{ "<a href=\"https://x.example/y\">https://bank.example/y</a>",
		    "https://bank.example/y (https://x.example/y)" },
		{ "a <a href=\"https://x.example\"><img></a> b",
		    "a https://x.example b" },
		{ "<a href=\"https://x.example\">a </a>b",
		    "a (https://x.example) b" },
		{ "<a href=\"https://x.example\"><p>a</p></a><p>b",
		    "a (https://x.example)\n\nb" },
		{ "<a href=\"https://x.example\">a<a href=\"/b\">b</a>c",
		    "a (https://x.example)bc" },
		{ "<p>a<p><a href=\"https://x.example\">b",
		    "a\n\nb (https://x.example)" },
		{ "<a href=\"https://x.example/\xc3\xa9\">a</a>",
		    "a (https://x.example/\xc3\xa9)" },
		{ "<a class=a class=mention href=\"https://x.example\">a</a>",
		    "a (https://x.example)" },
		{ "<pre>a<a href=\"https://x.example\">  \n</a></pre>b",
		    "a (https://x.example)\n\nb" },
	};

	(void)state;
	CHECK(row);
}

static void
other_targets_are_dropped(void **state)
{
	static const char *const href[] = { "javascript:alert(1)",
		"java&#10;script:a", "data:text/html,a", "mailto:a@x.example",
		"//x.example", "/a", "#a", "", "https:x", "https:/x",
		"https://", "https:///x", "https://:80", "https://?",
		"http:", "https://@x.example", "https://.x", "https://x y",
		"https://x\\@y", "https://x&#9;y", "https://x&#0;y\x01",
		"https://x&lt;y", "https://x&gt;", "https://x&quot;y",
		"https://x&nbsp;y", "https://x\xe2\x80\xae/y",
		"https\xe2\x80\x8b://x" };
	struct placet_buf b = { 0 }, want = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof href / sizeof *href; i++) {
		placet_buf_clear(&want);
		placet_buf_printf(&want, "<a href=\"%s\">a</a>b", href[i]);
		placet_buf_clear(&b);
		assert_int_equal(
		    placet_html_text(want.data, want.len, 4096, false, &b), 0);
		assert_string_equal(b.data, "ab");
	}
	placet_buf_release(&b);
	placet_buf_release(&want);
}

/* As they come from Mastodon, GoToSocial, Lemmy and Pleroma. */
static void
the_fediverse_is_read(void **state)
{
	static const struct row row[] = {
		{ "<p><span class=\"h-card\" translate=\"no\"><a href=\"https:"
		  "//a.example/@ville\" class=\"u-url mention\">@<span>ville"
		  "</span></a></span> bonjour</p>",
		    "@ville bonjour" },
		{ "<p><a href=\"https://a.example/tags/velo\" class=\"mention "
		  "hashtag\" rel=\"tag\">#<span>velo</span></a></p>",
		    "#velo" },
		{ "<a class=\"hashtag\" href=\"https://a.example/tag/velo\" "
		  "rel=\"tag ugc\">#velo</a>",
		    "#velo" },
		{ "<p>Voir <a href=\"https://www.journal.example/une/longue/"
		  "adresse\" target=\"_blank\" rel=\"nofollow noopener\" "
		  "translate=\"no\"><span class=\"invisible\">https://www."
		  "</span><span class=\"ellipsis\">journal.example/une/lon"
		  "</span><span class=\"invisible\">gue/adresse</span></a> !"
		  "</p>",
		    "Voir https://www.journal.example/une/longue/adresse !" },
		{ "<a href=\"https://x.example/y\"><span class=\"ellipsis\">"
		  "x.exa</span></a>",
		    "https://x.example/y" },
		{ "<a href=\"javascript:x\"><span class=\"invisible\">"
		  "bank.example</span></a>",
		    "bank.example" },
		{ "<p>Oui&nbsp;!<br>&lt;3</p>\n<ul>\n<li>un</li>\n"
		  "<li>deux</li>\n</ul>\n",
		    "Oui\xc2\xa0!\n<3\n\n- un\n- deux" },
	};

	(void)state;
	CHECK(row);
}

static void
invisible_characters_are_removed(void **state)
{
	static const char nul[] = "a\0b<scr\0ipt>c";
	static const struct row row[] = {
		{ "a\x01\x08\x1b[31m\x7f"
		  "b",
		    "a[31mb" },
		{ "a\xc2\x85\xc2\x9b"
		  "b",
		    "ab" },
		{ "a\xe2\x80\xae"
		  "b\xe2\x81\xa6"
		  "c\xef\xbb\xbf"
		  "d",
		    "abcd" },
		{ "a&#x202e;b&#1;&#x9d;c", "abc" },
		{ "a\xe2\x80\xa8"
		  "b<pre>c\xe2\x80\xa9"
		  "d&#13;e\x0b</pre>",
		    "a b\n\nc\nde" },
		/* A joiner of emoji and a mark of direction are not. */
		{ "\xe2\x80\x8d\xe2\x80\x8f", "\xe2\x80\x8d\xe2\x80\x8f" },
	};
	struct placet_buf b = { 0 };

	(void)state;
	CHECK(row);
	assert_int_equal(
	    placet_html_text(nul, sizeof nul - 1, 99, false, &b), 0);
	assert_string_equal(b.data, "abc");
	placet_buf_release(&b);
}

static int
limited(const char *html, size_t limit, bool cut, struct placet_buf *b)
{
	placet_buf_clear(b);
	placet_buf_str(b, "|");
	return placet_html_text(html, strlen(html), limit, cut, b);
}

static void
long_texts_are_cut_or_refused(void **state)
{
	static const struct {
		const char *html;
		size_t limit;
		const char *text;
	} row[] = {
		{ "abc", 2, "ab" },
		{ "abc", 0, "" },
		{ "a\xc3\xa9", 2, "a" },
		{ "\xf0\x9f\x9a\xb2", 3, "" },
		{ "<p>a<p>b", 3, "a" },
		{ "a b", 2, "a" },
		{ "<ul><li>a<li>b", 6, "- a" },
		{ "<a href=\"https://x.example\">a</a>b", 10, "a" },
		{ "<a href=\"https://x.example\">a</a>b", 21,
		    "a (https://x.example)" },
		{ "a <a href=\"https://x.example\"></a>b", 10, "a" },
		{ "a <a href=\"https://x.example/yz\"><span class=ellipsis>"
		  "x.example/y</span></a>",
		    10, "a" },
	};
	struct placet_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		assert_int_equal(
		    limited(row[i].html, row[i].limit, true, &b), 0);
		assert_string_equal(b.data + 1, row[i].text);
		assert_int_equal(limited(row[i].html, row[i].limit, false, &b),
		    PLACET_ELIMIT);
		assert_string_equal(b.data, "|");
	}
	assert_int_equal(limited("<p>abc</p> \n", 3, false, &b), 0);
	assert_string_equal(b.data, "|abc");
	placet_buf_release(&b);
}

static void
bad_input_and_full_buffers_are_refused(void **state)
{
	static const char *const bad[] = { "a\xff", "\xc3", "<p \xe2\x82>",
		"\xed\xa0\x80", "\xc0\xbc" };
	struct placet_buf b = { 0 };
	char *big = calloc(1, PLACET_HTML_MAX + 1);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(limited(bad[i], 99, true, &b), PLACET_EUTF8);
		assert_string_equal(b.data, "|");
	}
	assert_non_null(big);
	assert_int_equal(
	    placet_html_text(big, PLACET_HTML_MAX + 1, 99, true, &b),
	    PLACET_ELIMIT);
	assert_int_equal(
	    placet_html_text(big, PLACET_HTML_MAX, 99, true, &b), 0);
	assert_string_equal(b.data, "|");
	free(big);
	b.ceiling = 4;
	assert_int_equal(limited("abcd", 99, true, &b), PLACET_ELIMIT);
	assert_int_equal(b.len, 1);
	assert_int_equal(limited("abc", 99, true, &b), 0);
	b.err = PLACET_ENOMEM;
	assert_int_equal(placet_html_text("a", 1, 99, true, &b), PLACET_ENOMEM);
	placet_buf_release(&b);
}

/* A mebibyte of each of these; the square of that would take for ever. */
static void
hostile_input_takes_linear_time(void **state)
{
	static const char *const unit[] = { "<", "<a ", "<a href=\"", "</",
		"<!--", "<![CDATA[", "<script>", "<b><i>",
		"<blockquote><ul><li>", "<a href=https://x.example/>", "&#1",
		"&amp", "<br>", "<pre> \n", "<p a='", "&nbsp; ",
		"<pre>&nbsp;<br>", "<script></scrip",
		"<a href=https://x.example/><span class=ellipsis>y</a>",
		"<a/a/a", "<!", "<a a=" };
	char *big = malloc(PLACET_HTML_MAX);
	const clock_t from = clock();
	struct placet_buf b = { 0 };

	(void)state;
	assert_non_null(big);
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		const size_t len = strlen(unit[i]);

		for (size_t at = 0; at < PLACET_HTML_MAX; at++)
			big[at] = unit[i][at % len];
		placet_buf_clear(&b);
		assert_int_equal(placet_html_text(big, PLACET_HTML_MAX,
		                     4 * PLACET_HTML_MAX, true, &b),
		    0);
	}
	assert_true(clock() - from < 60 * CLOCKS_PER_SEC);
	placet_buf_release(&b);
	free(big);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_without_markup_passes),
		cmocka_unit_test(blocks_are_lines_and_paragraphs),
		cmocka_unit_test(white_space_stays_only_in_pre),
		cmocka_unit_test(references_are_decoded_once),
		cmocka_unit_test(what_is_not_text_is_dropped),
		cmocka_unit_test(links_keep_their_targets),
		cmocka_unit_test(other_targets_are_dropped),
		cmocka_unit_test(the_fediverse_is_read),
		cmocka_unit_test(invisible_characters_are_removed),
		cmocka_unit_test(long_texts_are_cut_or_refused),
		cmocka_unit_test(bad_input_and_full_buffers_are_refused),
		cmocka_unit_test(hostile_input_takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
