import { cpSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildChanged } from './build.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';
import { PACKAGE, PROJECT_FOLDER } from './project.mts';

/** n8n loads nodes anew when their files change, and does not take a stopped developer for a crash. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

/** What is worked on while n8n runs; a change of anything else asks for a new start. */
const WATCHED = ['nodes', 'credentials', 'icons', 'workflows'] as const;

/** An editor writes several files at once, and a file in several steps. */
const PAUSE_MS = 300;

/**
 * Has n8n load the package from a copy of what was built. n8n watches the whole folder it loads a package
 * from; a checkout holds `node_modules` and, in the user folder, n8n's own database.
 */
export function loadFromCopy(paths: Paths): void {
	const copy = copyFolder(paths);
	rmSync(copy, { recursive: true, force: true });
	copyBuilt(copy);
	const link = join(paths.n8nFolder, 'nodes/node_modules', PACKAGE.name);
	rmSync(link, { force: true });
	mkdirSync(dirname(link), { recursive: true });
	symlinkSync(copy, link, 'dir');
}

function copyFolder({ userFolder }: Paths): string {
	return join(userFolder, 'dev-package');
}

/** Only what differs: each file that is written makes n8n load all nodes anew. */
export function copyBuilt(copy: string, project = PROJECT_FOLDER): void {
	for (const name of ['package.json', 'dist']) {
		cpSync(join(project, name), join(copy, name), {
			recursive: true,
			preserveTimestamps: true,
			filter: (from, to) => lstatSync(from).isDirectory() || isOlder(to, from),
		});
	}
}

function isOlder(file: string, than: string): boolean {
	const there = statSync(file, { throwIfNoEntry: false });
	// A copy keeps the time of its original but for the parts of a millisecond.
	return there === undefined || there.mtimeMs < Math.trunc(statSync(than).mtimeMs);
}

/**
 * Builds what changes and gives it to the n8n that runs, until this process ends.
 * @param updateWorkflows brings the workflows of that n8n to what their files say
 */
export function reloadOnChange(paths: Paths, updateWorkflows: () => Promise<void>): void {
	onChange(PROJECT_FOLDER, async (changed) => {
		await step('Building what changed', buildChanged);
		copyBuilt(copyFolder(paths));
		if (changed.has('workflows')) await step('Bringing the workflows up to date', updateWorkflows);
		console.log(`    n8n has what changed in ${[...changed].join(', ')}`);
	});
}

/**
 * One call for all that changes at about the same time, and never two at once: what changes meanwhile is
 * the next one's. A call that fails is told, and the next change is awaited.
 * @param take gets the folders in which something changed
 */
export function onChange(
	project: string,
	take: (changed: ReadonlySet<string>) => Promise<void>,
): void {
	let changed = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	let isTaking = false;
	const next = async (): Promise<void> => {
		if (isTaking || changed.size === 0) return;
		const now = changed;
		changed = new Set();
		isTaking = true;
		await take(now).catch((error: Error) => console.error(error.message));
		isTaking = false;
		await next();
	};
	for (const folder of WATCHED) {
		watch(join(project, folder), { recursive: true, persistent: false }, () => {
			changed.add(folder);
			clearTimeout(timer);
			timer = setTimeout(() => void next(), PAUSE_MS);
		});
	}
}
