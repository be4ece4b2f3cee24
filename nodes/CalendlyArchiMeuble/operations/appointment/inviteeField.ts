import type { INodeProperties } from 'n8n-workflow';

export const inviteeField: INodeProperties = {
	displayName: 'Invitee',
	name: 'invitee',
	type: 'string',
	default: '',
	required: true,
	placeholder:
		'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA/invitees/BBBBBBBBBBBBBBBB',
	description: 'Address (URI) of the invitee who did not come',
};
