/**
 * A test runner for Stryker that keeps tests and code loaded and only switches the mutant. Stryker's
 * own for jest starts jest anew for every mutant, which makes hours of what takes minutes.
 * Tests are defined by jest-circus and judged by jest's `expect`, as in `npm test`.
 *
 * A mutant in a folder of `nodes/shared` has to be noticed by the tests of the same folder of
 * `test/unit`, those of the file of its name first: stricter than by any test there is, and shorter.
 */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	type DryRunOptions,
	type DryRunResult,
	DryRunStatus,
	type MutantRunOptions,
	type MutantRunResult,
	MutantRunStatus,
	type TestResult,
	type TestRunner,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { transformFileSync } from '@swc/core';
import { expect } from 'expect';
import type fastCheck from 'fast-check';
import * as circus from 'jest-circus';

type DescribeBlock = ReturnType<typeof circus.getState>['rootDescribeBlock'];
type TestEntry = DescribeBlock['tests'][number];
type Hook = DescribeBlock['hooks'][number]['type'];

const SOURCES = 'nodes/shared';
const TESTS = 'test/unit';

/** What the changed code looks at: which mutant is on, which test runs, how often a mutant was met. */
const mutation: InstrumenterContext = ((
	globalThis as { __stryker__?: InstrumenterContext }
).__stryker__ ??= {});

const require = createRequire(import.meta.url);

/** The one the compiled tests get; an `import` gives another, with settings of its own. */
const fc = require('fast-check') as typeof fastCheck;

/** Below the sandbox that Stryker copies the changed sources to, and goes to after loading this file. */
const inSandbox = (path: string): string => join(process.cwd(), path);

/** TypeScript becomes CommonJS, as for jest: only that can be loaded a second time. */
function compileWhatIsRequired(): void {
	const compiled = new Map<string, string>();
	const compile = (path: string) =>
		transformFileSync(path, {
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
		}).code;
	const load = (module: NodeJS.Module, path: string): void => {
		if (!compiled.has(path)) compiled.set(path, compile(path));
		(module as unknown as { _compile(code?: string, path?: string): void })._compile(
			compiled.get(path),
			path,
		);
	};
	Object.assign(require.extensions, { '.ts': load, '.mts': load });
}

/** The same cases in every run, none made smaller, and no property longer than it is worth per mutant. */
function calmProperties(): void {
	fc.configureGlobal({ seed: 20_261_122, endOnFailure: true, interruptAfterTimeLimit: 100 });
}

/** Code and tests are loaded anew by the next `require`; what was loaded is held by nobody. */
function forgetLoaded(): void {
	for (const [path, module] of Object.entries(require.cache)) {
		if (!path.startsWith(inSandbox(sep)) || path.includes('node_modules')) continue;
		delete require.cache[path];
		if (module?.parent) module.parent.children = [];
	}
}

/** The tests one file defines, in their order. */
function testsOf(file: string): TestEntry[] {
	circus.resetState();
	require(inSandbox(file));
	const entries = ({ children }: DescribeBlock): TestEntry[] =>
		children.flatMap((child) => (child.type === 'test' ? [child] : entries(child)));
	return entries(circus.getState().rootDescribeBlock);
}

const idOf = (file: string, entry: TestEntry): string => {
	const names = [entry.name];
	for (let block = entry.parent; block.parent; block = block.parent) names.unshift(block.name);
	return `${relative(TESTS, file)}: ${names.join(' ')}`;
};

async function runHooks({ parent }: TestEntry, wanted: Hook): Promise<void> {
	const blocks: DescribeBlock[] = [];
	for (let block: DescribeBlock | undefined = parent; block; block = block.parent)
		blocks.push(block);
	if (wanted === 'beforeEach') blocks.reverse();
	for (const { hooks } of blocks) {
		for (const { type, fn } of hooks) if (type === wanted) await (fn as () => unknown)();
	}
}

async function runTest(id: string, entry: TestEntry): Promise<TestResult> {
	const began = performance.now();
	let failureMessage: string | undefined;
	mutation.currentTestId = id;
	try {
		await runHooks(entry, 'beforeEach');
		await (entry.fn as () => unknown)();
	} catch (error) {
		failureMessage = String(error);
	}
	await runHooks(entry, 'afterEach');
	mutation.currentTestId = undefined;
	const result = { id, name: id, timeSpentMs: Math.round(performance.now() - began) };
	return failureMessage === undefined
		? { ...result, status: TestStatus.Success }
		: { ...result, status: TestStatus.Failed, failureMessage };
}

/** The test files that have to notice a change of `source`, that of its name first. */
function filesFor(source: string): string[] {
	const tests = join(TESTS, relative(inSandbox(SOURCES), dirname(source)));
	const own = `${basename(source, '.ts')}.test.mts`;
	return globSync(`${tests}/**/*.test.mts`, { cwd: process.cwd() })
		.sort()
		.sort((a, b) => Number(basename(b) === own) - Number(basename(a) === own));
}

class InOneProcess implements TestRunner {
	/** The tests of unchanged code by their file; empty while code is loaded with a mutant in it. */
	private loaded = new Map<string, TestEntry[]>();

	capabilities() {
		return { reloadEnvironment: true };
	}

	init(): Promise<void> {
		// No hook that runs once a file: there is no such thing here, and a test that uses one must not pass.
		const { describe, it, test, beforeEach, afterEach } = circus;
		Object.assign(globalThis, { describe, it, test, beforeEach, afterEach, expect });
		compileWhatIsRequired();
		calmProperties();
		return Promise.resolve();
	}

	async dryRun({ files = [] }: DryRunOptions): Promise<DryRunResult> {
		const tests: TestResult[] = [];
		for (const file of new Set(files.flatMap(filesFor))) {
			tests.push(...(await this.run(file)));
		}
		return { status: DryRunStatus.Complete, tests, mutantCoverage: mutation.mutantCoverage };
	}

	async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
		const { activeMutant, hitLimit, mutantActivation, sandboxFileName } = options;
		const isStatic = mutantActivation === 'static';
		if (isStatic) this.forget();
		Object.assign(mutation, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
		try {
			const files = filesFor(sandboxFileName);
			if (!isStatic) files.forEach((file) => this.load(file));
			mutation.activeMutant = activeMutant.id;
			return toMutantRunResult(await this.untilNoticed(files, options));
		} catch (error) {
			return { status: MutantRunStatus.Error, errorMessage: String(error) };
		} finally {
			mutation.activeMutant = undefined;
			if (isStatic) this.forget();
		}
	}

	/** Runs what the filter lets through, up to the first test that fails. */
	private async untilNoticed(
		files: readonly string[],
		{ testFilter, hitLimit }: MutantRunOptions,
	): Promise<DryRunResult> {
		const wanted = testFilter && new Set(testFilter);
		const tests: TestResult[] = [];
		for (const file of files) {
			tests.push(...(await this.run(file, wanted, true)));
			const endless = determineHitLimitReached(mutation.hitCount, hitLimit);
			if (endless) return endless;
			if (tests.at(-1)?.status === TestStatus.Failed) break;
		}
		return { status: DryRunStatus.Complete, tests };
	}

	private async run(file: string, wanted?: Set<string>, bail = false): Promise<TestResult[]> {
		const results: TestResult[] = [];
		for (const entry of this.load(file)) {
			const id = idOf(file, entry);
			if (entry.mode === 'skip' || (wanted && !wanted.has(id))) continue;
			const result = await runTest(id, entry);
			results.push(result);
			if (bail && result.status === TestStatus.Failed) break;
		}
		return results;
	}

	private load(file: string): TestEntry[] {
		const entries = this.loaded.get(file) ?? testsOf(file);
		this.loaded.set(file, entries);
		return entries;
	}

	private forget(): void {
		forgetLoaded();
		this.loaded.clear();
	}
}

export const strykerPlugins = [
	declareClassPlugin(PluginKind.TestRunner, 'in-one-process', InOneProcess),
];
