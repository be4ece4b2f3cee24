import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

const NODES = join(PROJECT_FOLDER, 'nodes');

/** What every file of `nodes/` imports, types included: those below `nodes/`, and other modules. */
const files = globSync('**/*.ts', { cwd: NODES });
const importsOf = new Map(files.map((file) => [file, readImports(file)]));

test('there is something to look at', () => {
	expect(files).toContain(join('shared', 'appointment', 'normalize.ts'));
	expect(importsOf.get(join('shared', 'appointment', 'normalize.ts'))).toContain(
		join('shared', 'appointment', 'event.ts'),
	);
});

test('no two files import each other, however far round', () => {
	expect(files.map((file) => circleThrough(file)).filter((circle) => circle !== null)).toEqual([]);
});

test('the domain imports itself and Node, nothing of n8n', () => {
	const foreign = files
		.filter((file) => file.startsWith('shared'))
		.flatMap((file) => importsOf.get(file)!.map((imported) => `${file} → ${imported}`))
		.filter((edge) => !/ → (shared\/|node:)/.test(edge));
	expect(foreign).toEqual([]);
});

function readImports(file: string): string[] {
	const path = join(NODES, file);
	const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
	return importedFiles.map(({ fileName }) =>
		fileName.startsWith('.')
			? relative(NODES, `${join(path, '..', fileName.replace(/\.ts$/, ''))}.ts`)
			: fileName,
	);
}

/** The shortest way from a file back to itself. */
function circleThrough(file: string): string[] | null {
	const ways = [[file]];
	const seen = new Set<string>();
	for (const way of ways) {
		for (const next of importsOf.get(way.at(-1)!) ?? []) {
			if (next === file) return [...way, next];
			if (seen.has(next)) continue;
			seen.add(next);
			ways.push([...way, next]);
		}
	}
	return null;
}
