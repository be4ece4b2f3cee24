import { changeOf } from '../appointment/change';
import { timezoneOrDefault } from '../french/dates';
import type { MailEvent, MailKind } from '../appointment/announcement';
import { asSendableAddress } from '../text/address';
import { capLine, cleanLine } from '../text/clean';
import { fitFacts } from './fit';
import { renderHtml } from './html';
import { invitationsOf, NO_CALENDARS } from './invitation';
import { oneLine, phoneLine, plain } from './lines';
import type { ComposedMail, MailField, MailRequest } from './mail';
import type { FactLine, MailSource, MailView } from './model';
import { fillInWording, placeholderValues, type PlaceholderValues } from './placeholders';
import { clientRange, readSlot, slotText, type Slot, type SlotText } from './slot';
import { renderText } from './text';
import { caughtUpAt, defaultWording, headingOf, HEADINGS, longMoment } from './wording';
import { workshopFactsOf } from './workshopFacts';

/** Of a name beside its number; the whole of it stands among the facts. */
const MAX_NAME = 80;

/**
 * The French mail to the workshop about one event: HTML and text say the same. Everything a guest
 * wrote is escaped or, in headers, stripped; unknown facts are left out or named as such. Never
 * throws on an event's content.
 */
export function composeMail(request: MailRequest): ComposedMail {
	const view = mailView(request);
	return {
		kind: request.kind,
		subject: view.wording.subject,
		html: renderHtml(view),
		text: renderText(view),
		replyTo: asSendableAddress(request.event.client.email),
		...(request.attachCalendar ? invitationsOf(request, view) : NO_CALENDARS),
	};
}

/** The view model that both HTML and text are rendered from. */
export function mailView(request: MailRequest): MailView {
	const source = mailSource(request);
	const { kind, event } = request;
	const values = placeholderValues(event, source.slot, source.change);
	return {
		kind,
		heading: headingOf(HEADINGS[kind], source.change),
		preheader: preheader(values, source.slot),
		summary: summaryOf(source),
		notice: event.source === 'reconciliation' ? caughtUp(kind, event, source.timezone) : '',
		wording: fillInWording(request.wording, defaultWording(kind).subject, values),
		facts: fitFacts(workshopFactsOf(source)),
		sections: [],
	};
}

/** When it happened stands there as a cancellation's fact already. */
function caughtUp(kind: MailKind, { occurredAt }: MailEvent, timezone: string): string {
	const slot = readSlot({ start: kind === 'canceled' ? null : occurredAt, end: null });
	return caughtUpAt(kind, slot === null ? null : slotText(slot, timezone));
}

function mailSource(request: MailRequest): MailSource {
	const timezone = timezoneOrDefault(request.timezone);
	const slot = readSlot(request.event.appointment);
	const previous = request.previous === null ? null : readSlot(request.previous);
	const inFrench = (known: Slot | null) => (known === null ? null : slotText(known, timezone));
	return {
		request,
		timezone,
		slot: inFrench(slot),
		previous: inFrench(previous),
		change:
			request.kind === 'rescheduled' ? changeOf(request.event.appointment, request.previous) : null,
		clientRange: slot === null ? null : clientRange(request.event, slot, timezone),
	};
}

function preheader(values: PlaceholderValues, slot: SlotText | null): string {
	const what = slot === null ? values.type : longMoment(slot.longDate, slot.time);
	return cleanLine(`${what} – ${values.client}`);
}

/** When, who, and the number to tap, as far as they are known and the workshop shows them. */
function summaryOf({ request, slot }: MailSource): FactLine[][] {
	const { kind, event, fields } = request;
	const shown = (field: MailField, line: FactLine | null) =>
		line !== null && fields.includes(field) ? [line] : [];
	const tone = kind === 'canceled' ? 'struck' : undefined;
	const phone = phoneLine(event.client.phone);
	const lines = [
		shown('dateTime', slot === null ? null : plain(slot.moment, tone)),
		[
			...shown('client', oneLine(capLine(cleanLine(event.client.name ?? ''), MAX_NAME))),
			...shown('phone', phone?.href ? phone : null),
		],
	];
	return lines.filter((line) => line.length > 0);
}
