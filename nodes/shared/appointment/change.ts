import { toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { asDate, asFields, asInstant, asLine, asText, asWordOf, isFields } from '../text/fields';
import type { Appointment, Ending, Party, Place, PlaceKind } from './event';
import { VIDEO_KINDS } from './location';
import { PLACE_KINDS } from './rowWords';

/** Time of an appointment before it moved, UTC. */
export interface PreviousSlot {
	start: string | null;
	end: string | null;
}

/** What a rescheduled appointment was before, and who moved it. */
export interface PreviousAppointment extends PreviousSlot, Ending {
	/** Its own identity, which a move ends; null where it is not known. */
	id: string | null;
	location: string | null;
	place: Place;
}

/** What a move changed. A host may « reschedule » to the same time and another place. */
export interface Change {
	time: boolean;
	place: boolean;
}

/** What a mail is given of the appointment before, as JSON; anything but an object means « not known ». */
export function previousFromJson(value: unknown): PreviousAppointment | null {
	if (!isFields(value)) return null;
	const { kind, setBy } = asFields(value.place);
	return {
		id: asLine(value.id),
		start: asInstant(value.start),
		end: asInstant(value.end),
		location: asText(value.location),
		place: {
			kind: asWordOf(KINDS, kind),
			setBy: asWordOf(PARTIES, setBy),
			status: null,
		},
		by: asLine(value.by),
		byType: asWordOf(PARTIES, value.byType),
		reason: asText(value.reason),
	};
}

const PARTIES: Record<Party, Party> = { client: 'client', host: 'host' };
const KINDS = Object.fromEntries(Object.keys(PLACE_KINDS).map((kind) => [kind, kind as PlaceKind]));

type Whereabouts = Pick<Appointment, 'location' | 'place'>;

/** Null where it is not known what the appointment was before. */
export function changeOf(
	appointment: PreviousSlot & Whereabouts,
	previous: PreviousAppointment | null,
): Change | null {
	if (previous === null || asDate(previous.start) === null) return null;
	return {
		time: !isSameSlot(appointment, previous),
		place: isOtherPlace(appointment, previous),
	};
}

/** An end that is not known on one side is no difference. */
function isSameSlot(one: PreviousSlot, other: PreviousSlot): boolean {
	const isSame = (a: string | null, b: string | null) =>
		asDate(a)?.getTime() === asDate(b)?.getTime();
	const isEndKnown = asDate(one.end) !== null && asDate(other.end) !== null;
	return isSame(one.start, other.start) && (!isEndKnown || isSame(one.end, other.end));
}

/** Only what is known of both can differ: a row may have lost its place to a purge. */
function isOtherPlace(one: Whereabouts, other: Whereabouts): boolean {
	const { kind } = one.place;
	const previousKind = other.place.kind;
	if (kind !== null && previousKind !== null && kind !== previousKind) return true;
	// Of a video call the link differs from one appointment to the next, and the place does not.
	if (kind !== null && VIDEO_KINDS.includes(kind)) return false;
	return one.location !== null && other.location !== null && !isSameText(one, other);
}

function isSameText({ location: one }: Whereabouts, { location: other }: Whereabouts): boolean {
	return comparable(one ?? '') === comparable(other ?? '');
}

/** A number is the same in every way of writing it, a text whatever its case and spaces. */
function comparable(text: string): string {
	return (
		toE164(text) ??
		foldAccents(text)
			.replace(/[\s,]+/g, ' ')
			.trim()
	);
}
