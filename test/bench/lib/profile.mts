import type { CpuProfile } from '../../support/inspector.mts';

const PLACES = 20;

/** Prints where the time of a profile went: by package, and by function. */
export function printProfile(name: string, profile: CpuProfile): void {
	const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
	const [packages, functions] = [new Map<string, number>(), new Map<string, number>()];
	profile.samples.forEach((sample, index) => {
		const { functionName, url, lineNumber } = frames.get(sample)!;
		const milliseconds = profile.timeDeltas[index] / 1000;
		add(packages, packageOf(url, functionName), milliseconds);
		const file = url.split('/').slice(-2).join('/');
		add(functions, `${functionName || '(anonymous)'}  ${file}:${lineNumber + 1}`, milliseconds);
	});
	packages.delete('(idle)');
	console.log(`\n${name}: self time by package\n${highest(packages)}`);
	functions.delete('(idle)  :0');
	console.log(`\n${name}: self time by function\n${highest(functions)}\n`);
}

function add(times: Map<string, number>, key: string, milliseconds: number): void {
	times.set(key, (times.get(key) ?? 0) + milliseconds);
}

/** `(idle)`, `(garbage collector)` and `(program)` are V8's own words. */
function packageOf(url: string, functionName: string): string {
	if (url === '') return functionName.startsWith('(') ? functionName : 'V8 built-ins';
	if (url.startsWith('node:')) return 'Node';
	const [, found] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
	return found ?? (url.includes('/dist/') ? 'this package' : 'elsewhere');
}

function highest(times: Map<string, number>): string {
	return [...times]
		.sort(([, a], [, b]) => b - a)
		.slice(0, PLACES)
		.map(([key, milliseconds]) => `${milliseconds.toFixed(0).padStart(8)} ms  ${key}`)
		.join('\n');
}
