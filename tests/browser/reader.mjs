// reader.mjs - a reader: a browser of one language that notes what goes wrong
//
// Whatever the pages do, no reader may see an error in the console, a request
// to another host or a cookie; every reader that is closed tests that.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { equal, holds, test } from "./tap.mjs";

// Packages are installed outside of the source: signing.py says where.
const require = createRequire(`${process.env.PLACET_NODE_MODULES}/x.js`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [320, 1280];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
	"best-practice"];
const CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic",
	"--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync"];

export function browse() {
	return chromium.launch({
		executablePath: process.env.PLACET_CHROMIUM ?? "/usr/bin/chromium",
		headless: true,
		args: CHROMIUM,
	});
}

export class Reader {
	static async open(browser, { locale = "fr-FR", script = true } = {}) {
		const reader = new Reader();
		reader.script = script;
		reader.lang = locale.slice(0, 2);
		reader.who = `${reader.lang}, ${script ? "with" : "without"} script`;
		reader.context = await browser.newContext({
			locale,
			javaScriptEnabled: script,
			viewport: { width: 1280, height: 800 },
		});
		reader.page = await reader.context.newPage();
		reader.watch();
		return reader;
	}

	watch() {
		const ours = new Set([process.env.PLACET_URL_TOWN,
			process.env.PLACET_URL_VILLAGE].map(url => new URL(url).host));
		// The server of somebody who asked to be led there.
		ours.add(process.env.PLACET_ELSEWHERE);
		this.complaints = [];
		this.page.on("console", message => {
			// The browser's own remark on a page of status 4xx is none.
			if (["error", "warning"].includes(message.type()) &&
			    !/the server responded with a status of 4/
			        .test(message.text()))
				this.complaints.push(message.text());
		});
		this.page.on("pageerror", error =>
			this.complaints.push(String(error)));
		this.context.on("request", request => {
			if (!ours.has(new URL(request.url()).host))
				this.complaints.push(`asks ${request.url()}`);
		});
	}

	/** Open a page; its status. */
	async go(url) {
		const answer = await this.page.goto(url);
		return answer.status();
	}

	/** Press what leads to another page; the status of that page. */
	async press(selector) {
		const [answer] = await Promise.all([
			this.page.waitForResponse(r =>
				r.request().isNavigationRequest()),
			this.page.locator(selector).first().click(),
		]);
		await this.page.waitForLoadState();
		return answer.status();
	}

	text(selector) {
		return this.page.locator(selector).first().innerText();
	}

	/** Test the screen that is shown, on a narrow and a wide window. */
	async look(name) {
		await test(`${name} (${this.who}): language, title, headings`,
			() => this.lookOnce());
		for (const width of WIDTHS) {
			await this.page.setViewportSize({ width, height: 800 });
			await test(`${name} (${this.who}): nothing sticks out at ` +
			    `${width} px`, () => this.lookWidth(width));
			// Without script axe cannot run; the markup is the same.
			if (this.script)
				await test(`${name} (${this.who}): axe finds nothing ` +
				    `at ${width} px`, () => this.lookAxe());
			await this.shoot(`${name} ${this.who} ${width}`);
		}
	}

	/** Keep a picture for people to look at, where PLACET_SHOTS says. */
	async shoot(name) {
		if (process.env.PLACET_SHOTS)
			await this.page.screenshot({ fullPage: true, path:
			    `${process.env.PLACET_SHOTS}/` +
			    `${name.replace(/\W+/g, "-")}.png` });
	}

	async lookOnce() {
		const { page } = this;
		equal(await page.getAttribute("html", "lang"), this.lang, "lang");
		equal(await page.locator("h1").count(), 1, "number of h1");
		holds(/ – ./.test(await page.title()), "the title names the site");
		const html = await page.content();
		holds(!/\{\{|\}\}|<script|<style| style=| on\w+=/.test(html),
		    "no mustache, script or style is left in the page");
		holds(!/="\s*undefined|>null</.test(html), "no value is missing");
	}

	async lookWidth(width) {
		const wide = await this.page.evaluate(
			() => document.documentElement.scrollWidth);
		holds(wide <= width, `the page is ${wide} px wide`);
	}

	async lookAxe() {
		await this.page.evaluate(axe);
		const found = await this.page.evaluate(
			// eslint-disable-next-line no-undef
			rules => window.axe.run({ runOnly: rules }), RULES);
		const words = found.violations.map(v =>
			`${v.id}: ${v.nodes.map(node => node.html).join(" | ")}`);
		equal(words.join("\n"), "", "violations");
	}

	/** Tab until the focus is on what the selector means. */
	async tabTo(selector, most = 60) {
		for (let i = 0; i < most; i++) {
			await this.page.keyboard.press("Tab");
			const state = await this.page.evaluate(wanted => {
				const at = document.activeElement;
				const style = getComputedStyle(at);
				return {
					there: at.matches(wanted),
					seen: style.outlineStyle !== "none" &&
					    parseFloat(style.outlineWidth) >= 2,
					what: at.outerHTML.slice(0, 80),
				};
			}, selector);
			holds(state.seen, `focus cannot be seen on ${state.what}`);
			if (state.there)
				return;
		}
		throw new Error(`${most} times Tab do not lead to ${selector}`);
	}

	async close() {
		await test(`no complaint of the browser (${this.who})`, () =>
			equal(this.complaints.join("\n"), "", "complaints"));
		const cookies = await this.context.cookies();
		await test(`no cookie (${this.who})`, () =>
			equal(cookies.length, 0, "cookies"));
		await this.context.close();
	}
}
