import fc from 'fast-check';
import ICAL from 'ical.js';
import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import {
	calendarDocument,
	escapeCalendarText,
	foldLine,
	utcTime,
	type CalendarEvent,
} from '../../../nodes/shared/email/calendar';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { aBareEvent, anEvent, aRequest, KINDS, nb } from './fixtures.mts';

const octets = (text: string): number => Buffer.byteLength(text, 'utf8');
const unfold = (text: string): string => text.replace(/\r\n[ \t]/g, '');

function read(content: string) {
	const calendar = new ICAL.Component(ICAL.parse(content));
	const events = calendar.getAllSubcomponents('vevent');
	return { calendar, events, event: events[0] };
}

function attachmentOf(kind: MailKind, event = anEvent()) {
	const { calendar } = composeMail(aRequest(kind, { event }));
	if (calendar === null) throw new Error('no calendar attached');
	return calendar;
}

const SOME_EVENT: CalendarEvent = {
	uid: 'a1@archimeuble',
	sequence: 0,
	status: 'CONFIRMED',
	stamp: new Date('2025-11-01T10:00:00.000Z'),
	start: new Date('2025-11-15T14:00:00.000Z'),
	end: new Date('2025-11-15T14:30:00.000Z'),
	summary: 'Visite',
	location: null,
	description: null,
	organizer: null,
};

describe('the calendar of a mail', () => {
	test.each([
		['created', 'PUBLISH', 'CONFIRMED', 0, 'rendez-vous-2025-11-15.ics'],
		['rescheduled', 'PUBLISH', 'CONFIRMED', 0, 'rendez-vous-2025-11-15.ics'],
		['canceled', 'CANCEL', 'CANCELLED', 1, 'annulation-2025-11-15.ics'],
	] as const)(
		'of kind %s is METHOD:%s, STATUS:%s, SEQUENCE:%i',
		(kind, method, status, sequence, fileName) => {
			const attachment = attachmentOf(kind);
			const { calendar, event } = read(attachment.content);
			expect(calendar.getFirstPropertyValue('method')).toBe(method);
			expect(event.getFirstPropertyValue('status')).toBe(status);
			expect(event.getFirstPropertyValue('sequence')).toBe(sequence);
			expect(attachment.contentType).toBe(`text/calendar; charset=utf-8; method=${method}`);
			expect(attachment.fileName).toBe(fileName);
			expect(attachment.content.indexOf('METHOD:')).toBeLessThan(
				attachment.content.indexOf('BEGIN:VEVENT'),
			);
		},
	);

	test('holds the appointment', () => {
		const { calendar, event } = read(attachmentOf('created').content);
		const value = (name: string) => String(event.getFirstPropertyValue(name));
		expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
		expect(String(calendar.getFirstPropertyValue('prodid'))).toContain('ArchiMeuble');
		expect(value('uid')).toBe('a0000000-0000-4000-8000-000000000001@archimeuble');
		expect(value('dtstamp')).toBe('2025-11-01T10:00:00Z');
		expect(value('dtstart')).toBe('2025-11-15T14:00:00Z');
		expect(value('dtend')).toBe('2025-11-15T14:30:00Z');
		expect(value('summary')).toBe('Visite en visio - 30 min – Zoé Müller');
		expect(value('location')).toBe('12 rue de la Liberté, 59000 Lille');
		expect(value('description')).toContain(nb('Téléphone~: 06~39~98~45~67\nDate et heure~: '));
		expect(value('organizer')).toBe('mailto:menuisier@example.com');
		expect(event.getFirstProperty('organizer')?.getParameter('cn')).toBe('Atelier ArchiMeuble');
	});

	test('keeps its UID and organizer from booking to cancellation', () => {
		const [created, canceled] = (['created', 'canceled'] as const).map(
			(kind) => read(attachmentOf(kind).content).event,
		);
		for (const name of ['uid', 'organizer', 'dtstart', 'dtend']) {
			expect(String(canceled.getFirstPropertyValue(name))).toBe(
				String(created.getFirstPropertyValue(name)),
			);
		}
	});

	test.each([
		['no address', null],
		['two addresses', 'a@example.com, b@example.com'],
		['a header', 'a@example.com\r\nX: y'],
	])('has no organizer when the host has %s', (_name, email) => {
		const hosts = [{ name: 'Atelier', email, uri: null }];
		const { content } = attachmentOf('created', anEvent({ appointment: { hosts } }));
		expect(content).not.toContain('ORGANIZER');
	});

	test('is left out when not asked for or when the start is not known', () => {
		expect(composeMail(aRequest('created', { attachCalendar: false })).calendar).toBeNull();
		for (const kind of KINDS) {
			expect(composeMail(aRequest(kind, { event: aBareEvent() })).calendar).toBeNull();
		}
	});

	test('has no end when it is not known or not after the start', () => {
		for (const end of [null, '2025-11-15T14:00:00.000Z', 'demain']) {
			const { content } = attachmentOf('created', anEvent({ appointment: { end } }));
			expect(content).not.toContain('DTEND');
			expect(read(content).events).toHaveLength(1);
		}
	});

	test.each([
		['the clocks going forward', '2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z'],
		['the clocks going back', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
		['midnight', '2026-12-31T22:30:00.000Z', '2026-12-31T23:30:00.000Z'],
	])('holds an hour as an hour over %s', (_name, start, end) => {
		const { event } = read(
			attachmentOf('created', anEvent({ appointment: { start, end } })).content,
		);
		const { startDate, endDate } = new ICAL.Event(event);
		expect(startDate.toJSDate().toISOString()).toBe(start);
		expect(endDate.toJSDate().toISOString()).toBe(end);
	});

	test('says join link as place when there is no other', () => {
		const { content } = attachmentOf('created', anEvent({ appointment: { location: null } }));
		expect(read(content).event.getFirstPropertyValue('location')).toBe(
			'https://meet.google.com/abc-defg-hij',
		);
	});
});

describe('a calendar of many events', () => {
	test('is one object without a method', () => {
		const { calendar, events } = read(
			calendarDocument([SOME_EVENT, { ...SOME_EVENT, uid: 'a2@archimeuble' }], null),
		);
		expect(calendar.getFirstPropertyValue('method')).toBeNull();
		expect(events.map((event) => event.getFirstPropertyValue('uid'))).toEqual([
			'a1@archimeuble',
			'a2@archimeuble',
		]);
	});

	test('leaves out what is not known', () => {
		const content = calendarDocument([{ ...SOME_EVENT, end: null }], null);
		expect(content).not.toMatch(/DTEND|LOCATION|DESCRIPTION|ORGANIZER|null|undefined/);
	});

	test('gives back every text that goes in, on lines of at most 75 octets', () => {
		const clean = fc
			.string({ unit: 'grapheme', maxLength: 300 })
			.map((text) =>
				text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\n').trim(),
			);
		fc.assert(
			fc.property(clean, clean, (location, name) => {
				const organizer = { name: name.replace(/[\n ]+/g, ' '), email: 'a@example.com' };
				const content = calendarDocument([{ ...SOME_EVENT, location, organizer }], 'PUBLISH');
				expect(content.endsWith('END:VCALENDAR\r\n')).toBe(true);
				for (const line of content.split('\r\n')) expect(octets(line)).toBeLessThanOrEqual(75);
				expect(content.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
				const { events, event } = read(content);
				expect(events).toHaveLength(1);
				expect(event.getFirstPropertyValue('location') ?? '').toBe(location);
				expect(event.getFirstProperty('organizer')?.getParameter('cn') ?? '').toBe(organizer.name);
			}),
			{ numRuns: 300 },
		);
	});
});

test.each([
	['Léa', 'CN="Léa"'],
	['Léa "la scie"', `CN="Léa ^'la scie^'"`],
	['a^b', 'CN="a^^b"'],
	['Léa; X=1: y', 'CN="Léa; X=1: y"'],
	['L\r\na', 'CN="L a"'],
])('the organizer %j is the parameter %s (RFC 6868)', (name, parameter) => {
	const organizer = { name, email: 'a@example.com' };
	const content = calendarDocument([{ ...SOME_EVENT, organizer }], null);
	expect(content).toContain(`\r\nORGANIZER;${parameter}:mailto:a@example.com\r\n`);
});

describe('escapeCalendarText', () => {
	test.each([
		['a backslash', 'a\\b', 'a\\\\b'],
		['a semicolon and a comma', 'a;b,c', 'a\\;b\\,c'],
		['line breaks of all kinds', 'a\nb\r\nc\rd\u2028e', 'a\\nb\\nc\\nd\\ne'],
		['control characters', 'a\u0000b\u0007c\u007f\u0085', 'abc'],
		['a backslash before an n', 'a\\nb', 'a\\\\nb'],
		['a colon and quotes, which stay', 'a:"b"', 'a:"b"'],
	])('%s', (_name, text, expected) => {
		expect(escapeCalendarText(text)).toBe(expected);
	});
});

describe('foldLine', () => {
	test.each([
		['75 octets stay one line', 'a'.repeat(75), [75]],
		['76 octets become two', 'a'.repeat(76), [75, 2]],
		['150 octets become three', 'a'.repeat(150), [75, 75, 2]],
		['a character of two octets is not cut', `${'a'.repeat(74)}é`, [74, 3]],
		['a character of four octets is not cut', `${'a'.repeat(72)}😀`, [72, 5]],
	])('%s', (_name, line, expected) => {
		expect(foldLine(line).split('\r\n').map(octets)).toEqual(expected);
	});

	test.each([
		['\u007f', 1],
		['\u0080', 2],
		['\u07ff', 2],
		['\u0800', 3],
		['\uffff', 3],
		['\u{10000}', 4],
	])('counts %j as the %i octets it has in UTF-8', (character, length) => {
		const full = 'a'.repeat(75 - length) + character;
		expect(foldLine(full)).toBe(full);
		expect(foldLine(`a${full}`)).toBe(`a${'a'.repeat(75 - length)}\r\n ${character}`);
	});

	test('is undone by unfolding, and no line is longer than 75 octets', () => {
		const oneLine = fc
			.string({ unit: 'binary', maxLength: 500 })
			.map((text) => text.replace(/[\r\n]/g, ''));
		fc.assert(
			fc.property(oneLine, (line) => {
				const folded = foldLine(line);
				expect(unfold(folded)).toBe(line);
				for (const part of folded.split('\r\n')) expect(octets(part)).toBeLessThanOrEqual(75);
			}),
			{ numRuns: 500 },
		);
	});
});

test('utcTime has neither separators nor fractions', () => {
	expect(utcTime(new Date('2025-11-15T14:00:00.123Z'))).toBe('20251115T140000Z');
});
