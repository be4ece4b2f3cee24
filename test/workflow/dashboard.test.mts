import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { DASHBOARD, Workshop, signedRequest } from '../support/inProcess/workshop.mts';
import { webhook } from '../support/payloads.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const basic = ({ user, password }: typeof DASHBOARD) => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

describe('the dashboard', () => {
	test('shows a booking to whoever knows the password', async () => {
		const n8n = await workshop.n8n();
		const tomorrow = Date.now() + 86_400_000;
		const booked = webhook('01-created-google-meet', (payload) => {
			payload.scheduled_event.start_time = new Date(tomorrow).toISOString();
			payload.scheduled_event.end_time = new Date(tomorrow + 1_800_000).toISOString();
		});
		await n8n.receive('rendez-vous', 'Calendly', signedRequest(booked));
		await n8n.idle();
		const request = { method: 'GET', headers: basic(DASHBOARD) };
		const { answer, run } = await n8n.receive('tableau-de-bord', 'Page', request);
		expect(run?.failure).toBeNull();
		expect(answer?.status).toBe(200);
		expect(answer?.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(answer?.body).toContain('Camille Durand');
	});

	test('is not read for anybody else', async () => {
		const n8n = await workshop.n8n();
		n8n.tables.fault = (_operation, table) => new Error(`${table} was asked`);
		const headers = basic({ ...DASHBOARD, password: 'deviné' });
		const { answer, run } = await n8n.receive('tableau-de-bord', 'Page', {
			method: 'GET',
			headers,
		});
		expect(answer?.status).toBe(401);
		expect(run).toBeNull();
		expect(n8n.tables.rows(JOURNAL_TABLE)).toEqual([]);
	});
});
