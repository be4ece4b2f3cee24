import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** The access token for Calendly’s API, the secret that signs its deliveries, a key of this n8n. */
export type Credential = 'token' | 'signing' | 'n8n';

/** Runs an operation over the input items. */
export type Execute = (
	this: IExecuteFunctions,
	items: INodeExecutionData[],
) => Promise<INodeExecutionData[]>;

/**
 * All there is to one operation of a node. `operations.ts` makes of a list of them what n8n wants to
 * have apart: dropdowns, fields with the operations they are shown for, lists of credentials.
 */
export interface Operation {
	/** Singular, in lower case; the editor shows it with a capital. */
	resource: string;
	/** What workflows call it; unlike that of every other operation of the node. */
	value: string;
	name: string;
	/** The sentence n8n’s search lists. */
	action: string;
	description: string;
	needs?: readonly Credential[];
	/** Changes Calendly or this n8n: runs only where the node allows it. */
	isDestructive?: boolean;
	/** Its fields; `show` only holds conditions on other fields of the operation. */
	properties: INodeProperties[];
	execute: Execute;
}
