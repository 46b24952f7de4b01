// fits.mjs - do documents fit the schemas of proto/schemas?  For tests.
//
// Reads lines of JSON, [name of a schema, document], and prints one a line:
// nothing if it fits, else why not.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, load } from "./vectors.mjs";

const { default: Ajv } = await load("ajv/dist/2020.js");
const ajv = new Ajv({ strict: true, strictTypes: false,
	strictRequired: false });
const folder = join(ROOT, "proto", "schemas");

for (const name of readdirSync(folder))
	ajv.addSchema(JSON.parse(readFileSync(join(folder, name))));
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
	const [name, document] = JSON.parse(line);
	const schema = ajv.getSchema(
	    `https://placet.example/schemas/${name}.json`);

	if (schema === undefined)
		console.log(`no schema of '${name}'`);
	else
		console.log(schema(document) ? "" :
		    ajv.errorsText(schema.errors));
}
