/*
 * html.h - plain text out of the HTML that other servers send
 *
 * Foreign HTML is never shown as HTML and never cleaned: every tag is
 * dropped, and what is kept is text, to be escaped like any other where it
 * is put on a page.  Read as the tokenizer of HTML (WHATWG, section 13.2.5)
 * reads, but without a tree: nesting means nothing, the time is linear.
 */
#ifndef PLACET_HTML_H
#define PLACET_HTML_H

#include <placet/buf.h>

#define PLACET_HTML_MAX 1048576 /* bytes of HTML that are read */
#define PLACET_HTML_URL 2048    /* bytes of a link's target that is kept */

/*
 * Append the text of html[0..len), at most `limit` bytes, to `out`:
 *
 * Paragraphs, headings, quotes, lists and tables stand apart by one empty
 * line; <br>, other blocks, items ("- ") and rows begin a line.  White space
 * is one space, or one U+00A0 where there was one; in <pre> it stays, but
 * for tabs, which are spaces.  Never more than one empty line, no blanks at
 * the end of a line.  Character references are decoded once; an unknown one
 * is text, as is a "<" that begins no tag.
 *
 * A link to http or https is followed by its target in parentheses, or gives
 * way to it where the words only repeat or shorten it (Mastodon's spans
 * "invisible" and "ellipsis").  Of mentions, hashtags and other links the
 * words are kept.  What scripts, styles, templates, frames, text areas and
 * titles hold is dropped, as are comments.
 *
 * Each line of the result passes placet_text_line: no controls, no
 * bidirectional overrides.
 *
 * A longer text is cut at a whole character, with no half of a target, if
 * `cut`; otherwise ELIMIT.  Words that give way to a target count until they
 * do.  ELIMIT too for too much HTML, EUTF8, or the error of `out`, which must
 * have room for the limit and the HTML; then `out` is as it was.
 */
PLACET_API PLACET_MUST int placet_html_text(const char *html, size_t len,
    size_t limit, bool cut, struct placet_buf *out);

#endif
