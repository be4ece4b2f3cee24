import type { INodeProperties } from 'n8n-workflow';

/** Filters a person sets in the trigger; `readFilter` reads them. */
export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description:
		'Bookings that do not fit are answered with 200, so that Calendly does not repeat them, and go no further',
	options: [
		{
			displayName: 'Event Type Name',
			name: 'namePattern',
			type: 'string',
			default: '',
			placeholder: 'e.g. visio*, prise de mesures',
			description:
				'Comma-separated names, one of which must fit. Without * the name must contain it, with * (any text) it must fit whole. Case and accents do not matter.',
		},
		{
			displayName: 'Event Type Names or IDs',
			name: 'eventTypes',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getEventTypes' },
			default: [],
			description:
				'Event types wanted; the list needs an access token. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Hosts',
			name: 'hosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. paul@archimeuble.com',
			description: 'Comma-separated mail addresses or user URIs, one of which must be a host',
		},
		{
			displayName: 'Invitee Domains',
			name: 'inviteeDomains',
			type: 'string',
			default: '',
			placeholder: 'e.g. example.com',
			description:
				'Comma-separated domains of the invitee’s mail address; their sub-domains count, too',
		},
	],
};
