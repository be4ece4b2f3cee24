import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { dateOf, eventsFrom, holderOf, perItem } from '../../../adapters/bookings';
import { scopeField, timezoneField } from '../../../adapters/fields';
import type { Operation } from '../../../adapters/operation';
import { collection, flag, number } from '../../../adapters/parameters';
import { listBookings } from '../../../shared/calendly/api/bookings';
import { asText } from '../../../shared/text/fields';
import { readFilter } from '../../../shared/calendly/filters';

const FILTERS: INodeProperties[] = [
	{
		displayName: 'Event Type Names or IDs',
		name: 'eventTypes',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getEventTypes' },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		description: 'Earliest start',
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
		displayName: 'Invitee Email',
		name: 'inviteeEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@email.com',
		description: 'Mail address of the client',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		default: 'active',
		description: 'Status of the appointment; both when the filter is not set',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Canceled', value: 'canceled' },
		],
	},
	{ displayName: 'To', name: 'to', type: 'dateTime', default: '', description: 'Latest start' },
];

export const getMany: Operation = {
	resource: 'appointment',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many appointments',
	description:
		'Read appointments from Calendly in the form of the trigger, one item for each invitee',
	needs: ['token'],
	properties: [
		scopeField,
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: FILTERS,
		},
		timezoneField,
	],
	execute: perItem(async (functions, context, item) => {
		const bookings = await listBookings(context, {
			...(await holderOf(functions, context, item)),
			...queryOf(functions, item),
			limit: limitOf(functions, item),
		});
		return eventsFrom(bookings, functions, item);
	}),
};

function queryOf(functions: IExecuteFunctions, item: number) {
	const filters = collection<Record<string, unknown>>(functions, 'filters', item);
	const { status } = filters;
	return {
		minStartTime: dateOf(functions, filters.from),
		maxStartTime: dateOf(functions, filters.to),
		status: status === 'active' || status === 'canceled' ? status : undefined,
		inviteeEmail: asText(filters.inviteeEmail) ?? undefined,
		filter: readFilter(filters),
	} as const;
}

function limitOf(functions: IExecuteFunctions, item: number): number | undefined {
	return flag(functions, 'returnAll', item) ? undefined : number(functions, 'limit', item);
}
