/** The pages people read: where they lead, what stands in them by a program, and in which language. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { shippedWorkflows } from '../../scripts/lib/workflowFiles.mts';
import {
	anchorsOf,
	FRENCH_PAGES,
	linksOf,
	PAGES,
	proseOf,
	readPage,
} from '../support/markdown.mts';

const REPOSITORY = 'https://github.com/archimeuble/n8n-nodes-calendly-archimeuble';
/** On npm's page a picture only shows by its full address. */
const RAW = REPOSITORY.replace('github.com', 'raw.githubusercontent.com') + '/main/';

/** A link of a page from the project's folder: the file and the place in it; null leads elsewhere. */
function ownTarget(page: string, link: string): { file: string; anchor?: string } | null {
	if (link.startsWith(RAW)) return { file: link.slice(RAW.length) };
	if (/^[a-z]+:/.test(link)) return null;
	const [path, anchor] = link.split('#');
	const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
	return { file, anchor: anchor && decodeURI(anchor) };
}

const leads = (file: string, anchor?: string): boolean =>
	existsSync(join(PROJECT_FOLDER, file)) && (!anchor || anchorsOf(file).includes(anchor));

describe('every link leads somewhere', () => {
	test.each(PAGES)('in %s', (page) => {
		const lost = linksOf(page).filter((link) => {
			const target = ownTarget(page, link);
			return target === null
				? !/^(https?:\/\/[\w.-]+(:\d+)?([/?#]|$)|mailto:\S+@)/.test(link)
				: !leads(target.file, target.anchor);
		});
		expect(lost).toEqual([]);
	});

	test('that the nodes show', () => {
		const shown = globSync('nodes/*/*.node.json', { cwd: PROJECT_FOLDER }).flatMap((file) => [
			...readFileSync(join(PROJECT_FOLDER, file), 'utf8').matchAll(/"url": "([^"]+)"/g),
		]);
		const anchors = shown.map(([, url]) => new URL(url).hash.slice(1)).filter(Boolean);
		expect(anchors).toContain('connect-calendly');
		const onPage = ['readme', ...anchorsOf('README.md')];
		expect(anchors.filter((anchor) => !onPage.includes(anchor))).toEqual([]);
	});

	test('that the code and the workflows name', () => {
		const files = globSync('{nodes,scripts,standin,test}/**/*.{ts,mts,yml,yaml}', {
			cwd: PROJECT_FOLDER,
		});
		const named = files.flatMap((file) =>
			[...readPage(file).matchAll(/(?<![\w/.-])docs\/[\w./-]+\.md\b/g)].map(([page]) => page),
		);
		expect(named.length).toBeGreaterThan(10);
		expect([...new Set(named)].filter((page) => !leads(page))).toEqual([]);
	});

	test('and the measure knows what GitHub does with a heading', () => {
		expect(anchorsOf('README.fr.md')).toEqual(
			expect.arrayContaining([
				'changer-le-destinataire-lexpéditeur-le-fuseau-horaire',
				'rattrapé-quest-ce-que-cest',
			]),
		);
		expect(leads('README.md', 'installer')).toBe(false);
	});
});

describe('README.md', () => {
	test('is one page', () => {
		expect(readPage('README.md').split('\n').length).toBeLessThanOrEqual(120);
	});

	test('leads to every page there is', () => {
		const led = new Set(linksOf('README.md').map((link) => ownTarget('README.md', link)?.file));
		const pages = PAGES.filter((page) => !page.startsWith('.github') && page !== 'LICENSE.md');
		expect(pages.filter((page) => !led.has(page) && page !== 'README.md')).toEqual([]);
	});
});

describe('who reads French is never sent to an English page', () => {
	/** Where it may lead: within French pages, or to a picture. */
	const isFrench = (file: string): boolean => FRENCH_PAGES.includes(file) || file.endsWith('.png');

	test.each(FRENCH_PAGES)('by %s', (page) => {
		const elsewhere = linksOf(page).filter((link) => {
			const target = ownTarget(page, link);
			return target === null || !isFrench(target.file);
		});
		expect(elsewhere).toEqual([]);
		expect(readPage(page)).not.toMatch(/(?<!\.fr)\.md\b/);
	});

	test('by a note or a text of a workflow', () => {
		for (const { name, nodes } of shippedWorkflows()) {
			const texts = JSON.stringify(nodes.map(({ parameters }) => parameters));
			expect([name, /(?<!\.fr)\.md\b/.exec(texts)]).toEqual([name, null]);
		}
	});
});

describe('French typography', () => {
	/** Plain spaces where narrow or wide ones that do not break belong, and straight apostrophes. */
	const FAULT = /« | »|«\S|\S»| [:;!?](?!\S)|[\p{L}\p{N}][;!?](?!\S)|(?<=\p{L})'(?=\p{L})/u;

	test.each(FRENCH_PAGES)('of %s', (page) => {
		const prose = proseOf(page)
			.replaceAll(/`[^`\n]*`/g, '…')
			.replaceAll(/<!--[\s\S]*?-->|\]\([^)]*\)/g, '');
		expect(prose.split('\n').filter((line) => FAULT.test(line))).toEqual([]);
	});

	test('the measure finds what it looks for', () => {
		for (const fault of ['« a »', 'a : b', 'a ; b', 'quoi?', "l'atelier"])
			expect(fault).toMatch(FAULT);
		expect('«\u00a0a\u00a0»\u202f; b\u00a0: c, l’atelier, 12:30').not.toMatch(FAULT);
	});
});

describe('what a program writes', () => {
	test('docs/nodes.md says what the nodes say', () => {
		const run = () =>
			execFileSync(process.execPath, ['scripts/docs.mts', '--check'], {
				cwd: PROJECT_FOLDER,
				encoding: 'utf8',
				stdio: 'pipe',
			});
		expect(run()).toContain('up to date');
	});

	const pictures = globSync('docs/**/*.png', { cwd: PROJECT_FOLDER });
	const madeBy = {
		'npm run picture': readPage('scripts/picture.mts'),
		'INSTALLER_PICTURES=1 npm run test:integration -- clicks': readPage(
			'test/integration/clicks.test.mts',
		),
	};

	test.each(pictures)('%s is made by a program, which stands above it on every page', (picture) => {
		const name = /([^/]+)\.png$/.exec(picture)![1];
		const makers = Object.entries(madeBy).filter(([, code]) => code.includes(`'${name}'`));
		expect(makers).toHaveLength(1);
		const [[command]] = makers;
		const showing = PAGES.filter((page) =>
			linksOf(page).some((link) => ownTarget(page, link)?.file === picture),
		);
		expect(showing).not.toEqual([]);
		for (const page of showing) {
			const [above] = readPage(page).split(`${name}.png`);
			const [, last] = /[\s\S]*<!-- [^:]+: (.+?) -->/.exec(above) ?? [];
			expect([page, last]).toEqual([page, command]);
		}
	});
});
