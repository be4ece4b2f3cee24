import fc from 'fast-check';
import { request } from 'node:http';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { demoPage } from '../../../standin/demoPage.mts';
import { Harness, useHarness } from './harness.mts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const harness = useHarness();

interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** Not with fetch, which does not let Host and Origin be chosen. */
function ask(
	method: string,
	path: string,
	{ headers = {}, fields }: { headers?: Record<string, string>; fields?: object } = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const options = {
			method,
			agent: false,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
		};
		const sent = request(`${harness().standIn.url}${path}`, options, (response) => {
			let body = '';
			response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
			);
		});
		sent.on('error', reject);
		sent.end(fields === undefined ? '' : `${new URLSearchParams({ ...fields })}`);
	});
}

const json = { Accept: 'application/json' };
const asked = async (path: string, fields: object) => {
	const { status, body } = await ask('POST', path, { headers: json, fields });
	const { invitee, now } = JSON.parse(body) as Record<string, string>;
	return { status, invitee, now };
};
const page = async () => (await ask('GET', '/_demo')).body;

function elementsOf(html: string): Element[] {
	const walk = (node: Node): Element[] => {
		const children = 'childNodes' in node ? node.childNodes.flatMap(walk) : [];
		return 'tagName' in node ? [node, ...children] : children;
	};
	return walk(parse(html));
}

function textOf(html: string): string {
	const walk = (node: Node): string =>
		'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(walk).join('') : '';
	return walk(parse(html));
}

const attribute = (element: Element, name: string) =>
	element.attrs.find((candidate) => candidate.name === name)?.value;

const BOOKING = {
	name: 'Camille Durand',
	email: 'camille.durand@example.com',
	phone: '+33 6 39 98 45 67',
	start: '2026-11-26T14:00',
	configuration: 'https://archimeuble.example/save/abc',
	notes: 'Meuble TV en chêne & laiton',
};

describe('the page', () => {
	test('is French, loads nothing, runs nothing', async () => {
		const { status, headers, body } = await ask('GET', '/_demo');
		expect(status).toBe(200);
		expect(headers['content-security-policy']).toMatch(
			/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
		);
		const elements = elementsOf(body);
		expect(attribute(elements[0], 'lang')).toBe('fr');
		const names = elements.map(({ tagName }) => tagName);
		for (const name of ['script', 'link', 'img', 'iframe']) expect(names).not.toContain(name);
		const urls = elements.flatMap(({ attrs }) =>
			attrs.filter(({ name }) => ['src', 'href', 'action'].includes(name)),
		);
		for (const { value } of urls) expect(value).toMatch(/^\/_demo\//);
	});

	test('offers every form, each with a label on every field', async () => {
		harness().book();
		const elements = elementsOf(await page());
		const actions = elements
			.filter(({ tagName }) => tagName === 'form')
			.map((form) => attribute(form, 'action'));
		expect(new Set(actions)).toEqual(
			new Set([
				'/_demo/advance',
				'/_demo/book',
				'/_demo/reschedule',
				'/_demo/cancel',
				'/_demo/no-show',
			]),
		);
		const visible = elements.filter(
			(element) => element.tagName === 'input' && attribute(element, 'type') !== 'hidden',
		);
		for (const { parentNode } of visible) expect(parentNode).toMatchObject({ tagName: 'label' });
	});

	test('writes French as French is written', async () => {
		expect(await page()).toContain('Il est ici\u00a0: 23/11/2026 à 10:00 (Europe/Paris)');
	});

	test('shows no signing key and no link that could cancel', async () => {
		await harness().subscribe();
		const { cancel_url: link } = harness().book();
		await harness().standIn.settled();
		const body = await page();
		expect(body).toContain(harness().receiver.url);
		expect(body).toContain('remis');
		expect(body).not.toContain('a-signing-key-of-the-tests');
		expect(body).not.toContain(link);
	});

	describe('escapes whatever clients type', () => {
		const withText = (text: string) => {
			const [eventType] = harness().standIn.world.eventTypes;
			const now = new Date('2026-11-23T09:00:00Z');
			const bookings = new Harness().bookedBy({ name: text, email: text });
			const state = { now, eventTypes: [eventType], bookings, subscriptions: [], deliveries: [] };
			return demoPage(state, text);
		};
		/** Everything but the text: elements and the names of their attributes. */
		const structureOf = (html: string) =>
			elementsOf(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)]);

		test.each([
			'<script>alert(1)</script>',
			'"><img src=x onerror=alert(1)>',
			"' autofocus onfocus=alert(1) x='",
			'</td></table></section><form action="https://evil.example">',
			'<!--',
			'&lt;b&gt;',
		])('%s is text like any other', (text) => {
			const html = withText(text);
			expect(structureOf(html)).toEqual(structureOf(withText('Camille Durand')));
			expect(textOf(html)).toContain(text);
		});

		test('no text changes the page', () => {
			const expected = structureOf(withText('Camille Durand'));
			fc.assert(
				fc.property(fc.string({ unit: 'binary' }), (text) => {
					expect(structureOf(withText(text))).toEqual(expected);
				}),
				{ numRuns: 200 },
			);
		});
	});
});

describe('the forms', () => {
	test('book at the workshop’s time, and lead back to the page', async () => {
		await harness().subscribe();
		const { status, headers } = await ask('POST', '/_demo/book', { fields: BOOKING });
		expect([status, headers.location]).toEqual([303, '/_demo']);
		await harness().standIn.settled();
		const [{ webhook }] = harness().receiver.received;
		expect(webhook.payload).toMatchObject({
			name: 'Camille Durand',
			scheduled_event: {
				name: 'Consultation téléphonique',
				start_time: '2026-11-26T13:00:00.000000Z',
				location: { location: '+33 6 39 98 45 67', type: 'outbound_call' },
			},
			questions_and_answers: [
				{ answer: 'https://archimeuble.example/save/abc', position: 0 },
				{ answer: 'Meuble TV en chêne & laiton', position: 1 },
			],
		});
		expect(await page()).toContain('26/11/2026 à 14:00 - 14:30');
	});

	test.each([
		['winter', '2026-11-26T14:00', '2026-11-26T13:00:00.000000Z'],
		['summer', '2027-07-01T14:00', '2027-07-01T12:00:00.000000Z'],
		['the hour before the clocks go forward', '2027-03-28T01:30', '2027-03-28T00:30:00.000000Z'],
		['the hour after the clocks go forward', '2027-03-28T03:30', '2027-03-28T01:30:00.000000Z'],
		['an instant with its zone', '2026-11-26T14:00:00Z', '2026-11-26T14:00:00.000000Z'],
	])('take a time in %s', async (_name, start, expected) => {
		await asked('/_demo/book', { ...BOOKING, start });
		expect(harness().standIn.bookings[0].event.start_time).toBe(expected);
	});

	test('move, cancel, mark and unmark', async () => {
		const { standIn } = harness();
		const { invitee } = await asked('/_demo/book', BOOKING);
		const moved = await asked('/_demo/reschedule', { invitee, start: '2026-11-27T09:00' });
		expect(await page()).toContain('déplacé (ancien horaire)');
		await asked('/_demo/no-show', { invitee: moved.invitee });
		expect(await page()).toContain('<td>absent</td>');
		await asked('/_demo/no-show', { invitee: moved.invitee, remove: '1' });
		expect(await page()).toContain('confirmé (déplacé)');
		await asked('/_demo/cancel', { invitee: moved.invitee, by: 'host', reason: 'Panne' });
		expect(standIn.bookings[1].invitee.cancellation).toMatchObject({
			canceler_type: 'host',
			reason: 'Panne',
		});
	});

	test('let time pass, so that retries happen', async () => {
		await harness().subscribe();
		harness().receiver.refuseWith(500);
		await asked('/_demo/book', BOOKING);
		const { now } = await asked('/_demo/advance', { hours: '25' });
		expect(now).toBe('2026-11-24T10:00:00.000Z');
		expect(await page()).toContain('désactivé');
		expect(await page()).toContain('abandonné après 24\u00a0heures');
	});

	test('take JSON as well', async () => {
		const { status } = await fetch(`${harness().standIn.url}/_demo/book`, {
			method: 'POST',
			headers: { ...json, 'Content-Type': 'application/json' },
			body: JSON.stringify(BOOKING),
		});
		expect(status).toBe(200);
		const state = JSON.parse((await ask('GET', '/_demo', { headers: json })).body) as any;
		expect(state.bookings[0].invitee.name).toBe('Camille Durand');
		expect(Object.keys(state).sort()).toEqual([
			'bookings',
			'deliveries',
			'eventTypes',
			'now',
			'subscriptions',
		]);
	});

	test.each([
		['no date', '/_demo/book', { ...BOOKING, start: '' }, 'La date et l’heure'],
		['a date that is none', '/_demo/book', { ...BOOKING, start: '2026-13-45T99:00' }, 'La date'],
		['no name', '/_demo/book', { ...BOOKING, name: '' }, 'Le nom'],
		['a negative time', '/_demo/advance', { hours: '-1' }, 'Nombre d’heures attendu\u00a0: de 1'],
		['a year', '/_demo/advance', { hours: '9000' }, 'Nombre d’heures'],
		['an unknown invitee', '/_demo/cancel', { invitee: '<b>' }, 'n’est plus possible'],
	])('say what is wrong with %s', async (_name, path, fields, message) => {
		const { status, body } = await ask('POST', path, { fields });
		expect(status).toBe(400);
		expect(body).toContain('role="alert"');
		expect(body).toContain(message);
		expect((await asked(path, fields)).status).toBe(400);
	});
});

describe('who may use it', () => {
	const port = () => new URL(harness().standIn.url).port;

	test.each([
		['a name of a stranger that leads here', () => ({ Host: `evil.example:${port()}` })],
		['a form of another site', () => ({ Origin: 'https://evil.example' })],
		['a form of a page without an origin', () => ({ Origin: 'null' })],
		['a form of another port', () => ({ Origin: 'http://127.0.0.1:1' })],
		['a browser that says cross-site', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
		['a browser that says same-site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
	])('%s is refused', async (_name, headers) => {
		const { status } = await ask('POST', '/_demo/book', { headers: headers(), fields: BOOKING });
		expect(status).toBe(403);
		expect(harness().standIn.bookings).toEqual([]);
	});

	test('a stranger’s name may not even look', async () => {
		expect((await ask('GET', '/_demo', { headers: { Host: 'evil.example' } })).status).toBe(403);
	});

	test('its own form is taken', async () => {
		const headers = { Origin: harness().standIn.url, 'Sec-Fetch-Site': 'same-origin' };
		const { status } = await ask('POST', '/_demo/book', { headers, fields: BOOKING });
		expect(status).toBe(303);
	});

	test.each([
		['GET', '/_demo/book'],
		['POST', '/_demo'],
		['POST', '/_demo/unknown'],
	])('%s %s does not exist', async (method, path) => {
		expect((await ask(method, path)).status).toBe(404);
	});

	test('whatever is posted is answered', async () => {
		const paths = ['book', 'cancel', 'reschedule', 'no-show', 'advance'];
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...paths),
				fc.dictionary(fc.constantFrom('invitee', 'start', 'name', 'email', 'by'), fc.string()),
				async (path, fields) => {
					const { status } = await ask('POST', `/_demo/${path}`, { fields });
					expect([303, 400]).toContain(status);
				},
			),
			{ numRuns: 60 },
		);
	});
});
