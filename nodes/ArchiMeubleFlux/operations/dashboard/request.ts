import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { signingCredentialOf } from '../../../adapters/calendlyApi';
import { isDeliveryItem, storedRows } from '../../../adapters/items';
import { json } from '../../../adapters/parameters';
import type { AppointmentRow } from '../../../shared/appointment/row';
import { isFields } from '../../../shared/text/fields';
import { signingKeysOf } from '../../../shared/calendly/signingSecret';
import { plainHeaders } from '../../../shared/dashboard/headers';
import { subscriptionOfRow, type HealthSource } from '../../../shared/dashboard/health';
import type { WebAnswer } from '../../../shared/dashboard/page';
import { readQuery } from '../../../shared/dashboard/query';
import { planOf, type ReadingPlan } from '../../../shared/dashboard/reading';
import type { StoredDelivery } from '../../../shared/journal/entry';

/** What the operations of the dashboard read from their fields and from their input. */

/** What a stranger without the token of the feed learns: nothing. */
export const NOT_FOUND: WebAnswer = {
	statusCode: 404,
	headers: plainHeaders('Not found'),
	body: 'Not found',
};

/** The query given as an object or as JSON text; anything else asks for nothing. */
export function queryOf(functions: IExecuteFunctions) {
	const query = json(functions, 'query');
	return readQuery(isFields(query) ? query : {});
}

/** Without a plan the rows are taken for all there are. */
export function givenPlan(functions: IExecuteFunctions): ReadingPlan | null {
	return planOf(json(functions, 'plan'));
}

/** None where the optional credential is not chosen: the page then works with reloads. */
export async function pageTokenKeys(functions: IExecuteFunctions): Promise<string[]> {
	return signingKeysOf(await signingCredentialOf(functions));
}

/**
 * Appointments, journal and state of the subscription may come in one stream, as Merge →
 * Append makes it: each is told by its columns, and the node needs no expression over ten thousand rows.
 */
export function sortedOut(
	items: INodeExecutionData[],
): HealthSource & { appointments: AppointmentRow[] } {
	const isReport = ({ json: row }: INodeExecutionData) => 'needsRepair' in row && 'state' in row;
	const isOther = (item: INodeExecutionData) => isDeliveryItem(item) || isReport(item);
	const jsonOf = (test: (item: INodeExecutionData) => boolean) =>
		items.filter(test).map((item) => item.json as unknown);
	const journal = jsonOf(isDeliveryItem) as Array<Partial<StoredDelivery>>;
	const checks = journal.map(subscriptionOfRow).filter((check) => check !== null);
	return {
		appointments: storedRows(items.filter((item) => !isOther(item))),
		deliveries: journal.filter((row) => subscriptionOfRow(row) === null),
		subscription: ([...jsonOf(isReport), ...checks].at(0) ?? null) as HealthSource['subscription'],
	};
}

export const queryField: INodeProperties = {
	displayName: 'Query',
	name: 'query',
	type: 'json',
	default: '{}',
	description:
		'Query parameters of the request, as the Webhook node gives them: tab, search, filters, order and page',
};

export const planField: INodeProperties = {
	displayName: 'Plan',
	name: 'plan',
	type: 'json',
	default: '{}',
	description:
		'Output of Plan Reading the rows were read by, so that what was not read is said; leave empty when the input items are all the rows there are',
};

export const pageTokenField: INodeProperties = {
	displayName: 'Token of the Page',
	name: 'pageToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		'Token the page sent, in the field "jeton" of its request; empty where somebody logged in',
};

export const givenTokenField: INodeProperties = {
	displayName: 'Token of the Request',
	name: 'givenToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description: 'Token in the address the calendar asks for',
};

export const feedTokenField: INodeProperties = {
	displayName: 'Token of the Feed',
	name: 'feedToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		'Token the address must hold: at least 128 random bits, such as 32 random hexadecimal digits. With a shorter one, or none, the feed is closed. Change it to shut out those who know it.',
};
