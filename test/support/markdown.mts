import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

/** Every page people read, from the project's folder. */
export const PAGES = globSync(['*.md', 'docs/*.md', '.github/**/*.md'], { cwd: PROJECT_FOLDER });

/** What the workshop reads. */
export const FRENCH_PAGES = PAGES.filter((page) => page.endsWith('.fr.md'));

export const readPage = (page: string): string => readFileSync(join(PROJECT_FOLDER, page), 'utf8');

export interface Block {
	page: string;
	/** Of its first line, from 1. */
	line: number;
	/** Of the section it stands in. */
	heading: string;
	/** What stands behind the fence: sh, text or nothing. */
	language: string;
	/** Without the indentation of a list. */
	text: string;
}

/** A fenced block, wherever it is indented to. */
const FENCED = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;

export function blocksOf(page: string): Block[] {
	const text = readPage(page);
	return [...text.matchAll(FENCED)].map(({ 1: indent, 2: language, 3: content, index }) => ({
		page,
		line: text.slice(0, index).split('\n').length + 1,
		heading: [...text.slice(0, index).matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? '',
		language,
		text: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
	}));
}

/** Commands that stand in a line of text. */
export function inlineCode(page: string): string[] {
	return [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
}

/** Where the links and pictures of a page lead, as they are written. */
export function linksOf(page: string): string[] {
	const text = proseOf(page).replaceAll(/`[^`\n]*`/g, '');
	const links = [...text.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g)];
	const sources = [...text.matchAll(/(?:src|href)="([^"]+)"/g)];
	const references = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
	return [...links, ...sources, ...references].map(([, target]) => target);
}

/**
 * The anchors GitHub gives the headings of a page: in lower case, without punctuation, spaces as
 * hyphens; the second of a name has -1. https://github.com/Flet/github-slugger
 */
export function anchorsOf(page: string): string[] {
	const headings = [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => heading);
	const given = new Map<string, number>();
	return headings.map((heading) => {
		const anchor = heading
			.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
			.replaceAll(' ', '-');
		const before = given.get(anchor) ?? 0;
		given.set(anchor, before + 1);
		return before === 0 ? anchor : `${anchor}-${before}`;
	});
}

/** A page without its fenced blocks. */
export function proseOf(page: string): string {
	return readPage(page).replaceAll(FENCED, '');
}
