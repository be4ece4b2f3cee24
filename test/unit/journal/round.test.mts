import { RoundWatch } from '../../../nodes/shared/journal/round';

const START = Date.parse('2026-11-26T09:00:00.000Z');
const after = (seconds: number) => new Date(START + seconds * 1000);
const NOW = after(0);

let watch: RoundWatch;
beforeEach(() => {
	watch = new RoundWatch();
});

describe('a round', () => {
	test('begins where none is under way', () => {
		expect(watch.begin('1', NOW)).toBe(true);
	});

	test('that is under way is asked again instead of a second one beginning', () => {
		watch.begin('1', NOW);
		expect(watch.begin('2', after(1))).toBe(false);
		expect(watch.end('1')).toBe('at once');
	});

	test('that nobody asked again ends for good', () => {
		watch.begin('1', NOW);
		expect(watch.end('1')).toBe('none');
		expect(watch.begin('2', after(1))).toBe(true);
	});

	test('takes with it what was stored before it claims, and only that', () => {
		watch.begin('1', NOW);
		watch.begin('2', NOW);
		watch.claim('1', after(1), false);
		expect(watch.end('1')).toBe('none');
		watch.begin('3', after(2));
		watch.claim('3', after(2), false);
		watch.begin('4', after(3));
		expect(watch.end('3')).toBe('at once');
	});

	test('that took as much as it may looks again unasked', () => {
		watch.begin('1', NOW);
		watch.claim('1', NOW, true);
		expect(watch.end('1')).toBe('at once');
	});

	test('that gave something back looks again after a pause, at once where it was asked', () => {
		watch.begin('1', NOW);
		watch.postpone('1');
		expect(watch.end('1')).toBe('after a pause');
		watch.begin('2', NOW);
		watch.postpone('2');
		watch.begin('3', NOW);
		expect(watch.end('2')).toBe('at once');
		watch.begin('4', NOW);
		watch.postpone('5');
		expect(watch.end('4')).toBe('none');
	});

	test('may begin twice in the same execution', () => {
		watch.begin('1', NOW);
		expect(watch.begin('1', after(1))).toBe(true);
	});

	test('ends once: who asked is not served by two rounds', () => {
		watch.begin('1', NOW);
		watch.begin('2', NOW);
		expect([watch.end('1'), watch.end('1')]).toEqual(['at once', 'none']);
	});
});

describe('a round that falls silent', () => {
	test.each([
		[9.9, false],
		[10, true],
	])('for %d s: whether another begins: %s', (seconds, begins) => {
		watch.begin('1', NOW);
		expect(watch.begin('2', after(seconds))).toBe(begins);
	});

	test('lives on with every sign it gives', () => {
		watch.begin('1', NOW);
		watch.beat('1', after(8));
		expect(watch.begin('2', after(16))).toBe(false);
		watch.claim('1', after(17), false);
		expect(watch.begin('3', after(26))).toBe(false);
	});

	test('and wakes up beside its successor changes nothing of it', () => {
		watch.begin('1', NOW);
		watch.begin('2', after(11));
		watch.begin('3', after(12));
		watch.claim('1', after(13), false);
		watch.beat('1', after(19));
		expect(watch.end('1')).toBe('none');
		expect(watch.begin('4', after(20))).toBe(false);
		expect(watch.end('2')).toBe('at once');
	});

	test('is not kept alive by an execution that is none', () => {
		watch.beat('7', NOW);
		watch.claim('7', NOW, true);
		expect(watch.end('7')).toBe('none');
		expect(watch.begin('8', NOW)).toBe(true);
	});
});

test('what is postponed where no round is under way concerns none', () => {
	watch.postpone('1');
	expect(watch.end('1')).toBe('none');
});

test('a second process knows nothing of the round of the first', () => {
	watch.begin('1', NOW);
	expect(new RoundWatch().begin('2', NOW)).toBe(true);
});

test('an execution that begins its round a second time forgets nobody who asked in between', () => {
	const watch = new RoundWatch();
	const now = new Date('2026-11-26T09:00:00.000Z');
	expect(watch.begin('1', now)).toBe(true);
	expect(watch.begin('2', now)).toBe(false);
	expect(watch.begin('1', now)).toBe(true);
	expect(watch.end('1')).toBe('at once');
});
