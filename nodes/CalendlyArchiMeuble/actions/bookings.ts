import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { asNodeError, requireApiContext } from '../../adapters/calendlyApi';
import { filtersProperty } from '../../adapters/filters';
import type { AppointmentEvent } from '../../shared/appointment/event';
import { currentEvent, eventsOf } from '../../shared/appointment/fromApi';
import { inviteeIdOf } from '../../shared/appointment/identity';
import {
	differences,
	unlistedSuccessors,
	type Difference,
} from '../../shared/appointment/reconcile';
import { getBookings, listBookings, type ApiBooking } from '../../shared/calendly/api/bookings';
import type { ApiContext } from '../../shared/calendly/api/http';
import { CalendlyApiError, invalidInput } from '../../shared/calendly/api/problem';
import {
	cancelScheduledEvent,
	createInviteeNoShow,
	deleteInviteeNoShow,
	getCurrentUser,
	getInvitee,
} from '../../shared/calendly/api/resources';
import {
	filterFactsOfBooking,
	matchesFilter,
	NO_FILTER,
	readFilter,
	type EventFilter,
} from '../../shared/calendly/filters';
import { DEFAULT_TIMEZONE, instantOf, timezoneOrDefault } from '../../shared/french/dates';
import { journalEntry } from '../../shared/journal/entry';
import { asFields, asText } from '../../shared/text/fields';
import { asJson, type Execute } from './operation';
import { storedRows } from './rows';

const DAY_MS = 86_400_000;

/** Runs once per item; where the node goes on after an error, the item says what it was. */
function perItem(
	work: (
		functions: IExecuteFunctions,
		context: ApiContext,
		item: number,
	) => Promise<ReadonlyArray<object>>,
): Execute {
	return async function (this: IExecuteFunctions, items) {
		const context = await requireApiContext(this);
		const output: INodeExecutionData[] = [];
		for (const item of items.keys()) {
			try {
				const results = await work(this, context, item);
				output.push(...results.map((json) => ({ json: asJson(json), pairedItem: { item } })));
			} catch (error) {
				const shown = asNodeError(error, this.getNode(), item);
				if (!this.continueOnFail()) throw shown;
				const { message, description } = shown as NodeOperationError;
				output.push({ json: { error: message, description }, pairedItem: { item } });
			}
		}
		return output;
	};
}

async function holderOf(
	functions: IExecuteFunctions,
	context: ApiContext,
	item: number,
): Promise<{ organization: string } | { user: string }> {
	const { uri: user, organization } = await getCurrentUser(context);
	return functions.getNodeParameter('scope', item, 'organization') === 'user'
		? { user }
		: { organization };
}

/** Without an offset a time is meant as the clocks of the workflow show it. */
function dateOf(functions: IExecuteFunctions, value: unknown): Date | undefined {
	const text = asText(value);
	if (text === null) return undefined;
	return instantOf(text, timezoneOrDefault(functions.getTimezone())) ?? new Date(NaN);
}

function readingOptions(functions: IExecuteFunctions, item: number) {
	return {
		receivedAt: new Date(),
		timezone: timezoneOrDefault(functions.getNodeParameter('timezone', item, DEFAULT_TIMEZONE)),
	};
}

const asEvents = (bookings: readonly ApiBooking[], options: ReturnType<typeof readingOptions>) =>
	bookings.map(({ scheduledEvent, invitee }) => currentEvent(scheduledEvent, invitee, options));

export const getMany = perItem(async (functions, context, item) => {
	const returnAll = functions.getNodeParameter('returnAll', item, false) as boolean;
	const filters = asFields(functions.getNodeParameter('filters', item, {}));
	const { status } = filters;
	const bookings = await listBookings(context, {
		...(await holderOf(functions, context, item)),
		minStartTime: dateOf(functions, filters.from),
		maxStartTime: dateOf(functions, filters.to),
		status: status === 'active' || status === 'canceled' ? status : undefined,
		inviteeEmail: asText(filters.inviteeEmail) ?? undefined,
		filter: readFilter(filters),
		limit: returnAll ? undefined : (functions.getNodeParameter('limit', item, 50) as number),
	});
	return asEvents(bookings, readingOptions(functions, item));
});

export const get = perItem(async (functions, context, item) => {
	const given = functions.getNodeParameter('appointment', item) as string;
	return asEvents(await getBookings(context, given), readingOptions(functions, item));
});

export const cancel = perItem(async (functions, context, item) => {
	const given = functions.getNodeParameter('appointment', item) as string;
	const reason = functions.getNodeParameter('reason', item, '') as string;
	const [event] = given.trim().split('/invitees/');
	const { by, at, ...rest } = await cancelScheduledEvent(context, event, reason);
	return [{ success: true, appointment: event, by, at, reason: rest.reason }];
});

export const markNoShow = perItem(async (functions, context, item) => {
	const invitee = functions.getNodeParameter('invitee', item) as string;
	return [{ success: true, ...(await createInviteeNoShow(context, invitee)) }];
});

export const unmarkNoShow = perItem(async (functions, context, item) => {
	const given = functions.getNodeParameter('invitee', item) as string;
	const { raw, uri } = await getInvitee(context, given);
	const noShow = asText(asFields(raw.no_show).uri);
	if (noShow !== null) await deleteInviteeNoShow(context, noShow);
	return [{ success: true, invitee: uri, wasMarked: noShow !== null }];
});

/** Input items are the stored rows; gives what has to go through the journal. */
export async function compare(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	try {
		const context = await requireApiContext(this);
		const rows = storedRows(items);
		const now = new Date();
		const days = (name: string) => (this.getNodeParameter(name, 0) as number) * DAY_MS;
		const window = {
			from: new Date(now.getTime() - days('pastDays')),
			to: new Date(now.getTime() + days('futureDays')),
		};
		const query = {
			...(await holderOf(this, context, 0)),
			minStartTime: window.from,
			maxStartTime: window.to,
			filter: NO_FILTER,
		};
		const announcedSince = announcedSinceOf(this);
		const listed = await listBookings(context, query, (found, events) => {
			if (found % 50 === 0) this.logger.info(`${found} of ${events} appointments read`);
		});
		const options = readingOptions(this, 0);
		const { bookings, found } = await withSuccessors(context, listed, rows, (all) =>
			all.map(({ scheduledEvent, invitee }) => eventsOf(scheduledEvent, invitee, options)),
		);
		const isWanted = wantedBy(readFilter(this.getNodeParameter('filters', 0, {})), bookings);
		const all = differences({ found, rows, window, now, announcedSince }).filter(isWanted);
		this.logger.info(
			`Compared ${found.length} Calendly bookings with ${rows.length} rows: ${all.length} differences.`,
		);
		return all.flatMap(entriesOf).map((json) => ({ json, pairedItem: { item: 0 } }));
	} catch (error) {
		throw asNodeError(error, this.getNode());
	}
}

/** A date nobody can read must not count as none: then everything would be announced. */
function announcedSinceOf(functions: IExecuteFunctions): Date | null {
	const date = dateOf(functions, functions.getNodeParameter('announcedSince', 0, '')) ?? null;
	if (date === null || !Number.isNaN(date.getTime())) return date;
	throw invalidInput('"Announced Since" is not a date.', 'Correct it in the node, or empty it.');
}

/** Judged here, not while reading: a booking that is filtered out is not unknown to Calendly. */
function wantedBy(filter: EventFilter, bookings: readonly ApiBooking[]) {
	const unwanted = new Set(
		bookings
			.filter(({ scheduledEvent, invitee }) => {
				return !matchesFilter(filterFactsOfBooking(scheduledEvent, invitee), filter).matches;
			})
			.map(({ invitee }) => inviteeIdOf(String(invitee.uri))),
	);
	return ({ identifiant }: Difference) => !unwanted.has(identifiant);
}

/** Appointments moved out of the window are read one by one, along the whole chain. */
async function withSuccessors(
	context: ApiContext,
	listed: readonly ApiBooking[],
	rows: ReturnType<typeof storedRows>,
	read: (bookings: readonly ApiBooking[]) => AppointmentEvent[][],
): Promise<{ bookings: ApiBooking[]; found: AppointmentEvent[][] }> {
	const tried = new Set<string>();
	const bookings = [...listed];
	const found = read(listed);
	for (;;) {
		const next = unlistedSuccessors({ found, rows }).find((uri) => !tried.has(uri));
		if (next === undefined) return { bookings, found };
		tried.add(next);
		const successors = await getBookings(context, next).catch(noneIfGone);
		bookings.push(...successors);
		found.push(...read(successors));
	}
}

function noneIfGone(error: unknown): ApiBooking[] {
	if (error instanceof CalendlyApiError && error.kind === 'not_found') return [];
	throw error;
}

function entriesOf({ events, announcements, ...difference }: Difference): IDataObject[] {
	if (events.length === 0) return [asJson({ ...difference, entry: null })];
	return events.map((event) =>
		asJson({ ...difference, entry: { ...journalEntry(event), courriels: announcements } }),
	);
}

const show = (...operation: string[]) => ({ show: { resource: ['appointment'], operation } });

export const bookingProperties: INodeProperties[] = [
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		default: 'organization',
		description: 'Whose appointments are read',
		displayOptions: show('compare', 'getMany'),
		options: [
			{
				name: 'Organization',
				value: 'organization',
				description: 'Those of everybody; takes the token of an owner or admin',
			},
			{ name: 'User', value: 'user', description: 'Those of the person the token belongs to' },
		],
	},
	{
		displayName: 'Appointment',
		name: 'appointment',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA',
		description:
			'Address (URI) of the appointment or of one of its invitees, or the UUID of the appointment',
		displayOptions: show('get'),
	},
	{
		displayName: 'Appointment',
		name: 'appointment',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA',
		description:
			'Address (URI) or UUID of the appointment. It is cancelled for all its invitees, and Calendly tells them.',
		displayOptions: show('cancel'),
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Why it is cancelled; the client reads it',
		displayOptions: show('cancel'),
	},
	{
		displayName: 'Invitee',
		name: 'invitee',
		type: 'string',
		default: '',
		required: true,
		placeholder:
			'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA/invitees/BBBBBBBBBBBBBBBB',
		description: 'Address (URI) of the invitee who did not come',
		displayOptions: show('markNoShow', 'unmarkNoShow'),
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: show('getMany'),
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: {
			show: { resource: ['appointment'], operation: ['getMany'], returnAll: [false] },
		},
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions: show('getMany'),
		options: [
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
		],
	},
	{
		...filtersProperty,
		description: 'The same as in the trigger: what it does not let in is not caught up either',
		displayOptions: show('compare'),
	},
	{
		displayName: 'Past Days',
		name: 'pastDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description: 'How far back appointments are compared',
		displayOptions: show('compare'),
	},
	{
		displayName: 'Future Days',
		name: 'futureDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description: 'How far ahead appointments are compared',
		displayOptions: show('compare'),
	},
	{
		displayName: 'Announced Since',
		name: 'announcedSince',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-11-22T08:00:00Z',
		description:
			'Bookings made before this moment are recorded without a mail: somebody else announced them. Empty for none.',
		displayOptions: show('compare'),
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: DEFAULT_TIMEZONE,
		description: 'IANA zone in which the display fields show the times',
		displayOptions: show('compare', 'get', 'getMany'),
	},
];
