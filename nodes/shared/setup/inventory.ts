import { asLine, asList, type Fields } from '../text/fields';
import { TOKEN_CREDENTIAL, type ShippedCredential } from './credentials';
import { N8nApiError, type N8nApi } from './n8nApi';
import { isTooOld } from './n8nNeeds';
import { findCredential, type InstalledWorkflow, type Inventory, type Shipped } from './plan';

/**
 * Reads what is there; of credentials n8n tells names only, so the token is tried.
 *
 * @param hasToken where that is known
 */
export async function readInventory(
	api: N8nApi,
	shipped: Shipped,
	hasToken?: boolean,
): Promise<Inventory> {
	const credentials = (await api.list('/credentials')).map(asCredential);
	return {
		credentials,
		isTooOld: await isTooOld(api),
		tables: await readTables(api),
		...(await readWorkflows(api, shipped)),
		hasToken: hasToken ?? (await isTokenAccepted(api, credentials)),
	};
}

/**
 * Those that have the name or a node of a bundled one, with their descriptions, which n8n's list leaves
 * out; of all others the ids.
 */
export async function readWorkflows(
	api: N8nApi,
	{ workflows }: Shipped,
): Promise<Pick<Inventory, 'workflows' | 'workflowIds'>> {
	const names = new Set(workflows.map(({ name }) => name));
	const nodes = new Set(workflows.flatMap((workflow) => workflow.nodes.map(({ id }) => id)));
	const all = await api.list('/workflows');
	const related = all.filter(
		(workflow) =>
			names.has(lineOf(workflow.name)) ||
			asList(workflow.nodes).some(({ id }) => nodes.has(lineOf(id))),
	);
	const found: InstalledWorkflow[] = [];
	for (const { id } of related) {
		const path = `/workflows/${encodeURIComponent(lineOf(id))}`;
		found.push((await api.ask({ method: 'GET', path })) as unknown as InstalledWorkflow);
	}
	const standing = all.filter(({ isArchived }) => isArchived !== true);
	return { workflows: found, workflowIds: new Set(standing.map(({ id }) => lineOf(id))) };
}

/** All there are, ours among them. */
export async function readTables(api: N8nApi): Promise<Array<Inventory['tables'][number]>> {
	const tables = await api.list('/data-tables');
	return tables.map(({ id, name, columns }) => ({
		...{ id: lineOf(id), name: lineOf(name), columns: asList(columns) },
	}));
}

/** As n8n lists it: without what it holds. */
export function asCredential({ id, name, type }: Fields): ShippedCredential {
	return { id: lineOf(id), name: lineOf(name), type: lineOf(type) };
}

function lineOf(value: unknown): string {
	return asLine(value) ?? '';
}

async function isTokenAccepted(
	api: N8nApi,
	credentials: readonly ShippedCredential[],
): Promise<boolean> {
	const token = findCredential(TOKEN_CREDENTIAL, credentials);
	if (token === null) return false;
	const path = `/credentials/${encodeURIComponent(token.id)}/test`;
	const answer = await api.ask({ method: 'POST', path }).catch((error: unknown) => {
		if (error instanceof N8nApiError && error.status !== 401) return {} as Fields;
		throw error;
	});
	return answer.status === 'OK';
}
