import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	CalendlyStandIn,
	seedWorkshop,
	StandInClock,
	type StandInOptions,
	type Workshop,
} from '../../../standin/index.mts';

/** The instant every test begins at, a winter Monday. */
export const START = new Date('2026-11-23T09:00:00.000Z');
export const KEY = 'a-signing-key-of-the-tests';
export const INVITEE_EVENTS = [
	'invitee.created',
	'invitee.canceled',
	'invitee_no_show.created',
	'invitee_no_show.deleted',
];

export interface Received {
	headers: IncomingHttpHeaders;
	rawBody: Buffer;
	webhook: any;
}

/** A real HTTP server that deliveries are sent to. */
export class Receiver {
	readonly received: Received[] = [];
	/** Answers a delivery; 200 unless changed. */
	answer: (response: ServerResponse, delivery: Received) => void = (response) => response.end();
	readonly #server: Server;

	constructor() {
		this.#server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const rawBody = Buffer.concat(chunks);
				const webhook = JSON.parse(rawBody.toString('utf8')) as unknown;
				const delivery = { headers: request.headers, rawBody, webhook };
				this.received.push(delivery);
				this.answer(response, delivery);
			});
		});
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		this.#server.closeAllConnections();
		await closed;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/calendly`;
	}

	get events(): string[] {
		return this.received.map(({ webhook }) => webhook.event);
	}

	refuseWith(status: number): void {
		this.answer = (response) => response.writeHead(status).end();
	}
}

export interface ApiAnswer {
	status: number;
	headers: Headers;
	body: any;
}

/** A stand-in with the workshop in it, and a receiver. */
export class Harness {
	readonly standIn: CalendlyStandIn;
	readonly workshop: Workshop;
	readonly receiver = new Receiver();

	constructor(options: StandInOptions = {}) {
		this.standIn = new CalendlyStandIn({ clock: new StandInClock({ start: START }), ...options });
		this.workshop = seedWorkshop(this.standIn);
	}

	async start(): Promise<void> {
		await this.standIn.start();
		await this.receiver.start();
	}

	async stop(): Promise<void> {
		await this.standIn.stop();
		await this.receiver.stop();
	}

	async call(
		method: string,
		path: string,
		{ token = this.workshop.token, body }: { token?: string | null; body?: unknown } = {},
	): Promise<ApiAnswer> {
		const response = await fetch(`${this.standIn.url}${path}`, {
			method,
			headers: token === null ? {} : { Authorization: `Bearer ${token}` },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const parsed: unknown = text === '' ? undefined : JSON.parse(text);
		return { status: response.status, headers: response.headers, body: parsed };
	}

	/** What a client sends to subscribe to everything about invitees. */
	wanted(changes: Record<string, unknown> = {}): Record<string, unknown> {
		return {
			url: this.receiver.url,
			events: INVITEE_EVENTS,
			organization: this.workshop.organization.uri,
			scope: 'organization',
			signing_key: KEY,
			...changes,
		};
	}

	/** Gives the path of the new subscription. */
	async subscribe(changes: Record<string, unknown> = {}): Promise<string> {
		const { status, body } = await this.call('POST', '/webhook_subscriptions', {
			body: this.wanted(changes),
		});
		if (status !== 201) throw new Error(`Not subscribed: ${JSON.stringify(body)}`);
		return pathOf(body.resource.uri);
	}

	/** What there is after one booking by this client. */
	bookedBy(invitee: { name: string; email: string }): CalendlyStandIn['bookings'] {
		this.book({ invitee });
		return this.standIn.bookings;
	}

	/** Books a call on the day after tomorrow at 10:00 in Paris. */
	book(changes: Partial<Parameters<CalendlyStandIn['book']>[0]> = {}) {
		return this.standIn.book({
			eventType: this.workshop.eventTypes.phone,
			start: '2026-11-25T09:00:00Z',
			invitee: { name: 'Zoé L’Hôte', email: 'zoe.lhote@example.com' },
			answers: [
				{
					question: 'Lien de configuration ArchiMeuble',
					answer: 'https://archimeuble.example/save/abc123?finition=ch%C3%AAne',
				},
				{ question: 'Budget estimé', answer: '1 500 € - 3 000 €' },
			],
			location: '+33 6 39 98 45 67',
			...changes,
		});
	}
}

/** What a client asks for, where a URI names it. */
export function pathOf(uri: string): string {
	return new URL(uri).pathname;
}

/** A harness for each test of the file. */
export function useHarness(options: StandInOptions = {}): () => Harness {
	let harness: Harness;
	beforeEach(async () => {
		harness = new Harness(options);
		await harness.start();
	});
	afterEach(() => harness.stop());
	return () => harness;
}
