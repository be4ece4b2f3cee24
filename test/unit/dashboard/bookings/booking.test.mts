import fc from 'fast-check';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import {
	answersOf,
	bookingsOf,
	clientOf,
	isOver,
	lineOf,
	overAt,
	textOf,
	type Booking,
} from '../../../../nodes/shared/dashboard/bookings/booking';
import { aRow } from '../fixtures.mts';

const booking = (row: Record<string, unknown>): Booking =>
	bookingsOf([aRow({ ...row, identifiant: 'a' } as AppointmentRow)])[0];

describe('a booking is read from its row', () => {
	test.each<[string, Record<string, unknown>, Partial<Booking>]>([
		['a state is one of four', { etat: 'absent' }, { state: 'absent' }],
		['none yet is a booking that is being stored', { etat: null }, { state: 'confirme' }],
		['one nobody knows is no state', { etat: 'reporte' }, { state: 'confirme' }],
		[
			'an instant stays',
			{ debut: '2026-11-24T09:00:00.000Z' },
			{ start: '2026-11-24T09:00:00.000Z' },
		],
		[
			'an instant with an offset becomes UTC',
			{ debut: '2026-11-24T10:00:00+01:00', fin: '2026-11-24T11:00+01:00' },
			{ start: '2026-11-24T09:00:00.000Z', end: '2026-11-24T10:00:00.000Z' },
		],
		[
			'a day that does not exist is the one after',
			{ debut: '2026-02-30T09:00:00.000Z' },
			{ start: '2026-03-02T09:00:00.000Z' },
		],
		['a time without a zone is none', { debut: '2026-11-24T09:00:00' }, { start: null }],
		['words are no time', { debut: 'demain' }, { start: null }],
		[
			'the first instant there is counts',
			{ debut: '1970-01-01T00:00:00.000Z' },
			{ start: '1970-01-01T00:00:00.000Z' },
		],
		['the one before is none', { debut: '1969-12-31T23:59:59.999Z' }, { start: null }],
		['a number is no time', { debut: 1_700_000_000_000 }, { start: null }],
		['no column, no time', { recu_le: undefined }, { receivedAt: null, bookedAt: null }],
		[
			'it was booked when the client did so',
			{ recu_le: '2026-11-20T08:00:00Z', reserve_le: '2026-11-19T08:00:00Z' },
			{ bookedAt: '2026-11-19T08:00:00.000Z', receivedAt: '2026-11-20T08:00:00.000Z' },
		],
		['or when we heard of it', { reserve_le: '' }, { bookedAt: '2026-11-20T08:00:00.000Z' }],
		[
			'it was cancelled when the row says so',
			{ annule_le: '2026-11-21T08:00:00Z' },
			{ canceledAt: '2026-11-21T08:00:00.000Z' },
		],
		['it replaces the one it names', { deplace_depuis: 'old' }, { isMove: true }],
		['and none where it names none', { deplace_depuis: '' }, { isMove: false }],
		['nor where there is no such column', { deplace_depuis: null }, { isMove: false }],
		['nor where that is no text', { deplace_depuis: 7 }, { isMove: false }],
		[
			'type and mode are clean lines',
			{ type: ' Visite\nici ', mode: '\tVisio' },
			{ type: 'Visite ici', mode: 'Visio' },
		],
		['or not known', { type: ' ', mode: 7 }, { type: null, mode: null }],
	])('%s', (_name, row, expected) => {
		expect(booking(row)).toMatchObject(expected);
	});

	test('each has its own type and mode, however many there are', () => {
		const rows = ['Visite', 'Appel', null, 'Visite', ''].map((type, index) =>
			aRow({ identifiant: String(index), type, mode: `Mode ${index % 2}` }),
		);
		expect(bookingsOf(rows).map(({ id, type, mode }) => [id, type, mode])).toEqual([
			['0', 'Visite', 'Mode 0'],
			['1', 'Appel', 'Mode 1'],
			['2', null, 'Mode 0'],
			['3', 'Visite', 'Mode 1'],
			['4', null, 'Mode 0'],
		]);
	});
});

describe('a booking is over', () => {
	const NINE = '2026-11-24T09:00:00.000Z';
	const TEN = '2026-11-24T10:00:00.000Z';

	test.each<[string, string | null, string | null, string | null]>([
		['at its end', NINE, TEN, TEN],
		['at its start where no end is known', NINE, null, NINE],
		['at its start where the end comes before it', TEN, NINE, TEN],
		['at its end where no start is known', null, TEN, TEN],
		['never where neither is known', null, null, null],
	])('%s', (_name, debut, fin, expected) => {
		expect(overAt(booking({ debut, fin }))).toBe(expected);
	});

	test.each<[string, Record<string, unknown>, boolean]>([
		['not while it is under way', { debut: NINE, fin: '2026-11-24T10:00:00.001Z' }, false],
		['not at the very instant it ends', { debut: NINE, fin: TEN }, false],
		['an instant later', { debut: NINE, fin: '2026-11-24T09:59:59.999Z' }, true],
		['never without a time', { debut: null, fin: null }, false],
	])('seen from ten: %s', (_name, row, expected) => {
		expect(isOver(booking(row), TEN)).toBe(expected);
	});
});

test('columns are cleaned again: on one line, or on several', () => {
	const row = aRow({
		identifiant: 'a',
		client: ' Zoé\n Müller\u202e',
		notes: ' Chêne\r\nclair\u0007 ',
	});
	expect(lineOf(row, 'client')).toBe('Zoé Müller');
	expect(textOf(row, 'notes')).toBe('Chêne\nclair');
	expect([lineOf(row, 'lieu'), textOf(row, 'lieu')]).toEqual([null, null]);
});

test.each<[string, Partial<AppointmentRow>, string]>([
	['the name', { client: 'Zoé Müller', email: 'zoe@example.com' }, 'Zoé Müller'],
	[
		'the address where there is no name',
		{ client: ' ', email: 'zoe@example.com' },
		'zoe@example.com',
	],
	['words where there is neither', { client: null, email: '' }, 'Client non communiqué'],
])('a client is called by %s', (_name, row, expected) => {
	expect(clientOf(aRow({ identifiant: 'a', ...row }))).toBe(expected);
});

describe('answers', () => {
	const answers = (reponses: unknown) => answersOf({ reponses } as unknown as AppointmentRow);

	test('are question and answer, cleaned; a question without an answer says nothing', () => {
		const stored = JSON.stringify([
			{ question: ' Budget\n?', answer: ' 2 000 €\r\nau plus ', position: 0 },
			{ question: 'Étage', answer: '', position: 1 },
		]);
		expect(answers(stored)).toEqual([
			{ question: 'Budget ?', answer: '2 000 €\nau plus', position: 0 },
		]);
	});

	test.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['no JSON', '[{"question":'],
		['no list', '{"question":"a","answer":"b"}'],
		['no objects', '["a", 1, null, ["b"]]'],
		['a question that is no text', '[{"question":1,"answer":"b"}]'],
		['an answer that is no text', '[{"question":"a","answer":["b"]}]'],
		['neither', '[{}]'],
		['a list that is no text', [{ question: 'a', answer: 'b' }]],
	])('are none where there is %s', (_name, reponses) => {
		expect(answers(reponses)).toEqual([]);
	});

	test('are texts, whatever stands there', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.json()), (reponses) => {
				for (const { question, answer } of answers(reponses))
					expect([typeof question, typeof answer]).toEqual(['string', 'string']);
			}),
		);
	});
});
