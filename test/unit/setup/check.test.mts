import { check } from '../../../nodes/shared/setup/check';
import { fingerprintOf } from '../../../nodes/shared/setup/content';
import { markedDescription } from '../../../nodes/shared/setup/mark';
import { N8nApi } from '../../../nodes/shared/setup/n8nApi';
import { TOO_OLD } from '../../../nodes/shared/setup/n8nNeeds';
import type { Shipped } from '../../../nodes/shared/setup/plan';
import { TABLES } from '../../../nodes/shared/setup/tables';
import { FakeN8nApi } from '../../support/n8nApi.mts';
import { aStep, aWorkflow } from './fixtures.mts';

const CLOCK = aStep('Horloge', 'n8n-nodes-base.scheduleTrigger');
const WORKFLOW = aWorkflow('ArchiMeubleA', [CLOCK, aStep('Étape', 'x')]);
const CREDENTIAL = { id: 'c', name: 'Jeton', type: 'token' };
const SHIPPED: Shipped = { version: '0.1.0', credentials: [CREDENTIAL], workflows: [WORKFLOW] };
const NAMES = TABLES.map(({ name }) => name);

/** An n8n in which all of it is there and nothing is to be done. */
function whole(): FakeN8nApi {
	const n8n = new FakeN8nApi();
	n8n.credentials.push(CREDENTIAL);
	for (const { name, columns } of TABLES) {
		const listed = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
		n8n.tables.push({ id: name, name, columns: listed });
	}
	const mark = { shippedId: WORKFLOW.id, version: '0.1.0', state: 'installed' } as const;
	const description = markedDescription({ ...mark, fingerprint: fingerprintOf(WORKFLOW) }, 'x');
	n8n.workflows.push({ ...structuredClone(WORKFLOW), id: 'here', active: true, description });
	return n8n;
}
const checked = async (change: (n8n: FakeN8nApi) => void) => {
	const n8n = whole();
	change(n8n);
	const lines = await check(new N8nApi(n8n.transport), SHIPPED);
	expect(n8n.changes).toEqual([]);
	return lines;
};
const ofWorkflow = (etat: string, detail = '') => {
	return { objet: 'Flux', nom: WORKFLOW.name, etat, detail };
};

describe('a check', () => {
	test('names a workflow that needs nothing', async () => {
		expect(await checked(() => {})).toEqual([ofWorkflow('déjà à jour')]);
	});

	test('names all that is missing', async () => {
		const lines = await checked((n8n) => {
			for (const list of [n8n.credentials, n8n.tables, n8n.workflows]) list.length = 0;
		});
		expect(lines).toEqual([
			{ objet: 'Identifiants', nom: 'Jeton', etat: 'à créer', detail: '' },
			...NAMES.map((nom) => ({ objet: 'Table', nom, etat: 'à créer', detail: '' })),
			ofWorkflow('à créer'),
		]);
	});

	test('names a column that is missing, and one of another type', async () => {
		const lines = await checked(({ tables: [first, second] }) => {
			first.columns.shift();
			second.columns[0].type = 'number';
		});
		const [column] = Object.keys(TABLES[0].columns);
		expect(lines).toEqual([
			{
				...{ objet: 'Table', nom: NAMES[0], etat: 'à mettre à jour' },
				detail: `Colonne manquante\u00a0: ${column}.`,
			},
			{
				...{ objet: 'Table', nom: '', etat: 'à faire' },
				detail: expect.stringContaining('doit être du type'),
			},
			ofWorkflow('déjà à jour'),
		]);
	});

	test.each<[string, (workflow: any) => void, object]>([
		[
			'is to be published',
			(workflow) => {
				workflow.active = false;
				workflow.description = workflow.description.replace('installé', 'à publier');
			},
			ofWorkflow('à mettre à jour'),
		],
		[
			'is of another version',
			(workflow) =>
				(workflow.description = workflow.description.replace(
					/ [0-9a-f]{16} /,
					` ${'0'.repeat(16)} `,
				)),
			ofWorkflow('à mettre à jour'),
		],
		[
			'a person changed',
			({ nodes }) => (nodes[1].typeVersion = 9),
			ofWorkflow('modifié par vous', 'Ce qui diffère\u00a0: «\u00a0Étape\u00a0».'),
		],
	])('says of a workflow that it %s', async (_name, change, expected) => {
		expect(await checked(({ workflows }) => change(workflows[0]))).toEqual([expected]);
	});

	test('says before all else why nothing may be done', async () => {
		const [first, ...others] = await checked((n8n) => (n8n.discovery = null));
		expect(first).toEqual({ objet: 'Flux', nom: '', etat: 'à faire', detail: TOO_OLD });
		expect(others).toEqual([ofWorkflow('déjà à jour')]);
	});
});
