import fc from 'fast-check';
import { closeRound, type RoundEnd, type Turn } from '../../../nodes/shared/journal/closeRound';
import type { JournalPatch } from '../../../nodes/shared/journal/handle';
import { NOW } from './fixtures.mts';

const now = NOW.toISOString();
const turn = (numero: number, more: Partial<Turn> = {}): Turn => ({
	...{ numero, suite: 'termine', resultat: 'Courriel envoyé', log_le: null, ...more },
});
const close = (turns: readonly Turn[], end: Partial<RoundEnd> = {}) =>
	closeRound(turns, { failure: null, logError: null, now: NOW, ...end });
const DONE = { etat: 'termine', resultat: 'Courriel envoyé', termine_le: now, log_le: now };
const failure = { numero: 2, message: 'Timeout' };

/** The journal as « Noter la suite » leaves it: each patch changes what is still taken, up to its number. */
function putDown(turns: readonly Turn[], patches: readonly JournalPatch[]): Map<number, string> {
	const states = new Map(turns.map(({ numero }) => [numero, 'en_cours']));
	for (const { id, etat } of patches) {
		for (const [numero, state] of states) {
			if (state === 'en_cours' && numero <= id) states.set(numero, etat ?? '');
		}
	}
	return states;
}

describe('a round that took all its turns', () => {
	test('is put down by one patch where all came to the same', () => {
		expect(close([turn(1), turn(2), turn(5)])).toEqual([{ id: 5, ...DONE }]);
	});

	test('needs another one where something else came of a delivery', () => {
		const turns = [turn(1), turn(2), turn(3, { resultat: 'Déjà annoncé' }), turn(4)];
		expect(close(turns).map(({ id, resultat }) => [id, resultat])).toEqual([
			[2, 'Courriel envoyé'],
			[3, 'Déjà annoncé'],
			[4, 'Courriel envoyé'],
		]);
	});

	test('puts a delivery of two mails down once', () => {
		expect(close([turn(1, { suite: 'en_cours' }), turn(1)])).toEqual([{ id: 1, ...DONE }]);
	});

	test('says of a delivery what its last turn says', () => {
		const first = turn(1, { suite: 'en_cours', resultat: 'Pas encore' });
		expect(close([first, turn(1)])).toEqual([{ id: 1, ...DONE }]);
	});

	test('leaves alone when earlier log lines were written', () => {
		const [patch] = close([turn(1, { log_le: '2026-10-20T08:00:00.000Z' })]);
		expect(patch).not.toHaveProperty('log_le');
	});

	test('of nothing is nothing', () => {
		expect(close([])).toEqual([]);
	});
});

describe('a mail that did not leave', () => {
	test('is put off, what came before is done, what comes after is given back', () => {
		expect(close([turn(1), turn(2), turn(3), turn(4)], { failure })).toEqual([
			{ id: 1, ...DONE },
			{
				...{ id: 2, etat: 'a_reprendre', essai_le: now, log_le: now },
				erreur: 'Courriel non envoyé\u00a0: Timeout',
			},
			{ id: 4, etat: 'recu', execution: null, log_le: now },
		]);
	});

	test('puts its delivery off also when it was the second of two', () => {
		const turns = [turn(2, { suite: 'en_cours' }), turn(2)];
		expect(close(turns, { failure }).map(({ etat }) => etat)).toEqual(['a_reprendre']);
	});

	test('of which nobody can tell whose it was puts all off: given back, they would fail again at once', () => {
		const unknown = { numero: NaN, message: 'Timeout' };
		expect(close([turn(1), turn(2)], { failure: unknown })).toMatchObject([
			{ id: 2, etat: 'a_reprendre' },
		]);
	});
});

describe('log lines that were not written', () => {
	test('are told with what is done, and stay owed by what is not', () => {
		const patches = close([turn(1), turn(2), turn(3)], { failure, logError: 'disk full' });
		expect(patches.map(({ erreur }) => erreur)).toEqual([
			'Log non écrit\u00a0: disk full',
			'Courriel non envoyé\u00a0: Timeout',
			undefined,
		]);
		expect(patches.filter((patch) => 'log_le' in patch)).toEqual([]);
	});

	test('are no news where all had been written before', () => {
		const [patch] = close([turn(1, { log_le: now })], { logError: 'disk full' });
		expect(patch).not.toHaveProperty('erreur');
	});
});

test('whatever a round holds, every delivery ends where its turn leaves it', () => {
	const turns = fc
		.uniqueArray(fc.record({ numero: fc.integer({ min: 1, max: 60 }), kind: fc.nat(2) }), {
			selector: ({ numero }) => numero,
			maxLength: 20,
		})
		.map((deliveries) =>
			deliveries
				.sort((a, b) => a.numero - b.numero)
				.map(({ numero, kind }) => turn(numero, { resultat: `${kind}` })),
		);
	fc.assert(
		fc.property(turns, fc.nat(20), (taken, place) => {
			const failed = taken[place]?.numero;
			const end = failed === undefined ? null : { numero: failed, message: 'Timeout' };
			const states = putDown(taken, close(taken, { failure: end }));
			for (const [numero, state] of states) {
				if (failed === undefined || numero < failed) expect(state).toBe('termine');
				else expect(state).toBe(numero === failed ? 'a_reprendre' : 'recu');
			}
		}),
	);
});
