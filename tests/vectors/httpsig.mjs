// httpsig.mjs - HTTP signatures of ours and of other people's libraries
//
// Requests that libplacet signs (tests/vectors/httpsig) must verify with
// @peertube/http-signature (draft-cavage-12, as PeerTube does),
// http-message-signatures (RFC 9421) and, where it is installed,
// @misskey-dev/node-http-message-signatures (Misskey's, with the digests);
// and the other way round.
import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equal, finish, holds, test } from "../browser/tap.mjs";
import { load } from "./vectors.mjs";

const { default: peertube } = await load("@peertube/http-signature");
const { default: newer } = await load("http-message-signatures");
const misskey = await (async () =>
    load("@misskey-dev/node-http-message-signatures"))().catch(() => null);
const { httpbis, createSigner, createVerifier } = newer;

const ORIGIN = "https://placet.example";
const KEYID = "https://peer.example/actor#main-key";
const BODY = '{"type":"Like","content":"\u00e9\ud83c\udf33"}';
const folder = mkdtempSync(join(tmpdir(), "placet-httpsig-"));
const now = () => Math.floor(Date.now() / 1000);

/** Keys of one kind, as PEM and in files. */
function keys(kind, options) {
	const pair = generateKeyPairSync(kind, options);
	const pem = {
		secret: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
		public: pair.publicKey.export({ type: "spki", format: "pem" }),
	};
	const file = { secret: join(folder, `${kind}.pem`),
		public: join(folder, `${kind}.pub`) };
	for (const half of ["secret", "public"])
		writeFileSync(file[half], pem[half]);
	return { kind, pem, file };
}

const rsa = keys("rsa", { modulusLength: 2048 });
const ed25519 = keys("ed25519");

const hash = (name, data) =>
    createHash(name).update(data).digest("base64");

/** A request, its headers in lower case. */
function request(method = "POST", target = "/inbox") {
	const headers = { host: "placet.example",
		date: new Date().toUTCString(), "user-agent": "peer/1.0" };
	if (method === "GET")
		return { method, target, headers, body: "" };
	headers["content-type"] = "application/activity+json";
	headers.digest = `SHA-256=${hash("sha256", BODY)}`;
	headers["content-digest"] = `sha-256=:${hash("sha256", BODY)}:`;
	return { method, target, headers, body: BODY };
}

function ours(args, r) {
	const lines = Object.entries(r.headers).map(([k, v]) => `${k}: ${v}\n`);
	return spawnSync(process.env.PLACET_HTTPSIG, args, {
		input: `${r.method} ${r.target} HTTP/1.1\n${lines.join("")}\n` +
		    r.body, encoding: "utf8" });
}

/** Add our signature to the headers. */
function sign(r, scheme, pair, ...covered) {
	const done = ours(["sign", scheme, pair.file.secret, KEYID,
		String(now()), ORIGIN, ...covered], r);
	equal(done.status, 0, done.stderr);
	for (const line of done.stdout.trimEnd().split("\n")) {
		const colon = line.indexOf(": ");
		r.headers[line.slice(0, colon).toLowerCase()] =
		    line.slice(colon + 2);
	}
	return r;
}

/** Do we accept it?  Throws with what we say against it. */
function accepts(r, pair) {
	const done = ours(["check", pair.file.public, String(now()), ORIGIN],
	    r);
	equal(done.status, 0, done.stderr);
	equal(done.stdout, `${KEYID}\n`, "key id");
}

function refuses(r, pair, why) {
	const done = ours(["check", pair.file.public, String(now()), ORIGIN],
	    r);
	equal(done.status, 1, "status");
	equal(done.stderr, `${why}\n`, "words");
}

// --- draft-cavage-12 ------------------------------------------------------

/** The shape of Node's IncomingMessage and ClientRequest in one. */
const message = r => ({ method: r.method, url: r.target, path: r.target,
	headers: r.headers, getHeader: k => r.headers[k.toLowerCase()],
	setHeader: (k, v) => { r.headers[k.toLowerCase()] = v; } });

function peertubeVerifies(r, pair) {
	const parsed = peertube.parse(message(r),
	    { strict: true, headers: ["host"] });
	equal(parsed.keyId, KEYID, "key id");
	return peertube.verify(parsed, pair.pem.public);
}

/** Misskey's and the two digest headers. */
async function misskeyVerifies(r, pair) {
	const raw = { ...message(r), rawHeaders:
	    Object.entries(r.headers).flat(), httpVersion: "1.1",
	    httpVersionMajor: 1, headersDistinct: {} };
	const parsed = misskey.parseRequestSignature(raw);
	return misskey.verifyDraftSignature(parsed.value, pair.pem.public);
}

for (const pair of [rsa, ed25519])
	for (const [method, target] of [["POST", "/inbox"],
	    ["GET", "/actor"], ["POST", "/inbox?x=1"]])
		await test(`@peertube verifies ours: ${pair.kind} ${method} ` +
		    target, () => {
			const r = sign(request(method, target), "cavage", pair);
			holds(peertubeVerifies(r, pair), "not verified");
			r.headers.host = "other.example";
			holds(!peertubeVerifies(r, pair), "verified another");
		});

await test("@peertube verifies ours with (created)", () => {
	const r = sign(request(), "cavage", rsa, "(request-target)",
	    "(created)", "host", "digest");
	holds(peertubeVerifies(r, rsa), "not verified");
});

/** In the Signature header, with what Placet asks for. */
function peertubeSigns(r, pair, options = {}) {
	peertube.sign(message(r), { keyId: KEYID, key: pair.pem.secret,
		authorizationHeaderName: "Signature",
		headers: r.method === "GET" ?
		    ["(request-target)", "host", "date"] :
		    ["(request-target)", "host", "date", "digest"],
		...options });
	return r;
}

await test("we verify what @peertube signs", () => {
	const sha256 = { algorithm: "rsa-sha256" };
	accepts(peertubeSigns(request(), rsa, sha256), rsa);
	accepts(peertubeSigns(request("GET", "/actor"), rsa, sha256), rsa);
	accepts(peertubeSigns(request("POST", "/inbox?x=1"), rsa, sha256),
	    rsa);
	accepts(peertubeSigns(request(), rsa,
	    { ...sha256, hideAlgorithm: true }), rsa);
	accepts(peertubeSigns(request(), ed25519, { hideAlgorithm: true }),
	    ed25519);
	accepts(peertubeSigns(request(), rsa, { ...sha256,
		hideAlgorithm: true, headers: ["(request-target)", "(created)",
		    "(expires)", "host", "digest"] }), rsa);
});

await test("we refuse what @peertube signs otherwise", () => {
	const sha256 = { algorithm: "rsa-sha256" };
	const moon = peertubeSigns(request(), rsa, sha256);
	moon.body = moon.body.replace("Like", "Flag");
	refuses(moon, rsa, "the digest is of another body");
	refuses(peertubeSigns(request(), rsa, { algorithm: "rsa-sha512" }),
	    rsa, "the algorithm of the signature is not supported");
	refuses(peertubeSigns(request(), rsa, { ...sha256,
		authorizationHeaderName: "Authorization" }), rsa,
	    "a signature in Authorization is not accepted");
	refuses(peertubeSigns(request(), rsa, { ...sha256,
		headers: ["(request-target)", "host", "date"] }), rsa,
	    "the digest is not signed");
	refuses(peertubeSigns(request(), rsa, { ...sha256, opaque: "o",
		headers: ["(request-target)", "(opaque)", "host", "date",
		    "digest"] }), rsa,
	    "a signed component is unknown or malformed");
});

if (misskey !== null)
	await test("Misskey's verifies ours, and we verify Misskey's",
	    async () => {
		const r = sign(request(), "cavage", rsa);
		holds(await misskeyVerifies(r, rsa), "not verified");
		const body = Buffer.from(BODY);
		holds(await misskey.verifyDigestHeader(message(r), body, true),
		    "content-digest");
		delete r.headers["content-digest"];
		holds(await misskey.verifyDigestHeader(message(r), body, true),
		    "digest");
		for (const pair of [rsa, ed25519]) {
			const mine = request();
			await misskey.signAsDraftToRequest(
			    { ...message(mine), url: ORIGIN + mine.target },
			    { privateKeyPem: pair.pem.secret, keyId: KEYID },
			    ["(request-target)", "date", "host", "digest"]);
			accepts(mine, pair);
		}
	});

// --- RFC 9421 -------------------------------------------------------------

const ALG = { rsa: "rsa-v1_5-sha256", ed25519: "ed25519" };

const verifies = (r, pair) => httpbis.verifyMessage({
	tolerance: 60,
	requiredParams: ["created", "keyid", "alg"],
	requiredFields: ["@method", "@target-uri"],
	keyLookup: async ({ keyid }) => keyid !== KEYID ? null : {
		id: keyid, algs: [ALG[pair.kind]],
		verify: createVerifier(createPublicKey(pair.pem.public),
		    ALG[pair.kind]) },
}, { method: r.method, url: ORIGIN + r.target, headers: r.headers });

const FIELDS = ["@method", "@target-uri", "content-digest"];

/** Our profile, unless told otherwise. */
async function signs(r, pair, fields = FIELDS, params = {}) {
	const done = await httpbis.signMessage({
		key: createSigner(pair.pem.secret, ALG[pair.kind], KEYID),
		params: ["created", "keyid", "alg", ...Object.keys(params)],
		paramValues: params, fields,
	}, { method: r.method, url: ORIGIN + r.target, headers: r.headers });
	return { ...r, headers: Object.fromEntries(
	    Object.entries(done.headers)
	        .map(([k, v]) => [k.toLowerCase(), v])) };
}

for (const pair of [rsa, ed25519]) {
	await test(`http-message-signatures verifies ours: ${pair.kind}`,
	    async () => {
		for (const [method, target] of [["POST", "/inbox"],
		    ["GET", "/actor"], ["POST", "/inbox?x=1&y=%20"]]) {
			const r = sign(request(method, target), "rfc9421",
			    pair);
			holds(await verifies(r, pair), "not verified");
			r.target += "/";
			holds(!await verifies(r, pair), "verified another");
		}
		const all = sign(request("POST", "/inbox?x=1"), "rfc9421",
		    pair, "@method", "@target-uri", "@authority", "@scheme",
		    "@path", "@query", "@request-target", "host", "date",
		    "content-type", "content-digest");
		holds(await verifies(all, pair), "all components");
	});

	await test(`we verify http-message-signatures: ${pair.kind}`,
	    async () => {
		accepts(await signs(request(), pair), pair);
		accepts(await signs(request("GET", "/actor?page=1"), pair,
		    ["@method", "@target-uri"]), pair);
		accepts(await signs(request("POST", "/inbox?x=1"), pair,
		    [...FIELDS, "@authority", "@scheme", "@path", "@query",
		        "@request-target", "host", "date", "user-agent"],
		    { expires: new Date(Date.now() + 60000), nonce: 'n"\\',
		        tag: "t" }), pair);
		const moon = await signs(request(), pair);
		moon.body = moon.body.replace("Like", "Flag");
		refuses(moon, pair, "the digest is of another body");
		const other = await signs(request(), pair);
		other.target = "/outbox";
		refuses(other, pair, "the signature does not verify");
		refuses(await signs(request(), pair,
		    ["@method", "@target-uri"]), pair,
		    "the digest is not signed");
		refuses(await signs(request(), pair,
		    [...FIELDS, '"date";bs']), pair,
		    "parameters of components are not supported");
	});
}

rmSync(folder, { recursive: true });
process.exitCode = finish();
