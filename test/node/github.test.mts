import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

interface Job {
	permissions?: Record<string, string>;
	steps: Array<{ uses?: string; run?: string; with?: Record<string, unknown> }>;
}

const GITHUB = join(PROJECT_FOLDER, '.github');
const read = (file: string) => readFileSync(join(GITHUB, file), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8'));

// What actionlint says of them is for « npm run lint ».
describe.each(globSync('workflows/*.yml', { cwd: GITHUB }))('%s', (file) => {
	const workflow = parse(read(file)) as Record<string, unknown> & { jobs: Record<string, Job> };
	const jobs = Object.values(workflow.jobs);
	const steps = jobs.flatMap((job) => job.steps);

	test('runs actions of a commit, with the version a person reads', () => {
		const used = read(file).match(/uses: .*/g) ?? [];
		expect(
			used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
		).toEqual([]);
		expect(used.length).toBeGreaterThan(0);
	});

	test('may read the repository and nothing else, but for signing what it publishes', () => {
		expect([{ contents: 'read' }, {}]).toContainEqual(workflow.permissions);
		const more = jobs.flatMap(({ permissions = {} }) => Object.entries(permissions));
		const allowed = file.endsWith('publish.yml') ? ['contents read', 'id-token write'] : [];
		expect(more.map((one) => one.join(' '))).toEqual(allowed);
	});

	test('leaves no login behind a checkout', () => {
		const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
		expect(checkouts.map((step) => step.with)).toEqual(
			checkouts.map(() => ({ 'persist-credentials': false })),
		);
	});

	test('takes nothing of a stranger into a shell', () => {
		expect(workflow.on).not.toHaveProperty('pull_request_target');
		expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
	});

	test('runs scripts there are', () => {
		const names = steps.flatMap(({ run = '' }) => [...run.matchAll(/npm run ([\w:-]+)/g)]);
		expect(names.map(([, name]) => name).filter((name) => !(name in scripts))).toEqual([]);
	});
});

test('a version is published by its own name only, and the changelog has the place where it is told', () => {
	const { on } = parse(read('workflows/publish.yml')) as { on: { push: { tags: string[] } } };
	expect(on.push.tags).toEqual(['[0-9]+.[0-9]+.[0-9]+']);
	const changelog = readFileSync(join(PROJECT_FOLDER, 'CHANGELOG.md'), 'utf8');
	const headings = [...changelog.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
	expect(headings[0]).toBe('[Unreleased]');
	for (const heading of headings.slice(1)) {
		expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
	}
	const kinds = [...changelog.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);
	const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
	expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
});

test('forms for issues can be read, and ask for no secret', () => {
	for (const file of ['problem.yml', 'idea.yml']) {
		const { name, description, body } = parse(read(`ISSUE_TEMPLATE/${file}`));
		expect([typeof name, typeof description, body.length > 0]).toEqual(['string', 'string', true]);
		const ids = body.flatMap(({ id }: { id?: string }) => id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
	}
	expect(read('ISSUE_TEMPLATE/problem.yml')).toMatch(/no signing key, no token/);
});

test('SECURITY.md leads to files there are', () => {
	const links = [...read('SECURITY.md').matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link);
	const missing = links.filter(
		(link) => !existsSync(join(dirname(join(GITHUB, 'SECURITY.md')), link)),
	);
	expect(missing).toEqual([]);
});
