import { PLACES, relatedRows } from '../../../nodes/shared/journal/related';
import { canceled, created, taken } from './fixtures.mts';

/** What is looked for, over all readings. */
function asked(rows: ReturnType<typeof relatedRows>): string[] {
	return rows.flatMap((row) => Object.values(row).filter((value) => value !== '-'));
}

test('a booking relates to its own row', () => {
	const rows = relatedRows([taken(7, created('a'))]);
	expect(rows).toHaveLength(1);
	expect(asked(rows)).toEqual(['a']);
});

test('a move relates to both rows, whichever half tells of it', () => {
	expect(asked(relatedRows([taken(1, created('b', 'a'))]))).toEqual(['b', 'a']);
	expect(asked(relatedRows([taken(1, canceled('a', 'b'))]))).toEqual(['a', 'b']);
});

test('each row is looked for once', () => {
	const rows = relatedRows([
		taken(1, created('a')),
		taken(2, canceled('a', 'b')),
		taken(3, created('b', 'a')),
		taken(4, created('a')),
	]);
	expect(asked(rows)).toEqual(['a', 'b']);
});

test('every place is filled, so that no condition meets a row without a value', () => {
	const [row] = relatedRows([taken(1, created('a'))]);
	expect(Object.keys(row)).toHaveLength(PLACES);
	expect(Object.values(row)).not.toContain('');
});

test('the places are named as the conditions of the two steps name them', () => {
	expect(relatedRows([taken(1, created('b', 'a'))])).toEqual([
		{
			...{ identifiant_1: 'b', identifiant_2: 'a' },
			...{ identifiant_3: '-', identifiant_4: '-', identifiant_5: '-' },
		},
	]);
	const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) => taken(index + 1, created(id)));
	expect(relatedRows(six).map((row) => Object.values(row).join())).toEqual([
		...['a,b,c,d,e', 'f,-,-,-,-'],
	]);
});

test('a batch about more appointments than there are places takes another reading', () => {
	const moves = Array.from({ length: PLACES }, (_, index) =>
		taken(index + 1, created(`new-${index}`, `old-${index}`)),
	);
	const rows = relatedRows(moves);
	expect(rows).toHaveLength(2);
	expect(asked(rows)).toHaveLength(2 * PLACES);
});

test('what cannot be read relates to its own row alone', () => {
	const rows = relatedRows([taken(3, created('a'), { contenu: '{' })]);
	expect(asked(rows)).toEqual(['a']);
});

test('nothing relates to nothing', () => {
	expect(relatedRows([])).toEqual([]);
});
