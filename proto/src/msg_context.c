/*
 * msg_context.c - the "@context" of what we write: research/federation 6.2
 *
 * Consumers that expand JSON-LD fetch contexts they do not know, and drop
 * the message when they cannot.  So only contexts that all of them bundle
 * are named; our own terms, and those of others that have no such context,
 * are spelled out.
 */
#include "msg_part.h"

#define ID(name, iri)   "\"" name "\":{\"@id\":\"" iri "\",\"@type\":\"@id\"}"
#define TERM(name, iri) "\"" name "\":\"" iri "\""
#define OURS(name)      TERM(name, "placet:" name)

const char placet_context_message[] =
    "[\"" PLACET_AS "\",\"https://w3id.org/security/data-integrity/v1\",{"
    /* clang-format off */
    TERM("placet", PLACET_NS) ","
    OURS("petition") "," OURS("Petition") "," OURS("title") ","
    OURS("petitionState") "," OURS("signatureCount") ","
    OURS("countedAt") "," OURS("threshold") "," OURS("opensAt") ","
    OURS("closesAt") "," OURS("territory") ","
    ID("policy", "placet:policy") ","
    ID("signatures", "placet:signatures") ","
    OURS("signedAt") "," OURS("assurance") "," OURS("nullifier") ","
    OURS("nullifierSalt") "," OURS("profileCommitment") ","
    OURS("consentVersion") ","
    ID("signature", "placet:signature") ","
    OURS("sequence") "," OURS("checkpoint") "," OURS("tlogProof") ","
    OURS("refusals") "," OURS("count") "," OURS("perInstance") ","
    OURS("instance") "," OURS("treeSize") "," OURS("merkleRoot") ","
    OURS("previous") "," OURS("verb") "," OURS("activity") ","
    TERM("gts", "https://gotosocial.org/ns#") ","
    ID("interactionPolicy", "gts:interactionPolicy") ","
    ID("canLike", "gts:canLike") "," ID("canReply", "gts:canReply") ","
    ID("canAnnounce", "gts:canAnnounce") ","
    ID("canQuote", "gts:canQuote") ","
    ID("automaticApproval", "gts:automaticApproval") ","
    TERM("Hashtag", "as:Hashtag") "," TERM("sensitive", "as:sensitive")
    /* clang-format on */
    "}]";

const char placet_context_actor[] =
    "[\"" PLACET_AS "\",\"https://w3id.org/security/v1\","
    "\"https://w3id.org/security/data-integrity/v1\",{"
    /* clang-format off */
    "\"Multikey\":\"sec:Multikey\","
    "\"assertionMethod\":{\"@id\":\"sec:assertionMethod\","
        "\"@type\":\"@id\",\"@container\":\"@set\"},"
    ID("controller", "sec:controller") ","
    "\"publicKeyMultibase\":{\"@id\":\"sec:publicKeyMultibase\","
        "\"@type\":\"sec:multibase\"},"
    TERM("sec", "https://w3id.org/security#") ","
    TERM("toot", "http://joinmastodon.org/ns#") ","
    TERM("schema", "http://schema.org#") ","
    ID("featured", "toot:featured") ","
    TERM("discoverable", "toot:discoverable") ","
    TERM("indexable", "toot:indexable") ","
    "\"manuallyApprovesFollowers\":\"as:manuallyApprovesFollowers\","
    ID("alsoKnownAs", "as:alsoKnownAs") ","
    ID("movedTo", "as:movedTo") ","
    TERM("PropertyValue", "schema:PropertyValue") ","
    TERM("value", "schema:value") ","
    TERM("webfinger", "https://purl.archive.org/socialweb/webfinger#"
        "webfinger") ","
    ID("implements", "https://w3id.org/fep/844e/implements")
    /* clang-format on */
    "}]";
