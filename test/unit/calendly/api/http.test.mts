import type { ApiRequest, ApiResponse } from '../../../../nodes/shared/calendly/api/exchange';
import { callApi } from '../../../../nodes/shared/calendly/api/http';
import { CalendlyApiError } from '../../../../nodes/shared/calendly/api/problem';
import { answer, NOW, rejectionOf, script } from './fakeCalendly.mts';

const GET: ApiRequest = { method: 'GET', path: '/users/me' };
const POST: ApiRequest = { method: 'POST', path: '/invitee_no_shows', body: { invitee: 'x' } };
const DELETE: ApiRequest = { method: 'DELETE', path: '/invitee_no_shows/A' };

const DONE = answer(200, { resource: { uri: 'x' } });
const GONE = answer(204, '');
const BUSY = answer(503, 'Service Unavailable');
const lost = (code: string) => Object.assign(new Error('failed'), { code });
const limited = (headers: Record<string, unknown>) => answer(429, {}, headers);

async function run(request: ApiRequest, ...answers: Array<ApiResponse | Error>) {
	const { context, requests, pauses } = script(...answers);
	const outcome = await callApi(context, request).catch((error: unknown) => error);
	return { outcome, sent: requests.length, pauses };
}

describe('a request that works', () => {
	test('is sent once, as it is', async () => {
		const { context, requests, pauses } = script(DONE);
		expect(await callApi(context, GET)).toEqual({ status: 200, body: DONE.body });
		expect(requests).toEqual([GET]);
		expect(pauses).toEqual([]);
	});

	test('a deletion has no body to read', async () => {
		expect((await run(DELETE, GONE)).outcome).toEqual({ status: 204, body: {} });
	});

	test.each([
		['text', 'Welcome to the Wi-Fi of the hotel'],
		['a list', []],
		['nothing', null],
	])('a success with %s instead of a JSON object is none', async (_name, body) => {
		const { outcome, sent } = await run(GET, answer(200, body));
		expect(outcome).toMatchObject({ kind: 'unexpected_answer', status: 200 });
		expect(sent).toBe(1);
	});

	test.each([199, 300, 302, 304])('status %d is no success', async (status) => {
		const { outcome } = await run(GET, answer(status, { resource: {} }));
		expect(outcome).toMatchObject({ kind: 'unexpected_answer', status });
	});
});

describe('a failure that may pass', () => {
	test.each<[string, ApiRequest, ApiResponse | Error, ApiResponse]>([
		['reading after 500', GET, answer(500), DONE],
		['reading after 503', GET, BUSY, DONE],
		['reading after a time-out', GET, lost('ETIMEDOUT'), DONE],
		['reading after a broken connection', GET, lost('ECONNRESET'), DONE],
		['reading after an unknown failure', GET, new Error('?'), DONE],
		['deleting after 502', DELETE, answer(502), GONE],
		['deleting after a time-out', DELETE, lost('ECONNABORTED'), GONE],
	])('%s is tried again', async (_name, request, failure, success) => {
		const { outcome, sent, pauses } = await run(request, failure, success);
		expect(outcome).not.toBeInstanceOf(Error);
		expect(sent).toBe(2);
		expect(pauses).toEqual([1_000]);
	});

	test('pauses grow, and after four attempts it is over', async () => {
		const { outcome, sent, pauses } = await run(GET, BUSY, lost('ENOTFOUND'), BUSY, answer(500));
		expect(outcome).toMatchObject({ kind: 'server_error', status: 500 });
		expect(sent).toBe(4);
		expect(pauses).toEqual([1_000, 3_000, 9_000]);
	});

	test.each<[string, ApiResponse | Error, string]>([
		['a time-out', lost('ETIMEDOUT'), 'timeout'],
		['500', answer(500), 'server_error'],
		['504', answer(504), 'server_error'],
		['a broken connection', lost('ECONNRESET'), 'unreachable'],
		['a refused connection', lost('ECONNREFUSED'), 'unreachable'],
		['an unknown failure', new Error('?'), 'request_failed'],
	])('a POST is never repeated after %s: it may have worked', async (_name, failure, kind) => {
		const { outcome, sent, pauses } = await run(POST, failure, DONE);
		expect(outcome).toMatchObject({ kind });
		expect(sent).toBe(1);
		expect(pauses).toEqual([]);
	});

	test.each([400, 401, 403, 404, 405, 409, 422, 424])(
		'status %d is final: repeating changes nothing',
		async (status) => {
			const { outcome, sent } = await run(GET, answer(status), DONE);
			expect(outcome).toMatchObject({ status });
			expect(sent).toBe(1);
		},
	);

	test('a certificate that is not trusted is final', async () => {
		const { outcome, sent } = await run(GET, lost('CERT_HAS_EXPIRED'), DONE);
		expect(outcome).toMatchObject({ kind: 'untrusted_certificate' });
		expect(sent).toBe(1);
	});

	test('a transport that throws at once is a failure like others', async () => {
		const transport = (): never => {
			throw lost('ENOTFOUND');
		};
		const context = { transport, pause: async () => {}, now: () => NOW };
		const error = await rejectionOf(callApi(context, POST));
		expect(error).toBeInstanceOf(CalendlyApiError);
		expect(error).toMatchObject({ kind: 'unreachable' });
	});
});

describe('the limit of requests', () => {
	test.each<[string, Record<string, unknown>, number]>([
		['seconds of X-RateLimit-Reset', { 'x-ratelimit-reset': '17' }, 17_000],
		['seconds as a number', { 'x-ratelimit-reset': 17 }, 17_000],
		['part of a second, rounded up', { 'x-ratelimit-reset': '2.2' }, 3_000],
		['a part of a second of two digits, rounded up', { 'x-ratelimit-reset': '2.25' }, 3_000],
		['at least a second', { 'x-ratelimit-reset': '0' }, 1_000],
		['a whole minute', { 'x-ratelimit-reset': '60' }, 60_000],
		['seconds of Retry-After', { 'retry-after': '5' }, 5_000],
		['the longer of both', { 'retry-after': '5', 'x-ratelimit-reset': '9' }, 9_000],
		[
			'the longer of both, the other way round',
			{ 'retry-after': '9', 'x-ratelimit-reset': '5' },
			9_000,
		],
		['the date of Retry-After', { 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
		['a date that has passed', { 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 1_000],
		['a moment in Unix time', { 'x-ratelimit-reset': String(NOW.getTime() / 1000 + 12) }, 12_000],
		['a moment that has passed', { 'x-ratelimit-reset': String(NOW.getTime() / 1000 - 12) }, 1_000],
		['a moment of 2001, the first there can be', { 'x-ratelimit-reset': '1000000000' }, 1_000],
		['twenty seconds when nothing is said', {}, 20_000],
		['twenty seconds when nonsense is said', { 'x-ratelimit-reset': 'soon' }, 20_000],
		['twenty seconds for a negative number', { 'retry-after': '-5' }, 20_000],
		['twenty seconds for a number written otherwise', { 'retry-after': '5e1' }, 20_000],
		[
			'twenty seconds for a date in another form',
			{ 'retry-after': 'on Sun, 22 Nov 2026 10:00:30 GMT' },
			20_000,
		],
	])('waits %s', async (_name, headers, milliseconds) => {
		const { outcome, pauses } = await run(GET, limited(headers), DONE);
		expect(outcome).not.toBeInstanceOf(Error);
		expect(pauses).toEqual([milliseconds]);
	});

	test('a POST over the limit was not carried out and is repeated', async () => {
		const { outcome, sent } = await run(POST, limited({ 'x-ratelimit-reset': '1' }), DONE);
		expect(outcome).not.toBeInstanceOf(Error);
		expect(sent).toBe(2);
	});

	test.each(['61', '999999999'])('%s seconds are not waited for', async (seconds) => {
		const wait = limited({ 'x-ratelimit-reset': seconds });
		const { outcome, sent, pauses } = await run(GET, wait, DONE);
		expect(outcome).toMatchObject({ kind: 'rate_limited', status: 429 });
		expect(sent).toBe(1);
		expect(pauses).toEqual([]);
	});

	test('three waits are enough', async () => {
		const wait = limited({ 'x-ratelimit-reset': '10' });
		const { outcome, sent, pauses } = await run(GET, wait, wait, wait, wait, DONE);
		expect(outcome).toMatchObject({ kind: 'rate_limited' });
		expect(sent).toBe(4);
		expect(pauses).toEqual([10_000, 10_000, 10_000]);
	});

	test('the next attempt is not made before the wait is over', async () => {
		const { context, requests } = script(BUSY, DONE);
		const sentAtTheEnd: number[] = [];
		const pause = async () => {
			await new Promise((resolve) => setImmediate(resolve));
			sentAtTheEnd.push(requests.length);
		};
		await callApi({ ...context, pause }, GET);
		expect(sentAtTheEnd).toEqual([1]);
	});

	test('waits and failures are counted apart', async () => {
		const wait = limited({ 'retry-after': '2' });
		const { outcome, pauses } = await run(GET, BUSY, wait, BUSY, wait, BUSY, wait, DONE);
		expect(outcome).not.toBeInstanceOf(Error);
		expect(pauses).toEqual([1_000, 2_000, 3_000, 2_000, 9_000, 2_000]);
	});
});
