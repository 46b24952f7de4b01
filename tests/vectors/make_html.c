/*
 * make_html.c - plain text out of foreign HTML
 */
#include <string.h>

#include <placet/html.h>

#include "vec.h"

enum { LIMIT = 4096 };

/* clang-format off */
static const char *const pages[][2] = {
	{ "text", "plain text" },
	{ "paragraphs", "<p>One</p><p>Two</p>" },
	{ "line breaks", "One<br>two<br/>three" },
	{ "white space", "  a \n\t b  <b> c</b> " },
	{ "a list", "<ul><li>One</li><li>Two</li></ul>" },
	{ "a quote and a heading",
	  "<h1>Title</h1><blockquote>quoted</blockquote><p>text</p>" },
	{ "references", "&lt;b&gt; &amp;amp; &eacute;&#233;&#xe9; &#x1f333;" },
	{ "references that are none", "&nothing; & &#; a&b" },
	{ "a script", "a<script>alert('x</p>')</script>b" },
	{ "a style and a comment", "a<style>p{}</style><!-- c --> b" },
	{ "a link", "<a href=\"https://a.example/page\">the page</a>" },
	{ "a link that is its own name",
	  "<a href=\"https://a.example/page\">https://a.example/page</a>" },
	{ "a link that runs a script",
	  "<a href=\"javascript:alert(1)\">press</a>" },
	{ "a mention, as Mastodon writes it",
	  "<p><span class=\"h-card\"><a href=\"https://a.example/@mairie\" "
	  "class=\"u-url mention\">@<span>mairie</span></a></span> Bonjour"
	  "</p>" },
	{ "a tag that is not closed", "a <b" },
	{ "less-than signs", "1 < 2 <3" },
	{ "bidirectional overrides", "a\u202Eb\u2066c" },
	{ "controls", "a\x01\x1b[2Jb&#27;c" },
	{ "preformatted", "<pre>a  b\n c</pre>" },
};
/* clang-format on */

void
make_html(struct vec *v)
{
	static char large[LIMIT + 1];
	struct placet_buf b = { 0 };

	vec_text(v, "about",
	    "The text that is kept of HTML from other servers, "
	    "placet_html_text().");
	vec_text(v, "source", "tests/vectors/make_html.c");
	vec_array(v, "text");
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		const char *html = pages[i][1];

		placet_buf_clear(&b);
		vec_expect(pages[i][0],
		    placet_html_text(html, strlen(html), LIMIT, false, &b),
		    PLACET_OK);
		vec_case(v, pages[i][0]);
		vec_text(v, "html", html);
		vec_textn(v, "text", b.data != NULL ? b.data : "", b.len);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse_text");
	must(placet_html_text("a\xff", 2, LIMIT, false, &b) == PLACET_EUTF8);
	vec_case(v, "no UTF-8");
	vec_base64(v, "base64", "a\xff", 2);
	vec_refused(v, PLACET_EUTF8);
	memset(large, 'a', LIMIT + 1);
	must(placet_html_text(large, LIMIT + 1, LIMIT, false, &b) ==
	    PLACET_ELIMIT);
	vec_case(v, "more than 4096 bytes");
	vec_base64(v, "base64", large, LIMIT + 1);
	vec_refused(v, PLACET_ELIMIT);
	vec_end(v);
	placet_buf_release(&b);
}
