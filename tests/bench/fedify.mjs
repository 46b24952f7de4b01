/*
 * fedify.mjs - the inbox of Fedify as its makers ship it, and nothing else
 *
 *	node fedify.mjs PORT
 *
 * One process, everything in memory, no queue; what is taken is forgotten.
 */
import { MemoryKvStore, createFederation } from "@fedify/fedify";
import { Create, Person } from "@fedify/vocab";
import { serve } from "@hono/node-server";

const port = Number(process.argv[2]);
const federation = createFederation({
	kv: new MemoryKvStore(),
	allowPrivateAddress: true, // all is on this machine
	origin: `http://127.0.0.1:${port}`,
});

federation.setActorDispatcher("/users/{identifier}", (ctx, name) =>
	new Person({ id: ctx.getActorUri(name), preferredUsername: name,
		inbox: ctx.getInboxUri(name) }));
federation.setInboxListeners("/users/{identifier}/inbox", "/inbox")
	.on(Create, () => {});

serve({
	hostname: "127.0.0.1",
	port,
	fetch: (request) => federation.fetch(request,
		{ contextData: undefined }),
}, () => console.log("ready"));
