#!/usr/bin/env node
// verify.mjs - check what a Placet server says, with nothing of Placet
//
//	verify.mjs receipt FILE --vkey VKEY [--witness VKEY]...
//	verify.mjs activity FILE --key z6Mk... [--at 2026-09-21T14:40:00Z]
//
// The same as verify.py beside it, in JavaScript without any package: Node's
// own crypto has Ed25519.  A guide for implementers, to be read from top to
// bottom beside docs/PROTOCOL.md, one function a step.  Exit status 0 when
// all holds, 1 when it does not; the reason is in plain words.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What was checked does not hold; says why. */
export class Refused extends Error {}

function need(holds, why) {
	if (!holds)
		throw new Refused(why);
}

const bytes = (text) => Buffer.from(text, 'utf8');
const same = (a, b) => Buffer.compare(a, b) === 0;
const sha256 = (...parts) =>
	createHash('sha256').update(Buffer.concat(parts)).digest();
// Text of a stranger, for a terminal.
const shown = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');

function ed25519(key, message, signature) {
	const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };

	try {
		return verify(null, message,
			createPublicKey({ key: jwk, format: 'jwk' }), signature);
	} catch {
		return false;
	}
}

// --- small texts -----------------------------------------------------------

/** base64 with padding, in its one spelling. */
function unbase64(text, what) {
	const data = Buffer.from(text, 'base64');

	need(data.toString('base64') === text, `${what} is no base64`);
	return data;
}

function unhex(text, what, size) {
	need(typeof text === 'string' && /^([0-9a-f]{2})*$/i.test(text),
		`${what} is no hexadecimal`);
	const data = Buffer.from(text, 'hex');
	need(size === undefined || data.length === size,
		`${what} has another size`);
	return data;
}

/** Digits without leading zeros, below 2^63; a BigInt. */
function decimal(text, what) {
	need(/^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) < 1n << 63n,
		`${what} is no number`);
	return BigInt(text);
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Bytes in base58btc, behind a "z". */
function multibase(text, what) {
	need(typeof text === 'string' && /^z[1-9A-HJ-NP-Za-km-z]{0,199}$/
		.test(text), `${what} is no base58`);
	const zeros = text.slice(1).match(/^1*/)[0].length;
	let n = 0n;
	for (const c of text.slice(1))
		n = n * 58n + BigInt(BASE58.indexOf(c));
	let hex = n === 0n ? '' : n.toString(16);
	if (hex.length % 2 === 1)
		hex = '0' + hex;
	return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex, 'hex')]);
}

function utf8(data, what) {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
			.decode(data);
	} catch {
		throw new Refused(`${what} is no UTF-8`);
	}
}

// --- JSON, strictly ----------------------------------------------------------
//
// JSON.parse() takes the last of two members of one name; others take the
// first, and a signature would then be over something else than what is read.
// So this reads by itself.

const TOKEN = new RegExp([
	'[ \\t\\n\\r]*(?:([{}\\[\\],:]|true|false|null)',
	'(-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)',
	'("(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"))',
].join('|'), 'y');
const DEPTH = 64;

export function parseJson(data, what) {
	const text = utf8(data, what);
	let at = 0, token;

	function next() {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(text);
		need(match, `${what} is no JSON`);
		at = TOKEN.lastIndex;
		token = match;
		return match[1];
	}
	function number(digits) {
		const n = Number(digits);
		need(Number.isFinite(n) && (!/^-?\d+$/.test(digits) ||
			Math.abs(n) < 2 ** 53 || BigInt(digits) === 2n ** 53n ||
			BigInt(digits) === -(2n ** 53n)),
			'a number that not everybody reads alike');
		return n;
	}
	function string(quoted) {
		const s = JSON.parse(quoted);
		need(!/\p{Cs}/u.test(s), 'half a surrogate pair in a string');
		need(!s.includes('\0'), 'NUL in a string');
		return s;
	}
	function members(depth) {
		const object = new Map();
		if (next() === '}')
			return object;
		for (;;) {
			need(token[3] !== undefined, `${what} is no JSON`);
			const name = string(token[3]);
			need(!object.has(name), 'a name stands twice in an object');
			need(next() === ':', `${what} is no JSON`);
			next();
			object.set(name, value(depth));
			if (next() === '}')
				return object;
			need(token[1] === ',', `${what} is no JSON`);
			next();
		}
	}
	function elements(depth) {
		const list = [];
		if (next() === ']')
			return list;
		for (;;) {
			list.push(value(depth));
			if (next() === ']')
				return list;
			need(token[1] === ',', `${what} is no JSON`);
			next();
		}
	}
	// The value whose first token has been read.
	function value(depth) {
		need(depth < DEPTH, `${what} is too deep`);
		if (token[2] !== undefined)
			return number(token[2]);
		if (token[3] !== undefined)
			return string(token[3]);
		switch (token[1]) {
		case '{': return members(depth + 1);
		case '[': return elements(depth + 1);
		case 'true': return true;
		case 'false': return false;
		case 'null': return null;
		}
		throw new Refused(`${what} is no JSON`);
	}
	next();
	const v = value(0);
	need(/^[ \t\n\r]*$/.test(text.slice(at)), `${what} is no JSON`);
	return v;
}

/** JSON in its one form (RFC 8785); objects are Maps. */
export function canonical(v) {
	if (Array.isArray(v))
		return '[' + v.map(canonical).join(',') + ']';
	if (!(v instanceof Map))
		return JSON.stringify(v);
	// sort() compares UTF-16, which is the order that the RFC asks for.
	return '{' + [...v.keys()].sort().map((name) =>
		JSON.stringify(name) + ':' + canonical(v.get(name))).join(',') + '}';
}

// --- the log: keys, checkpoints, proofs --------------------------------------

const NOTE_KEY = 1, COSIGNATURE_KEY = 4;

/** The four bytes by which a signature line names its key. */
const keyId = (name, kind, key) =>
	sha256(bytes(name + '\n'), Buffer.of(kind), key).subarray(0, 4);

/** name+id+base64(kind || key) */
function parseVkey(vkey, kind) {
	const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey);
	need(match, 'the key is not well formed');
	const data = unbase64(match[3], 'the key');
	need(data.length === 33 && data[0] === kind,
		'the key is of another kind');
	const name = match[1], key = data.subarray(1);
	const id = keyId(name, kind, key);
	need(id.toString('hex') === match[2], 'the key has another id');
	return { name, key, id };
}

/** Name, id and data of a line behind a note's text. */
function signatureLine(line) {
	const match = /^— ([^\s+]+) (\S+)$/.exec(line);
	need(match, 'a line of the checkpoint is no signature');
	const data = unbase64(match[2], 'a signature');
	need(data.length > 4, 'a signature is empty');
	return { name: match[1], id: data.subarray(0, 4), data: data.subarray(4) };
}

const linesBy = (lines, who) => lines.filter((line) =>
	line.name === who.name && same(line.id, who.id));

/** Check who signed it; gives origin, size and root. */
function openCheckpoint(note, vkey, witnesses) {
	const text = utf8(note, 'the checkpoint');
	// eslint-disable-next-line no-control-regex
	need(!/[\0-\x09\x0b-\x1f]/.test(text),
		'a control character in the checkpoint');
	const empty = text.lastIndexOf('\n\n');
	need(empty >= 0 && text.endsWith('\n') && empty + 2 < text.length,
		'the checkpoint is cut');
	const body = text.slice(0, empty + 1);
	const lines = text.slice(empty + 2, -1).split('\n').map(signatureLine);

	const log = parseVkey(vkey, NOTE_KEY);
	const ours = linesBy(lines, log);
	need(ours.length > 0, 'the log was not signed by this key');
	// Lines of unknown keys say nothing; a false one of ours says a lot.
	for (const line of ours)
		need(ed25519(log.key, bytes(body), line.data),
			'the signature of the log is false');
	for (const witness of witnesses)
		checkWitness(body, lines, witness);

	const [origin, size, root64, ...more] = body.slice(0, -1).split('\n');
	need(root64 !== undefined && !more.includes(''),
		'the checkpoint lacks lines');
	const root = unbase64(root64, 'the root');
	need(origin === log.name, 'the key is that of another log');
	need(root.length === 32, 'the root has another size');
	return { origin, size: decimal(size, 'the size of the log'), root };
}

/** cosignature/v1: a time, and a signature over it and the checkpoint. */
function checkWitness(body, lines, vkey) {
	const witness = parseVkey(vkey, COSIGNATURE_KEY);
	const ours = linesBy(lines, witness);
	need(ours.length > 0, `${shown(witness.name)} has not seen this log`);
	for (const { data } of ours) {
		need(data.length === 72, 'a cosignature is cut');
		const time = data.readBigUInt64BE();
		need(time > 0n && time < 1n << 63n, 'a cosignature says no time');
		need(ed25519(witness.key,
			bytes(`cosignature/v1\ntime ${time}\n${body}`),
			data.subarray(8)), 'a cosignature is false');
	}
}

/** RFC 9162, 2.1.3.2; index and size are BigInts. */
function checkInclusion(leaf, index, size, path, root) {
	need(index < size, 'the log does not have that many entries');
	let node = leaf, at = index, last = size - 1n;
	for (const sibling of path) {
		need(last > 0n, 'the proof is too long');
		if (at & 1n || at === last) {
			node = sha256(Buffer.of(1), sibling, node);
			while (!(at & 1n) && at > 0n) {
				at >>= 1n;
				last >>= 1n;
			}
		} else {
			node = sha256(Buffer.of(1), node, sibling);
		}
		at >>= 1n;
		last >>= 1n;
	}
	need(last === 0n && same(node, root),
		'the entry is not in the log that was signed');
}

// --- receipts ----------------------------------------------------------------

/** C2SP tlog-proof */
function parseReceipt(data) {
	const empty = data.indexOf('\n\n');
	need(empty >= 0, 'this is no receipt');
	const lines = utf8(data.subarray(0, empty), 'the receipt').split('\n');
	need(lines.shift() === 'c2sp.org/tlog-proof@v1', 'this is no receipt');
	let extra = null;
	if (lines[0]?.startsWith('extra '))
		extra = unbase64(lines.shift().slice(6), 'what opens the entry');
	const index = lines.shift();
	need(index?.startsWith('index '), 'the receipt has no index');
	const path = lines.map((line) => unbase64(line, 'the proof'));
	need(path.length < 64 && path.every((hash) => hash.length === 32),
		'the proof is no list of hashes');
	return { extra, index: decimal(index.slice(6), 'the index'), path,
		note: data.subarray(empty + 2) };
}

/** leaf v1 of type SIGN */
function parseLeaf(entry) {
	need(entry.length > 11 && entry[0] === 1, 'the entry is no leaf');
	need(entry[1] === 1, 'the entry is not a signature');
	const time = entry.readBigUInt64BE(2), end = 11 + entry[10];
	need(entry.length === end + 64 && time % 3600n === 0n,
		'the entry is no leaf');
	return { time, instance: utf8(entry.subarray(11, end), 'the instance'),
		cn: entry.subarray(end, end + 32), cp: entry.subarray(end + 32) };
}

/** Does the leaf speak of this petition, person and profile? */
function checkCommitments(extra, leaf) {
	const site = unhex(extra.get('site'), 'the site', 16);
	const saltN = unhex(extra.get('salt_n'), 'a salt', 32);
	const saltP = unhex(extra.get('salt_p'), 'a salt', 32);
	const nullifier = unhex(extra.get('nullifier'), 'the nullifier', 32);
	const n = extra.get('petition');
	const name = extra.get('name'), commune = extra.get('commune');
	need(Number.isInteger(n) && n >= 0 && n < 2 ** 32,
		'the petition has no number');
	need(typeof name === 'string' && typeof commune === 'string',
		'name or commune are missing');
	need(!(name + commune).includes('\n'), 'name or commune have two lines');
	const number = Buffer.alloc(4);
	number.writeUInt32BE(n);
	const petition = sha256(bytes('placet/petition/v1\n'), site, number);
	const profile = bytes(`name\n${name}\ncommune\n${commune}\n`);
	need(same(leaf.cn,
		sha256(bytes('placet/cn/v1\n'), petition, saltN, nullifier)),
		'the entry was made for another person or petition');
	need(same(leaf.cp,
		sha256(bytes('placet/cp/v1\n'), petition, saltP, profile)),
		'the entry was made for another name or commune');
}

export function verifyReceipt(data, vkey, witnesses = []) {
	need(data.length <= 65536, 'this is too long for a receipt');
	const receipt = parseReceipt(data);
	const log = openCheckpoint(receipt.note, vkey, witnesses);
	need(receipt.extra, 'it says nothing but a proof');
	const extra = parseJson(receipt.extra, 'what opens the entry');
	need(extra instanceof Map, 'what opens the entry is no object');
	const entry = unhex(extra.get('entry'), 'the entry');
	checkInclusion(sha256(Buffer.of(0), entry), receipt.index, log.size,
		receipt.path, log.root);
	const leaf = parseLeaf(entry);
	checkCommitments(extra, leaf);
	const hour = new Date(Number(leaf.time) * 1000).toISOString();
	return `this receipt is genuine: ${shown(extra.get('name')) ||
		'somebody'} of commune ${shown(extra.get('commune'))} signed at ` +
		`${shown(leaf.instance)} in the hour from ${hour}, entry ` +
		`${receipt.index} of ${log.size} in ${shown(log.origin)}`;
}

// --- activities --------------------------------------------------------------

/** Milliseconds since 1970. */
function instant(text, what) {
	const match = typeof text === 'string' && new RegExp(
		'^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?' +
		'(Z|[+-]\\d\\d:\\d\\d)$').exec(text);
	need(match, `${what} is no time`);
	// Date repairs 30 February; so the day must come back as it went in.
	const day = new Date(`${match[1]}T${match[2]}Z`);
	need(!isNaN(day) && day.toISOString().startsWith(match[1]),
		`${what} does not exist`);
	return Date.parse(`${match[1]}T${match[2]}${match[4]}`);
}

const asList = (v) => Array.isArray(v) ? v : [v];

/** What the proof says of itself. */
function checkOptions(proof, now) {
	need(proof.get('proofPurpose') === 'assertionMethod',
		'the proof is for another purpose');
	need(typeof proof.get('verificationMethod') === 'string',
		'the proof names no key');
	for (const option of ['domain', 'challenge', 'previousProof'])
		need(!proof.has(option), `the proof is bound by its ${option}`);
	if (proof.has('created'))
		instant(proof.get('created'), 'the time of the proof');
	if (proof.has('expires'))
		need(instant(proof.get('expires'), 'its end') >= now,
			'the proof has expired');
}

export function verifyActivity(data, multikey, now) {
	const key = multibase(multikey, 'the key');
	need(key.length === 34 && key[0] === 0xed && key[1] === 1,
		'the key is not one of Ed25519');
	const doc = parseJson(data, 'the activity');
	need(doc instanceof Map, 'the activity is no object');
	const proof = asList(doc.get('proof')).find((p) => p instanceof Map &&
		p.get('type') === 'DataIntegrityProof' &&
		p.get('cryptosuite') === 'eddsa-jcs-2022');
	need(proof, 'there is no proof of a kind that we know');
	checkOptions(proof, now);

	// Both hashes are of what was received, less what cannot sign itself.
	const options = new Map(proof), plain = new Map(doc);
	options.delete('proofValue');
	plain.delete('proof');
	plain.delete('signature');
	if (proof.has('@context')) {
		const ours = asList(plain.get('@context') ?? []).map(canonical);
		const theirs = asList(proof.get('@context')).map(canonical);
		need(theirs.every((c, i) => c === ours[i]),
			'the proof has another context');
		plain.set('@context', proof.get('@context'));
	}
	const signed = Buffer.concat([sha256(bytes(canonical(options))),
		sha256(bytes(canonical(plain)))]);
	need(ed25519(key.subarray(2), signed,
		multibase(proof.get('proofValue'), 'the signature')),
		'the signature is false');
	return 'this activity was signed with ' +
		shown(proof.get('verificationMethod'));
}

function main() {
	const { positionals: [kind, file], values } = parseArgs({
		allowPositionals: true,
		options: { vkey: { type: 'string' }, key: { type: 'string' },
			at: { type: 'string' },
			witness: { type: 'string', multiple: true } },
	});
	if (kind === 'receipt' && file && values.vkey)
		return verifyReceipt(readFileSync(file), values.vkey,
			values.witness);
	if (kind === 'activity' && file && values.key)
		return verifyActivity(readFileSync(file), values.key,
			values.at ? instant(values.at, '--at') : Date.now());
	throw new Refused('usage: verify.mjs receipt FILE --vkey VKEY, or ' +
		'activity FILE --key z6Mk...');
}

if (process.argv[1] &&
	realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		console.log(main());
	} catch (why) {
		console.error(`refused: ${why.message}`);
		process.exitCode = 1;
	}
}
