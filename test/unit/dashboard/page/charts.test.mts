import { figuresOf, type Figures } from '../../../../nodes/shared/dashboard/bookings/figures';
import { chartsOf, roundTop } from '../../../../nodes/shared/dashboard/page/charts';
import {
	aPage,
	aRow,
	attribute,
	elementsOf,
	NOW,
	nb,
	PARIS,
	partsOf,
	readable,
	textOf,
	withClass,
	within,
	type Element,
} from '../fixtures.mts';

const CLOCK = { now: NOW.toISOString(), today: '2026-11-22', timezone: PARIS };
const nothing = () => figuresOf([], { from: null, to: null }, CLOCK);

/** Bookings by weekday (0 is Monday) and hour. */
function atHours(...booked: Array<[weekday: number, hour: number, count: number]>): number[][] {
	const hours = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
	for (const [weekday, hour, count] of booked) hours[weekday][hour] = count;
	return hours;
}

const week = (monday: string, created = 0, canceled = 0) => ({ week: monday, created, canceled });

/** Mondays from 5 January 2026, the second week of that year, on. */
const mondays = (count: number) =>
	Array.from({ length: count }, (_value, index) =>
		week(new Date(Date.UTC(2026, 0, 5 + 7 * index)).toISOString().slice(0, 10), index, 1),
	);

type ChartId = 'semaines' | 'heures' | 'types' | 'modes';

function chart(id: ChartId, figures: Partial<Figures>): Element[] {
	const charts = withClass(partsOf(chartsOf({ ...nothing(), ...figures })), 'chart');
	const found = charts.find((one) => attribute(one, 'aria-labelledby') === `${id}-titre`);
	return within(found!);
}

const named = (elements: Element[], name: string) =>
	elements.filter(({ tagName }) => tagName === name);
const said = (elements: Element[], name: string) => named(elements, name).map(readable);
const table = (elements: Element[]) =>
	named(elements, 'tr').map((row) => within(row, 'th', 'td').map(readable));

const number = (element: Element, name: string) => Number(attribute(element, name));
const box = (element: Element) => ({
	x: number(element, 'x'),
	y: number(element, 'y'),
	width: number(element, 'width'),
	height: number(element, 'height'),
});
const boxes = (elements: Element[], name: string) =>
	withClass(named(elements, 'rect'), name).map(box);
/** Texts of the drawing, with where they stand. */
const drawn = (elements: Element[]) =>
	named(elements, 'text').map((element) => ({
		text: readable(element),
		anchor: attribute(element, 'text-anchor'),
		x: number(element, 'x'),
		y: number(element, 'y'),
	}));
const height = (elements: Element[]) =>
	Number(attribute(named(elements, 'svg')[0], 'viewBox')!.split(' ')[3]);

const FULL: Partial<Figures> = {
	weeks: [week('2026-01-05', 3, 1), week('2026-01-12', 0, 4)],
	hours: atHours([1, 10, 3], [4, 7, 1], [6, 20, 2]),
	types: [
		{ name: 'Visite', count: 2 },
		{ name: null, count: 1 },
	],
	modes: [
		{ name: 'Visio', count: 1 },
		{ name: null, count: 1 },
	],
};

describe('each chart', () => {
	test.each<[ChartId, string, string]>([
		['semaines', 'Par semaine', 'Rendez-vous créés et annulés par semaine, au plus 4.'],
		[
			'heures',
			'Par jour et heure',
			'Rendez-vous par jour de la semaine et heure de début. Le plus souvent le mardi à 10~h (3).',
		],
		['types', 'Par type de consultation', 'Le plus souvent~: Visite (2 sur 3).'],
		['modes', 'Par mode', 'Le plus souvent~: Visio (1 sur 2).'],
	])('%s has a title, says what it shows, and has its numbers behind', (id, title, summary) => {
		const elements = chart(id, FULL);
		expect(said(elements, 'h3')).toEqual([title]);
		expect(said(elements, 'summary')).toEqual([`Les chiffres~: ${title}`]);
		const [drawing] = named(elements, 'svg');
		expect(attribute(drawing, 'role')).toBe('img');
		expect(attribute(drawing, 'viewBox')).toMatch(/^0 0 340 \d+$/);
		const ids = attribute(drawing, 'aria-labelledby')!.split(' ');
		const labels = ids.map((one) => elements.find((each) => attribute(each, 'id') === one)!);
		expect(labels.map(readable)).toEqual([title, summary]);
		const [region] = withClass(elements, 'scroll');
		expect(attribute(region, 'aria-label')).toBe(nb(`Tableau~: ${title}`));
	});

	test('of nothing says so, and draws what there is to draw', () => {
		const saying = (id: ChartId) => [said(chart(id, {}), 'desc')[0], table(chart(id, {})).length];
		expect(saying('heures')).toEqual([
			'Rendez-vous par jour de la semaine et heure de début. Aucun rendez-vous sur la période.',
			8,
		]);
		for (const id of ['types', 'modes'] as const) {
			expect(saying(id)).toEqual(['Aucun rendez-vous sur la période.', 1]);
			expect(drawn(chart(id, {}))).toEqual([
				{ text: 'Aucun rendez-vous sur la période.', anchor: 'start', x: 0, y: 14 },
			]);
			expect(height(chart(id, {}))).toBe(38);
		}
	});

	test('has a table whose first row and column are its heads', () => {
		const [head, ...rows] = named(chart('types', FULL), 'tr').map((row) => within(row, 'th', 'td'));
		expect(head.map((cell) => [cell.tagName, attribute(cell, 'scope')])).toEqual([
			...[
				['th', 'col'],
				['th', 'col'],
				['th', 'col'],
			],
		]);
		expect(rows[0].map((cell) => [cell.tagName, attribute(cell, 'scope')])).toEqual([
			...[
				['th', 'row'],
				['td', null],
				['td', null],
			],
		]);
	});
});

describe('the weeks', () => {
	test('are told by number, days and counts', () => {
		expect(table(chart('semaines', FULL))).toEqual([
			['Semaine', 'Du', 'Au', 'Créés', 'Annulés'],
			['S02', '05/01/2026', '11/01/2026', '3', '1'],
			['S03', '12/01/2026', '18/01/2026', '0', '4'],
		]);
	});

	test('have a legend, and no other chart has', () => {
		const legends = (id: ChartId) => withClass(chart(id, FULL), 'legend').map(readable);
		expect(legends('semaines')).toEqual(['créés annulés']);
		expect((['heures', 'types', 'modes'] as const).flatMap(legends)).toEqual([]);
	});

	test('stand on the line of nothing, as high as they count between it and the line of all', () => {
		const elements = chart('semaines', FULL);
		const lines = named(elements, 'line').map((line) => [
			...[attribute(line, 'class'), number(line, 'y1'), number(line, 'y2')],
			...[number(line, 'x1'), number(line, 'x2')],
		]);
		// From 26 to 156 there are 130 units for the four at the top.
		expect(lines).toEqual([
			['axis', 156, 156, 26, 340],
			['grid', 91, 91, 26, 340],
			['grid', 26, 26, 26, 340],
		]);
		const sizes = (name: string) => boxes(elements, name).map(({ y, height: size }) => [y, size]);
		expect(sizes('created')).toEqual([
			[58.5, 97.5],
			[156, 0],
		]);
		expect(sizes('canceled')).toEqual([
			[123.5, 32.5],
			[26, 130],
		]);
	});

	test('have the counts of the lines beside these', () => {
		const [title, nothing, half, all] = drawn(chart('semaines', FULL));
		expect([title, nothing, half, all].map(({ text }) => text)).toEqual([
			'Rendez-vous',
			'0',
			'2',
			'4',
		]);
		for (const [label, line] of [
			[nothing, 156],
			[half, 91],
			[all, 26],
		] as const) {
			expect([label.anchor, label.x < 26]).toEqual(['end', true]);
			expect(label.y - line).toBeGreaterThan(0);
			expect(label.y - line).toBeLessThan(8);
		}
		expect(title).toMatchObject({ anchor: 'start', x: 0 });
		expect(title.y).toBeLessThan(all.y - 8);
	});

	test.each([1, 2, 12, 53])('of %i each have their room, two columns in its middle', (count) => {
		const elements = chart('semaines', { weeks: mondays(count) });
		const [created, canceled] = [boxes(elements, 'created'), boxes(elements, 'canceled')];
		const slot = 312 / count;
		for (const [index, left] of created.entries()) {
			const right = canceled[index];
			expect(right.width).toBe(left.width);
			expect(Math.abs(right.x - left.x - left.width)).toBeLessThan(0.2);
			const middle = 26 + (index + 0.5) * slot;
			expect(Math.abs(right.x - middle)).toBeLessThan(0.2);
			expect(left.x).toBeGreaterThanOrEqual(26);
			expect(right.x + right.width).toBeLessThanOrEqual(340);
		}
	});

	test.each([
		[1, 14],
		[12, 10.4],
		[53, 2.4],
	])('of %i are %f wide', (count, width) => {
		expect(boxes(chart('semaines', { weeks: mondays(count) }), 'created')[0].width).toBe(width);
	});

	test.each([
		[1, ['S02']],
		[8, ['S02', 'S03', 'S04', 'S05', 'S06', 'S07', 'S08', 'S09']],
		[9, ['S02', 'S04', 'S06', 'S08', 'S10']],
		[53, ['S02', 'S09', 'S16', 'S23', 'S30', 'S37', 'S44', 'S51']],
	])('of %i have no more than eight names, in their middle below the line', (count, names) => {
		const elements = chart('semaines', { weeks: mondays(count) });
		const texts = drawn(elements).filter(({ text }) => /^S\d/.test(text));
		expect(texts.map(({ text }) => text)).toEqual(names);
		const every = count <= 8 ? 1 : count <= 16 ? 2 : 7;
		for (const [index, { anchor, x, y }] of texts.entries()) {
			expect(anchor).toBe('middle');
			expect(Math.abs(x - 26 - (index * every + 0.5) * (312 / count))).toBeLessThan(0.2);
			expect([y > 156, y < height(elements)]).toEqual([true, true]);
		}
		expect(drawn(elements).at(-1)).toMatchObject({ text: 'Semaine', anchor: 'end', x: 340 });
		expect(drawn(elements).at(-1)!.y).toBeGreaterThan(texts[0].y + 8);
		expect(drawn(elements).at(-1)!.y).toBeLessThan(height(elements));
	});
});

describe('the hours', () => {
	const cells = (elements: Element[]) =>
		named(elements, 'rect').map((rect) => ({ level: attribute(rect, 'class'), ...box(rect) }));

	test('are those of a working day, and more where something was booked', () => {
		const heads = (hours: number[][]) => table(chart('heures', { hours }))[0].slice(1);
		const from = (first: number, last: number) =>
			Array.from({ length: last - first + 1 }, (_value, index) => `${first + index}~h`);
		expect(heads(atHours())).toEqual(from(8, 18));
		expect(heads(atHours([1, 10, 3]))).toEqual(from(8, 18));
		expect(heads(atHours([1, 7, 1], [6, 20, 1]))).toEqual(from(7, 20));
		expect(heads(atHours([1, 0, 1], [6, 23, 1]))).toEqual(from(0, 23));
	});

	test('are told day by day', () => {
		const [head, ...days] = table(chart('heures', FULL));
		expect(head[0]).toBe('Jour');
		expect(days.map(([name]) => name)).toEqual([
			...['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
		]);
		expect(days[1].slice(1)).toEqual('0 0 0 3 0 0 0 0 0 0 0 0 0 0'.split(' '));
		expect(days[4].slice(1)).toEqual('1 0 0 0 0 0 0 0 0 0 0 0 0 0'.split(' '));
		expect(days[6].slice(1)).toEqual('0 0 0 0 0 0 0 0 0 0 0 0 0 2'.split(' '));
	});

	test('lie in rows of days and columns of hours without touching, all inside', () => {
		const elements = chart('heures', FULL);
		const slot = 298 / 14;
		expect(height(elements)).toBe(20 + 7 * 22);
		for (const [index, { x, y, width, height: size }] of cells(elements).entries()) {
			expect(Math.abs(x - 42 - (index % 14) * slot)).toBeLessThan(0.1);
			expect(y).toBe(20 + Math.floor(index / 14) * 22);
			expect(Math.abs(width - slot + 1)).toBeLessThan(0.1);
			expect(size).toBe(21);
		}
		expect(cells(elements)).toHaveLength(7 * 14);
	});

	test('have the short names of the days to their left, on the height of their rows', () => {
		const names = drawn(chart('heures', FULL)).filter(({ text }) => text.endsWith('.'));
		expect(names.map(({ text }) => text)).toEqual([
			...['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'],
		]);
		for (const [weekday, { anchor, x, y }] of names.entries()) {
			const top = 20 + weekday * 22;
			expect([anchor, x < 42, x > 30]).toEqual(['end', true, true]);
			expect([y > top + 8, y < top + 22]).toEqual([true, true]);
		}
	});

	test.each<[string, number[][], string[], number]>([
		['eleven', atHours(), ['8_h', '10_h', '12_h', '14_h', '16_h', '18_h'], 11],
		['fourteen', atHours([1, 7, 1], [1, 20, 1]), ['7_h', '10_h', '13_h', '16_h', '19_h'], 14],
		['all', atHours([1, 0, 1], [1, 23, 1]), ['0_h', '4_h', '8_h', '12_h', '16_h', '20_h'], 24],
	])('have their names above, no more than six: %s', (_name, hours, names, count) => {
		const texts = drawn(chart('heures', { hours })).filter(({ text }) => text.endsWith('_h'));
		expect(texts.map(({ text }) => text)).toEqual(names);
		const first = Number.parseInt(names[0], 10);
		for (const { text, x, y, anchor } of texts) {
			const index = Number.parseInt(text, 10) - first;
			expect(Math.abs(x - 42 - (index + 0.5) * (298 / count))).toBeLessThan(0.1);
			expect([anchor, y < 20]).toEqual(['middle', true]);
		}
	});

	test('are darker for more, in four steps, with the count in the middle of what is not empty', () => {
		const counts = [1, 2, 3, 4, 5, 6, 7, 8];
		const hours = atHours(
			...counts.map((count): [number, number, number] => [0, 7 + count, count]),
		);
		const elements = chart('heures', { hours });
		const monday = cells(elements).slice(0, 11);
		expect(monday.map(({ level }) => level)).toEqual([
			...['level1', 'level1', 'level2', 'level2', 'level3', 'level3', 'level4', 'level4'],
			...['level0', 'level0', 'level0'],
		]);
		const numbers = drawn(elements).filter(({ text }) => /^\d$/.test(text));
		expect(numbers.map(({ text }) => Number(text))).toEqual(counts);
		for (const [index, { x, y, anchor }] of numbers.entries()) {
			const at = monday[index];
			expect(anchor).toBe('middle');
			expect(Math.abs(x - at.x - at.width / 2)).toBeLessThan(0.2);
			expect([y > at.y + 8, y < at.y + at.height]).toEqual([true, true]);
		}
		const classes = named(elements, 'text').map((one) => attribute(one, 'class'));
		expect(classes.filter((name) => name?.startsWith('on'))).toEqual([
			...['on1', 'on1', 'on2', 'on2', 'on3', 'on3', 'on4', 'on4'],
		]);
	});

	test('of a single booking are of the darkest', () => {
		const levels = cells(chart('heures', { hours: atHours([2, 9, 1]) })).map(({ level }) => level);
		expect(levels.filter((level) => level !== 'level0')).toEqual(['level4']);
	});

	test('with as many bookings name the first day and hour', () => {
		const elements = chart('heures', { hours: atHours([3, 9, 2], [2, 11, 2], [2, 10, 1]) });
		expect(said(elements, 'desc')[0]).toContain('Le plus souvent le mercredi à 11~h (2).');
	});
});

describe('the shares', () => {
	const shares = (...counts: number[]) =>
		counts.map((count, index) => ({ name: `Type ${index + 1}`, count }));

	test('are told with their part of all, unknown ones under a name', () => {
		expect(table(chart('types', FULL))).toEqual([
			['Type', 'Rendez-vous', 'Part'],
			['Visite', '2', '66,7~%'],
			['Type non communiqué', '1', '33,3~%'],
		]);
		expect(table(chart('modes', FULL))).toEqual([
			['Mode', 'Rendez-vous', 'Part'],
			['Visio', '1', '50~%'],
			['Autre mode', '1', '50~%'],
		]);
	});

	test('are drawn with a name, a bar and a count, one below the other', () => {
		const elements = chart('types', { types: shares(4, 1) });
		expect(height(elements)).toBe(76);
		// The longest has 250 units, the others their part of these.
		expect(boxes(elements, 'share').map(({ x, width }) => [x, width])).toEqual([
			[0, 250],
			[0, 62.5],
		]);
		const texts = drawn(elements);
		expect(texts.map(({ text }) => text)).toEqual(['Type 1', '4 (80~%)', 'Type 2', '1 (20~%)']);
		for (const [index, bar] of boxes(elements, 'share').entries()) {
			const [name, count] = texts.slice(index * 2);
			expect([name.x, name.anchor, count.anchor]).toEqual([0, 'start', 'start']);
			expect([name.y > index * 38 + 8, name.y < bar.y]).toEqual([true, true]);
			expect([count.x > bar.x + bar.width, count.x < bar.x + bar.width + 12]).toEqual([true, true]);
			expect([count.y > bar.y, count.y <= bar.y + bar.height]).toEqual([true, true]);
			expect(bar.y + bar.height).toBeLessThan((index + 1) * 38);
		}
	});

	test('have a bar that can be seen, however few they are', () => {
		const [, few] = boxes(chart('types', { types: shares(1_000, 1) }), 'share');
		expect(few.width).toBe(2);
	});

	test('of more than eight kinds end with the others together; the table has them all', () => {
		const nine = chart('types', { types: shares(9, 8, 7, 6, 5, 4, 3, 2, 1) });
		expect(boxes(nine, 'share')).toHaveLength(9);
		expect(
			drawn(nine)
				.slice(-2)
				.map(({ text }) => text),
		).toEqual(['Autres', '1 (2~%)']);
		const ten = chart('types', { types: shares(9, 8, 7, 6, 5, 4, 3, 2, 1, 1) });
		expect(
			drawn(ten)
				.slice(-2)
				.map(({ text }) => text),
		).toEqual(['Autres', '2 (4~%)']);
		expect(table(ten)).toHaveLength(11);
		const eight = chart('types', { types: shares(8, 7, 6, 5, 4, 3, 2, 1) });
		expect(drawn(eight).at(-2)!.text).toBe('Type 8');
	});

	test('have as much of a long name as there is room for, and all of it in the table', () => {
		const name = 'Visite '.repeat(10).trim();
		const elements = chart('types', { types: [{ name, count: 1 }] });
		expect(drawn(elements)[0].text).toBe('Visite Visite Visite Visite Visite Visite V…');
		expect(said(elements, 'desc')[0]).toContain('Visite V… (1 sur 1)');
		expect(table(elements)[1][0]).toBe(name);
	});
});

describe('the axis of the weeks', () => {
	test.each([
		[0, 2],
		[1, 2],
		[2, 2],
		[3, 4],
		[5, 6],
		[9, 10],
		[10, 10],
		[11, 20],
		[47, 60],
		[61, 80],
		[81, 100],
		[1_001, 2_000],
	])('for %i at most ends with %i, whose half is whole', (most, top) => {
		expect(roundTop(most)).toBe(top);
		expect(Number.isInteger(top / 2)).toBe(true);
	});

	test('names what it counts, and has a line for nothing, half and all', () => {
		const html = aPage([aRow({ identifiant: 'a' })]);
		const marks = withClass(elementsOf(html), 'mark').map(textOf);
		expect(marks.slice(0, 4)).toEqual(['Rendez-vous', '0', '1', '2']);
		expect(marks).toContain('Semaine');
	});
});

test('a share is written with its part of all, in whole percents', () => {
	const planned = (identifiant: string, mode: string) =>
		aRow({ identifiant, mode, debut: '2026-11-20T09:00:00.000Z', fin: null });
	const html = aPage([planned('a', 'Visio'), planned('b', 'Visio'), planned('c', 'Sur place')]);
	const marks = withClass(elementsOf(html), 'mark').map(textOf);
	expect(marks.slice(-2)).toEqual([nb('2 (67~%)'), nb('1 (33~%)')]);
});

test('a chart of nothing says so', () => {
	const marks = withClass(elementsOf(aPage([])), 'mark').map(textOf);
	expect(marks.filter((text) => text === 'Aucun rendez-vous sur la période.')).toHaveLength(2);
});

test('a change of less than two points is one of « point »', () => {
	const row = (identifiant: string, month: string, etat: string) =>
		aRow({ identifiant, etat, debut: `2026-${month}-04T09:00:00.000Z`, fin: null });
	const many = (month: string, canceled: number) =>
		Array.from({ length: 100 }, (_value, index) =>
			row(`${month}-${index}`, month, index < canceled ? 'annule' : 'confirme'),
		);
	const change = (before: number, now: number) => {
		const html = aPage([...many('09', before), ...many('10', now)], {
			...{ du: '2026-10-01', au: '2026-10-31' },
		});
		return textOf(withClass(elementsOf(html), 'kpis')[0]);
	};
	expect(change(10, 11)).toContain(nb('+~1~point (10~% avant)'));
	expect(change(10, 12)).toContain(nb('+~2~points (10~% avant)'));
});

test('only the heading of today stands out', () => {
	const html = aPage([
		aRow({ identifiant: 'a', debut: '2026-11-22T15:00:00.000Z', fin: null }),
		aRow({ identifiant: 'b', debut: '2026-11-23T15:00:00.000Z', fin: null }),
	]);
	expect(withClass(elementsOf(html), 'today').map(textOf)).toEqual([
		'Aujourd’hui, dimanche 22 novembre 2026',
	]);
});

test('the period that is not named is told from none', () => {
	const first = (query: Record<string, unknown>) =>
		textOf(elementsOf(aPage([], query)).find(({ tagName }) => tagName === 'option')!);
	expect(first({})).toBe('Toutes les dates');
	expect(first({ au: '2026-11-22' })).toBe('Du… au…');
});
