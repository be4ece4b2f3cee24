import fc from 'fast-check';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { currentEvent } from '../../../nodes/shared/appointment/fromApi';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { verifySignature } from '../../../nodes/shared/calendly/signature';
import { CalendlyStandIn, retryAt, RETRY_FOR_MS, StandInClock } from '../../../standin/index.mts';
import { payload } from '../../support/payloads.mts';
import { Harness, KEY, pathOf, START, useHarness, type Received } from './harness.mts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const harness = useHarness();

function verified({ headers, rawBody }: Received, key = KEY, now = Date.now() / 1000) {
	return verifySignature({
		rawBody,
		header: headers['calendly-webhook-signature'],
		signingKeys: [key],
		now,
	});
}

const normalized = ({ webhook }: Received) => normalizeWebhook(webhook, { receivedAt: START });

async function receivedAfter(act: (harness: Harness) => void): Promise<Received[]> {
	const { receiver, standIn } = harness();
	const before = receiver.received.length;
	act(harness());
	await standIn.settled();
	return receiver.received.slice(before);
}

/** Keys of an object, and of those in it, as paths. */
function shapeOf(value: unknown, path = ''): string[] {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
	return Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${path}/${key}`));
}

describe('a delivery', () => {
	beforeEach(() => harness().subscribe());

	test('comes with the headers that were captured', async () => {
		const [{ headers, rawBody }] = await receivedAfter((world) => world.book());
		expect(headers).toMatchObject({
			'user-agent': 'Calendly',
			'content-type': 'application/json',
			accept: '*/*',
			'accept-encoding': 'gzip',
			'content-length': String(rawBody.length),
			'calendly-webhook-signature': expect.stringMatching(/^t=\d{10},v1=[0-9a-f]{64}$/),
		});
	});

	test('is compact JSON, signed with the key of the subscription and no other', async () => {
		const [delivery] = await receivedAfter((world) => world.book());
		expect(delivery.rawBody.toString('utf8')).toBe(JSON.stringify(delivery.webhook));
		expect(verified(delivery)).toMatchObject({ ok: true });
		expect(verified(delivery, 'another key')).toEqual({ ok: false, reason: 'signature_mismatch' });
	});

	test('has whole seconds in its envelope and names who subscribed', async () => {
		const [{ webhook }] = await receivedAfter((world) => world.book());
		expect(webhook).toMatchObject({
			event: 'invitee.created',
			created_at: '2026-11-23T09:00:00.000000Z',
			created_by: harness().workshop.owner.uri,
		});
	});

	test.each([
		['phone', '08-phone-outbound-call', '+33 6 39 98 45 67'],
		['video', '01-created-google-meet', undefined],
	] as const)('of a %s appointment has the keys of the capture', async (kind, name, location) => {
		const [{ webhook }] = await receivedAfter((world) =>
			world.book({ eventType: world.workshop.eventTypes[kind], location }),
		);
		expect(shapeOf(webhook)).toEqual(shapeOf(payload(name)));
	});

	test('of an appointment at a place has the keys of the capture', async () => {
		const { standIn, workshop } = harness();
		const eventType = standIn.addEventType({
			host: workshop.owner,
			name: 'Visite de l’atelier',
			durationMinutes: 30,
			place: { kind: 'physical', location: '12 rue de la Liberté, 59000 Lille' },
		});
		const [{ webhook }] = await receivedAfter((world) =>
			world.book({ eventType, location: 'ailleurs' }),
		);
		expect(shapeOf(webhook)).toEqual(shapeOf(payload('11-physical-guests-special-characters')));
		expect(webhook.payload.scheduled_event.location.location).toMatch(/^12 rue/);
	});

	test.each([
		['invitee.canceled', '02-canceled-by-host'],
		['invitee_no_show.created', '14-no-show-created'],
		['invitee_no_show.deleted', '15-no-show-deleted'],
	] as const)('of %s has the keys of the capture', async (event, name) => {
		const { standIn, workshop } = harness();
		const eventType = workshop.eventTypes.video;
		const { uri } = harness().book({ eventType, location: undefined });
		if (event === 'invitee.canceled') standIn.cancel(uri, { by: 'host', reason: 'Panne de scie' });
		if (event.startsWith('invitee_no_show')) standIn.markNoShow(uri);
		if (event === 'invitee_no_show.deleted') standIn.unmarkNoShow(uri);
		await standIn.settled();
		const webhooks = harness().receiver.received.map(({ webhook }) => webhook);
		const webhook = webhooks.find((candidate) => candidate.event === event);
		expect(shapeOf(webhook).sort()).toEqual(shapeOf(payload(name)).sort());
	});

	test('keeps the gaps that unanswered questions leave', async () => {
		const [{ webhook }] = await receivedAfter((world) => world.book());
		const { questions_and_answers: answers } = webhook.payload;
		expect(answers.map(({ position }: any) => position)).toEqual([0, 2]);
	});

	test('carries whatever a client types, byte for byte', async () => {
		const { standIn, receiver } = harness();
		const hostile = fc.string({ unit: 'binary', maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(hostile, hostile, async (name, answer) => {
				harness().book({
					invitee: { name, email: 'x@example.com' },
					answers: [{ question: '__proto__', answer }],
				});
				await standIn.settled();
				const delivery = receiver.received.at(-1) as Received;
				expect(verified(delivery).ok).toBe(true);
				expect(delivery.webhook.payload.name).toBe(name);
				expect(delivery.webhook.payload.questions_and_answers[0]).toEqual({
					answer: answer,
					position: 0,
					question: '__proto__',
				});
				expect(normalized(delivery).action).toBe('created');
			}),
			{ numRuns: 60 },
		);
	});
});

describe('what our normaliser makes of it', () => {
	beforeEach(() => harness().subscribe());

	test('a booking', async () => {
		const [delivery] = await receivedAfter((world) => world.book({ guests: ['ami@example.com'] }));
		expect(normalized(delivery)).toMatchObject({
			action: 'created',
			appointment: {
				type: 'Consultation téléphonique',
				mode: 'phone',
				start: '2026-11-25T09:00:00.000Z',
				durationMinutes: 30,
				hosts: [{ name: 'Atelier ArchiMeuble', email: 'menuisier@example.com' }],
				guests: ['ami@example.com'],
				invitees: { active: 1, limit: 1 },
				cancelUrl: expect.stringContaining('https://calendly.com/cancellations/'),
			},
			client: { name: 'Zoé L’Hôte', phone: '+33639984567', timezone: 'Europe/Paris' },
			configurationUrl: 'https://archimeuble.example/save/abc123?finition=ch%C3%AAne',
			display: { dateTime: '25/11/2026 à 10:00 - 10:30' },
		});
	});

	test('a collective booking that was paid for', async () => {
		const { standIn, workshop } = harness();
		const lea = standIn.addUser({
			organization: workshop.owner.organization,
			name: 'Léa Poseuse',
			email: 'lea@example.com',
		});
		const payment = {
			...{ external_id: 'ch_1', provider: 'stripe', amount: 60, currency: 'EUR' },
			...{ terms: 'Acompte', successful: true },
		};
		const [delivery] = await receivedAfter((world) => world.book({ coHosts: [lea], payment }));
		expect(normalized(delivery)).toMatchObject({
			appointment: { hosts: [{ name: 'Atelier ArchiMeuble' }, { name: 'Léa Poseuse' }] },
			payment: { amount: 60, currency: 'EUR', state: 'paid' },
		});
	});

	test.each([
		['phone', 'phone'],
		['callUs', 'phone'],
		['video', 'video'],
		['measuring', 'in_person'],
	] as const)('the %s appointment is %s', async (kind, mode) => {
		const [delivery] = await receivedAfter((world) =>
			world.book({ eventType: world.workshop.eventTypes[kind], location: undefined }),
		);
		expect(normalized(delivery).appointment.mode).toBe(mode);
	});

	test('who calls, and who typed the place', async () => {
		const { callUs, phone, measuring } = harness().workshop.eventTypes;
		const location = '4 impasse du Rabot\n69001 Lyon';
		const of = async (eventType: typeof callUs, typed: string) => {
			const [delivery] = await receivedAfter((world) => world.book({ eventType, location: typed }));
			const { call, place, location: text } = normalized(delivery).appointment;
			return { by: call?.by, number: call?.number, setBy: place.setBy, text };
		};
		expect(await of(callUs, 'x')).toMatchObject({ by: 'client', number: '+33320001234' });
		expect(await of(phone, '06 39 98 45 67')).toMatchObject({ by: 'host', number: '+33639984567' });
		expect(await of(measuring, location)).toMatchObject({ setBy: 'client', text: location });
	});

	test.each([
		['host', 'host', 'Atelier ArchiMeuble'],
		['invitee', 'client', 'Zoé L’Hôte'],
	] as const)('a cancellation by the %s', async (by, byType, name) => {
		const { uri } = harness().book();
		await harness().standIn.settled();
		const [delivery] = await receivedAfter(({ standIn }) =>
			standIn.cancel(uri, { by, reason: 'Empêchement' }),
		);
		expect(normalized(delivery)).toMatchObject({
			action: 'canceled',
			appointment: { inviteeUri: uri, status: 'canceled', invitees: { active: 0 } },
			cancellation: { by: name, byType, reason: 'Empêchement' },
			reschedule: null,
		});
	});

	test.each([
		['canceled first', ['superseded', 'rescheduled']],
		['created first', ['rescheduled', 'superseded']],
	] as const)('a move, %s', async (order, actions) => {
		const { uri, event } = harness().book({ location: '+33 1 99 00 11 22' });
		await harness().standIn.settled();
		const pair = (
			await receivedAfter(({ standIn }) =>
				standIn.reschedule(uri, '2026-11-30T13:00:00Z', { order }),
			)
		).map(normalized);
		expect(pair.map(({ action }) => action)).toEqual(actions);
		const old = pair.find(({ action }) => action === 'superseded');
		const moved = pair.find(({ action }) => action === 'rescheduled');
		expect(old?.appointment.inviteeUri).toBe(uri);
		expect(old?.reschedule?.newInviteeUri).toBe(moved?.appointment.inviteeUri);
		expect(moved?.reschedule?.oldInviteeUri).toBe(uri);
		expect(moved?.appointment.uri).not.toBe(event);
		expect(moved?.answers).toEqual(old?.answers);
		expect(moved).toMatchObject({
			appointment: { start: '2026-11-30T13:00:00.000Z', location: '+33 1 99 00 11 22' },
			configurationUrl: old?.configurationUrl,
		});
	});

	test('a move whose deliveries are sent together tells both, in whatever order', async () => {
		const { uri } = harness().book();
		await harness().standIn.settled();
		const pair = await receivedAfter(({ standIn }) =>
			standIn.reschedule(uri, '2026-11-30T13:00:00Z', { order: 'together' }),
		);
		expect(pair.map(({ webhook }) => webhook.event).sort()).toEqual([
			'invitee.canceled',
			'invitee.created',
		]);
	});

	test('nothing when the host changes the place, which only the date of the event tells', async () => {
		const { standIn } = harness();
		const { uri } = harness().book();
		await standIn.clock.advance(1000);
		const place = { type: 'physical', location: 'Atelier', additional_info: '' };
		standIn.changePlace(uri, place);
		await standIn.settled();
		expect(harness().receiver.events).toEqual(['invitee.created']);
		const [{ event, invitee }] = standIn.bookings;
		expect(event.location).toEqual(place);
		expect(Date.parse(event.updated_at) - Date.parse(event.created_at)).toBe(1000);
		expect(invitee.updated_at).toBe(invitee.created_at);
	});

	test('a client who did not come, twice, with three different keys', async () => {
		const { standIn } = harness();
		const { uri } = harness().book();
		standIn.markNoShow(uri);
		await standIn.clock.advance(1000);
		standIn.unmarkNoShow(uri);
		await standIn.clock.advance(1000);
		standIn.markNoShow(uri);
		await standIn.settled();
		const marks = harness().receiver.received.slice(1).map(normalized);
		expect(marks.map(({ action }) => action)).toEqual(['no_show', 'no_show_removed', 'no_show']);
		expect(new Set(marks.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
	});

	test('the API tells the same appointment as the delivery', async () => {
		const { uri, event } = harness().book();
		await harness().standIn.settled();
		const [delivery] = harness().receiver.received;
		const scheduled = (await harness().call('GET', pathOf(event))).body.resource;
		const invitee = (await harness().call('GET', pathOf(uri))).body.resource;
		const read = currentEvent(scheduled, invitee, { receivedAt: START });
		expect({ ...read, source: 'webhook' }).toEqual(normalized(delivery));
	});
});

describe('a group', () => {
	const workshopFor = (limit: number) => {
		const { standIn, workshop } = harness();
		const eventType = standIn.addEventType({
			host: workshop.owner,
			name: 'Atelier découverte',
			durationMinutes: 90,
			place: { kind: 'physical', location: 'Atelier, Lille' },
			limit,
		});
		const join = (name: string) =>
			harness().book({
				eventType,
				start: '2026-12-12T09:30:00Z',
				invitee: { name, email: `${name}@example.com` },
				location: undefined,
			});
		return { join };
	};

	test('shares one event, which goes on when one of them cancels', async () => {
		await harness().subscribe();
		const { standIn } = harness();
		const { join } = workshopFor(8);
		const [anna, boris, chloe] = ['anna', 'boris', 'chloe'].map(join);
		expect(new Set([anna.event, boris.event, chloe.event]).size).toBe(1);
		const [delivery] = (
			await receivedAfter(() => standIn.cancel(boris.uri, { by: 'invitee' }))
		).slice(-1);
		expect(delivery.webhook.payload).toMatchObject({
			uri: boris.uri,
			status: 'canceled',
			scheduled_event: { status: 'active', invitees_counter: { total: 3, active: 2, limit: 8 } },
		});
		expect(delivery.webhook.payload.scheduled_event).not.toHaveProperty('cancellation');
		expect(normalized(delivery).action).toBe('canceled');
	});

	test('is moved one by one', () => {
		const { standIn } = harness();
		const { join } = workshopFor(2);
		const [anna, boris] = ['anna', 'boris'].map(join);
		standIn.reschedule(anna.uri, '2026-12-19T09:30:00Z');
		const later = standIn.reschedule(boris.uri, '2026-12-19T09:30:00Z');
		const states = standIn.bookings.map(({ invitee, event }) => [invitee.status, event.status]);
		expect(states).toEqual([
			['canceled', 'canceled'],
			['canceled', 'canceled'],
			['active', 'active'],
			['active', 'active'],
		]);
		const counters = standIn.bookings.find(({ invitee }) => invitee.uri === later.uri)?.event;
		expect(counters?.invitees_counter).toEqual({ total: 2, active: 2, limit: 2 });
	});

	test('is full at its limit, and has room again after a cancellation', () => {
		const { join } = workshopFor(2);
		const { uri } = join('anna');
		join('boris');
		expect(() => join('chloe')).toThrow('is full');
		harness().standIn.cancel(uri, { by: 'invitee' });
		expect(join('chloe').status).toBe('active');
	});

	test('is cancelled whole by the host: everyone who was coming is told', async () => {
		await harness().subscribe({ events: ['invitee.canceled'] });
		const { join } = workshopFor(8);
		const [anna, boris, chloe] = ['anna', 'boris', 'chloe'].map(join);
		harness().standIn.cancel(anna.uri, { by: 'invitee' });
		await harness().standIn.settled();
		await harness().call('POST', `${pathOf(anna.event)}/cancellation`, { body: {} });
		await harness().standIn.settled();
		const told = harness()
			.receiver.received.slice(1)
			.map(({ webhook }) => webhook.payload.uri);
		expect(told.sort()).toEqual([boris.uri, chloe.uri].sort());
	});
});

describe('who is told', () => {
	test('only of the events subscribed', async () => {
		await harness().subscribe({ events: ['invitee.canceled'] });
		const { uri } = harness().book();
		harness().standIn.cancel(uri, { by: 'host' });
		await harness().standIn.settled();
		expect(harness().receiver.events).toEqual(['invitee.canceled']);
	});

	test('only of what happens after subscribing, and until deleting', async () => {
		harness().book();
		const path = await harness().subscribe();
		harness().book();
		await harness().standIn.settled();
		await harness().call('DELETE', path);
		harness().book();
		await harness().standIn.settled();
		expect(harness().receiver.events).toEqual(['invitee.created']);
	});

	test('with user scope, only of that user’s appointments', async () => {
		const { standIn, workshop } = harness();
		const other = standIn.addUser({
			organization: workshop.organization,
			name: 'Paul Apprenti',
			email: 'paul@example.com',
		});
		await harness().subscribe({ scope: 'user', user: other.uri });
		harness().book();
		const eventType = standIn.addEventType({ host: other, name: 'Pose', durationMinutes: 60 });
		const { uri } = harness().book({ eventType, location: undefined });
		await standIn.settled();
		expect(harness().receiver.received.map(({ webhook }) => webhook.payload.uri)).toEqual([uri]);
	});

	test('with group scope, only of that group’s appointments', async () => {
		const { standIn, workshop } = harness();
		const group = standIn.addGroup({ organization: workshop.organization, name: 'Pose' });
		await harness().subscribe({ scope: 'group', group: group.uri });
		harness().book();
		const { uri } = harness().book({ group });
		await standIn.settled();
		expect(harness().receiver.received.map(({ webhook }) => webhook.payload.uri)).toEqual([uri]);
	});

	test('nobody of another organization', async () => {
		await harness().subscribe();
		const { standIn } = harness();
		const host = standIn.addUser({
			organization: standIn.addOrganization({ name: 'Ailleurs' }),
			name: 'Hors Atelier',
			email: 'ailleurs@example.com',
		});
		const eventType = standIn.addEventType({ host, name: 'Ailleurs', durationMinutes: 30 });
		harness().book({ eventType, location: undefined });
		await standIn.settled();
		expect(harness().receiver.received).toEqual([]);
	});

	test('a subscription without a key gets no signature', async () => {
		await harness().subscribe({ signing_key: undefined });
		const [{ headers }] = await receivedAfter((world) => world.book());
		expect(headers).not.toHaveProperty('calendly-webhook-signature');
	});
});

describe('what counts as delivered', () => {
	beforeEach(() => harness().subscribe());

	test.each([
		[200, 'delivered'],
		[204, 'delivered'],
		[299, 'delivered'],
		[301, 'waiting'],
		[302, 'waiting'],
		[307, 'waiting'],
		[400, 'waiting'],
		[401, 'waiting'],
		[410, 'waiting'],
		[500, 'waiting'],
		[503, 'waiting'],
	])('after an answer of %d it is %s', async (status, state) => {
		const { receiver, standIn } = harness();
		receiver.answer = (response) =>
			response.writeHead(status, { Location: `${receiver.url}/elsewhere` }).end();
		await receivedAfter((world) => world.book());
		expect(standIn.deliveries).toMatchObject([{ state, attempts: [{ status }] }]);
		expect(receiver.received).toHaveLength(1);
	});

	test('a broken connection is tried again', async () => {
		harness().receiver.answer = (response) => response.destroy();
		await receivedAfter((world) => world.book());
		const [{ state, attempts }] = harness().standIn.deliveries;
		expect([state, attempts[0].error]).toEqual(['waiting', 'ECONNRESET']);
	});

	test('so is one that nobody takes', async () => {
		const unused = createServer();
		await new Promise<void>((resolve) => unused.listen(0, '127.0.0.1', resolve));
		const { port } = unused.address() as AddressInfo;
		await new Promise((resolve) => unused.close(resolve));
		await harness().subscribe({ url: `http://127.0.0.1:${port}/` });
		await receivedAfter((world) => world.book());
		expect(harness().standIn.deliveries[1].attempts[0].error).toBe('ECONNREFUSED');
	});

	test('the log tells neither body, nor key, nor cancel link', async () => {
		await receivedAfter((world) => world.book());
		const log = JSON.stringify(harness().standIn.deliveries);
		for (const secret of [KEY, 'zoe.lhote', 'cancellations', 'v1=']) {
			expect(log).not.toContain(secret);
		}
		expect(harness().standIn.deliveries).toEqual([
			{
				id: expect.any(String),
				subscription: harness().standIn.subscriptions[0].uri,
				event: 'invitee.created',
				uri: harness().standIn.bookings[0].invitee.uri,
				createdAt: START.toISOString(),
				attempts: [{ at: START.toISOString(), status: 200, ms: expect.any(Number) }],
				state: 'delivered',
			},
		]);
	});
});

describe('an answer that does not come', () => {
	const impatient = useHarness({ timeouts: { connectMs: 120, readMs: 60 } });

	test('a connection is given up when its encryption is not agreed on in time', async () => {
		const silent = createServer((socket) => socket.on('error', () => {}).resume());
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const { port } = silent.address() as AddressInfo;
		await impatient().subscribe({ url: `https://127.0.0.1:${port}/` });
		impatient().book();
		await impatient().standIn.settled();
		expect(impatient().standIn.deliveries[0].attempts[0].error).toBe('connect timeout');
		await new Promise((resolve) => silent.close(resolve));
	});

	test('is waited for no longer than the read timeout', async () => {
		await impatient().subscribe();
		impatient().receiver.answer = () => {};
		impatient().book();
		await impatient().standIn.settled();
		const [{ attempts }] = impatient().standIn.deliveries;
		expect(attempts[0].error).toBe('read timeout');
		expect(attempts[0].ms).toBeGreaterThanOrEqual(55);
	});

	test('neither is the rest of one that has begun', async () => {
		await impatient().subscribe();
		impatient().receiver.answer = (response) => response.writeHead(200).write('begun');
		impatient().book();
		await impatient().standIn.settled();
		expect(impatient().standIn.deliveries[0].attempts[0].error).toBe('read timeout');
	});
});

describe('trying again', () => {
	let path: string;
	const subscription = async () => (await harness().call('GET', path)).body.resource;

	beforeEach(async () => {
		path = await harness().subscribe();
	});

	test('waits twice as long each time, and ends 24 hours after the first attempt', () => {
		const minutes: number[] = [];
		let now = 0;
		for (let attempts = 1; ; attempts += 1) {
			const next = retryAt(0, now, attempts);
			if (next === null) break;
			minutes.push(next / 60_000);
			now = next;
		}
		expect(minutes).toEqual([1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1440]);
		expect(now).toBe(RETRY_FOR_MS);
	});

	test('repeats the very same body, signed anew, until it is taken', async () => {
		const { receiver, standIn } = harness();
		receiver.refuseWith(500);
		harness().book();
		await standIn.clock.advance(7 * 60_000);
		expect(receiver.received).toHaveLength(4);
		receiver.answer = (response) => response.end();
		await standIn.clock.advance(8 * 60_000);
		expect(new Set(receiver.received.map(({ rawBody }) => rawBody.toString())).size).toBe(1);
		for (const delivery of receiver.received) expect(verified(delivery).ok).toBe(true);
		const [{ state, attempts }] = standIn.deliveries;
		expect(state).toBe('delivered');
		expect(attempts.map(({ status }) => status)).toEqual([500, 500, 500, 500, 200]);
		expect(attempts.map(({ at }) => at.slice(11, 16))).toEqual([
			'09:00',
			'09:01',
			'09:03',
			'09:07',
			'09:15',
		]);
		await standIn.clock.advance(DAY);
		expect(receiver.received).toHaveLength(5);
	});

	test('shows since when, and no longer once everything is taken', async () => {
		const { receiver, standIn } = harness();
		receiver.answer = (response, { webhook }) =>
			response.writeHead(webhook.payload.name === 'Refusé' ? 500 : 200).end();
		harness().book({ invitee: { name: 'Refusé', email: 'refuse@example.com' } });
		await standIn.clock.advance(60_000);
		harness().book();
		await standIn.settled();
		expect((await subscription()).retry_started_at).toBe('2026-11-23T09:00:00.000000Z');
		receiver.answer = (response) => response.end();
		await standIn.clock.advance(2 * 60_000);
		expect(await subscription()).toMatchObject({
			retry_started_at: null,
			updated_at: '2026-11-23T09:03:00.000000Z',
			state: 'active',
		});
	});

	test('one message that fails does not hold up the others', async () => {
		const { receiver, standIn } = harness();
		receiver.answer = (response, { webhook }) =>
			response.writeHead(webhook.payload.name === 'Refusé' ? 500 : 200).end();
		harness().book({ invitee: { name: 'Refusé', email: 'refuse@example.com' } });
		await receivedAfter((world) => world.book());
		expect(standIn.deliveries.map(({ state }) => state)).toEqual(['waiting', 'delivered']);
	});
});

describe('after 24 hours', () => {
	let path: string;
	const subscription = async () => (await harness().call('GET', path)).body.resource;

	beforeEach(async () => {
		path = await harness().subscribe();
	});

	test('without one delivery the subscription is disabled, and tells nobody any more', async () => {
		const { receiver, standIn } = harness();
		receiver.refuseWith(401);
		harness().book();
		await standIn.clock.advance(DAY - 1);
		expect((await subscription()).state).toBe('active');
		await standIn.clock.advance(1);
		expect(await subscription()).toMatchObject({
			state: 'disabled',
			retry_started_at: '2026-11-23T09:00:00.000000Z',
			updated_at: '2026-11-24T09:00:00.000000Z',
		});
		expect(standIn.deliveries[0]).toMatchObject({ state: 'failed' });
		expect(standIn.deliveries[0].attempts).toHaveLength(12);
		receiver.answer = (response) => response.end();
		harness().book();
		await standIn.clock.advance(10 * DAY);
		expect(receiver.received).toHaveLength(12);
		expect((await subscription()).state).toBe('disabled');
	});

	test('what else was waiting is abandoned with it', async () => {
		const { receiver, standIn } = harness();
		receiver.refuseWith(500);
		harness().book();
		await standIn.clock.advance(HOUR);
		harness().book();
		await standIn.clock.advance(3 * DAY);
		expect(standIn.deliveries.map(({ state }) => state)).toEqual(['failed', 'abandoned']);
		expect(standIn.deliveries[1].attempts.at(-1)?.at.slice(0, 10)).toBe('2026-11-24');
	});

	test('with another message delivered meanwhile it stays, and only that message is lost', async () => {
		const { receiver, standIn } = harness();
		receiver.answer = (response, { webhook }) =>
			response.writeHead(webhook.payload.name === 'Refusé' ? 500 : 200).end();
		harness().book({ invitee: { name: 'Refusé', email: 'refuse@example.com' } });
		await standIn.clock.advance(HOUR);
		harness().book();
		await standIn.clock.advance(DAY);
		expect(standIn.deliveries.map(({ state }) => state)).toEqual(['failed', 'delivered']);
		expect(await subscription()).toMatchObject({ state: 'active', retry_started_at: null });
	});

	test('a delivery before the trouble does not save it', async () => {
		const { receiver, standIn } = harness();
		harness().book();
		await standIn.clock.advance(HOUR);
		receiver.refuseWith(500);
		harness().book();
		await standIn.clock.advance(DAY);
		expect((await subscription()).state).toBe('disabled');
	});

	test('deleting and creating again heals; creating alone does not', async () => {
		const { receiver, standIn } = harness();
		receiver.refuseWith(500);
		harness().book();
		await standIn.clock.advance(DAY);
		receiver.answer = (response) => response.end();
		const body = harness().wanted();
		expect((await harness().call('POST', '/webhook_subscriptions', { body })).status).toBe(409);
		expect((await harness().call('DELETE', path)).status).toBe(204);
		path = await harness().subscribe();
		const [delivery] = await receivedAfter((world) => world.book());
		expect(verified(delivery).ok).toBe(true);
		expect((await subscription()).state).toBe('active');
		await standIn.clock.advance(DAY);
		expect((await subscription()).state).toBe('active');
	});
});

describe('a change of key', () => {
	test('leaves what is under way signed with the old one', async () => {
		const { receiver, standIn } = harness();
		const path = await harness().subscribe({ signing_key: 'old key' });
		receiver.refuseWith(500);
		await receivedAfter((world) => world.book());
		await harness().call('DELETE', path);
		await harness().subscribe({ signing_key: 'new key' });
		receiver.answer = (response) => response.end();
		harness().book();
		await standIn.clock.advance(60_000);
		const [, fresh, retried] = receiver.received;
		expect(verified(fresh, 'new key').ok).toBe(true);
		expect(verified(fresh, 'old key').ok).toBe(false);
		expect(verified(retried, 'old key').ok).toBe(true);
		expect(verified(retried, 'new key').ok).toBe(false);
		expect(standIn.deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
	});
});

describe('the time of a signature', () => {
	const retriedAfter = async (options: ConstructorParameters<typeof CalendlyStandIn>[0]) => {
		const world = new Harness({ clock: new StandInClock({ start: START }), ...options });
		await world.start();
		await world.subscribe();
		world.receiver.refuseWith(500);
		world.book();
		await world.standIn.clock.advance(HOUR);
		await world.stop();
		return world.receiver.received;
	};

	test('is the real one, whatever the stand-in’s clock shows, also after retries', async () => {
		const received = await retriedAfter({});
		expect(received).toHaveLength(6);
		for (const delivery of received) expect(verified(delivery).ok).toBe(true);
	});

	test('grows old with the delivery where it is not renewed', async () => {
		const received = await retriedAfter({ renewSignatureTime: false });
		expect(verified(received[0]).ok).toBe(true);
		expect(verified(received[5])).toEqual({ ok: false, reason: 'timestamp_too_old' });
		expect(verified(received[5], KEY, Date.now() / 1000 - 31 * 60).ok).toBe(true);
	});

	test('can be the stand-in’s', async () => {
		const received = await retriedAfter({ signatureTime: 'standin' });
		const at = (minutes: number) => START.getTime() / 1000 + minutes * 60;
		expect(verified(received[0], KEY, at(0))).toEqual({ ok: true, timestamp: at(0) });
		expect(verified(received[5], KEY, at(31))).toEqual({ ok: true, timestamp: at(31) });
	});
});

describe('real time', () => {
	test('retries on its own, without anybody advancing the clock', async () => {
		const clock = new StandInClock({ start: START, realtime: true });
		const world = new Harness({ clock, firstPauseMs: 20 });
		await world.start();
		await world.subscribe();
		const taken = new Promise<void>((resolve) => {
			world.receiver.answer = (response) => {
				const again = world.receiver.received.length === 3;
				response.writeHead(again ? 200 : 503).end();
				if (again) resolve();
			};
		});
		world.book();
		await taken;
		await world.standIn.settled();
		expect(world.standIn.deliveries[0].attempts.map(({ status }) => status)).toEqual([
			503, 503, 200,
		]);
		await world.stop();
	});
});

describe('stopping', () => {
	test('breaks off what is being sent', async () => {
		await harness().subscribe();
		const asked = new Promise<void>((resolve) => {
			harness().receiver.answer = () => resolve();
		});
		harness().book();
		await asked;
		await harness().standIn.stop();
		expect(harness().standIn.deliveries).toMatchObject([{ state: 'sending', attempts: [] }]);
	});
});

describe('what cannot be', () => {
	test.each([
		['cancel', (uri: string) => harness().standIn.cancel(uri, { by: 'host' }), 'canceled already'],
		[
			'move',
			(uri: string) => harness().standIn.reschedule(uri, '2026-12-01T09:00:00Z'),
			'canceled already',
		],
		[
			'change the place of',
			(uri: string) => harness().standIn.changePlace(uri, null),
			'canceled already',
		],
		['unmark', (uri: string) => harness().standIn.unmarkNoShow(uri), 'is not marked'],
	])('to %s what is cancelled', (_name, act, message) => {
		const { uri } = harness().book();
		harness().standIn.cancel(uri, { by: 'invitee' });
		expect(() => act(uri)).toThrow(message);
	});

	test('to do something to nobody', () => {
		expect(() => harness().standIn.markNoShow('https://api.calendly.com/x')).toThrow('no invitee');
	});
});
