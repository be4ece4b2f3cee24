import type { PreviousAppointment } from '../../../nodes/shared/appointment/change';
import {
	calendarAttachment,
	previousCalendar,
	invitationsOf,
	NO_CALENDARS,
	type Invitation,
} from '../../../nodes/shared/email/invitation';
import type { CalendarAttachment } from '../../../nodes/shared/email/mail';
import { mailView } from '../../../nodes/shared/email/workshopMail';
import { anEvent, aPrevious, aRequest, KINDS, nb } from './fixtures.mts';

const invitation = (parts: Partial<Invitation> = {}): Invitation => ({
	appointment: anEvent().appointment,
	isCanceled: false,
	summary: 'Visite – Zoé',
	facts: [],
	now: new Date('2025-11-01T10:00:00.000Z'),
	...parts,
});

/** The content lines, unfolded (RFC 5545 §3.1). */
const linesOf = (attachment: CalendarAttachment | null): string[] =>
	(attachment?.content ?? '').replace(/\r\n /g, '').split('\r\n').slice(0, -1);
const lineOf = (attachment: CalendarAttachment | null, name: string): string | undefined =>
	linesOf(attachment).find((line) => line.startsWith(name));

describe('the file of an appointment', () => {
	test('holds it, line by line', () => {
		expect(linesOf(calendarAttachment(invitation()))).toEqual([
			'BEGIN:VCALENDAR',
			'PRODID:-//ArchiMeuble//n8n-nodes-calendly-archimeuble//FR',
			'VERSION:2.0',
			'CALSCALE:GREGORIAN',
			'METHOD:PUBLISH',
			'BEGIN:VEVENT',
			'UID:a0000000-0000-4000-8000-000000000001@archimeuble',
			'SEQUENCE:0',
			'STATUS:CONFIRMED',
			'DTSTAMP:20251101T100000Z',
			'DTSTART:20251115T140000Z',
			'DTEND:20251115T143000Z',
			'SUMMARY:Visite – Zoé',
			'LOCATION:12 rue de la Liberté\\, 59000 Lille',
			'ORGANIZER;CN="Atelier ArchiMeuble":mailto:menuisier@example.com',
			'END:VEVENT',
			'END:VCALENDAR',
		]);
	});

	test('of a cancelled one takes it off, and the time with it', () => {
		const attachment = calendarAttachment(invitation({ isCanceled: true }));
		expect(attachment).toMatchObject({
			fileName: 'annulation-2025-11-15.ics',
			contentType: 'text/calendar; charset=utf-8; method=CANCEL',
		});
		expect(linesOf(attachment)).toEqual(
			expect.arrayContaining([
				'METHOD:CANCEL',
				'SEQUENCE:1',
				'STATUS:CANCELLED',
				'TRANSP:TRANSPARENT',
			]),
		);
	});

	test('is named after its day', () => {
		expect(calendarAttachment(invitation())).toMatchObject({
			fileName: 'rendez-vous-2025-11-15.ics',
			contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
		});
	});

	test('is none without a start', () => {
		const { appointment } = anEvent({ appointment: { start: 'demain' } });
		expect(calendarAttachment(invitation({ appointment }))).toBeNull();
	});

	test('tells the facts of the mail', () => {
		const facts = mailView(aRequest('created', { fields: ['type', 'phone'] })).facts;
		expect(lineOf(calendarAttachment(invitation({ facts })), 'DESCRIPTION')).toBe(
			nb(
				'DESCRIPTION:Type de consultation~: Visite en visio - 30 min\\nTéléphone~: 06~39~98~45~67',
			),
		);
	});

	test.each([
		['a place of several lines', { location: '4 impasse\nLyon' }, '4 impasse\\nLyon'],
		[
			'the link where there is no place',
			{ location: null },
			'https://meet.google.com/abc-defg-hij',
		],
		['nothing where there is neither', { location: null, joinUrl: null }, undefined],
		[
			'a place without end in 1 000 characters',
			{ location: 'r'.repeat(1_001) },
			`${'r'.repeat(999)}…`,
		],
	])('says as place %s', (_name, parts, expected) => {
		const { appointment } = anEvent({ appointment: parts });
		const line = lineOf(calendarAttachment(invitation({ appointment })), 'LOCATION:');
		expect(line?.slice('LOCATION:'.length)).toBe(expected);
	});

	test('has a title of one line, of 200 characters at most', () => {
		const titled = (summary: string) =>
			lineOf(calendarAttachment(invitation({ summary })), 'SUMMARY:');
		expect(titled('a\nb')).toBe('SUMMARY:a b');
		expect(titled('a'.repeat(201))).toBe(`SUMMARY:${'a'.repeat(199)}…`);
	});

	test.each<[string, Array<[string | null, string | null]>, string | undefined]>([
		[
			'the first with an address',
			[
				['Paul', null],
				['Léa', 'lea@example.com'],
				['Luc', 'luc@example.com'],
			],
			'ORGANIZER;CN="Léa":mailto:lea@example.com',
		],
		['an address without a name', [[null, 'lea@example.com']], 'ORGANIZER:mailto:lea@example.com'],
		[
			'the address servers know',
			[['Léa', 'lea@société.example']],
			'ORGANIZER;CN="Léa":mailto:lea@xn--socit-esab.example',
		],
		[
			'nobody where nobody has one',
			[
				['Paul', null],
				['Léa', 'lea'],
			],
			undefined,
		],
		['nobody where there is nobody', [], undefined],
	])('has as organizer %s', (_name, people, expected) => {
		const hosts = people.map(([name, email]) => ({ name, email, uri: null }));
		const { appointment } = anEvent({ appointment: { hosts } });
		expect(lineOf(calendarAttachment(invitation({ appointment })), 'ORGANIZER')).toBe(expected);
	});
});

describe('the file that takes a moved appointment off', () => {
	const former = (previous: PreviousAppointment | null) => previousCalendar(invitation(), previous);

	test('is the former one’s cancellation, at its own time and place', () => {
		const attachment = former(aPrevious({ location: '4 impasse' }));
		expect(attachment?.fileName).toBe('annulation-2025-11-12.ics');
		expect(linesOf(attachment)).toEqual(
			expect.arrayContaining([
				'METHOD:CANCEL',
				'UID:a0000000-0000-4000-8000-000000000000@archimeuble',
				'SEQUENCE:1',
				'STATUS:CANCELLED',
				'DTSTAMP:20251101T100000Z',
				'DTSTART:20251112T080000Z',
				'DTEND:20251112T083000Z',
				'SUMMARY:Visite – Zoé',
				'LOCATION:4 impasse',
				'ORGANIZER;CN="Atelier ArchiMeuble":mailto:menuisier@example.com',
			]),
		);
		expect(lineOf(attachment, 'DESCRIPTION')).toBeUndefined();
		expect(lineOf(former(aPrevious({ location: null })), 'LOCATION')).toBeUndefined();
	});

	test.each<[string, PreviousAppointment | null]>([
		['nothing is known of it', null],
		['its identity is not known', aPrevious({ id: null })],
		['it is the same', aPrevious({ id: anEvent().appointment.id })],
		['its time is not known', aPrevious({ start: null })],
	])('is none where %s', (_name, previous) => {
		expect(former(previous)).toBeNull();
	});
});

describe('the files of a mail to the workshop', () => {
	test.each(KINDS)('of kind %s: the appointment, and of a move the former one too', (kind) => {
		const request = aRequest(kind);
		const { calendar, previousCalendar: off } = invitationsOf(request, mailView(request));
		expect(lineOf(calendar, 'METHOD')).toBe(
			kind === 'canceled' ? 'METHOD:CANCEL' : 'METHOD:PUBLISH',
		);
		expect(lineOf(calendar, 'SUMMARY')).toBe('SUMMARY:Visite en visio - 30 min – Zoé Müller');
		expect(lineOf(calendar, 'DESCRIPTION')).toContain('Zoé Müller');
		expect(off === null).toBe(kind !== 'rescheduled');
	});

	test('are none where none is asked for', () => {
		expect(NO_CALENDARS).toEqual({ calendar: null, previousCalendar: null });
	});
});
