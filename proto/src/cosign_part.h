/*
 * cosign_part.h - what reads cosignatures: notes, policies, witness answers
 */
#ifndef COSIGN_PART_H
#define COSIGN_PART_H

#include <placet/cosign.h>

#include "note_part.h"

/* A line of this key's name and id: its cosignature, or ESIG. */
int placet_cosign_of(const struct placet_note_sig *line, const void *text,
    size_t len, const uint8_t pub[32], struct placet_cosign *c);

/* The latest of the key's among the lines; ESIG, EKEY, EFORMAT. */
int placet_cosign_find(struct placet_note_lines *lines, const void *text,
    size_t len, const char *name, const uint8_t pub[32],
    struct placet_cosign *c);

#endif
