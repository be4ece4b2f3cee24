import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { isDeliveryItem, storedRows } from '../../../adapters/items';
import type { AppointmentRow } from '../../../shared/appointment/row';
import { subscriptionOfRow, type HealthSource } from '../../../shared/dashboard/page/health';
import type { StoredDelivery } from '../../../shared/journal/entry';

/** What the operations of the dashboard read from their fields and from their input. */

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

export const feedTokenField: INodeProperties = {
	displayName: 'Token of the Feed',
	name: 'feedToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		'Token the address must hold: at least 128 random bits, such as 32 random hexadecimal digits. With a shorter one, or none, the feed is closed. Change it to shut out those who know it.',
};
