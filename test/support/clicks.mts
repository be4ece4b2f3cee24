import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

interface Step {
	name: string;
	clicks: number;
	fields: number;
}

interface PictureOptions {
	/** What the reader is to click, framed. */
	next?: Locator;
	/** Fields that are to show something else than what this run needs in them. */
	shown?: ReadonlyArray<readonly [Locator, string]>;
}

const FRAME = 'outline: 3px solid #d9480f; outline-offset: 3px; border-radius: 4px;';

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

	/** By a double click; counts once. */
	async open(target: Locator): Promise<void> {
		await target.dblclick();
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

	/** For the guide, where pictures are wanted. */
	async picture(name: string, part: Locator, options: PictureOptions = {}): Promise<void> {
		if (this.#pictures === null) return;
		const { next, shown = [] } = options;
		const values: string[] = [];
		for (const [field, value] of shown) values.push(await field.evaluate(showValue, value));
		await next?.evaluate(setStyle, FRAME);
		const path = join(this.#pictures, `${name}.png`);
		// What pops up and goes again would change the picture from run to run.
		const style = '.el-notification { display: none !important; }';
		await part.screenshot({ path, animations: 'disabled', caret: 'hide', style });
		await next?.evaluate(setStyle, '');
		for (const [at, [field]] of shown.entries()) await field.evaluate(showValue, values[at]);
	}

	get #current(): Step {
		const step = this.#steps.at(-1);
		if (step === undefined) throw new Error('No step was begun');
		return step;
	}
}

/** Puts a text in a field that only the picture shows; gives what stood there. */
function showValue(element: HTMLElement | SVGElement, value: string): string {
	const field = element as HTMLInputElement;
	const before = field.value;
	field.value = value;
	return before;
}

function setStyle(element: Element, style: string): void {
	element.setAttribute('style', style);
}
