import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeWebhook } from '../../nodes/shared/appointment/normalize';
import { APPOINTMENT_COLUMNS } from '../../nodes/shared/appointment/row';
import { journalEntry } from '../../nodes/shared/journal/entry';
import { handleBatch } from '../../nodes/shared/journal/handle';
import { stepItems } from '../../nodes/shared/journal/stepItem';
import { DEFAULT_SETTINGS } from '../../nodes/shared/settings/settings';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { CREDENTIALS } from '../../nodes/shared/setup/credentials';
import {
	shippedWorkflow,
	shippedWorkflows,
	workflowFileNames,
} from '../../scripts/lib/workflowFiles.mts';
import { payload } from '../support/payloads.mts';

const guide = readFileSync(join(PROJECT_FOLDER, 'README.fr.md'), 'utf8');
const installing = readFileSync(join(PROJECT_FOLDER, 'docs/install.md'), 'utf8');

/** What the first column of a table names in code style, in its order. */
function namesInTable(text: string, header: RegExp): string[] {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => header.test(line)) + 2;
	const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
	return lines
		.slice(start, end)
		.flatMap((line) => [...line.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

/** The item of a step, for a booking that is announced. */
function announcedItem(): object {
	const event = normalizeWebhook(payload('01-created-google-meet'), {
		receivedAt: new Date('2025-10-31T22:51:00.000Z'),
	});
	const delivery = { id: 1, execution: '7', ...journalEntry(event) };
	const { announcements } = handleBatch({
		taken: [delivery],
		known: [],
		rows: [],
		settings: DEFAULT_SETTINGS,
		isSingleProcess: true,
		now: new Date('2025-10-31T22:51:01.000Z'),
	});
	return stepItems(announcements, [{ ...delivery, etat: 'termine' }])[0];
}

describe('README.fr.md', () => {
	test('names all that the workshop’s own steps get, and nothing else', () => {
		const given = new Set([...APPOINTMENT_COLUMNS, ...Object.keys(announcedItem())]);
		expect(namesInTable(guide, /^\| champ /).sort()).toEqual([...given].sort());
	});

	test('explains every setting', () => {
		const explained = namesInTable(guide, /^\| réglage /);
		expect(explained.sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
	});

	test('names every workflow in its list', () => {
		const named = [...guide.matchAll(/^- \*\*(ArchiMeuble – .+?)\*\*/gm)].map(([, name]) => name);
		expect(named.sort()).toEqual(
			shippedWorkflows()
				.map(({ name }) => name)
				.sort(),
		);
	});
});

/** The sections of the original endpoint's guide (« Intégration Calendly - ArchiMeuble Backend », 1.0.0). */
const ORIGINAL_SECTIONS = [
	'Vue d’ensemble',
	'Fichiers créés',
	'Installation',
	'Configuration Calendly',
	'Test manuel avec cURL',
	'Vérifier les logs',
	'Activation des emails',
	'Configuration du serveur mail',
	'Format des données reçues',
	'Email de notification',
	'Exemple d’email',
	'Sécurité',
	'Dépannage',
	'Maintenance',
	'Prochaines étapes',
	'Support',
];

test('README.fr.md says of every section of the original guide what became of it', () => {
	const [, table] = guide.split('\n## Avant et maintenant\n');
	const rows = table.split('\n').filter((line) => line.startsWith('| '));
	const cells = rows.slice(2).map((row) => row.split('|').map((cell) => cell.trim()));
	const told = cells.map(([, section]) => section.split(/\u00a0:|,/)[0]);
	expect([...new Set(told)]).toEqual(ORIGINAL_SECTIONS);
	expect(cells.filter(([, , before, now]) => !before || !now)).toEqual([]);
});

test('docs/install.md names every credential the workflows look for', () => {
	expect(namesInTable(installing, /^\| credential /).sort()).toEqual(
		CREDENTIALS.map(({ name }) => name).sort(),
	);
});

describe('the order to publish in, in docs/install.md', () => {
	const files = namesInTable(installing, /^\| file /);

	test('has every workflow once', () => {
		expect([...files].sort()).toEqual(workflowFileNames());
	});

	test('puts every workflow behind those it calls and behind its error workflow', () => {
		const order = files.map((file) => shippedWorkflow(file).id);
		for (const file of files) {
			const { id, nodes, settings } = shippedWorkflow(file);
			const wanted = [
				...nodes.map(({ parameters }) => calledBy(parameters)),
				settings.errorWorkflow,
			];
			const others = wanted.filter((other) => other !== undefined && other !== id);
			expect(order.slice(0, order.indexOf(id))).toEqual(expect.arrayContaining(others));
		}
	});
});

function calledBy({ workflowId }: Record<string, unknown>): unknown {
	return (workflowId as { value?: unknown } | undefined)?.value;
}
