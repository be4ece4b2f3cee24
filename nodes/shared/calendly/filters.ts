import { foldAccents } from '../french/typography';
import { asciiDomain, asMailAddress } from '../text/address';
import { asFields, asLine, asList, type Fields } from '../text/fields';
import { asWebUrl } from '../text/url';
import { readWebhook } from './webhook';

/** Which events the workshop wants. An empty list or pattern asks for nothing in particular. */
export interface EventFilter {
	/** URIs of event types. */
	eventTypes: string[];
	/**
	 * Patterns for the name of the event, separated by commas; one of them must fit. Without `*` the
	 * name must contain it, with `*` (any text, also none) it must fit from the first to the last
	 * character. Case, accents and typographic apostrophes and spaces do not count.
	 */
	namePattern: string;
	/** Mail addresses or user URIs; one host of the event must be among them. */
	hosts: string[];
	/** Domains of the invitee's mail address, sub-domains included; `@` or `*.` in front is ignored. */
	inviteeDomains: string[];
}

/** Lets everything through. */
export const NO_FILTER: EventFilter = {
	eventTypes: [],
	namePattern: '',
	hosts: [],
	inviteeDomains: [],
};

/** Part of the filter that says no. */
export type FilterReason = 'event_type' | 'event_name' | 'host' | 'invitee_domain';

/** Whether an event is wanted; if not, by which part of the filter. */
export type FilterVerdict = { matches: true } | { matches: false; because: FilterReason };

/** What the filter judges by; null or empty where a delivery does not tell. */
export interface FilterFacts {
	eventType: string | null;
	eventName: string | null;
	/** Mail addresses and user URIs of all hosts. */
	hosts: string[];
	inviteeEmail: string | null;
}

/**
 * Whether the workshop wants an event. The filter judges only by what a delivery tells: one that
 * does not name its host passes a filter by host, because a booking that is missed costs more than a
 * mail too many. For the same reason events without an appointment pass, unless they tell something
 * the filter can judge: the event type a routing form led to, the mail address of a contact.
 *
 * Both halves of a reschedule are judged each by its own facts. Where they differ (another host), one
 * half may be filtered out; the other alone still ends in the right rows, and only the former time may
 * be missing in the mail.
 */
export function matchesFilter(facts: FilterFacts, filter: EventFilter): FilterVerdict {
	const refusal = REFUSALS.find(([, refusesFor]) => refusesFor(facts, filter));
	return refusal === undefined ? { matches: true } : { matches: false, because: refusal[0] };
}

/** The facts of a delivery, as parsed from its JSON. Never throws on its content. */
export function filterFactsOf(raw: unknown): FilterFacts {
	const { event, payload } = readWebhook(raw);
	const scheduled = asFields(payload.scheduled_event);
	const isType = event.startsWith('event_type.');
	return {
		eventType:
			asWebUrl(scheduled.event_type) ??
			routedTo(payload) ??
			(isType ? asWebUrl(payload.uri) : null),
		eventName:
			asLine(scheduled.name) ??
			asLine(payload.event_type_name) ??
			(isType ? asLine(payload.name) : null),
		hosts: asList(scheduled.event_memberships).flatMap(hostOf),
		inviteeEmail: asMailAddress(payload.email),
	};
}

/** The same of what the API tells: a scheduled event and one of its invitees. */
export function filterFactsOfBooking(scheduledEvent: unknown, invitee: unknown): FilterFacts {
	return filterFactsOf({ payload: { ...asFields(invitee), scheduled_event: scheduledEvent } });
}

/** A filter as the parameters of a node give it: lists, or text separated by commas or lines. */
export function readFilter(value: unknown): EventFilter {
	const { eventTypes, namePattern, hosts, inviteeDomains } = asFields(value);
	return {
		eventTypes: readEntries(eventTypes),
		namePattern: asLine(namePattern) ?? '',
		hosts: readEntries(hosts),
		inviteeDomains: readEntries(inviteeDomains),
	};
}

const REFUSALS: ReadonlyArray<
	[FilterReason, (facts: FilterFacts, filter: EventFilter) => boolean]
> = [
	['event_type', refusesType],
	['event_name', refusesName],
	['host', refusesHosts],
	['invitee_domain', refusesInvitee],
];

function refusesType({ eventType }: FilterFacts, { eventTypes }: EventFilter): boolean {
	const wanted = entriesOf(eventTypes).map(comparable);
	return refuses(wanted, eventType, (type) => wanted.includes(comparable(type)));
}

function refusesName({ eventName }: FilterFacts, { namePattern }: EventFilter): boolean {
	const wanted = entriesOf(namePattern.split(',')).map(foldName);
	return refuses(wanted, eventName, (name) => wanted.some((pattern) => fits(name, pattern)));
}

function refusesHosts(facts: FilterFacts, filter: EventFilter): boolean {
	const wanted = entriesOf(filter.hosts).map(comparable);
	const known = facts.hosts.length === 0 ? null : facts.hosts.map(comparable);
	return refuses(wanted, known, (hosts) => hosts.some((host) => wanted.includes(host)));
}

function refusesInvitee({ inviteeEmail }: FilterFacts, { inviteeDomains }: EventFilter): boolean {
	const wanted = entriesOf(inviteeDomains).map(domainOfEntry);
	return refuses(wanted, inviteeEmail, (email) => wanted.some((domain) => isUnder(email, domain)));
}

/** Whether something is asked for, the fact is known, and it is another. */
function refuses<Fact>(
	wanted: readonly unknown[],
	fact: Fact | null,
	isWanted: (fact: Fact) => boolean,
): boolean {
	return wanted.length > 0 && fact !== null && !isWanted(fact);
}

/** `result` of a routing form: the event type it led to, if it led to one. */
function routedTo(payload: Fields): string | null {
	const result = asFields(payload.result);
	return result.type === 'event_type' ? asWebUrl(result.value) : null;
}

function hostOf(membership: Fields): string[] {
	return [asMailAddress(membership.user_email), asWebUrl(membership.user)].filter(
		(host) => host !== null,
	);
}

function readEntries(value: unknown): string[] {
	if (Array.isArray(value)) return entriesOf(value.filter((entry) => typeof entry === 'string'));
	return typeof value === 'string' ? entriesOf(value.split(/[,\n]/)) : [];
}

function entriesOf(entries: readonly string[]): string[] {
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** URIs and mail addresses, compared without case and closing slash. */
function comparable(identifier: string): string {
	const text = identifier.toLowerCase();
	return text.endsWith('/') ? text.slice(0, -1) : text;
}

/** As people type it: no accents, straight apostrophes and hyphens, ordinary single spaces. */
function foldName(name: string): string {
	return foldAccents(name)
		.replace(/[’ʼ]/g, "'")
		.replace(/[‐‑–—]/g, '-')
		.replace(/\s+/g, ' ');
}

/** Looks for the pieces between the `*` one behind the other: no pattern can make it slow. */
function fits(eventName: string, pattern: string): boolean {
	const name = foldName(eventName);
	if (!pattern.includes('*')) return name.includes(pattern);
	const [first, ...rest] = pattern.split('*');
	const last = rest.pop() as string;
	if (!name.startsWith(first) || name.length < first.length + last.length) return false;
	const end = name.length - last.length;
	let position = first.length;
	for (const piece of rest) {
		const found = name.indexOf(piece, position);
		if (found === -1 || found + piece.length > end) return false;
		position = found + piece.length;
	}
	return name.endsWith(last);
}

function domainOfEntry(entry: string): string {
	return asciiDomain(entry.replace(/^(?:.*@|\*\.|\.)|\.$/g, ''));
}

function isUnder(email: string, domain: string): boolean {
	const own = asciiDomain(email.slice(email.lastIndexOf('@') + 1));
	return own === domain || own.endsWith(`.${domain}`);
}
