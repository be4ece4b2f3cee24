import { PLACES, relatedRows } from '../../../nodes/shared/journal/related';
import { canceled, created, taken } from './fixtures.mts';

const key = (...parts: Parameters<typeof created>) => created(...parts).idempotencyKey;

/** What is looked for under a name, over all readings. */
function asked(name: 'cle' | 'identifiant', rows: ReturnType<typeof relatedRows>): string[] {
	return rows.flatMap((row) =>
		Object.entries(row)
			.filter(([place, value]) => place.startsWith(`${name}_`) && value !== '-')
			.map(([, value]) => value),
	);
}

test('a booking relates to its own row, and to what came with its key', () => {
	const rows = relatedRows([taken(7, created('a'))]);
	expect(rows).toHaveLength(1);
	expect(asked('identifiant', rows)).toEqual(['a']);
	expect(asked('cle', rows)).toEqual([key('a')]);
});

test('a move relates to both rows, whichever half tells of it', () => {
	expect(asked('identifiant', relatedRows([taken(1, created('b', 'a'))]))).toEqual(['b', 'a']);
	expect(asked('identifiant', relatedRows([taken(1, canceled('a', 'b'))]))).toEqual(['a', 'b']);
});

test('each row and each key is looked for once', () => {
	const rows = relatedRows([
		taken(1, created('a')),
		taken(2, canceled('a', 'b')),
		taken(3, created('b', 'a')),
		taken(4, created('a')),
	]);
	expect(asked('identifiant', rows)).toEqual(['a', 'b']);
	expect(asked('cle', rows)).toHaveLength(3);
});

test('every place is filled, so that no condition meets a row without a value', () => {
	const [row] = relatedRows([taken(1, created('a'))]);
	expect(Object.keys(row)).toHaveLength(2 * PLACES);
	expect(Object.values(row)).not.toContain('');
});

test('a batch about more appointments than there are places takes another reading', () => {
	const moves = Array.from({ length: PLACES }, (_, index) =>
		taken(index + 1, created(`new-${index}`, `old-${index}`)),
	);
	const rows = relatedRows(moves);
	expect(rows).toHaveLength(2);
	expect(asked('identifiant', rows)).toHaveLength(2 * PLACES);
	expect(asked('cle', rows)).toHaveLength(PLACES);
});

test('what cannot be read relates to its key alone', () => {
	const rows = relatedRows([taken(3, created('a'), { contenu: '{' })]);
	expect(asked('identifiant', rows)).toEqual([]);
	expect(asked('cle', rows)).toEqual([key('a')]);
});

test('nothing relates to nothing', () => {
	expect(relatedRows([])).toEqual([]);
});
