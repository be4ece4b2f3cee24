import { asLine, asList, type Fields } from '../text/fields';
import { TOKEN_CREDENTIAL, type ShippedCredential } from './credentials';
import { N8nApiError, type N8nApi } from './n8nApi';
import { findCredential, type InstalledWorkflow, type Inventory, type Shipped } from './plan';

/** Reads what is there; of credentials n8n tells names only, so the token is tried. */
export async function readInventory(api: N8nApi, shipped: Shipped): Promise<Inventory> {
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
export async function readWorkflows(
	api: N8nApi,
	{ workflows }: Shipped,
): Promise<InstalledWorkflow[]> {
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

export async function readTables(api: N8nApi): Promise<Array<Inventory['tables'][number]>> {
	const tables = await api.list('/data-tables');
	return tables.map(({ id, name, columns }) => ({
		...{ id: asLine(id) ?? '', name: asLine(name) ?? '', columns: asList(columns) },
	}));
}

export function asCredential({ id, name, type }: Fields): ShippedCredential {
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
