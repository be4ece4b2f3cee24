import {
	CREDENTIALS,
	NOTHING_FILLED,
	type FirstValues,
} from '../../../nodes/shared/setup/credentials';
import type { Inventory, Plan, Shipped } from '../../../nodes/shared/setup/plan';
import {
	credentialLines,
	differenceText,
	inReadingOrder,
	line,
	publicationText,
	refusal,
	refusedText,
	tableLines,
	UNUSABLE_SECRET,
	type ReportLine,
} from '../../../nodes/shared/setup/report';
import { aStep, aWorkflow } from './fixtures.mts';

const SHIPPED: Shipped = { version: '0.1.0', credentials: CREDENTIALS, workflows: [] };
const visible = (text: string) => text.replace(/\u00a0/g, '~').replace(/\u202f/g, '^');

const plan = (parts: Partial<Plan> = {}): Plan => ({
	...{ refusals: [], credentials: [], tables: [], tableSentences: [], workflows: [] },
	...parts,
});
const before = (parts: Partial<Inventory> = {}): Inventory => ({
	...{ isTooOld: false, credentials: [], tables: [], workflows: [], hasToken: false },
	workflowIds: new Set(),
	...parts,
});

describe('what differs', () => {
	test('is told by the names of the steps', () => {
		expect(visible(differenceText(['A', 'B']))).toBe('Ce qui diffère~: «~A~», «~B~».');
	});

	test('is the settings where no step does', () => {
		expect(visible(differenceText([]))).toBe('Ce qui diffère~: les réglages du flux.');
	});
});

describe('why a workflow runs, or what it waits for,', () => {
	const schedule = aStep('Horloge', 'n8n-nodes-base.scheduleTrigger');
	const manual = aStep('À la main', 'n8n-nodes-base.manualTrigger');
	const token = { calendlyAccessTokenApi: { id: 't', name: 'Jeton' } };
	const asks = aStep('Calendly', 'x', {}, { credentials: token });
	const byClock = aWorkflow('a', [schedule]);

	test.each([
		['published, it runs', aWorkflow('a', [schedule, asks]), true, false, 'Publié.'],
		['a person starts it', aWorkflow('a', [manual, asks]), false, false, 'À lancer à la main.'],
		['stopped by a person, it does not', byClock, false, false, 'Non publié.'],
		[
			'stopped though there is a token',
			aWorkflow('a', [schedule, asks]),
			false,
			true,
			'Non publié.',
		],
	])('%s', (_name, shipped, isPublished, hasToken, expected) => {
		expect(publicationText(shipped, isPublished, hasToken)).toBe(expected);
	});

	test('may be the token', () => {
		expect(publicationText(aWorkflow('a', [schedule, asks]), false, false)).toMatch(
			/^Non publié tant que le jeton .* relancer l’installation\.$/,
		);
	});
});

test.each([
	['references workflow 7, not published', /^Ce flux appelle .* Publier d’abord les flux «~Archi/],
	['no such node', /^no such node\. Corriger ce que n8n dit, puis relancer l’installation\.$/],
])('what n8n did not take because of %j is told with what to do', (said, expected) => {
	expect(visible(refusedText(said))).toMatch(expected);
});

test('what concerns the reader comes first, all else in its order, and nothing is empty', () => {
	const lines: ReportLine[] = [
		line(aWorkflow('a'), 'créé', 'Publié.'),
		line(aWorkflow('b'), 'modifié par vous et gardé', ''),
		line(aWorkflow('c'), 'déjà à jour', ''),
		line(aWorkflow('d'), 'à faire', 'x'),
		line(aWorkflow('e'), 'à faire', 'y'),
	];
	expect(inReadingOrder(lines)).toEqual([
		{ objet: 'Flux', nom: 'Flux d', etat: 'à faire', detail: 'x' },
		{ objet: 'Flux', nom: 'Flux e', etat: 'à faire', detail: 'y' },
		{ objet: 'Flux', nom: 'Flux b', etat: 'modifié par vous et gardé', detail: 'Rien à faire.' },
		{ objet: 'Flux', nom: 'Flux a', etat: 'créé', detail: 'Publié.' },
		{ objet: 'Flux', nom: 'Flux c', etat: 'déjà à jour', detail: 'Rien à faire.' },
	]);
});

test('why nothing was done is a line to do, of no workflow', () => {
	expect(refusal('Non.')).toEqual({ objet: 'Flux', nom: '', etat: 'à faire', detail: 'Non.' });
	expect(visible(UNUSABLE_SECRET)).toMatch(
		/«~Signing Secret~».*au moins 16 caractères.*«~ArchiMeuble Installation API~».*relancer/,
	);
});

describe('the credentials of a report', () => {
	const FILLED: FirstValues = {
		...NOTHING_FILLED,
		...{ accessToken: 't', signingSecret: 's', mailServer: 'm' },
		...{ dashboardUser: 'u', dashboardPassword: 'p' },
	};
	const told = (isNew: boolean, hasToken: boolean, values: FirstValues) =>
		credentialLines(
			SHIPPED,
			plan({ credentials: isNew ? [...CREDENTIALS] : [] }),
			before({ hasToken }),
			values,
		);

	test('are named', () => {
		expect(told(true, true, FILLED)).toEqual(
			CREDENTIALS.map(({ name }) => ({
				...{ objet: 'Identifiants', nom: name, etat: 'créé', detail: '' },
			})),
		);
	});

	test.each<[string, boolean, boolean, FirstValues, string[]]>([
		['made and filled in', true, true, FILLED, ['créé', 'créé', 'créé', 'créé']],
		[
			'made with a token Calendly refuses',
			true,
			false,
			FILLED,
			['créé', 'à faire', 'créé', 'créé'],
		],
		['made empty', true, false, NOTHING_FILLED, ['créé', 'à faire', 'à faire', 'à faire']],
		[
			'there before, a token among them',
			...([false, true, NOTHING_FILLED] as const),
			['déjà à jour', 'déjà à jour', 'déjà à jour', 'déjà à jour'],
		],
		[
			'there before, without a token',
			...([false, false, FILLED] as const),
			['déjà à jour', 'à faire', 'déjà à jour', 'déjà à jour'],
		],
	])('that are %s', (_name, isNew, hasToken, values, states) => {
		expect(told(isNew, hasToken, values).map(({ etat }) => etat)).toEqual(states);
	});

	test('say what is to be filled in, and what for', () => {
		const [signing, token, smtp, dashboard] = told(true, false, NOTHING_FILLED);
		expect(visible(signing.detail)).toMatch(
			/clé de signature a été inventée.* sans jeton, y écrire/,
		);
		expect(visible(token.detail)).toMatch(/^Facultatif~: le jeton .*publiera alors «~Rattrapage~»/);
		expect(smtp.detail).toMatch(/le serveur, le compte et le mot de passe/);
		expect(dashboard.detail).toMatch(/ils ouvrent le tableau de bord/);
	});

	test('say nothing of what was there before', () => {
		expect(told(false, true, NOTHING_FILLED).map(({ detail }) => detail)).toEqual(['', '', '', '']);
	});

	test('say of a token that was filled in and is refused that it is to be corrected', () => {
		const [, token] = told(true, false, FILLED);
		expect(visible(token.detail)).toMatch(/^Calendly n’accepte pas ce jeton.*~: le corriger/);
		const [, there] = told(false, false, FILLED);
		expect(visible(there.detail)).toMatch(/^Facultatif/);
	});
});

describe('the tables of a report', () => {
	const table = (name: string) => ({ id: name, name, columns: [] });

	test('are those that were made, completed, and there before; others are nobody’s business', () => {
		const tables: Plan['tables'] = [
			{ kind: 'table', table: 'archimeuble_nouvelle', columns: { x: 'string' } },
			{ kind: 'column', table: 'archimeuble_journal', column: 'y', type: 'string' },
			{ kind: 'column', table: 'archimeuble_journal', column: 'z', type: 'number' },
			{ kind: 'column', table: 'archimeuble_reglages', column: 'w', type: 'number' },
		];
		const there = ['rendezvous', 'journal', 'reglages'].map((name) => table(`archimeuble_${name}`));
		const tableSentences = ['À corriger.'];
		const lines = tableLines(
			plan({ tables, tableSentences }),
			before({ tables: [...there, table('clients')] }),
		);
		expect(lines.map((one) => ({ ...one, detail: visible(one.detail) }))).toEqual([
			{ objet: 'Table', nom: 'archimeuble_nouvelle', etat: 'créé', detail: '' },
			{
				...{ objet: 'Table', nom: 'archimeuble_journal', etat: 'mis à jour' },
				detail: 'Colonnes ajoutées~: y, z.',
			},
			{
				...{ objet: 'Table', nom: 'archimeuble_reglages', etat: 'mis à jour' },
				detail: 'Colonnes ajoutées~: w.',
			},
			{ objet: 'Table', nom: 'archimeuble_rendezvous', etat: 'déjà à jour', detail: '' },
			{ objet: 'Table', nom: '', etat: 'à faire', detail: 'À corriger.' },
		]);
	});
});
