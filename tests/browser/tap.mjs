// tap.mjs - tests in the order they are met, as TAP
let n = 0;
let failures = 0;

/** Run one test; go on with the next whatever became of it. */
export async function test(name, body) {
	n += 1;
	try {
		await body();
		console.log(`ok ${n} - ${name}`);
	} catch (error) {
		failures += 1;
		console.log(`not ok ${n} - ${name}`);
		for (const line of String(error.stack ?? error).split("\n"))
			console.log(`# ${line}`);
	}
}

export function holds(truth, what) {
	if (!truth)
		throw new Error(what);
}

export function equal(got, want, what) {
	if (got !== want)
		throw new Error(`${what}: got ${JSON.stringify(got)}, ` +
		    `want ${JSON.stringify(want)}`);
}

/** The first true answer of ask() within so many seconds. */
export async function eventually(ask, what, seconds = 20) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer)
			return answer;
		holds(Date.now() < end, `${what}: not within ${seconds} s`);
		await new Promise(done => setTimeout(done, 200));
	}
}

export function finish() {
	console.log(`1..${n}`);
	return failures === 0 ? 0 : 1;
}
