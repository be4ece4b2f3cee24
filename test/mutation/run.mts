/**
 * `npm run test:mutation`: changes what `nodes/shared` decides in every way Stryker knows, and expects
 * a unit test to notice (docs/mutation.md). Half an hour, so it is no part of `npm test`. Arguments
 * go to Stryker, for example `-- --mutate nodes/shared/text/fields.ts` for one file.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A run that takes longer hangs. */
const LIMIT_MS = 180 * 60_000;

const manifest = createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json');
const stryker = join(manifest, '../bin/stryker.js');
const { status, signal } = spawnSync(
	process.execPath,
	[stryker, 'run', 'test/mutation/stryker.config.mjs', ...process.argv.slice(2)],
	{ stdio: 'inherit', timeout: LIMIT_MS },
);
if (signal !== null) console.error(`Mutation testing was ended by ${signal}.`);
process.exitCode = status ?? 1;
