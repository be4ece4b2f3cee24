import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let folder: string;
let unpacked: string;

interface ScanResult {
	passed: boolean;
	message?: string;
	details?: string;
}

/**
 * The scanner is an ES module; in a process of its own, as the review runs it. Under NODE_ENV=test
 * n8n's lint plugin takes every file for one of its own test fixtures.
 */
function scan(target: string, patterns: 'source' | string[]): ScanResult {
	const program = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const [target, patterns] = JSON.parse(process.argv[1]);
		const result = await analyzePackage(target, patterns === 'source' ? SOURCE_FILE_PATTERNS : patterns);
		console.log(JSON.stringify(result));
	`;
	const output = execFileSync(
		process.execPath,
		['--input-type=module', '--eval', program, JSON.stringify([target, patterns])],
		{ cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
	);
	return JSON.parse(output.trim().split('\n').pop() ?? '') as ScanResult;
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'archimeuble-pack-'));
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
		cwd: root,
	});
	const [tarball] = readdirSync(folder);
	execFileSync('tar', ['-xzf', tarball], { cwd: folder });
	unpacked = join(folder, 'package');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('n8n’s review scanner passes', () => {
	test('on the source', () => {
		expect(scan(root, 'source')).toMatchObject({ passed: true });
	}, 120_000);

	test('on the packed tarball', () => {
		expect(scan(unpacked, ['dist/**/*.js', 'package.json'])).toMatchObject({ passed: true });
	}, 120_000);
});

test('nobody’s install script runs that nobody has decided about', () => {
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
	const withScript = Object.entries<{ hasInstallScript?: boolean }>(lock.packages)
		.filter(([, { hasInstallScript }]) => hasInstallScript)
		.map(([path]) => path.split('node_modules/').pop()!);
	const { allowScripts } = manifest;
	expect(withScript.filter((name) => !(name in allowScripts))).toEqual([]);
	expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual([
		'node',
		'sqlite3',
	]);
	expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^strict-allow-scripts=true$/m);
});

describe('the packed package', () => {
	const filesIn = (): string[] =>
		readdirSync(unpacked, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));

	test('loads every node and credential it declares, from its own files alone', () => {
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials] as string[]) {
			const className = path.split('/').pop()!.split('.')[0];
			const loaded = execFileSync(
				process.execPath,
				[
					'--eval',
					`const { ${className} } = require(${JSON.stringify(join(unpacked, path))}); const it = new ${className}(); console.log(it.description?.name ?? it.name)`,
				],
				{ encoding: 'utf8', env: { ...process.env, NODE_PATH: join(root, 'node_modules') } },
			);
			expect(loaded.trim().toLowerCase()).toBe(className.toLowerCase());
		}
	});

	test('holds dist, workflows and what npm always adds, nothing else', () => {
		const folders = new Set(filesIn().map((file) => file.split('/')[0]));
		expect([...folders].sort()).toEqual(
			['LICENSE.md', 'README.fr.md', 'README.md', 'dist', 'package.json', 'workflows'].sort(),
		);
	});

	test('holds in dist what n8n runs, reads or shows: no types, no source maps, no pictures', () => {
		const kinds = new Set(filesIn().map((file) => /^dist\/.*?(\.[^/]+)$/.exec(file)?.[1]));
		const wanted = [
			'.credentials.js',
			'.dark.svg',
			'.js',
			'.json',
			'.node.js',
			'.node.json',
			'.svg',
		];
		expect([...kinds].filter(Boolean).sort()).toEqual(wanted);
	});

	test('needs every module it holds; those of types alone are empty', () => {
		const entries = [
			...manifest.n8n.nodes,
			...manifest.n8n.credentials,
			'dist/nodes/adapters/shipped',
		];
		const program = `
			for (const entry of ${JSON.stringify(entries)}) require(${JSON.stringify(unpacked)} + '/' + entry);
			console.log(JSON.stringify(Object.keys(require.cache)));
		`;
		const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
		const loaded = JSON.parse(
			execFileSync(process.execPath, ['--eval', program], { encoding: 'utf8', env }),
		);
		const unused = filesIn()
			.filter((file) => file.endsWith('.js') && !loaded.includes(join(unpacked, file)))
			.filter((file) => readFileSync(join(unpacked, file), 'utf8').includes('exports.'));
		expect(unused).toEqual([]);
	});

	test('has nothing that publint takes for a mistake', () => {
		const publint = join(root, 'node_modules/.bin/publint');
		const args = ['run', unpacked, '--pack', 'false', '--strict', '--level', 'warning'];
		expect(execFileSync(publint, args, { encoding: 'utf8' })).toContain('All good!');
	});

	test('holds the icons and codex files its nodes name', () => {
		expect(filesIn()).toEqual(
			expect.arrayContaining([
				'dist/icons/calendly-archimeuble.svg',
				'dist/icons/calendly-archimeuble.dark.svg',
				'dist/nodes/ArchiMeubleFlux/ArchiMeubleFlux.node.json',
				'dist/nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node.json',
				'dist/nodes/CalendlyArchiMeubleTrigger/CalendlyArchiMeubleTrigger.node.json',
				'workflows/rendez-vous.json',
			]),
		);
	});

	test('has no runtime dependency and n8n-workflow as its only peer', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.n8n.strict).toBe(true);
	});
});

test('the domain is free of n8n', () => {
	const shared = join(root, 'nodes/shared');
	const importing = readdirSync(shared, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.filter((file) => /from ['"]n8n-/.test(readFileSync(join(shared, file), 'utf8')));
	expect(importing).toEqual([]);
});
