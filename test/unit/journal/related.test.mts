import { relatedRows } from '../../../nodes/shared/journal/related';
import { canceled, created, taken } from './fixtures.mts';

const key = (...parts: Parameters<typeof created>) => created(...parts).idempotencyKey;

test('a booking relates to its own row, and to what came before with its key', () => {
	expect(relatedRows([taken(7, created('a'))])).toEqual([
		{ identifiant: 'a', cle: key('a'), id: 7 },
	]);
});

test('a move relates to both rows, whichever half tells of it', () => {
	expect(relatedRows([taken(1, created('b', 'a'))])).toEqual([
		{ identifiant: 'b', cle: key('b', 'a'), id: 1 },
		{ identifiant: 'a', cle: '', id: 0 },
	]);
	expect(relatedRows([taken(1, canceled('a', 'b'))]).map(({ identifiant }) => identifiant)).toEqual(
		['a', 'b'],
	);
});

test('each row is read once, and each key for each delivery', () => {
	const deliveries = [
		taken(1, created('a')),
		taken(2, canceled('a', 'b')),
		taken(3, created('b', 'a')),
		taken(4, created('a')),
	];
	const rows = relatedRows(deliveries);
	expect(rows.map(({ identifiant }) => identifiant).filter(Boolean)).toEqual(['a', 'b']);
	expect(rows.filter(({ cle }) => cle !== '').map(({ cle, id }) => [cle, id])).toEqual(
		deliveries.map(({ cle, id }) => [cle, id]),
	);
});

test('what cannot be read relates to its key alone', () => {
	const damaged = taken(3, created('a'), { contenu: '{' });
	expect(relatedRows([damaged])).toEqual([{ identifiant: '', cle: key('a'), id: 3 }]);
});

test('nothing relates to nothing', () => {
	expect(relatedRows([])).toEqual([]);
});
