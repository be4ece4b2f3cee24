import fc from 'fast-check';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import {
	eventFromRow,
	isStoredRow,
	previousFromRow,
} from '../../../nodes/shared/appointment/fromRow';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import {
	APPOINTMENT_COLUMNS,
	detailsOf,
	type AppointmentRow,
} from '../../../nodes/shared/appointment/row';
import { journalEntry } from '../../../nodes/shared/journal/entry';
import { webhook, type PayloadName } from '../../support/payloads.mts';
import { aRow } from '../email/clientFixtures.mts';

const PARIS = 'Europe/Paris';
const event = (name: PayloadName): AppointmentEvent =>
	normalizeWebhook(webhook(name), { receivedAt: new Date('2026-10-20T09:00:01.000Z') });

describe('the event of a stored row', () => {
	test.each<PayloadName>([
		'08-phone-outbound-call',
		'11-physical-guests-special-characters',
		'10-zoom-question-positions-gap',
	])('%s has all a mail needs', (name) => {
		const { appointment, client, answers, configurationUrl, notes, tracking, display } =
			event(name);
		const read = eventFromRow(detailsOf(event(name)), PARIS);
		expect(read).toEqual({
			occurredAt: null,
			appointment: {
				...appointment,
				hosts: appointment.hosts.map((host) => ({ ...host, uri: null })),
				invitees: { ...appointment.invitees, active: null },
			},
			client: { ...client, firstName: null, lastName: null },
			answers,
			configurationUrl,
			notes,
			cancellation: null,
			reschedule: null,
			tracking,
			payment: null,
			display,
		});
		expect(read.appointment.cancelUrl).toMatch(/^https:\/\/calendly\.com\/cancellations\//);
		expect(read.appointment.rescheduleUrl).toMatch(/^https:\/\/calendly\.com\/reschedulings\//);
	});

	test('knows who cancelled, and why', () => {
		const row = aRow({
			etat: 'annule',
			annule_par: 'Luc Noir',
			annule_cote: 'client',
			motif_annulation: 'Malade',
			annule_le: '2026-11-20T08:00:00.000Z',
		});
		const { appointment, cancellation } = eventFromRow(row, PARIS);
		expect(appointment.status).toBe('canceled');
		expect(cancellation).toEqual({
			by: 'Luc Noir',
			byType: 'client',
			reason: 'Malade',
			at: '2026-11-20T08:00:00.000Z',
		});
	});

	test.each([
		['Téléphonique', 'phone'],
		['Visio', 'video'],
		['Sur place', 'in_person'],
		['Autrement', 'other'],
		[null, 'other'],
	])('reads the mode %j as %s', (mode, expected) => {
		expect(eventFromRow(aRow({ mode }), PARIS).appointment.mode).toBe(expected);
	});

	test.each([
		['an address', 'a@b.fr', null, [{ name: null, email: 'a@b.fr' }]],
		['a name', 'Atelier', '', [{ name: 'Atelier', email: null }]],
		['a name and an address', 'Atelier', 'a@b.fr', [{ name: 'Atelier', email: 'a@b.fr' }]],
		[
			'two, one without a name',
			'a@b.fr, Léa',
			'a@b.fr, l@b.fr',
			[
				{ name: null, email: 'a@b.fr' },
				{ name: 'Léa', email: 'l@b.fr' },
			],
		],
		['nothing', null, null, []],
	])('reads the hosts of %s', (_name, hote, hote_email, hosts) => {
		const read = eventFromRow(aRow({ hote, hote_email }), PARIS).appointment.hosts;
		expect(read).toEqual(hosts.map((host) => ({ ...host, uri: null })));
	});

	test('has no call where the place became another since', () => {
		const call = { appel_par: 'atelier', appel_numero: '+33639984567' };
		const callOf = (lieu_nature: string) =>
			eventFromRow(aRow({ ...call, lieu_nature }), PARIS).appointment.call;
		expect(callOf('Téléphone')).toEqual({
			by: 'host',
			number: '+33639984567',
			instructions: null,
		});
		expect(callOf('Zoom')).toBeNull();
	});

	test('knows who moved it here while it stands, and who moved it away after', () => {
		const columns = {
			deplace_depuis: 'a0',
			deplace_par: 'Paul',
			deplace_cote: 'atelier',
			motif_deplacement: 'Bois\nen retard',
			annule_par: 'Zoé',
			annule_cote: 'client',
			motif_annulation: null,
		};
		const moverOf = (etat: string) => eventFromRow(aRow({ ...columns, etat }), PARIS).reschedule;
		expect(moverOf('confirme')).toEqual({ by: 'Paul', byType: 'host', reason: 'Bois\nen retard' });
		expect(moverOf('deplace')).toEqual({ by: 'Zoé', byType: 'client', reason: null });
		expect(eventFromRow(aRow(), PARIS).reschedule).toBeNull();
	});

	test.each([
		['another site', 'https://evil.example/cancellations/x'],
		['http', 'http://calendly.com/cancellations/x'],
		['a script', 'javascript:alert(1)'],
		['a lookalike', 'https://notcalendly.com/cancellations/x'],
	])('has no link to move or cancel on %s', (_name, link) => {
		const row = aRow({ lien_annulation: link, lien_deplacement: link });
		const { cancelUrl, rescheduleUrl } = eventFromRow(row, PARIS).appointment;
		expect([cancelUrl, rescheduleUrl]).toEqual([null, null]);
	});

	test.each([
		['2026-11-23T08:45:00.000Z', 45],
		['2026-11-23T08:00:00.000Z', null],
		['2026-11-23T07:00:00.000Z', null],
		[null, null],
	])('that ends at %j takes %j minutes', (fin, minutes) => {
		expect(eventFromRow(aRow({ fin }), PARIS).appointment.durationMinutes).toBe(minutes);
	});

	test('has no answers where the column holds none', () => {
		for (const reponses of [null, 'pas du JSON', '{}', '[null, 3, {"answer": 1}]']) {
			expect(eventFromRow(aRow({ reponses }), PARIS).answers).toEqual([]);
		}
		const reponses = '[{"answer":"3 m"}]';
		expect(eventFromRow(aRow({ reponses }), PARIS).answers).toEqual([
			{ question: '', answer: '3 m', position: 0 },
		]);
	});

	test('is read without an error, whatever the columns hold', () => {
		const columns = Object.fromEntries(APPOINTMENT_COLUMNS.map((name) => [name, fc.anything()]));
		fc.assert(
			fc.property(fc.record(columns, { requiredKeys: [] }), (row) => {
				const read = eventFromRow(row as unknown as AppointmentRow, PARIS);
				expect(JSON.stringify(read)).not.toMatch(/NaN/);
			}),
		);
	});
});

describe('a stored row', () => {
	test('is told from an event and from a row of the journal', () => {
		const created = event('08-phone-outbound-call');
		expect(isStoredRow(aRow())).toBe(true);
		for (const other of [created, journalEntry(created), null, 'a1', {}, { identifiant: '' }]) {
			expect(isStoredRow(other)).toBe(false);
		}
	});
});

describe('what a row keeps of the appointment it was before', () => {
	test('is its identity, time, place and who moved it', () => {
		const row = aRow({
			deplace_depuis: 'a0',
			ancien_debut: '2026-11-20T08:00:00.000Z',
			ancienne_fin: '2026-11-20T08:30:00.000Z',
			ancien_lieu: '12 rue A\n59000 Lille',
			ancien_lieu_nature: 'Adresse',
			deplace_par: 'Paul',
			deplace_cote: 'atelier',
			motif_deplacement: 'Bois\nen retard',
			// Of the present one: none of these is what it was.
			lieu: 'ailleurs',
			lieu_nature: 'Zoom',
			lieu_choisi_par: 'client',
			annule_par: 'Zoé',
		});
		expect(previousFromRow(row)).toEqual({
			id: 'a0',
			start: '2026-11-20T08:00:00.000Z',
			end: '2026-11-20T08:30:00.000Z',
			location: '12 rue A\n59000 Lille',
			place: { kind: 'address', setBy: null, status: null },
			by: 'Paul',
			byType: 'host',
			reason: 'Bois\nen retard',
		});
	});

	test.each<[string, Partial<AppointmentRow>, object]>([
		['its identity alone', { deplace_depuis: 'a0' }, { id: 'a0', start: null }],
		[
			'its time alone',
			{ ancien_debut: '2026-11-20T08:00:00.000Z' },
			{ id: null, start: '2026-11-20T08:00:00.000Z' },
		],
	])('may be %s', (_name, columns, expected) => {
		expect(previousFromRow(aRow(columns))).toEqual({
			end: null,
			location: null,
			place: { kind: null, setBy: null, status: null },
			by: null,
			byType: null,
			reason: null,
			...expected,
		});
	});

	test.each<[string, Partial<AppointmentRow>]>([
		['did not move', {}],
		['holds a time nobody can read', { ancien_debut: 'jeudi', ancienne_fin: 'tard' }],
		['tells only who moved it', { deplace_par: 'Paul' }],
	])('is nothing where it %s', (_name, columns) => {
		expect(previousFromRow(aRow(columns))).toBeNull();
	});
});
