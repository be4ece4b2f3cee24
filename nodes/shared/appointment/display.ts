import {
	frenchDate,
	frenchDateTimeRange,
	frenchLongDate,
	frenchTimeRange,
	isKnownTimezone,
	sameWallClock,
} from '../french/dates';
import { formatPhone, toE164 } from '../french/phone';
import type { Appointment, AppointmentMode, Client, Display } from './event';
import { PLACE_KINDS } from './rowWords';

const FRENCH_MODES: Record<AppointmentMode, string | null> = {
	phone: 'Téléphonique',
	video: 'Visio',
	in_person: 'Sur place',
	other: null,
};

/** Stands for a client of whom neither name nor address is known. */
export const UNKNOWN_CLIENT = 'Client non communiqué';

/** Where an appointment takes place, in words; a video call by its service. Null when not known. */
export function placeText({
	location,
	place: { kind },
}: Pick<Appointment, 'location' | 'place'>): string | null {
	if (location !== null) return formatPhone(toE164(location) ?? location);
	return kind === null || kind === 'address' || kind === 'custom' ? null : PLACE_KINDS[kind];
}

/** The appointment's times in French, in the workshop's zone, plus the client's when they differ. */
export function displayOf(
	{ start: startIso, end: endIso, mode }: Pick<Appointment, 'start' | 'end' | 'mode'>,
	{ timezone: clientTimezone }: Pick<Client, 'timezone'>,
	timezone: string,
): Display {
	const known = { mode: FRENCH_MODES[mode], timezone };
	if (startIso === null) {
		return {
			date: null,
			time: null,
			dateTime: null,
			longDate: null,
			clientDateTime: null,
			...known,
		};
	}
	const start = new Date(startIso);
	const end = endIso === null || endIso <= startIso ? null : new Date(endIso);
	return {
		date: frenchDate(start, timezone),
		time: frenchTimeRange(start, end, timezone),
		dateTime: frenchDateTimeRange(start, end, timezone),
		longDate: frenchLongDate(start, timezone),
		clientDateTime: clientDateTime(start, end, clientTimezone, timezone),
		...known,
	};
}

function clientDateTime(
	start: Date,
	end: Date | null,
	clientTimezone: string | null,
	timezone: string,
): string | null {
	if (!isKnownTimezone(clientTimezone) || sameWallClock(start, clientTimezone, timezone))
		return null;
	return `${frenchDateTimeRange(start, end, clientTimezone)} (${clientTimezone})`;
}
