import {
	eventsToSubscribe,
	parseWebhook,
	readWebhook,
} from '../../../nodes/shared/calendly/webhook';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the body of an authentic delivery', () => {
	test('is its JSON, with everything Calendly sent', () => {
		const text = '{"event":"invitee.created","payload":{"name":"Zoé"},"created_by":"x"}';
		expect(parseWebhook(bytes(text))).toEqual({
			event: 'invitee.created',
			payload: { name: 'Zoé' },
			created_by: 'x',
		});
	});

	test('may begin with a byte order mark', () => {
		expect(parseWebhook(bytes('\ufeff{"event":"x"}'))).toEqual({ event: 'x' });
	});

	test.each([
		['no JSON', bytes('event=invitee.created')],
		['nothing', bytes('')],
		['a list', bytes('[{"event":"x"}]')],
		['a text', bytes('"invitee.created"')],
		['null', bytes('null')],
		['an object without an event', bytes('{"payload":{}}')],
		['an event without a name', bytes('{"event":" "}')],
		['an event that is no text', bytes('{"event":1}')],
		['invalid UTF-8', Uint8Array.from([...bytes('{"event":"x'), 0xff, ...bytes('"}')])],
	])('is refused when it is %s', (_name, body) => {
		expect(parseWebhook(body)).toBeNull();
	});
});

describe('the envelope', () => {
	test('gives event, time and payload as sent', () => {
		const payload = { uri: 'u' };
		expect(readWebhook({ event: 'e', created_at: '2026', payload })).toEqual({
			event: 'e',
			createdAt: '2026',
			payload,
		});
	});

	test.each([[null], ['text'], [[1]], [{ event: 1, payload: 'text' }]])('of %j is empty', (raw) => {
		expect(readWebhook(raw)).toEqual({ event: '', createdAt: undefined, payload: {} });
	});
});

describe('the events to subscribe to', () => {
	test('are those that were chosen', () => {
		expect(eventsToSubscribe(['invitee.created', 'contact.deleted'])).toEqual([
			'invitee.created',
			'contact.deleted',
		]);
	});

	/** As GET /sample_webhook_data of Calendly's reference lists them. */
	test('are all there are when « * » was chosen, whatever else', () => {
		expect(eventsToSubscribe(['invitee.created', '*'])).toEqual([
			'invitee.created',
			'invitee.canceled',
			'invitee_no_show.created',
			'invitee_no_show.deleted',
			'event_type.created',
			'event_type.updated',
			'event_type.deleted',
			'contact.created',
			'contact.updated',
			'contact.deleted',
			'routing_form_submission.created',
			'meeting_recap.created',
			'meeting_recap.updated',
			'meeting_recap.deleted',
		]);
	});
});
