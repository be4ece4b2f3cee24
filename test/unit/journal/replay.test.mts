import { nothingToReplay } from '../../../nodes/shared/journal/replay';

test('a number under which there is nothing to replay is told with where to look', () => {
	expect(nothingToReplay('12')).toBe(
		'Rien à rejouer sous le numéro 12\u00a0: la table archimeuble_journal (colonne «\u00a0id\u00a0») n’en a pas, ou son message est en cours de traitement, ou effacé.',
	);
});
