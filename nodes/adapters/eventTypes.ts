import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { withCalendly } from './calendlyApi';
import { CalendlyApiError } from '../shared/calendly/api/problem';
import { getCurrentUser, listEventTypes, type EventType } from '../shared/calendly/api/resources';
import type { ApiContext } from '../shared/calendly/api/http';

/** The event types a person may choose from, those of the organization where the token may see them. */
export async function getEventTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withCalendly(this, async (context) =>
		(await visibleEventTypes(context)).map(optionOf),
	);
}

async function visibleEventTypes(context: ApiContext): Promise<EventType[]> {
	const { uri: user, organization } = await getCurrentUser(context);
	return await listEventTypes(context, { organization }).catch(async (error: unknown) => {
		const isMember = error instanceof CalendlyApiError && error.status === 403;
		if (!isMember) throw error;
		return await listEventTypes(context, { user });
	});
}

function optionOf({ uri, name, active, durationMinutes }: EventType): INodePropertyOptions {
	const duration = durationMinutes === null ? '' : ` (${durationMinutes} min)`;
	return { name: `${name}${duration}${active ? '' : ' – inactive'}`, value: uri };
}
