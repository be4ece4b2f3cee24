// Before the nodes: it replaces n8n's sleep, which they import.
import { FakeN8n, pauses, secretsIn, TOKEN, type FakeOptions } from '../support/fakeN8n.mts';
import type { IDataObject, INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { CalendlyArchiMeuble } from '../../nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node';
import { applyEvent } from '../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../nodes/shared/appointment/event';
import type { AppointmentRow } from '../../nodes/shared/appointment/row';
import { eventOf } from '../../nodes/shared/journal/entry';
import {
	CalendlyStandIn,
	seedWorkshop,
	type InviteeResource,
	type NewBooking,
	type Workshop,
} from '../../standin/index.mts';

/** Hundreds of real requests, on a machine that may be busy. */
jest.setTimeout(30_000);

let standIn: CalendlyStandIn;
let workshop: Workshop;

beforeEach(async () => {
	pauses.length = 0;
	standIn = new CalendlyStandIn({ requestsPerMinute: 10_000 });
	workshop = seedWorkshop(standIn, TOKEN);
	await standIn.start();
});

afterEach(async () => await standIn.stop());

const CAMILLE = { name: 'Camille Durand', email: 'camille.durand@example.com' };
const ZOE = { name: 'Zoé Müller', email: 'zoe.muller@example.org' };

/** Of the telephone, in January 2027, unless told. */
function book(start = '2027-01-15T09:00:00Z', booking: Partial<NewBooking> = {}): InviteeResource {
	return standIn.book({
		eventType: workshop.eventTypes.phone,
		start,
		invitee: CAMILLE,
		...booking,
	});
}

const nodeOf = (operation: string) =>
	operation === 'compare' ? new ArchiMeubleFlux() : new CalendlyArchiMeuble();

/** Changes are allowed unless the parameters say otherwise. */
function fakeFor(operation: string, parameters: object, options: Partial<FakeOptions>): FakeN8n {
	const chosen = { resource: 'appointment', operation, allowChanges: true };
	return new FakeN8n({
		baseUrl: standIn.url,
		node: nodeOf(operation),
		...options,
		parameters: Array.isArray(parameters)
			? parameters.map((one) => ({ ...chosen, ...one }))
			: { ...chosen, ...parameters },
	});
}

interface Run {
	fake: FakeN8n;
	output: INodeExecutionData[];
}

/** @param parameters of all items, or one record for each */
async function run(
	operation: string,
	parameters: object,
	{ items = [{}], ...options }: Partial<FakeOptions> & { items?: object[] } = {},
): Promise<Run> {
	const fake = fakeFor(operation, parameters, options);
	const [output] = await nodeOf(operation).execute.call(fake.execution(items));
	expect(secretsIn(output, fake.logged)).toEqual([]);
	return { fake, output };
}

/** The error an operation ends with, and what was asked of Calendly before. */
async function failure(
	operation: string,
	parameters: object,
	options: Partial<FakeOptions> & { items?: object[] } = {},
): Promise<{ error: NodeOperationError; fake: FakeN8n }> {
	const { items = [{}], ...rest } = options;
	const fake = fakeFor(operation, parameters, rest);
	const error = await nodeOf(operation)
		.execute.call(fake.execution(items))
		.then(
			(output) => {
				throw new Error(`Nothing was rejected: ${JSON.stringify(output)}`);
			},
			(thrown: unknown) => thrown as NodeOperationError,
		);
	expect(secretsIn(error, fake.logged)).toEqual([]);
	return { error, fake };
}

const json = ({ output }: Run) => output.map((item) => item.json);
const starts = (done: Run) =>
	json(done).map(({ appointment }) => (appointment as IDataObject).start);
const clients = (done: Run) => json(done).map(({ client }) => (client as IDataObject).name);

describe('Appointment → Get Many', () => {
	test('gives the trigger’s contract, invitees joined, in the order of their times', async () => {
		book('2027-01-20T09:00:00Z', { invitee: ZOE });
		const { uri } = book('2027-01-15T09:00:00Z', {
			location: '+33 6 39 98 45 67',
			answers: [{ question: 'Notes supplémentaires', answer: 'Chêne clair' }],
		});
		const done = await run('getMany', {});
		expect(starts(done)).toEqual(['2027-01-15T09:00:00.000Z', '2027-01-20T09:00:00.000Z']);
		expect(done.output[0]).toMatchObject({
			pairedItem: { item: 0 },
			json: {
				schemaVersion: 1,
				event: 'invitee.created',
				action: 'created',
				idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
				appointment: {
					inviteeUri: uri,
					status: 'active',
					type: 'Consultation téléphonique',
					mode: 'phone',
					end: '2027-01-15T09:30:00.000Z',
					durationMinutes: 30,
					hosts: [{ name: 'Atelier ArchiMeuble', email: 'menuisier@example.com' }],
				},
				client: { ...CAMILLE, phone: '+33639984567' },
				notes: 'Chêne clair',
				display: { dateTime: '15/01/2027 à 10:00 - 10:30', timezone: 'Europe/Paris' },
			},
		});
		expect(done.output[0].json).not.toHaveProperty('source');
	});

	test('says of each what it is by now', async () => {
		const canceled = book('2027-01-11T09:00:00Z');
		const moved = book('2027-01-12T09:00:00Z');
		const absent = book('2027-01-13T09:00:00Z');
		standIn.cancel(canceled.uri, { by: 'invitee', reason: 'Travaux repoussés' });
		standIn.reschedule(moved.uri, '2027-01-14T09:00:00Z');
		standIn.markNoShow(absent.uri);
		const done = await run('getMany', {});
		expect(json(done).map(({ action }) => action)).toEqual([
			'canceled',
			'superseded',
			'no_show',
			'rescheduled',
		]);
		expect(json(done)[0].cancellation).toMatchObject({ reason: 'Travaux repoussés' });
	});

	describe('with the filter', () => {
		beforeEach(() => {
			const paul = standIn.addUser({
				organization: workshop.organization,
				name: 'Paul Petit',
				email: 'paul@example.com',
			});
			const atPauls = standIn.addEventType({ host: paul, name: 'Pose', durationMinutes: 120 });
			book('2027-01-11T09:00:00Z');
			standIn.cancel(book('2027-01-12T09:00:00Z').uri, { by: 'host' });
			book('2027-01-13T22:30:00Z', { eventType: workshop.eventTypes.video, invitee: ZOE });
			book('2027-01-14T09:00:00Z', { eventType: atPauls });
		});

		const uriOfVideo = () => workshop.eventTypes.video.uri;

		test.each<[string, () => object, string[]]>([
			['none', () => ({}), ['11', '12', '13', '14']],
			['from', () => ({ from: '2027-01-12T09:00:00Z' }), ['12', '13', '14']],
			['to', () => ({ to: '2027-01-12T09:00:00Z' }), ['11']],
			[
				'from and to by the clocks of the workflow',
				() => ({ from: '2027-01-13T23:30:00', to: '2027-01-13T23:31:00' }),
				['13'],
			],
			['status active', () => ({ status: 'active' }), ['11', '13', '14']],
			['status canceled', () => ({ status: 'canceled' }), ['12']],
			['a status of no meaning', () => ({ status: 'all' }), ['11', '12', '13', '14']],
			['inviteeEmail', () => ({ inviteeEmail: 'Zoe.Muller@example.org' }), ['13']],
			['hosts by mail', () => ({ hosts: 'PAUL@example.com' }), ['14']],
			[
				'hosts by URI',
				() => ({ hosts: `nobody@example.com, ${workshop.owner.uri}` }),
				['11', '12', '13'],
			],
			['eventTypes', () => ({ eventTypes: [uriOfVideo()] }), ['13']],
			[
				'several of them together',
				() => ({ eventTypes: [uriOfVideo()], hosts: 'paul@example.com' }),
				[],
			],
		])('%s', async (_name, filters, days) => {
			const done = await run('getMany', { filters: filters() });
			expect(starts(done).map((start) => String(start).slice(8, 10))).toEqual(days);
		});

		test.each(['from', 'to'])('%s that is no date refuses to guess', async (name) => {
			const { error } = await failure('getMany', { filters: { [name]: 'demain' } });
			expect(error.message).toBe('A date in the filters is not a date.');
		});

		test('scope user asks for the appointments of the token’s owner only', async () => {
			const done = await run('getMany', { scope: 'user' });
			expect(starts(done)).toHaveLength(3);
			const list = done.fake.requests.find(({ url }) => url.endsWith('/scheduled_events'));
			expect(list?.query).toMatchObject({ user: workshop.owner.uri });
			expect(list?.query).not.toHaveProperty('organization');
		});
	});

	test('filters the invitees of a group each by their own mail address', async () => {
		const eventType = standIn.addEventType({
			host: workshop.owner,
			name: 'Visite de l’atelier',
			durationMinutes: 60,
			limit: 5,
		});
		book('2027-01-15T09:00:00Z', { eventType });
		book('2027-01-15T09:00:00Z', { eventType, invitee: ZOE });
		expect(clients(await run('getMany', {}))).toEqual(['Camille Durand', 'Zoé Müller']);
		const filters = { inviteeEmail: ZOE.email };
		expect(clients(await run('getMany', { filters }))).toEqual(['Zoé Müller']);
	});

	test('returns all of more than one page, each once, or as many as the limit says', async () => {
		const first = Date.parse('2027-01-01T00:00:00Z');
		const expected = Array.from({ length: 130 }, (_entry, index) =>
			new Date(first + index * 3_600_000).toISOString(),
		);
		for (const start of [...expected].reverse()) book(start);
		const all = await run('getMany', { returnAll: true, limit: 3 });
		expect(starts(all)).toEqual(expected);
		const lists = all.fake.requests.filter(({ url }) => url.endsWith('/scheduled_events'));
		expect(lists.map(({ query }) => query.count)).toEqual([100, 100]);
		expect(lists[1].query).toHaveProperty('page_token');
		expect(starts(await run('getMany', { limit: 3 }))).toEqual(expected.slice(0, 3));
		expect(starts(await run('getMany', {}))).toHaveLength(50);
	});

	test('asks for no invitees beyond the limit', async () => {
		for (const day of [11, 12, 13]) book(`2027-01-${day}T09:00:00Z`);
		const { fake } = await run('getMany', { limit: 1 });
		expect(fake.requests.filter(({ url }) => url.endsWith('/invitees'))).toHaveLength(1);
	});

	test('runs once for every item, with its own fields', async () => {
		book('2027-01-11T09:00:00Z');
		book('2027-01-12T09:00:00Z', { invitee: ZOE });
		const { output } = await run(
			'getMany',
			[{ filters: { inviteeEmail: ZOE.email } }, { filters: {}, timezone: 'Indian/Reunion' }],
			{ items: [{}, {}] },
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
		expect(output[0].json.display).toMatchObject({ time: '10:00 - 10:30' });
		expect(output[2].json.display).toMatchObject({ time: '13:00 - 13:30' });
	});
});

describe('Appointment → Get', () => {
	test.each<[string, (invitee: InviteeResource) => string]>([
		['the address of the appointment', ({ event }) => event],
		['its UUID', ({ event }) => event.slice(event.lastIndexOf('/') + 1)],
		['the address of its invitee', ({ uri }) => uri],
		['an address with spaces around it', ({ uri }) => ` ${uri}\n`],
		['an address below the credential’s base', ({ uri }) => standIn.url + new URL(uri).pathname],
	])('reads one by %s', async (_name, given) => {
		book('2027-01-11T09:00:00Z', { invitee: ZOE });
		const invitee = book();
		const done = await run('get', { appointment: given(invitee) });
		expect(json(done)).toMatchObject([
			{
				schemaVersion: 1,
				action: 'created',
				appointment: { inviteeUri: invitee.uri },
				client: CAMILLE,
			},
		]);
	});

	test('gives one item for each invitee of a group, or the one that is named', async () => {
		const eventType = standIn.addEventType({
			host: workshop.owner,
			name: 'Visite de l’atelier',
			durationMinutes: 60,
			limit: 5,
		});
		book(undefined, { eventType });
		const { uri, event } = book(undefined, { eventType, invitee: ZOE });
		expect(clients(await run('get', { appointment: event }))).toEqual([
			'Camille Durand',
			'Zoé Müller',
		]);
		expect(clients(await run('get', { appointment: uri }))).toEqual(['Zoé Müller']);
	});

	test('says so when Calendly does not know it', async () => {
		const { error } = await failure('get', { appointment: 'AAAAAAAAAAAAAAAA' });
		expect(error.message).toBe('Calendly does not know what was asked for.');
		expect(error.description).toContain('Check the address (URI) in the node');
		expect(error.context.itemIndex).toBe(0);
	});
});

describe('Appointment → Cancel', () => {
	test('cancels for all invitees with the reason', async () => {
		const { event, uri } = book();
		const done = await run('cancel', { appointment: event, reason: 'Atelier fermé' });
		expect(json(done)).toEqual([
			{
				success: true,
				appointment: event,
				by: 'Atelier ArchiMeuble',
				at: expect.stringMatching(/^\d{4}-.*Z$/),
				reason: 'Atelier fermé',
			},
		]);
		const [{ invitee }] = standIn.bookings;
		expect(invitee).toMatchObject({
			uri,
			status: 'canceled',
			cancellation: { reason: 'Atelier fermé', canceler_type: 'host' },
		});
	});

	test('without a reason gives none', async () => {
		await run('cancel', { appointment: book().event });
		expect(standIn.bookings[0].invitee.cancellation?.reason).toBeNull();
	});

	test('a second time is refused with Calendly’s words', async () => {
		const { event } = book();
		await run('cancel', { appointment: event });
		const { error } = await failure('cancel', { appointment: event });
		expect(error.message).toBe('Calendly does not allow this: Event is already canceled.');
	});

	test('is not repeated after a fault: nobody knows whether it was done', async () => {
		const { event } = book();
		standIn.faults = () => ({ status: 500 });
		const { error, fake } = await failure('cancel', { appointment: event });
		expect(error.description).toContain('Look in Calendly whether it was done all the same');
		expect(fake.requests).toHaveLength(1);
	});
});

describe('Appointment → Mark and Unmark No-Show', () => {
	test('mark the invitee and take it back', async () => {
		const { uri } = book();
		const [marked] = json(await run('markNoShow', { invitee: uri }));
		expect(marked).toMatchObject({ success: true, invitee: uri });
		expect(standIn.bookings[0].invitee.no_show?.uri).toBe(marked.uri);
		const unmarked = await run('unmarkNoShow', { invitee: uri });
		expect(json(unmarked)).toEqual([{ success: true, invitee: uri, wasMarked: true }]);
		expect(standIn.bookings[0].invitee.no_show).toBeNull();
	});

	test('unmark is content with one who was not marked', async () => {
		const { uri } = book();
		const done = await run('unmarkNoShow', { invitee: uri });
		expect(json(done)).toEqual([{ success: true, invitee: uri, wasMarked: false }]);
	});

	test('mark a second time says that nothing is to be done', async () => {
		const { uri } = book();
		await run('markNoShow', { invitee: uri });
		const { error } = await failure('markNoShow', { invitee: uri });
		expect(error.message).toContain('Calendly already has what was to be made');
	});
});

describe('an address that leads elsewhere', () => {
	const HOSTILE = [
		'',
		'https://evil.example/scheduled_events/AAAA',
		'https://api.calendly.com.evil.example/scheduled_events/AAAA',
		'https://api.calendly.com@evil.example/scheduled_events/AAAA',
		'https://api.calendly.com/users/AAAA',
		'https://api.calendly.com/scheduled_events/AAAA/../../users/me',
		'../users/me',
		'AAAA/cancellation',
		'AAAA?count=1',
		'%2e%2e',
		'AAAA\r\nHost: evil.example',
	];
	const HOSTILE_INVITEES = [
		...HOSTILE,
		'AAAA',
		'https://api.calendly.com/scheduled_events/AAAA',
		'https://api.calendly.com/scheduled_events/AAAA/invitees/',
		'https://api.calendly.com/scheduled_events/AAAA/invitees/../BBBB',
		'https://api.calendly.com/scheduled_events/AAAA/invitees/BBBB/invitees/CCCC',
		'https://api.calendly.com/scheduled_events/../invitees/BBBB',
	];
	/** These are addresses of an appointment, with or without its invitee. */
	const HOSTILE_APPOINTMENTS = HOSTILE_INVITEES.filter(
		(given) => !/^(https:\/\/api\.calendly\.com\/scheduled_events\/)?AAAA$/.test(given),
	);

	test.each([
		...HOSTILE_APPOINTMENTS.map((given) => ['get', { appointment: given }] as const),
		...HOSTILE.map((given) => ['cancel', { appointment: given }] as const),
		...HOSTILE_INVITEES.map((given) => ['markNoShow', { invitee: given }] as const),
		...HOSTILE_INVITEES.map((given) => ['unmarkNoShow', { invitee: given }] as const),
	])('is refused by %s before any request: %j', async (operation, parameters) => {
		const { error, fake } = await failure(operation, parameters);
		expect(error.message).toMatch(
			/^This is not the address of a Calendly (appointment|invitee)\.$/,
		);
		expect(fake.requests).toEqual([]);
	});
});

describe('an item that fails', () => {
	test('stops the run and is named', async () => {
		const { event } = book();
		const { error } = await failure('get', [{ appointment: event }, { appointment: '../x' }], {
			items: [{}, {}],
		});
		expect(error.context.itemIndex).toBe(1);
		expect(error.description).toContain('Give its identifier or its address in full');
	});

	test('says why and lets the others go on, where the node is to go on', async () => {
		const { event, uri } = book();
		const { output } = await run(
			'get',
			[{ appointment: 'AAAAAAAAAAAAAAAA' }, { appointment: '../x' }, { appointment: event }],
			{ items: [{}, {}, {}], continueOnFail: true },
		);
		expect(output).toMatchObject([
			{
				json: {
					error: 'Calendly does not know what was asked for.',
					description: expect.stringContaining('Check the address'),
				},
				pairedItem: { item: 0 },
			},
			{
				json: { error: 'This is not the address of a Calendly appointment.' },
				pairedItem: { item: 1 },
			},
			{ json: { appointment: { inviteeUri: uri } }, pairedItem: { item: 2 } },
		]);
	});

	test.each<[string, () => Partial<FakeOptions> | void, string]>([
		['a revoked token', () => standIn.world.revokeToken(TOKEN), 'does not accept the access token'],
		[
			'a plain member’s token',
			() => void Object.assign(workshop.owner, { role: 'user' }),
			'may only see its own appointments',
		],
		[
			'a limit that lasts',
			() => {
				standIn.faults = () => ({ status: 429, headers: { 'X-RateLimit-Reset': '3600' } });
			},
			'accepts no more requests',
		],
		[
			'faults that last',
			() => {
				standIn.faults = () => ({ status: 502 });
			},
			'a fault of its own (status 502)',
		],
		[
			'no answer',
			() => {
				standIn.faults = () => 'timeout';
				return { timeoutMs: 30 };
			},
			'did not answer in time',
		],
	])('because of %s says so without the token', async (_name, arrange, sentence) => {
		const { error } = await failure('getMany', {}, arrange() ?? {});
		expect(error.message).toContain(sentence);
		expect(error.description).toMatch(/\.$/);
	});

	test.each(['get', 'getMany', 'cancel', 'markNoShow', 'unmarkNoShow', 'compare'])(
		'%s without a token says what to choose',
		async (operation) => {
			const { error, fake } = await failure(operation, {}, { token: null });
			expect(error.message).toBe('This needs a Calendly access token');
			expect(error.description).toContain('"ArchiMeuble Calendly Access Token API"');
			expect(fake.requests).toEqual([]);
		},
	);
});

describe('Appointment → Compare with Calendly', () => {
	const DAY_MS = 86_400_000;
	/** A whole hour some days from now. */
	const inDays = (days: number) => {
		const instant = Date.now() + days * DAY_MS;
		return new Date(instant - (instant % 3_600_000)).toISOString();
	};
	const WINDOW = { pastDays: 7, futureDays: 60 };

	const compared = async (rows: object[], parameters: object = {}) =>
		await run('compare', { ...WINDOW, ...parameters }, { items: rows.length === 0 ? [{}] : rows });

	/** Feeds what was found into the rows, as the workflow does by the state machine. */
	function fed(rows: readonly AppointmentRow[], done: Run): AppointmentRow[] {
		const table = new Map(rows.map((row) => [row.identifiant, row]));
		const events = json(done).map(({ entry }) => eventOf(entry) as AppointmentEvent);
		for (const event of events) {
			for (const patch of applyEvent(event, [...table.values()]).rows) {
				const row = { ...table.get(patch.identifiant), ...patch };
				table.set(row.identifiant, { ...row, etat: row.etat || 'confirme' });
			}
		}
		return [...table.values()];
	}

	const summary = (done: Run) =>
		json(done).map(({ kind, entry }) => [
			kind,
			(entry as IDataObject | null)?.action ?? null,
			(entry as IDataObject | null)?.courriels ?? null,
		]);

	test('gives what never arrived as journal entries, and nothing once the rows hold it', async () => {
		const standing = book(inDays(3));
		const canceled = book(inDays(4), { invitee: ZOE });
		const before = fed([], await compared([]));
		standIn.cancel(canceled.uri, { by: 'invitee' });
		const moved = standIn.reschedule(standing.uri, inDays(5));
		book(inDays(6), { invitee: { name: 'Nouvelle Cliente', email: 'n@example.com' } });

		const done = await compared(before);
		expect(summary(done)).toEqual([
			['moved', 'superseded', 'never'],
			['canceled', 'canceled', 'due'],
			['moved', 'rescheduled', 'due'],
			['missing', 'created', 'due'],
		]);
		expect(json(done)[2]).toMatchObject({
			identifiant: moved.uri.slice(moved.uri.lastIndexOf('/') + 1),
			reason: expect.stringContaining('Camille Durand'),
			entry: {
				cle: expect.stringMatching(/^[0-9a-f]{64}$/),
				etat: 'recu',
				essais: 0,
				evenement: 'invitee.created',
				contenu: expect.stringContaining('"source":"reconciliation"'),
				courriels: 'due',
			},
		});
		expect(done.fake.logged).toEqual([
			{
				level: 'info',
				message: 'Compared 4 Calendly bookings with 2 rows: 4 differences.',
			},
		]);
		expect(json(await compared(fed(before, done)))).toEqual([]);
	});

	test('a video link that became ready is recorded without a mail', async () => {
		const eventType = standIn.addEventType({
			host: workshop.owner,
			name: 'Visio',
			durationMinutes: 30,
			place: { kind: 'zoom_conference' },
		});
		book(inDays(3), { eventType });
		const rows = fed([], await compared([]));
		await standIn.clock.advance(3_000);
		const done = await compared(rows);
		expect(summary(done)).toEqual([['changed', 'created', 'never']]);
		expect(json(await compared(fed(rows, done)))).toEqual([]);
	});

	test('looks no further than the days that are given', async () => {
		for (const days of [-3, -1, 1, 3]) book(inDays(days));
		expect(await compared([], { pastDays: 2, futureDays: 2 })).toMatchObject({
			output: { length: 2 },
		});
		expect(summary(await compared([], { pastDays: 4, futureDays: 0 }))).toEqual([
			['missing', 'created', 'never'],
			['missing', 'created', 'never'],
		]);
	});

	test('announces only what was booked since the given moment', async () => {
		book(inDays(3));
		const courriels = async (announcedSince: string) =>
			json(await compared([], { announcedSince })).map(
				({ entry }) => (entry as IDataObject).courriels,
			);
		expect(await courriels(inDays(1))).toEqual(['never']);
		expect(await courriels(inDays(-1))).toEqual(['due']);
		expect(await courriels('')).toEqual(['due']);
	});

	test('a moment that is no date announces nothing unasked', async () => {
		book(inDays(3));
		const { error } = await failure('compare', { ...WINDOW, announcedSince: 'hier' });
		expect(error.message).toBe('"Announced Since" is not a date.');
	});

	test('a row Calendly does not list is told and left alone', async () => {
		book(inDays(3));
		const rows = fed([], await compared([]));
		const empty = new CalendlyStandIn();
		seedWorkshop(empty, TOKEN);
		await empty.start();
		const done = await run('compare', WINDOW, { items: rows, baseUrl: empty.url });
		await empty.stop();
		expect(json(done)).toMatchObject([{ kind: 'unknown_to_calendly', entry: null }]);
	});

	describe('with the filters of the trigger', () => {
		const onlyPhone = { filters: { namePattern: 'consultation*' } };

		test('leaves out what the trigger does not let in', async () => {
			book(inDays(3));
			book(inDays(4), { eventType: workshop.eventTypes.measuring, invitee: ZOE });
			const done = await compared([], onlyPhone);
			expect(json(done).map(({ entry }) => (entry as IDataObject).client)).toEqual([
				'Camille Durand',
			]);
			expect(json(await compared(fed([], done), onlyPhone))).toEqual([]);
		});

		test('does not take a row that is filtered out for one Calendly does not know', async () => {
			book(inDays(3), { eventType: workshop.eventTypes.measuring });
			const rows = fed([], await compared([]));
			expect(json(await compared(rows, onlyPhone))).toEqual([]);
		});

		test('leaves out an appointment that was moved beyond the days that are compared', async () => {
			const { uri } = book(inDays(3), { eventType: workshop.eventTypes.measuring });
			standIn.reschedule(uri, inDays(100));
			expect(json(await compared([], onlyPhone))).toEqual([]);
		});
	});

	test('follows an appointment along all its moves beyond the days that are compared', async () => {
		const first = book(inDays(3));
		const rows = fed([], await compared([]));
		const second = standIn.reschedule(first.uri, inDays(100));
		const third = standIn.reschedule(second.uri, inDays(120));
		const done = await compared(rows);
		expect(json(done).map(({ identifiant }) => identifiant)).toContain(
			third.uri.slice(third.uri.lastIndexOf('/') + 1),
		);
		const announced = summary(done).filter(([, , courriels]) => courriels === 'due');
		expect(announced).toEqual([['moved', 'rescheduled', 'due']]);
		expect(json(await compared(fed(rows, done)))).toEqual([]);
	});

	test('of the user scope compares the appointments of the token’s owner', async () => {
		const paul = standIn.addUser({
			organization: workshop.organization,
			name: 'Paul Petit',
			email: 'paul@example.com',
		});
		const eventType = standIn.addEventType({ host: paul, name: 'Pose', durationMinutes: 120 });
		book(inDays(3), { eventType });
		expect(json(await compared([], { scope: 'user' }))).toEqual([]);
		expect(json(await compared([]))).toHaveLength(1);
	});

	test('an error of Calendly ends it, and no difference is made up', async () => {
		book(inDays(3));
		standIn.faults = ({ path }) => (path.endsWith('/invitees') ? { status: 500 } : null);
		const { error } = await failure('compare', WINDOW);
		expect(error.message).toBe('Calendly has a fault of its own (status 500).');
	});
});
