import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import type { AppointmentEvent } from '../../shared/appointment/event';
import { eventOf } from '../../shared/journal/entry';

/** Runs one operation over the input items. */
export type Execute = (
	this: IExecuteFunctions,
	items: INodeExecutionData[],
) => Promise<INodeExecutionData[]>;

/** What a resource shows in the editor and does when run, by operation. */
export interface Resource {
	properties: INodeProperties[];
	operations: Record<string, Execute>;
}

/** Domain objects are plain JSON; n8n's type cannot express their optional fields. */
export function asJson(value: object): IDataObject {
	return value as IDataObject;
}

/** The event given by a parameter or an item, as an object or as JSON text. */
export function requireEvent(value: unknown, node: INode, itemIndex: number): AppointmentEvent {
	const event = eventOf(typeof value === 'string' ? { contenu: value } : value);
	if (event === null) {
		throw new NodeOperationError(node, 'The item holds no appointment event', {
			description:
				'Connect the output of the Calendly ArchiMeuble Trigger, or give the "contenu" of a journal row.',
			itemIndex,
		});
	}
	return event;
}

/** The field for the event of an operation that also reads other items. */
export function eventProperty(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Event',
		name: 'event',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		description: 'Appointment event of the trigger, or the "contenu" of a journal row',
		displayOptions: { show },
	};
}
