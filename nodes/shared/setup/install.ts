import { signingSecretFlaw } from '../calendly/signingSecret';
import {
	initialData,
	SIGNING_CREDENTIAL,
	type FirstValues,
	type ShippedCredential,
} from './credentials';
import { asCredential, readInventory, readTables } from './inventory';
import { N8nApiError, type N8nApi } from './n8nApi';
import {
	findCredential,
	planInstallation,
	tableIds,
	type Inventory,
	type Plan,
	type Shipped,
} from './plan';
import {
	credentialLines,
	inReadingOrder,
	refusal,
	tableLines,
	UNUSABLE_SECRET,
	type ReportLine,
} from './report';
import { WorkflowInstaller } from './workflowInstaller';

/**
 * Brings an n8n to where it holds what the package brings, and says of each thing what was done. Running
 * it again is always safe: what is there is left, what was cut off goes on.
 *
 * @param values for credentials that are made now; those that exist are left
 * @param hasToken whether there is a token for Calendly's API, where that is known; tried otherwise
 * @throws N8nApiError what n8n refused; what was done before stays
 */
export async function install(
	api: N8nApi,
	shipped: Shipped,
	values: FirstValues,
	hasToken?: boolean,
): Promise<ReportLine[]> {
	const found = await readInventory(api, shipped, hasToken);
	const { refusals, credentials: missing } = planInstallation(shipped, found);
	if (refusals.length > 0) return refusals.map(refusal);
	if (isUnusable(values, missing)) return [refusal(UNUSABLE_SECRET)];
	for (const credential of missing) await makeCredential(api, credential, found, values);
	// A token that was filled in lets more be published.
	const before = missing.length === 0 ? found : await readInventory(api, shipped, hasToken);
	const plan = { ...planInstallation(shipped, before), credentials: missing };
	const credentials = await readCredentials(api, shipped);
	await makeTables(api, plan, before);
	const tables = tableIds({ tables: await readTables(api) });
	const workflows = new WorkflowInstaller({ api, shipped, before, credentials, tables });
	const lines: ReportLine[] = [];
	for (const step of plan.workflows) lines.push(...(await workflows.take(step)));
	return inReadingOrder([
		...credentialLines(shipped, plan, before, values),
		...tableLines(plan, before),
		...lines,
	]);
}

/** The signing credential would be made, and nothing could ever be delivered. */
function isUnusable(
	{ signingSecret }: FirstValues,
	missing: readonly ShippedCredential[],
): boolean {
	return (
		missing.includes(SIGNING_CREDENTIAL) &&
		signingSecret !== '' &&
		signingSecretFlaw(signingSecret) !== null
	);
}

async function makeCredential(
	api: N8nApi,
	credential: ShippedCredential,
	before: Inventory,
	values: FirstValues,
): Promise<void> {
	const { id, name, type } = credential;
	const isFree = !before.credentials.some((other) => other.id === id);
	const body = { name, type, data: initialData(credential, values) };
	const make = async (more: object) =>
		await api.make({ method: 'POST', path: '/credentials', body: { ...more, ...body } });
	await make(isFree ? { id } : {}).catch(async (error: unknown) => {
		if (!(error instanceof N8nApiError) || error.status !== 400) throw error;
		// n8n before 2.41 gives every credential an id of its own, and refuses whoever names one.
		await make({});
	});
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
	const ids = tableIds(before);
	for (const gap of plan.tables) {
		if (gap.kind === 'table') {
			const columns = Object.entries(gap.columns).map(([name, type]) => ({ name, type }));
			const body = { name: gap.table, columns };
			await api.make({ method: 'POST', path: '/data-tables', body });
		} else {
			const path = `/data-tables/${encodeURIComponent(ids.get(gap.table) ?? '')}/columns`;
			await api.make({ method: 'POST', path, body: { name: gap.column, type: gap.type } });
		}
	}
}
