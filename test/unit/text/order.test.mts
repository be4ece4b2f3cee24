import { compareTexts, earliest, latest } from '../../../nodes/shared/text/order';

test('texts are ordered by their code units', () => {
	expect(['b', 'é', 'a', 'B', 'a'].sort(compareTexts)).toEqual(['B', 'a', 'a', 'b', 'é']);
});

test('a text stands neither before nor behind itself', () => {
	expect(compareTexts('a', 'a')).toBe(0);
});

describe('of several instants', () => {
	const INSTANTS = ['2026-02-01', null, '2026-01-01', '2026-03-01', null];

	test('the earliest is the first there is, whatever is not known', () => {
		expect(earliest(INSTANTS)).toBe('2026-01-01');
	});

	test('the latest is the last there is', () => {
		expect(latest(INSTANTS)).toBe('2026-03-01');
	});

	test('there may be none', () => {
		expect([earliest([]), latest([null])]).toEqual([null, null]);
	});
});
