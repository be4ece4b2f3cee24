import { quoted } from '../french/typography';
import { readTables, readWorkflows } from './inventory';
import { markedDescription, markOf } from './mark';
import { N8nApiError, type N8nApi } from './n8nApi';
import { findWorkflow, type InstalledWorkflow, type Shipped } from './plan';
import type { ReportLine } from './report';
import { TABLES } from './tables';
import { calledFirst } from './workflow';
import { withoutDerived } from './workflowInstaller';

/** How much is taken away. */
export interface Removal {
	/** Whether workflows are deleted, not only stopped. */
	deleteWorkflows: boolean;
	/** Names of the tables that are deleted with all they hold. */
	tables: readonly string[];
}

/**
 * Stops what the package brought: the workflows are unpublished, callers first, and with the trigger goes
 * its subscription at Calendly. Workflows and tables are deleted where that was asked for; credentials
 * are left, because nobody can read them any more once they are gone.
 *
 * @throws N8nApiError what n8n refused; what was done before stays
 */
export async function remove(
	api: N8nApi,
	shipped: Shipped,
	removal: Removal,
): Promise<ReportLine[]> {
	const { workflows: installed } = await readWorkflows(api, shipped);
	const order = [...calledFirst(shipped.workflows, shipped.workflows)].reverse();
	const lines: ReportLine[] = [];
	for (const workflow of order) {
		const found = findWorkflow(workflow, installed);
		if (found !== null) lines.push(await removeWorkflow(api, found, removal));
	}
	return [...lines, ...(await removeTables(api, removal.tables))];
}

async function removeWorkflow(
	api: N8nApi,
	workflow: InstalledWorkflow,
	{ deleteWorkflows }: Removal,
): Promise<ReportLine> {
	const { id, name, active } = workflow;
	const path = `/workflows/${encodeURIComponent(id)}`;
	// Before it is stopped: cut off behind that, it would count as stopped by a person.
	if (active) await markAsPending(api, path, workflow);
	if (active) await api.ask({ method: 'POST', path: `${path}/unpublish`, body: {} });
	if (deleteWorkflows) await api.ask({ method: 'DELETE', path });
	const etat = deleteWorkflows ? 'supprimé' : 'arrêté';
	return { objet: 'Flux', nom: name, etat, detail: '' };
}

/** Stopped here and not by a person: installing again is to publish it again. */
async function markAsPending(
	api: N8nApi,
	path: string,
	{ name, nodes, connections, settings, description }: InstalledWorkflow,
): Promise<void> {
	const mark = markOf(description);
	if (mark === null) return;
	const body = {
		...{ name, nodes, connections, settings: withoutDerived(settings) },
		description: markedDescription({ ...mark, state: 'pending' }, name),
	};
	await api.ask({ method: 'PUT', path, body });
}

async function removeTables(api: N8nApi, wanted: readonly string[]): Promise<ReportLine[]> {
	const known = TABLES.map(({ name }) => name);
	const existing = await readTables(api);
	const lines: ReportLine[] = [];
	for (const { id, name } of existing.filter((table) => known.includes(table.name))) {
		const isWanted = wanted.includes(name);
		if (isWanted) await deleteTable(api, id);
		lines.push({ objet: 'Table', nom: name, etat: isWanted ? 'supprimé' : 'gardé', detail: '' });
	}
	const isOurs = (name: string) =>
		known.includes(name) && existing.some((table) => table.name === name);
	const unknown = wanted.filter((name) => !isOurs(name));
	return [...lines, ...unknown.map(noSuchTable)];
}

async function deleteTable(api: N8nApi, id: string): Promise<void> {
	const path = `/data-tables/${encodeURIComponent(id)}`;
	await api.ask({ method: 'DELETE', path }).catch((error: unknown) => {
		// Somebody else was faster.
		if (!(error instanceof N8nApiError) || error.status !== 404) throw error;
	});
}

function noSuchTable(name: string): ReportLine {
	const detail = `${quoted(name)} n’est pas une table d’ArchiMeuble, ou elle n’existe plus. Rien n’a été supprimé sous ce nom.`;
	return { objet: 'Table', nom: name, etat: 'à faire', detail };
}
