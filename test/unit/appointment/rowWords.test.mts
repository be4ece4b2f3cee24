import fc from 'fast-check';
import { applyEvent } from '../../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import type { PlaceKind } from '../../../nodes/shared/appointment/event';
import { eventFromRow } from '../../../nodes/shared/appointment/fromRow';
import {
	callFrom,
	hostColumns,
	hostsFrom,
	placeColumns,
	placeFrom,
} from '../../../nodes/shared/appointment/rowWords';
import { webhook } from '../../support/payloads.mts';

const PARIS = 'Europe/Paris';

const maybe = <Value,>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const anyText = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('Sonner\nau 2e', ' a\r\nb ', 'Zoé', '12,5', '-', '=1+1', 'a@b.fr', '\u202e', ''),
);
const anyAddress = fc.integer({ min: 1, max: 999 }).map((number) => `hote.${number}@example.com`);
const amounts = fc.oneof(
	fc.integer({ min: 0, max: 1e6 }).map((cents) => cents / 100),
	fc.double({ min: 1e-9, max: 1e21, noNaN: true }),
);

const anyLocation = maybe(
	fc.record(
		{
			type: fc.constantFrom(
				...['physical', 'outbound_call', 'inbound_call', 'ask_invitee', 'custom', 'zoom'],
				...['google_conference', 'gotomeeting', 'microsoft_teams_conference', 'unknown'],
			),
			location: maybe(anyText),
			additional_info: anyText,
			status: fc.constantFrom('initiated', 'processing', 'pushed', 'failed', null),
			join_url: maybe(fc.constant('https://video.example/j/1')),
		},
		{ requiredKeys: ['type'] },
	),
);

const anyDelivery = fc.record({
	location: anyLocation,
	hosts: fc.array(
		fc.record({ user_name: maybe(anyText), user_email: maybe(anyAddress), user: anyText }),
		{ maxLength: 3 },
	),
	payment: maybe(
		fc.record({
			external_id: maybe(anyText),
			provider: fc.constantFrom('stripe', 'paypal', null),
			amount: maybe(amounts),
			currency: fc.constantFrom('EUR', 'USD', null),
			terms: maybe(anyText),
			successful: maybe(fc.boolean()),
		}),
	),
	places: fc.record({ active: maybe(fc.nat()), limit: maybe(fc.nat()) }),
	tracking: fc.record({
		utm_campaign: maybe(anyText),
		utm_source: maybe(anyText),
		utm_medium: maybe(anyText),
		utm_content: maybe(anyText),
		utm_term: maybe(anyText),
	}),
	cancellation: fc.record({
		canceled_by: maybe(anyText),
		canceler_type: fc.constantFrom('host', 'invitee', 'robot', null),
		reason: maybe(anyText),
		created_at: fc.constant('2026-11-24T18:54:19.000Z'),
	}),
});
type Delivery = typeof anyDelivery extends fc.Arbitrary<infer Value> ? Value : never;

function told(name: '01-created-google-meet' | '02-canceled-by-host', delivery: Delivery) {
	const raw = webhook(name, (payload) => {
		const scheduled = payload.scheduled_event;
		scheduled.location = delivery.location;
		scheduled.event_memberships = delivery.hosts;
		scheduled.invitees_counter = delivery.places;
		Object.assign(payload, { payment: delivery.payment, tracking: delivery.tracking });
		if (payload.cancellation) payload.cancellation = delivery.cancellation;
	});
	return normalizeWebhook(raw, { receivedAt: new Date('2026-11-24T19:00:00.000Z') });
}

/** The row the event makes of nothing, as the table gives it back. */
function storedRow(event: AppointmentEvent) {
	const [row] = applyEvent(event, []).rows;
	return { etat: 'confirme', ...row };
}

/** Of hosts the row keeps neither the URI nor the commas of their names, by which it lists them. */
const listedHosts = ({ appointment }: AppointmentEvent) =>
	appointment.hosts.map(({ name, email }) => ({
		name: name === null ? null : name.replace(/ *,[, ]*/g, ' ').trim() || null,
		email,
		uri: null,
	}));

describe('what a row tells is what its event told', () => {
	test('of place, call, payment, places and campaign', () => {
		fc.assert(
			fc.property(anyDelivery, (delivery) => {
				const event = told('01-created-google-meet', delivery);
				const read = eventFromRow(storedRow(event), PARIS);
				const { location, place, call, joinUrl, mode, invitees } = event.appointment;
				expect(read.appointment).toMatchObject({ location, place, call, joinUrl, mode, invitees });
				expect(read.tracking).toEqual(event.tracking);
				const isBlank = Object.values(event.payment ?? {}).every((fact) => fact === null);
				expect(read.payment).toEqual(isBlank ? null : event.payment);
			}),
			{ numRuns: 500 },
		);
	});

	test('of the hosts, in their order', () => {
		fc.assert(
			fc.property(anyDelivery, (delivery) => {
				const event = told('01-created-google-meet', delivery);
				fc.pre(event.appointment.hosts.every(({ name }) => !/^[\s,]+$|@/.test(name ?? '')));
				expect(eventFromRow(storedRow(event), PARIS).appointment.hosts).toEqual(listedHosts(event));
			}),
			{ numRuns: 500 },
		);
	});

	test('of who cancelled it and why', () => {
		fc.assert(
			fc.property(anyDelivery, (delivery) => {
				const event = told('02-canceled-by-host', delivery);
				const read = eventFromRow(storedRow(event), PARIS);
				expect(read.cancellation).toEqual(event.cancellation);
				expect(read.appointment.status).toBe('canceled');
			}),
		);
	});
});

test('the columns are words a person reads', () => {
	const row = storedRow(
		told('01-created-google-meet', {
			location: { type: 'inbound_call', location: '03 20 00 12 34', additional_info: 'Dès 9 h' },
			hosts: [
				{ user_name: 'Martin, Paul', user_email: 'paul@example.com', user: '' },
				{ user_name: 'Léa', user_email: null, user: '' },
			],
			payment: {
				external_id: 'ch_1',
				provider: 'stripe',
				amount: 49.9,
				currency: 'EUR',
				terms: null,
				successful: false,
			},
			places: { active: 7, limit: 8 },
			tracking: {
				utm_campaign: 'cuisine',
				utm_source: null,
				utm_medium: null,
				utm_content: null,
				utm_term: null,
			},
			cancellation: {} as Delivery['cancellation'],
		}),
	);
	expect(row).toMatchObject({
		lieu_nature: 'Téléphone',
		lieu_choisi_par: 'atelier',
		appel_par: 'client',
		appel_numero: '+33320001234',
		appel_consignes: 'Dès 9 h',
		hote: 'Martin Paul, Léa',
		hote_email: 'paul@example.com, ',
		paiement_etat: 'échoué',
		paiement_montant: '49.9',
		places_prises: '7',
		places_max: '8',
		campagne: 'cuisine',
	});
});

test.each<[PlaceKind, string]>([
	['address', 'Adresse'],
	['phone', 'Téléphone'],
	['google_meet', 'Google Meet'],
	['zoom', 'Zoom'],
	['goto_meeting', 'GoTo Meeting'],
	['microsoft_teams', 'Microsoft Teams'],
	['webex', 'Webex'],
	['custom', 'Autre'],
])('the place %s stands in the row as « %s » and is read from it', (kind, word) => {
	expect(placeColumns({ kind, setBy: null, status: null })).toEqual({
		lieu_nature: word,
		lieu_choisi_par: null,
		lien_visio_etat: null,
	});
	expect(placeFrom({ lieu_nature: word }).kind).toBe(kind);
});

test.each([null, '', 'téléphone', 'Zoom ou Meet', 3])(
	'the place %j in a row is not known',
	(word) => {
		expect(placeFrom({ lieu_nature: word }).kind).toBeNull();
	},
);

describe('a call', () => {
	const call = { lieu_nature: 'Téléphone', appel_numero: '+33639984567' };

	test('is read where the row says who calls', () => {
		expect(callFrom({ ...call, appel_par: 'client' })).toEqual({
			by: 'client',
			number: '+33639984567',
			instructions: null,
		});
	});

	test.each([null, '', 'le client', 'host'])('is none where nobody knows who by %j is', (who) => {
		expect(callFrom({ ...call, appel_par: who })).toBeNull();
	});
});

describe('the hosts in a row', () => {
	const host = (name: string | null, email: string | null) => ({ name, email, uri: null });

	test('are not known where there are none', () => {
		expect(hostColumns([])).toEqual({ hote: null, hote_email: null });
	});

	test('keep their places, also where little is known of one', () => {
		const hosts = [host(null, null), host('Léa', 'lea@example.com'), host('Luc', null)];
		expect(hostColumns(hosts)).toEqual({ hote: ', Léa, Luc', hote_email: ', lea@example.com, ' });
		expect(hostsFrom(hostColumns(hosts))).toEqual(hosts.slice(1));
	});

	test('have names without commas and without what stood around them', () => {
		expect(hostColumns([host(' , Martin ,, Paul, ', null)]).hote).toBe('Martin Paul');
	});
});
