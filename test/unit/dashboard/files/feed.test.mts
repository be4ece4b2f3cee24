import { randomBytes } from 'node:crypto';
import ICAL from 'ical.js';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { renderFeed, type FeedRequest } from '../../../../nodes/shared/dashboard/files/feed';
import { isFeedToken, newFeedToken } from '../../../../nodes/shared/dashboard/request/feedToken';
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

describe('the token of the feed', () => {
	const TOKEN = newFeedToken();
	const HEX = '3f9c1b7a5e2d4c6880a1b2c3d4e5f607';

	test.each<[string, unknown, unknown, boolean]>([
		['the right one', TOKEN, TOKEN, true],
		['a hexadecimal one of 128 bits', HEX, HEX, true],
		['another', newFeedToken(), TOKEN, false],
		['the beginning', TOKEN.slice(0, -1), TOKEN, false],
		['with something behind it', `${TOKEN}a`, TOKEN, false],
		['nothing', '', TOKEN, false],
		['undefined', undefined, TOKEN, false],
		['a list', [TOKEN], TOKEN, false],
		['nothing, when nothing is configured', '', '', false],
		['undefined, when nothing is configured', undefined, undefined, false],
		['a short one, though configured', 'abcdefghij', 'abcdefghij', false],
		['a short hexadecimal one, though configured', HEX.slice(0, 30), HEX.slice(0, 30), false],
		['one without chance, though configured', 'a'.repeat(40), 'a'.repeat(40), false],
		['one with spaces, though configured', `${HEX} ${HEX}`, `${HEX} ${HEX}`, false],
		['one without end', 'x'.repeat(1e6), TOKEN, false],
	])('%s', (_name, given, expected, isRight) => {
		expect(isFeedToken(given, expected)).toBe(isRight);
	});

	test.each([
		'motdepassearchimeuble2026',
		'MotDePasseArchiMeuble2026',
		'123456789012345678901234567890123',
		'abcdefghijklmnopqrstuvwxyz',
		'azertyuiopqsdfghjklmwxcvbn',
		'archimeuble-rendez-vous-2026-atelier',
		'AtelierLille59000-AgendaDesRendezVous',
		'20260101-20261231-20270101-20280101',
		'0123456789abcdef0123456789abcdef',
		'deadbeefdeadbeefdeadbeefdeadbeef',
		'abcABC123abcABC123abcABC123',
	])('%s lets nobody in: somebody thought of it', (token) => {
		expect(isFeedToken(token, token)).toBe(false);
	});

	test('of 32 random hexadecimal digits always lets in, in capitals too', () => {
		const hex = Array.from({ length: 5_000 }, () => randomBytes(16).toString('hex'));
		for (const token of [...hex, ...hex.map((one) => one.toUpperCase())]) {
			expect([token, isFeedToken(token, token)]).toEqual([token, true]);
		}
	});

	test('is new each time and strong enough', () => {
		const tokens = Array.from({ length: 1_000 }, newFeedToken);
		expect(new Set(tokens).size).toBe(1_000);
		for (const token of tokens) expect(isFeedToken(token, token)).toBe(true);
	});
});
