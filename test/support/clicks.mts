import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

interface Step {
	name: string;
	clicks: number;
	fields: number;
}

/** A person at n8n's editor: clicks and fills in what can be seen, counted by step. */
export class Clicks {
	readonly page: Page;
	readonly #pictures: string | null;
	readonly #steps: Step[] = [];

	/** @param pictures folder for the guide's pictures; null takes none */
	constructor(page: Page, pictures: string | null) {
		this.page = page;
		this.#pictures = pictures;
		if (pictures !== null) mkdirSync(pictures, { recursive: true });
	}

	step(name: string): void {
		this.#steps.push({ name, clicks: 0, fields: 0 });
	}

	async click(target: Locator): Promise<void> {
		await target.click();
		this.#current.clicks += 1;
	}

	/** Typed or pasted. */
	async fill(target: Locator, text: string): Promise<void> {
		await target.fill(text);
		this.#current.fields += 1;
	}

	/** Clicks and fields of all steps but those left out. */
	count(...leftOut: string[]): number {
		return this.#steps
			.filter(({ name }) => !leftOut.includes(name))
			.reduce((sum, { clicks, fields }) => sum + clicks + fields, 0);
	}

	table(): string {
		const row = (name: string, clicks: number | string, fields: number | string) =>
			`${name.padEnd(32)}${String(clicks).padStart(8)}${String(fields).padStart(8)}`;
		const lines = this.#steps.map(({ name, clicks, fields }) => row(name, clicks, fields));
		return [row('step', 'clicks', 'fields'), ...lines].join('\n');
	}

	/**
	 * For the guide, where pictures are wanted.
	 *
	 * @param part what of the page is shown
	 * @param next what the reader is to click or to read, framed
	 */
	async picture(name: string, part: Locator, ...next: Locator[]): Promise<void> {
		if (this.#pictures === null) return;
		const style = 'outline: 3px solid #d9480f; outline-offset: 3px; border-radius: 4px;';
		for (const target of next) await target.evaluate(frame, style);
		const path = join(this.#pictures, `${name}.png`);
		// What pops up and goes again would change the picture from run to run.
		const hidden = '.el-notification { display: none !important; }';
		await part.screenshot({ path, animations: 'disabled', caret: 'hide', style: hidden });
		for (const target of next) await target.evaluate(frame, '');
	}

	get #current(): Step {
		const step = this.#steps.at(-1);
		if (step === undefined) throw new Error('No step was begun');
		return step;
	}
}

function frame(element: Element, style: string): void {
	element.setAttribute('style', style);
}
