import { DatabaseSync } from 'node:sqlite';
import { pathsIn } from '../../../scripts/lib/paths.mts';
import type { Instance } from '../../support/instance.mts';

interface NodeRow {
	key: string;
	nodes: string;
}

/**
 * Writes a retry policy into the relance of a stopped n8n, as a team would in the editor: into the
 * workflow and into its published version.
 */
export function setRetryPolicy({ userFolder }: Instance, policy: Record<string, number>): void {
	const database = new DatabaseSync(pathsIn(userFolder).database);
	const changed = [
		['workflow_entity', 'id', 'id'],
		['workflow_history', 'versionId', 'workflowId'],
	].map(([table, key, workflow]) => {
		const rows = database
			.prepare(`SELECT ${key} AS key, nodes FROM ${table} WHERE ${workflow} = 'ArchiMeubleRel01'`)
			.all() as unknown as NodeRow[];
		const update = database.prepare(`UPDATE ${table} SET nodes = ? WHERE ${key} = ?`);
		for (const row of rows) update.run(withPolicy(row.nodes, policy), row.key);
		return rows.length;
	});
	database.close();
	if (changed.includes(0)) throw new Error('The relance is not in the database');
}

function withPolicy(nodes: string, policy: Record<string, number>): string {
	const parsed = JSON.parse(nodes) as Array<{ parameters: Record<string, unknown> }>;
	for (const { parameters } of parsed) {
		if (parameters.operation === 'selectUnfinished') parameters.retryPolicy = policy;
	}
	return JSON.stringify(parsed);
}
