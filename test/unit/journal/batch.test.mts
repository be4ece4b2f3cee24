import fc from 'fast-check';
import { sortBatch } from '../../../nodes/shared/journal/batch';
import type { StoredDelivery } from '../../../nodes/shared/journal/entry';

type Row = Pick<StoredDelivery, 'id' | 'cle'>;
const row = (id: number, cle = 'a'): Row => ({ id, cle });

/** The numbers of the rows, told apart. */
function sorted(taken: Row[], known: Row[]): { handled: number[]; duplicates: number[] } {
	const { handled, duplicates } = sortBatch(taken as StoredDelivery[], known as StoredDelivery[]);
	return {
		handled: handled.map(({ id }) => id),
		duplicates: duplicates.map(({ copy }) => copy.id),
	};
}

describe('of the deliveries an execution took', () => {
	test.each<[string, Row[], Row[], number[], number[]]>([
		['the only one of a fact is handled', [row(1)], [], [1], []],
		['the first of two taken together is handled', [row(1), row(2)], [], [1], [2]],
		['one that came before, whoever holds it, stands for it', [row(2)], [row(1)], [], [2]],
		['its own row among those known changes nothing', [row(1), row(2)], [row(1)], [1], [2]],
		['a later one that is known is none of its business', [row(1)], [row(2)], [1], []],
		['the keys are told apart', [row(2, 'b'), row(3, 'a')], [row(1, 'a')], [2], [3]],
		['those handled are in the order they came', [row(3, 'c'), row(1, 'b')], [], [1, 3], []],
		['none is nothing', [], [row(1)], [], []],
	])('%s', (_name, taken, known, handled, duplicates) => {
		expect(sorted(taken, known)).toEqual({ handled, duplicates });
	});
});

test('each fact is handled exactly once, however its copies were shared out and seen', () => {
	const stored = fc
		.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 })
		.map((keys) => keys.map((key, index) => row(index + 1, key)));
	const takers = fc.array(fc.nat(2), { minLength: 12, maxLength: 12 });
	fc.assert(
		fc.property(stored, takers, fc.boolean(), (rows, taker, seesAll) => {
			const verdicts = [0, 1, 2].map((execution) => {
				const taken = rows.filter((_row, index) => taker[index] === execution);
				// What « Déjà reçus » reads: the same keys with lower numbers; more of them does no harm.
				const known = rows.filter(
					({ id, cle }) => seesAll || taken.some((own) => own.cle === cle && own.id > id),
				);
				return sorted(taken, known);
			});
			const handled = verdicts.flatMap((verdict) => verdict.handled);
			const first = ['a', 'b', 'c'].flatMap((key) => rows.find(({ cle }) => cle === key)?.id ?? []);
			expect(handled.sort((a, b) => a - b)).toEqual(first.sort((a, b) => a - b));
			expect(handled.length + verdicts.flatMap(({ duplicates }) => duplicates).length).toBe(
				rows.length,
			);
		}),
	);
});
