import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the payloads in test/fixtures/payloads, without `.json`. */
export type PayloadName =
	| '01-created-google-meet'
	| '02-canceled-by-host'
	| '04-reschedule-1-canceled-old'
	| '05-reschedule-2-created-new'
	| '06-group-created-empty-questions'
	| '08-phone-outbound-call'
	| '10-zoom-question-positions-gap'
	| '11-physical-guests-special-characters'
	| '14-no-show-created'
	| '15-no-show-deleted'
	| '19-sample-webhook-data-api-scheduled'
	| 'guide-created'
	| 'guide-canceled';

export const PAYLOAD_NAMES: PayloadName[] = [
	'01-created-google-meet',
	'02-canceled-by-host',
	'04-reschedule-1-canceled-old',
	'05-reschedule-2-created-new',
	'06-group-created-empty-questions',
	'08-phone-outbound-call',
	'10-zoom-question-positions-gap',
	'11-physical-guests-special-characters',
	'14-no-show-created',
	'15-no-show-deleted',
	'19-sample-webhook-data-api-scheduled',
	'guide-created',
	'guide-canceled',
];

/** A delivery as Calendly would send it, parsed. A new copy each time, free to be changed. */
export function payload(name: PayloadName): Record<string, any> {
	const file = join(__dirname, '../fixtures/payloads', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Record<string, any>;
}

/** A delivery whose payload is changed before it is used. */
export function webhook(
	name: PayloadName,
	change: (payload: any) => void = () => {},
): Record<string, any> {
	const raw = payload(name);
	change(raw.payload);
	return raw;
}
