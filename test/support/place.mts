import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CREDENTIALS } from '../../nodes/shared/setup/credentials.ts';
import { DataTables } from '../../scripts/lib/dataTables.mts';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { StoredContent, type StoredCredential } from '../../scripts/lib/stored.mts';
import { isFinished } from '../reliability/lib/facts.mts';
import { carryOut } from './guide.mts';
import { Editor } from './editor.mts';
import { Instance, type DeliveryAnswer } from './instance.mts';
import { until } from './until.mts';

/** Changed by the team, then published. */
export const CHANGED = 'ArchiMeubleRap01';
/** Deleted by the team. */
export const DELETED = 'ArchiMeubleRej01';
/** A password that the team filled in. */
export const BY_HAND = 'rempli à la main';
export const RELANCE = 'ArchiMeubleRel01';

interface Table {
	id: string;
	/** Oldest first. */
	rows: Array<Record<string, any>>;
}

/** What an n8n holds that must not get lost, in whatever database. */
export interface Holdings {
	/** By their names; their numbers are what workflows know them by. */
	tables: Record<string, Table>;
	/** By their ids. */
	workflows: Record<string, object>;
	/** In clear. */
	credentials: StoredCredential[];
}

/** A folder as a person has one who runs `npm start`: `.env`, n8n's folder, the programs. */
export class Place {
	readonly folder = mkdtempSync(join(tmpdir(), 'archimeuble-place-'));
	readonly instance = new Instance(join(this.folder, '.archimeuble'));
	/** Settings that stand in no `.env`: those of the database. */
	database: Record<string, string> = {};
	#editor: Editor | null = null;

	constructor() {
		symlinkSync(join(PROJECT_FOLDER, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
	}

	configure(settings: Record<string, string>): void {
		const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
		writeFileSync(join(this.folder, '.env'), lines.join(''));
	}

	/** What its `.env` says; a secret that does not stand there is made, and kept. */
	get settings(): Record<string, string> {
		const settings = parseEnv(readFileSync(join(this.folder, '.env'), 'utf8'));
		return { CALENDLY_SIGNING_SECRET: '', ...settings } as Record<string, string>;
	}

	async start(): Promise<void> {
		await this.instance.start({ ...this.settings, ...this.database });
		await this.logIn();
	}

	/** Whatever started n8n at the address it had. */
	async logIn(): Promise<void> {
		this.#editor = new Editor(this.instance.run);
		await this.#editor.login();
	}

	async carryOut(heading: string, more: Record<string, string> = {}): Promise<string> {
		return await carryOut(heading, this.folder, more);
	}

	/** Logged in at the last start: n8n takes five logins in five minutes. */
	get editor(): Editor {
		if (this.#editor === null) throw new Error('n8n was not started');
		return this.#editor;
	}

	/** Posts a delivery signed with the secret that was made here. */
	async deliver(webhook: object): Promise<DeliveryAnswer> {
		return await this.instance.deliver(webhook, { signingKey: this.secrets.signingSecret });
	}

	get secrets(): Record<string, string> {
		const file = join(this.folder, '.archimeuble/.n8n/archimeuble/secrets.json');
		return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	}

	/** What a team does to an n8n that is its own: a setting, a workflow, a credential, and one it does not want. */
	async changeAsTheTeam(recipient: string): Promise<void> {
		const { api } = this.editor;
		const { id: project } = await api.ask<{ id: string }>('GET', '/rest/projects/personal');
		const table = await (await DataTables.open(api)).idOf('archimeuble_reglages');
		await api.ask('PATCH', `/rest/projects/${project}/data-tables/${table}/rows`, {
			filter: {
				type: 'and',
				filters: [{ columnName: 'reglage', condition: 'eq', value: 'destinataire' }],
			},
			data: { valeur: recipient },
		});
		await this.editor.saveNodes(CHANGED, ([first]) => (first.notes = 'Changé par l’atelier'));
		await this.editor.publishAndWait(CHANGED);
		await api.ask('POST', `/rest/workflows/${DELETED}/archive`, {});
		await api.ask('DELETE', `/rest/workflows/${DELETED}`);
		const { id, ...credential } = CREDENTIALS.find(({ type }) => type === 'smtp')!;
		const { SMTP_HOST: host, SMTP_PORT: port } = this.settings;
		const data = { host, port: Number(port), secure: false, user: 'atelier', password: BY_HAND };
		await api.ask('PATCH', `/rest/credentials/${id}`, { ...credential, data });
	}

	async holdings(): Promise<Holdings> {
		const [tables, workflows] = [await this.#tables(), await this.#workflows()];
		return { tables, workflows, credentials: await this.#credentials() };
	}

	/** Waits until so many deliveries are handled. */
	async handled(deliveries: number): Promise<void> {
		await until('deliveries to be handled', async () => {
			const rows = await this.rows('archimeuble_journal');
			return rows.filter(({ etat }) => isFinished({ etat })).length >= deliveries;
		});
	}

	/** Rows of a data table, oldest first. */
	async rows(table: string): Promise<Table['rows']> {
		return (await this.#tables())[table].rows;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	async #tables(): Promise<Holdings['tables']> {
		const { api } = this.editor;
		const { id: project } = await api.ask<{ id: string }>('GET', '/rest/projects/personal');
		const tables: Holdings['tables'] = {};
		for (const [name, id] of await (await DataTables.open(api)).ids()) {
			const path = `/rest/projects/${project}/data-tables/${id}/rows?take=250&sortBy=id:asc`;
			const { data } = await api.ask<{ data: Table['rows'] }>('GET', path);
			tables[name] = { id, rows: data };
		}
		return tables;
	}

	async #workflows(): Promise<Holdings['workflows']> {
		const found: Holdings['workflows'] = {};
		for (const { id } of await this.editor.api.ask<Array<{ id: string }>>(
			'GET',
			'/rest/workflows',
		)) {
			const { name, nodes, connections, settings, versionId, activeVersionId } =
				await this.editor.workflow(id);
			found[id] = { name, nodes, connections, settings, versionId, activeVersionId };
		}
		return found;
	}

	async #credentials(): Promise<StoredCredential[]> {
		const { PATH, HOME } = process.env;
		const environment = { PATH, HOME, N8N_USER_FOLDER: this.instance.userFolder };
		const stored = new StoredContent({ ...environment, ...this.database });
		const found = await stored.credentials();
		const plain = found.map(({ id, name, type, data }) => ({ id, name, type, data }));
		return plain.sort((one, other) => (one.id < other.id ? -1 : 1));
	}
}
