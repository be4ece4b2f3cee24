import { misfitSentence } from '../../../nodes/shared/setup/fit';

test.each([
	['of the same version', '0.2.0', '0.2.0', null],
	['of which nothing is known', '0.2.0', '', null],
	['of an older version', '0.2.0', '0.1.0', 'lancer de nouveau'],
	['of a newer version', '0.1.0', '0.2.0', 'lancer de nouveau'],
])('workflows %s', (_name, runs, workflows, said) => {
	const sentence = misfitSentence({ package: runs, workflows });
	expect(sentence).toEqual(said === null ? null : expect.stringContaining(said));
});
