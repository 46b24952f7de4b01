/*
 * peer.mjs - another server of the fediverse: Fedify, as its makers ship it
 *
 *	node peer.mjs '{"origin", "port", "control", "knock", "cert", "key"}'
 *
 * Its people are made when they are first named.  What its inbox got is kept
 * with what Fedify thought of it, the signature of the request and the proof
 * of the activity each on its own; a second port, for the test only, is told
 * what to do and answers JSON.  Ends when its standard input does.
 */
import { createServer } from "node:https";
import { createServer as createControl } from "node:http";
import { readFileSync } from "node:fs";
import {
	MemoryKvStore, createFederation, generateCryptoKeyPair, verifyObject,
	verifyRequest,
} from "@fedify/fedify";
import {
	Accept, Activity, Announce, Block, Create, Delete, Endpoints, Flag,
	Follow, Like, Note, Person, PUBLIC_COLLECTION, Reject, Tombstone, Undo,
	Update,
} from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";
import { serve } from "@hono/node-server";

const conf = JSON.parse(process.argv[2]);
const people = new Map(); // name: {name, keys, gone}
const notes = new Map(); // URL: Note
const done = new Map(); // id of what was sent: the activity, to undo it
const log = []; // what the inbox got
let serial = 0;

/* 2048 bits, as most servers have; Fedify's own 4096 take seconds. */
function rsa() {
	return crypto.subtle.generateKey({
		name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048,
		publicExponent: new Uint8Array([1, 0, 1]),
	}, true, ["sign", "verify"]);
}

async function person(name) {
	if (!people.has(name)) {
		const p = { name, gone: false };
		people.set(name, p);
		p.keys = await Promise.all([
			rsa(),
			generateCryptoKeyPair("Ed25519"),
		]);
	}
	const p = people.get(name);
	while (p.keys === undefined)
		await new Promise((r) => setTimeout(r, 10));
	return p;
}

const federation = createFederation({
	kv: new MemoryKvStore(),
	allowPrivateAddress: true, // they are all on this machine
	origin: conf.origin,
	firstKnock: conf.knock,
});

federation.setActorDispatcher("/users/{identifier}", async (ctx, name) => {
	const p = await person(name);
	const id = ctx.getActorUri(name);
	if (p.gone)
		return new Tombstone({ id });
	const keys = await ctx.getActorKeyPairs(name);
	return new Person({
		id,
		preferredUsername: name,
		name: `${name} d’ailleurs`,
		url: id,
		inbox: ctx.getInboxUri(name),
		endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
		publicKey: keys[0].cryptographicKey,
		assertionMethods: keys.map((k) => k.multikey),
	});
}).setKeyPairsDispatcher(async (_ctx, name) => (await person(name)).keys);

federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{n}",
	(ctx, values) => notes.get(ctx.getObjectUri(Note, values).href) ?? null);

/* The pages of this server, to follow and like from: FEP-3b86, and before. */
federation.setWebFingerLinksDispatcher(() => [
	{ rel: "http://ostatus.org/schema/1.0/subscribe",
		template: `${conf.origin}/subscribe?to={uri}` },
	{ rel: "https://w3id.org/fep/3b86/Like",
		template: `${conf.origin}/like?what={object}` },
]);

const heard = new Set(); // ids that Fedify gave to us
federation.setInboxListeners("/users/{identifier}/inbox", "/inbox")
	.on(Activity, (_ctx, activity) => { heard.add(activity.id?.href); });

/* Never throws: what cannot be checked does not verify. */
async function verified(check) {
	try {
		return (await check()) !== null;
	} catch {
		return false;
	}
}

async function receive(request) {
	const copies = [request.clone(), request.clone()];
	const answer = await federation.fetch(request,
		{ contextData: undefined });
	if (request.method !== "POST")
		return answer;
	const ctx = federation.createContext(new URL(conf.origin));
	const loaders = { documentLoader: ctx.documentLoader,
		contextLoader: ctx.contextLoader };
	const doc = await copies[0].json().catch(() => null);
	log.push({
		at: Date.now(),
		path: new URL(request.url).pathname,
		status: answer.status,
		heard: heard.has(doc?.id),
		signed: await verified(() => verifyRequest(copies[1], loaders)),
		proved: doc?.proof !== undefined &&
			await verified(() => verifyObject(Activity, doc, loaders)),
		scheme: request.headers.has("signature-input") ?
			"rfc9421" : "cavage",
		doc,
	});
	return answer;
}

/* --- what it is told to do ---------------------------------------------- */

function context() {
	return federation.createContext(new URL(conf.origin));
}

async function look(url) {
	const found = await context().lookupObject(url);
	if (found === null)
		throw new Error(`nothing at ${url}`);
	return found;
}

async function send(name, to, activity) {
	await person(name);
	await context().sendActivity({ identifier: name }, to, activity);
	done.set(activity.id.href, { activity, to });
	return { id: activity.id.href };
}

function fresh(name, kind) {
	return new URL(`${conf.origin}/users/${name}#${kind}/${++serial}`);
}

/* Whose the thing is; the author of a note, or the actor itself. */
async function owner(thing) {
	return thing.inboxId ? thing : look(thing.attributionId.href);
}

/* Undo of what we did to that object, by what was kept of it. */
async function undo(name, id) {
	const { activity, to } = done.get(id);
	return send(name, to, new Undo({ id: fresh(name, "undo"),
		actor: context().getActorUri(name), object: activity }));
}

function verb(Class, kind) {
	return async ({ as, url }) => {
		const thing = await look(url);
		return send(as, await owner(thing), new Class({
			id: fresh(as, kind),
			actor: context().getActorUri(as),
			object: thing.id,
		}));
	};
}

const commands = {
	async lookup({ url }) {
		const found = await look(url);
		return { type: found.constructor.name,
			doc: await found.toJsonLd() };
	},
	follow: verb(Follow, "follow"),
	like: verb(Like, "like"),
	announce: verb(Announce, "announce"),
	block: verb(Block, "block"),
	undo: ({ as, id }) => undo(as, id),
	async flag({ as, url, text }) {
		const thing = await look(url);
		return send(as, await owner(thing), new Flag({
			id: fresh(as, "flag"),
			actor: context().getActorUri(as),
			objects: [thing.id], content: text,
		}));
	},
	/* To its author, or to another: `through` is that one's URL. */
	async reply({ as, url, html, through }) {
		const to = await look(url);
		const author = await (through ? look(through) : owner(to));
		const ctx = context();
		const id = ctx.getObjectUri(Note,
			{ identifier: as, n: String(++serial) });
		const note = new Note({
			id, attribution: ctx.getActorUri(as), content: html,
			replyTarget: to.id, to: PUBLIC_COLLECTION,
			cc: author.id, url: id,
			published: Temporal.Now.instant(),
		});
		notes.set(id.href, note);
		await send(as, author, new Create({
			id: new URL(`${id.href}#create`), actor: note.attributionId,
			object: note, to: PUBLIC_COLLECTION, cc: author.id,
		}));
		return { id: id.href };
	},
	async edit({ as, id, html }) {
		const old = notes.get(id);
		const note = old.clone({ content: html,
			updated: Temporal.Now.instant() });
		notes.set(id, note);
		return send(as, await look(old.ccId.href), new Update({
			id: fresh(as, "update"), actor: note.attributionId,
			object: note, to: PUBLIC_COLLECTION,
		}));
	},
	async delete({ as, id }) {
		const note = notes.get(id);
		notes.delete(id);
		return send(as, await look(note.ccId.href), new Delete({
			id: fresh(as, "delete"), actor: note.attributionId,
			object: new Tombstone({ id: note.id }),
			to: PUBLIC_COLLECTION,
		}));
	},
	/* The actor goes; its keys stay readable until it has said so. */
	async leave({ as, url }) {
		const actor = context().getActorUri(as);
		const told = await send(as, await look(url), new Delete({
			id: fresh(as, "leave"), actor, object: actor,
			to: PUBLIC_COLLECTION,
		}));
		(await person(as)).gone = true;
		return told;
	},
	/* New keys under the old ids. */
	async rotate({ as }) {
		people.delete(as);
		await person(as);
		return {};
	},
	log: () => log,
};

createControl(async (req, res) => {
	let body = "";
	for await (const part of req)
		body += part;
	let status = 200, answer;
	try {
		answer = await commands[req.url.slice(1)](
			body === "" ? {} : JSON.parse(body));
	} catch (why) {
		status = 500;
		answer = { error: String(why), status: why.statusCode,
			body: why.responseBody };
	}
	res.writeHead(status, { "Content-Type": "application/json" });
	res.end(JSON.stringify(answer));
}).listen(conf.control, "127.0.0.1");

serve({
	hostname: "127.0.0.1",
	port: conf.port,
	fetch: receive,
	...(conf.cert && {
		createServer,
		serverOptions: { cert: readFileSync(conf.cert),
			key: readFileSync(conf.key) },
	}),
}, () => console.log("ready"));

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
