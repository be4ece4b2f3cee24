import ICAL from 'ical.js';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { renderFeed, type FeedRequest } from '../../../../nodes/shared/dashboard/files/feed';
import { composeMail } from '../../../../nodes/shared/email/workshopMail';
import { season } from '../../../../scripts/lib/season.mts';
import { anEvent, aRequest } from '../../email/fixtures.mts';
import { aRow, nb, NOW } from '../fixtures.mts';

function feed(rows: readonly AppointmentRow[], more: Partial<FeedRequest> = {}): string {
	const usual = { now: NOW, name: 'Rendez-vous', pastDays: 365, withNotes: false };
	return renderFeed({ rows, ...usual, ...more }).body;
}

function read(content: string) {
	const calendar = new ICAL.Component(ICAL.parse(content));
	const events = calendar.getAllSubcomponents('vevent');
	const valuesOf = (name: string) =>
		events.map((event) => String(event.getFirstPropertyValue(name) ?? ''));
	return { calendar, events, valuesOf };
}

const CONFIDENTIAL = {
	notes: 'Code de la porte : 1234',
	reponses: JSON.stringify([{ question: 'Budget', answer: '2000', position: 0 }]),
	lien_configuration: 'https://archimeuble.example/save/1',
	lien_annulation: 'https://calendly.com/cancellations/secret',
};

const ROWS = [
	aRow({ identifiant: 'b', lieu: '12, rue; de', ...CONFIDENTIAL }),
	aRow({
		identifiant: 'a',
		...{ debut: '2026-11-20T09:00:00.000Z', fin: null, etat: 'absent' },
		absent_le: '2026-11-20T10:00:00.000Z',
	}),
	aRow({ identifiant: 'off', etat: 'annule', annule_le: '2026-11-21T12:00:00.000Z' }),
	aRow({ identifiant: 'moved', etat: 'deplace' }),
	aRow({ identifiant: 'unknown', debut: null, fin: null }),
	aRow({ identifiant: 'old', debut: '2025-11-01T09:00:00.000Z', fin: '2025-11-01T10:00:00.000Z' }),
];

describe('the feed', () => {
	test('is one calendar with a name and a pace, without a method', () => {
		const content = feed(ROWS, { name: 'Rendez-vous; ArchiMeuble' });
		const { calendar } = read(content);
		const value = (name: string) => String(calendar.getFirstPropertyValue(name));
		expect(value('version')).toBe('2.0');
		expect(content).toContain('\r\nX-WR-CALNAME:Rendez-vous\\; ArchiMeuble\r\n');
		expect(content).toContain('\r\nNAME:Rendez-vous\\; ArchiMeuble\r\n');
		expect(value('refresh-interval')).toBe('PT1H');
		expect(value('x-published-ttl')).toBe('PT1H');
		expect(calendar.getFirstProperty('refresh-interval')?.type).toBe('duration');
		expect(calendar.getFirstPropertyValue('method')).toBeNull();
	});

	test('holds what is coming and past, in order, each as it stands', () => {
		const { valuesOf } = read(feed(ROWS));
		expect(valuesOf('uid')).toEqual(['a', 'b', 'moved', 'off'].map((id) => `${id}@archimeuble`));
		expect(valuesOf('status')).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED', 'CANCELLED']);
		expect(valuesOf('sequence')).toEqual(['0', '0', '1', '1']);
		expect(valuesOf('dtstamp')).toEqual([
			'2026-11-20T10:00:00Z',
			'2026-11-20T08:00:00Z',
			'2026-11-20T08:00:00Z',
			'2026-11-21T12:00:00Z',
		]);
		expect(valuesOf('dtstart')[1]).toBe('2026-11-24T09:00:00Z');
		expect(valuesOf('dtend').slice(0, 2)).toEqual(['', '2026-11-24T09:30:00Z']);
		expect(valuesOf('summary')[1]).toBe('Visite – Zoé Müller');
		expect(valuesOf('location')[1]).toBe('12, rue; de');
		expect(valuesOf('description')[1]).toBe(nb('Mode~: Visio\nTéléphone~: 06~39~98~45~67'));
	});

	test('has the UID of the mails', () => {
		const { calendar } = composeMail(aRequest('created', { event: anEvent() }));
		const inMail = read(calendar!.content).valuesOf('uid');
		expect(read(feed([aRow({ identifiant: anEvent().appointment.id })])).valuesOf('uid')).toEqual(
			inMail,
		);
	});

	test('tells notes, answers and the configuration only when asked, and no bearer link ever', () => {
		const told = (withNotes: boolean) => read(feed(ROWS, { withNotes })).valuesOf('description')[1];
		expect(told(false)).not.toMatch(/1234|2000|archimeuble\.example/);
		expect(told(true)).toContain(nb('Notes~: Code de la porte : 1234\nBudget~: 2000'));
		expect(told(true)).toContain('https://archimeuble.example/save/1');
		expect(told(true)).not.toContain('secret');
	});

	test('is the same to the byte an hour later, whatever the order of the rows', () => {
		const rows = season({ bookings: 100, now: NOW });
		const later = new Date(NOW.getTime() + 3_600_000);
		expect(feed(rows, { now: later })).toBe(feed(rows));
		expect(feed([...rows].reverse())).toBe(feed(rows));
		const tags = [rows, rows.slice(1)].map(
			(some) =>
				renderFeed({ rows: some, now: NOW, name: '', pastDays: 365, withNotes: false }).headers
					.ETag,
		);
		expect(tags[0]).not.toBe(tags[1]);
	});

	const only = (row: Partial<AppointmentRow>, more: Partial<FeedRequest> = {}) => {
		const { valuesOf } = read(feed([aRow({ identifiant: 'a', ...row })], more));
		return (name: string) => valuesOf(name).at(0);
	};

	test.each([
		['confirme', 'Visite – Zoé Müller'],
		['absent', 'Visite – Zoé Müller'],
		['annule', 'Annulé~: Visite – Zoé Müller'],
		['deplace', 'Déplacé~: Visite – Zoé Müller'],
	])('titles what is %s « %s »', (etat, expected) => {
		expect(only({ etat })('summary')).toBe(nb(expected));
	});

	test('has the place, or else the link of the call', () => {
		const lien_visio = 'https://meet.google.com/abc';
		expect(only({ lieu: '1 rue A', lien_visio })('location')).toBe('1 rue A');
		expect(only({ lien_visio })('location')).toBe(lien_visio);
		expect(only({})('location')).toBe('');
	});

	test('describes with whom, how and where to call', () => {
		const row = { hote: 'Paul', lien_visio: 'https://meet.google.com/abc', telephone: null };
		expect(only(row)('description')).toBe(
			nb('Avec~: Paul\nMode~: Visio\nLien visio~: https://meet.google.com/abc'),
		);
	});

	test('tells notes with the question they answer, where they are told', () => {
		const row = { ...CONFIDENTIAL, telephone: null };
		expect(only(row, { withNotes: true })('description')).toBe(
			nb(
				'Mode~: Visio\nLien de configuration~: https://archimeuble.example/save/1\nNotes~: Code de la porte : 1234\nBudget~: 2000',
			),
		);
	});

	test('cuts what is too long to be read in a calendar', () => {
		const value = only(
			{ client: 'x'.repeat(300), lieu: 'y'.repeat(2_000), notes: 'z'.repeat(9_000) },
			{ withNotes: true },
		);
		const lengths = ['summary', 'location', 'description'].map((name) => value(name)?.length);
		expect(lengths).toEqual([200, 1_000, 8_000]);
	});

	test('goes back to the very instant, by the end of an appointment', () => {
		const uid = (fin: string) =>
			only({ debut: '2026-11-21T09:00:00.000Z', fin }, { pastDays: 1 })('uid');
		expect(uid('2026-11-21T10:00:00.000Z')).toBe('a@archimeuble');
		expect(uid('2026-11-21T09:59:59.999Z')).toBeUndefined();
	});

	test('has nothing of which only the end is known', () => {
		expect(only({ debut: null })('uid')).toBeUndefined();
	});

	test('has no end where none is known, or one before the beginning', () => {
		expect(only({})('dtend')).toBe('2026-11-24T09:30:00Z');
		expect(only({ fin: null })('dtend')).toBe('');
		expect(only({ fin: '2026-11-24T08:00:00.000Z' })('dtend')).toBe('');
	});

	test('is in order of time, and of identity where that is equal', () => {
		const at = (identifiant: string, debut: string) => aRow({ identifiant, debut, fin: null });
		const rows = [
			at('b', '2026-11-24T09:00:00.000Z'),
			at('c', '2026-11-23T09:00:00.000Z'),
			at('a', '2026-11-24T09:00:00.000Z'),
		];
		const ordered = ['c@archimeuble', 'a@archimeuble', 'b@archimeuble'];
		expect(read(feed(rows)).valuesOf('uid')).toEqual(ordered);
		expect(read(feed([...rows].reverse())).valuesOf('uid')).toEqual(ordered);
	});

	test('forgets what is older than asked', () => {
		const uids = (pastDays: number) => read(feed(ROWS, { pastDays })).valuesOf('uid');
		expect(uids(1)).toEqual(['b', 'moved', 'off'].map((id) => `${id}@archimeuble`));
		expect(uids(1_000)).toContain('old@archimeuble');
	});

	test('of a season has every appointment once, on lines of at most 75 octets', () => {
		const rows = season({ bookings: 200, now: NOW });
		const content = feed(rows, { withNotes: true });
		const { valuesOf } = read(content);
		expect(valuesOf('uid').sort()).toEqual(
			rows.map(({ identifiant }) => `${identifiant}@archimeuble`).sort(),
		);
		for (const line of content.split('\r\n')) {
			expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
		}
	});

	test('of nothing is a calendar still', () => {
		expect(read(feed([])).events).toEqual([]);
	});

	test('is kept by no cache in between', () => {
		const { headers } = renderFeed({
			...{ rows: [], now: NOW, name: 'x', pastDays: 1, withNotes: false },
		});
		expect(headers).toMatchObject({
			'Content-Type': 'text/calendar; charset=utf-8',
			'Cache-Control': 'private, no-cache',
			'Referrer-Policy': 'no-referrer',
		});
	});
});
