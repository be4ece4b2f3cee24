import type { INodeProperties } from 'n8n-workflow';

export const addressField: INodeProperties = {
	displayName: 'Address',
	name: 'address',
	type: 'string',
	default: '',
	placeholder: 'e.g. name@email.com',
	description: 'Mail address of the person, in upper or lower case',
};
