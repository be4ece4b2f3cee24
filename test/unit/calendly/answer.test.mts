import type { AppointmentAction } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { answerFor, REFUSED, UNREADABLE } from '../../../nodes/shared/calendly/answer';
import { webhook } from '../../support/payloads.mts';

const answerTo = (action: AppointmentAction) => {
	const receivedAt = new Date('2026-11-24T09:12:14.000Z');
	const event = normalizeWebhook(webhook('01-created-google-meet'), { receivedAt });
	return answerFor({ ...event, action });
};

/** The bodies are those of the original endpoint (docs/design.md §4.1); what calls it may compare them. */
describe('Calendly is answered', () => {
	test.each(['created', 'rescheduled'] as const)('with the booking when it is %s', (action) => {
		expect(answerTo(action)).toEqual({
			statusCode: 200,
			body: {
				success: true,
				message: 'Rendez-vous enregistré avec succès',
				data: {
					name: 'Camille Durand',
					email: 'camille.durand@example.com',
					event_type: 'Visio conception - 30 min',
					start_time: '2026-11-26T13:00:00.000Z',
					end_time: '2026-11-26T13:30:00.000Z',
					config_url:
						'https://archimeuble.example/configurator/save/abc123?finition=ch%C3%AAne&largeur=1800',
					timezone: 'Europe/Paris',
				},
			},
		});
	});

	test.each(['canceled', 'superseded'] as const)(
		'that the cancellation is stored when it is %s',
		(action) => {
			expect(answerTo(action)).toEqual({
				statusCode: 200,
				body: { success: true, message: 'Annulation enregistrée' },
			});
		},
	);

	test.each(['no_show', 'no_show_removed', 'other'] as const)(
		'that the event is logged when it is %s',
		(action) => {
			expect(answerTo(action)).toEqual({
				statusCode: 200,
				body: { success: true, message: 'Event logged successfully' },
			});
		},
	);

	test('with one constant refusal, which tells a stranger nothing', () => {
		expect(REFUSED).toEqual({ statusCode: 401, body: { error: 'Invalid signature' } });
	});

	test('that the JSON is invalid when an authentic body is no webhook', () => {
		expect(UNREADABLE).toEqual({ statusCode: 400, body: { error: 'Invalid JSON' } });
	});
});
