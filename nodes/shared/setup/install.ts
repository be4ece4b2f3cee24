import { NBSP, NARROW_NBSP, quoted } from '../french/typography';
import { asLine, asList, type Fields } from '../text/fields';
import { fingerprintOf } from './content';
import {
	initialData,
	SIGNING_CREDENTIAL,
	TOKEN_CREDENTIAL,
	type ShippedCredential,
} from './credentials';
import { describe, type Mark } from './mark';
import { N8nApiError, type N8nApi } from './n8nApi';
import {
	findCredential,
	planInstallation,
	type InstalledWorkflow,
	type Inventory,
	type Plan,
	type Shipped,
	type WorkflowStep,
} from './plan';
import {
	withTableIds,
	withWorkflowIds,
	type ShippedWorkflow,
	type WorkflowContent,
	type WorkflowNode,
} from './workflow';

/** One line of the report, in words for the workshop. */
export interface ReportLine {
	objet: 'Identifiants' | 'Table' | 'Flux';
	nom: string;
	etat: 'créé' | 'déjà à jour' | 'mis à jour' | 'modifié par vous et gardé' | 'à faire';
	detail: string;
}

/** What the public API takes of a workflow. */
interface WorkflowBody extends WorkflowContent {
	description: string;
}

/**
 * Brings an n8n to where it holds what the package brings, and says of each thing what was done. Running
 * it again is always safe: what is there is left, what was cut off goes on.
 *
 * @param signingSecret for a new signing credential
 * @throws N8nApiError what n8n refused; what was done before stays
 */
export async function install(
	api: N8nApi,
	shipped: Shipped,
	signingSecret: string,
): Promise<ReportLine[]> {
	const before = await readInventory(api, shipped);
	const plan = planInstallation(shipped, before);
	if (plan.refusals.length > 0) return plan.refusals.map(refusal);
	await makeCredentials(api, plan, before, signingSecret);
	const credentials = await readCredentials(api, shipped);
	await makeTables(api, plan, before);
	const tables = new Map((await readTables(api)).map(({ id, name }) => [name, id]));
	const workflows = new Workflows({ api, shipped, before, credentials, tables });
	const lines: ReportLine[] = [];
	for (const step of plan.workflows) lines.push(...(await workflows.take(step)));
	return [...credentialLines(shipped, plan, before), ...tableLines(plan, before), ...lines];
}

/** Reads what is there; of credentials n8n tells names only, so the token is tried. */
async function readInventory(api: N8nApi, shipped: Shipped): Promise<Inventory> {
	const credentials = (await api.list('/credentials')).map(asCredential);
	const token = findCredential(TOKEN_CREDENTIAL, credentials);
	return {
		credentials,
		tables: await readTables(api),
		workflows: await readWorkflows(api, shipped),
		hasToken: token !== null && (await isAccepted(api, token)),
	};
}

/** Those that have the name or a node of a bundled one; n8n's list leaves the descriptions out. */
async function readWorkflows(api: N8nApi, { workflows }: Shipped): Promise<InstalledWorkflow[]> {
	const names = new Set(workflows.map(({ name }) => name));
	const nodes = new Set(workflows.flatMap((workflow) => workflow.nodes.map(({ id }) => id)));
	const related = (await api.list('/workflows')).filter(
		(workflow) =>
			names.has(asLine(workflow.name) ?? '') ||
			asList(workflow.nodes).some(({ id }) => nodes.has(asLine(id) ?? '')),
	);
	const found: InstalledWorkflow[] = [];
	for (const { id } of related) {
		const path = `/workflows/${encodeURIComponent(asLine(id) ?? '')}`;
		found.push((await api.ask({ method: 'GET', path })) as unknown as InstalledWorkflow);
	}
	return found;
}

async function readTables(api: N8nApi): Promise<Array<Inventory['tables'][number]>> {
	const tables = await api.list('/data-tables');
	return tables.map(({ id, name, columns }) => ({
		...{ id: asLine(id) ?? '', name: asLine(name) ?? '', columns: asList(columns) },
	}));
}

function asCredential({ id, name, type }: Fields): ShippedCredential {
	return { id: asLine(id) ?? '', name: asLine(name) ?? '', type: asLine(type) ?? '' };
}

async function isAccepted(api: N8nApi, { id }: ShippedCredential): Promise<boolean> {
	const path = `/credentials/${encodeURIComponent(id)}/test`;
	const answer = await api.ask({ method: 'POST', path }).catch((error: unknown) => {
		if (error instanceof N8nApiError && error.status !== 401) return {} as Fields;
		throw error;
	});
	return answer.status === 'OK';
}

async function makeCredentials(
	api: N8nApi,
	plan: Plan,
	before: Inventory,
	signingSecret: string,
): Promise<void> {
	for (const credential of plan.credentials) {
		const { id, name, type } = credential;
		const isFree = !before.credentials.some((other) => other.id === id);
		const data = initialData(credential, signingSecret);
		const body = { ...(isFree ? { id } : {}), name, type, data };
		await api.make({ method: 'POST', path: '/credentials', body });
	}
}

/** The credentials of the bundled workflows as they are in this n8n, by their fixed id. */
async function readCredentials(
	api: N8nApi,
	shipped: Shipped,
): Promise<Map<string, ShippedCredential>> {
	const now = (await api.list('/credentials')).map(asCredential);
	return new Map(
		shipped.credentials.map((wanted) => [wanted.id, findCredential(wanted, now) ?? wanted]),
	);
}

async function makeTables(api: N8nApi, plan: Plan, before: Inventory): Promise<void> {
	const idOf = (table: string) => before.tables.find(({ name }) => name === table)?.id ?? '';
	for (const gap of plan.tables) {
		if (gap.kind === 'table') {
			const columns = Object.entries(gap.columns).map(([name, type]) => ({ name, type }));
			const body = { name: gap.table, columns };
			await api.make({ method: 'POST', path: '/data-tables', body });
		} else {
			const path = `/data-tables/${encodeURIComponent(idOf(gap.table))}/columns`;
			await api.make({ method: 'POST', path, body: { name: gap.column, type: gap.type } });
		}
	}
}

interface Surroundings {
	api: N8nApi;
	shipped: Shipped;
	before: Inventory;
	/** By fixed id. */
	credentials: ReadonlyMap<string, ShippedCredential>;
	/** Numbers, by name. */
	tables: ReadonlyMap<string, string>;
}

/** Makes, replaces and publishes workflows, called ones before those that call them. */
class Workflows {
	readonly #of: Surroundings;
	/** Ids in this n8n, by fixed id. */
	readonly #ids = new Map<string, string>();

	constructor(surroundings: Surroundings) {
		this.#of = surroundings;
	}

	async take(step: WorkflowStep): Promise<ReportLine[]> {
		const { shipped } = step;
		if (step.kind !== 'create') this.#ids.set(shipped.id, step.installed.id);
		switch (step.kind) {
			case 'create':
				return [await this.#create(step)];
			case 'keep':
				return [await this.#keep(step)];
			case 'leave':
				return [await this.#leave(step)];
			default:
				return [await this.#replace(step)];
		}
	}

	async #create(step: Extract<WorkflowStep, { kind: 'create' }>): Promise<ReportLine> {
		const { shipped, publish } = step;
		const id = await this.#make(shipped);
		this.#ids.set(shipped.id, id);
		// Only now it has an id by which it can call itself.
		const body = this.#body(shipped, publish ? 'pending' : 'installed');
		await this.#put(id, body);
		if (publish) await this.#publish(shipped, { ...body, id, active: false });
		return line(shipped, 'créé', publish ? 'Publié.' : '');
	}

	async #leave(step: Extract<WorkflowStep, { kind: 'leave' }>): Promise<ReportLine> {
		const { shipped, installed, publish, isPending } = step;
		if (publish) await this.#publish(shipped, installed);
		else if (isPending && installed.active) await this.#markAsInstalled(shipped, installed);
		return line(shipped, publish ? 'mis à jour' : 'déjà à jour', publish ? 'Publié.' : '');
	}

	async #replace(step: Extract<WorkflowStep, { kind: 'replace' }>): Promise<ReportLine> {
		const { shipped, installed, publish } = step;
		const content = this.#content(shipped, installed);
		const state = publish ? 'pending' : 'installed';
		await this.#put(installed.id, { ...content, description: this.#description(shipped, state) });
		if (publish) await this.#publish(shipped, { ...installed, ...content });
		return line(shipped, 'mis à jour', publish ? 'Publié.' : '');
	}

	async #keep(step: Extract<WorkflowStep, { kind: 'keep' }>): Promise<ReportLine> {
		const { shipped, differing, beside } = step;
		const name = `${shipped.name} (${this.#of.shipped.version})`;
		if (beside) {
			const copy = { ...shipped, name };
			await this.#put(await this.#make(copy), this.#body(copy, 'beside'));
		}
		const nodes =
			differing.length === 0 ? 'les réglages du flux' : differing.map(quoted).join(', ');
		const where = beside
			? ` La nouvelle version est à côté, non publiée${NBSP}: ${quoted(name)}.`
			: '';
		return line(shipped, 'modifié par vous et gardé', `Ce qui diffère${NBSP}: ${nodes}.${where}`);
	}

	/** n8n takes a description of what there is, and none with what is made. */
	async #make(shipped: ShippedWorkflow): Promise<string> {
		const body = this.#content(shipped, null);
		const made = await this.#of.api.ask({ method: 'POST', path: '/workflows', body });
		return asLine(made.id) ?? '';
	}

	async #put(
		id: string,
		{ name, nodes, connections, settings, description }: WorkflowBody,
	): Promise<void> {
		const path = `/workflows/${encodeURIComponent(id)}`;
		const body = { name, nodes, connections, settings, description };
		await this.#of.api.ask({ method: 'PUT', path, body });
	}

	/** What runs is what is saved; its mark says so only when it does. */
	async #publish(shipped: ShippedWorkflow, workflow: InstalledWorkflow): Promise<void> {
		const path = `/workflows/${encodeURIComponent(workflow.id)}/publish`;
		await this.#of.api.ask({ method: 'POST', path, body: {} });
		await this.#markAsInstalled(shipped, workflow);
	}

	async #markAsInstalled(shipped: ShippedWorkflow, workflow: InstalledWorkflow): Promise<void> {
		const { id, name, nodes, connections } = workflow;
		const settings = withoutDerived(workflow.settings);
		const description = this.#description(shipped, 'installed');
		await this.#put(id, { name, nodes, connections, settings, description });
	}

	#body(shipped: ShippedWorkflow, state: Mark['state']): WorkflowBody {
		return { ...this.#content(shipped, null), description: this.#description(shipped, state) };
	}

	#description(shipped: ShippedWorkflow, state: Mark['state']): string {
		const { version } = this.#of.shipped;
		const fingerprint = fingerprintOf(shipped);
		return describe({ shippedId: shipped.id, version, fingerprint, state }, shipped.name);
	}

	#content(shipped: ShippedWorkflow, installed: InstalledWorkflow | null): WorkflowContent {
		const { name, nodes, connections, settings } = withWorkflowIds(
			withTableIds(shipped, this.#of.tables),
			(id) => this.#ids.get(id) ?? null,
		);
		const chosen = new Map(installed?.nodes.map((node) => [node.name, node]));
		return {
			name: installed?.name ?? name,
			nodes: nodes.map((node) => this.#wired(node, chosen.get(node.name))),
			connections,
			settings,
		};
	}

	/** A node with the credentials of this n8n, those a person chose before all others. */
	#wired(node: WorkflowNode, before: WorkflowNode | undefined): WorkflowNode {
		const wanted = { ...node.credentials, ...this.#token(node) };
		const own = Object.entries(wanted).map(([type, { id, name }]) => {
			const here = this.#of.credentials.get(id);
			return [type, before?.credentials?.[type] ?? { id: here?.id ?? id, name }];
		});
		const position = before?.position ?? node.position;
		return {
			...node,
			position,
			...(own.length > 0 ? { credentials: Object.fromEntries(own) } : {}),
		};
	}

	/** The trigger keeps the subscription by itself, where there is a token. */
	#token({ type }: WorkflowNode): WorkflowNode['credentials'] {
		if (!type.endsWith('.calendlyArchiMeubleTrigger') || !this.#of.before.hasToken) return {};
		const { id, name } = TOKEN_CREDENTIAL;
		return { [TOKEN_CREDENTIAL.type]: { id, name } };
	}
}

/** n8n tells how it resolves files, and takes that from nobody. */
function withoutDerived(settings: Fields): Fields {
	return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'binaryMode'));
}

function line({ name }: ShippedWorkflow, etat: ReportLine['etat'], detail: string): ReportLine {
	return { objet: 'Flux', nom: name, etat, detail };
}

function refusal(sentence: string): ReportLine {
	return { objet: 'Flux', nom: '', etat: 'à faire', detail: sentence };
}

const SECRET_INVENTED = `Une clé de signature a été inventée. Avec un jeton, elle part d’elle-même chez Calendly${NARROW_NBSP}; sans jeton, y mettre celle de votre abonnement.`;

/** What a person fills in; n8n shows nobody what a credential holds. */
const TO_FILL: Record<string, string> = {
	calendlyAccessTokenApi: `Facultatif${NBSP}: le jeton d’accès de Calendly, puis relancer l’installation. Elle publiera alors le rattrapage.`,
	smtp: 'Y mettre le serveur, le compte et le mot de passe de la messagerie.',
	httpBasicAuth: `Y choisir un nom et un mot de passe${NARROW_NBSP}; ils ouvrent le tableau de bord.`,
};

function credentialLines(shipped: Shipped, plan: Plan, before: Inventory): ReportLine[] {
	return shipped.credentials.map(({ name, type }) => {
		const isNew = plan.credentials.some((credential) => credential.name === name);
		if (type === SIGNING_CREDENTIAL.type && isNew) {
			return { objet: 'Identifiants', nom: name, etat: 'créé', detail: SECRET_INVENTED };
		}
		const isOpen = type === TOKEN_CREDENTIAL.type ? !before.hasToken : isNew;
		return {
			objet: 'Identifiants',
			nom: name,
			etat: isOpen ? 'à faire' : 'déjà à jour',
			detail: isOpen ? TO_FILL[type] : '',
		};
	});
}

function tableLines(plan: Plan, before: Inventory): ReportLine[] {
	const made = new Map<string, ReportLine>();
	for (const gap of plan.tables) {
		const isNew = gap.kind === 'table';
		const columns = plan.tables.flatMap((one) =>
			one.kind === 'column' && one.table === gap.table ? [one.column] : [],
		);
		made.set(gap.table, {
			objet: 'Table',
			nom: gap.table,
			etat: isNew ? 'créé' : 'mis à jour',
			detail: isNew ? '' : `Colonnes ajoutées${NBSP}: ${columns.join(', ')}.`,
		});
	}
	const names = before.tables.map(({ name }) => name);
	const standing = names.filter((name) => name.startsWith('archimeuble_') && !made.has(name));
	return [
		...made.values(),
		...standing.map(
			(nom): ReportLine => ({ objet: 'Table', nom, etat: 'déjà à jour', detail: '' }),
		),
		...plan.tableSentences.map(
			(detail): ReportLine => ({
				...{ objet: 'Table', nom: '', etat: 'à faire', detail },
			}),
		),
	];
}
