import type { MailEvent } from '../appointment/announcement';
import type { PreviousSlot } from '../appointment/change';
import {
	frenchDate,
	frenchDateTimeRange,
	frenchLongDate,
	frenchTime,
	isKnownTimezone,
	sameWallClock,
} from '../french/dates';
import { unbreakable } from '../french/typography';
import { asDate } from '../text/fields';

/** A time as the mails write it, every phrase kept on one line with U+00A0. */
export interface SlotText {
	/** `15/11/2025` */
	date: string;
	/** Start only: `15:00` */
	time: string;
	/** `15/11/2025 à 15:00 - 15:30` */
	range: string;
	/** `samedi 15 novembre 2025` */
	longDate: string;
	/** `samedi 15 novembre 2025, 15:00 – 15:30`; may break behind its comma. */
	moment: string;
}

/** The instants of a slot; null when the start is not known. */
export interface Slot {
	start: Date;
	end: Date | null;
}

/** Reads a slot given as ISO 8601 text; an end that is not after the start counts as unknown. */
export function readSlot({ start: startIso, end: endIso }: PreviousSlot): Slot | null {
	const start = asDate(startIso);
	const end = asDate(endIso);
	if (start === null) return null;
	return { start, end: (end ?? start) > start ? end : null };
}

/** The hyphen between two times; that of `UTC-5` has no spaces. */
const BETWEEN = /([ \u00a0])-([ \u00a0])/;

/** A slot in French, on the wall clock of a zone this runtime knows. */
export function slotText({ start, end }: Slot, timezone: string): SlotText {
	const date = frenchDate(start, timezone);
	const range = frenchDateTimeRange(start, end, timezone);
	const longDate = unbreakable(frenchLongDate(start, timezone));
	const times = unbreakableRange(range.slice(`${date} à `.length)).replace(BETWEEN, '$1–$2');
	return {
		date,
		time: unbreakable(frenchTime(start, timezone)),
		range: unbreakableRange(range),
		longDate,
		moment: `${longDate}, ${times}`,
	};
}

/** The client's own range, only when their zone shows another clock time than the workshop's. */
export function clientRange(
	{ client }: MailEvent,
	slot: Slot,
	timezone: string,
): { range: string; timezone: string } | null {
	const other = client.timezone;
	if (!isKnownTimezone(other) || sameWallClock(slot.start, other, timezone)) return null;
	return { range: slotText(slot, other).range, timezone: other };
}

/** A range of two dates, or with offsets, is too long for a phone: it may break before its end. */
function unbreakableRange(range: string): string {
	const isLong = range.length > 30;
	return isLong ? range.split(' - ').map(unbreakable).join(' - ') : unbreakable(range);
}
