/*
 * msg_reason.c - why a signature was refused: research/federation 6.5
 */
#include <string.h>

#include "msg_part.h"

/* For the rows of the table, which take all but the first. */
/* clang-format off */
const char *const placet_reason_names[PLACET_REASONS + 1] = {
	[PLACET_REASON_UNKNOWN_PETITION] = "unknown-petition",
	[PLACET_REASON_NOT_OPEN]         = "not-open",
	[PLACET_REASON_CLOSED]           = "closed",
	[PLACET_REASON_NOT_YET_OPEN]     = "not-yet-open",
	[PLACET_REASON_DUPLICATE]        = "duplicate",
	[PLACET_REASON_TERRITORY]        = "territory-not-eligible",
	[PLACET_REASON_ASSURANCE]        = "assurance-too-low",
	[PLACET_REASON_INSTANCE]         = "instance-not-accredited",
	[PLACET_REASON_MALFORMED]        = "malformed",
	[PLACET_REASON_PROOF]            = "proof-invalid",
	[PLACET_REASON_CLOCK]            = "clock-skew",
	[PLACET_REASON_POLICY]           = "policy-version",
	[PLACET_REASON_RATE]             = "rate-limited",
	[PLACET_REASON_UNAVAILABLE]      = "temporarily-unavailable",
	[PLACET_REASON_WITHDRAWN]        = "withdrawn",
};
/* clang-format on */

const char *
placet_reason_name(enum placet_reason reason)
{
	if (reason <= PLACET_REASON_NONE || reason >= PLACET_REASONS)
		return NULL;
	return placet_reason_names[reason];
}

enum placet_reason
placet_reason_parse(const char *name)
{
	for (int i = 1; i < PLACET_REASONS; i++)
		if (strcmp(name, placet_reason_names[i]) == 0)
			return (enum placet_reason)i;
	return PLACET_REASON_NONE;
}

bool
placet_reason_retryable(enum placet_reason reason)
{
	return reason == PLACET_REASON_RATE ||
	    reason == PLACET_REASON_UNAVAILABLE;
}
