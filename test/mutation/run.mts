/**
 * `npm run test:mutation`: changes what `nodes/shared` decides in every way Stryker knows, and expects
 * a unit test to notice (docs/mutation.md). A quarter of an hour, so it is no part of `npm test`. Arguments
 * go to Stryker, for example `-- --mutate nodes/shared/text/fields.ts` for one file.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A folder that takes longer hangs. */
const LIMIT_MS = 60 * 60_000;

const manifest = createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json');
const STRYKER = join(manifest, '../bin/stryker.js');

/** @returns whether enough mutants were noticed */
function mutate(args: readonly string[], folder: string): boolean {
	const { status, signal } = spawnSync(
		process.execPath,
		[STRYKER, 'run', 'test/mutation/stryker.config.mjs', ...args],
		{ stdio: 'inherit', timeout: LIMIT_MS, env: { ...process.env, MUTATED_FOLDER: folder } },
	);
	if (signal !== null) console.error(`Mutation testing was ended by ${signal}.`);
	return status === 0;
}

const args = process.argv.slice(2);
/**
 * Folder by folder: what the tests of another folder work out while they are loaded would make mutants
 * count as read at loading, each of which needs everything loaded anew.
 */
const folders = args.includes('--mutate')
	? ['']
	: [...new Set(globSync('nodes/shared/**/*.ts').map(dirname))].sort();
const short = folders.filter((folder) => !mutate(args, folder));
if (short.length > 0) console.error(`Too few mutants were noticed: ${short.join(', ')}`);
process.exitCode = short.length > 0 ? 1 : 0;
