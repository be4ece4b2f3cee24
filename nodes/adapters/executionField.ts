import type { INodeProperties } from 'n8n-workflow';

/** The round whose deliveries are meant: the workflow that calls the engine gives its own number. */
export const executionField: INodeProperties = {
	displayName: 'Execution',
	name: 'execution',
	type: 'string',
	default: '',
	required: true,
	description: 'ID of the execution that takes the deliveries',
};
