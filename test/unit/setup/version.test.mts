import { compareVersions, OLDEST_N8N } from '../../../nodes/shared/setup/version';

test.each<[string, string, -1 | 0 | 1]>([
	['0.1.0', '0.1.0', 0],
	['0.1.0', '0.2.0', -1],
	['0.10.0', '0.9.0', 1],
	['1.0.0', '0.9.9', 1],
	['1.2.3', '1.2.10', -1],
	['1.2.3-beta', '1.2.3', 0],
	['1.x.3', '1.0.3', 0],
])('%s compared with %s is %d', (one, other, expected) => {
	expect(Math.sign(compareVersions(one, other))).toBe(expected);
	expect(Math.sign(compareVersions(other, one)) + expected).toBe(0);
});

test('the oldest n8n is told by a version', () => {
	expect(OLDEST_N8N).toMatch(/^\d+\.\d+\.\d+$/);
});
