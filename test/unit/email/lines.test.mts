import {
	dashboardLine,
	guestLine,
	hostsLine,
	known,
	mailLine,
	onMap,
	oneLine,
	ownPhoneLine,
	phoneLine,
	plain,
	severalLines,
	webLine,
	whenSaid,
} from '../../../nodes/shared/email/lines';
import type { FactLine } from '../../../nodes/shared/email/model';
import { anEvent, nb, seen } from './fixtures.mts';

const look = (line: FactLine | null): string | null => (line === null ? null : seen(line));

describe('a line', () => {
	test('of text is cleaned, on one line or on several', () => {
		expect(look(oneLine(' a\r\nb\u202e '))).toBe('a b');
		expect(look(severalLines(' a\r\nb\u202e ', 'muted'))).toBe('muted: a\nb');
		expect(look(oneLine('a', 'struck'))).toBe('struck: a');
	});

	test.each([null, '', ' \n\t', '\u202e\u0000'])('of nothing (%j) is none', (nothing) => {
		const lines = [oneLine, severalLines, mailLine, phoneLine, ownPhoneLine].map((of) =>
			of(nothing),
		);
		expect([...lines, webLine(nothing, 'Ouvrir'), guestLine(nothing, 'Ouvrir')]).toEqual(
			Array(7).fill(null),
		);
	});

	test('that is a name is cut behind 500 characters, a text of several lines is not', () => {
		expect(oneLine('z'.repeat(501))?.text).toBe(`${'z'.repeat(499)}…`);
		expect(severalLines('z'.repeat(501))?.text).toBe('z'.repeat(501));
	});

	test('is without look, link and button unless it is said', () => {
		expect(plain('x')).toEqual({ text: 'x', tone: 'plain', href: null, button: null });
	});
});

describe('a fact', () => {
	test('that has to be told is said to be unknown', () => {
		const rows = [
			known('Client', null),
			known('Client', 'Zoé', 'strong'),
			known('Client', 'Zoé'),
		].flat();
		expect(rows.map(({ label, lines }) => [label, ...lines.map(seen)])).toEqual([
			['Client', 'muted: non communiqué'],
			['Client', 'strong: Zoé'],
			['Client', 'Zoé'],
		]);
	});

	test('that can be missed has only the lines there are', () => {
		expect(whenSaid('Avec', [null, plain('x'), null])).toEqual([
			{ label: 'Avec', lines: [plain('x')] },
		]);
		expect(whenSaid('Avec', [null])).toEqual([]);
	});
});

describe('a link', () => {
	test.each<[string, FactLine | null, string]>([
		['to a page', webLine(' https://a.example/x ', 'Ouvrir'), '[Ouvrir] → https://a.example/x'],
		[
			'to a page, only outlined',
			webLine('https://a.example/', 'Ouvrir', 'muted'),
			'muted: [Ouvrir] → https://a.example/',
		],
		[
			'of a guest’s, with its site',
			guestLine('https://a.example:81/x', 'Ouvrir', 'muted'),
			'muted: [Ouvrir] → https://a.example:81/x (a.example:81)',
		],
		['to no page', webLine('salle\n3', 'Ouvrir', 'muted'), 'salle 3'],
		['to no page, of a guest’s', guestLine('javascript:alert(1)', 'Ouvrir'), 'javascript:alert(1)'],
		['to a mailbox', mailLine(' zoe@example.com '), 'zoe@example.com → mailto:zoe@example.com'],
		['to no mailbox', mailLine('Zoé\nMüller'), 'Zoé Müller'],
		['to a number', phoneLine('+33639984567'), nb('strong: 06~39~98~45~67 → tel:+33639984567')],
		['to no number', phoneLine('06 39'), 'strong: 06 39'],
		[
			'to the workshop’s number as it is said in France',
			ownPhoneLine('03 20 00 12 34 (poste 2)'),
			'strong: 03 20 00 12 34 (poste 2) → tel:+33320001234',
		],
		['to a number of the workshop’s that is none', ownPhoneLine('poste 2'), 'strong: poste 2'],
	])('%s', (_name, line, expected) => {
		expect(look(line)).toBe(expected);
	});

	test('to a map stands behind a place that has no other', () => {
		const event = anEvent({
			appointment: { mode: 'in_person', location: ' 12 rue du Bac\n59000 Lille ' },
		});
		const map =
			'https://www.google.com/maps/search/?api=1&query=12%20rue%20du%20Bac%2C%2059000%20Lille';
		expect(look(onMap(plain('Lille'), event))).toBe(`Lille → ${map}`);
		expect(onMap(null, event)).toBeNull();
		const place = { kind: 'address', setBy: null, status: null } as const;
		const HOMELESS = anEvent({ appointment: { mode: 'other', location: null, place } });
		const linked = { ...plain('Lille'), href: 'https://a.example/' };
		expect(onMap(linked, event)).toBe(linked);
		expect(look(onMap(plain('Lille'), HOMELESS))).toBe('Lille');
	});

	test('to the dashboard opens one appointment there', () => {
		const url = 'https://n8n.example/tableau?vue=1';
		expect(look(dashboardLine(url, 'a&b'))).toBe(
			'muted: [Ouvrir le rendez-vous] → https://n8n.example/tableau?vue=1&rdv=a%26b',
		);
		expect([dashboardLine(url, ''), dashboardLine('', 'a'), dashboardLine('ftp://x', 'a')]).toEqual(
			[null, null, null],
		);
	});
});

test('hosts are named on one line, by name, or by address who has none', () => {
	const { appointment } = anEvent({
		appointment: {
			hosts: [
				{ name: 'Paul\nMenuisier', email: 'paul@example.com', uri: null },
				{ name: null, email: 'lea@example.com', uri: null },
				{ name: null, email: null, uri: null },
			],
		},
	});
	expect(look(hostsLine(appointment))).toBe('Paul Menuisier et lea@example.com');
	expect(hostsLine({ ...appointment, hosts: [] })).toBeNull();
});
