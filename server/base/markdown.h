/*
 * markdown.h - the text of petitions: CommonMark to safe HTML, or plain text
 */
#ifndef BASE_MARKDOWN_H
#define BASE_MARKDOWN_H

#include <placet/buf.h>

/*
 * Append the HTML of a CommonMark text.  Nothing the author wrote is dropped
 * but what cannot be shown: HTML appears as the text it is, an image as its
 * description, a link to anything but http, https and mailto as its words.
 */
void markdown_html(struct placet_buf *out, const char *s, size_t len);

/* Append the words alone, on one line: for descriptions and excerpts. */
void markdown_plain(struct placet_buf *out, const char *s, size_t len);

#endif
