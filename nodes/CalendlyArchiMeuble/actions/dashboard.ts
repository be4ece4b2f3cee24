import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AppointmentRow } from '../../shared/appointment/row';
import { isFields } from '../../shared/calendly/fields';
import { renderCsv } from '../../shared/dashboard/csv';
import { DEFAULT_PAST_DAYS, renderFeed } from '../../shared/dashboard/feed';
import { isFeedToken, isStrongFeedToken } from '../../shared/dashboard/feedToken';
import { notFoundHeaders } from '../../shared/dashboard/headers';
import type { HealthSource } from '../../shared/dashboard/health';
import { renderPage, type WebAnswer } from '../../shared/dashboard/page';
import { readQuery } from '../../shared/dashboard/query';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import type { StoredDelivery } from '../../shared/journal/entry';
import type { RefusalRow } from '../../shared/journal/refusals';
import { asJson, type Resource } from './operation';
import { storedRows } from './rows';

/** What a stranger without the token of the feed learns: nothing. */
const NOT_FOUND: WebAnswer = { statusCode: 404, headers: notFoundHeaders(), body: 'Not found' };

async function renderPageOperation(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { appointments, deliveries, refusals, subscription } = sortedOut(items);
	const showHealth = this.getNodeParameter('showHealth', 0, true) as boolean;
	const csvPath = (this.getNodeParameter('csvPath', 0, '') as string).trim();
	const feedPath = (this.getNodeParameter('feedPath', 0, '') as string).trim();
	const token = this.getNodeParameter('feedToken', 0, '');
	const answer = renderPage({
		rows: appointments,
		query: readQuery(queryOf(this)),
		health: showHealth
			? { deliveries, refusals, subscription }
			: { deliveries: null, refusals: null, subscription: null },
		timezone: timezoneOf(this),
		now: new Date(),
		csvPath: isRelativePath(csvPath) ? csvPath : null,
		feedAddress:
			isRelativePath(feedPath) && isStrongFeedToken(token) ? `${feedPath}?jeton=${token}` : null,
	});
	return asItems(answer);
}

async function renderCsvOperation(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const answer = renderCsv({
		rows: sortedOut(items).appointments,
		query: readQuery(queryOf(this)),
		timezone: timezoneOf(this),
		now: new Date(),
	});
	return asItems(answer);
}

async function renderCalendarFeed(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const given = this.getNodeParameter('givenToken', 0, '');
	const expected = this.getNodeParameter('feedToken', 0, '');
	if (!isFeedToken(given, expected)) return asItems(NOT_FOUND);
	const answer = renderFeed({
		rows: sortedOut(items).appointments,
		now: new Date(),
		name: this.getNodeParameter('calendarName', 0, 'Rendez-vous ArchiMeuble') as string,
		pastDays: pastDaysOf(this.getNodeParameter('pastDays', 0, DEFAULT_PAST_DAYS)),
		withNotes: this.getNodeParameter('withNotes', 0, false) as boolean,
	});
	return asItems(answer);
}

/**
 * Appointments, journal, refusals and state of the subscription may come in one stream, as Merge →
 * Append makes it: each is told by its columns, and the node needs no expression over ten thousand rows.
 */
function sortedOut(items: INodeExecutionData[]): HealthSource & { appointments: AppointmentRow[] } {
	const isDelivery = ({ json }: INodeExecutionData) => 'cle' in json && 'evenement' in json;
	const isRefusal = ({ json }: INodeExecutionData) => 'cle' in json && 'raison' in json;
	const isReport = ({ json }: INodeExecutionData) => 'needsRepair' in json && 'state' in json;
	const isOther = (item: INodeExecutionData) =>
		isDelivery(item) || isRefusal(item) || isReport(item);
	const jsonOf = (test: (item: INodeExecutionData) => boolean) =>
		items.filter(test).map(({ json }) => json as unknown);
	return {
		appointments: storedRows(items.filter((item) => !isOther(item))),
		deliveries: jsonOf(isDelivery) as Array<Partial<StoredDelivery>>,
		refusals: jsonOf(isRefusal) as Array<Partial<RefusalRow>>,
		subscription: (jsonOf(isReport).at(0) ?? null) as HealthSource['subscription'],
	};
}

/** The query given as an object or as JSON text; anything else asks for nothing. */
function queryOf(context: IExecuteFunctions): unknown {
	const given = context.getNodeParameter('query', 0, {});
	const query: unknown = typeof given === 'string' ? parseJson(given) : given;
	return isFields(query) ? query : {};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function timezoneOf(context: IExecuteFunctions): string {
	return timezoneOrDefault(context.getNodeParameter('timezone', 0, DEFAULT_TIMEZONE));
}

function pastDaysOf(value: unknown): number {
	return typeof value === 'number' && value >= 0 && value <= 36_500 ? value : DEFAULT_PAST_DAYS;
}

/** A link of the page stays on its own server. */
function isRelativePath(path: string): boolean {
	return /^(?!\/\/)[\w./~-]+$/.test(path);
}

function asItems(answer: WebAnswer): INodeExecutionData[] {
	return [{ json: asJson(answer), pairedItem: { item: 0 } }];
}

const show = (...operation: string[]) => ({ show: { resource: ['dashboard'], operation } });

export const dashboard: Resource = {
	operations: {
		renderPage: renderPageOperation,
		renderCsv: renderCsvOperation,
		renderCalendarFeed,
	},
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['dashboard'] } },
			default: 'renderPage',
			options: [
				{
					name: 'Render Calendar Feed',
					value: 'renderCalendarFeed',
					action: 'Render the calendar feed',
					description:
						'Write the appointments as a calendar to subscribe to, for those who know its token. The input items are appointment rows.',
				},
				{
					name: 'Render CSV',
					value: 'renderCsv',
					action: 'Render the appointments as CSV',
					description:
						'Write the appointments the query filters as a file for spreadsheets. The input items are appointment rows.',
				},
				{
					name: 'Render Page',
					value: 'renderPage',
					action: 'Render the dashboard',
					description:
						'Write the dashboard as one HTML document. The input items are appointment rows, and, for the state of the system, rows of journal and refusals and the status of the subscription.',
				},
			],
		},
		{
			displayName: 'Query',
			name: 'query',
			type: 'json',
			default: '{}',
			description:
				'Query parameters of the request, as the Webhook node gives them: tab, search, filters, order and page',
			displayOptions: show('renderPage', 'renderCsv'),
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: DEFAULT_TIMEZONE,
			description: 'IANA zone the times are shown in',
			displayOptions: show('renderPage', 'renderCsv'),
		},
		{
			displayName: 'CSV Path',
			name: 'csvPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. tableau-de-bord/csv',
			description:
				'Address of the CSV, relative to the page’s; leave empty when the page is to offer none',
			displayOptions: show('renderPage'),
		},
		{
			displayName: 'Calendar Path',
			name: 'feedPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. agenda.ics',
			description:
				'Address of the calendar feed, relative to the page’s; the page links to it with the token below. Leave empty when the page is to offer none.',
			displayOptions: show('renderPage'),
		},
		{
			displayName: 'Show System State',
			name: 'showHealth',
			type: 'boolean',
			default: true,
			description:
				'Whether to show the last delivery, mails that wait or failed, refusals and the subscription',
			displayOptions: show('renderPage'),
		},
		{
			displayName: 'Token of the Request',
			name: 'givenToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Token in the address the calendar asks for',
			displayOptions: show('renderCalendarFeed'),
		},
		{
			displayName: 'Token of the Feed',
			name: 'feedToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Token the address must hold: at least 128 random bits, such as 32 random hexadecimal digits. With a shorter one, or none, the feed is closed. Change it to shut out those who know it.',
			displayOptions: show('renderCalendarFeed', 'renderPage'),
		},
		{
			displayName: 'Calendar Name',
			name: 'calendarName',
			type: 'string',
			default: 'Rendez-vous ArchiMeuble',
			description: 'Name that calendars show',
			displayOptions: show('renderCalendarFeed'),
		},
		{
			displayName: 'Past Days',
			name: 'pastDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_PAST_DAYS,
			description: 'How many days appointments stay in the feed after they took place',
			displayOptions: show('renderCalendarFeed'),
		},
		{
			displayName: 'Include Notes',
			name: 'withNotes',
			type: 'boolean',
			default: false,
			description:
				'Whether the feed tells notes, answers and the configuration link too. Calendar services keep what they read.',
			displayOptions: show('renderCalendarFeed'),
		},
	],
};
