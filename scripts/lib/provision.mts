import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareVersions } from '../../nodes/shared/setup/version.ts';
import { CREDENTIALS } from '../../nodes/shared/setup/credentials.ts';
import type { Config } from './config.mts';
import { Failure } from './failure.mts';
import { readJson, writePrivateJson } from './files.mts';
import { n8nVersion, runN8n } from './n8n.mts';
import type { Paths } from './paths.mts';
import { assertN8nUsable } from './n8nNeeds.mts';
import { step } from './progress.mts';
import { PACKAGE, PROJECT_FOLDER } from './project.mts';
import type { Secrets } from './secrets.mts';
import { shippedWorkflows, type WorkflowFile } from './workflowFiles.mts';

/** What has been done to the user folder, so that nothing is done twice or undone. */
export interface State {
	n8nVersion: string;
	/** Absent in folders of before it was noted. */
	packageVersion?: string;
	/** Whether its bookings are made up; absent in folders of earlier versions, which had no demonstration. */
	demo?: boolean;
	/** Ids of what was imported once. The team's edits and deletions are theirs from then on. */
	credentials: string[];
	workflows: string[];
}

const FLUX_NODE = `${PACKAGE.name}.archiMeubleFlux`;

/**
 * Says whether this n8n and the user folder can be used, before anything is written to it.
 * @param upgrade whether a folder of an older n8n may be taken over (n8n cannot go back)
 * @throws Failure with the remedy
 */
export function checkUserFolder({ demo }: Config, paths: Paths, upgrade: boolean): void {
	assertN8nUsable(n8nVersion());
	const state = readJson<State>(paths.state);
	if (state === null) {
		if (!existsSync(paths.database)) return;
		throw new Failure(
			`${paths.userFolder} holds an n8n that was not set up by this project. Nothing was changed. Choose an empty folder with N8N_USER_FOLDER in .env.`,
		);
	}
	if (demo !== (state.demo ?? false)) {
		throw new Failure(
			demo
				? `${paths.userFolder} holds real bookings. Nothing was changed. Choose another folder for the demonstration with N8N_USER_FOLDER.`
				: `${paths.userFolder} holds the demonstration (npm run start:demo). Nothing was changed. Choose another folder for real bookings with N8N_USER_FOLDER.`,
		);
	}
	if (compareVersions(state.packageVersion ?? '', PACKAGE.version) > 0) {
		throw new Failure(
			`${paths.userFolder} was last used by version ${state.packageVersion} of this package, newer than this one (${PACKAGE.version}); there is no way back. Nothing was changed. Update this project, or choose another N8N_USER_FOLDER.`,
		);
	}
	const order = compareVersions(state.n8nVersion, n8nVersion());
	if (order > 0) {
		throw new Failure(
			`${paths.userFolder} was last used by n8n ${state.n8nVersion}, newer than this n8n ${n8nVersion()}, which cannot read its data. Nothing was changed. Update this project, or choose another N8N_USER_FOLDER.`,
		);
	}
	if (order < 0 && !upgrade) {
		throw new Failure(
			`${paths.userFolder} was last used by the older n8n ${state.n8nVersion}. Nothing was changed. Copy the folder to a safe place, then let n8n ${n8nVersion()} convert it: npm start -- --upgrade`,
		);
	}
}

/**
 * Brings the user folder to where n8n can start: package linked under its own name, credentials and
 * workflows imported once.
 */
export async function provision(
	config: Config,
	paths: Paths,
	secrets: Secrets,
	environment: NodeJS.ProcessEnv,
): Promise<void> {
	const state: State = {
		credentials: [],
		workflows: [],
		...readJson<State>(paths.state),
		n8nVersion: n8nVersion(),
		packageVersion: PACKAGE.version,
		demo: config.demo,
	};
	const save = () => writePrivateJson(paths.state, state);
	save();
	mkdirSync(paths.filesFolder, { recursive: true, mode: 0o700 });
	linkPackage(paths);
	writePrivateJson(paths.credentialsOverwrite, credentialsOverwrite(config, secrets));
	await importCredentials(state, environment);
	save();
	await importWorkflows(config, paths, state, environment);
	save();
}

/**
 * n8n names a node type after the folder it was loaded from. Only here is that the package's own
 * name, so that the workflows also work where it was installed from npm.
 */
export function linkPackage(paths: Paths): void {
	const link = join(paths.n8nFolder, 'nodes/node_modules', PACKAGE.name);
	mkdirSync(dirname(link), { recursive: true });
	const existing = lstatSync(link, { throwIfNoEntry: false });
	if (existing?.isSymbolicLink()) unlinkSync(link);
	else if (existing !== undefined) {
		throw new Failure(
			`${link} is a copy of this package. Remove it, so that the built one is used.`,
		);
	}
	symlinkSync(PROJECT_FOLDER, link, 'dir');
}

/** Fills the empty fields of our credentials at run time: nothing secret is in the database. */
function credentialsOverwrite(config: Config, secrets: Secrets): object {
	const mailbox = {
		host: '127.0.0.1',
		port: config.mailboxSmtpPort,
		user: '',
		password: '',
		secure: false,
	};
	return {
		calendlySigningSecretApi: {
			signingSecret: secrets.signingSecret,
			previousSigningSecret: config.previousSigningSecret,
		},
		calendlyAccessTokenApi: {
			accessToken: config.accessToken ?? '',
			baseUrl: config.calendlyUrl,
		},
		smtp: config.smtp ?? mailbox,
		httpBasicAuth: { user: config.dashboardUser, password: secrets.dashboardPassword },
	};
}

async function importCredentials(state: State, environment: NodeJS.ProcessEnv): Promise<void> {
	const missing = CREDENTIALS.filter(({ id }) => !state.credentials.includes(id));
	if (missing.length === 0) return;
	await withTemporaryFolder(async (folder) => {
		const file = join(folder, 'credentials.json');
		writeFileSync(file, JSON.stringify(missing.map((one) => ({ ...one, data: {} }))), {
			mode: 0o600,
		});
		await step('Creating the credentials', () =>
			runN8n(['import:credentials', `--input=${file}`], environment),
		);
	});
	state.credentials.push(...missing.map(({ id }) => id));
}

async function importWorkflows(
	config: Config,
	paths: Paths,
	state: State,
	environment: NodeJS.ProcessEnv,
): Promise<void> {
	const missing = shippedWorkflows().filter(({ id }) => !state.workflows.includes(id));
	if (missing.length === 0) return;
	await withTemporaryFolder(async (folder) => {
		for (const workflow of missing) {
			const file = join(folder, `${workflow.id}.json`);
			writeFileSync(file, JSON.stringify(withDefaults(workflow, config, paths)));
		}
		await step(`Importing ${missing.length} workflows`, () =>
			runN8n(['import:workflow', '--separate', `--input=${folder}`], environment),
		);
	});
	state.workflows.push(...missing.map(({ id }) => id));
}

/** What is known here better than in the shipped workflow: addresses, log folder, one process. */
export function withDefaults(workflow: WorkflowFile, config: Config, paths: Paths): WorkflowFile {
	const singleProcess = process.env.EXECUTIONS_MODE !== 'queue';
	const known: Record<string, Record<string, unknown>> = {
		'setting read': {
			defaults: {
				fichier_log: paths.eventLog,
				...(config.notificationEmail === null ? {} : { destinataire: config.notificationEmail }),
				...(config.alertEmail === null ? {} : { destinataire_alertes: config.alertEmail }),
				...(config.senderEmail === null ? {} : { expediteur: config.senderEmail }),
			},
		},
		'journal selectUnfinished': { singleProcess },
		'appointment applyEvents': { singleProcess },
	};
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			const { resource, operation } = node.parameters;
			const changes = node.type === FLUX_NODE ? known[`${resource} ${operation}`] : {};
			return { ...node, parameters: { ...node.parameters, ...changes } };
		}),
	};
}

async function withTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-'));
	try {
		await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
