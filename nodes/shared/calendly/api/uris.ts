import { CALENDLY_API, type ApiContext } from './http';
import { invalidInput } from './problem';

/** The kinds of things Calendly's API has addresses for, `<base>/<collection>/<uuid>`. */
export type Collection =
	| 'users'
	| 'organizations'
	| 'groups'
	| 'scheduled_events'
	| 'webhook_subscriptions'
	| 'invitee_no_shows';

/** What a person calls one of them. */
const NAMES: Record<Collection, string> = {
	users: 'user',
	organizations: 'organization',
	groups: 'group',
	scheduled_events: 'appointment',
	webhook_subscriptions: 'subscription',
	invitee_no_shows: 'no-show',
};

/**
 * Calendly's « UUIDs » are real ones or 16 capitals and digits. Without dots, slashes and percent
 * signs no identifier can lead to another path.
 */
const UUID = '[A-Za-z0-9][A-Za-z0-9_-]{0,63}';
const BARE_UUID = new RegExp(`^${UUID}$`);
const INVITEE_PATH = new RegExp(`^/scheduled_events/${UUID}/invitees/${UUID}$`);

/** The base address without its last slash. */
export function baseOf({ baseUrl = CALENDLY_API }: Pick<ApiContext, 'baseUrl'>): string {
	return baseUrl.replace(/\/+$/, '');
}

/**
 * The path of something given as its address or as its bare UUID. Only a path ever goes on to the
 * transport, so that no typed text can take the token to another host.
 *
 * @throws CalendlyApiError for anything else
 */
export function resourcePath(context: ApiContext, collection: Collection, given: string): string {
	return `/${collection}/${uuidOf(context, collection, given)}`;
}

/** The same as a full address, which is how Calendly wants them in queries and bodies. */
export function resourceUri(context: ApiContext, collection: Collection, given: string): string {
	const path = resourcePath(context, collection, given);
	return isBareUuid(given.trim()) ? baseOf(context) + path : given.trim();
}

/**
 * The path of an invitee, who only has an address below the appointment.
 *
 * @throws CalendlyApiError for anything else
 */
export function inviteePath(context: ApiContext, given: string): string {
	const path = pathBelowBase(context, given);
	if (path !== null && INVITEE_PATH.test(path)) return path;
	throw invalidInput(
		'This is not the address of a Calendly invitee.',
		`Give it in full: ${baseOf(context)}/scheduled_events/…/invitees/…`,
	);
}

function uuidOf(context: ApiContext, collection: Collection, given: string): string {
	const path = pathBelowBase(context, given);
	const prefix = `/${collection}/`;
	const uuid = path?.startsWith(prefix) ? path.slice(prefix.length) : given.trim();
	if (isBareUuid(uuid)) return uuid;
	throw invalidInput(
		`This is not the address of a Calendly ${NAMES[collection]}.`,
		`Give its identifier or its address in full: ${baseOf(context)}${prefix}…`,
	);
}

function isBareUuid(text: string): boolean {
	return BARE_UUID.test(text);
}

/** Compared as text, never parsed: what a parser might read otherwise is refused. */
function pathBelowBase(context: ApiContext, given: string): string | null {
	const text = given.trim();
	const base = [baseOf(context), CALENDLY_API].find((start) => text.startsWith(`${start}/`));
	return base === undefined ? null : text.slice(base.length);
}
