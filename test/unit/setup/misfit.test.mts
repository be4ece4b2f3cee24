import { misfitSentence } from '../../../nodes/shared/setup/misfit';

test('what does not fit is told with what to do about it', () => {
	expect(misfitSentence({ package: '0.2.0', workflows: '0.1.0' })).toBe(
		'Le paquet est en version 0.2.0, les flux en version 0.1.0\u00a0: dans n8n, lancer de nouveau le nœud d’installation («\u00a0Setup → Install\u00a0»)\u202f; rien de ce que vous avez modifié n’est perdu.',
	);
});

test.each([
	['of the same version', '0.2.0', '0.2.0', null],
	['of which nothing is known', '0.2.0', '', null],
	['of an older version', '0.2.0', '0.1.0', 'lancer de nouveau'],
	['of a newer version', '0.1.0', '0.2.0', 'lancer de nouveau'],
])('workflows %s', (_name, runs, workflows, said) => {
	const sentence = misfitSentence({ package: runs, workflows });
	expect(sentence).toEqual(said === null ? null : expect.stringContaining(said));
});
