// Before the nodes: it replaces n8n's sleep, which they import.
import { FakeN8n } from '../support/fakeN8n.mts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeProperties, type INodeType } from 'n8n-workflow';
import type { Operation } from '../../nodes/adapters/operation';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { OPERATIONS as FLUX } from '../../nodes/ArchiMeubleFlux/operations';
import { CalendlyArchiMeuble } from '../../nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node';
import { OPERATIONS as PUBLIC } from '../../nodes/CalendlyArchiMeuble/operations';

const root = join(__dirname, '../..');
const named = (operations: readonly Operation[]) =>
	operations.map((operation) => [`${operation.resource} ${operation.value}`, operation] as const);

const NODES: Array<[string, INodeType, readonly Operation[]]> = [
	['CalendlyArchiMeuble', new CalendlyArchiMeuble(), PUBLIC],
	['ArchiMeubleFlux', new ArchiMeubleFlux(), FLUX],
];

/** What the editor shows where an operation is chosen and nothing else. */
function shown({ description }: INodeType, { resource, value }: Operation): INodeProperties[] {
	const values = NodeHelpers.getNodeParameters(
		description.properties,
		{ resource, operation: value },
		true,
		false,
		null,
		description,
	);
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(values ?? {}, property, null, description),
	);
}

describe.each(NODES)('%s', (folder, node, operations) => {
	const { properties, credentials = [] } = node.description;

	test('has one file for each operation, called as the operation is', () => {
		for (const { resource, value } of operations) {
			const files = readdirSync(join(root, 'nodes', folder, 'operations', resource));
			expect(files).toContain(`${value}.ts`);
		}
	});

	test('calls no two operations the same: fields are shown by resource and operation apart', () => {
		const values = operations.map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
	});

	test('starts with an operation that changes nothing, as does each resource', () => {
		const isDestructive = new Map(operations.map((one) => [one.value, one.isDestructive]));
		const dropdowns = properties.filter(({ name }) => name === 'operation');
		expect(dropdowns.length).toBeGreaterThan(1);
		for (const { default: initial } of dropdowns) {
			expect([initial, isDestructive.get(String(initial)) ?? false]).toEqual([initial, false]);
		}
	});

	test('hides every token it asks for', () => {
		const tokens = properties.filter(({ name }) => /token/i.test(name));
		for (const { name, typeOptions } of tokens) {
			expect([name, typeOptions?.password]).toEqual([name, true]);
		}
	});

	test('gives n8n no field twice', () => {
		const withoutCondition = properties
			.filter(({ name }) => name !== 'operation')
			.map(({ displayOptions, ...field }) => {
				const { operation: _operation, resource: _resource, ...own } = displayOptions?.show ?? {};
				return JSON.stringify([field, own]);
			});
		expect(withoutCondition.filter((one, at) => withoutCondition.indexOf(one) !== at)).toEqual([]);
	});

	describe.each(named(operations))('%s', (_name, operation) => {
		test('shows its own fields, in its own order', () => {
			const own = operation.properties.filter(({ displayOptions }) => displayOptions === undefined);
			const names = own.map(({ name }) => name);
			const fields = shown(node, operation).map(({ name }) => name);
			expect(fields.filter((name) => names.includes(name))).toEqual(names);
			const possible = operation.properties.map(({ name }) => name);
			for (const name of fields) {
				expect(['resource', 'operation', 'allowChanges', ...possible]).toContain(name);
			}
		});

		test('is asked for the credentials it needs, and no other', () => {
			const { resource, value, needs = [] } = operation;
			const asked = credentials.filter((credential) =>
				NodeHelpers.displayParameter(
					{ resource, operation: value },
					credential,
					null,
					node.description,
				),
			);
			const types = {
				token: 'calendlyAccessTokenApi',
				signing: 'calendlySigningSecretApi',
				n8n: 'archiMeubleN8nApi',
			};
			expect(asked.map(({ name }) => name).sort()).toEqual(needs.map((need) => types[need]).sort());
		});
	});
});

describe('what changes Calendly or n8n', () => {
	const destructive = PUBLIC.filter(({ isDestructive }) => isDestructive === true);

	test('is the cancelling, the marking, the repairing, the installing and the removing', () => {
		expect(destructive.map(({ value }) => value).sort()).toEqual([
			'cancel',
			'install',
			'markNoShow',
			'remove',
			'repair',
			'unmarkNoShow',
		]);
		expect(FLUX.filter(({ isDestructive }) => isDestructive === true)).toEqual([]);
	});

	describe.each(named(destructive))('%s', (_name, operation) => {
		const { resource, value } = operation;

		test.each([
			['is not switched on', {}],
			['is switched off', { allowChanges: false }],
			['is left to an agent', { allowChanges: '={{ $fromAI("allowChanges", "", "boolean") }}' }],
			['is text', { allowChanges: 'true' }],
		])('is refused where « Allow Changes » %s, before anything is sent', async (_how, given) => {
			const node = new CalendlyArchiMeuble();
			const parameters = { resource, operation: value, ...given };
			const fake = new FakeN8n({ baseUrl: 'http://127.0.0.1:1', node, parameters });
			await expect(node.execute.call(fake.execution())).rejects.toMatchObject({
				message: expect.stringContaining('changes what stands elsewhere'),
				description: expect.stringContaining('"Allow Changes"'),
			});
			expect(fake.requests).toEqual([]);
		});

		test('has a switch that takes no expression and is off', () => {
			const toggle = shown(new CalendlyArchiMeuble(), operation).find(
				({ name }) => name === 'allowChanges',
			);
			expect(toggle).toMatchObject({ type: 'boolean', default: false, noDataExpression: true });
		});
	});
});

describe('the steps of the workflows', () => {
	const { description } = new ArchiMeubleFlux();
	const type = 'n8n-nodes-calendly-archimeuble.archiMeubleFlux';
	const used = readdirSync(join(root, 'workflows'))
		.map((file) => JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')))
		.flatMap(({ nodes }) => nodes as Array<{ type: string; parameters: Record<string, string> }>)
		.filter((node) => node.type === type)
		.map(({ parameters }) => `${parameters.resource} ${parameters.operation}`);

	test('are all used by a workflow, and no workflow uses another', () => {
		expect([...new Set(used)].sort()).toEqual(
			named(FLUX)
				.map(([name]) => name)
				.sort(),
		);
	});

	test('are no tools of an agent', () => {
		expect(description.usableAsTool).toBeUndefined();
		expect(new CalendlyArchiMeuble().description.usableAsTool).toBe(true);
	});

	test('are not found by who looks for Calendly', () => {
		const file = join(root, 'nodes/ArchiMeubleFlux/ArchiMeubleFlux.node.json');
		const { alias = [], categories } = JSON.parse(readFileSync(file, 'utf8'));
		const actions = FLUX.map(({ action }) => action);
		const words = [description.displayName, description.description, ...categories, ...alias];
		expect([...words, ...actions].join(' ')).not.toMatch(/calendly/i);
	});
});
