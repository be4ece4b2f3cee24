// Before the nodes: it replaces n8n's sleep, which they import.
import { FakeN8n } from '../support/fakeN8n.mts';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { COPY_REQUEST, ERASURE_REQUEST } from '../../nodes/shared/privacy/request';
import { shippedWorkflow } from '../../scripts/lib/workflowFiles.mts';
import { otherNodes } from '../support/otherNodes.mts';
import { ADDRESS, aDelivery, aRow } from '../unit/privacy/fixtures.mts';

interface File {
	content: string;
	fileName?: string;
}

/** Runs an operation through the node; files are the binary property `data` of the items. */
async function run(
	operation: string,
	parameters: Record<string, unknown>,
	items: object[] = [{}],
	files: Array<File | null> = [],
	given: Record<string, object[]> = {},
): Promise<INodeExecutionData[]> {
	const n8n = new FakeN8n({
		baseUrl: '',
		node: new ArchiMeubleFlux(),
		parameters: { resource: 'privacy', operation, ...parameters },
	});
	const execution = n8n.execution(items);
	const input = execution.getInputData().map((item, index) => {
		const file = files[index] ?? null;
		return file === null
			? item
			: { ...item, binary: { data: { ...file, mimeType: 'text/x-log' } } };
	});
	const context = {
		...execution,
		getInputData: () => input,
		continueOnFail: () => false,
		getWorkflowDataProxy: otherNodes(given),
		helpers: {
			getBinaryDataBuffer: async (item: number) => Buffer.from(files[item]?.content ?? ''),
			prepareBinaryData: async (content: Buffer, fileName: string, mimeType: string) => ({
				data: content.toString('utf8'),
				fileName,
				mimeType,
			}),
		},
	} as unknown as IExecuteFunctions;
	const [output] = await new ArchiMeubleFlux().execute.call(context);
	return output;
}

test.each([
	[' É.Durand@example.com ', '%.Durand@example.com%'],
	['jean@société.fr', '%jean@%'],
	['nobody', ''],
	[undefined, ''],
])('Privacy → Plan Search looks for %s by %s', async (address, pattern) => {
	expect(await run('planSearch', { address })).toEqual([
		{ json: { pattern }, pairedItem: { item: 0 } },
	]);
});

describe('Privacy → Get Retention Dates', () => {
	afterEach(() => {
		jest.useRealTimers();
	});

	test('gives the three dates of now', async () => {
		jest.useFakeTimers({ now: new Date('2026-11-26T10:00:00.000Z') });
		const parameters = { appointmentMonths: '24', journalDays: 90, timezone: 'Nowhere/At_All' };
		expect(await run('getRetentionDates', parameters)).toEqual([
			{
				json: {
					appointmentsBefore: '2024-11-25T23:00:00.000Z',
					journalBefore: '2026-08-27T22:00:00.000Z',
					logBefore: '2026-08-28 00:00:00',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test.each([
		[0, 90],
		[24, ''],
		[1.5, 90],
		['deux ans', 90],
		[24, -1],
	])('refuses %p months and %p days', async (appointmentMonths, journalDays) => {
		const running = run('getRetentionDates', { appointmentMonths, journalDays });
		await expect(running).rejects.toThrow(NodeOperationError);
		await expect(running).rejects.toMatchObject({
			description: expect.stringContaining('whole numbers'),
		});
	});
});

describe('Privacy → Find Person', () => {
	const own = { ...aRow({ identifiant: 'own', email: ADDRESS }), id: 3 };
	const mention = aRow({ invites: `x@y.fr, ${ADDRESS}` });
	const delivery = aDelivery({ id: 9, identifiant: 'own' });

	test('sorts the rows of both tables and says what to do with them', async () => {
		const items = [own, {}, delivery, mention, aDelivery({ id: 10 }), { cle: 'k', raison: 'x' }];
		const [item, ...more] = await run(
			'findPerson',
			{ address: ` ${ADDRESS.toUpperCase()} ` },
			items,
		);
		expect(more).toEqual([]);
		expect(item.pairedItem).toEqual(items.map((_item, index) => ({ item: index })));
		expect(item.json).toEqual({
			address: 'CLIENT@EXAMPLE.COM',
			isAddress: true,
			found: true,
			next: 'nothing',
			appointments: 1,
			deliveries: 1,
			mentions: 1,
			summary: expect.stringMatching(
				/^Pour CLIENT@EXAMPLE\.COM\u00a0: 1 rendez-vous \(25\/11\/2026\) au nom de Zoé Müller, 1 message de Calendly/,
			),
			deleteAppointments: [{ identifiant: 'own' }],
			patchAppointments: [{ identifiant: 'other', invites: 'x@y.fr, [effacé]' }],
			patchDeliveries: [expect.objectContaining({ id: 9, contenu: '', etat: 'termine' })],
		});
	});

	test('gives a copy as a file to whoever is asked for one, and to nobody else', async () => {
		const find = async (request: string) =>
			await run('findPerson', { address: ADDRESS, request }, [own, delivery, mention]);
		const [{ json, binary }] = await find(COPY_REQUEST);
		expect(json.next).toBe('copy');
		expect(binary?.data).toMatchObject({
			fileName: expect.stringMatching(/^donnees-client@example\.com-\d{4}-\d\d-\d\d\.json$/),
			mimeType: 'application/json',
		});
		expect(JSON.parse(String(binary?.data.data))).toMatchObject({
			adresse: ADDRESS,
			rendez_vous: [{ identifiant: 'own' }],
			mentions: [{ mentionne_dans: ['invites'] }],
		});
		for (const [request, next] of [
			[ERASURE_REQUEST, 'erasure'],
			['Autre chose', 'nothing'],
		]) {
			const [other] = await find(request);
			expect(other.json.next).toBe(next);
			expect(other.binary).toBeUndefined();
		}
	});

	test('finds what other nodes of the workflow gave, too', async () => {
		const given = { One: [own, {}], Two: [delivery] };
		const parameters = { address: ADDRESS, otherNodes: ['One', 'Two', 'Nobody'] };
		const [{ json }] = await run('findPerson', parameters, [mention], [], given);
		expect(json).toMatchObject({ appointments: 1, deliveries: 1, mentions: 1 });
	});

	test('knows the words of the form', () => {
		const [{ parameters }]: any[] = shippedWorkflow('rgpd.json').nodes.filter(
			({ name }) => name === 'Demande',
		);
		const [{ fieldOptions }] = parameters.formFields.values.slice(-1);
		const options = fieldOptions.values.map(({ option }: { option: string }) => option);
		expect(options).toEqual([COPY_REQUEST, ERASURE_REQUEST]);
	});

	test.each([
		['nobody', 'nobody@example.com', true],
		['what is no address', '%', false],
		['nothing', '', false],
		['a number', 42, false],
	])('finds nothing of %s', async (_name, address, isAddress) => {
		const [{ json }] = await run('findPerson', { address }, [own, delivery, mention]);
		expect(json).toMatchObject({
			isAddress,
			found: false,
			appointments: 0,
			deliveries: 0,
			mentions: 0,
			deleteAppointments: [],
			patchAppointments: [],
			patchDeliveries: [],
		});
		expect(json.summary).toMatch(/\.$/);
	});

	test('finds a person who is only mentioned', async () => {
		const [{ json }] = await run('findPerson', { address: ADDRESS }, [mention]);
		expect(json).toMatchObject({ found: true, appointments: 0, deliveries: 0, mentions: 1 });
	});

	test('takes empty tables, as n8n gives them', async () => {
		const [{ json }] = await run('findPerson', { address: ADDRESS }, [{}]);
		expect(json).toMatchObject({ found: false, summary: `Rien n’est enregistré pour ${ADDRESS}.` });
	});

	test('passes over deliveries without a number, which no patch could reach', async () => {
		const lost = { ...delivery, id: undefined, erreur: ADDRESS };
		const [{ json }] = await run('findPerson', { address: ADDRESS }, [lost]);
		expect(json.found).toBe(false);
	});
});

describe('Privacy → Clean Log', () => {
	const lines = [
		'[2026-08-27 23:59:59] Event: old\n',
		`[2026-11-26 10:00:00] Client: Léa (${ADDRESS})\n`,
		'[2026-11-26 10:00:00] Client: Zoé (zoe@example.org)\n',
	];
	const file = { content: lines.join(''), fileName: 'calendly.log' };

	test.each([
		['old lines', { before: '2026-08-28 00:00:00' }, [lines[1], lines[2]]],
		['lines about a person', { address: ADDRESS.toUpperCase() }, [lines[0], lines[2]]],
		['both', { before: '2026-08-28 00:00:00', address: ADDRESS }, [lines[2]]],
	])('takes %s out of the file', async (_name, parameters, left) => {
		expect(await run('cleanLog', parameters, [{ fileSize: 1 }], [file])).toEqual([
			{
				json: { removed: 3 - left.length },
				binary: {
					data: { data: left.join(''), fileName: 'calendly.log', mimeType: 'text/plain' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test.each([
		['nothing is asked for', {}],
		['nothing is found', { before: '2026-01-01 00:00:00', address: 'nobody@example.com' }],
		['the address is none', { address: '@' }],
		['the fields are empty', { before: null, address: null }],
	])('gives no item when %s', async (_name, parameters) => {
		expect(await run('cleanLog', parameters, [{}], [file])).toEqual([]);
	});

	test('gives an item for each file that changes, and none for an item without one', async () => {
		const unnamed = { content: lines[1] };
		const clean = { content: lines[2] };
		const output = await run(
			'cleanLog',
			{ address: ADDRESS },
			[{}, {}, {}],
			[null, unnamed, clean],
		);
		expect(output).toEqual([
			expect.objectContaining({
				pairedItem: { item: 1 },
				binary: { data: expect.objectContaining({ data: '', fileName: 'log.txt' }) },
			}),
		]);
	});

	test('refuses a limit that every line would be older than', async () => {
		const running = run('cleanLog', { before: 'demain' }, [{}], [file]);
		await expect(running).rejects.toThrow('"Before" is not a time of the log');
	});
});

test.each([
	['deleteAppointments', [{ identifiant: 'a' }, { identifiant: 'b' }]],
	['patchAppointments', []],
	['patchDeliveries', [{ id: 9, contenu: '' }]],
])('Privacy → List Erasure gives the rows of %s', async (rows, expected) => {
	const person = {
		deleteAppointments: [{ identifiant: 'a' }, { identifiant: 'b' }],
		patchAppointments: [],
		patchDeliveries: [{ id: 9, contenu: '' }],
	};
	const given = { 'Trouver la personne': [person] };
	const output = await run('listErasure', { rows }, [{ confirmation: 'EFFACER' }], [], given);
	expect(output.map(({ json }) => json)).toEqual(expected);
	expect(await run('listErasure', { rows })).toEqual([]);
});

test('Privacy → Find Person takes a delivery that came twice for one, and no address of the workshop', async () => {
	const own = { ...aRow({ identifiant: 'own', email: ADDRESS }), id: 3 };
	const delivery = aDelivery({ id: 9, identifiant: 'own' });
	const items = [own, delivery, { ...delivery }];
	const [person] = await run('findPerson', { address: ADDRESS }, items);
	expect(person.json).toMatchObject({ found: true, appointments: 1, deliveries: 1 });
	const workshopAddresses = `atelier@example.com, ${ADDRESS}`;
	const [workshop] = await run('findPerson', { address: ADDRESS, workshopAddresses }, items);
	expect(workshop.json).toMatchObject({
		found: false,
		deleteAppointments: [],
		patchDeliveries: [],
	});
	expect(workshop.json.summary).toContain('adresse de l’atelier');
});
