import { firstNumberIn, toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { type Fields, asFields, asLine, asText, asWordOf } from '../text/fields';
import { asWebUrl } from '../text/url';
import type { AppointmentMode, Call, LinkStatus, Party, Place, PlaceKind } from './event';
import { hostLinkIn, type HostLink } from './hostLink';

/**
 * `location.type` of a scheduled event. Event types and bookings made through the API name the
 * video services `…_conference`; deliveries use both forms.
 */
const KINDS: Record<string, PlaceKind> = {
	physical: 'address',
	outbound_call: 'phone',
	inbound_call: 'phone',
	google_conference: 'google_meet',
	zoom: 'zoom',
	zoom_conference: 'zoom',
	gotomeeting: 'goto_meeting',
	gotomeeting_conference: 'goto_meeting',
	microsoft_teams_conference: 'microsoft_teams',
	webex_conference: 'webex',
	custom: 'custom',
	ask_invitee: 'custom',
};

/** Types whose text the client typed; every other is the host's. */
const SET_BY_CLIENT: readonly string[] = ['outbound_call', 'ask_invitee'];

/** `location.status` of the video services. */
const LINK_STATUSES: Record<string, LinkStatus> = {
	initiated: 'pending',
	processing: 'pending',
	pushed: 'ready',
	failed: 'failed',
};

const CALLERS: Record<string, Party> = { outbound_call: 'host', inbound_call: 'client' };

const MODES: Record<PlaceKind, AppointmentMode | null> = {
	address: 'in_person',
	phone: 'phone',
	google_meet: 'video',
	zoom: 'video',
	goto_meeting: 'video',
	microsoft_teams: 'video',
	webex: 'video',
	custom: null,
};

/** The video services, each of which makes the link to its meeting. */
export const VIDEO_KINDS = (Object.keys(MODES) as PlaceKind[]).filter(
	(kind) => MODES[kind] === 'video',
);

/** Where the location leaves it open, the name of the event type often tells. */
const MODE_WORDS: Array<[RegExp, AppointmentMode]> = [
	[/\b(telephon|appel)/, 'phone'],
	[/\b(visio|video)/, 'video'],
	[/\b(a domicile|sur place|visite)/, 'in_person'],
];

/** The location of a scheduled event; a mere text is a place of which only the words are known. */
export function locationFields(value: unknown): Fields {
	return typeof value === 'string' ? { location: value } : asFields(value);
}

/** By the location itself; where it leaves that open, by its words and the name of the event type. */
export function modeOf(location: Fields, type: string | null): AppointmentMode {
	const kind = asWordOf(KINDS, location.type);
	if (kind === null && asWebUrl(location.join_url) !== null) return 'video';
	const known = kind === null ? null : MODES[kind];
	return known ?? modeOfWords(location, type) ?? 'other';
}

/** What the words of the place, or of the event type, tell: a room of Zoom is no visit. */
function modeOfWords(location: Fields, type: string | null): AppointmentMode | null {
	const link = hostLinkOf(location);
	if (link?.opens === 'video') return 'video';
	const name = foldAccents(type ?? '');
	const named = MODE_WORDS.find(([words]) => words.test(name))?.[1] ?? null;
	if (named !== null) return named;
	if (link !== null) return isRoom(link) ? 'video' : 'in_person';
	return toE164(asText(location.location) ?? '') === null ? null : 'phone';
}

/**
 * Address, number or description, lines kept; `additional_info` behind an en dash. Not the link to a
 * room of the host's own, which `joinUrlOf` gives.
 */
export function locationText(location: Fields, type: string | null): string | null {
	const room = roomOf(location, type);
	const place = room === null ? asText(location.location) : room.rest;
	const parts = [place, asText(location.additional_info)];
	const text = parts.filter((part) => part !== null).join(' – ');
	return text === '' ? null : text;
}

/** The link to the meeting: the service's, or that of the host's own room. */
export function joinUrlOf(location: Fields, type: string | null): string | null {
	return asWebUrl(location.join_url) ?? roomOf(location, type)?.href ?? null;
}

/** The host's own video room, pasted as place. */
function roomOf(location: Fields, type: string | null): HostLink | null {
	const link = modeOf(location, type) === 'video' ? hostLinkOf(location) : null;
	return link?.opens === 'map' ? null : link;
}

/** Alone, a link to nothing that is known opens a room, too. */
function isRoom({ opens, rest }: HostLink): boolean {
	return opens === 'unknown' && rest === null;
}

/** Only where the host wrote it: a link a client typed is a stranger's. */
function hostLinkOf(location: Fields): HostLink | null {
	return location.type === 'custom' ? hostLinkIn(asText(location.location) ?? '') : null;
}

/**
 * @param text what `locationText` gives. Who set it is told with it alone: the row keeps the text a client
 *   typed when a webhook tells of another kind of place without any, and it must not become the host's
 */
export function placeOf(location: Fields, text: string | null): Place {
	const kind = asWordOf(KINDS, location.type);
	const isClients = SET_BY_CLIENT.includes(String(location.type));
	return {
		kind,
		setBy: kind === null || text === null ? null : isClients ? 'client' : 'host',
		status: asWordOf(LINK_STATUSES, location.status),
	};
}

/**
 * `outbound_call` holds the client's number, `inbound_call` the host's.
 *
 * @param timezone the client's, which tells the country of their number
 */
export function callOf(location: Fields, timezone: string | null): Call | null {
	const by = asWordOf(CALLERS, location.type);
	if (by === null) return null;
	const number = asLine(location.location);
	const country = by === 'host' ? timezone : null;
	return {
		by,
		number: number === null ? null : (toE164(number, country) ?? number),
		instructions: asText(location.additional_info),
	};
}

/** What the answers and the client's zone add to a location. */
export interface PhoneSources {
	textReminderNumber: unknown;
	/** What `readAnswers` found. */
	answered: string | null;
	/** The client's zone: it tells the country of a number. */
	timezone: string | null;
}

/**
 * The client's number: the one to call (`outbound_call`; an `inbound_call` holds the host's) or the one
 * they typed as place, else the one for text reminders, else the one they answered, else one among the
 * words of the place they typed.
 */
export function clientPhone(location: Fields, sources: PhoneSources): string | null {
	const { textReminderNumber, answered, timezone } = sources;
	const typed = location.type === 'ask_invitee' ? (asText(location.location) ?? '') : '';
	const toCall = location.type === 'outbound_call' ? asLine(location.location) : null;
	const phone =
		toCall ??
		toE164(typed, timezone) ??
		asLine(textReminderNumber) ??
		answered ??
		firstNumberIn(typed, timezone);
	return phone === null ? null : (firstNumberIn(phone, timezone) ?? phone);
}
