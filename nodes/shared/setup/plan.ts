import { NARROW_NBSP, NBSP, quoted } from '../french/typography';
import { asLine } from '../text/fields';
import { differingNodes, fingerprintOf } from './content';
import { TOKEN_CREDENTIAL, type ShippedCredential } from './credentials';
import { markOf, type Mark } from './mark';
import { TOO_OLD } from './n8nNeeds';
import { gapSentences, tableGaps, type TableGap } from './tables';
import { compareVersions } from './version';
import {
	calledWorkflow,
	hasDeadTables,
	inInstallationOrder,
	isStartedByHand,
	isTrigger,
	needsToken,
	type ShippedWorkflow,
	type WorkflowContent,
	type WorkflowNode,
} from './workflow';

const PACKAGE_NAME = 'n8n-nodes-calendly-archimeuble';

/** What the package brings. */
export interface Shipped {
	version: string;
	credentials: readonly ShippedCredential[];
	workflows: readonly ShippedWorkflow[];
}

/** A workflow as n8n's public API tells it. */
export interface InstalledWorkflow extends WorkflowContent {
	id: string;
	description?: string | null;
	active: boolean;
	isArchived?: boolean;
}

/** What is in an n8n. */
export interface Inventory {
	/** Whether this n8n lacks what an installation needs of it. */
	isTooOld: boolean;
	credentials: ReadonlyArray<ShippedCredential>;
	/** `{ id, name, columns: [{ name, type }] }` each. */
	tables: ReadonlyArray<{ id: string; name: string; columns: unknown }>;
	workflows: readonly InstalledWorkflow[];
	/** Ids of all workflows there are, those of others among them; without the archived ones. */
	workflowIds: ReadonlySet<string>;
	/** Whether the credential for Calendly's API holds a token Calendly accepts. */
	hasToken: boolean;
}

/** What is done with a bundled workflow. */
export type WorkflowStep = { shipped: ShippedWorkflow; publish: boolean } & (
	| { kind: 'create' }
	| { kind: 'replace'; installed: InstalledWorkflow }
	/** As it is; `isPending` where an installation was cut off before it was marked as published. */
	| { kind: 'leave'; installed: InstalledWorkflow; isPending: boolean }
	/** A person changed it: `beside` is whether the new version is to be put beside it. */
	| { kind: 'keep'; installed: InstalledWorkflow; beside: boolean; differing: string[] }
);

/** What there is to do, or why nothing may be done. */
export interface Plan {
	/** Why nothing may be done: French sentences, each with its remedy; empty where all may. */
	refusals: string[];
	credentials: ShippedCredential[];
	tables: Array<Extract<TableGap, { kind: 'table' | 'column' }>>;
	/** What a person has to do about the tables. */
	tableSentences: string[];
	/** In the order n8n publishes them. */
	workflows: WorkflowStep[];
}

/**
 * What there is to do so that an n8n holds what the package brings. Nothing a person made is overwritten
 * or deleted; planned again behind its own steps, there is nothing left to do.
 *
 * A workflow is found by the mark in its description, or by its name where it does what the bundled one
 * does (imported by hand). It counts as changed by a person when it does something else than what was
 * installed; where nodes stand and which credentials they use is nobody's change.
 */
export function planInstallation(shipped: Shipped, inventory: Inventory): Plan {
	const gaps = tableGaps(inventory.tables);
	const steps = inInstallationOrder(shipped.workflows).map((workflow) =>
		workflowStep(workflow, shipped, inventory),
	);
	const credentials = shipped.credentials.filter(
		(wanted) => findCredential(wanted, inventory.credentials) === null,
	);
	return {
		refusals: [
			...(inventory.isTooOld ? [TOO_OLD] : []),
			...steps.filter((step) => typeof step === 'string'),
		],
		credentials,
		tables: gaps.filter((gap) => gap.kind !== 'type'),
		tableSentences: gapSentences(gaps.filter((gap) => gap.kind === 'type')),
		workflows: steps.filter((step) => typeof step !== 'string'),
	};
}

/** The credential a bundled workflow means: of its name and type, whatever its id. */
export function findCredential(
	{ name, type }: ShippedCredential,
	existing: readonly ShippedCredential[],
): ShippedCredential | null {
	return existing.find((one) => one.name === name && one.type === type) ?? null;
}

/** The bundled workflow an installed one stands for; null for others and for those put beside one. */
function shippedIdsOf(
	shipped: readonly ShippedWorkflow[],
	installed: readonly InstalledWorkflow[],
): (id: string) => string | null {
	const known = new Map<string, string>();
	for (const workflow of shipped) {
		const found = findWorkflow(workflow, installed);
		if (found !== null) known.set(found.id, workflow.id);
	}
	return (id) => known.get(id) ?? null;
}

/** The sentence of a refusal, or the step. */
function workflowStep(
	workflow: ShippedWorkflow,
	shipped: Shipped,
	inventory: Inventory,
): WorkflowStep | string {
	const { workflows, hasToken } = inventory;
	const installed = findWorkflow(workflow, workflows);
	const publish = !isStartedByHand(workflow) && (hasToken || !needsToken(workflow));
	if (installed === null) return { kind: 'create', shipped: workflow, publish };
	const dead = deadReferences(workflow, installed, shipped, inventory);
	const idOf = shippedIdsOf(shipped.workflows, workflows);
	const shippedIdOf = (id: string) => idOf(id) ?? dead.get(id) ?? null;
	const differing = differingNodes(workflow, installed, shippedIdOf);
	if (differing.length > 0 && !isOfThePackage(installed)) return taken(workflow);
	const mark = markOf(installed.description);
	if (mark !== null && compareVersions(mark.version, shipped.version) > 0) {
		return newer(workflow, mark, shipped.version);
	}
	const [is, wanted] = [fingerprintOf(installed, shippedIdOf), fingerprintOf(workflow)];
	const found = { shipped: workflow, installed, publish: publish && isOwed(mark, installed) };
	const isWired = !hasToken || installed.nodes.filter(isTrigger).every(readsToken);
	const isWhole = isWired && dead.size === 0 && !hasDeadTables(installed, tableIds(inventory));
	if (is === wanted && mark?.fingerprint === wanted && isWhole) {
		return { ...found, kind: 'leave', isPending: mark.state === 'pending' };
	}
	// Imported by hand, which loses every setting; or made by an installation that was cut off.
	const isBare = mark === null && differing.length === 0;
	if (is === mark?.fingerprint || is === wanted || isBare) return { ...found, kind: 'replace' };
	const beside = mark?.fingerprint !== wanted && !hasBeside(workflow, shipped, workflows);
	return { ...found, kind: 'keep', beside, differing };
}

/**
 * Workflows that are called, or told of errors, and that a person deleted: their ids, with the fixed ids of
 * the bundled ones that are made anew in their place. A person's own call of another workflow is none.
 */
function deadReferences(
	workflow: ShippedWorkflow,
	installed: InstalledWorkflow,
	{ workflows }: Shipped,
	{ workflowIds }: Inventory,
): Map<string, string> {
	const wanted = new Map(workflow.nodes.map((node) => [node.name, calledWorkflow(node)]));
	const pairs = installed.nodes.map((node) => [calledWorkflow(node), wanted.get(node.name)]);
	pairs.push([asLine(installed.settings.errorWorkflow), asLine(workflow.settings.errorWorkflow)]);
	return new Map(
		pairs.flatMap(([id, fixed]): Array<[string, string]> => {
			const isBrought = workflows.some((one) => one.id === fixed);
			return id && fixed && isBrought && !workflowIds.has(id) ? [[id, fixed]] : [];
		}),
	);
}

/** The numbers of the tables there are, by name. */
export function tableIds({ tables }: Pick<Inventory, 'tables'>): Map<string, string> {
	return new Map(tables.map(({ id, name }) => [name, id]));
}

/** The one that stands for a bundled workflow: by its mark; else by its fixed id (imported by the command line) or its name (by hand). */
export function findWorkflow(
	{ id, name }: ShippedWorkflow,
	installed: readonly InstalledWorkflow[],
): InstalledWorkflow | null {
	const standing = installed.filter(({ isArchived }) => isArchived !== true);
	const own = standing.filter(({ description }) => {
		const mark = markOf(description);
		return mark?.shippedId === id && mark.state !== 'beside';
	});
	return (
		own.find((workflow) => workflow.name === name) ??
		own[0] ??
		standing.find((workflow) => workflow.id === id) ??
		standing.find((workflow) => workflow.name === name) ??
		null
	);
}

function isOfThePackage({ description, nodes }: InstalledWorkflow): boolean {
	return (
		markOf(description) !== null || nodes.some(({ type }) => type.startsWith(`${PACKAGE_NAME}.`))
	);
}

/** Only so the trigger can subscribe at Calendly by itself. */
function readsToken({ credentials }: WorkflowNode): boolean {
	return credentials?.[TOKEN_CREDENTIAL.type] !== undefined;
}

/** What was published once and is not any more, a person unpublished. */
function isOwed(mark: Mark | null, { active }: InstalledWorkflow): boolean {
	return !active && (mark === null || mark.state === 'pending');
}

function hasBeside(
	{ id }: ShippedWorkflow,
	{ version }: Shipped,
	installed: readonly InstalledWorkflow[],
): boolean {
	return installed.some(({ description, isArchived }) => {
		const mark = markOf(description);
		return (
			!isArchived && mark?.state === 'beside' && mark.shippedId === id && mark.version === version
		);
	});
}

function taken({ name }: ShippedWorkflow): string {
	return `Un autre flux s’appelle déjà ${quoted(name)}${NBSP}: le renommer ou l’archiver, puis relancer l’installation. Rien n’a été changé.`;
}

function newer({ name }: ShippedWorkflow, mark: Mark, version: string): string {
	return `${quoted(name)} vient de la version ${mark.version} du paquet, plus récente que celle qui est installée (${version})${NARROW_NBSP}; revenir en arrière n’est pas possible. Mettre le paquet à jour, puis relancer l’installation. Rien n’a été changé.`;
}
