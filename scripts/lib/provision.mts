import { existsSync, lstatSync, mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareVersions } from '../../nodes/shared/setup/version.ts';
import type { Config } from './config.mts';
import {
	changedCredentials,
	planCredentials,
	wantedCredentials,
	type CredentialMemory,
	type CredentialPlan,
} from './credentials.mts';
import { Failure } from './failure.mts';
import { readJson, writePrivateJson } from './files.mts';
import { n8nVersion } from './n8n.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';
import { PACKAGE, PROJECT_FOLDER } from './project.mts';
import type { Secrets } from './secrets.mts';
import { StoredContent, type StoredWorkflow } from './stored.mts';
import { shippedWorkflows, type WorkflowFile } from './workflowFiles.mts';

/** What has been done to the user folder and its database, so that nothing is done twice or undone. */
export interface State {
	n8nVersion: string;
	/** Absent in folders of before it was noted. */
	packageVersion?: string;
	/** Whether its bookings are made up; absent in folders of earlier versions, which had no demonstration. */
	demo?: boolean;
	/** Which database all this is about: `sqlite`, or where the PostgreSQL is. */
	database: string;
	/** What the settings said of the credentials. */
	credentials: CredentialMemory;
	/** Ids of what was imported once. The team's edits and deletions are theirs from then on. */
	workflows: string[];
}

const FLUX_NODE = `${PACKAGE.name}.archiMeubleFlux`;

/**
 * Says whether the user folder can be used, before anything is written to it.
 * @param upgrade whether a folder of an older n8n may be taken over (n8n cannot go back)
 * @throws Failure with the remedy
 */
export function checkUserFolder({ demo }: Config, paths: Paths, upgrade: boolean): void {
	const state = readJson<State>(paths.state);
	if (state === null) {
		// Of a PostgreSQL `provision` asks.
		if (!existsSync(paths.database) || databaseName(process.env) !== SQLITE) return;
		throw new Failure(
			`${paths.userFolder} holds an n8n that was not set up by this project. Nothing was changed. Choose an empty folder with N8N_USER_FOLDER in .env.`,
		);
	}
	assertStillItsDatabase(state, paths);
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

/** A setting that was forgotten must not bring back the SQLite the team has moved out of. */
function assertStillItsDatabase({ database = SQLITE }: State, { userFolder }: Paths): void {
	if (database === SQLITE || databaseName(process.env) !== SQLITE) return;
	throw new Failure(
		`${userFolder} belongs to an n8n on PostgreSQL (${database}), and no setting says so now. Nothing was changed. Set DB_TYPE=postgresdb and the DB_POSTGRESDB_ settings it had; npm start takes them from the environment only. The way back to SQLite is the backup made before the move.`,
	);
}

/**
 * Brings the user folder and the database to where n8n can start: package linked under its own name,
 * workflows imported once, credentials filled in whenever the settings say something new.
 *
 * Credentials are written here, before n8n runs, and not by its API: what a start publishes subscribes at
 * Calendly with the new key, and every process of n8n reads them from the database, `n8n webhook` too.
 *
 * @throws Failure when the database holds an n8n that was not set up by this project
 */
export async function provision(
	config: Config,
	paths: Paths,
	secrets: Secrets,
	environment: NodeJS.ProcessEnv,
): Promise<void> {
	const stored = new StoredContent(environment);
	const known = readJson<State>(paths.state);
	const database = databaseName(environment);
	const isBlank = database === SQLITE && !existsSync(paths.database);
	const isKnown = known !== null && (known.database ?? SQLITE) === database;
	const before = isKnown ? known : adopted(isBlank ? [] : await workflowsIn(stored));
	const isNew = before.workflows.length === 0;
	if (known !== null && !isKnown && isNew) warnOfEmpty(known, paths);
	const state: State = {
		credentials: { ...before.credentials },
		workflows: [...before.workflows],
		n8nVersion: n8nVersion(),
		packageVersion: PACKAGE.version,
		demo: config.demo,
		database,
	};
	const save = () => writePrivateJson(paths.state, state);
	save();
	mkdirSync(paths.filesFolder, { recursive: true, mode: 0o700 });
	linkPackage(paths);
	const changed = changedCredentials(wantedCredentials(config, secrets), state.credentials);
	if (changed.length > 0) {
		await step('Filling in the credentials', async () => {
			const found = isBlank ? [] : await stored.credentials();
			const plan = planCredentials(changed, found, state.credentials, isNew);
			await fillCredentials(plan, state, stored);
		});
	}
	save();
	await importWorkflows(config, paths, state, stored);
	save();
}

const SQLITE = 'sqlite';

/** Which database n8n uses, without its login. */
function databaseName(environment: NodeJS.ProcessEnv): string {
	const { DB_TYPE = SQLITE, DB_TABLE_PREFIX = '' } = environment;
	if (DB_TYPE !== 'postgresdb') return SQLITE;
	const where = ['HOST', 'PORT', 'DATABASE', 'SCHEMA'].map(
		(name) => environment[`DB_POSTGRESDB_${name}`] ?? '',
	);
	return [DB_TYPE, ...where, DB_TABLE_PREFIX].join(' ').trimEnd();
}

async function workflowsIn(stored: StoredContent): Promise<StoredWorkflow[]> {
	return await step('Looking into the database', () => stored.workflows());
}

/**
 * What was done to a database that this folder knows nothing of: that of a folder that was lost, or of an
 * n8n that moved between SQLite and PostgreSQL. Everything in it is the team's, also that some of ours is
 * missing.
 *
 * @throws Failure when it holds an n8n without anything of ours
 */
function adopted(found: readonly StoredWorkflow[]): Pick<State, 'credentials' | 'workflows'> {
	if (found.length === 0) return { credentials: {}, workflows: [] };
	const shipped = shippedWorkflows();
	const isOurs = found.some(({ id, name }) =>
		shipped.some((one) => one.id === id || one.name === name),
	);
	if (!isOurs) {
		throw new Failure(
			'The database holds an n8n that was not set up by this project. Nothing was changed. Choose an empty one (DB_POSTGRESDB_DATABASE), or install the package in that n8n (README, Setup → Install).',
		);
	}
	return { credentials: {}, workflows: shipped.map(({ id }) => id) };
}

/** Whoever moves wants to know that nothing came along. */
function warnOfEmpty({ database = SQLITE }: State, { userFolder }: Paths): void {
	console.warn(
		`    The database is empty: n8n begins anew in it. What ${userFolder} held until now (${database}) stays where it is; docs/operations.md says how it comes along.`,
	);
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

async function fillCredentials(
	{ write, kept, memory }: CredentialPlan,
	state: State,
	stored: StoredContent,
): Promise<void> {
	if (write.length > 0) await stored.writeCredentials(write);
	Object.assign(state.credentials, memory);
	for (const { name } of kept) {
		console.warn(
			`    « ${name} » was filled in by hand in n8n and stays so. What the settings say is not used: write it there, too.`,
		);
	}
}

async function importWorkflows(
	config: Config,
	paths: Paths,
	state: State,
	stored: StoredContent,
): Promise<void> {
	const missing = shippedWorkflows().filter(({ id }) => !state.workflows.includes(id));
	if (missing.length === 0) return;
	await step(`Importing ${missing.length} workflows`, () =>
		stored.writeWorkflows(missing.map((workflow) => withDefaults(workflow, config, paths))),
	);
	state.workflows.push(...missing.map(({ id }) => id));
}

/** What is known here better than in the shipped workflow: addresses and log folder. */
export function withDefaults(workflow: WorkflowFile, config: Config, paths: Paths): WorkflowFile {
	const defaults = {
		fichier_log: paths.eventLog,
		...(config.notificationEmail === null ? {} : { destinataire: config.notificationEmail }),
		...(config.alertEmail === null ? {} : { destinataire_alertes: config.alertEmail }),
		...(config.senderEmail === null ? {} : { expediteur: config.senderEmail }),
	};
	const known: Record<string, Record<string, unknown>> = {
		'setting read': { defaults },
		'setting listMissing': { defaults },
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
