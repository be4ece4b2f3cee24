import { fitFacts, listRoom, type Room } from '../../../nodes/shared/email/fit';
import type { Fact, FactLine } from '../../../nodes/shared/email/model';

const CUT = '\n[…] La suite est à lire dans le rendez-vous, sur Calendly.';

/** Room for texts alone: a fact may take half of what is left, in bytes as they are sent. */
const room = (bytes: number, more: Partial<Room> = {}): Room => ({
	bytes,
	frameBytes: 0,
	markupBytes: () => 0,
	rest: (count) => `${count} de plus`,
	...more,
});
const line = (text: string, href: string | null = null): FactLine => ({
	...{ text, href },
	tone: 'plain',
	button: null,
});
/** A fact whose label weighs one byte. */
const fact = (...lines: Array<FactLine | string>): Fact => ({
	field: 'notes',
	label: 'L',
	lines: lines.map((one) => (typeof one === 'string' ? line(one) : one)),
});
const answer = (text: string): Fact => ({ ...fact(text), field: 'answers' });
const a = (count: number) => 'a'.repeat(count);
const textsOf = (facts: Fact[]) => facts.map(({ lines }) => lines.map(({ text }) => text));

describe('facts that fit', () => {
	test('are shown as they are', () => {
		const facts = [
			{ ...fact(a(5_000), line('Lille', 'https://maps.example/')), isLabelStrong: true },
			answer('Oui'),
		];
		expect(fitFacts(facts, room(20_000))).toEqual(facts);
		expect(fitFacts([], room(20_000))).toEqual([]);
	});

	test('are all there is room for in a mail about one appointment, nineteen and ten answers', () => {
		const facts = [
			...Array.from({ length: 19 }, () => fact('Oui')),
			...Array(10).fill(answer('x')),
		];
		expect(fitFacts(facts)).toEqual(facts);
	});
});

describe('a value', () => {
	test('of more than 5 000 characters ends there, and says where it goes on', () => {
		const [kept, cut] = [a(5_000), a(5_001)].map((text) => fitFacts([fact(text)], room(99_000)));
		expect(textsOf(kept)).toEqual([[a(5_000)]]);
		expect(textsOf(cut)).toEqual([[a(5_000) + CUT]]);
		const astral = fitFacts([fact('😀'.repeat(5_001))], room(99_000));
		expect(textsOf(astral)).toEqual([['😀'.repeat(5_000) + CUT]]);
	});

	test.each([
		['a', 1],
		['é', 2],
		['€', 3],
		['😀', 4],
		['<', 4],
		['>', 4],
		['&', 5],
		["'", 5],
		['"', 6],
		['a\n', 5],
	])('of %j takes half of the room at most, %i bytes for each as HTML', (piece, bytes) => {
		const most = Math.floor(4_000 / bytes);
		const fits = fitFacts([fact(piece.repeat(most))], room(8_000));
		expect(textsOf(fits)).toEqual([[piece.repeat(most)]]);
		const cut = fitFacts([fact(piece.repeat(most + 1))], room(8_000));
		expect(textsOf(cut)).toEqual([[piece.repeat(most).trimEnd() + CUT]]);
	});

	test('that is a link is never cut', () => {
		const link = line(`https://a.example/${a(6_000)}`, `https://a.example/${a(6_000)}`);
		expect(fitFacts([fact(link)], room(8_000))).toEqual([fact(link)]);
	});

	test('of several lines is told as far as there is room, and how many lines are not', () => {
		const more = (count: string) => `${count} à lire dans le rendez-vous, sur Calendly.`;
		const lines = (first: number) => textsOf(fitFacts([fact(a(first), 'b', 'c')], room(8_000)))[0];
		expect(lines(3_099)).toEqual([a(3_099), 'b', 'c']);
		expect(lines(3_100)).toEqual([a(3_100), 'b', more('1 autre information est')]);
		expect(lines(3_101)).toEqual([a(3_101), more('2 autres informations sont')]);
		const [{ lines: all }] = fitFacts([fact(a(3_101), 'b')], room(8_000));
		expect(all[1]).toMatchObject({ tone: 'muted', href: null, button: null });
	});
});

describe('a label', () => {
	const labelled = (label: string, bytes = 99_000) =>
		fitFacts([{ ...fact('x'), label }], room(bytes))[0].label;

	test('of more than 300 characters ends there', () => {
		expect(labelled(a(300))).toBe(a(300));
		expect(labelled(`${a(300)}b`)).toBe(`${a(300)}…`);
		expect(labelled(`${a(299)} bc`)).toBe(`${a(299)}…`);
	});

	test('takes no more than half of what its fact may', () => {
		expect(labelled('"'.repeat(166), 4_000)).toBe('"'.repeat(166));
		expect(labelled('"'.repeat(167), 4_000)).toBe(`${'"'.repeat(166)}…`);
	});
});

describe('facts without room', () => {
	const rest = (text: string): Fact => ({
		field: 'answers',
		label: 'Suite',
		lines: [{ text, tone: 'muted', href: null, button: null }],
	});
	/** Leaves 4 000 of 8 000 bytes. */
	const half = fact(a(3_999));

	test('are counted in a last one', () => {
		expect(fitFacts([half, fact(a(399)), fact('x')], room(8_000))).toHaveLength(3);
		expect(textsOf(fitFacts([half, fact(a(399)), fact('x')], room(8_000)))[2]).toEqual(['x']);
		expect(fitFacts([half, fact(a(400)), fact('x'), fact('y')], room(8_000))).toEqual([
			half,
			fact(a(400)),
			rest('2 de plus'),
		]);
		expect(fitFacts([fact('x')], room(3_599))).toEqual([rest('1 de plus')]);
	});

	test('of one appointment are to be read in it, those of a list are appointments', () => {
		const many = Array.from({ length: 60 }, () => fact(a(1_000)));
		expect(textsOf(fitFacts(many)).at(-1)?.[0]).toMatch(
			/^\d\d autres informations sont à lire dans le rendez-vous, sur Calendly\.$/,
		);
		expect(textsOf(fitFacts(many, listRoom(10_000))).at(-1)?.[0]).toMatch(
			/^\d\d autres rendez-vous sont à lire sur Calendly\.$/,
		);
	});

	test('are answers before anything else, though they may stand before it', () => {
		expect(fitFacts([answer('Oui'), half, fact(a(400))], room(8_000))).toEqual([
			half,
			fact(a(400)),
			rest('1 de plus'),
		]);
		expect(fitFacts([answer('Oui'), fact('x')], room(8_000))).toEqual([answer('Oui'), fact('x')]);
	});
});

describe('room', () => {
	const left = (first: Fact, more: Partial<Room>) =>
		fitFacts([fact(a(3_999)), first, fact('x')], room(8_000, more)).length === 3 &&
		fitFacts([fact(a(3_999)), first, fact('x')], room(8_000, more))[2].label === 'L';

	test('is taken by the markup of a line, by that of a fact, and by an address', () => {
		expect(left(fact(a(399)), {})).toBe(true);
		expect(left(fact(a(399)), { markupBytes: ({ text }) => (text.length === 399 ? 1 : 0) })).toBe(
			false,
		);
		expect(left(fact(line(a(199), a(200))), {})).toBe(true);
		expect(left(fact(line(a(200), a(200))), {})).toBe(false);
		expect(left(fact(line(a(196), '&&'), line(a(193))), {})).toBe(true);
		expect(left(fact(a(200)), { frameBytes: 99 })).toBe(true);
		expect(left(fact(a(200)), { frameBytes: 100 })).toBe(false);
	});

	test('of a list is taken by a button more than by a line of text', () => {
		const { markupBytes, frameBytes } = listRoom(60_000);
		const button = { ...line('https://a.example/', 'https://a.example/'), button: 'Ouvrir' };
		expect(markupBytes(button)).toBeGreaterThan(markupBytes(line('x')));
		expect(frameBytes).toBeGreaterThan(0);
	});
});
