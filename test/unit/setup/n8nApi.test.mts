import { N8nApi, N8nApiError, type N8nRequest } from '../../../nodes/shared/setup/n8nApi';
import { OLDEST_N8N } from '../../../nodes/shared/setup/version';

type Answer = { status: number; body: unknown } | Error;

const visible = (text: string) => text.replace(/\u00a0/g, '~').replace(/\u202f/g, '^');

/** An n8n that gives these answers, the last one for ever. */
function answering(...answers: Answer[]) {
	const requests: N8nRequest[] = [];
	const pauses: number[] = [];
	const api = new N8nApi(
		async (request) => {
			requests.push(request);
			const answer = answers[Math.min(requests.length, answers.length) - 1];
			if (answer instanceof Error) throw answer;
			return answer;
		},
		async (milliseconds) => void pauses.push(milliseconds),
	);
	return { api, requests, pauses };
}
const ASKED: N8nRequest = { method: 'POST', path: '/workflows', body: { a: 1 } };
const busy = { status: 409, body: { message: 'Workflow is still being unpublished.' } };

describe('a list', () => {
	test('is asked for page by page', async () => {
		const { api, requests } = answering(
			{ status: 200, body: { data: [{ id: 1 }, { id: 2 }], nextCursor: 'two' } },
			{ status: 200, body: { data: [{ id: 3 }], nextCursor: null } },
		);
		expect(await api.list('/tags')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
		expect(requests).toEqual([
			{ method: 'GET', path: '/tags', query: { limit: '250' } },
			{ method: 'GET', path: '/tags', query: { limit: '250', cursor: 'two' } },
		]);
	});

	test.each([{}, { data: 'x', nextCursor: '' }, null, '<html>'])('of %j is empty', async (body) => {
		expect(await answering({ status: 200, body }).api.list('/tags')).toEqual([]);
	});
});

describe('an answer', () => {
	test.each([200, 201, 204, 299])('of %d is one', async (status) => {
		const { api, requests } = answering({ status, body: { id: 7 } });
		expect(await api.ask(ASKED)).toEqual({ id: 7 });
		expect(requests).toEqual([ASKED]);
	});

	test.each([199, 300, 304, 400])('of %d is none', async (status) => {
		await expect(answering({ status, body: {} }).api.ask(ASKED)).rejects.toMatchObject({
			...{ name: 'N8nApiError', status },
		});
	});

	test('that holds nothing is an empty object', async () => {
		expect(await answering({ status: 204, body: '' }).api.ask(ASKED)).toEqual({});
	});
});

describe('an n8n that is still at it', () => {
	test('is asked again after half a second each time', async () => {
		const { api, pauses } = answering(busy, busy, { status: 200, body: { id: 7 } });
		expect(await api.ask(ASKED)).toEqual({ id: 7 });
		expect(pauses).toEqual([500, 500]);
	});

	test('is asked forty times, and then believed', async () => {
		const { api, requests, pauses } = answering(busy);
		await expect(api.ask(ASKED)).rejects.toMatchObject({ status: 409 });
		expect([requests.length, pauses.length]).toEqual([40, 39]);
	});

	test.each([
		['by another number', { ...busy, status: 423 }],
		['in other words', { status: 409, body: { message: 'already exists' } }],
		['without a word', { status: 409, body: null }],
	])('says so, not %s', async (_name, answer) => {
		const { api, pauses } = answering(answer);
		await expect(api.ask(ASKED)).rejects.toMatchObject({ status: answer.status });
		expect(pauses).toEqual([]);
	});

	test('is not waited for where nobody said how', async () => {
		const answers = [busy, { status: 200, body: { id: 7 } }];
		const api = new N8nApi(async () => answers.shift()!);
		expect(await api.ask(ASKED)).toEqual({ id: 7 });
	});
});

describe('what is made', () => {
	test('may be there already', async () => {
		const there = { status: 409, body: { message: 'already exists' } };
		expect(await answering(there).api.make(ASKED)).toEqual({});
	});

	test('is answered with what it is', async () => {
		expect(await answering({ status: 201, body: { id: 7 } }).api.make(ASKED)).toEqual({ id: 7 });
	});

	test('may be refused', async () => {
		const refused = answering({ status: 400, body: { message: 'no' } }).api.make(ASKED);
		await expect(refused).rejects.toMatchObject({ status: 400 });
	});
});

describe('a refusal, in French, says what to do', () => {
	test.each<[string, Answer, RegExp, RegExp]>([
		[
			'where there is no answer',
			new Error('connect ECONNREFUSED with the key in it'),
			/^n8n ne répond pas à cette adresse$/,
			/«~ArchiMeuble Installation API~», .* http:\/\/localhost:5678, .* déjà fait reste\.$/,
		],
		[
			'where the key is wrong',
			{ status: 401, body: { message: 'unauthorized' } },
			/^n8n refuse la clé d’API~: elle est fausse, expirée ou supprimée$/,
			/«~Settings → n8n API~».*«~ArchiMeuble Installation API~», puis relancer/,
		],
		[
			'where the key may not',
			{ status: 403, body: { message: 'Forbidden' } },
			/^La clé d’API n’a pas le droit de faire cela~: POST \/workflows$/,
			/«~Settings → n8n API~».*toutes les portées \(«~Scopes~»~: «~All~»\), comme propriétaire ou admin/,
		],
		[
			'where the key may not, and n8n does not say why',
			{ status: 403, body: null },
			/^La clé d’API n’a pas le droit/,
			/avec toutes les portées/,
		],
		[
			'where nobody may',
			{ status: 403, body: { message: 'This instance is in READ-ONLY mode.' } },
			/^La clé d’API n’a pas le droit/,
			/^Ce n8n est protégé contre les changements \(mode «~read-only~»\)~: demander/,
		],
		[
			'where there is no n8n',
			{ status: 404, body: '<html>' },
			/^Il n’y a pas de n8n, ou pas son API publique, à cette adresse$/,
			/sans \/api\/v1 ni rien derrière\..*\(N8N_PUBLIC_API_DISABLED\)\.$/,
		],
		[
			'where n8n does not know what it is asked for',
			{ status: 404, body: { message: 'not found' } },
			/^n8n ne connaît pas \/workflows$/,
			new RegExp(`sans /api/v1.* Un n8n plus ancien que ${OLDEST_N8N} ne suffit pas\\.$`),
		],
		[
			'where n8n says what is wrong',
			{ status: 400, body: { message: 'name is missing' } },
			/^n8n a refusé POST \/workflows \(400\)~: name is missing$/,
			/^Corriger ce que n8n dit, puis relancer l’installation\. Ce qui est déjà fait reste\.$/,
		],
		[
			'where n8n says nothing',
			{ status: 499, body: '' },
			/^n8n a refusé POST \/workflows \(499\)$/,
			/^Corriger/,
		],
		[
			'where n8n fails',
			{ status: 500, body: { message: 'oops' } },
			/^n8n a refusé POST \/workflows \(500\)~: oops$/,
			/^Ce qui est fait reste\. Relancer l’installation dans un moment~: elle reprend/,
		],
	])('%s', async (_name, answer, message, remedy) => {
		const error: unknown = await answering(answer)
			.api.ask(ASKED)
			.catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(N8nApiError);
		const told = error as N8nApiError;
		expect(visible(told.message)).toMatch(message);
		expect(visible(told.remedy)).toMatch(remedy);
		expect(told.status).toBe(answer instanceof Error ? null : answer.status);
	});
});
