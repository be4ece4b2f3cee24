import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { signingCredentialOf } from '../../adapters/calendlyApi';
import type { AppointmentRow } from '../../shared/appointment/row';
import { signingKeysOf } from '../../shared/calendly/signingSecret';
import { renderCsv } from '../../shared/dashboard/csv';
import { DEFAULT_PAST_DAYS, renderFeed } from '../../shared/dashboard/feed';
import { isFeedToken, isStrongFeedToken } from '../../shared/dashboard/feedToken';
import { plainHeaders } from '../../shared/dashboard/headers';
import { subscriptionOfRow, type HealthSource } from '../../shared/dashboard/health';
import { Moments } from '../../shared/dashboard/moments';
import { renderPage, type WebAnswer } from '../../shared/dashboard/page';
import { isPageToken, newPageToken } from '../../shared/dashboard/pageToken';
import { parseSearch, readQuery } from '../../shared/dashboard/query';
import { planOf, readingPlan, type ReadingPlan } from '../../shared/dashboard/reading';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import type { StoredDelivery } from '../../shared/journal/entry';
import type { RefusalRow } from '../../shared/journal/refusals';
import { isFields } from '../../shared/text/fields';
import { asJson, type Resource } from './operation';
import { storedRows } from './rows';

/** What a stranger without the token of the feed learns: nothing. */
const NOT_FOUND: WebAnswer = { statusCode: 404, headers: plainHeaders(), body: 'Not found' };
/** The script of the page then goes to the address itself, which asks for the login. */
const UNAUTHORIZED: WebAnswer = {
	statusCode: 401,
	headers: plainHeaders(),
	body: 'Unauthorized',
};

async function planReading(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const clock = new Moments(new Date().toISOString(), timezoneOf(this));
	const isWhole = this.getNodeParameter('everything', 0, false) === true;
	const plan = readingPlan(readQuery(queryOf(this)), clock, isWhole);
	return [{ json: asJson(plan), pairedItem: { item: 0 } }];
}

async function checkPageToken(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const given = this.getNodeParameter('pageToken', 0, '');
	const query = parseSearch(this.getNodeParameter('search', 0, ''));
	const isAllowed = isPageToken(given, await pageTokenKeys(this), new Date());
	return asItems(isAllowed ? { isAllowed, query } : { isAllowed, ...UNAUTHORIZED });
}

async function checkFeedToken(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const given = this.getNodeParameter('givenToken', 0, '');
	const isAllowed = isFeedToken(given, this.getNodeParameter('feedToken', 0, ''));
	return asItems(isAllowed ? { isAllowed } : { isAllowed, ...NOT_FOUND });
}

/** None where the optional credential is not chosen: the page then works with reloads. */
async function pageTokenKeys(context: IExecuteFunctions): Promise<string[]> {
	return signingKeysOf(await signingCredentialOf(context));
}

async function renderPageOperation(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { appointments, deliveries, refusals, subscription } = sortedOut(items);
	const showHealth = this.getNodeParameter('showHealth', 0, true) as boolean;
	const csvPath = (this.getNodeParameter('csvPath', 0, '') as string).trim();
	const feedPath = (this.getNodeParameter('feedPath', 0, '') as string).trim();
	const token = this.getNodeParameter('feedToken', 0, '');
	const [pageKey] = await pageTokenKeys(this);
	const now = new Date();
	const answer = renderPage({
		rows: appointments,
		plan: givenPlan(this),
		pageToken: newPageToken(pageKey, now),
		query: readQuery(queryOf(this)),
		health: showHealth
			? { deliveries, refusals, subscription }
			: { deliveries: null, refusals: null, subscription: null },
		timezone: timezoneOf(this),
		now,
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
		plan: givenPlan(this),
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
	const isJournal = ({ json }: INodeExecutionData) => 'cle' in json && 'evenement' in json;
	const isRefusal = ({ json }: INodeExecutionData) => 'cle' in json && 'raison' in json;
	const isReport = ({ json }: INodeExecutionData) => 'needsRepair' in json && 'state' in json;
	const isOther = (item: INodeExecutionData) =>
		isJournal(item) || isRefusal(item) || isReport(item);
	const jsonOf = (test: (item: INodeExecutionData) => boolean) =>
		items.filter(test).map(({ json }) => json as unknown);
	const journal = jsonOf(isJournal) as Array<Partial<StoredDelivery>>;
	const checks = journal.map(subscriptionOfRow).filter((check) => check !== null);
	return {
		appointments: storedRows(items.filter((item) => !isOther(item))),
		deliveries: journal.filter((row) => subscriptionOfRow(row) === null),
		refusals: jsonOf(isRefusal) as Array<Partial<RefusalRow>>,
		subscription: ([...jsonOf(isReport), ...checks].at(0) ?? null) as HealthSource['subscription'],
	};
}

/** The query given as an object or as JSON text; anything else asks for nothing. */
function queryOf(context: IExecuteFunctions): unknown {
	const query = jsonParameter(context, 'query');
	return isFields(query) ? query : {};
}

/** Without a plan the rows are taken for all there are. */
function givenPlan(context: IExecuteFunctions): ReadingPlan | null {
	return planOf(jsonParameter(context, 'plan'));
}

function jsonParameter(context: IExecuteFunctions, name: string): unknown {
	const given = context.getNodeParameter(name, 0, {});
	return typeof given === 'string' ? parseJson(given) : given;
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

function asItems(answer: object): INodeExecutionData[] {
	return [{ json: asJson(answer), pairedItem: { item: 0 } }];
}

const show = (...operation: string[]) => ({ show: { resource: ['dashboard'], operation } });

export const dashboard: Resource = {
	operations: {
		checkFeedToken,
		checkPageToken,
		planReading,
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
					name: 'Check Feed Token',
					value: 'checkFeedToken',
					action: 'Check the token of the calendar feed',
					description:
						'Tell whether a request for the calendar feed holds its token, before anything is read; otherwise the item is the answer for strangers',
				},
				{
					name: 'Check Page Token',
					value: 'checkPageToken',
					action: 'Check the token of the page',
					description:
						'Tell whether a request comes from a page that was given to somebody who logged in; otherwise the item is the answer for strangers',
				},
				{
					name: 'Plan Reading',
					value: 'planReading',
					action: 'Plan which appointments to read',
					description:
						'Tell which rows of the table a query needs, so that the first page is there at once however many there are',
				},
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
			displayOptions: show('planReading', 'renderPage', 'renderCsv'),
		},
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'json',
			default: '{}',
			description:
				'Output of Plan Reading the rows were read by, so that what was not read is said; leave empty when the input items are all the rows there are',
			displayOptions: show('renderPage', 'renderCsv'),
		},
		{
			displayName: 'Everything',
			name: 'everything',
			type: 'boolean',
			default: false,
			description:
				'Whether to read every appointment the query asks for, as a file needs, rather than those of its first pages',
			displayOptions: show('planReading'),
		},
		{
			displayName: 'Token of the Page',
			name: 'pageToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Token the page sent, in the field "jeton" of its request',
			displayOptions: show('checkPageToken'),
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. ?onglet=passes&q=zoe',
			description: 'Address the page asks for, in the field "requete" of its request',
			displayOptions: show('checkPageToken'),
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: DEFAULT_TIMEZONE,
			description: 'IANA zone the times are shown in',
			displayOptions: show('planReading', 'renderPage', 'renderCsv'),
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
			displayOptions: show('checkFeedToken', 'renderCalendarFeed'),
		},
		{
			displayName: 'Token of the Feed',
			name: 'feedToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Token the address must hold: at least 128 random bits, such as 32 random hexadecimal digits. With a shorter one, or none, the feed is closed. Change it to shut out those who know it.',
			displayOptions: show('checkFeedToken', 'renderCalendarFeed', 'renderPage'),
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
