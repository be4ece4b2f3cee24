import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { text } from './parameters';

/** What another node of the same workflow gave: read here, because an expression copies all of it. */

/** Where the steps that close a round find what it had to announce. */
export const batchNodeField: INodeProperties = {
	displayName: 'Batch Node',
	name: 'batchNode',
	type: 'string',
	noDataExpression: true,
	default: 'Moteur',
	description: 'Name of the node of this workflow that gave the announcements of the round',
};

/** Where the steps of the morning find what the journal says. */
export const journalNodeField: INodeProperties = {
	displayName: 'Journal Node',
	name: 'journalNode',
	type: 'string',
	noDataExpression: true,
	default: 'Au journal',
	description:
		'Name of the node of this workflow that read the journal: agendas sent, deliveries that wait or were given up',
};

/**
 * What the round had to announce, as Apply Events made it. Read here and not by an expression, which
 * would copy a whole batch into the isolate it runs in.
 */
export function announcementsOf(functions: IExecuteFunctions): unknown[] {
	return jsonOfNode(functions, text(functions, 'batchNode')).filter(
		({ numero }) => typeof numero === 'number',
	);
}

/** What a node of this workflow gave when it ran last; nothing where it did not run. */
export function jsonOfNode(functions: IExecuteFunctions, node: string): IDataObject[] {
	const { $ } = functions.getWorkflowDataProxy(0) as {
		$: (node: string) => { isExecuted?: boolean; all(): INodeExecutionData[] };
	};
	const found = $(node);
	return found.isExecuted === false ? [] : found.all().map(({ json }) => json);
}
