// run.mjs - the whole signing story as people live it (started by signing.py)
//
// With and without JavaScript, in French and English, with the keyboard
// alone.  What must be there comes in the environment:
//
//	PLACET_URL_TOWN, PLACET_URL_VILLAGE   origins of two sites
//	PLACET_OPEN_TOWN, PLACET_OPEN_VILLAGE numbers of open petitions
//	PLACET_CLOSED_TOWN                    a closed one
//	PLACET_DISCUSSED_TOWN                 one with two pages of comments
//	PLACET_ELSEWHERE, PLACET_SILENT       a server that leads @marie on, and
//	                                      one that answers nobody
//	PLACET_LINK_EXPIRED, PLACET_LINK_LATE confirmation links: too old, and
//	                                      of a petition that has closed
//	PLACET_VERIFY                         the program placet; optional
//	PLACET_NODE_MODULES                   where npm has put the packages
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browse, Reader } from "./reader.mjs";
import { equal, eventually, finish, holds, test } from "./tap.mjs";

const env = process.env;
const town = env.PLACET_URL_TOWN;
const village = env.PLACET_URL_VILLAGE;
const folder = mkdtempSync(join(tmpdir(), "placet-browser-"));
let people = 0;

const address = () => `personne${++people}.${process.pid}@example.org`;
const number = text => parseInt(text.replace(/\D+/g, ""), 10);

/** The newest mail to somebody, from the pages of the test site. */
async function mailTo(reader, origin, to) {
	const line = reader.page.locator(".lines li", { hasText: to }).first();
	await eventually(async () => {
		await reader.go(`${origin}/dev/mail`);
		return await line.count() > 0;
	}, `a mail to ${to}`);
	return line.locator("a").getAttribute("href");
}

async function fill(page, fields) {
	for (const [name, value] of Object.entries(fields))
		await page.fill(`#${name}`, value);
}

async function receiptReady(reader) {
	await eventually(async () => {
		if (await reader.page.locator("a[download]").count() > 0)
			return true;
		await reader.press("main a.button");
		return false;
	}, "the receipt");
}

/** Read, sign, choose a commune, confirm, keep the receipt. */
async function story(browser, options) {
	const reader = await Reader.open(browser, options);
	const { page, who } = reader;
	const to = address();
	const petition = `${village}/petitions/${env.PLACET_OPEN_VILLAGE}`;
	let before = 0;

	await test(`the home page leads to the petition (${who})`, async () => {
		equal(await reader.go(`${village}/`), 200, "status");
		await reader.press(`a[href$="/petitions/` +
		    `${env.PLACET_OPEN_VILLAGE}"]`);
		equal(page.url(), petition, "address");
		before = number(await reader.text("#count"));
		await reader.press("a.button");
	});
	await test(`an empty form says what is missing (${who})`, async () => {
		equal(await reader.press("main form button"), 422, "status");
		holds(/^(Erreur|Error)/.test(await page.title()), "title");
		equal(await page.locator(".summary li").count(), 4, "errors");
		equal(await page.evaluate(() => document.activeElement.className),
		    "summary", "focus");
		await page.click('.summary a[href="#email"]');
		equal(await page.evaluate(() => document.activeElement.id),
		    "email", "focus after the link");
	});
	await reader.look("form with errors");
	await test(`a postcode of several communes asks which (${who})`,
		async () => {
			await fill(page, { name: "Zoé L’Hôte–Nguyễn", email: to,
				postcode: "26150" });
			await page.check("#notify");
			await page.check("#consent");
			equal(await reader.press("main form button"), 422, "status");
			equal(await page.inputValue("#email"), to, "kept address");
			equal(await page.inputValue("#name"), "Zoé L’Hôte–Nguyễn",
			    "kept name");
			holds(await page.isChecked("#notify"), "kept choice");
			holds(!await page.isChecked("#publish"), "kept no choice");
			await page.check("#commune-26113");
		});
	await reader.look("form that asks the commune");
	await test(`the form leads to "check your mail" (${who})`, async () => {
		equal(await reader.press("main form button"), 200, "status");
		holds(!(await page.content()).includes(to), "address is not shown");
	});
	await reader.look("check your mail");

	let link;
	await test(`the link of the mail changes nothing yet (${who})`,
		async () => {
			const mail = await mailTo(reader, village, to);
			await reader.look("list of mails");
			await reader.go(new URL(mail, village).href);
			await reader.look("a mail");
			link = await page.getAttribute('main a[href*="/confirm/"]',
			    "href");
			equal(await reader.go(link), 200, "status");
			equal(await page.locator("main form").count(), 1, "button");
		});
	await reader.look("confirmation");
	await test(`the button confirms (${who})`, async () =>
		equal(await reader.press("main form button"), 200, "status"));
	await reader.look("thank you");
	await test(`the receipt becomes ready (${who})`, async () => {
		await reader.press("main a.button");
		await receiptReady(reader);
	});
	await reader.look("receipt");
	await test(`the receipt is a file that holds (${who})`, async () => {
		const [download] = await Promise.all([
			page.waitForEvent("download"), page.click("a[download]")]);
		const file = join(folder, download.suggestedFilename());
		await download.saveAs(file);
		holds(/^placet-\d+-\d+\.tlog-proof$/.test(
			download.suggestedFilename()), "name of the file");
		if (env.PLACET_VERIFY)
			execFileSync(env.PLACET_VERIFY, ["verify", file]);
	});
	await test(`the count has grown (${who})`, () => eventually(async () => {
		await reader.go(petition);
		return number(await reader.text("#count")) > before;
	}, "one more"));
	await test(`the link again tells that all is done (${who})`,
		async () => {
			equal(await reader.go(link), 200, "status");
			equal(await page.locator("main form").count(), 0, "button");
		});
	await reader.look("confirmed before");
	await reader.close();
}

/** From the petition to the confirmation without a pointer. */
async function keyboard(browser) {
	const reader = await Reader.open(browser);
	const { page } = reader;
	const keys = page.keyboard;
	const enter = () => Promise.all([
		page.waitForNavigation(), keys.press("Enter")]);
	const to = address();

	await test("keyboard: the first Tab is the way to the content",
		async () => {
			await reader.go(
			    `${town}/petitions/${env.PLACET_OPEN_TOWN}`);
			await reader.tabTo(".skip", 1);
			await keys.press("Enter");
			equal(await page.evaluate(() => document.activeElement.id),
			    "main", "focus");
		});
	await test("keyboard: the form can be filled in", async () => {
		await reader.tabTo("a.button");
		await enter();
		await reader.tabTo("#name");
		await keys.type("Camille Durand");
		await reader.tabTo("#email", 1);
		await keys.type(to);
		await reader.tabTo("#postcode", 1);
		await keys.type("35200");
		await reader.tabTo("#publish", 1);
		await keys.press("Space");
		await reader.tabTo("#consent", 2);
		await keys.press("Space");
		holds(await page.isChecked("#consent"), "box is ticked");
		await reader.tabTo("main form button", 3);
		await enter();
		equal(await page.locator("main form").count(), 0, "errors");
	});
	await test("keyboard: the signature can be confirmed", async () => {
		const mail = await mailTo(reader, town, to);
		await reader.go(new URL(mail, town).href);
		await reader.tabTo('main a[href*="/confirm/"]');
		await enter();
		await reader.tabTo("main form button");
		await enter();
		await reader.tabTo('main a[href*="/receipt/"]');
		await enter();
		await receiptReady(reader);
	});
	await reader.close();
}

/** Screens beside the story. */
async function screens(browser, locale) {
	const reader = await Reader.open(browser, { locale });
	const open = env.PLACET_OPEN_TOWN;
	const talked = `/petitions/${env.PLACET_DISCUSSED_TOWN}`;
	const rows = [
		["home", "/", 200],
		["list", "/petitions", 200],
		["second page", "/petitions/page/2", 200],
		["search", "/search?q=%C3%A9cole", 200],
		["search that finds nothing", "/search?q=xyzzyxyzzy", 200],
		["search for markup", "/search?q=%3Cscript%3E%22%27%26", 200],
		["petition", `/petitions/${open}`, 200],
		["closed petition", `/petitions/${env.PLACET_CLOSED_TOWN}`, 200],
		["petition with comments", talked, 200],
		["comments", `${talked}/comments`, 200],
		["second page of comments", `${talked}/comments/page/2`, 200],
		["follow the commune", "/follow", 200],
		["follow a petition", `${talked}/follow`, 200],
		["like a petition", `${talked}/like`, 200],
		["reply to a petition", `${talked}/reply`, 200],
		["form", `/petitions/${open}/sign`, 200],
		["form of a closed petition",
			`/petitions/${env.PLACET_CLOSED_TOWN}/sign`, 409],
		["expired link", new URL(env.PLACET_LINK_EXPIRED).pathname, 410],
		["link of a closed petition",
			new URL(env.PLACET_LINK_LATE).pathname, 409],
		["wrong link", `/petitions/${open}/confirm/${"A".repeat(43)}`, 404],
		["not me", new URL(env.PLACET_LINK_EXPIRED).pathname
			.replace("/confirm/", "/not-me/"), 200],
		["about", "/about", 200],
		["legal", "/legal", 200],
		["accessibility", "/accessibility", 200],
		["unknown petition", "/petitions/999999", 404],
		["unknown page", "/nowhere", 404],
	];

	for (const [name, path, status] of rows) {
		await test(`${name} answers ${status} (${reader.who})`,
			async () => equal(
			    await reader.go(town + path), status, "status"));
		await reader.look(name);
	}
	await reader.close();
}

/** The switch of the language keeps the page. */
async function languages(browser) {
	const reader = await Reader.open(browser);
	const at = `/petitions/${env.PLACET_OPEN_TOWN}`;
	const { page } = reader;

	await test("the language can be switched, and stays", async () => {
		await reader.go(town + at);
		await reader.press(".langs a");
		equal(new URL(page.url()).pathname, `/en${at}`, "address");
		equal(await page.getAttribute("html", "lang"), "en", "lang");
		equal(await page.getAttribute("h1", "lang"), "fr",
		    "language of the text");
		await reader.press("a.button");
		equal(new URL(page.url()).pathname, `/en${at}/sign`, "address");
		await reader.press("a.brand");
		equal(await page.getAttribute("html", "lang"), "en", "at home");
	});
	await reader.close();
}

/** From the home page to a handle that one click marks. */
async function follow(browser) {
	const reader = await Reader.open(browser);
	const { page } = reader;
	const host = new URL(town).host;

	await test("the home page leads to the handle of the commune",
		async () => {
			await reader.go(`${town}/`);
			equal(await reader.press('a[href="/follow"]'), 200, "status");
			equal(await reader.text(".handle"), `@mairie@${host}`,
			    "handle");
		});
	await test("a petition leads to its own, which a click selects",
		async () => {
			const n = env.PLACET_DISCUSSED_TOWN;

			await reader.go(`${town}/petitions/${n}`);
			equal(await reader.press('a[href$="/follow"]'), 200, "status");
			await page.click(".handle code");
			equal(await page.evaluate(() => getSelection().toString()
				.trim()), `@petition-${n}@${host}`, "selection");
		});
	await reader.close();
}

/** From the form to the page of one's own server, without a pointer. */
async function ownServer(browser, options) {
	const reader = await Reader.open(browser, options);
	const { page, who } = reader;
	const at = `${town}/petitions/${env.PLACET_DISCUSSED_TOWN}`;
	const there = `http://${env.PLACET_ELSEWHERE}/authorize`;
	const type = async (path, account) => {
		await reader.go(at + path);
		await reader.tabTo("#account");
		await page.keyboard.type(account);
		await reader.tabTo("main form button", 1);
		await page.keyboard.press("Enter");
	};

	await test(`an address that is none is kept and explained (${who})`,
		async () => {
			await type("/like", "marie@");
			await page.waitForSelector("#account-error");
			equal(await page.inputValue("#account"), "marie@", "kept");
			equal(await page.evaluate(() =>
				document.activeElement.className), "summary", "focus");
		});
	await reader.look("account that is none");
	for (const path of ["/follow", "/like", "/reply"])
		await test(`${path} ends at one's own server (${who})`,
			async () => {
				await type(path, `@marie@${env.PLACET_ELSEWHERE}`);
				await eventually(() => page.url().startsWith(there),
				    "the page there");
			});
	if (!options.script) {
		await reader.close();
		return;
	}
	await test(`who waits is told for what (${who})`, async () => {
		let shown = 0; // once, to look at it at leisure
		await page.route("**/follow/*", route => shown++ === 0
			? route.continue() : route.abort("aborted"));
		await type("/reply", `@jean@${env.PLACET_SILENT}`);
		await page.waitForURL("**/follow/*");
		holds((await reader.text("main")).includes(env.PLACET_SILENT),
		    "the server is named");
	});
	await reader.look("waiting for the server");
	await test(`a silent server leaves it to them (${who})`, async () => {
		await page.unroute("**/follow/*");
		await eventually(async () => {
			await page.reload();
			return await page.locator(".handle").count() > 0;
		}, "what to do by hand");
	});
	await reader.look("server that does not lead on");
	await reader.close();
}

/** "It was not me": a page with a button, then silence. */
async function notMe(browser) {
	const reader = await Reader.open(browser, { script: true });
	const to = address();

	await test("an address can be blocked from the mail", async () => {
		await reader.go(
		    `${town}/petitions/${env.PLACET_OPEN_TOWN}/sign`);
		await fill(reader.page, { name: "Un farceur", email: to,
			postcode: "35000" });
		await reader.page.check("#consent");
		equal(await reader.press("main form button"), 200, "claim");
		await reader.go(new URL(await mailTo(reader, town, to), town).href);
		equal(await reader.press('main a[href*="/not-me/"]'), 200, "page");
		equal(await reader.press("main form button"), 200, "blocked");
	});
	await reader.look("address blocked");
	await reader.close();
}

const browser = await browse();
try {
	await story(browser, { locale: "fr-FR", script: true });
	await story(browser, { locale: "fr-FR", script: false });
	await story(browser, { locale: "en-GB", script: true });
	await story(browser, { locale: "en-GB", script: false });
	await keyboard(browser);
	await notMe(browser);
	await languages(browser);
	await follow(browser);
	await ownServer(browser, { locale: "fr-FR", script: false });
	await ownServer(browser, { locale: "en-GB", script: true });
	await screens(browser, "fr-FR");
	await screens(browser, "en-GB");
} finally {
	await browser.close();
	rmSync(folder, { recursive: true });
}
process.exitCode = finish();
