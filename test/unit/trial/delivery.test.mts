import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { trialDelivery, TRIAL_CLIENT, TRIAL_TYPE } from '../../../nodes/shared/trial/delivery';

const NOW = new Date('2026-11-26T12:00:00Z');

/** The made-up delivery as the trigger reads it. */
const event = normalizeWebhook(trialDelivery('essai-7', 'atelier@example.com', NOW), {
	receivedAt: NOW,
	timezone: 'Europe/Paris',
});

describe('the made-up booking', () => {
	test('carries the mark of a trial', () => {
		expect([TRIAL_TYPE, TRIAL_CLIENT]).toEqual([
			'Essai ArchiMeuble (à ignorer)',
			'Essai ArchiMeuble',
		]);
		expect(event.appointment.type).toBe(TRIAL_TYPE);
		expect(event.client.name).toBe(TRIAL_CLIENT);
	});

	test('is a new booking, made now by whom it may be written to', () => {
		expect(event).toMatchObject({
			event: 'invitee.created',
			action: 'created',
			occurredAt: '2026-11-26T12:00:00.000Z',
			client: { email: 'atelier@example.com', timezone: 'Europe/Paris', phone: null },
			answers: [],
			cancellation: null,
			reschedule: null,
		});
	});

	test('takes half an hour in thirty days, out of sight of reminder and agenda', () => {
		expect(event.appointment).toMatchObject({
			start: '2026-12-26T12:00:00.000Z',
			end: '2026-12-26T12:30:00.000Z',
			durationMinutes: 30,
		});
	});

	test('is told from others by its identity, in the form of Calendly’s addresses', () => {
		expect(event.appointment).toMatchObject({
			id: 'essai-7',
			uri: 'https://api.calendly.com/scheduled_events/essai-7',
			inviteeUri: 'https://api.calendly.com/scheduled_events/essai-7/invitees/essai-7',
			status: 'active',
		});
	});

	test('sends nobody anywhere', () => {
		expect(event.appointment).toMatchObject({
			location: 'nulle part\u00a0: ceci est un essai',
			place: { kind: 'custom' },
			call: null,
			joinUrl: null,
			cancelUrl: null,
			rescheduleUrl: null,
			hosts: [],
			guests: [],
		});
	});

	test('has every field Calendly documents for a webhook of its kind', () => {
		expect(trialDelivery('essai-7', 'atelier@example.com', NOW)).toMatchObject({
			created_at: '2026-11-26T12:00:00.000Z',
			created_by: expect.stringMatching(/^https:\/\/api\.calendly\.com\/users\/./),
			payload: {
				created_at: '2026-11-26T12:00:00.000Z',
				updated_at: '2026-11-26T12:00:00.000Z',
				status: 'active',
				rescheduled: false,
				event: 'https://api.calendly.com/scheduled_events/essai-7',
				questions_and_answers: [],
				scheduled_event: {
					uri: 'https://api.calendly.com/scheduled_events/essai-7',
					status: 'active',
					event_memberships: [],
					location: { type: 'custom' },
				},
			},
		});
	});
});
