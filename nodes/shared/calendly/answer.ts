import type { AppointmentEvent } from '../appointment/event';

/** What Calendly (and whoever watches its deliveries) gets back; the original endpoint's bodies. */
export interface WebhookAnswer {
	statusCode: number;
	body: Record<string, unknown>;
}

export const REFUSED: WebhookAnswer = { statusCode: 401, body: { error: 'Invalid signature' } };
export const UNREADABLE: WebhookAnswer = { statusCode: 400, body: { error: 'Invalid JSON' } };
/** Any event that is neither a booking nor a cancellation. */
export const LOGGED: WebhookAnswer = {
	statusCode: 200,
	body: { success: true, message: 'Event logged successfully' },
};

/** The answer to an authentic delivery that has been stored; the same for every repetition of it. */
export function answerFor(event: AppointmentEvent): WebhookAnswer {
	switch (event.action) {
		case 'created':
		case 'rescheduled':
			return bookingStored(event);
		case 'canceled':
		case 'superseded':
			return { statusCode: 200, body: { success: true, message: 'Annulation enregistrée' } };
		default:
			return LOGGED;
	}
}

function bookingStored({ client, appointment, configurationUrl }: AppointmentEvent): WebhookAnswer {
	return {
		statusCode: 200,
		body: {
			success: true,
			message: 'Rendez-vous enregistré avec succès',
			data: {
				name: client.name,
				email: client.email,
				event_type: appointment.type,
				start_time: appointment.start,
				end_time: appointment.end,
				config_url: configurationUrl,
				timezone: client.timezone,
			},
		},
	};
}
