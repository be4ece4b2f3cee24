import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import {
	eventOf,
	isDelivery,
	isFailure,
	isUndelivered,
	JOURNAL_COLUMNS,
	JOURNAL_TABLE,
	journalEntry,
	NO_RECIPIENT,
	NOTED_EVENTS,
} from '../../../nodes/shared/journal/entry';
import { payload } from '../../support/payloads.mts';
import { anEvent } from '../email/fixtures.mts';
import { normalized } from './fixtures.mts';

describe('a row of the journal', () => {
	test.each<[string | undefined, string]>([
		['invitee.created', 'delivery'],
		['invitee.canceled', 'delivery'],
		['invitee_no_show.created', 'delivery'],
		['', 'delivery'],
		[undefined, 'delivery'],
		['erreur', 'failure'],
		['non_remis', 'undelivered'],
		['refus', 'none of them'],
		['agenda', 'none of them'],
		['liaison', 'none of them'],
		['purge', 'none of them'],
		['rgpd', 'none of them'],
	])('of the event %j is a %s', (evenement, kind) => {
		const row = { evenement };
		expect([isDelivery(row), isFailure(row), isUndelivered(row)]).toEqual(
			['delivery', 'failure', 'undelivered'].map((one) => one === kind),
		);
	});

	test('stands in the table the workflows name', () => {
		expect(JOURNAL_TABLE).toBe('archimeuble_journal');
	});

	test('has one number, the attempts; all else is text', () => {
		const { essais, ...others } = JOURNAL_COLUMNS;
		expect(essais).toBe('number');
		expect(Object.values(others).filter((type) => type !== 'string')).toEqual([]);
	});

	test('says of a mail that waits for a recipient which setting is to be put right', () => {
		expect(NO_RECIPIENT).toBe(
			'Réglage «\u00a0destinataire\u00a0»\u00a0: aucune adresse utilisable, le courriel attend.',
		);
	});
});

describe('a delivery that is stored', () => {
	test('waits to be handled, with what a person has to see of it', () => {
		const { contenu, ...columns } = journalEntry(anEvent(), 'process-1');
		expect(columns).toEqual({
			cle: 'key',
			identifiant: 'a0000000-0000-4000-8000-000000000001',
			evenement: 'invitee.created',
			action: 'created',
			etat: 'recu',
			client: 'Zoé Müller',
			type: 'Visite en visio - 30 min',
			quand: '15/11/2025 à 15:00 - 15:30',
			recu_le: '2025-10-31T22:51:01.000Z',
			essais: 0,
			processus: 'process-1',
		});
		expect(JSON.parse(contenu)).toEqual(anEvent());
	});

	test('tells of a client without a name the address', () => {
		const nameless = anEvent({ client: { name: null, email: 'zoe@example.com' } });
		expect(journalEntry(nameless).client).toBe('zoe@example.com');
	});

	test('belongs to no process where processes share the work', () => {
		expect(journalEntry(anEvent()).processus).toBe('');
	});
});

describe('an event', () => {
	test('is read from the item itself, or from the content of a row', () => {
		expect(eventOf(anEvent())).toEqual(anEvent());
		expect(eventOf({ contenu: JSON.stringify(anEvent()) })).toEqual(anEvent());
	});

	test.each<[string, (event: any) => unknown]>([
		['another version', (event) => (event.schemaVersion = 2)],
		['no appointment', (event) => delete event.appointment],
		['an appointment that is a list', (event) => (event.appointment = [event.appointment])],
		['an identity that is no text', (event) => (event.appointment.id = 7)],
		['no place', (event) => delete event.appointment.place],
		['no number of invitees', (event) => (event.appointment.invitees = null)],
		['hosts that are no list', (event) => (event.appointment.hosts = {})],
		['guests that are no list', (event) => (event.appointment.guests = 'luc@example.com')],
		['no client', (event) => (event.client = null)],
		['no words for its times', (event) => delete event.display],
		['no tracking', (event) => (event.tracking = [])],
		['answers that are no list', (event) => (event.answers = {})],
		['a name that is no text', (event) => (event.event = null)],
		['an action that is no text', (event) => delete event.action],
		['a time of receipt that is no text', (event) => (event.receivedAt = 0)],
	])('with %s is none: a round may not break at it', (_name, damage) => {
		const event = structuredClone(anEvent());
		damage(event);
		expect(eventOf(event)).toBeNull();
		expect(eventOf({ contenu: JSON.stringify(event) })).toBeNull();
	});

	test.each([null, undefined, 'x', 7, [], [{}], {}, { contenu: null }, { contenu: '[]' }])(
		'%j holds none',
		(json) => {
			expect(eventOf(json)).toBeNull();
		},
	);
});

describe('the journal entry', () => {
	test('is flat, and its columns are those of the table', () => {
		const entry = journalEntry(normalized('01-created-google-meet'));
		expect(Object.keys(JOURNAL_COLUMNS)).toEqual(expect.arrayContaining(Object.keys(entry)));
		expect(Object.values(entry).every((value) => typeof value !== 'object' || value === null)).toBe(
			true,
		);
	});

	test('gives back the event it was made from', () => {
		const original = normalized('11-physical-guests-special-characters');
		expect(eventOf({ id: 7, ...journalEntry(original) })).toEqual(original);
		expect(eventOf(original)).toBe(original);
	});

	test('is a delivery, as every row is that the workflows do not note themselves', () => {
		expect(isDelivery(journalEntry(normalized('01-created-google-meet')))).toBe(true);
		expect(isDelivery({})).toBe(true);
		expect(NOTED_EVENTS.filter((evenement) => isDelivery({ evenement }))).toEqual([]);
		expect(NOTED_EVENTS.filter((evenement) => isFailure({ evenement }))).toEqual(['erreur']);
	});

	test('does not keep the raw payload', () => {
		const raw = payload('01-created-google-meet');
		const entry = journalEntry(normalizeWebhook(raw, { receivedAt: new Date(), includeRaw: true }));
		expect(entry.contenu).not.toContain('created_by');
	});

	test.each([
		null,
		'x',
		[],
		{},
		{ contenu: '{' },
		{ contenu: '{}' },
		{ schemaVersion: 1, appointment: {} },
		{ ...normalized('01-created-google-meet'), schemaVersion: 2 },
	])('%j carries no event', (json) => {
		expect(eventOf(json)).toBeNull();
	});
});
