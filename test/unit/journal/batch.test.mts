import fc from 'fast-check';
import { sortBatch } from '../../../nodes/shared/journal/batch';
import type { DeliveryState, StoredDelivery } from '../../../nodes/shared/journal/entry';

type Row = Pick<StoredDelivery, 'id' | 'cle' | 'identifiant' | 'etat'>;

/** A delivery of the fact `cle`; facts of the same letter are about the same appointment. */
const row = (id: number, cle = 'a', etat: DeliveryState = 'recu'): Row => ({
	...{ id, cle, etat },
	identifiant: cle[0],
});

/** The numbers of the rows, told apart. */
function sorted(taken: Row[], known: Row[], isAlone = false) {
	const { handled, duplicates, postponed } = sortBatch(
		taken.map((own) => ({ ...own, etat: 'en_cours' })) as StoredDelivery[],
		known as StoredDelivery[],
		isAlone,
	);
	return {
		handled: handled.map(({ id }) => id),
		duplicates: duplicates.map(({ copy, first }) => `${copy.id} of ${first.id}`),
		postponed: postponed.map(({ delivery, held }) => `${delivery.id} for ${held.id}`),
	};
}

describe('of the deliveries an execution took', () => {
	test.each<[string, Row[], Row[], Partial<ReturnType<typeof sorted>>]>([
		['the only one of a fact is handled', [row(1)], [], { handled: [1] }],
		[
			'the first of two taken together is handled',
			[row(1), row(2)],
			[],
			{ handled: [1], duplicates: ['2 of 1'] },
		],
		[
			'one that came before, whoever holds it, stands for it',
			[row(2)],
			[row(1, 'a', 'en_cours')],
			{ duplicates: ['2 of 1'] },
		],
		[
			'its own row among those known changes nothing',
			[row(1), row(2)],
			[row(1)],
			{ handled: [1], duplicates: ['2 of 1'] },
		],
		['a later one nobody took yet is none of its business', [row(1)], [row(2)], { handled: [1] }],
		[
			'a later one that is done stands for one that became visible after it',
			[row(1)],
			[row(2, 'a', 'termine')],
			{ duplicates: ['1 of 2'] },
		],
		[
			'so does a later one that was given up',
			[row(1)],
			[row(2, 'a', 'echec')],
			{ duplicates: ['1 of 2'] },
		],
		[
			'a later one that is being handled is waited for',
			[row(1)],
			[row(2, 'a', 'en_cours')],
			{ postponed: ['1 for 2'] },
		],
		[
			'another fact about the same appointment that is being handled is waited for',
			[row(2, 'a1')],
			[row(1, 'a2', 'en_cours')],
			{ postponed: ['2 for 1'] },
		],
		[
			'another fact about the same appointment that is done is not',
			[row(2, 'a1')],
			[row(1, 'a2', 'termine')],
			{ handled: [2] },
		],
		[
			'a repetition that is known as one stands for nothing, also when it is replayed',
			[row(2)],
			[row(1, 'a', 'doublon')],
			{ handled: [2] },
		],
		[
			'the keys are told apart',
			[row(2, 'b'), row(3, 'a')],
			[row(1, 'a')],
			{ handled: [2], duplicates: ['3 of 1'] },
		],
		[
			'those handled are in the order they came',
			[row(3, 'c'), row(1, 'b')],
			[],
			{ handled: [1, 3] },
		],
		['none is nothing', [], [row(1)], {}],
	])('%s', (_name, taken, known, expected) => {
		expect(sorted(taken, known)).toEqual({
			...{ handled: [], duplicates: [], postponed: [] },
			...expected,
		});
	});

	test('nothing is waited for where nobody else can be at work', () => {
		const left = row(1, 'a2', 'en_cours');
		expect(sorted([row(2, 'a1')], [left], true).handled).toEqual([2]);
	});
});

/** A row of the table, which others see once it is committed. */
interface Stored extends Row {
	isCommitted: boolean;
	holder: number | null;
}

/**
 * An execution of one of several processes, one transaction of n8n at a time: store (the number is
 * drawn), commit, take what is visible and stored, read and decide, announce and settle.
 */
class Worker {
	#steps: Array<() => void>;
	#own: Stored[] = [];
	#handled: Row[] = [];

	constructor(
		readonly name: number,
		readonly table: Stored[],
		readonly announced: Row[],
		readonly atWork: Map<number, string[]>,
		delivered: string | null,
	) {
		const stored = delivered === null ? null : { ...row(0, delivered), holder: null };
		const store = () => {
			const whole = { ...(stored as Stored), id: table.length + 1, isCommitted: false };
			this.#own = [whole];
			table.push(whole);
		};
		const commit = () => {
			this.#own[0].isCommitted = true;
			this.#own = [];
		};
		this.#steps = [
			...(stored === null ? [] : [store, commit]),
			() => this.#take(),
			() => this.#decide(),
			() => this.#settle(),
		];
	}

	/** Whether there was anything left to do. */
	step(): boolean {
		const step = this.#steps.shift();
		step?.();
		return step !== undefined;
	}

	#visible(): Stored[] {
		return this.table.filter(({ isCommitted }) => isCommitted);
	}

	#take(): void {
		this.#own = this.#visible().filter(({ etat }) => etat === 'recu');
		for (const own of this.#own) Object.assign(own, { etat: 'en_cours', holder: this.name });
	}

	#decide(): void {
		const known = this.#visible() as unknown as StoredDelivery[];
		const taken = this.#own as unknown as StoredDelivery[];
		const { handled, duplicates, postponed } = sortBatch(taken, known, false);
		for (const { copy } of duplicates) copy.etat = 'doublon';
		for (const { delivery } of postponed) delivery.etat = 'recu';
		this.#handled = handled;
		this.announced.push(...handled);
		this.atWork.set(
			this.name,
			handled.map(({ identifiant }) => identifiant),
		);
	}

	#settle(): void {
		for (const done of this.#handled) done.etat = 'termine';
		this.atWork.delete(this.name);
	}
}

test('each fact is handled once and each appointment by one execution at a time, whatever commits late', () => {
	const deliveries = fc.array(fc.constantFrom('a1', 'a1', 'a2', 'b1'), {
		minLength: 1,
		maxLength: 6,
	});
	const turns = fc.array(fc.nat(5), { maxLength: 40 });
	fc.assert(
		fc.property(deliveries, turns, (delivered, order) => {
			const [table, announced, atWork] = [[] as Stored[], [] as Row[], new Map<number, string[]>()];
			const join = (what: string | null, name: number) =>
				new Worker(name, table, announced, atWork, what);
			const workers = delivered.map((what, name) => join(what, name));
			const isExclusive = () => {
				const ids = [...atWork.values()].flatMap((list) => [...new Set(list)]);
				expect(new Set(ids).size).toBe(ids.length);
			};
			for (const turn of order) {
				workers[turn % workers.length].step();
				isExclusive();
			}
			for (const worker of workers) while (worker.step()) isExclusive();
			// Whoever gave something back looks again; the relance does the same.
			for (let name = 100; table.some(({ etat }) => etat === 'recu'); name += 1) {
				const again = join(null, name);
				while (again.step()) isExclusive();
				expect(name).toBeLessThan(120);
			}
			const facts = announced.map(({ cle }) => cle).sort();
			expect(facts).toEqual([...new Set(delivered)].sort());
		}),
		{ numRuns: 3000 },
	);
});
