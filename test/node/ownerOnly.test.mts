import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepPrivate, openFileWarning } from '../../scripts/lib/ownerOnly.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';

const umask = process.umask();
const folder = mkdtempSync(join(tmpdir(), 'archimeuble-private-'));
afterAll(() => {
	process.umask(umask);
	rmSync(folder, { recursive: true, force: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('what is there is closed to others, what comes later is closed from the start', () => {
	process.umask(0o022);
	const paths = pathsIn(join(folder, 'user'));
	const outside = join(folder, 'outside.txt');
	mkdirSync(join(paths.n8nFolder, 'nodes/node_modules/x'), { recursive: true });
	mkdirSync(paths.filesFolder);
	for (const file of [paths.database, paths.eventLog, paths.n8nLog, `${paths.n8nLog}.1`, outside]) {
		writeFileSync(file, '');
	}
	symlinkSync(outside, join(paths.n8nFolder, 'link'));
	keepPrivate(paths);
	for (const path of [paths.database, paths.eventLog, paths.n8nLog, `${paths.n8nLog}.1`]) {
		expect([path, modeOf(path)]).toEqual([path, '600']);
	}
	for (const path of [paths.userFolder, paths.n8nFolder, paths.filesFolder]) {
		expect([path, modeOf(path)]).toEqual([path, '700']);
	}
	expect([modeOf(outside), modeOf(join(paths.n8nFolder, 'nodes/node_modules/x'))]).toEqual([
		'644',
		'755',
	]);
	writeFileSync(join(folder, 'later'), '');
	expect(modeOf(join(folder, 'later'))).toBe('600');
});

test('of settings that others may read it is said, and how to close them', () => {
	const file = join(folder, '.env');
	expect(openFileWarning(file)).toBeNull();
	writeFileSync(file, '');
	chmodSync(file, 0o644);
	expect(openFileWarning(file)).toContain(`chmod 600 ${file}`);
	chmodSync(file, 0o600);
	expect(openFileWarning(file)).toBeNull();
});
