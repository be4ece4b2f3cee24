import { toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { type Fields, asFields, asLine, asText, asWordOf } from '../text/fields';
import type { AppointmentMode, Call, LinkStatus, Party, Place, PlaceKind } from './event';

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

export function modeOf(location: Fields, type: string | null): AppointmentMode {
	const kind = asWordOf(KINDS, location.type);
	const known = kind === null ? null : MODES[kind];
	if (known !== null) return known;
	const name = foldAccents(type ?? '');
	return MODE_WORDS.find(([words]) => words.test(name))?.[1] ?? 'other';
}

/** Address, number or description, lines kept; `additional_info` behind an en dash. */
export function locationText(location: Fields): string | null {
	const parts = [asText(location.location), asText(location.additional_info)];
	const text = parts.filter((part) => part !== null).join(' – ');
	return text === '' ? null : text;
}

export function placeOf(location: Fields): Place {
	const kind = asWordOf(KINDS, location.type);
	const isClients = SET_BY_CLIENT.includes(String(location.type));
	return {
		kind,
		setBy: kind === null ? null : isClients ? 'client' : 'host',
		status: asWordOf(LINK_STATUSES, location.status),
	};
}

/** `outbound_call` holds the client's number, `inbound_call` the host's. */
export function callOf(location: Fields): Call | null {
	const by = asWordOf(CALLERS, location.type);
	if (by === null) return null;
	const number = asLine(location.location);
	return {
		by,
		number: number === null ? null : (toE164(number) ?? number),
		instructions: asText(location.additional_info),
	};
}

/**
 * The client's number: the one to call (`outbound_call`; an `inbound_call` holds the host's), else
 * the one for text reminders, else the one they answered.
 */
export function clientPhone(
	location: Fields,
	textReminderNumber: unknown,
	answered: string | null,
): string | null {
	const toCall = location.type === 'outbound_call' ? asLine(location.location) : null;
	const phone = toCall ?? asLine(textReminderNumber) ?? answered;
	return phone === null ? null : (toE164(phone) ?? phone);
}
