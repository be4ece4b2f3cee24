import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../scripts/lib/failure.mts';
import { StandInControl } from '../../scripts/lib/standinControl.mts';
import {
	CalendlyStandIn,
	seedWorkshop,
	StandInClock,
	type Workshop,
} from '../../standin/index.mts';

interface Received {
	event: string;
	payload: Record<string, any>;
}

let standIn: CalendlyStandIn;
let workshop: Workshop;
let control: StandInControl;
let receiver: Server;
let received: Received[];
let status: number;

beforeEach(async () => {
	received = [];
	status = 200;
	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push(JSON.parse(Buffer.concat(chunks).toString()) as Received);
			response.writeHead(status).end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	standIn = new CalendlyStandIn({ clock: new StandInClock({ realtime: true }) });
	workshop = seedWorkshop(standIn);
	await standIn.start();
	control = new StandInControl(`${standIn.url}/_demo`);
});

afterEach(async () => {
	await standIn.stop();
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
});

const ALL_EVENTS = ['invitee.created', 'invitee.canceled', 'invitee_no_show.created'];

/** As n8n subscribes. */
async function subscribe(events = ALL_EVENTS): Promise<void> {
	const { port } = receiver.address() as AddressInfo;
	const { status: answered } = await fetch(`${standIn.url}/webhook_subscriptions`, {
		method: 'POST',
		headers: {
			Authorization: `Bearer ${workshop.token}`,
			'Content-Type': 'application/json',
		},
		body: JSON.stringify({
			url: `http://127.0.0.1:${port}/webhook`,
			events,
			organization: workshop.organization.uri,
			scope: 'organization',
			signing_key: 'a-key-that-is-long-enough',
		}),
	});
	expect(answered).toBe(201);
}

const told = () => received.map(({ event, payload }) => ({ event, uri: String(payload.uri) }));
const invitees = () => standIn.bookings.map(({ invitee }) => invitee);

describe('a scenario happens in the stand-in, which tells n8n', () => {
	beforeEach(async () => await subscribe());

	test('created: somebody books by telephone, with a configuration link and notes', async () => {
		const outcomes = await control.carryOut('created');
		expect(outcomes).toEqual([
			{ event: 'invitee.created', delivered: true, answer: '200', ms: expect.any(Number) },
		]);
		const [{ payload }] = received;
		expect(payload.scheduled_event.location.type).toBe('outbound_call');
		expect(payload.scheduled_event.location.location).toMatch(/^\+33/);
		expect(payload.questions_and_answers).toMatchObject([
			{ answer: expect.stringMatching(/^https:/) },
			{ answer: expect.stringContaining('chêne') },
		]);
	});

	test('canceled: the last booking goes, with a reason', async () => {
		await control.carryOut('created');
		await control.carryOut('created');
		await control.carryOut('canceled');
		expect(invitees().map((invitee) => invitee.status)).toEqual(['active', 'canceled']);
		expect(received[2]).toMatchObject({
			event: 'invitee.canceled',
			payload: { uri: invitees()[1].uri, cancellation: { reason: expect.stringMatching(/\S/) } },
		});
	});

	test('rescheduled: the two deliveries of Calendly, old half and new', async () => {
		await control.carryOut('created');
		const outcomes = await control.carryOut('rescheduled');
		expect(outcomes.map(({ event }) => event)).toEqual(['invitee.canceled', 'invitee.created']);
		expect(received[1].payload.new_invitee).toBe(received[2].payload.uri);
		expect(received[2].payload.old_invitee).toBe(received[0].payload.uri);
	});

	test('no-show: the last booking that is not marked yet', async () => {
		await control.carryOut('created');
		await control.carryOut('created');
		await control.carryOut('no-show');
		await control.carryOut('no-show');
		const [first, second] = invitees();
		expect(told().slice(2)).toEqual([
			{ event: 'invitee_no_show.created', uri: second.uri },
			{ event: 'invitee_no_show.created', uri: first.uri },
		]);
	});

	test.each([
		['canceled', ['invitee.created', 'invitee.canceled']],
		['rescheduled', ['invitee.created', 'invitee.canceled', 'invitee.created']],
		['no-show', ['invitee.created', 'invitee_no_show.created']],
	] as const)('%s, where there is no booking: one is made first', async (scenario, events) => {
		const outcomes = await control.carryOut(scenario);
		expect(outcomes.map(({ event }) => event).sort()).toEqual([...events].sort());
	});

	test('what was booked on the page is meant, too', async () => {
		const booked = standIn.book({
			eventType: workshop.eventTypes.video,
			start: '2027-01-04T09:00:00Z',
			invitee: { name: 'Camille Durand', email: 'camille.durand@example.com' },
		});
		await standIn.settled();
		await control.carryOut('canceled');
		expect(told().at(-1)).toEqual({ event: 'invitee.canceled', uri: booked.uri });
	});

	test('a refusal by n8n is told with its status', async () => {
		status = 401;
		expect(await control.carryOut('created')).toMatchObject([{ delivered: false, answer: '401' }]);
	});

	test('a receiver that is not there is told with the code', async () => {
		receiver.closeAllConnections();
		await new Promise((resolve) => receiver.close(resolve));
		expect(await control.carryOut('created')).toMatchObject([
			{ delivered: false, answer: 'ECONNREFUSED' },
		]);
	});
});

describe('where nobody is told, a sentence says so', () => {
	const failureOf = async (work: Promise<unknown>): Promise<Error> =>
		await work.then(
			() => new Error('nothing was refused'),
			(error: Error) => error,
		);

	test('without a subscription nothing is booked', async () => {
		const failure = await failureOf(control.carryOut('created'));
		expect(failure).toBeInstanceOf(Failure);
		expect(failure.message).toContain('« ArchiMeuble – Rendez-vous »');
		expect(invitees()).toEqual([]);
	});

	test('with a subscription to other events', async () => {
		await subscribe(['invitee.canceled']);
		const failure = await failureOf(control.carryOut('created'));
		expect(failure).toBeInstanceOf(Failure);
		expect(failure.message).toContain('No subscription has this event');
	});

	test('when the stand-in is not running', async () => {
		await standIn.stop();
		const failure = await failureOf(control.carryOut('created'));
		expect(failure).toBeInstanceOf(Failure);
		expect(failure.message).toContain('npm run start:demo');
	});
});
