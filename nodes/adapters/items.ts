import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { AppointmentEvent } from '../shared/appointment/event';
import type { AppointmentRow } from '../shared/appointment/row';
import { eventOf, type StoredDelivery } from '../shared/journal/entry';

/** Domain objects are plain JSON; n8n's type cannot express their optional fields. */
export function asJson(value: object): IDataObject {
	return value as IDataObject;
}

/** Output items made of one input item, the first unless told. */
export function asItems(values: readonly object[], item = 0): INodeExecutionData[] {
	return values.map((value) => ({ json: asJson(value), pairedItem: { item } }));
}

/** Rows of the appointment table; n8n gives one empty item where there is none. */
export function storedRows(items: readonly INodeExecutionData[]): AppointmentRow[] {
	return items
		.map(({ json }) => json as unknown as AppointmentRow)
		.filter(({ identifiant }) => typeof identifiant === 'string' && identifiant !== '');
}

/** Rows of the journal table; n8n gives one empty item where there is none. */
export function storedDeliveries(items: readonly INodeExecutionData[]): StoredDelivery[] {
	return items
		.map(({ json }) => json as unknown as StoredDelivery)
		.filter(({ id }) => typeof id === 'number');
}

/** Whether an item of a stream of several tables is a row of the journal. */
export function isDeliveryItem({ json }: INodeExecutionData): boolean {
	return 'cle' in json && 'evenement' in json;
}

/**
 * The event given by a parameter or an item, as an object or as JSON text.
 *
 * @throws NodeOperationError when it is none
 */
export function requireEvent(value: unknown, node: INode, itemIndex: number): AppointmentEvent {
	const event = eventOf(typeof value === 'string' ? { contenu: value } : value);
	if (event !== null) return event;
	throw new NodeOperationError(node, 'The item holds no appointment event', {
		description:
			'Connect the output of the Calendly ArchiMeuble Trigger, or give the "contenu" of a journal row.',
		itemIndex,
	});
}
