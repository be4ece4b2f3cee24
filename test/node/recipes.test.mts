/**
 * The recipes of CONTRIBUTING.md, carried out one after the other in a copy of this project: the steps
 * that edit files as edits, the others by the commands they name. Only what is done in n8n's editor is not.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { Checkout } from '../support/checkout.mts';

jest.setTimeout(600_000);

/** What stands in a file, and what stands there afterwards; a file of its own where nothing stood. */
type Edit = readonly [file: string, before: string | null, after: string];

const SETTINGS = 'nodes/shared/settings/settings.ts';
const ROW = 'nodes/shared/appointment/row.ts';
const ANNOUNCEMENT = 'nodes/shared/appointment/announcement.ts';
const CLIENT_WORDING = 'nodes/shared/email/clientWording.ts';
const STYLE = 'nodes/shared/email/style.ts';
const NAMES = 'nodes/CalendlyArchiMeuble/operations/email/names.ts';
const OPERATIONS = 'nodes/CalendlyArchiMeuble/operations/index.ts';
const OPERATION = 'nodes/CalendlyArchiMeuble/operations/appointment/count.ts';
const GUIDE = 'README.fr.md';

/** Puts something before what stands in a file. */
const before = (file: string, standing: string, put: string): Edit => [
	file,
	standing,
	put + standing,
];

const RECIPES: Record<string, readonly Edit[]> = {
	'A setting': [
		before(
			SETTINGS,
			'\t/** Token of the calendar feed',
			'\t/** Says why. */\n\tmention: string;\n',
		),
		before(
			SETTINGS,
			'\tjeton_agenda: {\n',
			"\tmention: {\n\t\thelp: 'Une ligne au pied des courriels.',\n\t\tread: same,\n\t\twrite: same,\n\t\texpected: 'un texte',\n\t},\n",
		),
		before(SETTINGS, "\tjeton_agenda: '',\n", "\tmention: '',\n"),
		before(GUIDE, '| `jeton_agenda` ', '| `mention` | ligne au pied des courriels |\n'),
		before(GUIDE, '`adresse_tableau_de_bord`, `fichier_log`', '`mention`, '),
	],
	'A column': [
		before(ROW, "\t'notes',\n", "\t'etage',\n"),
		before(ROW, '\t\tnotes: event.notes,\n', '\t\tetage: event.answers.at(0)?.answer ?? null,\n'),
		before(GUIDE, '| `absent_le` ', '| `etage` | étage |\n'),
	],
	'An operation': [
		[
			OPERATION,
			null,
			`import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';

export const count: Operation = {
	resource: 'appointment',
	value: 'count',
	name: 'Count',
	action: 'Count appointments',
	description: 'Say how many items come in',
	properties: [],
	async execute(items) {
		return asItems([{ count: items.length }]);
	},
};
`,
		],
		before(OPERATIONS, 'import { get } from', "import { count } from './appointment/count';\n"),
		before(OPERATIONS, '\tgetMany,\n', '\tcount,\n'),
	],
	'A kind of mail': [
		before(ANNOUNCEMENT, "\t'reminder',\n] as const", "\t'follow_up',\n"),
		before(ANNOUNCEMENT, "\treminder: 'envoye_rappel_le',\n", "\tfollow_up: 'envoye_suite_le',\n"),
		before(ROW, "\t'envoye_rappel_le',\n", "\t'envoye_suite_le',\n"),
		before(
			CLIENT_WORDING,
			'\treminder: {\n\t\tsubject',
			"\tfollow_up: {\n\t\tsubject: 'Merci de votre visite',\n\t\tgreeting: GREETING,\n\t\tintroduction: 'Merci.',\n\t\tclosing: CLOSING,\n\t\tsignature: SIGNATURE,\n\t},\n",
		),
		before(
			CLIENT_WORDING,
			'\treminder: BEFORE_A_MEETING,\n',
			"\tfollow_up: ['type', 'dateTime'],\n",
		),
		before(
			CLIENT_WORDING,
			"\treminder: 'Rappel de rendez-vous',\n",
			"\tfollow_up: 'Merci de votre visite',\n",
		),
		before(STYLE, "\treminder: 'reminder',\n", "\tfollow_up: 'reminder',\n"),
		before(
			NAMES,
			"\t{\n\t\tname: 'Client: Reminder',",
			"\t{\n\t\tname: 'Client: Follow-Up',\n\t\tvalue: 'follow_up',\n\t\tdescription: 'To the client: after the appointment',\n\t},\n",
		),
		before(GUIDE, '`envoye_rappel_le`', '`envoye_suite_le`, '),
	],
};

const checkout = new Checkout();
afterAll(() => checkout.remove());

/** Runs a program of the copy; gives what it printed where it did not end well. */
function problems(program: string, ...args: string[]): string {
	const options = {
		cwd: checkout.folder,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: '' },
	} as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
	return status === 0 ? '' : `${stdout}\n${stderr}`.slice(-6000);
}

/** The steps of a recipe as CONTRIBUTING.md has them. */
function stepsOf(recipe: string): string[] {
	const guide = readFileSync(join(PROJECT_FOLDER, 'CONTRIBUTING.md'), 'utf8');
	const [, section = ''] = guide.split(`\n### ${recipe}\n`);
	return [...section.split('\n#')[0].matchAll(/^\d\. (.+)$/gm)].map(([, step]) => step);
}

describe.each(Object.entries(RECIPES))('%s', (recipe, edits) => {
	test('takes less than five steps', () => {
		expect(stepsOf(recipe).length).toBeGreaterThan(1);
		expect(stepsOf(recipe).length).toBeLessThan(5);
	});

	test('names every file that is edited', () => {
		const text = stepsOf(recipe).join('\n');
		const isNamed = (file: string) =>
			text.includes(`\`${file.replace(/^nodes\/shared\//, '')}\``) || file === OPERATION;
		expect([...new Set(edits.map(([file]) => file))].filter((file) => !isNamed(file))).toEqual([]);
	});

	test('can be carried out', () => {
		for (const [file, standing, after] of edits) {
			if (standing === null) checkout.write(file, after);
			else checkout.change(file, standing, after);
		}
	});
});

describe('behind all of them', () => {
	test('the compiler has nothing to say', () => {
		expect(problems('node_modules/typescript/bin/tsc')).toBe('');
		expect(problems('node_modules/typescript/bin/tsc', '-p', 'test')).toBe('');
	});

	test('one command writes the new columns into the workflows', () => {
		const installation = () => checkout.read('workflows/installation.json');
		expect(installation()).not.toMatch(/etage|envoye_suite_le/);
		expect(problems('scripts/workflows.mts', 'check', '--fix')).toBe('');
		expect(installation()).toContain('"etage"');
		expect(installation()).toContain('"envoye_suite_le"');
	});

	test('one command writes the new operation into the page about the nodes', () => {
		expect(checkout.read('docs/nodes.md')).not.toContain('Say how many items come in');
		expect(problems('scripts/docs.mts')).toBe('');
		expect(checkout.read('docs/nodes.md')).toContain('Say how many items come in');
	});

	test('what was added is there', () => {
		const program = `
			const { resolveSettings } = require('./dist/nodes/shared/settings/settings');
			const { TABLES } = require('./dist/nodes/shared/setup/tables');
			const { OPERATIONS } = require('./dist/nodes/CalendlyArchiMeuble/operations');
			const { defaultClientWording } = require('./dist/nodes/shared/email/clientWording');
			const { KIND_OPTIONS } = require('./dist/nodes/CalendlyArchiMeuble/operations/email/names');
			console.log(JSON.stringify({
				setting: resolveSettings([]).missing.some(({ reglage }) => reglage === 'mention'),
				column: 'etage' in TABLES[0].columns,
				operation: OPERATIONS.some(({ value }) => value === 'count'),
				wording: defaultClientWording('follow_up').subject,
				kind: KIND_OPTIONS.some(({ value }) => value === 'follow_up'),
			}));
		`;
		const output = execFileSync(process.execPath, ['--eval', program], { cwd: checkout.folder });
		expect(JSON.parse(String(output))).toEqual({
			...{ setting: true, column: true, operation: true, kind: true },
			wording: 'Merci de votre visite',
		});
	});

	test('the guide and the nodes still agree with the code', () => {
		const projects = ['--selectProjects', 'unit', 'node'];
		const paths = '(unit/settings|node/(guide|operations))';
		const args = ['-c', 'test/jest.config.mjs', ...projects, '--testPathPatterns', paths];
		expect(problems('node_modules/jest/bin/jest.js', ...args)).toBe('');
	});
});
