// vectors.mjs - reading vectors, and having libplacet read others
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const require = createRequire(
    join(process.env.PLACET_NODE_MODULES, "none.js"));

/** A module of the packages in the build tree. */
export const load = name =>
    import(pathToFileURL(require.resolve(name)).href);

export const vectors = name => JSON.parse(
    readFileSync(join(ROOT, "proto", "vectors", `${name}.json`)));

export const unhex = text => new Uint8Array(Buffer.from(text, "hex"));
export const hex = data => Buffer.from(data).toString("hex");
export const bytes = text => new Uint8Array(Buffer.from(text));
/** One after the other; single bytes may be given as arrays of numbers. */
export const concat = (...parts) => new Uint8Array(
    Buffer.concat(parts.map(part => Uint8Array.from(part))));

/** Does libplacet agree with these cases?  Throws with what it says. */
export function agrees(theme, lists) {
	const folder = mkdtempSync(join(tmpdir(), "placet-vectors-"));
	const file = join(folder, `${theme}.json`);

	try {
		writeFileSync(file, JSON.stringify(lists));
		execFileSync(process.env.PLACET_CHECK, [theme, file],
		    { encoding: "utf8" });
	} catch (error) {
		throw new Error(`${error.stdout}${error.stderr}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The same, which must not hold: so that agreeing means something. */
export function disagrees(theme, lists) {
	try {
		agrees(theme, lists);
	} catch {
		return;
	}
	throw new Error(`libplacet agrees with false ${theme}`);
}
