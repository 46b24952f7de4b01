#!/usr/bin/env python3
"""verify.py - check what a Placet server says, with nothing of Placet

    verify.py receipt FILE --vkey VKEY [--witness VKEY]...
    verify.py activity FILE --key z6Mk... [--at 2026-09-21T14:40:00Z]

A guide for implementers, to be read from top to bottom beside
docs/PROTOCOL.md: only Python's standard library, one function a step.  Exit
status 0 when all holds, 1 when it does not; the reason is in plain words.

`receipt` checks the proof that somebody's signature is counted: it was in
the log of a petition when that log was so and so large.  VKEY is the log's
key, as on the page of the petition; give the keys of witnesses whom you
trust, too, and each of them must have seen the same log.

`activity` checks the proof inside an ActivityStreams document (FEP-8b32):
that the holder of the key said so.  That the key is the actor's is for you to
know: fetch the proof's verificationMethod from the actor's own server.
"""
import argparse
import base64
import datetime
import hashlib
import json
import math
import re
import sys


class Refused(Exception):
    """What was checked does not hold; says why."""


def need(holds, why):
    if not holds:
        raise Refused(why)


def shown(text):
    """Text of a stranger, for a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)


def sha256(data):
    return hashlib.sha256(data).digest()


# --- Ed25519 (RFC 8032) -----------------------------------------------------
#
# Verification only, as in section 5.1.7, on extended coordinates.  Nothing
# here is secret, so nothing needs to take the same time for all inputs.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(n, p):
    q = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            q = point_add(q, p)
        p = point_add(p, p)
        n >>= 1
    return q


def x_of(y, sign):
    """The x of that parity on the curve, or None."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_MINUS_1 % P
    if (x * x - x2) % P != 0 or (x == 0 and sign == 1):
        return None
    return P - x if x & 1 != sign else x


def point_decode(data):
    n = int.from_bytes(data, "little")
    y, sign = n & (2**255 - 1), n >> 255
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def point_encode(p):
    inverse = pow(p[2], -1, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, -1, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_verify(public, message, signature):
    """Is it a signature of the message by that key?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = point_decode(public)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    h = hashlib.sha512(r + public + message).digest()
    k = int.from_bytes(h, "little") % L
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    # R = sB - kA
    return point_encode(point_add(point_times(s, BASE),
                                  point_times(k, minus_key))) == r


# --- small texts ------------------------------------------------------------

def unbase64(text, what):
    """base64 with padding, in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = None
    need(data is not None and base64.b64encode(data).decode() == text,
         f"{what} is no base64")
    return data


def unhex(text, what, size=None):
    need(isinstance(text, str) and re.fullmatch("([0-9a-fA-F]{2})*", text),
         f"{what} is no hexadecimal")
    data = bytes.fromhex(text)
    need(size is None or len(data) == size, f"{what} has another size")
    return data


def decimal(text, what):
    """Digits without leading zeros, below 2^63."""
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII)
         and int(text) < 2**63, f"{what} is no number")
    return int(text)


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def multibase(text, what):
    """Bytes in base58btc, behind a "z"."""
    need(isinstance(text, str) and text[:1] == "z" and len(text) < 200
         and all(c in BASE58 for c in text[1:]), f"{what} is no base58")
    n = 0
    for c in text[1:]:
        n = n * 58 + BASE58.index(c)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + n.to_bytes((n.bit_length() + 7) // 8, "big")


def utf8(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{what} is no UTF-8") from None


# --- JSON, strictly ---------------------------------------------------------

def no_twins(pairs):
    names = [name for name, _ in pairs]
    need(len(set(names)) == len(names), "a name stands twice in an object")
    return dict(pairs)


def whole(text):
    need(abs(int(text)) <= 2**53, "a number that not everybody reads alike")
    return int(text)


def no_constant(text):
    raise Refused(f"{text} is no JSON")


def parse_json(data, what):
    """Refuses what two parsers may read differently."""
    text = utf8(data, what)
    try:
        value = json.loads(text, object_pairs_hook=no_twins, parse_int=whole,
                           parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Refused(f"{what} is no JSON") from None
    canonical(value)  # lone surrogates and infinite numbers show here
    return value


def number(d):
    """A number as ECMAScript writes it (RFC 8785, 3.2.2.3)."""
    if isinstance(d, int):
        return str(d)
    need(math.isfinite(d), "a number that is not finite")
    if d == 0:
        return "0"
    sign = "-" if d < 0 else ""
    # repr() gives the fewest digits; only where to put the point differs.
    mantissa, _, exponent = repr(abs(d)).partition("e")
    head, _, tail = mantissa.partition(".")
    digits = (head + tail).lstrip("0")
    point = len(head) + int(exponent or 0) - (
        len(head + tail) - len((head + tail).lstrip("0")))
    digits = digits.rstrip("0")
    k = len(digits)
    if k <= point <= 21:
        return sign + digits + "0" * (point - k)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    text = digits[0] + ("." + digits[1:] if k > 1 else "")
    return f"{sign}{text}e{point - 1:+d}"


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n",
           "\r": "\\r", "\t": "\\t"}


def string(s):
    need("\0" not in s, "NUL in a string")
    try:
        s.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("half a surrogate pair in a string") from None
    return '"' + "".join(
        ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c)
        for c in s) + '"'


def canonical(v):
    """JSON in its one form (RFC 8785)."""
    if v is None:
        return "null"
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return number(v)
    if isinstance(v, str):
        return string(v)
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    # Names are ordered by UTF-16, in which astral characters come early.
    def order(name):
        return name.encode("utf-16-be", "surrogatepass")
    return "{" + ",".join(string(n) + ":" + canonical(v[n])
                          for n in sorted(v, key=order)) + "}"


# --- the log: keys, checkpoints, proofs -------------------------------------

NOTE_KEY, COSIGNATURE_KEY = 1, 4


def key_id(name, key):
    """The four bytes by which a signature line names its key."""
    return sha256(name.encode() + b"\n" + key)[:4]


def parse_vkey(vkey, kind):
    """name+id+base64(kind || key); gives the name and the 32 bytes."""
    name, plus, rest = vkey.partition("+")
    identity, plus2, text = rest.partition("+")
    need(plus and plus2 and name and not re.search(r"\s", name),
         "the key is not well formed")
    key = unbase64(text, "the key")
    need(len(key) == 33 and key[0] == kind, "the key is of another kind")
    need(identity == key_id(name, key).hex(), "the key has another id")
    return name, key[1:]


def signatures(lines):
    """(name, id, data) of each line behind a note's text."""
    for line in lines:
        match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        need(match, "a line of the checkpoint is no signature")
        data = unbase64(match.group(2), "a signature")
        need(len(data) > 4, "a signature is empty")
        yield match.group(1), data[:4], data[4:]


def open_checkpoint(note, vkey, witnesses):
    """Check who signed it; gives origin, size and root."""
    text = utf8(note, "the checkpoint")
    need(not re.search("[\0-\x09\x0b-\x1f]", text),
         "a control character in the checkpoint")
    body, empty, tail = text.rpartition("\n\n")
    need(empty and tail.endswith("\n"), "the checkpoint is cut")
    body += "\n"
    lines = list(signatures(tail.split("\n")[:-1]))

    name, key = parse_vkey(vkey, NOTE_KEY)
    identity = key_id(name, bytes([NOTE_KEY]) + key)
    ours = [data for n, i, data in lines if (n, i) == (name, identity)]
    need(ours, "the log was not signed by this key")
    # Lines of unknown keys say nothing; a false one of ours says a lot.
    for data in ours:
        need(ed25519_verify(key, body.encode(), data),
             "the signature of the log is false")
    for witness in witnesses:
        check_witness(body, lines, witness)

    parts = body.split("\n")[:-1]
    need(len(parts) >= 3 and "" not in parts, "the checkpoint lacks lines")
    origin, size, root = parts[0], parts[1], unbase64(parts[2], "the root")
    need(origin == name, "the key is that of another log")
    need(len(root) == 32, "the root has another size")
    return origin, decimal(size, "the size of the log"), root


def check_witness(body, lines, vkey):
    """cosignature/v1: a time, and a signature over it and the checkpoint."""
    name, key = parse_vkey(vkey, COSIGNATURE_KEY)
    identity = key_id(name, bytes([COSIGNATURE_KEY]) + key)
    ours = [data for n, i, data in lines if (n, i) == (name, identity)]
    need(ours, f"{name} has not seen this log")
    for data in ours:
        need(len(data) == 72, f"the cosignature of {name} is cut")
        time = int.from_bytes(data[:8], "big")
        need(0 < time < 2**63, f"{name} says no time")
        message = f"cosignature/v1\ntime {time}\n{body}"
        need(ed25519_verify(key, message.encode(), data[8:]),
             f"the cosignature of {name} is false")


def check_inclusion(leaf, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    need(index < size, "the log does not have that many entries")
    node, last = leaf, size - 1
    for sibling in path:
        need(last > 0, "the proof is too long")
        if index & 1 or index == last:
            node = sha256(b"\1" + sibling + node)
            while not index & 1 and index > 0:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\1" + node + sibling)
        index, last = index >> 1, last >> 1
    need(last == 0 and node == root,
         "the entry is not in the log that was signed")


# --- receipts ---------------------------------------------------------------

def parse_receipt(data):
    """C2SP tlog-proof; gives extra, index, path and the checkpoint."""
    head, empty, note = data.partition(b"\n\n")
    lines = utf8(head, "the receipt").split("\n")
    need(empty and lines[0] == "c2sp.org/tlog-proof@v1",
         "this is no receipt")
    lines, extra = lines[1:], b""
    if lines and lines[0].startswith("extra "):
        extra = unbase64(lines[0][6:], "what opens the entry")
        lines = lines[1:]
    need(lines and lines[0].startswith("index "), "the receipt has no index")
    path = [unbase64(line, "the proof") for line in lines[1:]]
    need(len(path) < 64 and all(len(h) == 32 for h in path),
         "the proof is no list of hashes")
    return extra, decimal(lines[0][6:], "the index"), path, note


def parse_leaf(entry):
    """leaf v1 of type SIGN; gives time, instance and the commitments."""
    need(len(entry) > 11 and entry[0] == 1, "the entry is no leaf")
    need(entry[1] == 1, "the entry is not a signature")
    time = int.from_bytes(entry[2:10], "big")
    need(len(entry) == 11 + entry[10] + 64 and time % 3600 == 0,
         "the entry is no leaf")
    end = 11 + entry[10]
    instance = utf8(entry[11:end], "the instance")
    return time, instance, entry[end:end + 32], entry[end + 32:]


def check_commitments(extra, cn, cp):
    """Does the leaf speak of this petition, person and profile?"""
    site = unhex(extra.get("site"), "the site", 16)
    salt_n = unhex(extra.get("salt_n"), "a salt", 32)
    salt_p = unhex(extra.get("salt_p"), "a salt", 32)
    nullifier = unhex(extra.get("nullifier"), "the nullifier", 32)
    n, name, commune = (extra.get(m) for m in ("petition", "name", "commune"))
    need(type(n) is int and 0 <= n < 2**32, "the petition has no number")
    need(isinstance(name, str) and isinstance(commune, str),
         "name or commune are missing")
    need("\n" not in name + commune, "name or commune have two lines")
    petition = sha256(b"placet/petition/v1\n" + site + n.to_bytes(4, "big"))
    profile = f"name\n{name}\ncommune\n{commune}\n".encode()
    need(sha256(b"placet/cn/v1\n" + petition + salt_n + nullifier) == cn,
         "the entry was made for another person or petition")
    need(sha256(b"placet/cp/v1\n" + petition + salt_p + profile) == cp,
         "the entry was made for another name or commune")


def verify_receipt(data, vkey, witnesses=()):
    need(len(data) <= 65536, "this is too long for a receipt")
    extra, index, path, note = parse_receipt(data)
    origin, size, root = open_checkpoint(note, vkey, witnesses)
    need(extra, "it says nothing but a proof")
    extra = parse_json(extra, "what opens the entry")
    need(isinstance(extra, dict), "what opens the entry is no object")
    entry = unhex(extra.get("entry"), "the entry")
    check_inclusion(sha256(b"\0" + entry), index, size, path, root)
    time, instance, cn, cp = parse_leaf(entry)
    check_commitments(extra, cn, cp)
    when = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    return (f"this receipt is genuine: {shown(extra['name']) or 'somebody'} "
            f"of commune {shown(extra['commune'])} signed at "
            f"{shown(instance)} in the hour from {when:%Y-%m-%dT%H:%MZ}, "
            f"entry {index} of {size} in {shown(origin)}")


# --- activities -------------------------------------------------------------

def instant(text, what):
    need(isinstance(text, str) and re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text,
        re.ASCII), f"{what} is no time")
    text = re.sub(r"\.\d+", "", text).replace("Z", "+00:00")
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{what} does not exist") from None


def as_list(v):
    return v if isinstance(v, list) else [v]


def check_options(proof, now):
    """What the proof says of itself."""
    need(proof.get("proofPurpose") == "assertionMethod",
         "the proof is for another purpose")
    need(isinstance(proof.get("verificationMethod"), str),
         "the proof names no key")
    for option in ("domain", "challenge", "previousProof"):
        need(option not in proof, f"the proof is bound by its {option}")
    if "created" in proof:
        instant(proof["created"], "the time of the proof")
    if "expires" in proof:
        need(instant(proof["expires"], "its end") >= now,
             "the proof has expired")


def verify_activity(data, multikey, now):
    key = multibase(multikey, "the key")
    need(len(key) == 34 and key[:2] == b"\xed\x01",
         "the key is not one of Ed25519")
    doc = parse_json(data, "the activity")
    need(isinstance(doc, dict), "the activity is no object")
    proofs = [p for p in as_list(doc.get("proof")) if isinstance(p, dict) and
              p.get("type") == "DataIntegrityProof" and
              p.get("cryptosuite") == "eddsa-jcs-2022"]
    need(proofs, "there is no proof of a kind that we know")
    proof = proofs[0]
    check_options(proof, now)

    # Both hashes are of what was received, less what cannot sign itself.
    options = {n: v for n, v in proof.items() if n != "proofValue"}
    plain = {n: v for n, v in doc.items() if n not in ("proof", "signature")}
    if "@context" in proof:
        ours, theirs = as_list(plain.get("@context")), as_list(
            proof["@context"])
        need(ours[:len(theirs)] == theirs, "the proof has another context")
        plain["@context"] = proof["@context"]
    signed = (sha256(canonical(options).encode()) +
              sha256(canonical(plain).encode()))
    need(ed25519_verify(key[2:], signed,
                        multibase(proof.get("proofValue"), "the signature")),
         "the signature is false")
    return ("this activity was signed with " +
            shown(proof["verificationMethod"]))


def main():
    parser = argparse.ArgumentParser(
        description="Check what a Placet server says.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    receipt = kinds.add_parser("receipt")
    receipt.add_argument("file")
    receipt.add_argument("--vkey", required=True, help="the key of the log")
    receipt.add_argument("--witness", action="append", default=[])
    activity = kinds.add_parser("activity")
    activity.add_argument("file")
    activity.add_argument("--key", required=True, help="z6Mk...")
    activity.add_argument("--at", help="the time, if it is not now")
    args = parser.parse_args()
    try:
        with open(args.file, "rb") as f:
            data = f.read()
        if args.kind == "receipt":
            print(verify_receipt(data, args.vkey, args.witness))
        else:
            now = (instant(args.at, "--at") if args.at else
                   datetime.datetime.now(datetime.timezone.utc))
            print(verify_activity(data, args.key, now))
    except (OSError, Refused) as why:
        print(f"refused: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
