import { roundTop } from '../../../../nodes/shared/dashboard/page/charts';
import { aPage, aRow, elementsOf, nb, textOf, withClass } from '../fixtures.mts';

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
