import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { CalendlyArchiMeuble } from '../../nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node';
import { defaultAgendaWording } from '../../nodes/shared/email/agendaWording';
import { otherNodes } from '../support/otherNodes.mts';
import { withDefaults } from '../support/parameters.mts';
import { anEvent } from '../unit/email/fixtures.mts';
import { aRow } from '../unit/email/clientFixtures.mts';

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** The `+h` or `-h` of the zone in which an hour of UTC is between two and three at night. */
function zoneOffset(hour: number): string {
	const behind = hour - 2;
	return behind > 12 ? `${behind - 24}` : `${behind < 0 ? '' : '+'}${behind}`;
}

/** A zone in which it is now between two and three at night. */
const nightZone = () => `Etc/GMT${zoneOffset(new Date().getUTCHours())}`;

/** The row of the journal about an agenda that left. */
const sent = (hours: number) => ({ evenement: 'agenda', recu_le: inHours(hours) });

/** Runs an operation with a fake of what n8n hands to it. */
async function run(
	operation: 'getDue' | 'getAgenda' | 'compose',
	parameters: Record<string, unknown>,
	items: object[],
	journal: object[] = [],
): Promise<INodeExecutionData[]> {
	const resource = operation === 'compose' ? 'email' : 'reminder';
	const node = operation === 'compose' ? new CalendlyArchiMeuble() : new ArchiMeubleFlux();
	const values = withDefaults(node, { resource, operation, ...parameters });
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		continueOnFail: () => false,
		getWorkflowDataProxy: otherNodes({ 'Au journal': journal }),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in values ? values[name] : fallback,
		getNode: () => ({
			name: 'Calendly ArchiMeuble',
			type: 'x',
			typeVersion: 1,
			parameters: {},
		}),
		helpers: {
			prepareBinaryData: async (content: Buffer, fileName: string) => ({
				data: content.toString('utf8'),
				fileName,
			}),
		},
	} as unknown as IExecuteFunctions;
	const [output] = await node.execute.call(context);
	return output;
}

describe('Reminder → Get Due', () => {
	const policy = { enabled: true, hoursBefore: 24, latestHoursBefore: 2 };

	test('gives the rows that are due, linked to the items they came from', async () => {
		const due = aRow({
			identifiant: 'due',
			debut: inHours(20),
			recu_le: inHours(-20),
		});
		const items = [{}, aRow({ debut: inHours(40) }), due];
		expect(await run('getDue', policy, items)).toEqual([{ json: due, pairedItem: { item: 2 } }]);
		expect(await run('getDue', { ...policy, enabled: false }, items)).toEqual([]);
		expect(await run('getDue', { ...policy, enabled: 'false' }, items)).toEqual([]);
	});

	test('refuses hours between which nothing can be due', async () => {
		await expect(run('getDue', { ...policy, latestHoursBefore: 24 }, [{}])).rejects.toThrow(
			NodeOperationError,
		);
	});
});

describe('Reminder → Get Agenda', () => {
	test('gives the day as one item that Compose takes', async () => {
		const rows = [aRow({ debut: new Date().toISOString() }), aRow({ etat: 'annule' })];
		const last = sent(-24);
		const [item] = await run('getAgenda', { onlyWhenDue: false }, rows, [last]);
		expect(item.json.since).toBe(last.recu_le);
		expect(item.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		const [mail] = await run(
			'compose',
			{
				kind: 'agenda',
				agenda: JSON.stringify(item.json),
				...defaultAgendaWording(),
			},
			[item.json],
		);
		expect(mail.json).toMatchObject({
			kind: 'agenda',
			subject: expect.stringMatching(/^1 rendez-vous le /),
		});
		expect(mail.json.text).toContain('Léa Martin');
	});

	test('gives nothing on a day without appointments, unless it is wanted', async () => {
		const due = { agendaTime: '00:00', timezone: nightZone() };
		const empty = [aRow({ debut: inHours(48) })];
		expect(await run('getAgenda', due, empty)).toEqual([]);
		expect(await run('getAgenda', { ...due, emptyDays: true }, empty)).toHaveLength(1);
		expect(await run('getAgenda', due, [aRow({ debut: inHours(0) })])).toHaveLength(1);
		const closedDays = 'lundi mardi mercredi jeudi vendredi samedi dimanche';
		expect(await run('getAgenda', { ...due, emptyDays: true, closedDays }, empty)).toEqual([]);
	});

	test('refuses closed days that cannot be read', async () => {
		await expect(run('getAgenda', { closedDays: 'fériés' }, [{}])).rejects.toThrow(
			'The closed days cannot be read',
		);
	});

	test('gives nothing when the agenda of the day left already', async () => {
		const due = { agendaTime: '00:00', timezone: nightZone(), emptyDays: true };
		expect(await run('getAgenda', due, [{}], [sent(-30), sent(0)])).toEqual([]);
		const failed = { evenement: 'erreur', recu_le: inHours(0) };
		expect(await run('getAgenda', due, [{}], [failed, sent(-30)])).toHaveLength(1);
	});

	test('gives nothing without a time, unless it is asked for by hand', async () => {
		expect(await run('getAgenda', { agendaTime: '' }, [{}])).toEqual([]);
		expect(await run('getAgenda', { agendaTime: '', onlyWhenDue: false }, [{}])).toHaveLength(1);
	});

	test('refuses a time that is none', async () => {
		await expect(run('getAgenda', { agendaTime: '7h30' }, [{}])).rejects.toThrow(
			'The time of the agenda is not a time',
		);
	});
});

describe('Email → Compose', () => {
	const reminder = {
		kind: 'reminder',
		replyTo: 'atelier@archimeuble.example',
		preparation: 'Un mètre',
	};

	test.each([
		['a stored row', aRow()],
		['a stored row as JSON', JSON.stringify(aRow())],
		['an event', anEvent({ client: { email: 'lea.martin@example.com' } })],
	])('writes to the client about %s', async (_name, event) => {
		const [{ json }] = await run('compose', { ...reminder, event }, [{}]);
		expect(json).toMatchObject({
			kind: 'reminder',
			to: 'lea.martin@example.com',
			replyTo: 'atelier@archimeuble.example',
		});
		expect(json.text).toContain('Un mètre');
	});

	test.each([
		[{ ...reminder, event: {} }, 'The item holds no appointment event'],
		[{ kind: 'agenda', agenda: {}, ...defaultAgendaWording() }, 'The item holds no agenda'],
	])('refuses an item without what the kind needs', async (parameters, message) => {
		await expect(run('compose', parameters, [{}])).rejects.toThrow(message);
	});
});
