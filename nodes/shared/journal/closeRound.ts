import { NBSP } from '../french/typography';
import type { Announcement, JournalPatch } from './handle';

/** What a round needs to know of a turn to put its delivery down. */
export type Turn = Pick<Announcement, 'numero' | 'suite' | 'resultat' | 'log_le'>;

/** How a round ended. */
export interface RoundEnd {
	/** The mail that did not leave and ended the round; null when all turns were taken. */
	failure: { numero: number; message: string } | null;
	/** Why the log lines were not written; null when they were. */
	logError: string | null;
	now: Date;
}

type Fate = 'done' | 'failed' | 'given back';

/**
 * What becomes of the deliveries a round took: done, put off because their mail did not leave, or given
 * back because the round ended before their turn. Each patch stands for all deliveries of the round up to
 * its number that no patch before it changed: most rounds are put down by one write.
 *
 * @param turns in the order the round takes them, which is that of the numbers of their deliveries
 */
export function closeRound(turns: readonly Turn[], end: RoundEnd): JournalPatch[] {
	const lastTurns = turns.filter(({ suite }) => suite === 'termine');
	const patches = lastTurns.map((turn) => patchOf(turn, fateOf(turn, lastTurns, end), end));
	return patches.filter((patch, index) => !isSame(patch, patches[index + 1]));
}

/** Where nobody can tell whose mail it was, all are put off: given back, they would end the next round. */
function fateOf({ numero }: Turn, turns: readonly Turn[], { failure }: RoundEnd): Fate {
	if (failure === null) return 'done';
	if (!turns.some((turn) => turn.numero === failure.numero)) return 'failed';
	if (numero === failure.numero) return 'failed';
	return numero < failure.numero ? 'done' : 'given back';
}

function patchOf(turn: Turn, fate: Fate, end: RoundEnd): JournalPatch {
	const { numero: id, log_le } = turn;
	const now = end.now.toISOString();
	const logged = end.logError === null && !log_le ? { log_le: now } : {};
	switch (fate) {
		case 'done':
			return {
				...{ id, etat: 'termine', resultat: turn.resultat, termine_le: now, ...logged },
				...(end.logError === null || log_le
					? {}
					: { erreur: `Log non écrit${NBSP}: ${end.logError}` }),
			};
		case 'failed':
			return {
				...{ id, etat: 'a_reprendre', essai_le: now, ...logged },
				erreur: `Courriel non envoyé${NBSP}: ${end.failure?.message ?? ''}`,
			};
		case 'given back':
			return { id, etat: 'recu', execution: null, ...logged };
	}
}

function isSame(patch: JournalPatch, next: JournalPatch | undefined): boolean {
	const columns = (whole?: JournalPatch) => JSON.stringify({ ...whole, id: null });
	return columns(patch) === columns(next);
}
