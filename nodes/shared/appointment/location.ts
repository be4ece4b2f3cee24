import { toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { asLine, type Fields } from '../text/fields';
import type { AppointmentMode } from './event';

/**
 * `location.type` of a scheduled event. Event types and bookings made through the API name the
 * video services `…_conference`; deliveries use both forms.
 */
const MODES: Record<string, AppointmentMode> = {
	physical: 'in_person',
	outbound_call: 'phone',
	inbound_call: 'phone',
	google_conference: 'video',
	zoom: 'video',
	zoom_conference: 'video',
	gotomeeting: 'video',
	gotomeeting_conference: 'video',
	microsoft_teams_conference: 'video',
	webex_conference: 'video',
};

/** Where a delivery names no location, the name of the event type often tells. */
const MODE_WORDS: Array<[RegExp, AppointmentMode]> = [
	[/\b(telephon|appel)/, 'phone'],
	[/\b(visio|video)/, 'video'],
	[/\b(a domicile|sur place|visite)/, 'in_person'],
];

export function modeOf(location: Fields, type: string | null): AppointmentMode {
	const known = typeof location.type === 'string' ? location.type : '';
	if (Object.hasOwn(MODES, known)) return MODES[known];
	const name = foldAccents(type ?? '');
	return MODE_WORDS.find(([words]) => words.test(name))?.[1] ?? 'other';
}

/** Address, number or description in one line; `additional_info` behind an en dash. */
export function placeOf(location: Fields): string | null {
	const parts = [asLine(location.location), asLine(location.additional_info)];
	const place = parts.filter((part) => part !== null).join(' – ');
	return place === '' ? null : place;
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
