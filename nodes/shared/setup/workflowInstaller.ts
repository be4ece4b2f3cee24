import { NBSP, quoted } from '../french/typography';
import { asLine, type Fields } from '../text/fields';
import { fingerprintOf, placeParametersOf } from './content';
import { TOKEN_CREDENTIAL, type ShippedCredential } from './credentials';
import { markedDescription, markOf, type Mark } from './mark';
import { N8nApiError, type N8nApi } from './n8nApi';
import type { InstalledWorkflow, Inventory, Shipped, WorkflowStep } from './plan';
import { differenceText, line, publicationText, refusedText, type ReportLine } from './report';
import {
	isStartedByHand,
	isTrigger,
	needsToken,
	withTableIds,
	withWorkflowIds,
	type ShippedWorkflow,
	type WorkflowContent,
	type WorkflowNode,
} from './workflow';

/** What the public API takes of a workflow. */
interface WorkflowBody extends WorkflowContent {
	description: string;
}

/** The n8n that is installed into. */
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
export class WorkflowInstaller {
	readonly #of: Surroundings;
	/** Ids in this n8n, by fixed id. */
	readonly #ids = new Map<string, string>();

	constructor(surroundings: Surroundings) {
		this.#of = surroundings;
	}

	async take(step: WorkflowStep): Promise<ReportLine[]> {
		const { shipped } = step;
		if (step.kind !== 'create') this.#ids.set(shipped.id, step.installed.id);
		return await this.#carryOut(step).catch((error: unknown) => {
			// A person unpublished one that this one calls; that is no reason to leave the others undone.
			const isRefused = error instanceof N8nApiError && error.status === 400;
			if (!isRefused || !this.#ids.has(shipped.id)) throw error;
			return [line(shipped, 'à faire', refusedText(error.message))];
		});
	}

	async #carryOut(step: WorkflowStep): Promise<ReportLine[]> {
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
		const body = this.#body(shipped, stateOf(step));
		await this.#put(id, body);
		if (publish) await this.#publish(shipped, { ...body, id, active: false });
		return line(shipped, 'créé', this.#publication(shipped, publish));
	}

	async #leave(step: Extract<WorkflowStep, { kind: 'leave' }>): Promise<ReportLine> {
		const { shipped, installed, publish, isPending } = step;
		if (publish) await this.#publish(shipped, installed);
		else if (isPending && installed.active) await this.#markAsInstalled(shipped, installed);
		const text = this.#publication(shipped, publish || installed.active);
		return line(shipped, publish ? 'mis à jour' : 'déjà à jour', text);
	}

	async #replace(step: Extract<WorkflowStep, { kind: 'replace' }>): Promise<ReportLine> {
		const { shipped, installed, publish } = step;
		const content = this.#content(shipped, installed);
		const description = this.#description(shipped, stateOf(step));
		await this.#put(installed.id, { ...content, description });
		if (publish) await this.#publish(shipped, { ...installed, ...content });
		return line(shipped, 'mis à jour', this.#publication(shipped, publish || installed.active));
	}

	async #keep(step: Extract<WorkflowStep, { kind: 'keep' }>): Promise<ReportLine> {
		const { shipped, differing, beside } = step;
		const name = `${shipped.name} (${this.#of.shipped.version})`;
		if (beside) {
			const copy = { ...shipped, name };
			await this.#put(await this.#make(copy), this.#body(copy, 'beside'));
		}
		const where = beside
			? ` La nouvelle version est à côté, non publiée${NBSP}: ${quoted(name)}.`
			: '';
		return line(shipped, 'modifié par vous et gardé', differenceText(differing) + where);
	}

	#publication(shipped: ShippedWorkflow, isPublished: boolean): string {
		return publicationText(shipped, isPublished, this.#of.before.hasToken);
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
		return markedDescription({ shippedId: shipped.id, version, fingerprint, state }, shipped.name);
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
		const here = Object.entries(wanted).map(([type, { id, name }]) => {
			return [type, { id: this.#of.credentials.get(id)?.id ?? id, name }] as const;
		});
		const own = Object.entries({ ...Object.fromEntries(here), ...before?.credentials });
		const position = before?.position ?? node.position;
		const place = before === undefined ? {} : placeParametersOf(before);
		return {
			...node,
			position,
			parameters: { ...node.parameters, ...place },
			...(own.length > 0 ? { credentials: Object.fromEntries(own) } : {}),
		};
	}

	/** The trigger keeps the subscription by itself, where there is a token. */
	#token(node: WorkflowNode): WorkflowNode['credentials'] {
		if (!isTrigger(node) || !this.#of.before.hasToken) return {};
		const { id, name } = TOKEN_CREDENTIAL;
		return { [TOKEN_CREDENTIAL.type]: { id, name } };
	}
}

/** Owed is also what waits for a token: published once it is there. */
function stateOf({ shipped, publish, ...step }: WorkflowStep): Mark['state'] {
	const mark = 'installed' in step ? markOf(step.installed.description) : null;
	const waits = needsToken(shipped) && !isStartedByHand(shipped) && mark?.state !== 'installed';
	return publish || waits ? 'pending' : 'installed';
}

/** n8n tells how it resolves files, and takes that from nobody. */
export function withoutDerived(settings: Fields): Fields {
	return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'binaryMode'));
}
