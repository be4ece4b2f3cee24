/** `npm run dev`: what changes in the files is in the n8n that runs, without a new start. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EditorApi } from '../../scripts/lib/editorApi.mts';
import { PACKAGE } from '../../scripts/lib/project.mts';
import type { RunFile } from '../../scripts/lib/runFile.mts';
import { Checkout } from '../support/checkout.mts';
import { freePort, startProgram } from '../support/instance.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const RENDEZ_VOUS = 'ArchiMeubleRdv01';
const NODE = 'nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node.ts';
const userFolder = mkdtempSync(join(tmpdir(), 'archimeuble-dev-'));
const checkout = new Checkout();
let program: ReturnType<typeof startProgram>;
let editor: EditorApi;

beforeAll(async () => {
	const environment = {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(await freePort()),
		MAILBOX_PORT: String(await freePort()),
		MAILBOX_SMTP_PORT: String(await freePort()),
	};
	program = startProgram(environment, ['--demo', '--watch'], checkout.folder);
	const isReady = () => {
		if (program.child.exitCode !== null) throw new Error(`It ended:\n${program.output()}`);
		return program.output().includes('taken over as they change');
	};
	await until('npm run dev', isReady, 240_000);
	const file = join(userFolder, 'run.json');
	editor = await EditorApi.open(JSON.parse(readFileSync(file, 'utf8')) as RunFile);
});

afterAll(async () => {
	program.child.kill('SIGINT');
	await program.ended;
	rmSync(userFolder, { recursive: true, force: true });
	checkout.remove();
});

/** What n8n says of the node, as the editor asks it. */
async function described(): Promise<string> {
	const nodeInfos = [{ name: `${PACKAGE.name}.calendlyArchiMeuble`, version: 1 }];
	const [{ description }] = await editor.ask<Array<{ description: string }>>(
		'POST',
		'/rest/node-types',
		{ nodeInfos },
	);
	return description;
}

test('a node that changes is the new one in the editor', async () => {
	checkout.change(NODE, await described(), 'A changed description');
	await until('it', async () => (await described()) === 'A changed description', 90_000);
});

test('a workflow that changes is the new one in the editor, still published', async () => {
	checkout.change('workflows/rendez-vous.json', /"Continuer"/g, '"Continuer ici"');
	const installed = async () =>
		await editor.ask<{ active: boolean; nodes: Array<{ name: string }> }>(
			'GET',
			`/rest/workflows/${RENDEZ_VOUS}`,
		);
	await until(
		'the changed workflow',
		async () => (await installed()).nodes.some(({ name }) => name === 'Continuer ici'),
		90_000,
	);
	expect((await installed()).active).toBe(true);
});

test('what cannot be built is told, and the next change is taken over', async () => {
	checkout.change(NODE, "'A changed description'", 'nothing.of.the.kind');
	await until(
		'the words of the compiler',
		() => program.output().includes('The package could not be built'),
		90_000,
	);
	expect(await described()).toBe('A changed description');
	checkout.change(NODE, 'nothing.of.the.kind', "'Changed once more'");
	await until('it', async () => (await described()) === 'Changed once more', 90_000);
});
