import { initialData, type ShippedCredential } from './credentials';
import { asCredential, readInventory, readTables } from './inventory';
import type { N8nApi } from './n8nApi';
import {
	findCredential,
	planInstallation,
	tableIds,
	type Inventory,
	type Plan,
	type Shipped,
} from './plan';
import { credentialLines, refusal, tableLines, type ReportLine } from './report';
import { WorkflowInstaller } from './workflowInstaller';

/** What is known of an n8n besides what its interface tells. */
export interface Installing {
	/** For a new signing credential. */
	signingSecret: string;
	/** Whether there is a token for Calendly's API; tried where that is not known. */
	hasToken?: boolean;
}

/**
 * Brings an n8n to where it holds what the package brings, and says of each thing what was done. Running
 * it again is always safe: what is there is left, what was cut off goes on.
 *
 * @throws N8nApiError what n8n refused; what was done before stays
 */
export async function install(
	api: N8nApi,
	shipped: Shipped,
	{ signingSecret, hasToken }: Installing,
): Promise<ReportLine[]> {
	const before = await readInventory(api, shipped, hasToken);
	const plan = planInstallation(shipped, before);
	if (plan.refusals.length > 0) return plan.refusals.map(refusal);
	await makeCredentials(api, plan, before, signingSecret);
	const credentials = await readCredentials(api, shipped);
	await makeTables(api, plan, before);
	const tables = tableIds({ tables: await readTables(api) });
	const workflows = new WorkflowInstaller({ api, shipped, before, credentials, tables });
	const lines: ReportLine[] = [];
	for (const step of plan.workflows) lines.push(...(await workflows.take(step)));
	return [...credentialLines(shipped, plan, before), ...tableLines(plan, before), ...lines];
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
