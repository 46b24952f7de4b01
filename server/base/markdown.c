/*
 * markdown.c - safe HTML and plain text out of CommonMark (see markdown.h)
 *
 * cmark's safe mode leaves out raw HTML and a list of bad schemes; we want a
 * list of good ones, no image of elsewhere and rel on each link.  So the tree
 * is changed between reading and writing, where nothing needs escaping twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmark.h>

#include "base/markdown.h"

/* http://x, https://x, mailto:x; neither //host nor anything else. */
static bool
url_allowed(const char *url)
{
	static const char *const schemes[] = { "http://", "https://",
		"mailto:" };

	if (url == NULL)
		return false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		const size_t len = strlen(schemes[i]);

		if (strncasecmp(url, schemes[i], len) == 0)
			return url[len] != '\0' && url[len] != '/';
	}
	return false;
}

/* href="...": what a URL may hold stays, the rest is percent-encoded. */
static void
href_add(struct placet_buf *b, const char *url)
{
	placet_buf_str(b, "<a href=\"");
	for (; *url != '\0'; url++) {
		const char c = *url;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') ||
		    strchr("-_.+!*(),%#@?=;:/,$~[]", c) != NULL)
			placet_buf_byte(b, (uint8_t)c);
		else if (c == '&')
			placet_buf_str(b, "&amp;");
		else if (c == '\'')
			placet_buf_str(b, "&#39;");
		else
			placet_buf_printf(b, "%%%02X", (unsigned char)c);
	}
	placet_buf_str(b, "\" rel=\"nofollow ugc\">");
}

/* What is inside the node comes to stand in its place. */
static void
unwrap(cmark_node *node)
{
	cmark_node *child;

	while ((child = cmark_node_first_child(node)) != NULL)
		cmark_node_insert_before(node, child);
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* cmark writes links without rel: put our own tags around the words. */
static bool
link_replace(cmark_node *node)
{
	struct placet_buf b = { 0 };
	cmark_node *custom, *child;

	if (!url_allowed(cmark_node_get_url(node))) {
		unwrap(node);
		return true;
	}
	custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
	href_add(&b, cmark_node_get_url(node));
	if (b.err != 0 || custom == NULL) {
		placet_buf_release(&b);
		return false;
	}
	cmark_node_set_on_enter(custom, b.data);
	cmark_node_set_on_exit(custom, "</a>");
	placet_buf_release(&b);
	while ((child = cmark_node_first_child(node)) != NULL)
		cmark_node_append_child(custom, child);
	cmark_node_replace(node, custom);
	cmark_node_free(node);
	return true;
}

/* HTML is shown as the text it is: who signs must see what was written. */
static void
html_replace(cmark_node *node, bool block)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);

	cmark_node_set_literal(text, cmark_node_get_literal(node));
	if (block) {
		cmark_node *para = cmark_node_new(CMARK_NODE_PARAGRAPH);

		cmark_node_append_child(para, text);
		text = para;
	}
	cmark_node_replace(node, text);
	cmark_node_free(node);
}

/* One node that the iterator has left; what it holds has been seen to. */
static bool
node_replace(cmark_node *node)
{
	const cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_LINK)
		return link_replace(node);
	if (type == CMARK_NODE_IMAGE)
		unwrap(node);
	else if (type == CMARK_NODE_HTML_BLOCK)
		html_replace(node, true);
	else if (type == CMARK_NODE_HTML_INLINE)
		html_replace(node, false);
	else if (type == CMARK_NODE_CODE_BLOCK)
		cmark_node_set_fence_info(node, ""); /* no class of theirs */
	else if (type == CMARK_NODE_HEADING &&
	    cmark_node_get_heading_level(node) < 6)
		/* The page has its h1 already. */
		cmark_node_set_heading_level(
		    node, cmark_node_get_heading_level(node) + 1);
	return true;
}

/* Leaves come with ENTER only, the others may be changed on EXIT. */
static bool
is_leaf(cmark_node_type type)
{
	return type == CMARK_NODE_HTML_BLOCK ||
	    type == CMARK_NODE_THEMATIC_BREAK ||
	    type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_TEXT ||
	    type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
	    type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
}

static cmark_node *
parse(struct placet_buf *out, const char *s, size_t len)
{
	cmark_node *root = cmark_parse_document(
	    s, len, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);

	if (root == NULL && out->err == 0)
		out->err = PLACET_ENOMEM;
	return root;
}

void
markdown_html(struct placet_buf *out, const char *s, size_t len)
{
	cmark_node *root = parse(out, s, len);
	cmark_event_type event;
	cmark_iter *it;
	char *html;
	bool good = true;

	if (root == NULL)
		return;
	it = cmark_iter_new(root);
	while (good && (event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);

		if (event == CMARK_EVENT_EXIT ||
		    is_leaf(cmark_node_get_type(node)))
			good = node_replace(node);
	}
	cmark_iter_free(it);
	html = good ? cmark_render_html(root, CMARK_OPT_DEFAULT) : NULL;
	if (html != NULL)
		placet_buf_str(out, html);
	else if (out->err == 0)
		out->err = PLACET_ENOMEM;
	free(html);
	cmark_node_free(root);
}

/* Words of s after what is there, white space folded to one space. */
static void
words_add(struct placet_buf *out, size_t from, const char *s)
{
	for (; s != NULL && *s != '\0'; s++) {
		if (strchr(" \t\r\n", *s) == NULL)
			placet_buf_byte(out, (uint8_t)*s);
		else if (out->err == 0 && out->len > from &&
		    out->data[out->len - 1] != ' ')
			placet_buf_byte(out, ' ');
	}
}

void
markdown_plain(struct placet_buf *out, const char *s, size_t len)
{
	const size_t from = out->len;
	cmark_node *root = parse(out, s, len);
	cmark_iter *it;

	if (root == NULL)
		return;
	it = cmark_iter_new(root);
	while (cmark_iter_next(it) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		const cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_SOFTBREAK ||
		    type == CMARK_NODE_LINEBREAK)
			words_add(out, from, " ");
		else if (is_leaf(type))
			words_add(out, from, cmark_node_get_literal(node));
		if (type <= CMARK_NODE_LAST_BLOCK)
			words_add(out, from, " ");
	}
	cmark_iter_free(it);
	cmark_node_free(root);
	while (
	    out->err == 0 && out->len > from && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
