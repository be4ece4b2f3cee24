import { DatabaseSync } from 'node:sqlite';
import type { RetryPolicy } from '../../../nodes/shared/journal/unfinished.ts';
import { pathsIn } from '../../../scripts/lib/paths.mts';
import type { Instance } from '../../support/instance.mts';

interface NodeRow {
	key: string;
	nodes: string;
}

interface PacedNode {
	type: string;
	parameters: Record<string, unknown>;
}

/** Time scaled down: how often the relance looks, and how patient it is. */
export interface Pace {
	beatSeconds: number;
	policy: Partial<RetryPolicy>;
}

/** A minute of the shipped relance takes five seconds; six refusals for good become three. */
export const HASTENED = {
	beatSeconds: 5,
	policy: { storedMinutes: 0.3, leaseMinutes: 1, maxBackoffMinutes: 0.08, maxRefusals: 3 },
} satisfies Pace;

/**
 * Writes a pace into the relance of a stopped n8n, as a team would in the editor: into the workflow
 * and into its published version.
 */
export function setPace({ userFolder }: Instance, pace: Pace): void {
	const database = new DatabaseSync(pathsIn(userFolder).database);
	const changed = [
		['workflow_entity', 'id', 'id'],
		['workflow_history', 'versionId', 'workflowId'],
	].map(([table, key, workflow]) => {
		const rows = database
			.prepare(`SELECT ${key} AS key, nodes FROM ${table} WHERE ${workflow} = 'ArchiMeubleRel01'`)
			.all() as unknown as NodeRow[];
		const update = database.prepare(`UPDATE ${table} SET nodes = ? WHERE ${key} = ?`);
		for (const row of rows) update.run(withPace(row.nodes, pace), row.key);
		return rows.length;
	});
	database.close();
	if (changed.includes(0)) throw new Error('The relance is not in the database');
}

function withPace(nodes: string, pace: Pace): string {
	const parsed = JSON.parse(nodes) as PacedNode[];
	pacedNodes(parsed, pace);
	return JSON.stringify(parsed);
}

/** Writes a pace into the nodes of the relance. */
export function pacedNodes(nodes: readonly PacedNode[], { beatSeconds, policy }: Pace): void {
	const interval = [{ field: 'seconds', secondsInterval: beatSeconds }];
	for (const { type, parameters } of nodes) {
		if (parameters.operation === 'selectUnfinished') parameters.retryPolicy = policy;
		if (type === 'n8n-nodes-base.scheduleTrigger') parameters.rule = { interval };
	}
}
