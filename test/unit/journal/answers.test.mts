import { PendingAnswers } from '../../../nodes/shared/journal/answers';

const START = Date.parse('2026-11-26T09:00:00.000Z');
const after = (seconds: number) => new Date(START + seconds * 1000);

let answers: PendingAnswers;
beforeEach(() => {
	answers = new PendingAnswers();
});

test('none waits at first', () => {
	expect(answers.isAny(after(0))).toBe(false);
});

test('a delivery waits until it is answered', () => {
	answers.add(after(0));
	answers.add(after(1));
	answers.answered();
	expect(answers.isAny(after(2))).toBe(true);
	answers.answered();
	expect(answers.isAny(after(2))).toBe(false);
});

test.each([
	[14.9, true],
	[15, false],
])('one that is never answered still counts after %d s: %s', (seconds, expected) => {
	answers.add(after(0));
	expect(answers.isAny(after(seconds))).toBe(expected);
});

test('an answer too many is no debt', () => {
	answers.answered();
	answers.add(after(0));
	expect(answers.isAny(after(0))).toBe(true);
});
