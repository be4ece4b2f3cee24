import type { IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { currentEvent } from '../shared/appointment/fromApi';
import type { AppointmentEvent } from '../shared/appointment/event';
import type { ApiBooking } from '../shared/calendly/api/bookings';
import type { ApiContext } from '../shared/calendly/api/http';
import { getCurrentUser } from '../shared/calendly/api/resources';
import { asText } from '../shared/text/fields';
import { instantOf, timezoneOrDefault } from '../shared/french/dates';
import { asNodeError, requireApiContext } from './calendlyApi';
import { asItems } from './items';
import type { Execute } from './operation';
import { text, timezone } from './parameters';

/** Runs once per item; where the node goes on after an error, the item says what it was. */
export function perItem(
	work: (
		functions: IExecuteFunctions,
		context: ApiContext,
		item: number,
	) => Promise<readonly object[]>,
): Execute {
	return async function (this: IExecuteFunctions, items) {
		const context = await requireApiContext(this);
		const output = [];
		for (const item of items.keys()) {
			try {
				output.push(...asItems(await work(this, context, item), item));
			} catch (error) {
				const shown = asNodeError(error, this.getNode(), item);
				if (!this.continueOnFail()) throw shown;
				const { message, description } = shown as NodeOperationError;
				output.push(...asItems([{ error: message, description }], item));
			}
		}
		return output;
	};
}

/** Whose appointments the field `scopeField` asks for. */
export async function holderOf(
	functions: IExecuteFunctions,
	context: ApiContext,
	item = 0,
): Promise<{ organization: string } | { user: string }> {
	const { uri: user, organization } = await getCurrentUser(context);
	return text(functions, 'scope', item) === 'user' ? { user } : { organization };
}

/**
 * A date of the editor; none where there is no text, an invalid one where nobody can read it.
 * Without an offset a time is meant as the clocks of the workflow show it.
 */
export function dateOf(functions: IExecuteFunctions, value: unknown): Date | undefined {
	const written = asText(value);
	if (written === null) return undefined;
	return instantOf(written, timezoneOrDefault(functions.getTimezone())) ?? new Date(NaN);
}

/** Bookings of Calendly’s API in the form of the trigger. */
export function eventsFrom(
	bookings: readonly ApiBooking[],
	functions: IExecuteFunctions,
	item: number,
): AppointmentEvent[] {
	const options = { receivedAt: new Date(), timezone: timezone(functions, item) };
	return bookings.map(({ scheduledEvent, invitee }) =>
		currentEvent(scheduledEvent, invitee, options),
	);
}
