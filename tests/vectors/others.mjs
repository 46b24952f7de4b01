// others.mjs - our vectors and other people's libraries, both ways
//
// What we wrote down must hold for @noble/curves and @noble/hashes
// (Ed25519, ristretto255, SHA-2), canonicalize (RFC 8785) and Node's own
// OpenSSL; what they sign, libplacet must accept: tests/vectors/check reads
// it as it reads our files.
import { createPrivateKey, createPublicKey, sign, verify }
    from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { equal, finish, holds, test } from "../browser/tap.mjs";
import { agrees, bytes, concat, disagrees, hex, load, ROOT, unhex, vectors }
    from "./vectors.mjs";

const { ed25519, ristretto255, ristretto255_oprf } =
    await load("@noble/curves/ed25519.js");
const { sha256, sha512 } = await load("@noble/hashes/sha2.js");
const { default: canonicalize } = await load("canonicalize");

const base64 = data => Buffer.from(data).toString("base64");
const seed = ed25519.utils.randomSecretKey();
const pub = ed25519.getPublicKey(seed);
/** Strict, as RFC 8032 has it. */
const signed = (sig, msg, key) =>
    ed25519.verify(sig, msg, key, { zip215: false });

// --- the log ------------------------------------------------------------

const node = (left, right) => sha256(concat(unhex("01"), left, right));

/** RFC 9162, 2.1.1, by recursion. */
function root(hashes) {
	if (hashes.length === 0)
		return sha256(new Uint8Array());
	if (hashes.length === 1)
		return hashes[0];
	const k = split(hashes.length);
	return node(root(hashes.slice(0, k)), root(hashes.slice(k)));
}

function split(n) {
	let k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

/** RFC 9162, 2.1.3.1 */
function inclusion(m, hashes) {
	if (hashes.length === 1)
		return [];
	const k = split(hashes.length);
	const left = hashes.slice(0, k), right = hashes.slice(k);
	return m < k ? [...inclusion(m, left), root(right)]
	    : [...inclusion(m - k, right), root(left)];
}

/** RFC 9162, 2.1.4.1 */
function consistency(m, hashes, whole = true) {
	if (m === hashes.length)
		return whole ? [] : [root(hashes)];
	const k = split(hashes.length);
	const left = hashes.slice(0, k), right = hashes.slice(k);
	return m <= k ? [...consistency(m, left, whole), root(right)]
	    : [...consistency(m - k, right, false), root(left)];
}

const merkle = vectors("merkle");
const leaves = merkle.tree[0].leaves.map(data =>
    sha256(concat(unhex("00"), unhex(data))));

await test("roots of the log are those of RFC 6962", () => {
	equal(hex(root([])), merkle.tree[0].empty, "empty");
	merkle.tree[0].roots.forEach((want, i) =>
	    equal(hex(root(leaves.slice(0, i + 1))), want, `${i + 1}`));
});

await test("proofs are those that the RFC's recursion makes", () => {
	for (const c of merkle.inclusion)
		equal(inclusion(Number(c.index), leaves.slice(0, c.size))
		    .map(hex).join(), c.path.join(), c.desc);
	for (const c of merkle.consistency)
		equal(consistency(Number(c.size1), leaves.slice(0, c.size2))
		    .map(hex).join(), c.path.join(), c.desc);
});

await test("libplacet accepts all proofs of another log", () => {
	const all = Array.from({ length: 40 }, (_, i) => sha256(bytes(`${i}`)));
	const included = [], grown = [];
	for (let size = 1; size <= all.length; size += 3) {
		const log = all.slice(0, size);
		for (let i = 0; i < size; i++)
			included.push({ size: `${size}`, index: `${i}`,
			    leaf: hex(all[i]), root: hex(root(log)),
			    path: inclusion(i, log).map(hex) });
		for (let i = 1; i <= size; i++)
			grown.push({ size1: `${i}`, size2: `${size}`,
			    root1: hex(root(all.slice(0, i))),
			    root2: hex(root(log)),
			    path: consistency(i, log).map(hex) });
	}
	agrees("merkle", { inclusion: included, consistency: grown });
	included[50].leaf = included[51].leaf;
	disagrees("merkle", { inclusion: included });
});

await test("commitments are the hashes that leaf.h describes", () => {
	const lists = vectors("commitment");
	for (const c of lists.petition) {
		const number = Buffer.alloc(4);
		number.writeUInt32BE(Number(c.number));
		equal(hex(sha256(concat(bytes("placet/petition/v1\n"),
		    unhex(c.site), number))), c.petition, c.number);
	}
	for (const c of lists.nullifier)
		equal(hex(sha256(concat(bytes("placet/cn/v1\n"),
		    unhex(c.petition), unhex(c.salt), unhex(c.nullifier)))),
		    c.cn, "cn");
	for (const c of lists.profile)
		equal(hex(sha256(concat(bytes("placet/cp/v1\n"),
		    unhex(c.petition), unhex(c.salt), bytes(c.profile)))),
		    c.cp, c.name);
});

// --- notes ----------------------------------------------------------------

const keyId = (name, kind, key) =>
    sha256(concat(bytes(`${name}\n`), [kind], key)).slice(0, 4);
const vkeyOf = (name, kind, key) => `${name}+${hex(keyId(name, kind, key))}+` +
    base64(concat([kind], key));
const line = (name, id, data) => `— ${name} ${base64(concat(id, data))}\n`;

await test("noble verifies our checkpoints", () => {
	const lists = vectors("note");
	for (const c of lists.vkey) {
		equal(hex(ed25519.getPublicKey(unhex(c.seed))), c.public,
		    c.desc);
		equal(vkeyOf(c.name, 1, unhex(c.public)), c.vkey, c.desc);
	}
	for (const c of lists.checkpoint) {
		const key = Buffer.from(c.vkey.split("+").slice(2).join("+"),
		    "base64").subarray(1);
		const start = `— ${c.origin} ` + base64(concat(
		    keyId(c.origin, 1, key), [0])).slice(0, 5);
		const ours = c.note.split("\n").find(l => l.startsWith(start));
		const sig = Buffer.from(ours.split(" ")[2], "base64");
		holds(signed(sig.subarray(4), bytes(c.text), key), c.desc);
	}
});

/** Checkpoints by noble, in the shape of note.json. */
function checkpoints() {
	const origin = "noble.example.org/p/1";
	return Array.from({ length: 20 }, (_, i) => {
		const head = sha256(bytes(`${i}`));
		const text = `${origin}\n${i + 1}\n${base64(head)}\n`;
		const sig = ed25519.sign(bytes(text), seed);
		return { vkey: vkeyOf(origin, 1, pub), origin,
			size: `${i + 1}`, root: hex(head), text,
			note: `${text}\n` +
			    line(origin, keyId(origin, 1, pub), sig) };
	});
}

await test("libplacet opens checkpoints that noble signed", () => {
	const list = checkpoints();
	agrees("note", { checkpoint: list });
	list[7].note = list[8].note;
	disagrees("note", { checkpoint: list });
});

// --- the oblivious function -------------------------------------------------

const { voprf } = ristretto255_oprf;
const oprf = vectors("oprf");
const items = (inputs, c) => c.blinded.map((blinded, i) => ({
	input: unhex(inputs[i].input), blind: unhex(inputs[i].blind),
	evaluated: unhex(c.evaluated[i]), blinded: unhex(blinded),
}));

await test("noble verifies both holders' proofs, and refuses hostile ones",
    () => {
	for (const c of oprf.evaluate)
		voprf.finalizeBatch(items(oprf.two_holders, c), unhex(c.pk),
		    unhex(c.proof));
	for (const c of oprf.refuse) {
		let refused = false;
		try {
			voprf.finalizeBatch(items(oprf.two_holders, c),
			    unhex(c.pk), unhex(c.proof));
		} catch {
			refused = true;
		}
		holds(refused, c.desc);
	}
});

await test("nullifiers of two holders come out under noble's arithmetic", () => {
	const { Point } = ristretto255;
	const piece = data => concat([data.length >> 8, data.length & 255], data);
	const keys = oprf.key[0];
	equal(Point.fromHex(keys.pk_h).add(Point.fromHex(keys.pk_k)).toHex(),
	    keys.sum, "the sum of the keys");
	for (const c of oprf.two_holders) {
		const sum = Point.fromHex(c.evaluated_h)
		    .add(Point.fromHex(c.evaluated_k));
		const blind = Point.Fn.fromBytes(unhex(c.blind));
		const plain = sum.multiply(Point.Fn.inv(blind));
		equal(sum.toHex(), c.sum, "sum");
		const output = sha512(concat(piece(unhex(c.input)),
		    piece(plain.toBytes()), bytes("Finalize")));
		equal(hex(output), c.output, "output");
		equal(hex(output.slice(0, 32)), c.nullifier, "nullifier");
		// And under the sum of the secrets, with nobody blinded.
		const secret = oprf.evaluate.map(e =>
		    Point.Fn.fromBytes(unhex(e.sk)));
		const whole = Point.Fn.toBytes(
		    Point.Fn.add(secret[0], secret[1]));
		const once = voprf.blind(unhex(c.input));
		const done = voprf.blindEvaluate(whole, unhex(keys.sum),
		    once.blinded);
		equal(hex(voprf.finalize(unhex(c.input), once.blind,
		    done.evaluated, once.blinded, unhex(keys.sum), done.proof)),
		    c.output, "in one go");
	}
});

await test("libplacet verifies batches that noble evaluated", () => {
	const list = [1, 2, 5, 64].map(n => {
		const keys = voprf.generateKeyPair();
		const blinded = Array.from({ length: n }, (_, i) =>
		    voprf.blind(bytes(`${i}`)).blinded);
		const done = voprf.blindEvaluateBatch(keys.secretKey,
		    keys.publicKey, blinded);
		return { pk: hex(keys.publicKey), blinded: blinded.map(hex),
			evaluated: done.evaluated.map(hex),
			proof: hex(done.proof) };
	});
	agrees("oprf", { evaluate: list });
	list[2].proof = list[1].proof;
	disagrees("oprf", { evaluate: list });
});

// --- JSON and proofs in it --------------------------------------------------

await test("canonicalize gives the same canonical JSON", () => {
	const lists = vectors("jcs");
	for (const c of lists.canonical)
		equal(canonicalize(JSON.parse(c.json)), c.jcs, c.desc);
	for (const c of lists.number)
		equal(canonicalize(Buffer.from(c.ieee754, "hex")
		    .readDoubleBE()), c.jcs, c.ieee754);
});

await test("libplacet writes numbers as V8 does", () => {
	const number = [];
	for (let i = 0; i < 3000; i++) {
		const bits = Buffer.from(sha256(bytes(`number ${i}`)))
		    .subarray(0, 8);
		const d = bits.readDoubleBE();
		if (Number.isFinite(d))
			number.push({ ieee754: hex(bits), jcs: `${d}` });
	}
	agrees("jcs", { number });
});

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
function base58(data) {
	let n = BigInt(`0x${hex(data)}`), text = "";
	for (; n > 0n; n /= 58n)
		text = BASE58[Number(n % 58n)] + text;
	// Zeros in front are no part of the number: a "1" each.
	for (let i = 0; i < data.length && data[i] === 0; i++)
		text = `1${text}`;
	return text;
}
const multikey = key => `z${base58(concat([0xed, 1], key))}`;

await test("Multikeys are spelled as BigInt spells them", () => {
	for (const c of vectors("multikey").multikey) {
		equal(multikey(unhex(c.public)), c.multikey, c.seed);
		equal(`did:key:${multikey(unhex(c.public))}`, c.did, c.seed);
	}
});

/** Both hashes of eddsa-jcs-2022, of a document with a proof. */
function hashes(document) {
	const { proof, signature, ...plain } = document;
	const { proofValue, ...options } = proof;
	if ("@context" in options)
		plain["@context"] = options["@context"];
	return [options, plain].map(v => sha256(bytes(canonicalize(v))));
}

await test("noble and canonicalize verify our proofs in documents", () => {
	const lists = vectors("integrity");
	for (const c of lists.verify) {
		const document = JSON.parse(c.document);
		const [options, plain] = hashes(document);
		equal(hex(options), c.config_hash, c.desc);
		equal(hex(plain), c.document_hash, c.desc);
		equal(document.proof.proofValue,
		    `z${base58(unhex(c.signature))}`, c.desc);
		holds(signed(unhex(c.signature), concat(options, plain),
		    unhex(c.public)), c.desc);
	}
});

/** A document that noble signed, in the shape of integrity.json. */
function signDocument(content) {
	const context = ["https://www.w3.org/ns/activitystreams",
		"https://w3id.org/security/data-integrity/v1"];
	const method = `did:key:${multikey(pub)}#${multikey(pub)}`;
	const document = { "@context": context, type: "Note", content,
		number: 1e-7, astral: { "\u{1f333}": 1, "\ue000": 2 },
		proof: { "@context": context, type: "DataIntegrityProof",
			cryptosuite: "eddsa-jcs-2022",
			verificationMethod: method,
			proofPurpose: "assertionMethod",
			created: "2026-09-21T14:40:00Z" } };
	const [options, plain] = hashes(document);
	const sig = ed25519.sign(concat(options, plain), seed);
	document.proof.proofValue = `z${base58(sig)}`;
	return { document: JSON.stringify(document, null, 1), method,
		now: "1790001660", public: hex(pub), signature: hex(sig),
		config_hash: hex(options), document_hash: hex(plain) };
}

await test("libplacet verifies documents that noble signed", () => {
	const verify = ["", "é\u2028\n\"\\", "\u{1f333}", "\u0001\u007f"]
	    .map(signDocument);
	agrees("integrity", { verify });
	verify[0].document = verify[1].document;
	disagrees("integrity", { verify });
});

// --- keys -------------------------------------------------------------------

await test("OpenSSL reads our keys, and verifies what they sign", () => {
	const lists = vectors("key");
	for (const c of lists.key)
		equal(createPublicKey(c.pem.trim())
		    .export({ type: "spki", format: "der" })
		    .toString("hex"), c.spki, c.desc);
	for (const c of [...lists.signature, ...lists.refuse_signature]) {
		// OpenSSL picks another hash where this one does not fit.
		if (c.error === "ETYPE")
			continue;
		equal(verify(c.sha === "none" ? null : c.sha,
		    unhex(c.message), createPublicKey(c.pem),
		    unhex(c.signature)), !("error" in c), c.desc);
	}
});

await test("OpenSSL signs with our secret keys as we do", () => {
	for (const c of vectors("key").signature)
		equal(sign(c.sha === "none" ? null : c.sha, unhex(c.message),
		    createPrivateKey(c.secret)).toString("hex"), c.signature,
		    c.desc);
});

// --- messages -------------------------------------------------------------

await test("Ajv and the schemas accept our messages", async () => {
	const { default: Ajv } = await load("ajv/dist/2020.js");
	const ajv = new Ajv({ strict: true, strictTypes: false,
		strictRequired: false });
	for (const name of readdirSync(join(ROOT, "proto", "schemas")))
		ajv.addSchema(JSON.parse(readFileSync(
		    join(ROOT, "proto", "schemas", name))));
	const fits = (name, text) => {
		const schema = ajv.getSchema(
		    `https://placet.example/schemas/${name}.json`);
		holds(schema !== undefined, `no schema of '${name}'`);
		return schema(JSON.parse(text)) ? "" :
		    ajv.errorsText(schema.errors);
	};
	for (const c of vectors("messages").accept) {
		equal(fits(c.type, c.document), "", c.desc);
		// Whatever it is, it is no profile of an actor.
		holds(fits("actor", c.document) !== "", c.desc);
	}
	// The fuzzer's seeds are named after what they are; documents without
	// a type have a byte in front.
	const seeds = join(ROOT, "tests", "fuzz", "corpus", "msg");
	const known = readdirSync(seeds).filter(name =>
	    ajv.getSchema(`https://placet.example/schemas/${name}.json`));
	holds(known.length > 40, `${known.length} seeds`);
	for (const name of known)
		equal(fits(name, readFileSync(join(seeds, name), "utf8")
		    .replace(/^[^{]/, "")), "", name);
	for (const c of vectors("examples").cases)
		if (!c.beyondSchema && c.type !== "unknown")
			equal(fits(c.type, JSON.stringify(c.doc)) === "",
			    c.valid, c.desc);
	// A schema says less than libplacet: what it sees is in a field.
	const blind = ["EDUP", "EKEY", "EUTF8"];
	for (const c of vectors("messages").refuse) {
		if (blind.includes(c.error) || c.field === "")
			continue;
		const type = c.want ?? vectors("messages").accept.find(g =>
		    JSON.parse(g.document).type ===
		    JSON.parse(c.document).type)?.type;
		if (type !== undefined && !/does not exist/.test(c.desc))
			holds(fits(type, c.document) !== "", c.desc);
	}
});

process.exitCode = finish();
